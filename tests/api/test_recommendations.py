"""Recommendations over HTTP: to their end, and reporting on an action."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviews.choices import ReviewState
from reviews.services import check_action
from tests.api.conftest import HOME
from tests.reviews.follow_up_world import accepted, completed, in_state, planned, signed

pytestmark = pytest.mark.django_db

ALL = HOME + "reviews/2010/recommendations/"
ACTION = ALL + "1/actions/1/"
REPORT = {"status": "completed", "progress": "It met.", "completed_on": "2011-11-30", "revision": 1}


@pytest.fixture
def action(review, officer, outcome_manager):
    recommendation = accepted(signed(review).recommendations.get(number=1), officer)
    return planned(recommendation, officer, outcome_manager)


def test_each_with_answer_and_actions(api, observer, action, officer, outcome_manager, verifier, programme):
    indicator = programme.outcomes.get(number=1).indicators.get(code="1.1")
    action.recommendation.indicators.set([indicator])
    check_action(action=completed(action, outcome_manager), adequacy="adequate", revision=2, by=verifier)
    answer = api(observer).get(ALL).json()
    assert [one["number"] for one in answer["results"]] == list(range(1, 15))
    first = answer["results"][0]
    assert first == api(observer).get(ALL + "1/").json()
    response, (shown,), (effect,) = first.pop("response"), first.pop("actions"), first.pop("effects")
    assert first == {
        "number": 1,
        "text": action.recommendation.text,
        "addressed_to": "ILO (implied)",
        "criterion": action.recommendation.criterion.number,
        "state": "checked",
        "is_open": False,
        "is_overdue": False,
        "carried": None,
    }
    assert response.pop("responded_at")
    assert response == {"verdict": "accepted", "reason": "", "resources": "", "responded_by": "Officer"}
    assert shown == api(observer).get(ACTION).json()
    assert (shown["owner"], shown["due_on"], shown["adequacy"], shown["checked_by"], shown["revision"]) == (
        "Outcome manager",
        "2011-12-31",
        "adequate",
        "Verifier",
        3,
    )
    assert (effect["indicator"], effect["has_changed"], effect["after"]["status"]) == ("1.1", False, "achieved")


def test_one_is_reported_on(api, outcome_manager, action):
    answer = api(outcome_manager).post(ACTION + "report/", REPORT, format="json")
    assert (answer.status_code, answer.json()) == (200, api(outcome_manager).get(ACTION).json())
    action.refresh_from_db()
    assert (action.status, action.progress, action.completed_on) == ("completed", "It met.", date(2011, 11, 30))


def test_refusals_name_the_field(api, outcome_manager, action):
    answer = api(outcome_manager).post(ACTION + "report/", {"status": "completed", "revision": 1}, format="json")
    assert (answer.status_code, answer.json()) == (
        400,
        {"progress": "Say what was done.", "completed_on": "Say when the action was completed."},
    )


def test_who_was_quicker_is_not_overwritten(api, outcome_manager, officer, action):
    completed(action, officer)
    answer = api(outcome_manager).post(ACTION + "report/", REPORT, format="json")
    assert (answer.status_code, answer.json()["current"]["progress"]) == (409, "It met twice.")


@pytest.mark.parametrize(
    ("who", "status"), [("observer", 403), ("reviewer", 403), ("verifier", 403), ("outsider", 404), (None, 401)]
)
def test_only_who_may_reports(api, action, who, status, request):
    person = request.getfixturevalue(who) if who else None
    assert api(person).post(ACTION + "report/", REPORT, format="json").status_code == status
    action.refresh_from_db()
    assert action.status == "outstanding"


def test_more_need_no_more_queries(api, observer, review, officer, outcome_manager, programme):
    client = api(observer)
    signed(review)
    asked = []
    for number in (1, 2, 3):
        recommendation = accepted(review.recommendations.get(number=number), officer)
        recommendation.indicators.set(programme.outcomes.get(number=1).indicators.all()[:number])
        planned(recommendation, officer, outcome_manager)
        with CaptureQueriesContext(connection) as queries:
            client.get(ALL)
        asked.append(len(queries))
    assert asked[0] == asked[1] == asked[2] <= 15


def test_before_they_are_out_they_have_no_answer(api, observer, review):
    in_state(review, ReviewState.CONSOLIDATION)
    first = api(observer).get(ALL + "1/").json()
    assert (first["response"], first["actions"], first["state"]) == (None, [], "unanswered")
