"""What a review shows: one overview that the pages, the API and the report all read."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery, prefetch_related_objects

from outcomes.models import CountryProgrammeOutcome, DwcpOutcome

from .choices import Control
from .findings import FindingCounts, count_findings
from .models import (
    AreaRating,
    CriterionScore,
    IndicatorFinding,
    OutcomeNarrative,
    Recommendation,
    Review,
    SubCriterionFinding,
)
from .scoring import (
    AreaScore,
    ControlSplit,
    CriteriaScore,
    OutcomeScore,
    Scale,
    control_split,
    criteria_score,
    label,
    outcome_score,
)


@dataclass(frozen=True)
class ScoredCriterion:
    """A criterion as this review scored it, with the scores of the other reviews in the table's order."""

    score: CriterionScore
    label: str | None
    scores: tuple[int | None, ...]


@dataclass(frozen=True)
class CriteriaTable:
    """Table 6.1: scores by criterion and review, and the average of each review."""

    review_slugs: tuple[str, ...]
    rows: tuple[ScoredCriterion, ...]
    averages: tuple[CriteriaScore, ...]

    @property
    def result(self):
        """The average of the review itself, which stands first."""
        return self.averages[0]


@dataclass(frozen=True)
class BudgetRow:
    """Money of one outcome by funding source; the amounts stand in the order of the table's sources."""

    outcome: DwcpOutcome
    amounts: tuple[Decimal, ...]
    total: Decimal


@dataclass(frozen=True)
class BudgetTable:
    """Table 3.1: resources by outcome and funding source; predefined outcomes stand outside, as printed."""

    sources: tuple[str, ...]
    rows: tuple[BudgetRow, ...]
    totals: tuple[Decimal, ...]
    total: Decimal
    predefined: Decimal
    currency: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class FindingsTable:
    """Table 4.1: findings on indicators by outcome of the programme, and table 6.2: all of them."""

    rows: tuple[tuple[DwcpOutcome, FindingCounts], ...]
    total: FindingCounts
    predefined: FindingCounts


@dataclass(frozen=True)
class RatedArea:
    """One area's rating of an outcome, named by the scale, with who controls it here."""

    rating: AreaRating
    label: str | None
    control: Control


@dataclass(frozen=True)
class OutcomeProfile:
    """A country programme outcome under review: its ratings, average and control split."""

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


@dataclass(frozen=True)
class ReviewOverview:
    """The figures of a review on one screen."""

    scale: Scale
    criteria: CriteriaTable
    budget: BudgetTable
    findings: FindingsTable
    profiles: tuple[OutcomeProfile, ...]
    split: ControlSplit


@dataclass(frozen=True)
class ReviewSummary:
    """One line in the list of reviews."""

    review: Review
    result: CriteriaScore
    outcomes_rated: int


@dataclass(frozen=True)
class ReviewReport:
    """All that the printed report holds."""

    overview: ReviewOverview
    stories: tuple[OutcomeStory, ...]
    sub_criterion_findings: dict[int, tuple[SubCriterionFinding, ...]]
    recommendations: tuple[Recommendation, ...]


def summaries_of(reviews):
    """Each review with the average of its criteria and the number of outcomes it rates."""
    scores = CriterionScore.objects.select_related("criterion")
    rated = Count(
        "area_ratings__country_programme_outcome", filter=Q(area_ratings__rating__isnull=False), distinct=True
    )
    reviews = (
        reviews.select_related("template")
        .prefetch_related("template__labels", Prefetch("criterion_scores", scores))
        .annotate(outcomes_rated=rated)
        .order_by("-slug")  # counting drops the order of the model
    )
    return tuple(
        ReviewSummary(
            review=review,
            result=criteria_score(
                {score.criterion.number: score.score for score in review.criterion_scores.all()},
                scale_of(review.template),
            ),
            outcomes_rated=review.outcomes_rated,
        )
        for review in reviews
    )


def scale_of(template):
    """The rating scale of a review template."""
    return Scale({step.score: step.label for step in template.labels.all()})


def criterion_scores_of(programme):
    """The criterion scores of all reviews of a programme."""
    scores = CriterionScore.objects.filter(review__programme=programme)
    return scores.select_related("criterion", "review__template")


def criteria_of_latest_review(programme):
    """The latest review that scores criteria, with table 6.1 as that review shows it; None without one."""
    scores = list(criterion_scores_of(programme))
    if not scores:
        return None
    review = max((score.review for score in scores), key=lambda review: review.slug)
    review.programme = programme
    return review, criteria_table_of(review, scale_of(review.template), scores)


def criteria_table_of(review, scale, scores=None):
    """Scores of this review, then of the programme's other reviews by the same template, latest first.

    `scores` are those of the programme, where they are at hand already.
    """
    if scores is None:
        scores = criterion_scores_of(review.programme)
    scores = [score for score in scores if score.review.template_id == review.template_id]
    by_review: dict[str, dict[int, CriterionScore]] = defaultdict(dict)
    for score in scores:
        by_review[score.review.slug][score.criterion.number] = score
    slugs = sorted(by_review, key=lambda slug: (slug == review.slug, slug), reverse=True)
    if review.slug not in by_review:
        slugs.insert(0, review.slug)
    own = by_review[review.slug]
    rows = tuple(
        ScoredCriterion(
            score=score,
            label=label(score.score, scale),
            scores=tuple(by_review[slug][number].score if number in by_review[slug] else None for slug in slugs),
        )
        for number, score in sorted(own.items())
    )
    averages = tuple(
        criteria_score({number: score.score for number, score in by_review[slug].items()}, scale) for slug in slugs
    )
    return CriteriaTable(review_slugs=tuple(slugs), rows=rows, averages=averages)


def budget_table_of(programme):
    """Resources of the programme's outcomes in the currency of its first budget line.

    Lines without an outcome belong to the predefined outcomes together; the table leaves them out, as table
    3.1 of the review of 2011 does, and says how much they are.
    """
    lines = list(programme.budget_lines.select_related("outcome"))
    currency = lines[0].currency if lines else "USD"
    lines = [line for line in lines if line.currency == currency]
    sources = tuple(sorted({line.funding_source for line in lines if line.outcome_id}))
    by_outcome: dict[int, dict[str, Decimal]] = defaultdict(lambda: dict.fromkeys(sources, Decimal(0)))
    outcomes = {}
    for line in lines:
        if line.outcome_id:
            outcomes[line.outcome_id] = line.outcome
            by_outcome[line.outcome_id][line.funding_source] += line.allocated
    rows = tuple(
        BudgetRow(outcome, tuple(amounts.values()), sum(amounts.values(), Decimal(0)))
        for outcome, amounts in (
            (outcomes[pk], by_outcome[pk]) for pk in sorted(outcomes, key=lambda pk: outcomes[pk].number)
        )
    )
    totals = tuple(sum((row.amounts[place] for row in rows), Decimal(0)) for place in range(len(sources)))
    return BudgetTable(
        sources=sources,
        rows=rows,
        totals=totals,
        total=sum(totals, Decimal(0)),
        predefined=sum((line.allocated for line in lines if not line.outcome_id), Decimal(0)),
        currency=currency,
        notes=tuple(dict.fromkeys(line.note for line in lines if line.outcome_id and line.note)),
    )


def findings_table_of(review):
    """Findings on indicators by outcome; those of predefined outcomes are counted apart, as printed."""
    by_outcome = defaultdict(list)
    outcomes = {}
    predefined = []
    for finding in review.indicator_findings.select_related("dwcp_outcome"):
        if finding.dwcp_outcome_id is None:
            predefined.append(finding.finding)
        else:
            outcomes[finding.dwcp_outcome_id] = finding.dwcp_outcome
            by_outcome[finding.dwcp_outcome_id].append(finding.finding)
    rows = tuple(
        (outcomes[pk], count_findings(by_outcome[pk])) for pk in sorted(outcomes, key=lambda pk: outcomes[pk].number)
    )
    return FindingsTable(
        rows=rows,
        total=sum((counts for _outcome, counts in rows), FindingCounts()),
        predefined=count_findings(predefined),
    )


def profiles_of(review, scale, code=None):
    """The rated outcomes in the order of the programme: by its outcomes, then the predefined ones, by code.

    With a `code` only the outcome of that code, if the review rates it. Which outcomes of the programme each
    serves is not read; `with_served_outcomes` adds that.
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
            "area__letter",
        )
    )
    if code is not None:
        ratings = ratings.filter(country_programme_outcome__code=code)
    by_outcome = defaultdict(list)
    for rating in ratings:
        by_outcome[rating.country_programme_outcome].append(rating)
    return tuple(_profile(outcome, rated, scale) for outcome, rated in by_outcome.items())


def with_served_outcomes(profiles):
    """The same profiles, whose outcomes know the outcomes of the programme that they serve (1 query)."""
    prefetch_related_objects([profile.outcome for profile in profiles], "dwcp_outcomes")
    return profiles


def overview_of(review):
    """Tables 3.1, 4.1, 6.1 and 6.2 and the rating of every outcome."""
    scale = scale_of(review.template)
    profiles = profiles_of(review, scale)
    return ReviewOverview(
        scale=scale,
        criteria=criteria_table_of(review, scale),
        budget=budget_table_of(review.programme),
        findings=findings_table_of(review),
        profiles=profiles,
        split=control_split(_area_score(area) for profile in profiles for area in profile.areas),
    )


def stories_of(review, profiles):
    """The narratives and indicator findings beside each profile."""
    outcomes = [profile.outcome for profile in profiles]
    narratives, findings = defaultdict(list), defaultdict(list)
    for narrative in review.narratives.filter(country_programme_outcome__in=outcomes):
        narratives[narrative.country_programme_outcome_id].append(narrative)
    for finding in review.indicator_findings.filter(country_programme_outcome__in=outcomes).select_related("indicator"):
        findings[finding.country_programme_outcome_id].append(finding)
    return tuple(
        OutcomeStory(
            profile=profile,
            narratives=tuple(narratives[profile.outcome.pk]),
            findings=tuple(findings[profile.outcome.pk]),
        )
        for profile in profiles
    )


def report_of(review):
    """Everything the report prints, from the same overview as the pages."""
    overview = overview_of(review)
    with_served_outcomes(overview.profiles)
    by_criterion = defaultdict(list)
    for finding in review.sub_criterion_findings.prefetch_related("sub_criteria"):
        by_criterion[finding.criterion_id].append(finding)
    return ReviewReport(
        overview=overview,
        stories=stories_of(review, overview.profiles),
        sub_criterion_findings={pk: tuple(found) for pk, found in by_criterion.items()},
        recommendations=tuple(review.recommendations.select_related("criterion")),
    )


def _profile(outcome, ratings, scale):
    areas = tuple(
        RatedArea(
            rating=rating,
            label=label(rating.rating, scale),
            control=Control(rating.control or rating.area.control),
        )
        for rating in sorted(ratings, key=lambda rating: rating.area.letter)
    )
    return OutcomeProfile(
        outcome=outcome,
        areas=areas,
        score=outcome_score({area.rating.area.letter: area.rating.rating for area in areas}, scale),
        split=control_split(_area_score(area) for area in areas),
    )


def _area_score(area):
    return AreaScore(letter=area.rating.area.letter, rating=area.rating.rating, control=area.control.value)
