"""What may be stated about an indicator, and why a statement is refused."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from dwcp.toolkit.fields import LARGEST
from dwcp.toolkit.figures import day
from dwcp.toolkit.rounding import round_half_up

from ..choices import MEASURES_WITH_PARTS, Accumulation, Measure
from .parts import least_total, part_problems
from .percentages import fraction_problem, percentage_part_problems, with_sums

# How long what is typed may be, in characters; pages and API say so before it comes here.
LONGEST = {
    "narrative": 5000,
    "source": 300,
    "total_only_reason": 300,
    "absence_reason": 1000,
    "explanation": 1000,
    "reason": 2000,
}
# What an entry states by the measure of its indicator, besides the parts it is split into.
MEASURE_TAKES = {
    Measure.NUMBER: {"value"},
    Measure.MONEY: {"value"},
    Measure.PERCENTAGE: {"value", "numerator", "denominator"},
    Measure.YES_NO: {"value"},
    Measure.SCALE: {"step"},
    Measure.NARRATIVE: set(),
}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What somebody states an indicator showed: a value, a step, words, or why there is none.

    `parts` maps the names of parts (`women`, `age.15-24`, `sex.women×age.15-24`) to what falls into each, in the
    unit of the value; of a percentage it is how many fulfil it (`women`) and out of how many (`women/whole`).
    `total_only_reason` is why there are none where the indicator is to be split, `explanation` what there is to say
    about what is unusual.
    """

    measured_on: date | None
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    step: object | None = None
    parts: dict[str, Decimal | None] = field(default_factory=dict)
    total_only_reason: str = ""
    narrative: str = ""
    source: str = ""
    absence: str = ""
    absence_reason: str = ""
    explanation: str = ""


class EntryRefused(Exception):
    """What was typed cannot stand. `problems` maps a field of Figure ("" for the whole) to a sentence."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__(" ".join(problems.values()))


class StaleEntry(EntryRefused):
    """Somebody saved a newer version meanwhile; `current` is the entry as it stands now."""

    def __init__(self, current):
        self.current = current
        super().__init__(
            {
                "": _(
                    "This entry has changed since you opened it. Below you find what you typed; "
                    "what is saved now stands above it. Put yours in its place, or leave it as it is."
                )
            }
        )


def checked(indicator, period, figure, splits):
    """The figure – of a percentage with the sums that were left empty – and its parts by their names.

    `splits` are those that the indicator's entries are asked for now. Raises EntryRefused with all that is wrong.
    """
    if indicator.measure == Measure.PERCENTAGE:
        figure = with_sums(figure, splits)
    problems = {}
    if figure.measured_on is None:
        problems["measured_on"] = _("Enter the date of the figure.")
    elif not period.starts_on <= figure.measured_on <= period.ends_on:
        problems["measured_on"] = _(
            "The date lies outside the period %(period)s. Enter one from %(first)s to %(last)s."
        ) % {"period": period.label, "first": day(period.starts_on), "last": day(period.ends_on)}
    parts = {name: part for name, part in figure.parts.items() if part is not None}
    problems |= _measure_problems(indicator, figure, parts)
    for name in ("narrative", "source", "total_only_reason", "absence_reason", "explanation"):
        if len(getattr(figure, name)) > LONGEST[name]:
            problems[name] = _("This is too long: %(longest)s characters are kept.") % {"longest": LONGEST[name]}
    if figure.absence and not figure.absence_reason:
        problems["absence_reason"] = _("Say why there is no figure.")
    if figure.absence and (figure.value is not None or figure.step or parts or figure.numerator is not None):
        problems["absence"] = _("You stated a figure and that there is none. Keep one of the two.")
    if indicator.accumulation != Accumulation.LEVEL and figure.value is not None and figure.value < 0:
        problems["value"] = _("What is counted cannot be below 0.")
    if parts and indicator.measure == Measure.PERCENTAGE:
        problems |= percentage_part_problems(indicator, splits, figure, parts)
    elif parts and indicator.measure in MEASURES_WITH_PARTS:
        problems |= part_problems(indicator, splits, figure.value, parts)
    if problems:
        raise EntryRefused(problems)
    return figure, parts


def _measure_problems(indicator, figure, parts):
    stated = {name: getattr(figure, name) for name in ("value", "numerator", "denominator", "step")} | parts
    takes = MEASURE_TAKES[indicator.measure] | (parts.keys() if indicator.measure in MEASURES_WITH_PARTS else set())
    problems = {
        name: _("This indicator is measured as “%(measure)s”; leave this empty.")
        % {"measure": indicator.get_measure_display()}
        for name, given in stated.items()
        if given is not None and name not in takes
    }
    if indicator.measure == Measure.YES_NO and figure.value not in (None, 0, 1):
        problems["value"] = _("Choose “done” or “not done”.")
    if indicator.is_part_of_whole and figure.value is not None and not 0 <= figure.value <= 100:
        problems["value"] = _("This is a part of a whole, so it lies between 0 and 100 per cent. Check what you typed.")
    if indicator.measure == Measure.SCALE and figure.step and figure.step.indicator_id != indicator.pk:
        problems["step"] = _("This step does not belong to the indicator's scale.")
    problem = fraction_problem(indicator, figure.numerator, figure.denominator)
    if problem is not None:
        field, sentence = problem
        if figure.numerator == figure.denominator == 0:
            sentence = _("None of none is no percentage. Leave both empty, choose “not applicable” and say why.")
        problems[field] = sentence
    elif figure.numerator is not None and _contradicts(figure):
        problems["value"] = _("Part and whole give another percentage. Leave this empty, or leave those two.")
    return problems


def _contradicts(figure):
    """Whether a percentage was typed that its own fraction does not give, to the nearest tenth."""
    percentage = figure.numerator / figure.denominator * 100
    return figure.value is not None and round_half_up(figure.value, 1) != round_half_up(percentage, 1)


def value_of(figure, splits):
    """Value, numerator and denominator as they are kept; raises EntryRefused for a figure too large for that.

    A fraction decides its percentage; parts that were typed without a total make the total.
    """
    value, fraction = figure.value, (None, None)
    if figure.numerator is not None and figure.denominator is not None:
        # Rounded as it is kept, so that the trail and the table say the same.
        value = round_half_up(figure.numerator / figure.denominator * 100, 4)
        fraction = (figure.numerator, figure.denominator)
    elif value is None:
        value = least_total(splits, figure.parts)
    if any(abs(one) >= LARGEST for one in (value, *fraction) if one is not None):
        raise EntryRefused({"value": _("The figure is too large to be kept. Check what you typed.")})
    return value, *fraction
