"""The sheet with a person's open reports: a row for each, its columns, and what stands in it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import Permission
from dwcp.toolkit.figures import CURRENCY_SIGNS, day
from dwcp.toolkit.workbooks import FillColumn, Filling, FillRow, filling_workbook, print_of
from dwcp.toolkit.workbooks.cells import plain
from dwcp.toolkit.workbooks.filling import ASKS, FIRST_LINE, KEY, REVISION, SEEN
from outcomes.services.records import refuse_unless

from ...choices import HANDED_IN, Absence, EntryState, Measure
from ...display import measured, promised, stated
from ...models import EntryMove
from ...selectors import asked_of, periods_of_writer, reports_to_write
from .cells import DONE, YES_NO, asks_print, parts_taken, stated_by, taken_by, texts_of

# What is added up, compared and best left a number; the others are words.
IN_NUMBERS = (Measure.NUMBER, Measure.MONEY, Measure.PERCENTAGE)
LONGEST_REASON = 300
# The columns that are there to be read by people, and never by us.
TO_READ = frozenset(
    (
        "period",
        "outcome",
        "code",
        "statement",
        "unit",
        "baseline",
        "previous",
        "previous_period",
        "verified",
        "target",
        "state",
        "due_on",
    )
)


def figures_workbook(*, programme, by, period=None, everything=False):
    """The open reports of this person as a workbook to fill in (XLSX): its bytes. Raises PermissionDenied.

    Those that wait for them, or with `everything` all that they may write; of one `period`, or of all that are open.
    """
    refuse_unless(by, Permission.ENTRY_RECORD, programme)
    found = open_reports(programme, by, period=period, everything=everything)
    rows = [fill_row(asked, line) for line, asked in enumerate(found, start=FIRST_LINE)]
    note_reasons(found, rows)
    return filling_workbook(
        Filling(name=_("Figures"), columns=columns_for(found), rows=rows), read_me=read_me(programme, found)
    )


def open_reports(programme, person, *, period=None, everything=False):
    """What is asked of this person now, in the order of periods and indicators; handed-in reports are not."""
    periods = periods_of_writer(person, programme=programme)
    reports = reports_to_write(person, periods, everything=everything) if periods else ()
    pairs = [
        (report.pk, report.period_key)
        for report in reports
        if report.entry_state not in HANDED_IN and (period is None or report.period_key == period.pk)
    ]
    return list(asked_of(programme, pairs).values()) if pairs else []


def key_of(programme, asked):
    """What names a report in the hidden column; codes may change, this does not."""
    return "-".join(map(str, (programme.pk, *asked.key)))


def columns_for(found):
    """The columns that these reports need: what is read, then what is filled in by any of them."""
    taken = frozenset().union(*(taken_by(asked) for asked in found)) if found else taken_by_none()
    return [*columns_to_read(), *(one for one in _columns_to_fill(found) if one.name in taken)]


def taken_by_none():
    """What a workbook without rows still shows."""
    return frozenset({"value", "measured_on", "hand_in"})


def fill_row(asked, line, *, texts=None, wrong=None, doubts=None, revision=None, seen=None):
    """The row of a report: what is known, and what the entry says; or, of one that came back, what was typed.

    Of that one `revision` and `seen` stay as they were, so that it is known what its writer saw.
    """
    own = texts_of(asked, stated_by(asked.entry))
    wrong = wrong or {}
    return FillRow(
        line=line,
        hidden={
            KEY: key_of(asked.indicator.programme, asked),
            REVISION: str(asked.revision if revision is None else revision),
            SEEN: print_of(own) if seen is None else seen,
            ASKS: asks_print(asked),
        },
        texts=_known(asked) | (own if texts is None else texts),
        # What stands where nothing is asked for has to be taken out.
        asked=taken_by(asked) | wrong.keys(),
        options={"step": tuple(str(step) for step in asked.indicator.scale_steps)},
        between={"measured_on": (asked.period.starts_on, asked.period.ends_on)},
        wrong=wrong,
        doubts=doubts or {},
    )


def note_reasons(found, rows):
    """Say beside each returned report why it was returned (1 query, where there are any)."""
    returned = {
        asked.entry.pk: row
        for asked, row in zip(found, rows, strict=True)
        if asked.entry is not None and asked.entry.state in (EntryState.RETURNED, EntryState.REOPENED)
    }
    if not returned:
        return
    for move in EntryMove.objects.filter(entry__in=returned).order_by("at", "pk"):
        row = returned[move.entry_id]
        if move.reason and move.to_state in (EntryState.RETURNED, EntryState.REOPENED):
            row.texts["state"] = f"{EntryState(move.to_state).label}: {move.reason[:LONGEST_REASON]}"


def read_me(programme, found):
    """What the first sheet says."""
    periods = sorted({asked.period for asked in found}, key=lambda period: period.ends_on)
    lines = [
        _("Figures to report: %(programme)s") % {"programme": programme},
        _("Downloaded on %(day)s. A row for each indicator and period.") % {"day": day(timezone.localdate())},
        _(
            "Fill in the white cells on the next sheet, save the file and send it back on the page “Workbook with "
            "figures”. You see first what it would do; nothing is saved before you confirm."
        ),
        _("Choose “yes” under “Hand in?” for what is finished. Without it a row is kept as a draft."),
        _("A row you leave alone does nothing. An empty cell is no zero: if there is none, type 0."),
        _("If there is no figure, choose under “No figure” which kind, and say why beside it."),
        _(
            "Numbers may be typed with a point for decimals, also in Khmer digits. Dates are year-month-day. Formulas "
            "are not read: paste their values."
        ),
        _("Rows may be filtered. Grey cells cannot be changed; in dark grey ones nothing is asked for."),
    ]
    for period in periods:
        if period.due_on:
            known = {"period": period.label, "day": day(period.due_on)}
            lines.append(_("Reports on %(period)s are due on %(day)s.") % known)
        else:
            lines.append(_("Reports on %(period)s have no due day.") % {"period": period.label})
    if not found:
        lines.append(_("Nothing waits for you now: the next sheet has no rows."))
    return lines


def unit_of(indicator):
    """What a report counts, in a word."""
    if indicator.measure == Measure.MONEY:
        return CURRENCY_SIGNS.get(indicator.currency, indicator.currency)
    return indicator.unit or str(indicator.get_measure_display())


def _known(asked):
    """What people read of a report beside its cells."""
    standing, indicator, previous = asked.standing, asked.indicator, asked.previous
    return {
        "period": asked.period.label,
        "outcome": str(indicator.outcome.number),
        "code": indicator.code,
        "statement": indicator.statement,
        "unit": unit_of(indicator),
        "baseline": _shown(indicator.baseline_value, indicator),
        "previous": _stated_before(previous, indicator),
        "previous_period": previous.period.label if previous else "",
        "verified": _shown(standing.total.value, indicator),
        "target": promised(standing) if indicator.band else _shown(standing.target_level, indicator),
        "state": str(asked.entry.get_state_display()) if asked.entry else _("Not begun"),
        "due_on": plain(asked.period.due_on),
    }


def _shown(value, indicator):
    if value is None:
        return ""
    return plain(value) if indicator.measure in IN_NUMBERS else measured(value, indicator)


def _stated_before(entry, indicator):
    if entry is None:
        return ""
    is_comparable = entry.series >= indicator.comparable_from and indicator.measure in IN_NUMBERS
    return plain(entry.value) if is_comparable and entry.value is not None else stated(entry)


def columns_to_read():
    """What people read of each report, and cannot change."""
    return [
        FillColumn(name="period", title=_("Period"), width=10, is_frozen=True),
        FillColumn(name="outcome", title=_("Outcome"), width=8, is_frozen=True),
        FillColumn(name="code", title=_("Code"), width=8, is_frozen=True),
        FillColumn(name="statement", title=_("Indicator"), width=44),
        FillColumn(name="unit", title=_("Unit"), width=14),
        FillColumn(name="baseline", title=_("Baseline"), form="number"),
        FillColumn(name="previous", title=_("Last figure"), form="number"),
        FillColumn(name="previous_period", title=_("… of"), width=9),
        FillColumn(name="verified", title=_("Verified so far"), form="number"),
        FillColumn(name="target", title=_("Target"), form="number"),
        FillColumn(name="state", title=_("State"), width=18),
        FillColumn(name="due_on", title=_("Due on"), form="date", width=11),
    ]


def _columns_to_fill(found):
    parts: dict[str, str] = {}
    for asked in found:
        for name, title in parts_taken(asked).items():
            parts.setdefault(name, title)
    for name in sorted(parts, key=_in_order_of(found)):
        hint = _("How many of the total. Leave it empty if it is not known; 0 if there are none.")
        yield FillColumn(name=name, title=parts[name], form="number", width=10, hint=hint, is_asked=True)
    for name, title, form, width, hint, options in (
        ("numerator", _("Part"), "number", 10, _("Of a percentage: how many fulfil it."), ()),
        ("denominator", _("Whole"), "number", 10, _("Of a percentage: out of how many."), ()),
        (
            "value",
            _("Figure (total)"),
            "number",
            12,
            _("Left empty, it is the sum of its parts. Of a percentage, only if part and whole are not known."),
            (),
        ),
        ("step", _("Step"), "text", 18, _("How far it has come, from the list."), ()),
        ("done", _("Done?"), "text", 10, _("Whether it is done, from the list."), _words(DONE.values())),
        (
            "total_only_reason",
            _("Why only a total?"),
            "text",
            20,
            _("Where the figure is to be split, and no part is known."),
            (),
        ),
        (
            "absence",
            _("No figure"),
            "text",
            14,
            _("Only if there is none, from the list. Then say why in the next cell."),
            _words(Absence.labels),
        ),
        ("absence_reason", _("Why is there none?"), "text", 24, "", ()),
        ("narrative", _("Note"), "text", 32, _("Where an indicator is told in words, the words."), ()),
        ("source", _("Source"), "text", 20, _("Where the figure can be found."), ()),
        ("measured_on", _("Date of the figure"), "date", 12, _("Year-month-day, inside the period of the row."), ()),
        (
            "explanation",
            _("What explains it?"),
            "text",
            24,
            _("If the figure is unusual: a word for whoever verifies it."),
            (),
        ),
        (
            "hand_in",
            _("Hand in?"),
            "text",
            10,
            _("“yes” hands the row in for verification. Empty or “no” keeps it as a draft."),
            _words(YES_NO.values()),
        ),
    ):
        yield FillColumn(name=name, title=title, form=form, width=width, hint=hint, options=options, is_asked=True)


def _in_order_of(found):
    """Parts by sex first, then in the order in which the reports name them."""
    order: dict[str, int] = {}
    for asked in found:
        for name in parts_taken(asked):
            order.setdefault(name, len(order))
    return lambda name: ("×" in name, not name.startswith(("women", "men")), order[name])


def _words(labels):
    return tuple(str(label) for label in labels)
