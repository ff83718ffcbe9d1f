"""What the office answers to a recommendation."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEvent
from reviews.choices import ReviewState
from reviews.models import ManagementResponse, Recommendation
from reviews.services import ReviewRefused, StaleReview, remove_action, report_on_action, respond
from tests.reviews.follow_up_world import accepted, in_state, planned, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def recommendation(review):
    return signed(review).recommendations.get(number=1)


def answers():
    return list(ManagementResponse.objects.values_list("recommendation__number", "verdict", "reason", "resources"))


def test_an_answer_says_who_and_why(recommendation, officer):
    response = respond(
        recommendation=recommendation,
        verdict="partially_accepted",
        reason=" The committee exists already. ",
        resources="US$ 5,000",
        by=officer,
    )
    assert answers() == [(1, "partially_accepted", "The committee exists already.", "US$ 5,000")]
    assert (response.responded_by, response.revision) == (officer, 1)
    event = AuditEvent.objects.first()
    changes = {
        "verdict": [None, "partially_accepted"],
        "reason": [None, "The committee exists already."],
        "resources": [None, "US$ 5,000"],
    }
    assert (event.verb, event.subject, event.by, event.changes) == ("response_given", recommendation, officer, changes)


@pytest.mark.parametrize(
    ("verdict", "field"), [("partially_accepted", "reason"), ("rejected", "reason"), ("perhaps", "verdict")]
)
def test_all_but_acceptance_need_a_reason(recommendation, officer, verdict, field):
    with pytest.raises(ReviewRefused) as refused:
        respond(recommendation=recommendation, verdict=verdict, reason="  ", by=officer)
    assert refused.value.problems.keys() == {field}
    assert answers() == []


@pytest.mark.parametrize(
    ("state", "consultation_round", "takes"),
    [
        (ReviewState.PLANNED, 0, False),
        (ReviewState.SCORING, 0, False),
        (ReviewState.CONSOLIDATION, 0, False),
        (ReviewState.DRAFT_REPORT, 0, False),
        (ReviewState.CONSULTATION, 1, True),
        # A draft that went back, and a final one that is corrected: its recommendations have been read.
        (ReviewState.DRAFT_REPORT, 1, True),
        (ReviewState.FINAL, 1, True),
        # One that was taken over as published.
        (ReviewState.FINAL, 0, True),
    ],
)
def test_they_are_answered_once_they_are_out(review, officer, state, consultation_round, takes):
    in_state(review, state)
    type(review).objects.filter(pk=review.pk).update(consultation_round=consultation_round)
    recommendation = Recommendation.objects.get(review=review, number=1)
    if takes:
        accepted(recommendation, officer)
    else:
        with pytest.raises(ReviewRefused, match="once the constituents read the draft"):
            accepted(recommendation, officer)
    assert len(answers()) == takes


def test_an_answer_is_changed_by_who_has_read_it(recommendation, officer):
    accepted(recommendation, officer)
    with pytest.raises(StaleReview) as stale:
        respond(recommendation=recommendation, verdict="rejected", reason="No money.", by=officer)
    assert stale.value.current.verdict == "accepted"
    changed = respond(recommendation=recommendation, verdict="rejected", reason="No money.", revision=1, by=officer)
    assert (answers(), changed.revision) == ([(1, "rejected", "No money.", "")], 2)
    assert AuditEvent.objects.first().changes == {"verdict": ["accepted", "rejected"], "reason": [None, "No money."]}


def test_saving_the_same_again_leaves_no_trace(recommendation, officer):
    accepted(recommendation, officer)
    before = AuditEvent.objects.count()
    assert respond(recommendation=recommendation, verdict="accepted", revision=1, by=officer).revision == 1
    assert AuditEvent.objects.count() == before


def test_what_is_under_way_is_not_rejected(recommendation, officer):
    accepted(recommendation, officer)
    action = planned(recommendation, officer, officer)
    with pytest.raises(ReviewRefused, match="Actions are still open"):
        respond(recommendation=recommendation, verdict="rejected", reason="No money.", revision=1, by=officer)
    report_on_action(action=action, status="no_action_planned", progress="No money.", revision=1, by=officer)
    respond(recommendation=recommendation, verdict="rejected", reason="No money.", revision=1, by=officer)
    assert answers() == [(1, "rejected", "No money.", "")]


def test_without_its_actions_it_can_be_rejected(recommendation, officer):
    accepted(recommendation, officer)
    remove_action(action=planned(recommendation, officer, officer), revision=1, by=officer)
    respond(recommendation=recommendation, verdict="rejected", reason="No money.", revision=1, by=officer)
    assert answers() == [(1, "rejected", "No money.", "")]


@pytest.mark.parametrize(
    "who", ["observer", "verifier", "reviewer", "outcome_manager", "government_member", "workers_member", "outsider"]
)
def test_only_the_office_answers(recommendation, who, request):
    with pytest.raises(PermissionDenied):
        accepted(recommendation, request.getfixturevalue(who))
    assert answers() == []
