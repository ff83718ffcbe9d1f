"""The dimensions of a programme: those every programme shares, and its own with their categories."""

from collections import defaultdict

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.choices import Permission
from outcomes.services import Refused
from outcomes.views import FormPage, ProgrammeMixin
from outcomes.views.lists import ListPage
from outcomes.views.records import AddRecord, ChangeRecord, MoveRecord, RecordMixin, RemoveRecord

from ..forms.dimensions import RetireForm
from ..models import Dimension, Disaggregation, Indicator
from ..selectors import has_figures, indicators_that_begin_anew
from ..services import copy_dimension, move_category, remove_category, restore_category


class Dimensions(ListPage):
    """Every dimension that figures can be split by, its categories, and the indicators split by it."""

    template_name = "indicators/dimensions.html"

    def get_context_data(self, **kwargs):
        dimensions = list(Dimension.objects.for_programme(self.programme).prefetch_related("categories"))
        used_by: dict[int | None, dict[int, Indicator]] = defaultdict(dict)
        current = Disaggregation.objects.current().filter(indicator__outcome__programme=self.programme)
        for split in current.select_related("indicator"):
            for key in (split.dimension_id, split.crossed_with_id):
                used_by[key][split.indicator.pk] = split.indicator
        own = [one for one in dimensions if one.programme_id is not None]
        own_codes = {one.code for one in own}
        return super().get_context_data(
            own=[(one, list(used_by[one.pk].values())) for one in own],
            shared=[
                (one, list(used_by[one.pk].values()), one.code in own_codes)
                for one in dimensions
                if one.programme_id is None
            ],
            **kwargs,
        )


class CopyDimension(ProgrammeMixin, TemplateView):
    """Make a shared dimension the programme's own, at the press of a button."""

    http_method_names = ["get", "head", "post"]
    permission_required = Permission.STRUCTURE_EDIT

    @cached_property
    def dimension(self):
        """The dimension in the address."""
        return get_object_or_404(Dimension.objects.for_programme(self.programme), pk=self.kwargs["record"])

    def get(self, request, *args, **kwargs):
        # Who had to sign in again before sending comes back here.
        return redirect("indicators:dimensions", programme=self.programme.code)

    def post(self, request, *args, **kwargs):
        try:
            copy = copy_dimension(dimension=self.dimension, programme=self.programme, by=request.user)
        except Refused as error:
            messages.error(request, str(error))
        else:
            message = _("“%(name)s” is the programme's own now. Choose it for the indicators to be split by it.")
            messages.success(request, message % {"name": copy})
        return redirect("indicators:dimensions", programme=self.programme.code)


class AddNamed(AddRecord):
    """Add a dimension or a category, with the reason that new series need."""

    def save(self, form):
        self.kind.service(
            record=form.instance,
            seen=form.cleaned_data["seen"],
            reason=form.cleaned_data.get("reason", ""),
            by=self.request.user,
            programme=self.programme,
        )


class ChangeNamed(AddNamed, ChangeRecord):
    """Change the name of a dimension or a category, with the reason that is needed once there are figures."""


class RetireCategory(RecordMixin, FormPage):
    """Ask before a category is removed; one with figures is retired, which needs its reason."""

    form_class = RetireForm
    template_name = "indicators/retire_category.html"

    @cached_property
    def has_figures(self):
        """Whether there is something to keep."""
        return has_figures(self.record)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            record=self.record,
            has_figures=self.has_figures,
            begin_anew=indicators_that_begin_anew(self.record.dimension),
            back=self.get_success_url(),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        if self.has_figures and not form.is_valid():
            return self.form_invalid(form)
        return self.form_valid(form)

    def form_valid(self, form):
        name = str(self.record)
        reason = form.cleaned_data["reason"] if self.has_figures else ""
        try:
            self.act(reason)
        except Refused as error:
            form.refuse(error.problems)
            return self.form_invalid(form)
        messages.success(self.request, self.done() % {"what": name})
        return redirect(self.get_success_url())

    def act(self, reason):
        """Call the service's verb."""
        remove_category(category=self.record, reason=reason, by=self.request.user)

    def done(self):
        """What to say afterwards."""
        if self.has_figures:
            return _("“%(what)s” is not asked for any more. Its figures stay.")
        return _("Removed: %(what)s. You can put it back below.")


class RestoreCategory(RetireCategory):
    """Ask for a retired category again, with the reason."""

    template_name = "indicators/restore_category.html"
    has_figures = True

    def get(self, request, *args, **kwargs):
        if not self.record.is_retired:
            return redirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if not self.record.is_retired:
            return redirect(self.get_success_url())
        return super().post(request, *args, **kwargs)

    def act(self, reason):
        restore_category(category=self.record, reason=reason, by=self.request.user)

    def done(self):
        return _("“%(what)s” is asked for again.")


class MoveCategory(MoveRecord):
    """Move a category one place up or down in its dimension."""

    def post(self, request, *args, **kwargs):
        move_category(category=self.record, up=request.POST.get("to") == "up", by=request.user)
        return redirect(f"{self.get_success_url()}#{self.kind.slug}-{self.record.pk}")


def dimension_paths(kind):
    """The addresses of the pages about one dimension: as `record_paths`, but that a new name may need a reason."""
    options = {"kind": kind, "permission_required": kind.permission}
    yield path(f"{kind.slug}/add/", AddNamed.as_view(**options), name=f"add-{kind.slug}")
    yield path(f"{kind.slug}/<int:record>/", ChangeNamed.as_view(**options), name=f"change-{kind.slug}")
    yield path(f"{kind.slug}/<int:record>/remove/", RemoveRecord.as_view(**options), name=f"remove-{kind.slug}")


def category_paths(kind):
    """The addresses of the pages about one category: as `record_paths`, but that it may be retired and come back."""
    options = {"kind": kind, "permission_required": kind.permission}
    yield path(f"{kind.slug}/add/", AddNamed.as_view(**options), name=f"add-{kind.slug}")
    yield path(f"{kind.slug}/<int:record>/", ChangeNamed.as_view(**options), name=f"change-{kind.slug}")
    yield path(f"{kind.slug}/<int:record>/remove/", RetireCategory.as_view(**options), name=f"remove-{kind.slug}")
    yield path(f"{kind.slug}/<int:record>/restore/", RestoreCategory.as_view(**options), name=f"restore-{kind.slug}")
    yield path(f"{kind.slug}/<int:record>/move/", MoveCategory.as_view(**options), name=f"move-{kind.slug}")
