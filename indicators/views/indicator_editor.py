"""Building an indicator, and changing how it is defined: one page in sections."""

from django.contrib import messages
from django.utils.translation import gettext as _

from accounts.choices import Permission
from outcomes.services import Refused
from outcomes.views.records import AddRecord, ChangeRecord

from ..models import Indicator
from ..selectors.framework import recalculated
from ..services import save_indicator
from ..services.definitions import definition_of
from ..services.unfit import problems_of, remarks_on
from ..templatetags.measures import measured
from .kinds import INDICATOR

ROWS = ("milestones", "category_targets")


class AddIndicator(AddRecord):
    """Add an indicator: its fields and rows on one page, all of it kept or nothing."""

    kind = INDICATOR
    permission_required = Permission.STRUCTURE_EDIT

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        if (rows := self.request.POST.get("more")) in ROWS:
            kwargs["data"] = _with_another_row(kwargs["data"], f"{rows}-TOTAL_FORMS")
        return kwargs

    def post(self, request, *args, **kwargs):
        if request.POST.get("more") not in ROWS:
            return super().post(request, *args, **kwargs)
        form = self.get_form()
        form.show_only()
        return self.render_to_response(self.get_context_data(form=form))

    def save(self, form):
        stated = form.stated()
        if form.has_entries and not form.cleaned_data["recalculates"] and not stated["begins_series"]:
            _warn_of_recalculating(form.instance)
        indicator = save_indicator(
            indicator=form.instance,
            seen=form.cleaned_data["seen"],
            by=self.request.user,
            programme=self.programme,
            **stated,
        )
        for remark in remarks_on(definition_of(indicator)):
            messages.warning(self.request, f"{indicator.code}: {remark}")

    def get_success_url(self):
        """The list, at this indicator."""
        place = super().get_success_url()
        return f"{place}#indicator-{self.record.pk}" if self.record.pk else place


class ChangeIndicator(AddIndicator, ChangeRecord):
    """Change an indicator: what is wrong with it as it stands is said above the form."""

    def get_context_data(self, **kwargs):
        if self.request.method != "POST":
            definition = definition_of(self.record)
            kwargs["remarks"] = [*problems_of(definition).values(), *remarks_on(definition)]
        return super().get_context_data(**kwargs)


def _with_another_row(data, name):
    data = data.copy()
    number = data.get(name, "")
    data[name] = str(int(number) + 1 if number.isdecimal() else 1)
    return data


def _warn_of_recalculating(indicator):
    """Changing how entries add up changes the figure: that is said before it is done."""
    before = Indicator.objects.select_related("outcome__programme").get(pk=indicator.pk)
    if before.accumulation == indicator.accumulation or before.measure != indicator.measure:
        return
    figures = recalculated(before, indicator.accumulation)
    message = _("The verified figure is %(before)s and will be %(after)s. Tick this to go on, or keep the old rule.")
    shown = {name: measured(figure, before) for name, figure in zip(("before", "after"), figures, strict=True)}
    raise Refused({"recalculates": message % shown})
