"""Asking for the files of a report. They are made beside the pages (`making`), which show how far they are."""

import logging
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import Permission

from ..choices import JobState, ReportFormat, ReviewState
from ..models import ReportJob
from ..models.report import SILENCE
from ..selectors import DRAFT, may_be_signed, next_version_of, reads_edition
from .making import INTERRUPTED, MOST_ATTEMPTS, make_file
from .moves import held_review
from .refusals import ReviewRefused

logger = logging.getLogger(__name__)


@transaction.atomic
def ask_for_file(*, review, format, edition=DRAFT, by):
    """Have a file of a report made, and answer with the job that says how far it is.

    `edition` is DRAFT, the number of a signed version, or that of the version to be signed next, which only who
    manages the review may ask for. Who asks while the same file waits gets that job; one that failed, or whose maker
    is gone, is begun again. Raises ReviewRefused for an edition that is not to be had now, PermissionDenied for one
    that this person does not read.
    """
    # Who signs at this moment is waited for: what is asked for then is a file of what was signed.
    review = held_review(review)
    signed = review.versions.without_files().filter(number=edition).first() if edition else None
    _check(review, edition, signed, by)
    job, is_new = ReportJob.objects.without_content().get_or_create(
        review=review,
        format=ReportFormat(format),
        edition=edition,
        fingerprint=signed.snapshot_sha256 if signed else "",
        defaults={"asked_by": by},
    )
    if is_new or _begun_again(job, by):
        transaction.on_commit(partial(_send, job.pk))
    return job


def next_file(*, review, by):
    """The file of the version to be signed next: it is made, read, and then signed as it is (`sign_report`)."""
    return ask_for_file(review=review, format=ReportFormat.PDF, edition=next_version_of(review), by=by)


def finish_reports(*, after=SILENCE):
    """Make here what was begun or asked for elsewhere, and of which nobody has said a word for so long.

    What was begun three times by whoever then went is not begun again unless somebody asks. Answers (made, given up).
    """
    made, given_up = [], []
    for job in ReportJob.objects.forgotten(after).without_content().order_by("asked_at"):
        as_found = ReportJob.objects.filter(pk=job.pk, state=job.state, attempts=job.attempts, beat_at=job.beat_at)
        if job.state == JobState.RUNNING and job.attempts >= MOST_ATTEMPTS:
            if as_found.update(state=JobState.FAILED, problem=str(INTERRUPTED)):
                given_up.append(job)
        elif as_found.update(state=JobState.WAITING, beat_at=timezone.now()):
            make_file.call(job.pk)
            made.append(job)
    return made, given_up


def _check(review, edition, signed, by):
    if not by.has_perm(Permission.PROGRAMME_VIEW, review.programme) or not reads_edition(by, review, edition):
        raise PermissionDenied
    if edition == DRAFT:
        if review.state == ReviewState.FINAL:
            raise ReviewRefused({"": _("The report is final: there is no draft. Take the version that was signed.")})
    elif signed is None and (edition != next_version_of(review) or not may_be_signed(review)):
        message = _("The review is “%(state)s”: no such version of its report can be had.")
        raise ReviewRefused({"": message % {"state": review.get_state_display()}})


def _begun_again(job, by):
    """Whether the job waits anew: it failed, or whoever had it is gone. Two who ask at once begin it once."""
    if job.state != JobState.FAILED and not job.is_silent:
        return False
    as_found = ReportJob.objects.filter(pk=job.pk, state=job.state, attempts=job.attempts, beat_at=job.beat_at)
    return bool(
        as_found.update(
            state=JobState.WAITING,
            step="",
            percent=0,
            problem="",
            asked_by=by,
            asked_at=timezone.now(),
            beat_at=None,
        )
    )


def _send(pk):
    """Hand the job to who makes it. When nobody takes it, it goes on waiting: `finish_reports` finds it."""
    try:
        make_file.enqueue(pk)
    except Exception:
        logger.exception("The file %s could not be handed on", pk)
