"""Characters that no format can hold: XML, spreadsheets and fonts stop at them or draw a box."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

# Controls but tab and line end, halves of a pair, what Unicode keeps from being a character, and signs that turn what
# follows round, so that a text reads otherwise than it is stored.
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
Kept = TypeVar("Kept")


def printable(text: str) -> str:
    """The text with one kind of line end and without what cannot be printed."""
    if _UNPRINTABLE.search(text) is None:
        return text
    return _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text))


def cleaned(value: Kept) -> Kept:
    """A document, or any part of one, with every text printable; itself when nothing had to change."""
    held: Any = value
    if isinstance(held, str):
        return printable(held)  # type: ignore[return-value]
    if isinstance(held, tuple):
        new = tuple(cleaned(one) for one in held)
        return held if all(one is other for one, other in zip(new, held, strict=True)) else new  # type: ignore[return-value]
    if is_dataclass(held):
        changed = {}
        for field in fields(held):
            before = getattr(held, field.name)
            after = cleaned(before)
            if after is not before:
                changed[field.name] = after
        return replace(held, **changed) if changed else held  # type: ignore[return-value, type-var]
    return value
