"""What pages with a form about a review have in common."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from accounts.choices import Permission
from outcomes.services import Refused, Stale
from outcomes.views import FormPage

from ..services import StaleReview
from .base import ReviewPage


class SavesWithService:
    """A form whose service may say no: everything typed comes back, with its sentences (422), or, where somebody was
    quicker, to be saved over theirs (409). It stands before `FormPage`.
    """

    saved = gettext_lazy("Saved.")

    def save(self, form):
        """Call the service's verb with what was typed."""
        raise NotImplementedError

    def seen_now(self, current):
        """The hidden fields with which the form is saved over what stands now."""
        return {"revision": current.revision if current is not None else 0}

    def form_valid(self, form):
        try:
            self.save(form)
        except (StaleReview, Stale) as stale:
            form.refuse(stale.problems)
            saved_now = list(form.saved_now(stale.current)) if hasattr(form, "saved_now") else []
            return self.answer_stale(form, self.seen_now(stale.current), stale=stale.current, saved_now=saved_now)
        except Refused as refused:
            form.refuse(refused.problems)
            return self.form_invalid(form)
        messages.success(self.request, self.saved)
        return redirect(self.get_success_url())


class WritingPage(SavesWithService, FormPage, ReviewPage):
    """A form about a review, for those who plan it."""

    permission_required = Permission.REVIEW_MANAGE
    template_name = "reviews/form.html"
    tab = "set-up"

    def get_success_url(self):
        """The page from which the review is set up."""
        return self.address("set-up")

    def get_trail(self):
        return [*super().get_trail(), (gettext_lazy("Set-up"), self.address("set-up"))]

    def get_context_data(self, **kwargs):
        return super().get_context_data(back=self.get_success_url(), **kwargs)
