"""The reviews that stand beside each other, and whether their methods allow it."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dwcp.toolkit.rounding import share
from outcomes.models import Programme

from ...models import CriterionScore, Review
from ...scoring import CriteriaScore, Scale, criteria_score
from ..criteria import scale_of


@dataclass(frozen=True)
class ComparedReview:
    """One review as a column. `note` says why it is not strictly comparable with the first; "" where it is."""

    review: Review
    is_own: bool
    is_of_this_programme: bool
    scale: Scale
    has_same_scale: bool
    result: CriteriaScore
    note: str = ""

    @property
    def is_strict(self):
        """Whether its scores may be read beside those of the first column as they stand."""
        return not self.note

    @property
    def name(self):
        """Its short name, with the programme where that is another one."""
        return self.review.slug if self.is_of_this_programme else f"{self.review.slug} ({self.review.programme.code})"

    @property
    def span(self):
        """The scale in short, such as `1–6`."""
        return f"{self.scale.lowest}–{self.scale.highest}" if self.scale else ""

    @property
    def share(self):
        """Where its average stands on its own scale: 0 on the lowest step, 1 on the highest."""
        return share_of_scale(self.result.average, self.scale)


def share_of_scale(score, scale):
    """Where a score or mean stands between the lowest and the highest step: 0 to 1; None without one."""
    return None if score is None else share(score - scale.lowest, scale.highest - scale.lowest)


def reviews_beside(review, reviews):
    """The review, then scored ones before it: of its programme by short name, of those it follows; latest first."""
    line = _followed_by(review.programme)
    scored = Prefetch("criterion_scores", CriterionScore.objects.select_related("criterion"))
    candidates = (
        reviews.filter(programme__in=line)
        .select_related("programme", "template")
        .prefetch_related("template__labels", "template__criteria", scored)
    )
    found = list(candidates)
    own = [one for one in found if one.pk == review.pk]
    earlier = [
        one
        for one in found
        if (one.programme_id != review.programme_id or one.slug < review.slug) and one.criterion_scores.all()
    ]
    earlier.sort(key=lambda one: one.slug, reverse=True)
    return own + sorted(earlier, key=lambda one: line.index(one.programme_id))


def column_of(one, review, scale, matches):
    """A review as a column beside the first."""
    theirs = scale_of(one.template)
    scores = one.criterion_scores.all()
    return ComparedReview(
        review=one,
        is_own=one.pk == review.pk,
        is_of_this_programme=one.programme_id == review.programme_id,
        scale=theirs,
        has_same_scale=theirs == scale,
        result=criteria_score({score.criterion.number: score.score for score in scores}, theirs),
        note="" if one.template_id == review.template_id else _why_not_strict(one, review, theirs, scale, matches),
    )


def _why_not_strict(one, review, theirs, scale, matches):
    """What is different in the method, in sentences; "" where every criterion asks the same on the same scale."""
    notes = []
    if theirs != scale:
        notes.append(
            _("Its scale goes from %(lowest)s to %(highest)s, this review's from %(own_lowest)s to %(own_highest)s.")
            % {
                "lowest": theirs.lowest,
                "highest": theirs.highest,
                "own_lowest": scale.lowest,
                "own_highest": scale.highest,
            }
            if (theirs.lowest, theirs.highest) != (scale.lowest, scale.highest)
            else _("The steps of its scale have other names.")
        )
    pairs = [match for match in matches.values() if match.theirs.template_id == one.template_id]
    if loose := sum(not match.is_strict for match in pairs):
        notes.append(
            ngettext("%(count)s criterion asks nearly the same.", "%(count)s criteria ask nearly the same.", loose)
            % {"count": loose}
        )
    without = _without_counterpart(review.template, {match.own.pk for match in pairs})
    without += _without_counterpart(one.template, {match.theirs.pk for match in pairs})
    if without:
        notes.append(
            ngettext("%(count)s criterion has no counterpart.", "%(count)s criteria have no counterpart.", without)
            % {"count": without}
        )
    return " ".join([_("By another method: %(template)s.") % {"template": one.template}, *notes]) if notes else ""


def _without_counterpart(template, matched):
    return sum(criterion.pk not in matched for criterion in template.criteria.all())


def _followed_by(programme):
    """The keys of the programme and of those it follows, one after the other, the nearest first (1 query)."""
    follows = dict(Programme.objects.filter(country=programme.country_id).values_list("pk", "follows_id"))
    line = []
    here = programme.pk
    while here in follows and here not in line:
        line.append(here)
        here = follows[here]
    return line
