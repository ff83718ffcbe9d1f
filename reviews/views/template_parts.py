"""The parts of a template: its criteria, its performance areas, and what its criteria are matched with."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from outcomes.services import Refused

from ..forms.templates import AreaForm, CriterionForm, MatchForm
from ..models import Criterion, CriterionMatch, PerformanceArea
from ..services import remove_template_part, save_area, save_criterion, save_match
from ..services.templates import seen_of, why_it_stays
from .templates import MethodForm, MethodMixin


class PartForm(MethodForm):
    """A form for one part of a template: the one in the address, or a new one."""

    model: type

    @cached_property
    def record(self):
        """The part, which knows its template; otherwise 404."""
        if "record" not in self.kwargs:
            return self.new()
        return get_object_or_404(parts_of(self.model, self.template), pk=self.kwargs["record"])

    def new(self):
        """An empty part of the template."""
        return self.model(template=self.template)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.record, "programme": self.programme}

    def seen_now(self, current):
        if current is None:
            return {}
        return {"seen": self.form_class(**self.get_form_kwargs() | {"instance": current, "data": None}).initial["seen"]}


class CriterionPage(PartForm):
    """Add a criterion with its sub-criteria, or change it."""

    model = Criterion
    form_class = CriterionForm
    heading = gettext_lazy("Criterion")

    def get_initial(self):
        if self.record.pk is None:
            last = self.template.criteria.order_by("-number").values_list("number", flat=True).first()
            return {"number": (last or 0) + 1}
        sub_criteria = self.record.sub_criteria.all()
        return {
            "sub_criteria": "\n".join(sub.text for sub in sub_criteria),
            "seen_sub_criteria": seen_of(sub_criteria),
        }

    def seen_now(self, current):
        if current is None:
            return {}
        return super().seen_now(current) | {"seen_sub_criteria": seen_of(current.sub_criteria.all())}

    def save(self, form):
        save_criterion(
            criterion=form.instance,
            sub_criteria=form.sub_criteria_typed(),
            seen=form.cleaned_data["seen"],
            seen_sub_criteria=form.cleaned_data["seen_sub_criteria"],
            programme=self.programme,
            by=self.request.user,
        )


class AreaPage(PartForm):
    """Add a performance area, or change it."""

    model = PerformanceArea
    form_class = AreaForm
    heading = gettext_lazy("Performance area")

    def save(self, form):
        save_area(area=form.instance, seen=form.cleaned_data["seen"], programme=self.programme, by=self.request.user)


class MatchPage(PartForm):
    """Say that a criterion asks what one of another template asked, or change what was said."""

    model = CriterionMatch
    form_class = MatchForm
    heading = gettext_lazy("Match with another method")

    def new(self):
        return CriterionMatch()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"template": self.template}

    def save(self, form):
        save_match(match=form.instance, seen=form.cleaned_data["seen"], programme=self.programme, by=self.request.user)


class RemovePart(MethodMixin, TemplateView):
    """Ask before a part of a template is removed; it can be put back."""

    http_method_names = ["get", "head", "post"]
    template_name = "reviews/method_remove.html"
    model: type | None = None

    @cached_property
    def record(self):
        """The part in the address; otherwise 404."""
        return get_object_or_404(parts_of(self.model, self.template), pk=self.kwargs["record"])

    def get_context_data(self, **kwargs):
        kwargs.setdefault("refused", why_it_stays(self.template))
        back = self.address("method", method=self.template.pk)
        return super().get_context_data(record=self.record, back=back, **kwargs)

    def post(self, request, *args, **kwargs):
        name = str(self.record)
        try:
            remove_template_part(record=self.record, programme=self.programme, by=request.user)
        except Refused as refused:
            return self.render_to_response(self.get_context_data(refused=str(refused)), status=422)
        messages.success(request, _("Removed: %(what)s. You can put it back below.") % {"what": name})
        return redirect(self.address("method", method=self.template.pk))


def parts_of(model, template):
    """The records of one kind that a template consists of; a match belongs to that of the criterion it was made for."""
    if model is CriterionMatch:
        return CriterionMatch.objects.filter(criterion__template=template).select_related(
            "criterion__template", "other"
        )
    return model.objects.filter(template=template).select_related("template")
