"""Scoring alone: one's own, in time, on the scale, and nothing lost between two windows."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.choices import AuditVerb
from accounts.models import AuditEvent
from reviews.choices import LONGEST_TEXT, ReviewState
from reviews.models import IndividualScore, Review, TeamMember
from reviews.selectors import progress_of, scorecard_of
from reviews.services import (
    ReviewRefused,
    Source,
    StaleReview,
    hand_in_scores,
    move_review,
    score_alone,
    take_back_scores,
)
from tests.factories import CriterionFactory, IndicatorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def scoring(review, reviewer, colleague):
    """The review of 2010 while its team of two scores: 6 criteria, 14 outcomes in 5 areas."""
    Review.objects.filter(pk=review.pk).update(state=ReviewState.SCORING)
    review.refresh_from_db()
    return review


@pytest.fixture
def criterion(review):
    return review.template.criteria.get(number=2)


def give(review, by, /, **changes):
    typed = {"score": 4, "rationale": "A committee meets.", "revision": 0, "by": by}
    return score_alone(review=review, **typed | changes)


def kept(review, person):
    """What is kept of a person's scores: (what, score, not assessed, rationale, revision)."""
    return [
        (str(one).split(": ", 1)[1], one.score, one.is_not_assessed, one.rationale, one.revision)
        for one in IndividualScore.objects.filter(review=review, reviewer=person)
    ]


def score_everything(review, person, score=4):
    scorecard = scorecard_of(review, person)
    for item in scorecard.items:
        item.score.score, item.score.revision = score, 1
    IndividualScore.objects.bulk_create([item.score for item in scorecard.items])


def test_each_keeps_their_own_score_of_the_same_thing(scoring, criterion, reviewer, colleague):
    give(scoring, reviewer, criterion=criterion)
    give(scoring, colleague, criterion=criterion, score=2, rationale="Nobody came.")
    assert kept(scoring, reviewer) == [(str(criterion), 4, False, "A committee meets.", 1)]
    assert kept(scoring, colleague) == [(str(criterion), 2, False, "Nobody came.", 1)]


def test_an_outcome_is_scored_in_an_area(scoring, reviewer):
    outcome = scoring.country_programme_outcomes.get(code="KHM 104")
    area = scoring.template.areas.get(letter="A")
    give(scoring, reviewer, outcome=outcome, area=area)
    assert kept(scoring, reviewer) == [("KHM 104 A", 4, False, "A committee meets.", 1)]


def test_a_score_of_the_list_leaves_the_words(scoring, criterion, reviewer):
    give(scoring, reviewer, criterion=criterion)
    give(scoring, reviewer, criterion=criterion, score=5, rationale=None, revision=1)
    assert kept(scoring, reviewer) == [(str(criterion), 5, False, "A committee meets.", 2)]


def test_words_may_come_before_a_score(scoring, criterion, reviewer):
    give(scoring, reviewer, criterion=criterion, score=None)
    item = scorecard_of(scoring, reviewer).find("criterion-2")
    assert (item.score.score, item.score.rationale, item.is_done) == (None, "A committee meets.", False)


def test_saving_the_same_again_is_no_change(scoring, criterion, reviewer):
    give(scoring, reviewer, criterion=criterion)
    give(scoring, reviewer, criterion=criterion, revision=1)
    assert kept(scoring, reviewer) == [(str(criterion), 4, False, "A committee meets.", 1)]


@pytest.mark.parametrize("outside", [0, 7, -1])
def test_a_score_outside_the_scale_is_refused(outside, scoring, criterion, reviewer):
    with pytest.raises(ReviewRefused) as refusal:
        give(scoring, reviewer, criterion=criterion, score=outside)
    assert refusal.value.problems == {"score": f"{outside} is not on the scale. Choose a whole number from 1 to 6."}
    assert kept(scoring, reviewer) == []


def test_a_score_of_what_was_not_assessed_is_refused(scoring, criterion, reviewer):
    with pytest.raises(ReviewRefused) as refusal:
        give(scoring, reviewer, criterion=criterion, is_not_assessed=True)
    assert set(refusal.value.problems) == {"score"}
    give(scoring, reviewer, criterion=criterion)
    with pytest.raises(IntegrityError), transaction.atomic():
        IndividualScore.objects.update(is_not_assessed=True)


def test_five_megabytes_are_refused_with_a_sentence(scoring, criterion, reviewer):
    with pytest.raises(ReviewRefused) as refusal:
        give(scoring, reviewer, criterion=criterion, rationale="a" * 5_000_000)
    assert refusal.value.problems == {
        "rationale": "This is too long: 10000 characters are kept, and these are 5000000."
    }
    give(scoring, reviewer, criterion=criterion, rationale="a" * LONGEST_TEXT)
    assert len(kept(scoring, reviewer)[0][3]) == LONGEST_TEXT


def test_two_windows_do_not_write_over_each_other(scoring, criterion, reviewer):
    give(scoring, reviewer, criterion=criterion)
    give(scoring, reviewer, criterion=criterion, score=5, revision=1)
    for seen in (0, 1):
        with pytest.raises(StaleReview) as stale:
            give(scoring, reviewer, criterion=criterion, score=1, rationale="Lost?", revision=seen)
        assert (stale.value.current.score, stale.value.current.revision) == (5, 2)
    assert kept(scoring, reviewer) == [(str(criterion), 5, False, "A committee meets.", 2)]


def test_only_the_team_scores(scoring, criterion, reviewer, administrator, officer, verifier, observer, outsider):
    give(scoring, reviewer, criterion=criterion)
    for person in (administrator, officer, verifier, observer, outsider):
        with pytest.raises(PermissionDenied):
            give(scoring, person, criterion=criterion)
    assert IndividualScore.objects.count() == 1


@pytest.mark.parametrize("state", ReviewState)
def test_scores_are_given_alone_only_while_everybody_scores(state, scoring, criterion, reviewer):
    Review.objects.filter(pk=scoring.pk).update(state=state)
    if state == ReviewState.SCORING:
        give(scoring, reviewer, criterion=criterion)
        assert len(kept(scoring, reviewer)) == 1
        return
    for write in (
        lambda: give(scoring, reviewer, criterion=criterion),
        lambda: hand_in_scores(review=scoring, by=reviewer),
        lambda: take_back_scores(review=scoring, by=reviewer),
    ):
        with pytest.raises(ReviewRefused) as refusal:
            write()
        assert refusal.value.problems == {"": f"The review is “{state.label}”; nobody scores alone now."}
    assert kept(scoring, reviewer) == []


def test_what_the_review_does_not_look_at_is_not_scored(scoring, reviewer):
    outcome = scoring.country_programme_outcomes.get(code="KHM 104")
    area = scoring.template.areas.get(letter="A")
    other = scoring.programme.country_programme_outcomes.exclude(reviews=scoring).first()
    for what in (
        {"criterion": CriterionFactory()},
        {"outcome": other, "area": area},
        {"outcome": outcome},
        {"criterion": scoring.template.criteria.first(), "outcome": outcome, "area": area},
        {},
    ):
        with pytest.raises(ReviewRefused) as refusal:
            give(scoring, reviewer, **what)
        assert refusal.value.problems == {"": "This review does not score that. Load the list again."}
    assert kept(scoring, reviewer) == []


def test_the_trail_never_says_which_score(scoring, criterion, reviewer):
    one = give(scoring, reviewer, criterion=criterion, score=4, rationale="TELLTALE")
    give(scoring, reviewer, criterion=criterion, score=4, rationale="TELLTALE, and more", revision=1)
    give(scoring, reviewer, criterion=criterion, score=6, rationale="TELLTALE, and more", revision=2)
    events = AuditEvent.objects.filter(subject_type__model="individualscore", subject_id=one.pk)
    # Words alone leave no line: they are kept at every pause in typing.
    assert [(event.verb, event.by, event.changes, event.reason, event.subject_label) for event in events] == [
        (AuditVerb.CRITERION_SCORED, reviewer, {}, "", f"Reviewer: {criterion}")
    ] * 2


# Handing in


def test_scores_are_handed_in_when_nothing_is_missing(scoring, reviewer, colleague):
    score_everything(scoring, reviewer)
    hand_in_scores(review=scoring, by=reviewer)
    assert [
        (one.member.person, one.done, one.total, one.member.handed_in_at is not None) for one in progress_of(scoring)
    ] == [
        (reviewer, 76, 76, True),
        (colleague, 0, 76, False),
    ]
    (event,) = AuditEvent.objects.filter(verb=AuditVerb.SCORES_HANDED_IN)
    assert (event.by, event.subject_id, event.changes) == (reviewer, scoring.pk, {})


def test_handing_in_names_what_is_missing(scoring, criterion, reviewer):
    score_everything(scoring, reviewer)
    IndividualScore.objects.filter(country_programme_outcome__code__in=("KHM 104", "KHM 105")).delete()
    # Marked as not assessed, and nobody knows why.
    score_alone(review=scoring, criterion=criterion, score=None, is_not_assessed=True, revision=1, by=reviewer)
    with pytest.raises(ReviewRefused) as refusal:
        hand_in_scores(review=scoring, by=reviewer)
    assert refusal.value.problems == {
        "": "11 are not scored yet: criterion 2, KHM 104 A, KHM 104 B, KHM 104 C, KHM 104 D and 6 more. "
        "Score them, or mark them as not assessed and say why."
    }
    assert not TeamMember.objects.exclude(handed_in_at=None).exists()


def test_what_was_not_assessed_for_a_reason_is_not_missing(scoring, criterion, reviewer):
    score_everything(scoring, reviewer)
    give(scoring, reviewer, criterion=criterion, score=None, is_not_assessed=True, rationale="No data.", revision=1)
    assert hand_in_scores(review=scoring, by=reviewer).handed_in_at is not None


def test_what_was_handed_in_stays_until_it_is_taken_back(scoring, criterion, reviewer, colleague):
    score_everything(scoring, reviewer)
    with pytest.raises(ReviewRefused) as refusal:
        take_back_scores(review=scoring, by=reviewer)
    assert refusal.value.problems == {"": "You have not handed in your scores: you can change them as they are."}
    hand_in_scores(review=scoring, by=reviewer)
    for write in (
        lambda: give(scoring, reviewer, criterion=criterion, score=1, revision=1),
        lambda: hand_in_scores(review=scoring, by=reviewer),
    ):
        with pytest.raises(ReviewRefused) as refusal:
            write()
        assert refusal.value.problems == {"": "You have handed in your scores. Take them back to change one."}
    # The others go on.
    give(scoring, colleague, criterion=criterion)
    take_back_scores(review=scoring, by=reviewer)
    give(scoring, reviewer, criterion=criterion, score=1, revision=1)
    assert (str(criterion), 1, False, "A committee meets.", 2) in kept(scoring, reviewer)


def test_who_is_not_in_the_team_hands_nothing_in(scoring, administrator, officer):
    for person in (administrator, officer):
        for write in (hand_in_scores, take_back_scores):
            with pytest.raises(PermissionDenied):
                write(review=scoring, by=person)


def test_the_team_comes_together_when_all_have_handed_in(scoring, reviewer, colleague, officer):
    score_everything(scoring, reviewer)
    hand_in_scores(review=scoring, by=reviewer)
    with pytest.raises(ReviewRefused) as refusal:
        move_review(review=scoring, to=ReviewState.CONSOLIDATION, revision=scoring.revision, by=officer)
    assert "Colleague" in refusal.value.problems["reason"]
    score_everything(scoring, colleague, 2)
    hand_in_scores(review=scoring, by=colleague)
    moved = move_review(review=scoring, to=ReviewState.CONSOLIDATION, revision=scoring.revision, by=officer)
    assert moved.state == ReviewState.CONSOLIDATION


# What one's own score rests on


def test_a_score_rests_on_what_was_ticked_last(scoring, criterion, reviewer):
    indicator = scoring.programme.outcomes.get(number=1).indicators.first()
    cited = [Source(indicator=indicator), Source(document="Minutes of 2010")]
    one = give(scoring, reviewer, criterion=criterion, sources=cited)
    assert [(citation.indicator, citation.document) for citation in one.citations.all()] == [
        (indicator, ""),
        (None, "Minutes of 2010"),
    ]
    give(scoring, reviewer, criterion=criterion, sources=cited[1:], revision=1)
    assert [(citation.indicator, citation.document) for citation in one.citations.all()] == [(None, "Minutes of 2010")]
    one.refresh_from_db()
    assert one.revision == 2
    # Not said anything about: they stay.
    give(scoring, reviewer, criterion=criterion, score=5, revision=2)
    assert one.citations.count() == 1


def test_a_source_of_another_programme_takes_nothing_else_along(scoring, criterion, reviewer):
    with pytest.raises(ReviewRefused) as refusal:
        give(scoring, reviewer, criterion=criterion, sources=[Source(indicator=IndicatorFactory())])
    assert set(refusal.value.problems) == {"sources"}
    assert kept(scoring, reviewer) == []
