"""The outcomes under review: ratings, control split, and what is told of them."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery, prefetch_related_objects

from outcomes.models import CountryProgrammeOutcome, DwcpOutcome

from ..choices import Control
from ..models import (
    AreaRating,
    IndicatorFinding,
    OutcomeNarrative,
)
from ..scoring import (
    AreaScore,
    ControlSplit,
    OutcomeScore,
    control_split,
    label,
    outcome_score,
)


@dataclass(frozen=True)
class RatedArea:
    """One area's rating of an outcome, named by the scale, with who controls it here.

    Where none is recorded the rating is an empty one that is not saved.
    """

    rating: AreaRating
    label: str | None
    control: Control


@dataclass(frozen=True)
class OutcomeProfile:
    """A country programme outcome under review: all areas of the method in order, average and control split."""

    outcome: CountryProgrammeOutcome
    areas: tuple[RatedArea, ...]
    score: OutcomeScore
    split: ControlSplit


@dataclass(frozen=True)
class OutcomeStory:
    """What the review tells about an outcome: its narratives and what it found on its indicators."""

    profile: OutcomeProfile
    narratives: tuple[OutcomeNarrative, ...]
    findings: tuple[IndicatorFinding, ...]


def profiles_of(review, scale, code=None):
    """The rated outcomes in the order of the programme: by its outcomes, then the predefined ones, by code.

    With a `code` only those of that code. Which outcomes of the programme each serves is not read;
    `with_served_outcomes` adds that.
    """
    served = DwcpOutcome.objects.filter(country_programme_outcomes=OuterRef("country_programme_outcome"))
    ratings = (
        AreaRating.objects.filter(review=review)
        .select_related("area", "country_programme_outcome__biennium")
        .annotate(first_served=Subquery(served.order_by("number").values("number")[:1]))
        .order_by(
            "country_programme_outcome__is_predefined",
            "first_served",
            "country_programme_outcome__code",
            "country_programme_outcome__biennium__start_year",
        )
    )
    if code is not None:
        ratings = ratings.filter(country_programme_outcome__code=code)
    by_outcome: dict[CountryProgrammeOutcome, dict[int, AreaRating]] = defaultdict(dict)
    for rating in ratings:
        by_outcome[rating.country_programme_outcome][rating.area_id] = rating
    areas = _areas_of(review, [rating.area for rating in ratings])
    return tuple(
        _profile(outcome, [_rating_in(area, review, outcome, recorded) for area in areas], scale)
        for outcome, recorded in by_outcome.items()
    )


def _areas_of(review, rated):
    """All areas of the review's method by letter; read only where those rated may not be all of them."""
    if not rated:
        return []
    seen = sorted(set(rated), key=lambda area: area.letter)
    complete = len(seen) == getattr(review, "number_of_areas", None)
    return seen if complete else list(review.template.areas.all())


def by_code(profiles):
    """The profiles by their code. Where a review rates a code in two biennia, the code means the later one."""
    return {
        profile.outcome.code: profile
        for profile in sorted(profiles, key=lambda profile: profile.outcome.biennium.start_year)
    }


def profile_of(review, scale, code):
    """The profile of the outcome that a code means in the review (`by_code`).

    One under review that is not rated yet has its areas without ratings; None for any other.
    """
    return by_code(profiles_of(review, scale, code)).get(code) or _unrated(review, scale, code)


def with_served_outcomes(profiles):
    """The same profiles, whose outcomes know the outcomes of the programme that they serve (1 query)."""
    prefetch_related_objects([profile.outcome for profile in profiles], "dwcp_outcomes")
    return profiles


def stories_of(review, profiles):
    """The narratives and indicator findings beside each profile."""
    outcomes = [profile.outcome for profile in profiles]
    narratives, findings = defaultdict(list), defaultdict(list)
    for narrative in review.narratives.filter(country_programme_outcome__in=outcomes):
        narratives[narrative.country_programme_outcome_id].append(narrative)
    for finding in review.indicator_findings.filter(country_programme_outcome__in=outcomes).select_related(
        "indicator", "country_programme_outcome"
    ):
        findings[finding.country_programme_outcome_id].append(finding)
    return tuple(
        OutcomeStory(
            profile=profile,
            narratives=tuple(narratives[profile.outcome.pk]),
            findings=tuple(findings[profile.outcome.pk]),
        )
        for profile in profiles
    )


def _unrated(review, scale, code):
    under_review = review.country_programme_outcomes.select_related("biennium").filter(code=code)
    outcome = under_review.order_by("-biennium__start_year").first()
    if outcome is None:
        return None
    return _profile(outcome, [_rating_in(area, review, outcome, {}) for area in review.template.areas.all()], scale)


def _rating_in(area, review, outcome, recorded):
    rating = recorded.get(area.pk) or AreaRating(country_programme_outcome=outcome, revision=0)
    rating.review, rating.area = review, area
    return rating


def _profile(outcome, ratings, scale):
    areas = tuple(
        RatedArea(
            rating=rating,
            label=label(rating.rating, scale),
            control=Control(rating.control or rating.area.control),
        )
        for rating in ratings
    )
    return OutcomeProfile(
        outcome=outcome,
        areas=areas,
        score=outcome_score({area.rating.area.letter: area.rating.rating for area in areas}, scale),
        split=control_split(area_score(area) for area in areas),
    )


def area_score(area):
    return AreaScore(letter=area.rating.area.letter, rating=area.rating.rating, control=area.control.value)
