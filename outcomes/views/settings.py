"""The programme as its officer builds it: everything it is made of, with the way to each part."""

from django.db.models import Prefetch

from accounts.choices import Permission

from ..choices import MOST_OUTCOMES_PER_PRIORITY
from ..models import DwcpOutcome
from .lists import ListPage


class Settings(ListPage):
    """Priorities with their outcomes and strategies, and the way to everything else."""

    template_name = "outcomes/settings.html"

    def get_context_data(self, **kwargs):
        outcomes = DwcpOutcome.objects.select_related("programme").prefetch_related("strategies")
        user = self.request.user
        return super().get_context_data(
            priorities=self.programme.priorities.prefetch_related(Prefetch("outcomes", outcomes)),
            most_outcomes=MOST_OUTCOMES_PER_PRIORITY,
            may_create=user.has_perm(Permission.PROGRAMME_CREATE),
            may_archive=user.has_perm(Permission.PROGRAMME_ARCHIVE, self.programme),
            **kwargs,
        )
