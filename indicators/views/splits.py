"""By what an indicator's figures are split."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from accounts.choices import Permission
from outcomes.services import Refused, Stale
from outcomes.views import ProgrammeMixin

from ..choices import MEASURES_WITH_PARTS
from ..forms.splits import SplitsForm
from ..models import Indicator
from ..selectors import splits_of, splits_seen
from ..services import change_splits


class ChangeSplits(ProgrammeMixin, FormView):
    """Choose the dimensions that entries of an indicator are split by, saying why once there are figures."""

    http_method_names = ["get", "head", "post"]
    permission_required = Permission.STRUCTURE_EDIT
    form_class = SplitsForm
    template_name = "indicators/splits.html"

    @cached_property
    def indicator(self):
        indicators = Indicator.objects.visible_to(self.request.user).in_programme(self.programme)
        return get_object_or_404(indicators, code=self.kwargs["indicator"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"indicator": self.indicator}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            indicator=self.indicator,
            asked=splits_of(self.indicator),
            can_be_split=self.indicator.measure in MEASURES_WITH_PARTS,
            reported=self.indicator.entries.count(),
            **kwargs,
        )

    def form_valid(self, form):
        try:
            change = change_splits(
                indicator=self.indicator,
                splits=form.splits(),
                reason=form.cleaned_data.get("reason", ""),
                seen=form.cleaned_data["seen"],
                by=self.request.user,
            )
        except Stale as error:
            sent = form.data.copy()
            sent["seen"] = splits_seen(self.indicator)
            form.data = sent
            form.add_error(None, str(error))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        except Refused as error:
            for field, sentence in error.problems.items():
                form.add_error(field if field in form.fields else None, sentence)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("Saved. Series %(number)s begins; what was reported stays as it is.") % {"number": change.number}
            if change
            else _("Saved."),
        )
        return redirect(self.indicator)

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response
