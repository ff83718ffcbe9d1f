"""What the pages of one review have in common."""

from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.choices import Permission
from outcomes.views import ProgrammeMixin

from ..models import Review
from ..selectors import scale_of

TABS = (
    ("review", gettext_lazy("Overview")),
    ("criteria", gettext_lazy("Criteria")),
    ("outcomes", gettext_lazy("Outcomes")),
    ("indicators", gettext_lazy("Indicators")),
    ("recommendations", gettext_lazy("Recommendations")),
    ("comparison", gettext_lazy("Comparison")),
    ("report-texts", gettext_lazy("Report")),
    ("report-files", gettext_lazy("Files")),
    ("validation", gettext_lazy("Validation")),
    ("checks", gettext_lazy("Checks")),
    ("reconciliation", gettext_lazy("Published figures")),
    ("set-up", gettext_lazy("Set-up")),
)


class ReviewPage(ProgrammeMixin, TemplateView):
    """A page of a review; a review of a programme one does not belong to does not exist."""

    # The name of the tab this page belongs to, and what the page is called.
    tab = "review"
    heading = ""

    def get_reviews(self):
        """The reviews this person may see."""
        return Review.objects.visible_to(self.request.user).select_related("template")

    @cached_property
    def review(self):
        """The review in the address; otherwise 404."""
        review = get_object_or_404(self.get_reviews(), programme=self.programme, slug=self.kwargs["review"])
        review.programme = self.programme
        return review

    @cached_property
    def scale(self):
        """The rating scale of the review, read once."""
        prefetch_related_objects([self.review.template], "labels")
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

    def get_tabs(self):
        """The pages of a review that this person finds now; one's own scores as long as everybody scores alone."""
        user = self.request.user
        writes = user.has_perm(Permission.REPORT_WRITE, self.review)
        tabs = tuple(tab for tab in TABS if writes or tab[0] != "checks")
        if self.review.is_scored_alone and user.has_perm(Permission.REVIEW_SCORE, self.review):
            return (tabs[0], ("my-scores", _("My scores")), *tabs[1:])
        return tabs

    def get_context_data(self, **kwargs):
        may_score = self.review.takes_scores and self.request.user.has_perm(Permission.REVIEW_SCORE, self.review)
        return super().get_context_data(
            review=self.review,
            heading=self.get_heading(),
            here=self.get_here(),
            trail=self.get_trail(),
            tab=self.tab,
            tabs=[(name, label, self.address(name)) for name, label in self.get_tabs()],
            # Read where a template asks for them: not every page shows scores.
            scale=SimpleLazyObject(lambda: self.scale),
            steps=SimpleLazyObject(lambda: "".join(str(step) for step in sorted(self.scale.labels))),
            may_score=may_score,
            **kwargs,
        )
