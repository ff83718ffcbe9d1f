"""Frameworks that programmes align with, and how the outcomes of one contribute to them."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.choices import Permission

from ..forms.frameworks import in_reading_order
from ..models import Alignment, Framework
from ..services import add_development_goals
from ..services.frameworks import DEVELOPMENT_GOALS
from .base import ProgrammeMixin
from .lists import ListPage


class Frameworks(ListPage):
    """What each outcome contributes to the plans of others, and those plans with their parts."""

    template_name = "outcomes/frameworks.html"

    def get_context_data(self, **kwargs):
        alignments = Alignment.objects.select_related("item__framework")
        frameworks = Framework.objects.prefetch_related("items")
        for framework in frameworks:
            for part in framework.items.all():
                part.framework = framework
        return super().get_context_data(
            outcomes=self.programme.outcomes.prefetch_related(Prefetch("alignments", alignments)),
            frameworks=[(framework, in_reading_order(framework.items.all())) for framework in frameworks],
            has_development_goals=any(framework.name == DEVELOPMENT_GOALS for framework in frameworks),
            **kwargs,
        )


class AddDevelopmentGoals(ProgrammeMixin, TemplateView):
    """The Sustainable Development Goals with their targets, at the press of a button."""

    http_method_names = ["get", "head", "post"]
    permission_required = Permission.STRUCTURE_EDIT

    def get(self, request, *args, **kwargs):
        # Who had to sign in again before sending comes back here.
        return redirect("outcomes:frameworks", programme=self.programme.code)

    def post(self, request, *args, **kwargs):
        framework = add_development_goals(programme=self.programme, by=request.user)
        messages.success(request, _("Saved: %(what)s") % {"what": framework})
        return redirect("outcomes:frameworks", programme=self.programme.code)
