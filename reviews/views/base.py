"""What the pages of one review have in common."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django.views.generic.edit import FormMixin

from accounts.choices import Permission
from dwcp.toolkit.htmx import HtmxPartialMixin
from outcomes.views import ProgrammeMixin

from ..models import Review
from ..selectors import scale_of
from ..services import ScoreRefused, StaleScore

TABS = (
    ("review", gettext_lazy("Overview")),
    ("criteria", gettext_lazy("Criteria")),
    ("outcomes", gettext_lazy("Outcomes")),
    ("indicators", gettext_lazy("Indicators")),
    ("recommendations", gettext_lazy("Recommendations")),
    ("reconciliation", gettext_lazy("Published figures")),
)


class ReviewPage(ProgrammeMixin, TemplateView):
    """A page of a review; a review of a programme one does not belong to does not exist."""

    # The name of the tab this page belongs to, and what the page is called.
    tab = "review"
    heading = ""

    def get_reviews(self):
        """The reviews this person may see, with the scale of each."""
        reviews = Review.objects.visible_to(self.request.user)
        return reviews.select_related("template").prefetch_related("template__labels")

    @cached_property
    def review(self):
        """The review in the address; otherwise 404."""
        review = get_object_or_404(self.get_reviews(), programme=self.programme, slug=self.kwargs["review"])
        review.programme = self.programme
        return review

    @cached_property
    def scale(self):
        """The rating scale of the review, read once."""
        return scale_of(self.review.template)

    def get_permission_subject(self):
        return self.review

    def get_heading(self):
        """What the page is called: in its title and its main heading."""
        return self.heading

    def get_here(self):
        """The heading, or a shorter form of it, in the breadcrumb."""
        return self.get_heading()

    def address(self, name, **kwargs):
        """The address of another page of this review."""
        return reverse(f"reviews:{name}", kwargs={**self.place, **kwargs})

    @property
    def place(self):
        """The part of every address that names this review."""
        return {"programme": self.programme.code, "review": self.review.slug}

    def get_trail(self):
        """The pages between the programme and this one, as the breadcrumb lists them."""
        return [
            (_("Reviews"), reverse("reviews:reviews", kwargs={"programme": self.programme.code})),
            (_("Review %(year)s") % {"year": self.review.slug}, self.address("review")),
        ]

    def get_context_data(self, **kwargs):
        may_score = self.review.takes_scores and self.request.user.has_perm(Permission.REVIEW_SCORE, self.review)
        return super().get_context_data(
            review=self.review,
            heading=self.get_heading(),
            here=self.get_here(),
            trail=self.get_trail(),
            tab=self.tab,
            tabs=[(name, label, self.address(name)) for name, label in TABS],
            scale=self.scale,
            steps="".join(str(step) for step in sorted(self.scale.labels)),
            may_score=may_score,
            **kwargs,
        )


class ScoringPage(HtmxPartialMixin, FormMixin, ReviewPage):
    """A form for one score: shows what it moves, and loses nothing when it cannot be saved.

    Subclasses name the `score`, the `record` that saves it and the `standing` that it moves.
    """

    permission_required = Permission.REVIEW_SCORE
    htmx_partial = "scoring"

    @cached_property
    def score(self):
        """The score in the address; otherwise 404."""
        raise NotImplementedError

    def record(self, **cleaned):
        """Save what was typed and return the score as it stands now."""
        raise NotImplementedError

    def standing(self):
        """The average this score counts in, computed anew."""
        raise NotImplementedError

    def sentence(self, before, after):
        """What saving did to the average, in words."""
        raise NotImplementedError

    def get_permission_subject(self):
        return self.score

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"score": self.score, "scale": self.scale}

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        if not form.is_valid():
            return self.answer(form, status=422)
        before = self.standing()
        try:
            self.score = self.record(**form.cleaned_data)
        except StaleScore as stale:
            return self.answer(form.on_top_of(stale.current), stale=stale, status=409)
        except ScoreRefused as refused:
            for field, sentence in refused.problems.items():
                form.add_error(field or None, sentence)
            return self.answer(form, status=422)
        return self.answer_saved(before, self.standing())

    def answer(self, form, status, **context):
        """The form again, with what was typed."""
        return self.render_to_response(self.get_context_data(form=form, **context), status=status)

    def answer_saved(self, before, after):
        """What saving moved: beside the form, or on the page one comes back to."""
        raise NotImplementedError
