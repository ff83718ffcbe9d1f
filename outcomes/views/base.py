"""What every page inside a programme has in common."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.functional import cached_property
from django.views.generic import FormView, View
from django.views.generic.base import ContextMixin

from accounts.choices import Permission

from ..rules import memberships_of


class ProgrammeMixin(ContextMixin, View):
    """A page inside a programme: somebody else's programme does not exist, an act not allowed is refused.

    Views name their `permission_required`; it is asked of `get_permission_subject`, by default the
    programme. The template finds the programme and the person's membership.
    """

    permission_required = Permission.PROGRAMME_VIEW

    @cached_property
    def membership(self):
        """What this person is in the programme of the address; 404 if they do not belong to it."""
        membership = memberships_of(self.request.user).get(self.kwargs["programme"])
        if membership is None:
            raise Http404
        return membership

    @property
    def programme(self):
        """The programme in the address."""
        return self.membership.programme

    def get_permission_subject(self):
        """What the permission is asked of."""
        return self.programme

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(self.permission_required, self.get_permission_subject()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        # Django would put the codes of the address into the template's context, under the names of the
        # records they stand for.
        return super().get(request)  # type: ignore[misc]  # every page has one

    def get_context_data(self, **kwargs):
        return super().get_context_data(programme=self.programme, membership=self.membership, **kwargs)


class FormPage(FormView):
    """A page with a form that comes back with what was typed: 422 if it cannot stand, 409 if somebody was quicker."""

    http_method_names = ["get", "head", "post"]

    def form_invalid(self, form):
        return self.answer(form, status=422)

    def answer_stale(self, form, now, **context):
        """What was typed, which may then be saved over what somebody else saved.

        `now` are the hidden fields that say over what it is saved, as they have to be for that.
        """
        form.data = form.data.copy()
        for name, value in now.items():
            form.data[name] = value
        return self.answer(form, status=409, **context)

    def answer(self, form, status, **context):
        """The page with the form as it was sent."""
        return self.render_to_response(self.get_context_data(form=form, **context), status=status)
