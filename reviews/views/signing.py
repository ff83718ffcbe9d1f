"""Signing a report, correcting a final one, and the versions that were signed."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Permission
from dwcp.toolkit.htmx import HtmxPartialMixin
from outcomes.views import FormPage

from ..choices import ReportFormat, ReviewState
from ..forms import CorrectionForm, SigningForm
from ..models import ReportJob
from ..selectors import (
    files_of,
    latest_version_of,
    may_be_signed,
    next_version_of,
    versions_of,
    what_keeps_from_signing,
)
from ..services import ReviewRefused, StaleReview, correct_report, sign_report
from .base import ReviewPage
from .files import files_context


class AboutVersions(ReviewPage):
    """A page below that of the files."""

    tab = "report-files"

    def get_trail(self):
        return [*super().get_trail(), (_("Files of the report"), self.address("report-files"))]


class Moving(AboutVersions, FormPage):
    """A form that moves the review; one that somebody moved meanwhile is shown as it stands now."""

    permission_required = Permission.REVIEW_MANAGE
    done = ""

    def get_initial(self):
        return {"revision": self.review.revision}

    def move(self, **cleaned):
        """Call the service's verb."""
        raise NotImplementedError

    def form_valid(self, form):
        try:
            self.move(**form.cleaned_data)
        except StaleReview as stale:
            form.add_error(None, str(stale))
            self.review.refresh_from_db(fields=["state", "revision", "erratum"])
            return self.answer_stale(form, {"revision": str(stale.current.revision)})
        except ReviewRefused as refused:
            form.refuse(refused.problems)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.address("report-versions"))


class SignReport(HtmxPartialMixin, Moving):
    """Have the file of the next version made, read it, sign it."""

    form_class = SigningForm
    template_name = "reviews/report/sign.html"
    htmx_partial = "files"
    heading = gettext_lazy("Sign the report")
    done = gettext_lazy("Signed. The report is final, and stays as it is.")

    @cached_property
    def number(self):
        """The version that is signed next."""
        return next_version_of(self.review)

    @cached_property
    def file(self):
        """Its PDF, as far as it has come."""
        return next(file for file in files_of(self.review, self.number) if file.format == ReportFormat.PDF)

    def get_initial(self):
        ready = self.file.ready
        return super().get_initial() | ({"file": ready.pk} if ready else {})

    def get_context_data(self, **kwargs):
        # Asked again and again while the file is made: then only the file is looked at.
        is_watched = self.wants_partial() and self.file.is_under_way
        problems = () if is_watched else what_keeps_from_signing(self.review)
        return super().get_context_data(
            number=self.number,
            problems=problems,
            may_be_signed=may_be_signed(self.review),
            ready=self.file.ready,
            **files_context(self.review, self.request.user, self.number, formats=(ReportFormat.PDF,), changes=True),
            **kwargs,
        )

    def move(self, **cleaned):
        file = ReportJob(pk=cleaned["file"])
        sign_report(review=self.review, job=file, revision=cleaned["revision"], by=self.request.user)


class CorrectReport(Moving):
    """Open a final report for a correction; what was signed stands until the next version is."""

    form_class = CorrectionForm
    template_name = "reviews/report/correct.html"
    heading = gettext_lazy("Correct the report")
    done = gettext_lazy("The report is a draft again. The version that was signed stands until the next one is.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            latest=latest_version_of(self.review), is_final=self.review.state == ReviewState.FINAL, **kwargs
        )

    def move(self, **cleaned):
        correct_report(review=self.review, by=self.request.user, **cleaned)


class ReportVersions(AboutVersions):
    """The versions that were signed, each with what proves that it is unchanged."""

    template_name = "reviews/report/versions.html"
    heading = gettext_lazy("Versions of the report")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            versions=versions_of(self.review),
            is_final=self.review.state == ReviewState.FINAL,
            may_be_signed=may_be_signed(self.review),
            **kwargs,
        )
