"""What pages that list parts of a programme have in common."""

from django.views.generic import ListView, TemplateView

from accounts.choices import Permission

from .base import ProgrammeMixin


class ListPage(ProgrammeMixin, TemplateView):
    """A list for everybody in the programme; who may edit finds the way to add, change, remove and put back.

    What was removed last is at hand there, all of it on the page "Removed".
    """

    edited_with = Permission.STRUCTURE_EDIT

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            may_edit=self.request.user.has_perm(self.edited_with, self.programme),
            removals=what_is_gone(self.programme)[:3],
            **kwargs,
        )


class Removed(ProgrammeMixin, ListView):
    """Everything that was removed and not put back, the latest first."""

    permission_required = Permission.STRUCTURE_EDIT
    template_name = "outcomes/removed.html"
    context_object_name = "removals"
    paginate_by = 50

    def get_queryset(self):
        return what_is_gone(self.programme)


def what_is_gone(programme):
    """What was removed from a programme and not put back, for lists of it: without what it consists of."""
    return programme.removals.not_put_back().select_related("removed_by").defer("content")
