"""Taking in a programme's framework as a workbook: looked at first, then imported as a whole, and undone as a whole."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event, record_events
from dwcp.toolkit.importing import ImportRefused
from dwcp.toolkit.workbooks import (
    NOT_READ,
    State,
    Undoing,
    changed_since,
    csv_folder,
    gone_since,
    read_book,
    relied_on,
    take_prints,
    undo,
    workbook,
)
from outcomes.services import Refused
from outcomes.services.records import hold, refuse_unless

from ..choices import ImportState
from ..models import CategoryTarget, Disaggregation, FrameworkImport, Indicator, ProgressEntry, ScaleStep, Target
from .workbook import framework_tabs, read_framework, returned_tabs

# The preview shows so many rows, and a text of so many characters; all that is wrong is in the returned workbook.
MOST_ROWS_SHOWN, MOST_PROBLEMS_KEPT, LONGEST_SHOWN = 300, 5_000, 300
MOST_NAMED = 12
# What defines an indicator: to its readers one thing.
TOLD_WITH_INDICATORS = (Indicator, ScaleStep, Target, CategoryTarget, Disaggregation)


class PreviewOutdated(Refused):
    """The programme has changed since the file was looked at: it would now do something else."""

    def __init__(self):
        super().__init__(
            _("The programme has changed since you looked at this file. Look again at what it does now, then confirm.")
        )


def framework_workbook(*, programme, by):
    """The whole framework of a programme as a workbook (XLSX): its bytes. Raises PermissionDenied."""
    refuse_unless(by, Permission.PROGRAMME_VIEW, programme)
    tabs, lists = framework_tabs(programme)
    return workbook(tabs, read_me=read_me(programme), lists=lists)


def framework_folder(*, programme, by):
    """The same tables as a zipped folder of CSV files: its bytes. Raises PermissionDenied."""
    refuse_unless(by, Permission.PROGRAMME_VIEW, programme)
    tabs, _lists = framework_tabs(programme)
    return csv_folder(tabs)


def preview_framework(*, programme, file_name, content, by):
    """Look at a file with a programme's framework: what it would do, and all that is wrong. Nothing is changed.

    Returns a FrameworkImport to confirm; earlier ones of this person that were only looked at are gone. Raises
    Refused ("file") for what is no such file, PermissionDenied.
    """
    refuse_unless(by, Permission.STRUCTURE_EDIT, programme)
    summary = _looked_at(programme, file_name, content)
    with transaction.atomic():
        looked_at = programme.framework_imports.filter(state=ImportState.PREVIEWED, uploaded_by=by)
        looked_at.delete()
        return FrameworkImport.objects.create(
            programme=programme, file_name=file_name[:200], content=content, summary=summary, uploaded_by=by
        )


def confirm_import(*, framework_import, reason, by):
    """Import what was looked at, all of it or nothing.

    Raises Refused where something is wrong with the file, or where figures are there and `reason` is empty;
    PreviewOutdated when the file would now do something else than was shown: the new preview is kept instead.
    """
    programme = framework_import.programme
    refuse_unless(by, Permission.STRUCTURE_EDIT, programme)
    try:
        with transaction.atomic():
            return _imported(framework_import, programme, reason, by)
    except PreviewOutdated:
        FrameworkImport.objects.filter(pk=framework_import.pk, state=ImportState.PREVIEWED).update(
            summary=_looked_at(programme, framework_import.file_name, bytes(framework_import.content))
        )
        framework_import.refresh_from_db()
        raise


@transaction.atomic
def undo_import(*, framework_import, by):
    """Take back one import: what it made goes, what it changed stands as before.

    Raises Refused, with their names, while anything of it was changed since, got figures, or is relied on by others.
    """
    programme = framework_import.programme
    refuse_unless(by, Permission.STRUCTURE_EDIT, programme)
    hold(programme)
    taken_back = FrameworkImport.objects.select_for_update(of=("self",), no_key=True).get(pk=framework_import.pk)
    if taken_back.state != ImportState.CONFIRMED:
        raise Refused(_("Only what was imported can be undone, and only once."))
    undoing = Undoing(**taken_back.undoing)
    _refuse_undoing_later_work(undoing, taken_back.confirmed_at)
    undo(undoing)
    taken_back.state, taken_back.undone_at, taken_back.undone_by = ImportState.UNDONE, timezone.now(), by
    taken_back.undoing = {}
    taken_back.save(update_fields=["state", "undone_at", "undone_by", "undoing"])
    record_event(AuditVerb.WORKBOOK_UNDONE, taken_back, by=by)
    return taken_back


def returned_workbook(*, framework_import, by):
    """The file as it came, as a workbook in which every wrong cell is coloured and explained: its bytes.

    Raises Refused when the file is not kept any more.
    """
    programme = framework_import.programme
    refuse_unless(by, Permission.STRUCTURE_EDIT, programme)
    if not framework_import.content:
        raise Refused(_("The file is not kept any more: once imported, it has done what it was for."))
    book, plan = _tried(programme, framework_import.file_name, bytes(framework_import.content))
    tabs, lists = returned_tabs(plan, book)
    return workbook(tabs, read_me=read_me(programme), lists=lists)


def read_me(programme):
    """What the first sheet says."""
    return [
        _("The framework of %(programme)s") % {"programme": programme},
        _("Change it here and send the workbook back on the page “Workbook”. You see what it would do before it does."),
        _("A row with the key of a record changes it, one with a new key makes a new one. Key columns are darker."),
        _("A record without a row stays as it is: nothing is removed by leaving it out. Sheets may be left out, too."),
        _("Figures and people do not travel. Organisations and biennia are kept on their own pages."),
        _("Dates are year-month-day. Numbers have a point for decimals. Several names stand with semicolons between."),
        _("Formulas are not read: paste their values. Codes stay text, so that 1.10 does not become 1.1."),
        _("Notes on the column names say what belongs there. These sheets are not read: %(names)s.")
        % {"names": ", ".join(NOT_READ)},
    ]


def _looked_at(programme, file_name, content):
    """What the file would do, as plain data."""
    _book, plan = _tried(programme, file_name, content)
    return summary_of(plan)


@transaction.atomic
def _tried(programme, file_name, content):
    """The file, and what it would do; whatever was written to find out is rolled back."""
    book, plan = _done(programme, file_name, content)
    transaction.set_rollback(True)
    return book, plan


def _done(programme, file_name, content):
    """The file, and what it has done as long as nothing was wrong."""
    try:
        book = read_book(content, file_name)
        return book, read_framework(programme, book, file_name)
    except ImportRefused as error:
        raise Refused({"file": " ".join(problem.message for problem in error.problems)}) from None


def _imported(framework_import, programme, reason, by):
    hold(programme)
    confirmed = FrameworkImport.objects.select_for_update(of=("self",), no_key=True).get(pk=framework_import.pk)
    if confirmed.state != ImportState.PREVIEWED:
        raise Refused(_("This file has been imported already."))
    _book, plan = _done(programme, confirmed.file_name, bytes(confirmed.content))
    if plan.fingerprint() != confirmed.summary.get("fingerprint"):
        raise PreviewOutdated
    _refuse_what_cannot_be_confirmed(plan, reason)
    if any(name == "periods" for name, _row in plan.rows(State.NEW, State.CHANGED)):
        refuse_unless(by, Permission.PERIOD_MANAGE, programme)
    take_prints(plan.undoing)
    confirmed.undoing, confirmed.content, confirmed.reason = plan.undoing.as_data(), b"", reason
    confirmed.state, confirmed.confirmed_at = ImportState.CONFIRMED, timezone.now()
    confirmed.save()
    _record(plan, confirmed, reason, by)
    return confirmed


def _refuse_what_cannot_be_confirmed(plan, reason):
    if plan.problems:
        raise Refused(_("There is something wrong with the file. Correct it and send it again."))
    if not plan.rows(State.NEW, State.CHANGED):
        raise Refused(_("The file changes nothing: there is nothing to import."))
    if plan.needs_reason and not reason:
        raise Refused({"reason": _("Indicators with figures change. Say why, so that their figures can be read.")})


def _record(plan, confirmed, reason, by):
    """One event for the import, and one for each record it changed; an indicator's parts are told with it."""
    counts = {
        table["name"]: [None, _("%(new)s new, %(changed)s changed") % table]
        for table in confirmed.summary["tables"]
        if table["new"] or table["changed"]
    }
    record_event(AuditVerb.WORKBOOK_IMPORTED, confirmed, by=by, changes=counts, reason=reason)
    changed = [(change.indicator, change.changes) for change in plan.changed_indicators]
    changed += [
        (row.record, {name: [before or None, after or None] for name, (before, after) in row.changes.items()})
        for _name, row in plan.rows(State.CHANGED)
        if not isinstance(row.record, TOLD_WITH_INDICATORS)
    ]
    record_events(verb=AuditVerb.CHANGED, changes=changed, by=by, reason=reason)


def summary_of(plan):
    """What a file does, by table and row, and what is wrong with it, as plain data."""
    rows = plan.rows(State.NEW, State.CHANGED)
    problems = plan.problems
    return {
        "tables": [
            {"name": name, "is_there": planned.sheet is not None, **planned.counts()}
            for name, planned in plan.plans.items()
        ],
        "rows": [
            {
                "table": name,
                "line": row.line,
                "name": _shortened(row.name),
                "state": row.state.value,
                # A list: databases do not keep the order of names.
                "changes": [[column, *map(_shortened, pair)] for column, pair in row.changes.items()],
            }
            for name, row in rows[:MOST_ROWS_SHOWN]
        ],
        "rows_left_out": max(0, len(rows) - MOST_ROWS_SHOWN),
        "problems": [
            {"table": one.file, "row": one.row, "column": one.column, "sentence": one.message}
            for one in problems[:MOST_PROBLEMS_KEPT]
        ],
        "problem_count": len(problems),
        "needs_reason": plan.needs_reason,
        "remarks": plan.remarks,
        "fingerprint": plan.fingerprint(),
    }


def _shortened(text):
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _refuse_undoing_later_work(undoing, confirmed_at):
    changed = [str(record) for record in changed_since(undoing)]
    indicators = Indicator.objects.filter(pk__in=_indicators_of(undoing))
    later = ProgressEntry.objects.filter(indicator__in=indicators, recorded_at__gt=confirmed_at)
    reported = sorted(set(later.order_by().values_list("indicator__code", flat=True)))
    needed = [str(record) for record in relied_on(undoing)] if not reported else []
    sentences = []
    if gone := gone_since(undoing):
        sentences.append(_("%(count)s records of this import have been removed since.") % {"count": gone})
    if changed:
        sentences.append(_("Changed since: %(names)s.") % {"names": _listed(changed)})
    if reported:
        sentences.append(_("Got figures since: %(names)s.") % {"names": _listed(reported)})
    if needed:
        sentences.append(_("Needed by others now: %(names)s.") % {"names": _listed(needed)})
    if sentences:
        refused = _("This import cannot be undone any more, because later work builds on it.")
        raise Refused(" ".join([refused, *sentences]))


def _indicators_of(undoing):
    """The keys of all indicators that an import touched, itself or in their parts."""
    found: set[int] = set()
    touched = undoing.touched()
    for model in TOLD_WITH_INDICATORS:
        keys = touched.get(model._meta.label_lower, ())
        name = "pk" if model is Indicator else "indicator"
        found.update(model._default_manager.filter(pk__in=keys).values_list(name, flat=True))
    return found


def _listed(names):
    shown = ", ".join(f"“{name}”" for name in names[:MOST_NAMED])
    left_out = len(names) - MOST_NAMED
    return _("%(shown)s and %(count)s more") % {"shown": shown, "count": left_out} if left_out > 0 else shown
