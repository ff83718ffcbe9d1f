"""The outcomes under review, one of them, and the form that rates it in one area."""

from itertools import groupby

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Permission
from dwcp.toolkit.figures import figure

from .. import charts
from ..forms import AreaForm
from ..selectors import profile_of, profiles_of, spreads_of, stories_of, with_served_outcomes, with_support
from ..services import rate_area
from .base import ReviewPage
from .scoring import ScoringPage
from .texts import told_of


class Outcomes(ReviewPage):
    """The ratings of all outcomes, grouped by outcome of the programme, predefined ones last."""

    template_name = "reviews/outcomes.html"
    tab = "outcomes"
    heading = gettext_lazy("Outcomes")

    def get_context_data(self, **kwargs):
        profiles = with_served_outcomes(profiles_of(self.review, self.scale))
        spreads = spreads_of(self.review, self.scale)
        rows = [(_group_of(profile), profile, _with_spreads(profile, spreads)) for profile in profiles]
        return super().get_context_data(
            # Every profile has all areas of the method.
            areas=[area.rating.area for area in profiles[0].areas] if profiles else [],
            groups=[(group, list(members)) for group, members in groupby(rows, key=lambda row: row[0])],
            rated=len(profiles),
            has_spreads=bool(spreads),
            unrated=[] if profiles else self.review.country_programme_outcomes.select_related("biennium"),
            **kwargs,
        )


class OutcomePage(ReviewPage):
    """What the review says about one outcome: ratings, words, and findings on its indicators."""

    template_name = "reviews/outcome.html"
    tab = "outcomes"

    def get_reviews(self):
        return super().get_reviews().with_number_of_areas()

    @cached_property
    def profile(self):
        """The outcome of this code as the review rates it, or will; otherwise 404."""
        profile = profile_of(self.review, self.scale, self.kwargs["outcome"])
        if profile is None:
            raise Http404
        return profile

    def get_heading(self):
        return f"{self.profile.outcome.code} {self.profile.outcome.title}"

    def get_here(self):
        return self.profile.outcome.code

    def get_trail(self):
        return [*super().get_trail(), (_("Outcomes"), self.address("outcomes"))]

    def get_context_data(self, **kwargs):
        (story,) = stories_of(self.review, [self.profile])
        with_support([area.rating for area in self.profile.areas])
        return super().get_context_data(
            profile=self.profile,
            outcome=self.profile.outcome,
            areas=_with_spreads(self.profile, spreads_of(self.review, self.scale)),
            told=told_of(self.review, story.narratives),
            may_write=self.review.takes_words and self.request.user.has_perm(Permission.REPORT_WRITE, self.review),
            findings=story.findings,
            predecessors=self.profile.outcome.predecessors.select_related("biennium"),
            chart=charts.outcome_chart(self.profile, self.scale),
            **kwargs,
        )


class RateArea(ScoringPage):
    """Rate one outcome in one area, and see what that does to its average."""

    template_name = "reviews/rate_area.html"
    tab = "outcomes"
    form_class = AreaForm

    @property
    def outcome(self):
        """The outcome that is rated."""
        return self.score.country_programme_outcome

    def get_heading(self):
        words = _("Rate %(code)s: %(area)s") if self.review.takes_scores else _("Rating of %(code)s: %(area)s")
        return words % {"code": self.outcome.code, "area": self.score.area}

    def get_here(self):
        return _("Area %(letter)s") % {"letter": self.score.area.letter}

    def get_trail(self):
        return [
            *super().get_trail(),
            (_("Outcomes"), self.address("outcomes")),
            (self.outcome.code, self.address("outcome", outcome=self.outcome.code)),
        ]

    def standing(self):
        return profile_of(self.review, self.scale, self.outcome.code)

    def record(self, **cleaned):
        current = rate_area(area_rating=self.score, by=self.request.user, **cleaned)
        current.area, current.country_programme_outcome = self.score.area, self.outcome
        return current

    def sentence(self, before, after):
        words = {
            "code": self.outcome.code,
            "before": figure(before.score.average, 1),
            "after": figure(after.score.average, 1),
            "label": after.score.label or _("Not rated"),
        }
        if before.score.average == after.score.average:
            return _("Saved. The average of %(code)s stays %(after)s (%(label)s).") % words
        return _("Saved. The average of %(code)s moves from %(before)s to %(after)s (%(label)s).") % words

    def answer_saved(self, before, after):
        sentence = self.sentence(before, after)
        if not self.wants_partial():
            messages.success(self.request, sentence)
            return redirect(self.address("outcome", outcome=self.outcome.code))
        form = self.form_class(score=self.score, scale=self.scale)
        return self.render_to_response(self.get_context_data(form=form, profile=after, saved=sentence))

    def get_context_data(self, *, profile=None, **kwargs):
        return super().get_context_data(outcome=self.outcome, profile=profile or self.around, **kwargs)


def _with_spreads(profile, spreads):
    """Each area of an outcome with how far the team is apart in it, None where nobody scored it alone."""
    outcome = profile.outcome
    return [(area, spreads.get((None, outcome.pk, area.rating.area_id))) for area in profile.areas]


def _group_of(profile):
    """The outcome of the programme under which an outcome stands in the table; None for predefined ones."""
    outcomes = profile.outcome.dwcp_outcomes.all()
    return min(outcomes, key=lambda outcome: outcome.number, default=None)
