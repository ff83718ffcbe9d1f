"""Holding printed figures against the ones computed from the data (design rule 11).

Pure: takes what was computed, knows no database. Printed figures are never corrected; where the two differ,
the differences are shown beside the discrepancies that were found in the published documents.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Literal

NUMBER_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
]

Verdict = Literal["equal", "different", "not_computed"]


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure or label as a document printed it: `what` of `key`, and the places that print it."""

    what: str
    key: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Named:
    """A contradiction that was found in the published documents."""

    where: str
    printed: str
    conflicting: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A printed figure, the computed one (None: the data for it are not kept here), and what is known of it.

    `remark` says how a figure is counted where its name does not, or why it is not computed.
    """

    printed: Printed
    computed: str | None
    verdict: Verdict
    named_by: tuple[Named, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """All comparisons of one review."""

    comparisons: tuple[Comparison, ...]

    def count(self, verdict: Verdict) -> int:
        """How many figures have this verdict."""
        return sum(comparison.verdict == verdict for comparison in self.comparisons)

    @property
    def unexplained(self) -> tuple[Comparison, ...]:
        """Differences that no discrepancy names."""
        return tuple(
            comparison
            for comparison in self.comparisons
            if comparison.verdict == "different" and not comparison.named_by
        )


Computer = Callable[[str], "Decimal | int | str | None"]


def reconcile(
    printed: Iterable[Printed],
    computers: Mapping[str, Computer],
    discrepancies: Iterable[Named],
    remarks: Mapping[tuple[str, str], str] | None = None,
) -> Reconciliation:
    """Recompute each printed figure and say whether it is equal.

    `computers` gives, for each kind of figure, the function that computes it from its key; None, or no
    function, means that the data for it are not kept here. Numbers are compared as numbers, labels as text.
    `remarks` are by kind and key. Source: design rule 11.
    """
    discrepancies, remarks = tuple(discrepancies), remarks or {}
    return Reconciliation(
        tuple(
            replace(_compare(figure, computers, discrepancies), remark=remarks.get((figure.what, figure.key), ""))
            for figure in printed
        )
    )


def _compare(figure, computers, discrepancies):
    compute = computers.get(figure.what)
    computed = compute(figure.key) if compute else None
    if computed is None:
        return Comparison(figure, None, "not_computed", ())
    equal = _equal(figure.value, computed)
    named = (
        () if equal else _closest(figure, [found for found in discrepancies if _names(found, figure, _text(computed))])
    )
    return Comparison(figure, _text(computed), "equal" if equal else "different", named)


def _closest(figure, found):
    """Those that speak most of the same thing, where several could be meant."""
    closeness = [_words_shared(one, figure) for one in found]
    return tuple(one for one, shared in zip(found, closeness, strict=True) if shared == max(closeness))


def _equal(printed, computed):
    if isinstance(computed, str):
        return printed == computed
    try:
        return Decimal(printed) == computed
    except InvalidOperation:
        return False


def _text(value):
    return value if isinstance(value, str) else f"{Decimal(value).normalize():f}"


def _names(found: Named, figure: Printed, computed: str) -> bool:
    """Whether a discrepancy is about this printed figure.

    The list of discrepancies has no key of its own, so it is asked what a reader would: does it cite a place
    that prints the figure, and set the computed one against it or speak of the same thing? Or does it repeat
    the figure and speak of nothing else?
    """
    subject = _subject(figure)
    longest = max(subject, key=len, default=None)
    cites = any(_cites(found, place) for place in figure.source.split(";"))
    repeats = _repeats(found.printed, figure.value)
    contradicts = repeats and _repeats(found.conflicting, computed)
    speaks_of_it = longest is not None and _has_word(_text_of(found), longest)
    speaks_of_nothing_else = len(subject) > 1 and _words_shared(found, figure) == len(subject)
    return (cites and (contradicts or speaks_of_it)) or (repeats and speaks_of_nothing_else)


def _subject(figure: Printed) -> list[str]:
    """The words of the key that say what is printed; short ones say too little."""
    return [word for word in figure.key.lower().split() if len(word) > 5]


def _text_of(found: Named) -> str:
    return f"{found.where} {found.printed} {found.conflicting}".lower()


def _words_shared(found: Named, figure: Printed) -> int:
    return sum(word in _text_of(found) for word in _subject(figure))


def _cites(found: Named, place: str) -> bool:
    """Whether the discrepancy cites the place; "001 3.4 against Table 3.1" cites two places of document 001."""
    bare = re.escape(re.sub(r"^\d{3} ", "", place.strip()))
    return bool(re.search(rf"(?<![\w.]){bare}(?!\w|\.\d)", f"{found.where}; {found.source}"))


def _repeats(text: str, value: str) -> bool:
    """Whether the text prints the value: a label, or a number in digits or in words."""
    plain = text.replace(",", "")
    forms = [value, NUMBER_WORDS[int(value)]] if value in map(str, range(len(NUMBER_WORDS))) else [value]
    return any(_has_word(plain, form) for form in forms)


def _has_word(text: str, word: str) -> bool:
    return bool(re.search(rf"(?<![\w.]){re.escape(word)}(?!\w|\.\d)", text, re.IGNORECASE))
