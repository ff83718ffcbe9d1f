"""Figures of a review as the pages draw and list them; scores and means come from `selectors`, here is only counted."""

from collections import Counter
from decimal import Decimal

from django.utils.translation import gettext as _

from dwcp.toolkit.charts import Bar, Part, Row, rating_bars, stacked_bars
from dwcp.toolkit.charts.stacked import Tone
from outcomes.choices import FundingSource

from .choices import Control, Finding

TONES: dict[Finding, Tone] = {
    Finding.EXCEEDED: "strong",
    Finding.ACHIEVED: "good",
    Finding.PARTIALLY_ACHIEVED: "fair",
    Finding.NOT_ACHIEVED: "poor",
    Finding.NOT_ASSESSED: "none",
}


def outcomes_by_rating(overview):
    """(step, its name, how many outcomes) from the best step down, and how many have no rating."""
    counts = Counter(profile.score.label for profile in overview.profiles)
    steps = sorted(overview.scale.labels.items(), reverse=True)
    return [(step, name, counts[name]) for step, name in steps], counts[None]


def control_rows(overview):
    """(who controls, the letters of the areas, how many ratings, their mean), as recommendation 14 asks."""
    rated = [area for profile in overview.profiles for area in profile.areas if area.rating.rating is not None]
    return [
        (
            str(control.label),
            sorted({area.rating.area.letter for area in rated if area.control == control}),
            sum(area.control == control for area in rated),
            getattr(overview.split, control.value),
        )
        for control in Control
    ]


def control_chart(split, scale):
    """Means apart by who controls what was rated, the overall mean as a mark."""
    return rating_bars(
        key="control",
        title=_("Mean rating by who controls what was rated"),
        top=scale.highest,
        mean=split.overall,
        mean_label=_("Overall"),
        bars=[Bar(str(control.label), getattr(split, control.value), "") for control in Control],
    )


def criteria_chart(table, scale):
    """The score of each criterion and their average."""
    return rating_bars(
        key="criteria",
        title=_("Scores by criterion"),
        top=scale.highest,
        mean=table.result.average,
        mean_label=_("Average"),
        bars=[
            Bar(
                f"{row.score.criterion.number} {row.score.criterion.title}",
                _decimal(row.score.score),
                row.label or _("Not assessed"),
            )
            for row in table.rows
        ],
    )


def outcome_chart(profile, scale):
    """The rating of an outcome in each area and their average."""
    return rating_bars(
        key="areas",
        title=_("Ratings by area"),
        top=scale.highest,
        mean=profile.score.average,
        mean_label=_("Average"),
        bars=[
            Bar(f"{area.rating.area.letter} {area.rating.area.title}", _decimal(area.rating.rating), area.label or "")
            for area in profile.areas
        ],
    )


def findings_chart(table):
    """What was found on the indicators of each outcome."""
    return stacked_bars(
        key="findings",
        title=_("Findings on indicators by outcome"),
        parts=[Part(tone, str(finding.label)) for finding, tone in TONES.items()],
        rows=[
            Row(str(outcome), [getattr(counts, finding.value) for finding in TONES]) for outcome, counts in table.rows
        ],
    )


def findings_rows(counts):
    """(code, name, number, whole per cent) of each finding."""
    return [
        (finding.value, finding.label, getattr(counts, finding.value), counts.percent(finding.value))
        for finding in Finding
    ]


def funding_sources(table):
    """The abbreviations of a budget table's columns, with what they stand for."""
    return [(source, FundingSource(source).label if source else _("Not stated")) for source in table.sources]


def _decimal(score):
    return None if score is None else Decimal(score)
