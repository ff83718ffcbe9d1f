"""All that the report of a review holds, read once: what the pages show, and what only a report spells out."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Prefetch

from accounts.models import Organisation
from consultations.selectors import consulted_of, feedback_of, suggestions_of
from consultations.selectors.consulted import Consulted
from consultations.selectors.feedback import Contribution
from consultations.selectors.suggestions import Suggestions
from outcomes.models import CountryProgrammeOutcome, Priority, Project

from ..facts import Facts
from ..models import (
    Citation,
    Criterion,
    Dissent,
    PerformanceArea,
    ReportText,
    Review,
    SubCriterionFinding,
    TeamMember,
    TimetableTask,
)
from .comparison import Comparison, comparison_of
from .coverage import Coverage, coverage_of
from .facts import fixed_facts_of
from .figures import FigureBasis
from .follow_up import FollowUps, followup_of
from .outcomes import OutcomeStory, stories_of, with_served_outcomes
from .overview import ReviewOverview, overview_of
from .sections import Section, sections_in
from .validation import ValidationMatrix, validation_of


@dataclass(frozen=True)
class Support:
    """What agreed scores rest on, and who holds another view: by the key of the score."""

    citations: dict[int, tuple[Citation, ...]]
    dissents: dict[int, tuple[Dissent, ...]]


@dataclass(frozen=True)
class ReviewReport:
    """All that the report holds. Facts are those that the review judges, as they were fixed."""

    review: Review
    overview: ReviewOverview
    facts: Facts
    # What the template wants, in its order; and what the team wrote, by section.
    sections: tuple[Section, ...]
    texts: dict[str, ReportText]
    criteria: tuple[Criterion, ...]
    areas: tuple[PerformanceArea, ...]
    sub_criterion_findings: dict[int, tuple[SubCriterionFinding, ...]]
    stories: tuple[OutcomeStory, ...]
    of_criteria: Support
    of_areas: Support
    coverage: Coverage
    comparison: Comparison
    follow_ups: FollowUps
    team: tuple[TeamMember, ...]
    tasks: tuple[TimetableTask, ...]
    validation: ValidationMatrix
    consulted: Consulted
    feedback: tuple[Contribution, ...]
    suggestions: Suggestions
    # With outcomes, their strategies and alignments.
    priorities: tuple[Priority, ...]
    country_programme_outcomes: tuple[CountryProgrammeOutcome, ...]
    projects: tuple[Project, ...]
    organisations: tuple[Organisation, ...]

    @property
    def programme(self):
        """The programme under review."""
        return self.review.programme

    @property
    def basis(self):
        """What the live figures are read from."""
        return FigureBasis(
            overview=self.overview,
            facts=self.facts,
            consulted=self.consulted,
            priorities=len(self.priorities),
            outcomes=sum(len(priority.outcomes.all()) for priority in self.priorities),
            projects=len(self.projects),
            recommendations=len(self.follow_ups),
        )


def report_of(review, *, today=None):
    """Everything the report prints, from the same overview as the pages; as many queries for any number of rows.

    Actions are overdue on `today`, the present day when left out.
    """
    programme = review.programme
    overview = overview_of(review)
    with_served_outcomes(overview.profiles)
    facts = fixed_facts_of(review)
    return ReviewReport(
        review=review,
        overview=overview,
        facts=facts,
        sections=sections_in(review.template),
        texts={text.section: text for text in review.texts.all()},
        criteria=tuple(review.template.criteria.prefetch_related("sub_criteria")),
        areas=tuple(review.template.areas.all()),
        sub_criterion_findings=_by(
            review.sub_criterion_findings.prefetch_related("sub_criteria"), lambda found: found.criterion_id
        ),
        stories=stories_of(review, overview.profiles),
        of_criteria=_support(review, "criterion_score"),
        of_areas=_support(review, "area_rating"),
        coverage=coverage_of(review, facts),
        comparison=comparison_of(review),
        follow_ups=followup_of(review, today=today),
        team=tuple(review.team.select_related("person")),
        tasks=tuple(review.tasks.all()),
        validation=validation_of(review),
        consulted=consulted_of(programme, review.events.all()),
        feedback=feedback_of(programme),
        suggestions=suggestions_of(programme),
        priorities=tuple(
            programme.priorities.prefetch_related("outcomes__strategies", "outcomes__alignments__item__framework")
        ),
        country_programme_outcomes=_by_biennium(programme),
        projects=tuple(programme.projects.prefetch_related("donors")),
        organisations=tuple(programme.organisations.all()),
    )


def _support(review, scored):
    """Citations and dissents of one kind of score."""
    of_review = {f"{scored}__review": review}
    citations = Citation.objects.filter(**of_review).select_related(
        "indicator", "entry__indicator", "entry__period", "event"
    )
    dissents = Dissent.objects.filter(**of_review).select_related("by")
    return Support(
        citations=_by(citations, lambda citation: getattr(citation, f"{scored}_id")),
        dissents=_by(dissents, lambda dissent: getattr(dissent, f"{scored}_id")),
    )


def _by_biennium(programme):
    """The country programme outcomes of all biennia, each with its predecessors and the outcomes it serves."""
    predecessors = CountryProgrammeOutcome.objects.select_related("biennium").order_by("biennium__start_year", "code")
    outcomes = programme.country_programme_outcomes.select_related("biennium")
    return tuple(outcomes.prefetch_related("dwcp_outcomes", Prefetch("predecessors", predecessors)))


def _by(rows, key):
    found = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return {one: tuple(many) for one, many in found.items()}
