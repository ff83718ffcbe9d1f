"""What each reviewer scores alone: everything there is to score, one's own scores, and how far the team has come."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.text import slugify
from django.utils.translation import gettext as _

from outcomes.models import CountryProgrammeOutcome

from ..models import Criterion, IndividualScore, TeamMember

# Scored, or marked as not assessed with a reason.
IS_DONE = Q(score__isnull=False) | (Q(is_not_assessed=True) & ~Q(rationale=""))


@dataclass(frozen=True)
class Item:
    """One thing to score: a criterion, or an outcome in an area. Its score is an unsaved one where nothing is kept."""

    score: IndividualScore

    @property
    def criterion(self) -> Criterion | None:
        """The criterion, unless it is an outcome in an area."""
        return self.score.criterion

    @property
    def outcome(self) -> Any:
        """The outcome (CountryProgrammeOutcome), unless it is a criterion."""
        return self.score.country_programme_outcome

    @property
    def area(self) -> Any:
        """The area (PerformanceArea) in which the outcome is rated."""
        return self.score.area

    @property
    def key(self) -> str:
        """What names it in an address; a code alone may stand for two biennia."""
        if self.criterion:
            return f"criterion-{self.criterion.number}"
        return slugify(f"{self.outcome.code}-{self.outcome.biennium.start_year}-{self.area.letter}")

    @property
    def name(self) -> str:
        """What it is called in full."""
        return str(self.criterion) if self.criterion else f"{self.outcome.code}: {self.area}"

    @property
    def short_name(self) -> str:
        """What it is called where many stand in a row."""
        if self.criterion:
            return _("criterion %(number)s") % {"number": self.criterion.number}
        return f"{self.outcome.code} {self.area.letter}"

    @property
    def is_done(self) -> bool:
        """Whether nothing is missing before the scores are handed in."""
        return self.score.score is not None or (self.score.is_not_assessed and bool(self.score.rationale))

    @property
    def needs_a_reason(self) -> bool:
        """Whether it is marked as not assessed, and nobody knows why."""
        return self.score.is_not_assessed and not self.score.rationale


@dataclass(frozen=True)
class Scorecard:
    """All that a review asks one of its team to score, in the order of the method and of the programme."""

    criteria: tuple[Item, ...]
    # (outcome, its areas)
    outcomes: tuple[tuple[CountryProgrammeOutcome, tuple[Item, ...]], ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """All in one row."""
        return (*self.criteria, *(item for _outcome, items in self.outcomes for item in items))

    @property
    def done(self) -> int:
        """How many need nothing more."""
        return sum(item.is_done for item in self.items)

    @property
    def without_rationale(self) -> int:
        """How many scores nobody could explain yet."""
        return sum(item.score.score is not None and not item.score.rationale for item in self.items)

    @property
    def next_open(self) -> Item | None:
        """The first that is not scored yet."""
        return next((item for item in self.items if not item.is_done), None)

    def find(self, key: str) -> Item | None:
        """The item that a key names."""
        return next((item for item in self.items if item.key == key), None)

    def around(self, key: str) -> tuple[Item | None, Item | None, int]:
        """The items before and after the one of a key, and its place in the row, from 1."""
        items = self.items
        place = [item.key for item in items].index(key)
        after = items[place + 1] if place + 1 < len(items) else None
        return (items[place - 1] if place else None), after, place + 1


def scorecard_of(review, reviewer):
    """What a review asks of one of its team, with their own scores and nobody else's (4 queries)."""
    own = IndividualScore.objects.filter(review=review, reviewer=reviewer)
    kept = {(one.criterion_id, one.country_programme_outcome_id, one.area_id): one for one in own}
    areas = list(review.template.areas.all())

    def item(criterion=None, outcome=None, area=None):
        keys = tuple(one and one.pk for one in (criterion, outcome, area))
        score = kept.get(keys) or IndividualScore(review=review, reviewer=reviewer, revision=0)
        score.criterion, score.country_programme_outcome, score.area = criterion, outcome, area
        return Item(score)

    return Scorecard(
        criteria=tuple(item(criterion) for criterion in review.template.criteria.all()),
        outcomes=tuple(
            (outcome, tuple(item(None, outcome, area) for area in areas))
            for outcome in (_outcomes_under(review) if areas else ())
        ),
    )


def _outcomes_under(review) -> Iterable[CountryProgrammeOutcome]:
    """The outcomes under review in the order of the programme: by its outcomes, predefined ones last, by code."""
    outcomes = review.country_programme_outcomes.select_related("biennium").annotate(
        first_served=Min("dwcp_outcomes__number")
    )
    return outcomes.order_by("is_predefined", F("first_served").asc(nulls_last=True), "code", "biennium__start_year")


@dataclass(frozen=True)
class MemberProgress:
    """How far one of the team has come: how many of all are done. Which scores they gave is nobody's business."""

    member: TeamMember
    done: int
    total: int


def progress_of(review, total=None):
    """How far each of the team has come (1 query); `total` is how much there is to score, counted where not known."""
    if total is None:
        areas, criteria = review.template.areas.count(), review.template.criteria.count()
        total = criteria + areas * review.country_programme_outcomes.count()
    under_review = Q(criterion__template=review.template_id) | Q(
        country_programme_outcome__in=review.country_programme_outcomes.all(), area__template=review.template_id
    )
    done = (
        IndividualScore.objects.filter(IS_DONE, under_review, review=review, reviewer=OuterRef("person"))
        .order_by()
        .values("reviewer")
        .annotate(number=Count("pk"))
        .values("number")
    )
    team = review.team.select_related("person__organisation").annotate(done=Coalesce(Subquery(done), 0))
    return tuple(MemberProgress(member=member, done=member.done, total=total) for member in team)
