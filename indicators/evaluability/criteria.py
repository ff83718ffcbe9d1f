"""The checklist: each criterion with its weight, the reason behind it and where it comes from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import wording
from .reading import Reading
from .sheet import Sheet

REVIEW = _("Review of 2011, section 3.4: indicators that were outputs or activities, data that were not gathered")
WELL_PUT = _("Results chain: how an outcome is well put")
FIELDS = _("Fields of a reference sheet")
VALIDITY = _("Data quality: validity")
RELIABILITY = _("Data quality: reliability and integrity")
TIMELINESS = _("Data quality: timeliness")


class Severity(StrEnum):
    """How much a remark weighs: without a weighty one's cure, nobody can say whether the outcome was reached."""

    WEIGHTY = "weighty"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question of the checklist.

    `fault` returns the words that fail it ("" where something is missing rather than said), None when it is met.
    `applies` says whether it is asked at all. `reason` says what is wrong and what a better statement does.
    """

    code: str
    title: Any
    severity: Severity
    reason: Any
    source: Any
    fault: Callable[[Sheet, Reading], str | None]
    applies: Callable[[Sheet], bool] = field(default=lambda sheet: True)


def _missing(is_there: Callable[[Sheet], bool]) -> Callable[[Sheet, Reading], str | None]:
    return lambda sheet, reading: None if is_there(sheet) else ""


def _is_measurable(sheet: Sheet) -> bool:
    """Words cannot be compared with a target; a number needs to say what it counts, a percentage of what."""
    if sheet.measure == "narrative":
        return False
    return sheet.measure not in ("number", "percentage") or bool(sheet.unit.strip()) or sheet.has_parts


def _stands_for_an_outcome(sheet: Sheet) -> bool:
    """What is noted as an output or activity is not asked what changes, and for whom."""
    return sheet.level in ("outcome", "")


LEVEL = Criterion(
    "level_differs",
    _("Reads as another level than the one noted"),
    Severity.WEIGHTY,
    _(
        "What it measures stands elsewhere on the results chain than the level noted for it. Measure what changes in "
        "people, institutions, policies or conditions, or note the level it has."
    ),
    REVIEW,
    wording.other_level,
)
DOING = Criterion(
    "verb_of_doing",
    _("Says what is done"),
    Severity.WEIGHTY,
    _(
        "It says what somebody does; that can be done without anything changing. Start with what is different "
        "afterwards: increased, improved, reduced, adopted."
    ),
    REVIEW,
    lambda sheet, reading: wording.verb_of_doing(sheet.statement),
)
EVENTS = Criterion(
    "counts_events",
    _("Counts trainings, workshops or participants"),
    Severity.WEIGHTY,
    _(
        "Attendance shows that an event took place, not what came of it. Count the people or institutions that do "
        "something differently afterwards."
    ),
    REVIEW,
    lambda sheet, reading: wording.counted_events(sheet),
    _stands_for_an_outcome,
)
MEANS = Criterion(
    "carries_means",
    _("Carries its means"),
    Severity.LIGHT,
    _(
        "How the change is brought about belongs into the strategy: the change counts even if it came another way. "
        "Leave out what follows “through”, “by” or “with support”."
    ),
    WELL_PUT,
    lambda sheet, reading: wording.means(sheet.statement),
)
OWN_TARGET = Criterion(
    "contains_target",
    _("Contains its own target or deadline"),
    Severity.LIGHT,
    _(
        "A figure or a date in the statement has to be rewritten whenever the target changes. Keep the statement "
        "neutral, and put the figure and its date into the target."
    ),
    WELL_PUT,
    lambda sheet, reading: wording.own_target(sheet.statement),
)
JOINED = Criterion(
    "joins_changes",
    _("Joins two changes with “and”"),
    Severity.LIGHT,
    _(
        "When one of them happens and the other does not, no figure can say so. Make two of it, or keep the change "
        "that matters most."
    ),
    WELL_PUT,
    lambda sheet, reading: wording.joined_changes(sheet.statement),
)
ACTOR = Criterion(
    "no_actor",
    _("Names no actor"),
    Severity.LIGHT,
    _(
        "Nobody is named who changes or benefits, so it stays open where to measure. Say whose situation or behaviour "
        "is to be different."
    ),
    WELL_PUT,
    _missing(lambda sheet: wording.has_actor(sheet.statement)),
    _stands_for_an_outcome,
)
DIRECTION = Criterion(
    "no_direction",
    _("No direction"),
    Severity.LIGHT,
    _(
        "Neither a word such as increased, improved, reduced or adopted nor a count says which way things are to go. "
        "Say what is to become of it."
    ),
    WELL_PUT,
    _missing(lambda sheet: wording.has_direction(sheet.statement)),
    _stands_for_an_outcome,
)
MEASURABLE = Criterion(
    "not_measurable",
    _("Not measurable as put"),
    Severity.WEIGHTY,
    _(
        "Without a unit, or told in words only, two people would report different things. Name the unit that is "
        "counted, or the steps of a scale."
    ),
    VALIDITY,
    _missing(_is_measurable),
)
BASELINE = Criterion(
    "no_baseline",
    _("No baseline"),
    Severity.WEIGHTY,
    _(
        "Nobody can tell how far things have moved from an unknown start. State the value with its date and source, "
        "zero by definition, or the day by which it will be known."
    ),
    FIELDS,
    _missing(lambda sheet: sheet.has_baseline),
)
TARGET = Criterion(
    "no_target",
    _("No target"),
    Severity.WEIGHTY,
    _("Without a target nobody can say whether it was reached. Agree on a figure or a state with the constituents."),
    FIELDS,
    _missing(lambda sheet: sheet.has_target),
)
DATE = Criterion(
    "no_date",
    _("No date for the target"),
    Severity.LIGHT,
    _("Without a date nothing is ever late, and no status can be computed. Say by when the target is due."),
    TIMELINESS,
    _missing(lambda sheet: sheet.has_date),
)
VERIFICATION = Criterion(
    "no_means_of_verification",
    _("No means of verification"),
    Severity.WEIGHTY,
    _(
        "Where the evidence is found has to be known before the programme starts, or nobody collects it. Name the "
        "document, register or survey."
    ),
    RELIABILITY,
    _missing(lambda sheet: sheet.has_means_of_verification),
)
OWNER = Criterion(
    "no_owner",
    _("Nobody is responsible"),
    Severity.LIGHT,
    _("Data that are nobody's task are not collected. Name the person or unit that reports on it."),
    REVIEW,
    _missing(lambda sheet: sheet.has_owner),
)
FREQUENCY = Criterion(
    "no_frequency",
    _("No frequency"),
    Severity.LIGHT,
    _("Nobody knows when the next figure is due. Say how often it is collected."),
    TIMELINESS,
    _missing(lambda sheet: sheet.has_frequency),
)
SPLIT = Criterion(
    "no_split",
    _("People counted, not split by sex"),
    Severity.LIGHT,
    _("A total hides whether women and men benefit alike. Ask for the split by sex with every entry."),
    FIELDS,
    _missing(lambda sheet: sheet.has_split),
    wording.counts_people,
)

ABOUT_WORDS = (LEVEL, DOING, EVENTS, MEANS, OWN_TARGET, JOINED, ACTOR, DIRECTION)
ABOUT_FACTS = (MEASURABLE, BASELINE, TARGET, DATE, VERIFICATION, OWNER, FREQUENCY, SPLIT)
CRITERIA = ABOUT_WORDS + ABOUT_FACTS
# The title of an outcome has no reference sheet.
OUTCOME_CRITERIA = ABOUT_WORDS
