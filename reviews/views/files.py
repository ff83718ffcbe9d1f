"""The files of a report: asked for, watched while they are made, and given out."""

import re

from csp.decorators import csp_update
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header, quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dwcp.toolkit.htmx import HtmxPartialMixin

from ..choices import JobState, ReportFormat, ReviewState
from ..models import ReportJob, ReportVersion
from ..selectors import DRAFT, files_of, latest_version_of, may_be_signed, reads_edition
from ..services import ReviewRefused, ask_for_file
from .base import ReviewPage

CONTENT_TYPES = {
    ReportFormat.PDF: "application/pdf",
    ReportFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ReportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ReportFormat.HTML: "text/html; charset=utf-8",
}


def files_context(review, user, edition, *, formats=tuple(ReportFormat), changes=None):
    """What `reviews/report/parts/files.html` shows of an edition; it asks for itself anew while a file is made.

    `changes` says whether the edition may become another: then its files can be made anew. Of itself the draft may.
    """
    files = [file for file in files_of(review, edition) if file.format in formats]
    return {
        "files": files,
        "edition": edition,
        "reads_files": reads_edition(user, review, edition),
        "changes": edition == DRAFT if changes is None else changes,
        "is_under_way": any(file.is_under_way for file in files),
    }


class ReportFiles(HtmxPartialMixin, ReviewPage):
    """The files of the report as it stands, or of the version in force."""

    template_name = "reviews/report/files.html"
    htmx_partial = "files"
    tab = "report-files"
    heading = gettext_lazy("Files of the report")

    @cached_property
    def latest(self):
        """The number of the version in force, or None."""
        return latest_version_of(self.review)

    @property
    def edition(self):
        """Whose files stand on the page: the one in the address, the version in force of a final report, the draft."""
        asked = self.request.GET.get("edition", "")
        if asked in {str(number) for number in range(1, (self.latest or 0) + 1)}:
            return int(asked)
        return self.latest if self.review.state == ReviewState.FINAL and self.latest else DRAFT

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            latest=self.latest,
            is_final=self.review.state == ReviewState.FINAL,
            may_be_signed=may_be_signed(self.review),
            **files_context(self.review, self.request.user, self.edition),
            **kwargs,
        )


class AskForFile(ReviewPage):
    """Have a file made: a button beside the files. Leads back to them."""

    http_method_names = ["get", "head", "post"]

    def get(self, request, *args, **kwargs):
        # Who had to sign in again before sending comes back here.
        return redirect(self.address("report-files"))

    def post(self, request, *args, **kwargs):
        format, edition = request.POST.get("format"), request.POST.get("edition", "")
        if format not in ReportFormat or not re.fullmatch(r"[0-9]{1,4}", edition):
            messages.error(request, _("There is no such file. Choose one of those below."))
            return redirect(self.address("report-files"))
        try:
            ask_for_file(review=self.review, format=format, edition=int(edition), by=request.user)
        except ReviewRefused as refused:
            messages.error(request, str(refused))
        except PermissionDenied:
            messages.error(request, _("This edition of the report is not open to you yet."))
            return redirect(self.address("report-files"))
        return redirect(f"{self.page_of(int(edition))}#files")

    def page_of(self, edition):
        """Where the files of an edition stand."""
        if edition > (latest_version_of(self.review) or 0):
            return self.address("sign-report")
        return self.address("report-files") + (f"?edition={edition}" if edition else "")


# Whatever a file holds, nothing of it runs here.
@method_decorator(csp_update({"sandbox": True}), name="dispatch")
class GivenOut(ReviewPage):
    """A file, to be kept where the person wants it."""

    def file(self):
        """(name, type, fingerprint, how to read it); raises Http404 when there is none."""
        raise NotImplementedError

    def get(self, request, *args, **kwargs):
        name, content_type, fingerprint, read = self.file()
        etag = quote_etag(fingerprint)
        answer = get_conditional_response(request, etag=etag) or HttpResponse(read(), content_type=content_type)
        if answer.status_code == 200:
            answer["Content-Disposition"] = content_disposition_header(True, name)
        answer["ETag"] = etag
        # Asked for again each time, so that who may no longer see it does not.
        patch_cache_control(answer, private=True, no_cache=True)
        answer["Cross-Origin-Resource-Policy"] = "same-origin"
        return answer


class DownloadFile(GivenOut):
    """A file that was made."""

    def file(self):
        jobs = ReportJob.objects.visible_to(self.request.user).filter(review=self.review, state=JobState.DONE)
        job = get_object_or_404(jobs.without_content(), pk=self.kwargs["job"])
        if not reads_edition(self.request.user, self.review, job.edition):
            raise PermissionDenied
        job.review = self.review
        # A job has one file only.
        return job.filename, CONTENT_TYPES[job.format], f"{job.format}-{job.pk}", lambda: bytes(job.content)


class VersionPdf(GivenOut):
    """The file that was signed."""

    def version(self):
        """The version in the address; otherwise 404."""
        versions = ReportVersion.objects.visible_to(self.request.user).filter(review=self.review)
        return get_object_or_404(versions.without_files(), number=self.kwargs["version"])

    def file(self):
        version = self.version()
        return (
            version_name(self.review, version, "pdf"),
            "application/pdf",
            version.pdf_sha256,
            lambda: bytes(version.pdf),
        )


class VersionSnapshot(VersionPdf):
    """What the signed file was made of."""

    def file(self):
        version = self.version()
        name = version_name(self.review, version, "json")
        return name, "application/json", version.snapshot_sha256, lambda: version.snapshot


class ReportPdf(VersionPdf):
    """The report: the version in force, as it was signed. Before there is one, its files."""

    def version(self):
        return ReportVersion.objects.filter(review=self.review).without_files().order_by("-number").first()

    def get(self, request, *args, **kwargs):
        if not self.review.versions.exists():
            return redirect(self.address("report-files"))
        return super().get(request, *args, **kwargs)


def version_name(review, version, ending):
    """What a file of a version is called where it is saved; codes and short names need no quoting."""
    return f"{review.programme.code}-review-{review.slug}-v{version.number}.{ending}"
