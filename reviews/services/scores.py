"""Writing scores, and taking a published review's figures over into the programme."""

from itertools import groupby

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event
from indicators.choices import Absence, Measure
from indicators.services import Figure, record_published_baseline, record_published_figure

from .models import AreaRating, CriterionScore
from .scoring import ScoreOutsideScale
from .selectors import scale_of


class ScoreRefused(Exception):
    """What was typed cannot stand. `problems` maps a field ("" for the whole) to a sentence."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__(" ".join(problems.values()))


class StaleScore(ScoreRefused):
    """Somebody saved a newer score meanwhile; `current` is the one that stands now."""

    def __init__(self, current):
        self.current = current
        super().__init__(
            {
                "": _(
                    "This has changed since you opened it. Below you find what you typed; what is "
                    "saved now stands above it. Save again to replace it, or leave it as it is."
                )
            }
        )


@transaction.atomic
def score_criterion(*, criterion_score, score, rationale, revision, by):
    """Set the agreed score of a criterion and why; None means that it was not assessed.

    `revision` is the one the writer saw: if the database has a newer one, StaleScore is raised. Raises
    ScoreRefused for a score outside the scale or a review that takes none, PermissionDenied without permission.
    """
    current = _locked(CriterionScore, criterion_score, revision, by)
    _check_on_scale(current.review, "score", score)
    changes = _changes(current, score=score, rationale=rationale)
    _save(current, AuditVerb.CRITERION_SCORED, changes, by)
    return current


@transaction.atomic
def rate_area(*, area_rating, rating, comment, control, control_reason, revision, by):
    """Set the agreed rating of an outcome in an area; None means that it was not rated.

    `control` overrides who controls the area for this outcome ("" keeps the template's) and needs its reason.
    Raises as score_criterion does.
    """
    current = _locked(AreaRating, area_rating, revision, by)
    _check_on_scale(current.review, "rating", rating)
    if control and not control_reason:
        raise ScoreRefused({"control_reason": _("Say why the control differs for this outcome.")})
    changes = _changes(
        current,
        rating=rating,
        comment=comment,
        control=control,
        control_reason=control_reason if control else "",
    )
    _save(current, AuditVerb.AREA_RATED, changes, by)
    return current


@transaction.atomic
def take_over_published_figures(*, review):
    """Enter what the review states about indicators as verified entries of the programme's last year.

    A figure becomes the value. For an indicator told in words the words are the value; findings of several
    outcomes on one indicator stand one after the other. Where the review states no figure, the entry says so.
    Baselines that only the review knows are taken too. Returns how many baselines and entries are new.
    """
    period = review.programme.periods.get(label=str(review.programme.end_year))
    findings = (
        review.indicator_findings.exclude(indicator=None)
        .select_related("indicator__outcome__programme", "country_programme_outcome")
        .order_by("indicator_id", "country_programme_outcome__code", "number")
    )
    baselines = entries = 0
    for indicator, grouped in groupby(findings, key=lambda finding: finding.indicator):
        group = list(grouped)
        for finding in group:
            if finding.baseline_value is not None:
                baselines += record_published_baseline(
                    indicator=indicator,
                    value=finding.baseline_value,
                    year=finding.baseline_year,
                    published_in=finding.source,
                )
        entry = record_published_figure(
            indicator=indicator,
            period=period,
            figure=_published_figure(indicator, group, period),
            published_in="; ".join(dict.fromkeys(finding.source for finding in group)),
        )
        entries += entry is not None
    return baselines, entries


def _published_figure(indicator, findings, period):
    if len(findings) == 1:
        words = findings[0].actual_text
    else:
        words = "\n".join(f"{finding.country_programme_outcome.code}: {finding.actual_text}" for finding in findings)
    values = [finding.actual_value for finding in findings if finding.actual_value is not None]
    if indicator.measure == Measure.NARRATIVE:
        return Figure(measured_on=period.ends_on, narrative=words)
    if values:
        return Figure(measured_on=period.ends_on, value=values[-1], narrative=words)
    return Figure(
        measured_on=period.ends_on,
        narrative=words,
        absence=Absence.NOT_AVAILABLE,
        absence_reason=_("The review reports on this indicator without stating a figure."),
    )


def _locked(model, instance, revision, by):
    if not by.has_perm(Permission.REVIEW_SCORE, instance):
        raise PermissionDenied
    current = (
        model.objects.select_for_update(of=("self",))
        .select_related("review__programme", "review__template")
        .get(pk=instance.pk)
    )
    if not current.review.takes_scores:
        raise ScoreRefused(
            {
                "": _("The review is “%(state)s” and takes no scores now.")
                % {"state": current.review.get_state_display()}
            }
        )
    if current.revision != revision:
        raise StaleScore(current)
    return current


def _check_on_scale(review, field, score):
    if score is None:
        return
    scale = scale_of(review.template)
    try:
        scale.check(score)
    except ScoreOutsideScale:
        message = _("%(score)s is not on the scale. Choose a whole number from %(lowest)s to %(highest)s.")
        raise ScoreRefused(
            {field: message % {"score": score, "lowest": scale.lowest, "highest": scale.highest}}
        ) from None


def _changes(current, **new):
    return {name: [getattr(current, name), value] for name, value in new.items() if getattr(current, name) != value}


def _save(current, verb, changes, by):
    if not changes:
        return  # nothing happened, so nothing is noted
    for name, (_before, after) in changes.items():
        setattr(current, name, after)
    current.revision += 1
    current.save()
    record_event(verb, current, by=by, changes=changes)
