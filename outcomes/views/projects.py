"""Projects that serve the programme."""

from ..models import Project
from .lists import ListPage


class Projects(ListPage):
    """The projects with their donors, and what each serves."""

    template_name = "outcomes/projects.html"

    def get_context_data(self, **kwargs):
        projects = Project.objects.in_programme(self.programme).prefetch_related(
            "donors", "outcomes", "country_programme_outcomes__biennium"
        )
        return super().get_context_data(projects=projects, **kwargs)
