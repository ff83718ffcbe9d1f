"""My programmes."""

from django.views.generic import ListView

from ..models import ProgrammeMembership


class ProgrammeList(ListView):
    """The programmes this person belongs to, and what they are in each."""

    template_name = "outcomes/programmes.html"
    context_object_name = "memberships"

    # Everybody sees a list; it holds only what is theirs.
    permission_required = None

    def get_queryset(self):
        memberships = ProgrammeMembership.objects.filter(user=self.request.user)  # type: ignore[misc]
        return memberships.select_related("programme__country").order_by(
            "programme__country__name", "-programme__start_year"
        )
