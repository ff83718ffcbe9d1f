"""Making a file of a report, step by step: a task, begun by one worker at a time and finished by another if need be."""

import logging
from time import monotonic

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from dwcp.toolkit.documents.html import html_of
from dwcp.toolkit.pdf import LAYING_OUT, render_pdf

from ..choices import JobState, JobStep, ReportFormat
from ..models import ReportJob
from ..models.report import SILENCE
from .editions import document_for, stored

logger = logging.getLogger(__name__)

# Who dies three times over one file would die a fourth time.
MOST_ATTEMPTS = 3
# Files of the same edition and format that stay: earlier ones can be made again.
KEPT = 3
# Seconds between two signs of life.
BEAT = 1
# Of HTML for one page of paper, in characters; and how often pages are laid out, for the page numbers in the contents.
A_PAGE, ROUNDS = 3400, 3
# How much of the work is done when a step begins, in per cent.
BEGINS_AT = {JobStep.GATHERING: 0, JobStep.LAYING_OUT: 5, JobStep.WRITING: 65}

INTERRUPTED = _("Making it was cut off several times. Try again; if that happens again, tell who runs the server.")
FAILED = _("The file could not be made. Try again; if that does not help, tell who runs the server.")
WITHOUT_LIBRARIES = _(
    "This server lacks the system libraries that draw PDF files. Who runs it installs %(packages)s; the other formats "
    "can be had now."
)
# What WeasyPrint needs beside Python.
SYSTEM_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class TakenOver(Exception):
    """Somebody else makes this file now."""


@task
def make_file(pk):
    """Make the file of a job; nothing if it is made already, or somebody else has it in hand.

    A problem becomes a sentence of the job; it is not raised.
    """
    job = _claimed(pk)
    if job is None:
        return
    making = Making(job)
    try:
        document = document_for(job)
        _text, fingerprint = stored(document)
        if making.is_of(fingerprint):
            making.finish(CONTENT[job.format](document, making))
    except TakenOver:
        logger.info("The file %s is made by somebody else", pk)
    except Exception as error:
        logger.exception("The file %s could not be made", pk)
        making.fail(_sentence(error, job.format))


def _claimed(pk):
    """The job, now in our hands; None if it is in somebody else's, or there is nothing to do."""
    job = ReportJob.objects.filter(pk=pk)
    left = job.filter(state=JobState.RUNNING, beat_at__lte=timezone.now() - SILENCE)
    left.filter(attempts__gte=MOST_ATTEMPTS).update(state=JobState.FAILED, problem=str(INTERRUPTED))
    begun = {
        "state": JobState.RUNNING,
        "attempts": F("attempts") + 1,
        "step": JobStep.GATHERING,
        "percent": 0,
        "beat_at": timezone.now(),
    }
    if not (job.filter(state=JobState.WAITING).update(**begun) or left.update(**begun)):
        return None
    return job.without_content().select_related("review__programme__country", "review__template", "asked_by").get()


class Making:
    """A job in the hands of one worker, as long as no other has begun it anew: then every word raises TakenOver."""

    def __init__(self, job):
        self.job = job
        self.percent = 0
        self.said_at = monotonic()

    def begin(self, step):
        """Say that a step begins."""
        self._say(step=step, percent=BEGINS_AT[step])

    def go_on(self, share):
        """Say how much of the pages are laid out, from 0 to 1; also a sign of life, so not with every page."""
        if monotonic() - self.said_at < BEAT:
            return
        begins, ends = BEGINS_AT[JobStep.LAYING_OUT], BEGINS_AT[JobStep.WRITING]
        self._say(percent=round(begins + min(share, 1) * (ends - begins)))

    @transaction.atomic
    def is_of(self, fingerprint):
        """Note what document the file is of. False if that file is there or in hand already: then that one is taken."""
        job = self.job
        same = ReportJob.objects.filter(
            review=job.review, format=job.format, edition=job.edition, fingerprint=fingerprint
        ).exclude(pk=job.pk)
        twin = same.without_content().select_for_update(of=("self",)).first()
        if twin is None or twin.state == JobState.FAILED or twin.is_silent:
            same.delete()
            self._say(fingerprint=fingerprint)
            return True
        same.update(asked_at=job.asked_at, asked_by=job.asked_by_id)
        job.delete()
        return False

    def finish(self, content):
        """Keep the file, and let go of the earlier ones."""
        self._say(state=JobState.DONE, content=content, step="", percent=100)
        job = self.job
        alike = ReportJob.objects.filter(review=job.review, format=job.format, edition=job.edition)
        alike = alike.filter(state__in=(JobState.DONE, JobState.FAILED)).order_by("-asked_at", "-pk")
        ReportJob.objects.filter(pk__in=list(alike.values_list("pk", flat=True)[KEPT:])).delete()

    def fail(self, sentence):
        """Note in words what went wrong."""
        try:
            self._say(state=JobState.FAILED, problem=sentence, step="")
        except TakenOver:
            return

    def _say(self, **changes):
        self.said_at = monotonic()
        ours = ReportJob.objects.filter(pk=self.job.pk, state=JobState.RUNNING, attempts=self.job.attempts)
        # A file that is laid out a second time would otherwise seem to go back.
        self.percent = changes["percent"] = max(self.percent, changes.get("percent", 0))
        if not ours.update(beat_at=timezone.now(), **changes):
            raise TakenOver


def _pdf(document, making):
    making.begin(JobStep.LAYING_OUT)
    html = html_of(document, for_paper=True)
    expected = ROUNDS * len(html) / A_PAGE
    laid_out = 0

    def progress(step, page):
        nonlocal laid_out
        if step == LAYING_OUT:
            laid_out += 1
            making.go_on(laid_out / expected)
        else:
            making.begin(JobStep.WRITING)

    return render_pdf(html, progress=progress)


def _docx(document, making):
    from dwcp.toolkit.documents.docx import docx_of

    making.begin(JobStep.WRITING)
    return docx_of(document)


def _xlsx(document, making):
    from dwcp.toolkit.documents.xlsx import xlsx_of

    making.begin(JobStep.WRITING)
    return xlsx_of(document)


def _html(document, making):
    making.begin(JobStep.WRITING)
    return html_of(document, for_paper=False).encode()


# What writes Word files and workbooks is loaded with the first of them and not with the application.
CONTENT = {ReportFormat.PDF: _pdf, ReportFormat.DOCX: _docx, ReportFormat.XLSX: _xlsx, ReportFormat.HTML: _html}


def _sentence(error, format):
    # The libraries are loaded with the first report and not with the application.
    if format == ReportFormat.PDF and isinstance(error, ImportError | OSError):
        return WITHOUT_LIBRARIES % {"packages": SYSTEM_PACKAGES}
    return str(FAILED)
