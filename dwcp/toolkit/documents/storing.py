"""A document as text to be kept: JSON that stays the same for the same document, and reads back as that document.

A final report is kept in this form for ten years and longer. What a field holds by default is not written down, so a
field may be added, with a default that says what was true before. A default is never changed, a field never renamed or
taken out, unless `FORMAT` grows and `from_json` learns to read what there was.
"""

import json
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

from . import blocks
from .blocks import Document

FORMAT = 1
# Names the kind of a block where several may stand; `Decimal` where a whole number might.
KIND, DECIMAL = "is", "decimal"


class UnreadableDocument(ValueError):
    """The text is not a document as `to_json` writes it."""


class NewerFormat(UnreadableDocument):
    """The text was written by a later version of this application."""


def to_json(document: Document) -> str:
    """The document as canonical JSON: equal documents are equal texts. Figures are kept digit by digit."""
    whole = {"format": FORMAT, "document": _plain(document)}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def from_json(text: str) -> Document:
    """The document a text holds.

    Raises NewerFormat for one of a later version, UnreadableDocument for anything else that `to_json` did not write.
    """
    try:
        whole = json.loads(text)
        number = whole["format"]
        if isinstance(number, int) and number > FORMAT:
            raise NewerFormat(
                _(
                    "This document was stored in format %(theirs)s; this version of the application reads formats "
                    "up to %(ours)s. Open it with a newer version."
                )
                % {"theirs": number, "ours": FORMAT}
            )
        if number != FORMAT:
            raise ValueError(f"format {number!r}")
        document: Document = _read(Document, whole["document"])
    except UnreadableDocument:
        raise
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableDocument(_("This is not a stored document: %(why)s.") % {"why": error or "?"}) from error
    return document


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        kept = {KIND: type(value).__name__}
        for field in fields(value):
            held = getattr(value, field.name)
            if field.default is MISSING or held != field.default:
                kept[field.name] = _plain(held)
        return kept
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return {DECIMAL: _digits(value)}
    return value


def _digits(value: Decimal) -> str:
    """The digits of a figure; 4.50 is the figure 4.5. Raises ValueError for what is no figure, such as NaN."""
    if not value.is_finite():
        raise ValueError(f"{value} is no figure")
    digits = f"{value:f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits


@cache
def _shape(kind: type) -> dict[str, tuple[Any, Field[Any]]]:
    hints = get_type_hints(kind, vars(blocks))
    return {field.name: (hints[field.name], field) for field in fields(kind)}


def _read(hint: Any, value: Any) -> Any:
    """A value of the type that `hint` names; raises ValueError for any other."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _read(_one_of(inner, value), value)
    if origin is Literal:
        if value in inner:
            return value
    elif origin is tuple:
        if isinstance(value, list):
            if inner[-1] is Ellipsis:
                return tuple(_read(inner[0], one) for one in value)
            return tuple(_read(kind, one) for kind, one in zip(inner, value, strict=True))
    elif is_dataclass(hint):
        if isinstance(value, dict):
            return _read_object(hint, value)
    elif hint is Decimal:
        if isinstance(value, dict) and value.keys() == {DECIMAL}:
            return _decimal(value[DECIMAL])
    elif type(value) is hint:
        return value
    raise ValueError(f"{value!r:.80} where {getattr(hint, '__name__', hint)} belongs")


def _one_of(kinds: tuple[Any, ...], value: Any) -> Any:
    """Which of several types a value claims to be."""
    if isinstance(value, dict):
        name = "Decimal" if DECIMAL in value else value.get(KIND)
    else:
        name = "tuple" if isinstance(value, list) else type(value).__name__
    for kind in kinds:
        if kind.__name__ == name:
            return kind
    raise ValueError(f"{name} is not known here")


def _read_object(kind: Any, value: dict[str, Any]) -> Any:
    shape = _shape(kind)
    if value.get(KIND) != kind.__name__:
        raise ValueError(f"{value.get(KIND)} where {kind.__name__} belongs")
    if unknown := value.keys() - shape.keys() - {KIND}:
        raise ValueError(f"{kind.__name__} has no {sorted(unknown)[0]}")
    return kind(**{name: _read(shape[name][0], held) for name, held in value.items() if name != KIND})


def _decimal(text: Any) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"{text!r:.80} is no figure") from error
    if not value.is_finite():
        raise ValueError(f"{value} is no figure")
    return value
