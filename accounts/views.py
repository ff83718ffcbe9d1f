"""A person's own settings, and the link at the foot of a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import FormView, TemplateView

from .choices import Digest
from .forms import DigestForm
from .selectors import person_of_digest_token
from .services import choose_digest


class MySettings(FormView):
    """Who one is here, and how often one is written to."""

    http_method_names = ["get", "head", "post"]
    form_class = DigestForm
    template_name = "account/settings.html"

    # Everybody has settings of their own.
    permission_required = None

    def get_initial(self):
        return {"digest": self.request.user.digest}  # type: ignore[union-attr]  # nobody else comes here

    def form_valid(self, form):
        choose_digest(digest=form.cleaned_data["digest"], by=self.request.user)
        messages.success(self.request, _("Saved."))
        return redirect("my-settings")

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


@method_decorator(login_not_required, name="dispatch")
# Programs that read mail send this on a person's behalf and know no token of ours: the link itself is the proof.
@method_decorator(csrf_exempt, name="dispatch")
class DigestChoice(TemplateView):
    """Stop the mail, or let it come again, by the link at its foot. Opening the link changes nothing yet."""

    http_method_names = ["get", "head", "post"]
    template_name = "account/digest_choice.html"

    @cached_property
    def person(self):
        """Whom the mail was for; None where the link is not whole."""
        return person_of_digest_token(self.kwargs["token"])

    def get(self, request, *args, **kwargs):
        return self.answer()

    def post(self, request, *args, **kwargs):
        if self.person is None:
            return self.answer()
        before = self.person.digest
        chosen = request.POST.get("digest", Digest.NEVER)
        choose_digest(digest=chosen if chosen in Digest.values else Digest.NEVER, by=self.person)
        # No redirect: programs that read mail do not follow one.
        return self.answer(is_done=True, before=before if before != Digest.NEVER else Digest.DAILY)

    def answer(self, **context):
        """The page; 404 where the link is not whole."""
        context = self.get_context_data(person=self.person, never=Digest.NEVER, daily=Digest.DAILY, **context)
        return self.render_to_response(context, status=200 if self.person else 404)
