"""Frameworks that programmes align with, and how the outcomes of one contribute to them."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.choices import Permission

from ..forms.frameworks import in_reading_order
from ..models import Alignment, Framework
from ..services import Refused, add_development_goals, remove_framework
from ..services.frameworks import DEVELOPMENT_GOALS
from .base import ProgrammeMixin
from .lists import ListPage
from .records import Kind, RemoveRecord, record_paths


@dataclass(frozen=True)
class SharedKind(Kind):
    """A kind of record that belongs to no programme: all of them use it, and its services see to that."""

    def in_programme(self, programme):
        return self.model._default_manager.all()

    def new(self, programme):
        return self.model()


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


class RemoveFramework(RemoveRecord):
    """Ask before a framework or a part of one is removed."""

    def post(self, request, *args, **kwargs):
        name = str(self.record)
        try:
            remove_framework(record=self.record, by=request.user, programme=self.programme)
        except Refused as error:
            return self.render_to_response(self.get_context_data(refused=str(error)), status=422)
        messages.success(request, _("Removed: %(what)s. You can put it back below.") % {"what": name})
        return redirect(self.get_success_url())


def shared_record_paths(kind):
    """The addresses of `record_paths`; what is shared is removed by a service of its own."""
    remove = f"remove-{kind.slug}"
    yield from (address for address in record_paths(kind) if address.name != remove)
    view = RemoveFramework.as_view(kind=kind, permission_required=kind.permission)
    yield path(f"{kind.slug}/<int:record>/remove/", view, name=remove)
