"""Building an indicator, and changing how it is defined: one page in sections."""

from django.contrib import messages

from accounts.choices import Permission
from outcomes.views.records import AddRecord, ChangeRecord

from ..services import save_indicator
from ..services.definitions import definition_of
from ..services.remarks import remarks_on
from ..services.unfit import problems_of
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
        indicator = save_indicator(
            indicator=form.instance,
            seen=form.cleaned_data["seen"],
            by=self.request.user,
            programme=self.programme,
            **form.stated(),
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
    # No page has that many rows; whatever else was sent is not counted on.
    data[name] = str(int(number) + 1 if number.isdecimal() and len(number) < 6 else 1)
    return data
