"""Writing the recommendations of a review: their words, their order, the answer, and saying old ones again."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.choices import Permission
from outcomes.views import FormPage

from ..forms import CarryForm, LinkForm, RecommendationForm, ResponseForm
from ..models import Recommendation
from ..selectors import carriable_into, chains_of
from ..services import (
    ReviewRefused,
    add_recommendation,
    carry_over_recommendations,
    change_recommendation,
    link_indicators,
    move_recommendation,
    put_back_recommendation,
    remove_recommendation,
    renumber_recommendations,
    respond,
)
from ..words import not_answered, not_written
from .base import ReviewPage
from .follow_up import AskingMixin, ButtonMixin, RecommendationPage, WritingMixin, removal_or_404, removals_in

WRITE, ANSWER = Permission.REPORT_WRITE, Permission.RECOMMENDATION_ANSWER


class AddRecommendation(WritingMixin, ReviewPage):
    """Recommend something more."""

    permission_required = WRITE
    tab = "recommendations"
    heading = gettext_lazy("Add a recommendation")
    form_class = RecommendationForm
    saved = gettext_lazy("The recommendation is added.")

    def not_now(self):
        return "" if self.review.takes_words else not_written(self.review)

    def write(self, **cleaned):
        del cleaned["revision"]  # there was none to see
        self.added = add_recommendation(review=self.review, by=self.request.user, **cleaned)

    def get_trail(self):
        return [*super().get_trail(), (_("Recommendations"), self.address("recommendations"))]

    def get_success_url(self):
        if hasattr(self, "added"):
            return self.address("recommendation", recommendation=self.added.pk)
        return self.address("recommendations")


class ChangeRecommendation(WritingMixin, RecommendationPage):
    """Word a recommendation anew."""

    permission_required = WRITE
    form_class = RecommendationForm
    saved = gettext_lazy("Saved.")

    def not_now(self):
        return "" if self.review.takes_words else not_written(self.review)

    def get_heading(self):
        return _("Change recommendation %(number)s") % {"number": self.recommendation.number}

    def get_here(self):
        return _("Change")

    def record(self):
        return self.recommendation

    def write(self, **cleaned):
        change_recommendation(recommendation=self.recommendation, by=self.request.user, **cleaned)


class LinkIndicators(WritingMixin, RecommendationPage):
    """Say which indicators show the effect; also when the report is final."""

    form_class = LinkForm
    heading = gettext_lazy("Indicators that show the effect")
    saved = gettext_lazy("Saved.")

    permission_required = WRITE

    def record(self):
        return self.recommendation

    def write(self, **cleaned):
        link_indicators(recommendation=self.recommendation, by=self.request.user, **cleaned)


class AnswerRecommendation(WritingMixin, RecommendationPage):
    """What the office answers: accepted, in part, or rejected."""

    permission_required = ANSWER
    form_class = ResponseForm
    saved = gettext_lazy("The answer is saved.")

    def not_now(self):
        return "" if self.review.takes_answers else not_answered(self.review)

    def get_heading(self):
        return _("Answer to recommendation %(number)s") % {"number": self.recommendation.number}

    def get_here(self):
        return _("Answer")

    def record(self):
        return getattr(self.recommendation, "response", None)

    def write(self, **cleaned):
        respond(recommendation=self.recommendation, by=self.request.user, **cleaned)


class RemoveRecommendation(AskingMixin, RecommendationPage):
    """Take a recommendation out of the report; it can be put back."""

    permission_required = WRITE

    def get_heading(self):
        return _("Remove recommendation %(number)s?") % {"number": self.recommendation.number}

    def get_here(self):
        return _("Remove")

    def remove(self, revision):
        return remove_recommendation(recommendation=self.recommendation, revision=revision, by=self.request.user)

    @property
    def after(self):
        return self.address("recommendations")

    def get_context_data(self, **kwargs):
        revision = self.recommendation.revision
        return super().get_context_data(record=self.recommendation, revision=revision, back=self.page, **kwargs)


class MoveRecommendation(ButtonMixin, RecommendationPage):
    """Let a recommendation change numbers with its neighbour."""

    permission_required = WRITE

    @property
    def page(self):
        return f"{self.address('recommendations')}#recommendation-{self.recommendation.pk}"

    def act(self):
        up = self.request.POST.get("direction") == "up"
        moved = move_recommendation(recommendation=self.recommendation, up=up, by=self.request.user)
        return _("It is recommendation %(number)s now.") % {"number": moved.number}


class RenumberRecommendations(ButtonMixin, ReviewPage):
    """Close the gaps in the numbers."""

    permission_required = WRITE

    @property
    def page(self):
        return self.address("recommendations")

    def act(self):
        number = renumber_recommendations(review=self.review, by=self.request.user)
        words = ngettext("%(number)s has another number now.", "%(number)s have another number now.", number)
        return words % {"number": number}


class PutBackRecommendation(ButtonMixin, ReviewPage):
    """Put a removed recommendation back."""

    permission_required = WRITE

    @cached_property
    def removal(self):
        """What was removed from this review; otherwise 404."""
        removals = removals_in(self.programme, Recommendation, review=self.review.pk)
        return removal_or_404(removals, self.kwargs["removal"])

    @property
    def page(self):
        return self.address("recommendations")

    def act(self):
        put_back_recommendation(removal=self.removal, review=self.review, by=self.request.user)
        return _("“%(what)s” is back.") % {"what": self.removal.what}


class CarryOverRecommendations(FormPage, ReviewPage):
    """Say open recommendations of earlier reviews again."""

    permission_required = WRITE
    template_name = "reviews/carry_over_recommendations.html"
    tab = "recommendations"
    heading = gettext_lazy("Carry over what is still open")
    form_class = CarryForm

    def get_trail(self):
        return [*super().get_trail(), (_("Recommendations"), self.address("recommendations"))]

    def get_form_kwargs(self):
        known = {"carriable": carriable_into(self.review, self.request.user), "chains": chains_of(self.programme)}
        return super().get_form_kwargs() | known

    def form_valid(self, form):
        chosen = form.cleaned_data["recommendations"]
        try:
            said = carry_over_recommendations(recommendations=chosen, into=self.review, by=self.request.user)
        except ReviewRefused as refused:
            for field, sentence in refused.problems.items():
                form.add_error(field or None, sentence)
            return self.answer(form, status=422)
        words = ngettext("%(number)s is carried over.", "%(number)s are carried over.", len(said))
        messages.success(self.request, words % {"number": len(said)})
        return redirect(self.address("recommendations"))
