"""The methods of reviews: templates that all programmes share, their parts, and their versions."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.choices import Permission
from outcomes.services import Refused
from outcomes.views import FormPage, ProgrammeMixin
from outcomes.views.lists import what_is_gone

from ..choices import SectionKey
from ..forms.templates import ScaleForm, SectionsForm, TemplateForm, VersionForm
from ..models import ReviewTemplate
from ..services import (
    add_template,
    change_template,
    copy_template,
    offer_template,
    retire_template,
    set_scale,
    set_sections,
)
from ..services.templates import SectionPlan, seen_of, why_it_stays
from ..services.templates.scale import matches_of, steps_of
from .writing import SavesWithService


class MethodMixin(ProgrammeMixin):
    """A page about templates; one that is named in the address is there for everybody who plans reviews anywhere."""

    permission_required = Permission.REVIEW_MANAGE

    @cached_property
    def template(self):
        """The template in the address; otherwise 404."""
        templates = ReviewTemplate.objects.annotate(number_of_reviews=Count("reviews"))
        return get_object_or_404(templates, pk=self.kwargs["method"])

    def address(self, name, **kwargs):
        """The address of a page about templates."""
        return reverse(f"reviews:{name}", kwargs={"programme": self.programme.code, **kwargs})

    def get_trail(self):
        """The pages between the programme and this one."""
        trail = [(_("Reviews"), self.address("reviews")), (_("Methods"), self.address("methods"))]
        if "method" in self.kwargs:
            trail.append((str(self.template), self.address("method", method=self.template.pk)))
        return trail

    def get_context_data(self, **kwargs):
        if "method" in self.kwargs:
            kwargs.setdefault("template", self.template)
        kwargs.setdefault("trail", self.get_trail())
        return super().get_context_data(**kwargs)


class Methods(MethodMixin, TemplateView):
    """The templates there are, with their version and by how many reviews each is used."""

    template_name = "reviews/methods.html"

    def get_context_data(self, **kwargs):
        templates = ReviewTemplate.objects.annotate(
            number_of_reviews=Count("reviews", distinct=True),
            number_of_criteria=Count("criteria", distinct=True),
            number_of_areas=Count("areas", distinct=True),
        )
        return super().get_context_data(templates=templates, trail=self.get_trail()[:1], **kwargs)


class Method(MethodMixin, TemplateView):
    """One template: scale, criteria, areas, sections of the report, and what its criteria are matched with."""

    template_name = "reviews/method.html"

    def get_context_data(self, **kwargs):
        criteria = self.template.criteria.prefetch_related("sub_criteria")
        wanted = list(self.template.sections.all())
        matches = [_from(self.template, match) for match in matches_of(self.template)]
        return super().get_context_data(
            trail=self.get_trail()[:2],
            may_edit=not self.template.number_of_reviews,
            stays=why_it_stays(self.template) if self.template.number_of_reviews else "",
            labels=self.template.labels.all(),
            criteria=criteria,
            areas=self.template.areas.all(),
            sections=wanted or [{"get_section_display": key.label} for key in SectionKey],
            left_out=[key.label for key in SectionKey if wanted and key not in {one.section for one in wanted}],
            matches=sorted(matches, key=lambda row: (row[0].number, str(row[1].template), row[1].number)),
            removals=what_is_gone(self.programme)[:3],
            **kwargs,
        )


def _from(template, match):
    """A match as seen from one of its two templates: (own criterion, other criterion, match, whether it is its own)."""
    is_own = match.criterion.template_id == template.pk
    own, other = (match.criterion, match.other) if is_own else (match.other, match.criterion)
    return own, other, match, is_own


class MethodForm(SavesWithService, MethodMixin, FormPage):
    """A form about a template."""

    template_name = "reviews/method_form.html"
    heading: object = ""

    def get_success_url(self):
        return self.address("method", method=self.template.pk)

    def seen_now(self, current):
        return {"seen": type(self).seen(current)} if current is not None else {}

    def get_context_data(self, **kwargs):
        return super().get_context_data(heading=self.heading, back=self.get_success_url(), **kwargs)


class AddMethod(MethodForm):
    """Begin a template."""

    form_class = TemplateForm
    heading = gettext_lazy("Begin a method of your own")

    @cached_property
    def template(self):
        """The new one, once it is saved."""
        return ReviewTemplate()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"programme": self.programme}

    def get_success_url(self):
        return self.address("method", method=self.template.pk) if self.template.pk else self.address("methods")

    def save(self, form):
        typed = {name: form.cleaned_data[name] for name in ("name", "note")}
        self.template = add_template(programme=self.programme, by=self.request.user, **typed)


class ChangeMethod(MethodForm):
    """Change what a template is called."""

    form_class = TemplateForm
    heading = gettext_lazy("Name and purpose")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.template, "programme": self.programme}

    @staticmethod
    def seen(current):
        """What a form about this template has seen."""
        return TemplateForm(instance=current, programme=None).initial["seen"]

    def save(self, form):
        change_template(
            template=form.instance, seen=form.cleaned_data["seen"], programme=self.programme, by=self.request.user
        )


class NextVersion(MethodForm):
    """Make the next version of a template, which can then be edited."""

    form_class = VersionForm
    heading = gettext_lazy("Make the next version")
    saved = gettext_lazy("This is the next version. No review uses it yet, so you can change it.")

    def save(self, form):
        self.made = copy_template(
            template=self.template, note=form.cleaned_data["note"], programme=self.programme, by=self.request.user
        )

    def get_success_url(self):
        return self.address("method", method=getattr(self, "made", self.template).pk)


class OfferMethod(MethodMixin, TemplateView):
    """Offer a template for new reviews, or no longer: a button on its page."""

    http_method_names = ["get", "head", "post"]

    def get(self, request, *args, **kwargs):
        return redirect(self.address("method", method=self.template.pk))

    def post(self, request, *args, **kwargs):
        verb = offer_template if self.template.is_retired else retire_template
        try:
            changed = verb(template=self.template, programme=self.programme, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            sentence = _("No longer offered for new reviews.") if changed.is_retired else _("Offered for new reviews.")
            messages.success(request, sentence)
        return redirect(self.address("method", method=self.template.pk))


class Scale(MethodForm):
    """Give a template its scale."""

    form_class = ScaleForm
    heading = gettext_lazy("Rating scale")

    @staticmethod
    def seen(current):
        """What a form about this scale has seen."""
        return seen_of(current.labels.all())

    def get_initial(self):
        steps = steps_of(self.template)
        return {"lowest": min(steps, default=1), "labels": "\n".join(steps.values()), "seen": self.seen(self.template)}

    def save(self, form):
        set_scale(
            template=self.template,
            steps=form.steps(),
            seen=form.cleaned_data["seen"],
            programme=self.programme,
            by=self.request.user,
        )


class Sections(MethodForm):
    """Say which sections the report has, in which order, and with which wording."""

    form_class = SectionsForm
    template_name = "reviews/method_sections.html"
    heading = gettext_lazy("Sections of the report")

    @staticmethod
    def seen(current):
        """What a form about these sections has seen."""
        return seen_of(current.sections.all())

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"template": self.template}

    def get_initial(self):
        return {"seen": self.seen(self.template)}

    def save(self, form):
        set_sections(
            template=self.template,
            plans=[SectionPlan(*chosen) for chosen in form.chosen()],
            seen=form.cleaned_data["seen"],
            programme=self.programme,
            by=self.request.user,
        )
