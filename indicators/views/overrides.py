"""Judging an indicator otherwise than its figures do."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.choices import Permission
from outcomes.services import Refused, Stale
from outcomes.views import FormPage

from ..forms import OverrideForm
from ..models import StatusOverride
from ..selectors import current_period, explanation_of, standing_of
from ..services import override_status, withdraw_override
from .base import IndicatorMixin


class OverrideStatus(IndicatorMixin, FormPage):
    """Give an indicator another status than its figures do, with a reason; it holds until the next period begins."""

    permission_required = Permission.STATUS_OVERRIDE
    form_class = OverrideForm
    template_name = "indicators/override_status.html"

    @cached_property
    def standing(self):
        """How the indicator stands."""
        return standing_of(self.indicator)

    def get_initial(self):
        override = self.standing.override
        given = {"status": override.status, "reason": override.reason} if override else {}
        return given | {"seen": override.pk if override else 0}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            indicator=self.standing.indicator,
            standing=self.standing,
            explanation=explanation_of(self.standing),
            period=current_period(self.standing.indicator.programme),
            **kwargs,
        )

    def form_valid(self, form):
        try:
            override_status(indicator=self.indicator, by=self.request.user, **form.cleaned_data)
        except Stale as error:
            return self.form_stale(form, error)
        except Refused as error:
            form.refuse(error.problems)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved. It holds until the next period begins; both statuses are shown."))
        return redirect(self.indicator)

    def form_stale(self, form, error):
        """Show what somebody else gave above what was typed, which may then be saved in its place."""
        form.add_error(
            None,
            _("Somebody else has judged it since you opened this page. What you typed stands below; save it again."),
        )
        return self.answer_stale(form, {"seen": str(error.current.pk if error.current else 0)})


class WithdrawOverride(IndicatorMixin, TemplateView):
    """Let the figures say again how an indicator stands; sent from its page."""

    http_method_names = ["get", "head", "post"]
    permission_required = Permission.STATUS_OVERRIDE

    def get(self, request, *args, **kwargs):
        # Who had to sign in again before sending comes back here.
        return redirect(self.indicator)

    def post(self, request, *args, **kwargs):
        sent = request.POST.get("override", "")
        overrides = StatusOverride.objects.visible_to(request.user).filter(indicator=self.indicator)
        override = overrides.filter(pk=sent).first() if sent.isdecimal() else None
        try:
            if override is None:
                raise Refused(_("There is no such status to take back."))
            withdraw_override(override=override, by=request.user)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Taken back. The figures say again how the indicator stands."))
        return redirect(self.indicator)
