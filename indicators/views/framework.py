"""The indicators of a programme as its officer builds them."""

from django.views.generic import TemplateView

from accounts.choices import Permission
from outcomes.views import ProgrammeMixin

from ..selectors.framework import framework_of


class Framework(ProgrammeMixin, TemplateView):
    """Every indicator by outcome: measure, baseline, target, split, owner, and the way to change it."""

    template_name = "indicators/framework.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            outcomes=framework_of(self.programme),
            may_edit=self.request.user.has_perm(Permission.STRUCTURE_EDIT, self.programme),
            removals=self.programme.removals.not_put_back().select_related("removed_by")[:10],
            **kwargs,
        )
