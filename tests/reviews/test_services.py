"""Scoring a criterion and rating an area: who may, what is refused, and the trace it leaves."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.choices import AuditVerb
from accounts.models import AuditEvent
from reviews.choices import SCORABLE_STATES, Control, ReviewState
from reviews.models import AreaRating, CriterionScore, Review
from reviews.services import ReviewRefused, StaleReview, rate_area, score_criterion

pytestmark = pytest.mark.django_db


@pytest.fixture
def score(review):
    """The score of criterion 2: 3, moderately unsatisfactory."""
    return CriterionScore.objects.select_related("review__programme").get(review=review, criterion__number=2)


@pytest.fixture
def rating(review):
    """The rating of KHM 104 in area A: 3; the method calls the area external."""
    return AreaRating.objects.select_related("review__programme").get(
        review=review, country_programme_outcome__code="KHM 104", area__letter="A"
    )


def give(current, /, by, **changes):
    return score_criterion(
        criterion_score=current, by=by, **{"score": 5, "rationale": "A committee meets.", "revision": 1} | changes
    )


def rate(current, /, by, **changes):
    typed = {"rating": 4, "comment": "Money came.", "control": "", "control_reason": "", "revision": 1}
    return rate_area(area_rating=current, by=by, **typed | changes)


def stands(score):
    score.refresh_from_db()
    return score.score, score.rationale, score.revision


def traces(instance):
    """(verb, by, changes) of the events about this score, oldest first."""
    events = AuditEvent.objects.filter(subject_type__model=instance._meta.model_name, subject_id=instance.pk)
    return [(event.verb, event.by, event.changes) for event in events.order_by("pk")]


def test_a_score_replaces_the_one_before_and_leaves_a_trace(score, reviewer):
    before = score.rationale
    give(score, reviewer)
    assert stands(score) == (5, "A committee meets.", 2)
    changes = {"score": [3, 5], "rationale": [before, "A committee meets."]}
    assert traces(score) == [(AuditVerb.CRITERION_SCORED, reviewer, changes)]


def test_a_criterion_may_stay_unassessed(score, reviewer):
    give(score, reviewer, score=None, rationale="")
    assert stands(score) == (None, "", 2)


@pytest.mark.parametrize("outside", [0, 7])
def test_a_score_outside_the_scale_is_refused(outside, score, reviewer):
    before = stands(score)
    with pytest.raises(ReviewRefused) as refusal:
        give(score, reviewer, score=outside)
    assert refusal.value.problems == {"score": f"{outside} is not on the scale. Choose a whole number from 1 to 6."}
    assert (stands(score), traces(score)) == (before, [])


def test_a_score_somebody_changed_meanwhile_is_not_overwritten(score, reviewer, colleague):
    give(score, colleague, score=4, rationale="As we agreed.")
    with pytest.raises(StaleReview) as stale:
        give(score, reviewer, revision=1)
    assert (stale.value.current.score, stale.value.current.revision) == (4, 2)
    assert stands(score) == (4, "As we agreed.", 2)
    give(score, reviewer, revision=2)
    assert stands(score) == (5, "A committee meets.", 3)


def test_only_the_team_scores(score, reviewer, administrator, officer, verifier, workers_member, observer, outsider):
    give(score, reviewer)
    before = stands(score)
    # An administrator may do everything but give a score without being in the team.
    for person in (administrator, officer, verifier, workers_member, observer, outsider):
        with pytest.raises(PermissionDenied):
            give(score, person, score=1, revision=2)
    assert (stands(score), len(traces(score))) == (before, 1)


@pytest.mark.parametrize("state", ReviewState)
def test_a_review_takes_scores_only_while_it_is_worked_on(state, score, reviewer):
    Review.objects.filter(pk=score.review_id).update(state=state)
    if state in SCORABLE_STATES:
        give(score, reviewer)
        assert stands(score) == (5, "A committee meets.", 2)
        return
    before = stands(score)
    with pytest.raises(ReviewRefused) as refusal:
        give(score, reviewer)
    assert refusal.value.problems == {"": f"The review is “{state.label}” and takes no scores now."}
    assert (stands(score), traces(score)) == (before, [])


def test_a_rating_leaves_a_trace_of_what_changed(rating, reviewer):
    before = rating.comment
    rate(rating, reviewer, control=Control.MIXED, control_reason="The ministry co-financed it.")
    rating.refresh_from_db()
    assert (rating.rating, rating.comment, rating.control, rating.revision) == (4, "Money came.", Control.MIXED, 2)
    assert traces(rating) == [
        (
            AuditVerb.AREA_RATED,
            reviewer,
            {
                "rating": [3, 4],
                "comment": [before, "Money came."],
                "control": ["", "mixed"],
                "control_reason": ["", "The ministry co-financed it."],
            },
        )
    ]


def test_other_control_needs_its_reason(rating, reviewer):
    with pytest.raises(ReviewRefused) as refusal:
        rate(rating, reviewer, control=Control.ILO)
    assert refusal.value.problems == {"control_reason": "Say why the control differs for this outcome."}
    rating.refresh_from_db()
    assert (rating.rating, rating.control, rating.revision, traces(rating)) == (3, "", 1, [])


def test_a_reason_without_other_control_is_dropped(rating, reviewer):
    rate(rating, reviewer, control_reason="Left over.")
    rating.refresh_from_db()
    assert (rating.control, rating.control_reason) == ("", "")


@pytest.mark.parametrize("outside", [0, 7])
def test_a_rating_outside_the_scale_is_refused(outside, rating, reviewer):
    with pytest.raises(ReviewRefused) as refusal:
        rate(rating, reviewer, rating=outside)
    assert set(refusal.value.problems) == {"rating"}
    rating.refresh_from_db()
    assert (rating.rating, rating.revision, traces(rating)) == (3, 1, [])


def test_a_rating_somebody_changed_meanwhile_is_not_overwritten(rating, reviewer, colleague):
    rate(rating, colleague, rating=2)
    with pytest.raises(StaleReview):
        rate(rating, reviewer)
    rating.refresh_from_db()
    assert (rating.rating, rating.revision) == (2, 2)


def test_only_who_may_score_rates(rating, reviewer, observer, outsider):
    rate(rating, reviewer)
    for person in (observer, outsider):
        with pytest.raises(PermissionDenied):
            rate(rating, person, rating=1, revision=2)
    rating.refresh_from_db()
    assert (rating.rating, len(traces(rating))) == (4, 1)
