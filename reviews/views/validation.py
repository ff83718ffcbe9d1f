"""What government, employers and workers say to a draft: the matrix, and the form of one's own organisation."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Permission, Role
from outcomes.services import Refused

from ..forms.validation import AnswerForm
from ..selectors import DRAFT, reads_edition, validation_of
from ..services import put_back_validation, validate_draft, withdraw_validation
from ..services.validation import why_they_do_not_speak
from .follow_up import REVISION
from .writing import WritingPage


class Validation(WritingPage):
    """Who endorsed, commented or reserved, by group; and what the reader's own organisation may say now."""

    permission_required = Permission.PROGRAMME_VIEW
    form_class = AnswerForm
    template_name = "reviews/validation.html"
    tab = "validation"
    heading = gettext_lazy("Validation by the constituents")
    saved = gettext_lazy("Your organisation has answered. You can change it until the round ends.")

    def get_trail(self):
        return super().get_trail()[:2]

    def get_success_url(self):
        return self.address("validation")

    @cached_property
    def may_answer(self):
        """Whether this person speaks for one of the three groups in the programme."""
        return self.request.user.has_perm(Permission.REPORT_VALIDATE, self.review)

    @cached_property
    def answer_given(self):
        """What this person's organisation said to the present draft, also where it withdrew it; or None."""
        if not self.may_answer:
            return None
        return self.review.endorsements.filter(
            consultation_round=self.review.consultation_round, organisation__people=self.request.user.pk
        ).first()

    def get_initial(self):
        given = self.answer_given
        if given is None:
            return {"revision": 0}
        return {"stance": given.stance, "text": given.text, "revision": given.revision}

    def save(self, form):
        validate_draft(review=self.review, by=self.request.user, **form.cleaned_data)

    def post(self, request, *args, **kwargs):
        if not self.may_answer:
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            matrix=validation_of(self.review),
            may_answer=self.may_answer,
            reads_draft=reads_edition(self.request.user, self.review, DRAFT),
            own=self.answer_given,
            why_not=self._why_not(),
            **kwargs,
        )

    def _why_not(self):
        """Why a constituent cannot answer, in a sentence; "" for everybody else."""
        is_constituent = self.membership.role == Role.CONSTITUENT and not self.programme.is_archived
        return why_they_do_not_speak(self.request.user) if is_constituent and not self.may_answer else ""


class WithdrawValidation(Validation):
    """Take back what one's organisation said; reading the address leads to the page with its button."""

    permission_required = Permission.REPORT_VALIDATE
    verb = staticmethod(withdraw_validation)
    done = gettext_lazy("Withdrawn. You can put it back or answer anew until the round ends.")

    def get(self, request, *args, **kwargs):
        return redirect(self.address("validation"))

    def post(self, request, *args, **kwargs):
        revision = request.POST.get("revision", "")
        try:
            revision = int(revision) if REVISION.fullmatch(revision) else -1
            self.verb(review=self.review, revision=revision, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused) if self.answer_given is None else _refusal(refused))
        else:
            messages.success(request, self.done)
        return redirect(self.address("validation"))


class PutBackValidation(WithdrawValidation):
    """Say again what was withdrawn."""

    verb = staticmethod(put_back_validation)
    done = gettext_lazy("Put back as it was.")


def _refusal(refused):
    """Why it was refused, where there is no form to come back with."""
    if hasattr(refused, "current"):
        return _("Somebody of your organisation has changed the answer meanwhile. Look at it first.")
    return str(refused)
