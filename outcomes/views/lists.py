"""What pages that list parts of a programme have in common."""

from django.views.generic import TemplateView

from accounts.choices import Permission

from .base import ProgrammeMixin


class ListPage(ProgrammeMixin, TemplateView):
    """A list for everybody in the programme; who may edit finds the way to add, change, remove and put back."""

    def get_context_data(self, **kwargs):
        may_edit = self.request.user.has_perm(Permission.STRUCTURE_EDIT, self.programme)
        return super().get_context_data(
            may_edit=may_edit and not self.programme.is_archived,
            removals=self.programme.removals.not_put_back().select_related("removed_by")[:10],
            **kwargs,
        )
