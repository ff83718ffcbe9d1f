"""By what an indicator's figures are split."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.choices import Permission
from outcomes.services import Refused, Stale
from outcomes.views import FormPage

from ..choices import MEASURES_WITH_PARTS
from ..forms.splits import SplitsForm
from ..selectors import is_series_empty, splits_of, splits_seen
from ..services import change_splits
from .base import IndicatorMixin


class ChangeSplits(IndicatorMixin, FormPage):
    """Choose the dimensions that entries of an indicator are split by, saying why once there are figures."""

    permission_required = Permission.STRUCTURE_EDIT
    form_class = SplitsForm
    template_name = "indicators/splits.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"indicator": self.indicator}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            indicator=self.indicator,
            asked=splits_of(self.indicator),
            can_be_split=self.indicator.measure in MEASURES_WITH_PARTS,
            reported=self.indicator.entries.count(),
            amends=is_series_empty(self.indicator),
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
            form.refuse(error.problems)
            return self.answer_stale(form, {"seen": splits_seen(self.indicator)})
        except Refused as error:
            form.refuse(error.problems)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("Saved. Series %(number)s begins; what was reported stays as it is.") % {"number": change.number}
            if change
            else _("Saved."),
        )
        return redirect(self.indicator)
