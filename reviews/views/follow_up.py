"""What the pages of one recommendation and of its actions have in common."""

import re

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from outcomes.models import Removal
from outcomes.views import FormPage

from ..models import FollowUpAction, Recommendation
from ..services import ReviewRefused, StaleReview
from .base import ReviewPage

# A revision as a button sends it.
REVISION = re.compile(r"[0-9]{1,9}")


class RecommendationPage(ReviewPage):
    """A page of one recommendation; it is known by its key, for its number may change while the report is written."""

    tab = "recommendations"

    @cached_property
    def recommendation(self):
        """The recommendation in the address, of the review in the address; otherwise 404."""
        visible = Recommendation.objects.visible_to(self.request.user)
        here = visible.filter(review__programme=self.programme, review__slug=self.kwargs["review"])
        related = here.select_related("review__template", "criterion", "response__responded_by")
        recommendation = get_object_or_404(related, pk=self.kwargs["recommendation"])
        recommendation.review.programme = self.programme
        return recommendation

    @cached_property
    def review(self):
        """The review in the address, read along with the recommendation."""
        return self.recommendation.review

    def get_permission_subject(self):
        return self.recommendation

    def get_trail(self):
        return [
            *super().get_trail(),
            (_("Recommendations"), self.address("recommendations")),
            (_("No. %(number)s") % {"number": self.recommendation.number}, self.page),
        ]

    @property
    def page(self):
        """The address of the recommendation."""
        return self.address("recommendation", recommendation=self.recommendation.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(recommendation=self.recommendation, **kwargs)


class ActionPage(RecommendationPage):
    """A page of one follow-up action."""

    @cached_property
    def action(self):
        """The action in the address; otherwise 404."""
        actions = FollowUpAction.objects.visible_to(self.request.user).filter(recommendation=self.recommendation)
        related = actions.select_related("owner", "organisation", "reported_by", "checked_by")
        action = get_object_or_404(related, pk=self.kwargs["action"])
        action.recommendation = self.recommendation
        return action

    def get_permission_subject(self):
        return self.action

    def get_context_data(self, **kwargs):
        return super().get_context_data(action=self.action, **kwargs)


class WritingMixin(FormPage):
    """A form that is written by a service: nothing typed is lost when it says no, or when somebody was quicker."""

    template_name = "reviews/follow_up_form.html"
    # What is said when it is saved.
    saved = ""

    def record(self):
        """What is written, as it is now; None before there is anything."""
        return

    def not_now(self):
        """Why it cannot be written now, said instead of an empty form; "" where it can."""
        return ""

    def write(self, **cleaned):
        """Hand what was typed to the service."""
        raise NotImplementedError

    def get_form_kwargs(self):
        known = {"record": self.record(), "programme": self.programme, "review": self.review}
        return super().get_form_kwargs() | known

    def form_valid(self, form):
        try:
            self.write(**form.cleaned_data)
        except StaleReview as stale:
            stands = form.saved(stale.current) if stale.current else ()
            revision = stale.current.revision if stale.current else 0
            return self.answer_stale(form, {"revision": revision}, stale=stale, stands=stands)
        except ReviewRefused as refused:
            for field, sentence in refused.problems.items():
                form.add_error(field if field in form.fields else None, sentence)
            return self.answer(form, status=422)
        messages.success(self.request, self.saved)
        return redirect(self.get_success_url())

    def get_success_url(self):
        return self.page

    @property
    def back(self):
        """Where who changes their mind goes."""
        return self.get_success_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(back=self.back, not_now=self.not_now(), **kwargs)


class ButtonMixin(View):
    """A button on another page: does one thing and leads back; so does only reading its address."""

    http_method_names = ["get", "head", "post"]

    def act(self):
        """Do it and return what is said then. May raise ReviewRefused."""
        raise NotImplementedError

    def get(self, request, *args, **kwargs):
        return redirect(self.page)

    def post(self, request, *args, **kwargs):
        try:
            said = self.act()
        except ReviewRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, said)
        return redirect(self.page)


class AskingMixin(View):
    """Asks before something is removed, and removes it."""

    http_method_names = ["get", "head", "post"]
    template_name = "reviews/follow_up_remove.html"

    def remove(self, revision):
        """Remove what the person has looked at, at that revision. May raise ReviewRefused."""
        raise NotImplementedError

    def post(self, request, *args, **kwargs):
        try:
            removal = self.remove(int(request.POST.get("revision", "0"))) if self.is_whole() else None
        except StaleReview:
            messages.error(request, _("Somebody has changed this meanwhile. Look at it again before you remove it."))
            return redirect(self.page)
        except ReviewRefused as refused:
            messages.error(request, str(refused))
            return redirect(self.page)
        if removal is None:
            messages.error(request, _("The form came back incomplete. Load the page again."))
            return redirect(self.page)
        messages.success(request, _("Removed: %(what)s. You can put it back below.") % {"what": removal.what})
        return redirect(self.after)

    def is_whole(self):
        """Whether the form says which revision was looked at."""
        return REVISION.fullmatch(self.request.POST.get("revision", "")) is not None

    @property
    def after(self):
        """Where one goes when it is removed."""
        return self.page


def removals_in(programme, model, **fields):
    """What was removed of a model and not put back, whose own fields were these; the latest first."""
    within = {f"content__0__fields__{name}": value for name, value in fields.items()}
    removals = Removal.objects.in_programme(programme).not_put_back()
    return removals.filter(content__0__model=model._meta.label_lower, **within).select_related("removed_by")


def removal_or_404(removals, key):
    """One of these, or 404 – also for one that was put back already."""
    removal = removals.filter(pk=key).first()
    if removal is None:
        raise Http404
    return removal
