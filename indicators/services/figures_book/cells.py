"""How a report stands in a row of the workbook: which cells it takes, and what they say."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dwcp.toolkit.workbooks import print_of
from dwcp.toolkit.workbooks.cells import plain

from ...choices import Absence, Measure
from ...disaggregation import whole_name
from ...selectors import parts_of
from ..figures import MEASURE_TAKES, Figure
from ..recording import unstated
from ..weighing import as_entry

# What people may say of every report, whatever it measures.
ALWAYS = ("absence", "absence_reason", "measured_on", "narrative", "source", "explanation", "hand_in")
YES_NO = {True: gettext_lazy("yes"), False: gettext_lazy("no")}
DONE = {1: gettext_lazy("done"), 0: gettext_lazy("not done")}


def taken_by(asked):
    """The names of the cells to fill in for a report: fields of Figure, names of parts, `done` and `hand_in`."""
    measure = asked.indicator.measure
    names = set(ALWAYS) | MEASURE_TAKES[measure] | parts_taken(asked).keys()
    if measure == Measure.YES_NO:
        names = names - {"value"} | {"done"}
    if any(one.is_expected for one in asked.splits):
        names.add("total_only_reason")
    return frozenset(names)


def parts_taken(asked):
    """The titles of the parts a report is split into, by their names; of a percentage, of each part's whole too."""
    titles = {}
    for split in asked.splits:
        for name, (category, crossed) in split.parts.items():
            title = str(category) if crossed is None else f"{category} × {crossed}"
            titles[name] = title
            if asked.indicator.measure == Measure.PERCENTAGE:
                titles[whole_name(name)] = _("%(category)s: out of") % {"category": title}
    return titles


def stated_by(entry):
    """What an entry states, as somebody would state it again; None without one."""
    if entry is None:
        return None
    return Figure(
        measured_on=entry.measured_on,
        # A percentage that follows from its fraction is not typed a second time.
        value=None if entry.numerator is not None else entry.value,
        numerator=entry.numerator,
        denominator=entry.denominator,
        step=entry.step,
        parts=parts_of(entry),
        total_only_reason=entry.total_only_reason,
        narrative=entry.narrative,
        source=entry.source,
        absence=entry.absence,
        absence_reason=entry.absence_reason,
        explanation=entry.explanation,
    )


def as_kept(asked, figure):
    """The figure as its entry would state it, sums and all, and that entry, not saved.

    Raises EntryRefused with everything that is wrong with the figure.
    """
    entry, parts = as_entry(asked.indicator, asked.period, figure, asked.splits)
    is_asked_why = entry.value is not None and unstated(asked.splits, parts)
    kept = replace(
        figure,
        value=None if entry.numerator is not None else entry.value,
        numerator=entry.numerator,
        denominator=entry.denominator,
        parts=parts,
        total_only_reason=figure.total_only_reason if is_asked_why else "",
        absence_reason=figure.absence_reason if figure.absence else "",
    )
    return kept, entry


def texts_of(asked, figure):
    """What the cells of a report say, by the names of `taken_by`; without a figure only the day it is asked for."""
    if figure is None:
        return {"measured_on": plain(asked.period.ends_on)}
    texts = {name: plain(part) for name, part in figure.parts.items()}
    for name in ("numerator", "denominator", "value", "measured_on", "narrative", "source", "explanation"):
        texts[name] = plain(getattr(figure, name))
    if asked.indicator.measure == Measure.YES_NO:
        value = texts.pop("value")
        texts["done"] = str(DONE[int(value)]) if value else ""
    texts["step"] = str(figure.step or "")
    texts["absence"] = str(Absence(figure.absence).label) if figure.absence else ""
    texts |= {"absence_reason": figure.absence_reason, "total_only_reason": figure.total_only_reason}
    taken = taken_by(asked)
    # A category that nobody is asked for any more has no cell.
    return {name: text for name, text in texts.items() if text and name in taken}


def asks_print(asked):
    """A short text that changes with what a report is asked for: how it is measured and by what it is split."""
    indicator = asked.indicator
    asks = {name: getattr(indicator, name) for name in ("measure", "unit", "currency", "population")}
    asks |= {"series": str(indicator.series), "parts": " ".join(sorted(parts_taken(asked)))}
    return print_of(asks | {"steps": " ".join(str(step) for step in indicator.scale_steps)})
