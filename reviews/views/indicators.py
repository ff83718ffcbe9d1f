"""What a review found on indicators, which ones nobody assessed, and the forms that decide it."""

from collections import defaultdict

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.edit import FormMixin

from accounts.choices import Permission
from indicators.models import Indicator

from .. import charts
from ..findings import count_findings
from ..forms import AssessForm, FindingForm
from ..models import IndicatorFinding
from ..selectors import Suggested, coverage_of, findings_taken_out_of, fixed_facts_of
from ..services import (
    ReviewRefused,
    StaleReview,
    add_finding_for,
    decide_finding,
    remove_finding,
)
from ..suggesting import suggestion_for
from .base import ReviewPage


class Indicators(ReviewPage):
    """Every finding on an indicator beside what the figures suggest, by outcome; and what nobody assessed."""

    template_name = "reviews/indicators.html"
    tab = "indicators"
    heading = gettext_lazy("Indicators")

    def get_context_data(self, **kwargs):
        coverage = coverage_of(self.review)
        by_outcome = defaultdict(list)
        for judged in coverage.findings:
            by_outcome[judged.finding.country_programme_outcome].append(judged)
        findings = [judged.finding for judged in coverage.findings]
        counts = count_findings(finding.finding for finding in findings)
        may_write = self.review.takes_words and self.request.user.has_perm(Permission.REPORT_WRITE, self.review)
        return super().get_context_data(
            coverage=coverage,
            groups=list(by_outcome.items()),
            counts=counts,
            rows=charts.findings_rows(counts),
            apart=sum(finding.dwcp_outcome_id is None for finding in findings),
            may_write=may_write,
            removed=findings_taken_out_of(self.review, IndicatorFinding) if may_write else (),
            **kwargs,
        )


class FindingPage(FormMixin, ReviewPage):
    """A form for the finding on one indicator; loses nothing when it cannot be saved."""

    http_method_names = ["get", "head", "post"]
    permission_required = Permission.REPORT_WRITE
    template_name = "reviews/finding.html"
    tab = "indicators"

    @cached_property
    def finding(self):
        """What is decided; otherwise 404."""
        raise NotImplementedError

    @cached_property
    def facts(self):
        """The facts of the review by the code of their indicator."""
        return {fact.code: fact for fact in fixed_facts_of(self.review).indicators}

    @cached_property
    def suggestion(self):
        """What the figures suggest; None where they know nothing of the indicator."""
        code = self.finding.indicator.code if self.finding.indicator_id else None
        return Suggested(suggestion_for(self.facts[code])) if code in self.facts else None

    def record(self, **cleaned):
        """Save what was typed and return the finding."""
        raise NotImplementedError

    def get_trail(self):
        return [*super().get_trail(), (_("Indicators"), self.address("indicators"))]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"finding": self.finding, "suggestion": self.suggestion}

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        if not form.is_valid():
            return self.answer(form, status=422)
        try:
            saved = self.record(**form.cleaned_data)
        except StaleReview as stale:
            return self.answer(form.on_top_of(stale.current), stale=stale, status=409)
        except ReviewRefused as refused:
            for field, sentence in refused.problems.items():
                form.add_error(field or None, sentence)
            return self.answer(form, status=422)
        messages.success(request, _("Saved: %(finding)s.") % {"finding": saved.get_finding_display()})
        return redirect(f"{self.address('indicators')}#finding-{saved.pk}")

    def answer(self, form, status, **context):
        """The form again, with what was typed."""
        return self.render_to_response(self.get_context_data(form=form, **context), status=status)

    def get_context_data(self, **kwargs):
        return super().get_context_data(finding=self.finding, suggestion=self.suggestion, **kwargs)


class DecideFinding(FindingPage):
    """Decide what was found on an indicator, beside what its figures suggest."""

    form_class = FindingForm

    @cached_property
    def finding(self):
        findings = self.review.indicator_findings.select_related("indicator", "country_programme_outcome")
        finding = get_object_or_404(findings, pk=self.kwargs["record"])
        finding.review = self.review
        return finding

    def get_heading(self):
        words = {"code": self.finding.country_programme_outcome.code, "number": self.finding.number}
        return _("Finding on %(code)s, indicator %(number)s") % words

    def get_here(self):
        return f"{self.finding.country_programme_outcome.code}, {self.finding.number}"

    def record(self, **cleaned):
        return decide_finding(finding=self.finding, by=self.request.user, **cleaned)


class AssessIndicator(FindingPage):
    """Assess an indicator of the programme on which the review has said nothing."""

    form_class = AssessForm

    @cached_property
    def indicator(self):
        """The indicator in the address, if the facts of the review know it."""
        indicators = Indicator.objects.visible_to(self.request.user).in_programme(self.programme)
        if self.kwargs["indicator"] not in self.facts:
            raise Http404
        return get_object_or_404(indicators, code=self.kwargs["indicator"])

    @cached_property
    def finding(self):
        """A new one, with the figures of the facts and what they suggest."""
        fact = self.facts[self.indicator.code]
        suggested = suggestion_for(fact)
        return IndicatorFinding(
            review=self.review,
            indicator=self.indicator,
            statement=fact.statement,
            target_value=fact.target,
            unit=fact.unit,
            baseline_value=fact.baseline,
            actual_value=fact.value,
            actual_text=fact.words,
            finding=suggested.finding,
            basis=suggested.basis,
        )

    def get_heading(self):
        return _("Assess indicator %(code)s") % {"code": self.indicator.code}

    def get_form_kwargs(self):
        under_review = self.review.country_programme_outcomes.select_related("biennium").order_by("code")
        serving = Q(dwcp_outcomes=self.indicator.outcome) | Q(is_predefined=True)
        outcomes = under_review.filter(serving).distinct()
        return super().get_form_kwargs() | {"outcomes": outcomes}

    def record(self, **cleaned):
        return add_finding_for(review=self.review, indicator=self.indicator, by=self.request.user, **cleaned)


class RemoveFinding(ReviewPage):
    """Take a finding out of the review, after asking; it can be put back."""

    http_method_names = ["get", "head", "post"]
    permission_required = Permission.REPORT_WRITE
    template_name = "reviews/remove_finding.html"
    tab = "indicators"
    heading = gettext_lazy("Remove a finding")

    @cached_property
    def finding(self):
        """The finding in the address; otherwise 404."""
        findings = self.review.indicator_findings.select_related("country_programme_outcome")
        finding = get_object_or_404(findings, pk=self.kwargs["record"])
        finding.review = self.review
        return finding

    def get_trail(self):
        return [*super().get_trail(), (_("Indicators"), self.address("indicators"))]

    def post(self, request, *args, **kwargs):
        try:
            removal = remove_finding(finding=self.finding, by=request.user)
        except ReviewRefused as refused:
            messages.error(request, str(refused))
        else:
            message = _("Removed: %(what)s. You can put it back below.")
            messages.success(request, message % {"what": removal.what})
        return redirect(f"{self.address('indicators')}#removed")

    def get_context_data(self, **kwargs):
        back = f"{self.address('indicators')}#finding-{self.finding.pk}"
        return super().get_context_data(record=self.finding, back=back, **kwargs)
