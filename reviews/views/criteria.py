"""The criteria of a review, and the form that scores one."""

from collections import defaultdict

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Permission
from dwcp.toolkit.figures import figure

from ..forms import CriterionForm
from ..models import SubCriterionFinding
from ..selectors import criteria_table_of, findings_taken_out_of, spreads_of, with_support
from ..services import score_criterion
from .base import ReviewPage
from .scoring import ScoringPage


class Criteria(ReviewPage):
    """Each criterion with its score and why, what was found beneath it, and what is recommended."""

    template_name = "reviews/criteria.html"
    tab = "criteria"
    heading = gettext_lazy("Criteria")

    def get_context_data(self, **kwargs):
        table = criteria_table_of(self.review, self.scale)
        with_support([row.score for row in table.rows])
        spreads = spreads_of(self.review, self.scale)
        may_write = self.review.takes_words and self.request.user.has_perm(Permission.REPORT_WRITE, self.review)
        findings, recommendations = defaultdict(list), defaultdict(list)
        for finding in self.review.sub_criterion_findings.prefetch_related("sub_criteria"):
            findings[finding.criterion_id].append(finding)
        for recommendation in self.review.recommendations.all():
            recommendations[recommendation.criterion_id].append(recommendation)
        return super().get_context_data(
            table=table,
            sections=[
                (
                    row,
                    spreads.get((row.score.criterion_id, None, None)),
                    findings[row.score.criterion_id],
                    recommendations[row.score.criterion_id],
                )
                for row in table.rows
            ],
            may_write=may_write,
            taken_out=list(findings_taken_out_of(self.review, SubCriterionFinding)) if may_write else [],
            **kwargs,
        )


class ScoreCriterion(ScoringPage):
    """Score one criterion, and see what that does to the average."""

    template_name = "reviews/score_criterion.html"
    tab = "criteria"
    form_class = CriterionForm

    def get_heading(self):
        words = _("Score criterion %(number)s") if self.review.takes_scores else _("Criterion %(number)s")
        return words % {"number": self.score.criterion.number}

    def get_trail(self):
        return [*super().get_trail(), (_("Criteria"), self.address("criteria"))]

    def standing(self):
        return criteria_table_of(self.review, self.scale)

    def record(self, **cleaned):
        current = score_criterion(criterion_score=self.score, by=self.request.user, **cleaned)
        current.criterion = self.score.criterion
        return current

    def sentence(self, before, after):
        words = {
            "before": figure(before.result.average, 1),
            "after": figure(after.result.average, 1),
            "label": after.result.label or _("Not assessed"),
        }
        if before.result.average == after.result.average:
            return _("Saved. The average of the criteria stays %(after)s (%(label)s).") % words
        return _("Saved. The average of the criteria moves from %(before)s to %(after)s (%(label)s).") % words

    def answer_saved(self, before, after):
        sentence = self.sentence(before, after)
        if not self.wants_partial():
            messages.success(self.request, sentence)
            return redirect(self.address("criteria"))
        form = self.form_class(score=self.score, scale=self.scale)
        return self.render_to_response(self.get_context_data(form=form, table=after, saved=sentence))

    def get_context_data(self, *, table=None, **kwargs):
        return super().get_context_data(
            table=table or self.around,
            sub_criteria=self.score.criterion.sub_criteria.all(),
            **kwargs,
        )
