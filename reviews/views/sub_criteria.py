"""Writing what was found under the headings of a criterion."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.edit import FormMixin

from accounts.choices import Permission

from ..forms import SubCriterionFindingForm
from ..models import SubCriterionFinding
from ..services import ReviewRefused, StaleReview, remove_sub_criterion_finding, save_sub_criterion_finding
from .base import ReviewPage


class AddSubCriterionFinding(FormMixin, ReviewPage):
    """Write what was found under one heading of a criterion."""

    http_method_names = ["get", "head", "post"]
    permission_required = Permission.REPORT_WRITE
    template_name = "reviews/sub_criterion_finding.html"
    form_class = SubCriterionFindingForm
    tab = "criteria"
    heading = gettext_lazy("Add a finding")

    @cached_property
    def criterion(self):
        """The criterion in the address; otherwise 404."""
        return get_object_or_404(self.review.template.criteria, number=self.kwargs["criterion"])

    @cached_property
    def finding(self):
        """The finding that is written."""
        return SubCriterionFinding(review=self.review, criterion=self.criterion, revision=0)

    def get_permission_subject(self):
        return self.finding and self.review

    def get_trail(self):
        return [*super().get_trail(), (_("Criteria"), self.address("criteria"))]

    @property
    def back(self):
        """The place of the criterion in the list."""
        return f"{self.address('criteria')}#criterion-{self.criterion.number}"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"criterion": self.criterion, "finding": self.finding}

    def get_context_data(self, **kwargs):
        return super().get_context_data(criterion=self.criterion, finding=self.finding, back=self.back, **kwargs)

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        if not form.is_valid():
            return self.answer(form, 422)
        typed = form.cleaned_data
        try:
            saved = save_sub_criterion_finding(
                review=self.review,
                criterion=self.criterion,
                finding=self.finding if self.finding.pk else None,
                heading=typed["heading"],
                text=typed["finding"],
                sub_criteria=typed["sub_criteria"],
                revision=typed["revision"],
                by=request.user,
            )
        except StaleReview as stale:
            return self.answer(form.on_top_of(stale.current), 409, stale=stale)
        except ReviewRefused as refused:
            for field, sentence in refused.problems.items():
                form.add_error(field if field in form.fields else None, sentence)
            return self.answer(form, 422)
        messages.success(request, _("Saved: %(what)s") % {"what": saved})
        return redirect(self.back)

    def answer(self, form, status, **context):
        """The form again, with what was typed."""
        return self.render_to_response(self.get_context_data(form=form, **context), status=status)


class ChangeSubCriterionFinding(AddSubCriterionFinding):
    """Change what was found."""

    heading = gettext_lazy("Change the finding")

    @cached_property
    def finding(self):
        findings = self.review.sub_criterion_findings.select_related("criterion")
        return get_object_or_404(findings, pk=self.kwargs["record"])

    @property
    def criterion(self):
        return self.finding.criterion


class RemoveSubCriterionFinding(ChangeSubCriterionFinding):
    """Take a finding out; it can be put back."""

    def get(self, request, *args, **kwargs):
        # Who had to sign in again before sending comes back here.
        return redirect(self.back)

    def post(self, request, *args, **kwargs):
        try:
            remove_sub_criterion_finding(finding=self.finding, by=request.user)
        except ReviewRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Removed: %(what)s. You can put it back below.") % {"what": self.finding})
        return redirect(self.back)
