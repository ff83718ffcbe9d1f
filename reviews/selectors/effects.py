"""What recommendations did to figures: the indicators linked to them, when the review was made and today."""

from dataclasses import dataclass
from datetime import date

from indicators.choices import Status
from indicators.models import Indicator
from indicators.selectors import standings_of

from ..facts import facts_from_json
from .facts import indicator_fact


@dataclass(frozen=True)
class Reading:
    """What was verified of an indicator: its figure with the unit ("" = none), words, and how it stood."""

    shown: str
    words: str
    measured_on: date | None
    status: Status

    @property
    def label(self):
        """The status in words."""
        return str(self.status.label)


@dataclass(frozen=True)
class Effect:
    """One indicator before and after; `before` is None without fixed facts, or where the indicator is newer."""

    indicator: Indicator
    before: Reading | None
    after: Reading

    @property
    def has_changed(self):
        """Whether figure or status differ; without a reading from before nobody can say."""
        return self.before is not None and (self.before.shown, self.before.status) != (
            self.after.shown,
            self.after.status,
        )


def effects_of(review, recommendations):
    """The effects of recommendations by their keys; `indicators` are prefetched (5 queries, none without links).

    Before is what the facts of the review say, after is what is verified today.
    """
    linked = {one.pk for recommendation in recommendations for one in recommendation.indicators.all()}
    if not linked:
        return {}
    fixed = facts_from_json(review.facts).indicators if review.facts else ()
    before = {fact.code: _reading(fact) for fact in fixed}
    standings = [one for one in standings_of(review.programme) if one.indicator.pk in linked]
    effects = {
        one.indicator.pk: Effect(one.indicator, before.get(one.indicator.code), _reading(indicator_fact(one)))
        for one in standings
    }
    # In the order of the programme, whatever they were linked in; those of another programme do not compare.
    return {
        recommendation.pk: tuple(
            effect
            for key, effect in effects.items()
            if key in {indicator.pk for indicator in recommendation.indicators.all()}
        )
        for recommendation in recommendations
    }


def _reading(fact):
    return Reading(shown=fact.shown, words=fact.words, measured_on=fact.measured_on, status=Status(fact.status))
