"""What may be stated about an indicator, and why a statement is refused."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from dwcp.toolkit.fields import LARGEST
from dwcp.toolkit.rounding import round_half_up

from ..choices import Accumulation, Measure
from ..disaggregation import CategoriesExceedTotal, NegativeValue, split
from ..models import Category

SEX = "sex"

# How long what is typed may be, in characters; pages and API say so before it comes here.
LONGEST = {"narrative": 5000, "source": 300, "absence_reason": 1000, "reason": 2000}
# What an entry states by the measure of its indicator; only numbers are split into parts.
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

    `parts` maps the code of a category of the dimension sex to its part of the value, in the same unit.
    """

    measured_on: date | None
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    step: object | None = None
    parts: dict[str, Decimal] = field(default_factory=dict)
    narrative: str = ""
    source: str = ""
    absence: str = ""
    absence_reason: str = ""


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
                    "what is saved now stands above it. Save again to replace it, or leave it as it is."
                )
            }
        )


def checked_parts(indicator, period, figure):
    """The parts of the figure by category code; raises EntryRefused with all that is wrong."""
    problems = {}
    if figure.measured_on is None:
        problems["measured_on"] = _("Enter the date of the figure.")
    elif not period.starts_on <= figure.measured_on <= period.ends_on:
        problems["measured_on"] = _(
            "The date lies outside the period %(period)s. Enter one from %(first)s to %(last)s."
        ) % {"period": period.label, "first": period.starts_on, "last": period.ends_on}
    parts = {code: part for code, part in figure.parts.items() if part is not None}
    problems |= _measure_problems(indicator, figure, parts)
    for name in ("narrative", "source", "absence_reason"):
        if len(getattr(figure, name)) > LONGEST[name]:
            problems[name] = _("This is too long: %(longest)s characters are kept.") % {"longest": LONGEST[name]}
    if figure.absence and not figure.absence_reason:
        problems["absence_reason"] = _("Say why there is no figure.")
    if figure.absence and (figure.value is not None or figure.step or parts or figure.numerator is not None):
        problems["absence"] = _("You stated a figure and that there is none. Keep one of the two.")
    known = set(Category.objects.filter(dimension__code=SEX).values_list("code", flat=True)) if parts else set()
    for code in sorted(parts.keys() - known):
        problems[code] = _("“%(part)s” is no part that a figure is split into.") % {"part": code}
    if any(part != part.to_integral_value() for part in parts.values()):
        problems["value"] = _("People are counted in whole numbers. Correct women or men.")
    if indicator.accumulation != Accumulation.LEVEL and figure.value is not None and figure.value < 0:
        problems["value"] = _("What is counted cannot be below 0.")
    try:
        if parts:
            split(figure.value, parts)
    except CategoriesExceedTotal as error:
        problems["value"] = _(
            "Women and men together are %(sum)s, more than the total of %(total)s. Correct one of the three."
        ) % {"sum": f"{error.sum.normalize():f}", "total": f"{error.total.normalize():f}"}
    except NegativeValue as error:
        problems[error.category or "value"] = _("A number of people cannot be below 0.")
    if problems:
        raise EntryRefused(problems)
    return parts


def _measure_problems(indicator, figure, parts):
    stated = {name: getattr(figure, name) for name in ("value", "numerator", "denominator", "step")} | parts
    takes = MEASURE_TAKES[indicator.measure] | (parts.keys() if indicator.measure == Measure.NUMBER else set())
    problems = {
        name: _("This indicator is measured as “%(measure)s”; leave this empty.")
        % {"measure": indicator.get_measure_display()}
        for name, given in stated.items()
        if given is not None and name not in takes
    }
    if indicator.measure == Measure.YES_NO and figure.value not in (None, 0, 1):
        problems["value"] = _("Choose “done” or “not done”.")
    if indicator.measure == Measure.SCALE and figure.step and figure.step.indicator_id != indicator.pk:
        problems["step"] = _("This step does not belong to the indicator's scale.")
    if (figure.numerator is None) != (figure.denominator is None):
        problems["denominator"] = _("Give both numbers, the part and the whole, or neither.")
    elif figure.denominator is not None and figure.denominator <= 0:
        problems["denominator"] = _("The whole must be above 0.")
    elif figure.numerator is not None and figure.numerator < 0:
        problems["numerator"] = _("The part cannot be below 0.")
    elif figure.numerator is not None and _contradicts(figure):
        problems["value"] = _("Part and whole give another percentage. Leave this empty, or leave those two.")
    return problems


def _contradicts(figure):
    """Whether a percentage was typed that its own fraction does not give, to the nearest tenth."""
    percentage = figure.numerator / figure.denominator * 100
    return figure.value is not None and round_half_up(figure.value, 1) != round_half_up(percentage, 1)


def value_of(figure):
    """Value, numerator and denominator as they are kept; raises EntryRefused for a figure too large for that.

    A fraction decides its percentage; parts that were typed without a total make the total.
    """
    value, fraction = figure.value, (None, None)
    if figure.numerator is not None and figure.denominator is not None:
        # Rounded as it is kept, so that the trail and the table say the same.
        value = round_half_up(figure.numerator / figure.denominator * 100, 4)
        fraction = (figure.numerator, figure.denominator)
    elif value is None and figure.parts:
        value = split(None, figure.parts).total
    if value is not None and abs(value) >= LARGEST:
        raise EntryRefused({"value": _("The figure is too large to be kept. Check what you typed.")})
    return value, *fraction
