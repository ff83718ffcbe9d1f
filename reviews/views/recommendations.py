"""The recommendations of a review, and one of them to its end."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Permission

from ..models import FollowUpAction, Recommendation
from ..selectors import follow_up_history_of, follow_up_of, followup_of
from .base import ReviewPage
from .follow_up import RecommendationPage, removals_in

WRITE, ANSWER = Permission.REPORT_WRITE, Permission.RECOMMENDATION_ANSWER
# What of the list can be asked for: the name in the address, and what it is called.
SHOWN = (
    ("", gettext_lazy("All")),
    ("open", gettext_lazy("Still open")),
    ("overdue", gettext_lazy("Overdue")),
    ("mine", gettext_lazy("Mine")),
)


class Recommendations(ReviewPage):
    """What the review asks to be done, of whom, what was answered and how far it has come."""

    template_name = "reviews/recommendations.html"
    tab = "recommendations"
    heading = gettext_lazy("Recommendations")

    def get_context_data(self, **kwargs):
        followup = followup_of(self.review, with_effects=False)
        asked = self.request.GET.get("show", "")
        by_name = {name: [row for row in followup.rows if self.takes(row, name)] for name, _label in SHOWN}
        asked = asked if asked in by_name else ""
        may_write = self.review.takes_words and self.request.user.has_perm(WRITE, self.review)
        return super().get_context_data(
            followup=followup,
            rows=by_name[asked],
            shown=[(name, label, len(by_name[name]), name == asked) for name, label in SHOWN],
            may_write=may_write,
            has_gaps=[row.recommendation.number for row in followup.rows] != list(range(1, len(followup) + 1)),
            removals=removals_in(self.programme, Recommendation, review=self.review.pk) if may_write else (),
            **kwargs,
        )

    def takes(self, row, asked):
        """Whether a row is among what is asked for."""
        if asked == "mine":
            return any(one.is_theirs(self.request.user) for one in row.actions)
        return {"": True, "open": row.is_open, "overdue": row.is_overdue}[asked]


class RecommendationDetail(RecommendationPage):
    """One recommendation to its end: the answer, what is done, whether that is enough, and what it did to figures."""

    template_name = "reviews/recommendation.html"

    def get_heading(self):
        return _("Recommendation %(number)s") % {"number": self.recommendation.number}

    def get_here(self):
        return _("No. %(number)s") % {"number": self.recommendation.number}

    def get_trail(self):
        return super().get_trail()[:-1]

    def get_context_data(self, **kwargs):
        row = follow_up_of(self.recommendation)
        user = self.request.user
        may_answer = user.has_perm(ANSWER, self.recommendation)
        may_write = user.has_perm(WRITE, self.recommendation)
        return super().get_context_data(
            row=row,
            actions=[
                (
                    one,
                    user.has_perm(Permission.ACTION_REPORT, one.action),
                    one.takes_a_check and user.has_perm(Permission.ACTION_CHECK, one.action),
                )
                for one in row.actions
            ],
            may_write=may_write and self.review.takes_words,
            may_link=may_write,
            may_answer=may_answer and self.review.takes_answers,
            may_plan=may_answer and row.is_accepted,
            removals=removals_in(self.programme, FollowUpAction, recommendation=self.recommendation.pk)
            if may_answer
            else (),
            **kwargs,
        )


class RecommendationHistory(RecommendationPage):
    """Every act on a recommendation and its actions."""

    template_name = "reviews/recommendation_history.html"

    def get_heading(self):
        return _("History of recommendation %(number)s") % {"number": self.recommendation.number}

    def get_here(self):
        return _("History")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            history=follow_up_history_of(self.recommendation, self.recommendation.actions.all()), **kwargs
        )
