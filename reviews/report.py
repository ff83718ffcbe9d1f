"""The overview of a review arranged for paper: grouped, and in words for somebody who has only the paper.

Nothing is computed here: figures come from `selectors` and `recomputed`, so that the report cannot say anything
else than the pages.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from dwcp.toolkit.charts.layout import WIDTH, Text, coordinate, wrap
from dwcp.toolkit.figures import money
from outcomes.models import DwcpOutcome, Priority

from . import charts
from .choices import Control, Finding, ReviewState
from .recomputed import reconciliation_of
from .reconciliation import Named
from .selectors import OutcomeProfile, OutcomeStory, report_of
from .words import KINDS, in_groups, subject_of


@dataclass(frozen=True)
class ReviewedOutcome:
    """A country programme outcome in the report; `step` is its rating as a whole step of the scale."""

    story: OutcomeStory
    step: int | None

    @property
    def profile(self) -> OutcomeProfile:
        """Its ratings."""
        return self.story.profile

    @property
    def has_comments(self) -> bool:
        """Whether any area has a comment: otherwise its table has no column for them."""
        return any(area.rating.comment for area in self.profile.areas)


@dataclass(frozen=True)
class OutcomeGroup:
    """What was reviewed under one outcome of the programme."""

    outcome: DwcpOutcome
    reviewed: tuple[ReviewedOutcome, ...]


@dataclass(frozen=True)
class PriorityGroup:
    """The outcomes of one priority under which something was reviewed."""

    priority: Priority
    outcomes: tuple[OutcomeGroup, ...]

    @property
    def reviewed(self) -> tuple[ReviewedOutcome, ...]:
        """All that was reviewed under the priority."""
        return tuple(one for group in self.outcomes for one in group.reviewed)


@dataclass(frozen=True)
class FindingRow:
    """A row of table 6.2; a part is contained in the row above the parts."""

    label: str
    count: int
    percent: int | None
    is_part: bool


@dataclass(frozen=True)
class DifferingFigure:
    """A printed figure that differs from the computed one, in words for the reader."""

    label: str
    place: str
    printed: str
    computed: str
    named_by: tuple[Named, ...]


@dataclass(frozen=True)
class MoneyBar:
    """Where the money of one outcome is drawn."""

    label: tuple[Text, ...]
    y: float
    text_y: float
    length: float
    amount_x: float
    amount: str


@dataclass(frozen=True)
class MoneyBars:
    """The geometry of amounts side by side: one bar per outcome, all on one scale."""

    key: str
    title: str
    description: str
    height: float
    rows: tuple[MoneyBar, ...]
    bar_height: float = 16
    width: float = WIDTH
    template: str = "pdf/review/money_bars.html"


def report_html(review, *, on=None):
    """The report for `render_pdf`; `on` is the day its figures stand for, today when left out."""
    return render_to_string("pdf/review/report.html", report_context(review, on=on or timezone.localdate()))


def report_context(review, *, on):
    """All that the templates of the report print."""
    report = report_of(review)
    overview = report.overview
    areas = list(review.template.areas.all())
    reviewed = reviewed_outcomes(report.stories, overview.scale)
    priorities, predefined = grouped(review.programme, reviewed)
    reconciliation = reconciliation_of(review, overview)
    return {
        "review": review,
        "programme": review.programme,
        "is_final": review.state == ReviewState.FINAL,
        "on": on,
        "overview": overview,
        "scale": sorted(overview.scale.labels.items()),
        "steps": "".join(map(str, sorted(overview.scale.labels))),
        "percent_together": overview.findings.total.percent("achieved_or_exceeded"),
        "criteria": [
            (row, report.sub_criterion_findings.get(row.score.criterion_id, ())) for row in overview.criteria.rows
        ],
        "criteria_columns": list(zip(overview.criteria.review_slugs, overview.criteria.averages, strict=True)),
        "criteria_chart": charts.criteria_chart(overview.criteria, overview.scale),
        "sources": charts.funding_sources(overview.budget),
        "budget_chart": budget_chart(overview.budget),
        "findings_chart": charts.findings_chart(overview.findings),
        "table_6_2": table_6_2(overview.findings.total),
        "areas": areas,
        "areas_by_control": areas_by_control(areas),
        "control_chart": charts.control_chart(overview.split, overview.scale),
        "priorities": priorities,
        "predefined": predefined,
        "reviewed": reviewed,
        "recommendations": report.recommendations,
        "reconciliation": reconciliation,
        "agreeing": reconciliation.count("equal"),
        "not_computed": reconciliation.count("not_computed"),
        "differing": differing_figures(reconciliation),
    }


def reviewed_outcomes(stories, scale):
    """The outcomes in the order of the report, each with its rating as a step of the scale."""
    steps = {word: step for step, word in scale.labels.items()}
    return tuple(ReviewedOutcome(story, steps.get(story.profile.score.label)) for story in stories)


def grouped(programme, reviewed):
    """The reviewed outcomes under priority and outcome of the programme, and beside them the predefined ones.

    One that serves several outcomes of the programme stands under the first, as in `profiles_of`.
    """
    outcomes = programme.outcomes.select_related("priority").order_by("priority", "number")
    under: dict[DwcpOutcome, list[ReviewedOutcome]] = {outcome: [] for outcome in outcomes}
    predefined: list[ReviewedOutcome] = []
    for one in reviewed:
        served = sorted(one.profile.outcome.dwcp_outcomes.all(), key=lambda outcome: outcome.number)
        (under[served[0]] if served else predefined).append(one)
    by_priority: dict[Priority, list[OutcomeGroup]] = {}
    for outcome, found in under.items():
        if found:
            by_priority.setdefault(outcome.priority, []).append(OutcomeGroup(outcome, tuple(found)))
    return tuple(PriorityGroup(priority, tuple(groups)) for priority, groups in by_priority.items()), tuple(predefined)


def table_6_2(counts):
    """The rows of table 6.2: "exceeded" and "achieved" together, as printed, and apart below."""
    together = counts.percent("achieved_or_exceeded")
    return [
        FindingRow(_("Achieved or exceeded"), counts.achieved_or_exceeded, together, is_part=False),
        *(
            FindingRow(
                str(finding.label),
                getattr(counts, finding.value),
                counts.percent(finding.value),
                is_part=finding in (Finding.EXCEEDED, Finding.ACHIEVED),
            )
            for finding in Finding
        ),
    ]


def areas_by_control(areas):
    """Who controls, in words, and the areas that the method of the review counts there."""
    return [
        (control.label, [area for area in areas if area.control == control])
        for control in Control
        if any(area.control == control for area in areas)
    ]


def differing_figures(reconciliation):
    """The printed figures that differ, named by the words for their kind."""
    return [
        DifferingFigure(
            label=f"{KINDS.get(found.printed.what, found.printed.what)}: {subject_of(found.printed.key)}",
            place=found.printed.source,
            printed=in_groups(found.printed.value),
            computed=in_groups(found.computed),
            named_by=found.named_by,
        )
        for found in reconciliation.comparisons
        if found.verdict == "different"
    ]


def budget_chart(budget):
    """The resources of each outcome, all funding sources together."""
    longest = max((row.total for row in budget.rows), default=Decimal(0)) or Decimal(1)
    size, line, room = 13, 17, 120
    rows, y = [], 0.0
    for row in budget.rows:
        lines = wrap(str(row.outcome), WIDTH, size)
        top = y + len(lines) * line + 4
        length = coordinate(row.total / longest * (WIDTH - room))
        rows.append(
            MoneyBar(
                label=tuple(Text(0, coordinate(y + 14 + n * line), text) for n, text in enumerate(lines)),
                y=coordinate(top),
                text_y=coordinate(top + MoneyBars.bar_height - 3),
                length=length,
                amount_x=coordinate(length + 8),
                amount=money(row.total, budget.currency),
            )
        )
        y = top + MoneyBars.bar_height + 12
    return MoneyBars(
        key="budget",
        title=_("Resources by outcome"),
        description=" ".join(f"{row.outcome}: {money(row.total, budget.currency)}." for row in budget.rows),
        height=coordinate(max(y - 8, 1)),
        rows=tuple(rows),
    )
