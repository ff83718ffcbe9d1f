"""Signing a report as final, and opening a final one for a correction."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event

from ..choices import JobState, ReportFormat, ReviewState
from ..models import ReportJob, ReportVersion
from ..selectors import fingerprint_of, next_version_of, what_keeps_from_signing
from .editions import document_for, stored
from .moves import held_review, set_state
from .refusals import ReviewRefused, StaleReview
from .texts import fields_gone


@transaction.atomic
def sign_report(*, review, job, revision, by):
    """Sign the file of a report that `next_file` had made, exactly as it was read, and make the review final.

    The version keeps the file, the document it was made of, the SHA-256 of both, who signed and when; it is never
    changed. Raises ReviewRefused with all that stands against it – no team, open checks, a file that is not ready or
    no longer says what the review does, texts that name figures it has no more –, StaleReview when the review was
    moved meanwhile, PermissionDenied without permission. Builds the document once more, which takes as long as
    reading the review.
    """
    if not by.has_perm(Permission.REVIEW_MANAGE, review):
        raise PermissionDenied
    current = held_review(review)
    if current.revision != revision:
        raise StaleReview(current)
    if problems := what_keeps_from_signing(current):
        raise ReviewRefused({"": " ".join(problems)})
    number = next_version_of(current)
    file = ReportJob.objects.filter(
        review=current, pk=job.pk, edition=number, format=ReportFormat.PDF, state=JobState.DONE
    ).first()
    if file is None:
        raise ReviewRefused({"": _("Have the file of this version made first, and read it: it is signed as it is.")})
    now = timezone.now()
    # The file as it would be if this person had it made now: it has to be the one that was read.
    file.review, file.asked_by, file.asked_at = current, by, now
    document = document_for(file)
    snapshot, snapshot_sha256 = stored(document)
    if snapshot_sha256 != file.fingerprint:
        message = _(
            "This file does not say what would be signed now: the review has changed since, or the file names another "
            "day or person. Have it made anew, read it, then sign it."
        )
        raise ReviewRefused({"": message})
    if gone := fields_gone(current, document.figures):
        message = _(
            "Texts name live figures that the review has no more: %(fields)s. Mend them, then have the file made."
        )
        raise ReviewRefused({"": message % {"fields": ", ".join(gone)}})
    version = ReportVersion.objects.create(
        review=current,
        number=number,
        pdf=file.content,
        pdf_sha256=fingerprint_of(file.content),
        snapshot=snapshot,
        snapshot_sha256=snapshot_sha256,
        erratum=current.erratum,
        signed_by=by,
        signed_at=now,
    )
    # The version holds the file now. Others were made to become it and did not: nobody gets them as what was signed.
    current.jobs.filter(edition=number).delete()
    # Nothing is left to correct.
    current.erratum = ""
    set_state(current, ReviewState.FINAL, by=by)
    changes = {
        "version": [None, number],
        "pdf_sha256": ["", version.pdf_sha256],
        "snapshot_sha256": ["", snapshot_sha256],
    }
    record_event(AuditVerb.REPORT_SIGNED, current, by=by, changes=changes, reason=version.erratum)
    return version


@transaction.atomic
def correct_report(*, review, erratum, revision, by):
    """Open a final review for a correction: its report is a draft again, and the next version prints the erratum.

    What was signed stands until then. Raises ReviewRefused when the review is not final or the erratum is empty,
    StaleReview when it was moved meanwhile, PermissionDenied without permission.
    """
    if not by.has_perm(Permission.REVIEW_MANAGE, review):
        raise PermissionDenied
    current = held_review(review)
    if current.revision != revision:
        raise StaleReview(current)
    if current.state != ReviewState.FINAL:
        raise ReviewRefused({"": _("Only a final report is corrected; this one can simply be changed.")})
    if not erratum.strip():
        raise ReviewRefused({"erratum": _("Say what is corrected, and why: the next version prints it.")})
    current.erratum = erratum.strip()
    set_state(current, ReviewState.DRAFT_REPORT, reason=current.erratum, by=by)
    return current
