"""Keeping a workbook with figures that came back, and importing it: all of it, or nothing."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event
from outcomes.services import Refused
from outcomes.services.records import refuse_unless

from ...choices import ImportState
from ...models import ProgressImport
from ..imports import PreviewOutdated
from ..many import RowsRefused, record_rows


@transaction.atomic
def keep_figures(*, programme, file_name, content, summary, by):
    """Keep a file that was looked at, with what it would do. Nothing of it is recorded.

    Earlier ones of this person that were only looked at are gone. Raises PermissionDenied.
    """
    refuse_unless(by, Permission.ENTRY_RECORD, programme)
    programme.progress_imports.filter(state=ImportState.PREVIEWED, uploaded_by=by).delete()
    return ProgressImport.objects.create(
        programme=programme, file_name=file_name[:200], content=content, summary=summary, uploaded_by=by
    )


@transaction.atomic
def renew_figures(*, progress_import, summary, by):
    """Keep what the file would do by now, where it was not imported yet."""
    _refuse_unless_theirs(progress_import, by)
    waiting = ProgressImport.objects.filter(pk=progress_import.pk, state=ImportState.PREVIEWED)
    waiting.update(summary=summary)
    progress_import.refresh_from_db()


@transaction.atomic
def import_figures(*, progress_import, rows, fingerprint, replaced=(), by):
    """Record the rows of a file that was looked at: all of them, or none, each by the rules of the entry form.

    `fingerprint` is that of what the file does now, `replaced` are the keys of rows that stand over somebody's newer
    figure. Raises PreviewOutdated where the file would do something else than was shown; Refused where there is
    nothing to do, something is wrong, or it was imported already; PermissionDenied.
    """
    _refuse_unless_theirs(progress_import, by)
    imported = ProgressImport.objects.select_for_update(of=("self",), no_key=True).get(pk=progress_import.pk)
    if imported.state != ImportState.PREVIEWED:
        raise Refused(_("This file has been imported already."))
    if imported.summary.get("fingerprint") != fingerprint:
        raise PreviewOutdated
    if imported.summary.get("problems"):
        raise Refused(_("There is something wrong with the file. Correct it and send it again."))
    if not rows:
        raise Refused(_("The file changes nothing: there is nothing to import."))
    try:
        record_rows(rows=rows, by=by)
    except RowsRefused:
        # Somebody was quicker, between the look at the file and now.
        raise PreviewOutdated from None
    submitted = sum(row.submits for row in rows)
    imported.summary |= {"replaced": list(replaced), "recorded": len(rows), "submitted": submitted}
    imported.state, imported.confirmed_at, imported.content = ImportState.CONFIRMED, timezone.now(), b""
    imported.save()
    counts = {"entries": [None, len(rows)], "handed_in": [None, submitted]}
    record_event(AuditVerb.PROGRESS_IMPORTED, imported, by=by, changes=counts)
    return imported


def _refuse_unless_theirs(progress_import, by):
    refuse_unless(by, Permission.ENTRY_RECORD, progress_import.programme)
    if progress_import.uploaded_by_id != by.pk:
        raise Refused(_("Somebody else has sent this file in. Only they can import it; send in your own."))
