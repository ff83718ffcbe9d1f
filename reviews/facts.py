"""The facts a review judges, as they stood on the day it was opened: kept as text, compared with today's.

Nothing in here asks the database. Amounts are in their currency, figures in the unit of their indicator, shares of
the way from baseline to target are parts of 1.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, Literal

FORMAT = 1


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """What was verified of one indicator. `value` is None where nothing measured is verified; `words` tell it then."""

    code: str
    statement: str
    outcome: int
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    target_text: str
    value: Decimal | None
    shown: str
    words: str
    measured_on: date | None
    status: str
    share: Decimal | None
    waiting: int


@dataclass(frozen=True, slots=True)
class BudgetFact:
    """Money of one outcome (None: the predefined ones together) from one source."""

    outcome: int | None
    funding_source: str
    currency: str
    allocated: Decimal
    spent: Decimal | None
    note: str


@dataclass(frozen=True, slots=True)
class RecommendationFact:
    """A recommendation of an earlier review that was still open."""

    review: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of a review, in the order of the programme."""

    as_at: date
    indicators: tuple[IndicatorFact, ...] = ()
    budget: tuple[BudgetFact, ...] = ()
    recommendations: tuple[RecommendationFact, ...] = ()

    def to_json(self) -> str:
        """The facts as canonical text: the same facts give the same characters."""
        return json.dumps({"format": FORMAT, **asdict(self)}, default=str, ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True, slots=True)
class ChangedFact:
    """One fact that is different today; a fact that is new or gone has no `before` or no `after`."""

    kind: Literal["indicator", "budget", "recommendation"]
    name: str
    what: str
    before: str | None
    after: str | None


def facts_from_json(text: str) -> Facts:
    """Read facts back. Raises ValueError for a text that is none, or of a later format."""
    stored = json.loads(text)
    if stored.get("format") != FORMAT:
        raise ValueError(f"facts of the unknown format {stored.get('format')}")
    return Facts(
        as_at=date.fromisoformat(stored["as_at"]),
        indicators=tuple(_read(IndicatorFact, row) for row in stored["indicators"]),
        budget=tuple(_read(BudgetFact, row) for row in stored["budget"]),
        recommendations=tuple(_read(RecommendationFact, row) for row in stored["recommendations"]),
    )


def changed_facts(then: Facts, now: Facts) -> tuple[ChangedFact, ...]:
    """What is different, fact by fact and field by field, in the order of today's facts, those that are gone last."""
    return (
        *_differences("indicator", then.indicators, now.indicators, lambda fact: fact.code, "shown"),
        *_differences(
            "budget",
            then.budget,
            now.budget,
            lambda fact: (fact.outcome, fact.funding_source, fact.currency, fact.note),
            "allocated",
        ),
        *_differences(
            "recommendation",
            then.recommendations,
            now.recommendations,
            lambda fact: (fact.review, fact.number),
            "text",
        ),
    )


# Figures as shown say the same as the figure itself and its unit; the share follows from figure, baseline and target.
DERIVED = {"value", "share", "unit"}


def _differences(
    kind: Any, then: Iterable[Any], now: Iterable[Any], key: Callable[[Any], Any], main: str
) -> Iterable[ChangedFact]:
    before, after = {key(fact): fact for fact in then}, {key(fact): fact for fact in now}
    for name in dict.fromkeys((*after, *before)):
        old, new = before.get(name), after.get(name)
        called = ", ".join(str(part) for part in name if part) if isinstance(name, tuple) else str(name)
        if old is None or new is None:
            yield ChangedFact(kind, called, main, old and str(getattr(old, main)), new and str(getattr(new, main)))
            continue
        for field in fields(old):
            one, other = getattr(old, field.name), getattr(new, field.name)
            if one != other and field.name not in DERIVED:
                yield ChangedFact(kind, called, field.name, _text(one), _text(other))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _read(fact: Any, row: dict[str, Any]) -> Any:
    kinds = {field.name: field.type for field in fields(fact)}
    return fact(**{name: _value(kinds[name], value) for name, value in row.items()})


def _value(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if kind in (Decimal, Decimal | None):
        return Decimal(value)
    return date.fromisoformat(value) if kind == date | None else value
