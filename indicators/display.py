"""A figure of an indicator, shown as its measure wants it; pages and explanations say the same."""

from django.utils.translation import gettext as _

from dwcp.toolkit.figures import CURRENCY_SIGNS, NOTHING, figure, percent

from .choices import EntryState, Grade, Measure


def shown(value, measure, *, currency="", steps=()):
    """`1,250`, `50%`, `US$ 1,250`, `Done`, `2 Adopted`: a figure as its measure wants it; a dash when there is none.

    `steps` are those of a scale; a figure that is none of them stands as it is.
    """
    if value is None:
        return NOTHING
    if measure == Measure.YES_NO:
        return _("Done") if value else _("Not done")
    if measure == Measure.PERCENTAGE:
        return f"{figure(value, 1)}%"
    if measure == Measure.MONEY:
        return f"{CURRENCY_SIGNS.get(currency, currency)}\N{NO-BREAK SPACE}{figure(value, 2)}"
    if measure == Measure.SCALE:
        return next((str(step) for step in steps if step.number == value), figure(value, 2))
    return figure(value, 2)


def measured(value, definition):
    """A figure as its definition wants it: that of an indicator, or of one of its earlier series; a dash for none."""
    steps = () if value is None else definition.scale_steps
    return shown(value, definition.measure, currency=definition.currency, steps=steps)


def out_of(fraction):
    """`930 of 1,950`: how many, out of how many."""
    part, whole = figure(fraction.numerator), figure(fraction.denominator)
    return _("%(part)s of %(whole)s") % {"part": part, "whole": whole}


def promised(standing):
    """What the indicator is to show: the level of its target, or the band in which it is to be kept."""
    indicator = standing.indicator
    if indicator.band is None:
        return measured(standing.target_level, indicator)
    low, high = (measured(end, indicator) for end in indicator.band)
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def with_unit(value, definition):
    """`12 trainers`, `50% of export volume`: the figure and what it counts."""
    unit = "" if definition.measure in (Measure.YES_NO, Measure.SCALE) else definition.unit
    separator = "" if unit.startswith("%") else " "
    return f"{measured(value, definition)}{separator}{unit.removeprefix('%')}".strip()


def changed(outlook):
    """`12 more than in 2009`: what became of a figure since the period before; "" where the two do not compare."""
    change, indicator = outlook.change, outlook.entry.indicator
    if change is None:
        return ""
    period = outlook.before.period.label
    if change == 0:
        return _("The same as in %(period)s") % {"period": period}
    by = figure(abs(change), 2) if indicator.measure == Measure.SCALE else measured(abs(change), indicator)
    if indicator.measure == Measure.PERCENTAGE:
        by = figure(abs(change), 1)
        sentence = (
            _("%(by)s percentage points more than in %(period)s")
            if change > 0
            else _("%(by)s percentage points less than in %(period)s")
        )
    elif indicator.measure == Measure.SCALE:
        sentence = (
            _("Further than in %(period)s, by steps: %(by)s")
            if change > 0
            else _("Less far than in %(period)s, by steps: %(by)s")
        )
    else:
        sentence = _("%(by)s more than in %(period)s") if change > 0 else _("%(by)s less than in %(period)s")
    return sentence % {"by": by, "period": period}


def stated(entry):
    """What an entry states in a cell: its figure, its step, that it is told in words, or which kind of absence.

    It is read as its own series was defined, whatever the indicator has become since.
    """
    if entry.absence:
        return entry.get_absence_display()
    definition = entry.definition
    if definition.measure == Measure.NARRATIVE and entry.narrative:
        return _("in words")
    if entry.step:
        return str(entry.step) if definition is entry.indicator else measured(entry.step.number, definition)
    return measured(entry.value, definition)


def moved(change, definition):
    """`+40 (+12.5%)`, `+5 points`, `Drafted → Adopted`: how far a figure moved since the last period."""
    if change.by is None:
        return f"{measured(change.before, definition)} → {measured(change.now, definition)}"
    if change.by == 0:
        return _("no change")
    sign = "+" if change.by > 0 else "−"
    if definition.measure == Measure.PERCENTAGE:
        return _("%(sign)s%(number)s points") % {"sign": sign, "number": figure(abs(change.by), 1)}
    by = f"{sign}{measured(abs(change.by), definition)}"
    return by if change.share is None else f"{by} ({sign}{percent(abs(change.share), 1)})"


def vouched(entry):
    """`Checked against its source: the total (attendance lists)`: how a verified entry was vouched for; "" for others.

    The entry is one of `with_verification`.
    """
    if entry.state != EntryState.VERIFIED or not getattr(entry, "grade", None):
        return ""
    grade = str(Grade(entry.grade).label)
    checked = f"{grade}: {entry.checked}" if entry.checked else grade
    return f"{checked} ({entry.checked_against})" if entry.checked_against else checked
