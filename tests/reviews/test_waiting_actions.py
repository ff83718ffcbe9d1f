"""Follow-up actions that wait for a person: on “My work”, in the navigation and in the mail."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from indicators.services import send_digests
from reviews.selectors.waiting_actions import ACTIONS_TO_CHECK, DUE_ACTIONS, OVERDUE_ACTIONS
from tests.reviews.follow_up_world import accepted, completed, planned, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def recommendation(review):
    return review.recommendations.get(number=1)


@pytest.fixture
def action(review, recommendation, officer, outcome_manager):
    signed(review)
    return planned(accepted(recommendation, officer), officer, outcome_manager)


class TestWaiting:
    """What is theirs stands on “My work” and is counted in the navigation."""

    @pytest.fixture
    def today(self):
        return timezone.localdate()

    def kinds(self, client):
        waiting = client.get("/my-work/").context["asked"]
        return {group.source.kind: [item.what for item in group.items] for group in waiting}

    def test_overdue_due_and_to_judge(
        self, sign_in, review, recommendation, officer, outcome_manager, verifier, today, make_person, programme
    ):
        signed(review)
        accepted(recommendation, officer)
        late = planned(recommendation, officer, outcome_manager, text="Late", due_on=today - timedelta(days=1))
        planned(recommendation, officer, outcome_manager, text="Today", due_on=today)
        planned(recommendation, officer, outcome_manager, text="Soon", due_on=today + timedelta(days=30))
        planned(recommendation, officer, outcome_manager, text="Later", due_on=today + timedelta(days=31))
        planned(recommendation, officer, officer, text="Not theirs", due_on=today)
        completed(planned(recommendation, officer, verifier, text="Their own"), officer)
        done = completed(planned(recommendation, officer, outcome_manager, text="Done"), officer)
        assert self.kinds(sign_in(outcome_manager)) == {
            "overdue_actions": ["Review 2010, action 1.1: Late"],
            "due_actions": ["Review 2010, action 1.2: Today", "Review 2010, action 1.3: Soon"],
        }
        assert self.kinds(sign_in(verifier)) == {"actions_to_check": [f"Review 2010, action {done}: Done"]}
        page = sign_in(outcome_manager).get("/my-work/").content.decode()
        kwargs = {"programme": "KHM-DWCP-2008-2010", "review": "2010"}
        kwargs |= {"recommendation": recommendation.pk, "action": late.pk}
        assert reverse("reviews:report-on-action", kwargs=kwargs) in page

    def test_where_no_person_is_named_it_waits_for_the_organisation(
        self, sign_in, review, recommendation, officer, government_member, workers_member, today
    ):
        signed(review)
        ministry = government_member.organisation
        planned(accepted(recommendation, officer), officer, None, organisation=ministry, due_on=today)
        assert self.kinds(sign_in(government_member)) == {
            "due_actions": ["Review 2010, action 1.1: Set up the committee"]
        }
        assert self.kinds(sign_in(workers_member)) == {}

    def test_nothing_waits_in_an_archived_programme(self, sign_in, action, outcome_manager, programme):
        assert self.kinds(sign_in(outcome_manager)).keys() == {"overdue_actions"}
        type(programme).objects.filter(pk=programme.pk).update(archived_on=date(2012, 1, 1))
        assert self.kinds(sign_in(outcome_manager)) == {}

    def test_more_actions_need_no_more_queries(self, sign_in, action, recommendation, officer, outcome_manager):
        client = sign_in(outcome_manager)
        asked = []
        for _more in range(2):
            with CaptureQueriesContext(connection) as queries:
                client.get("/my-work/")
            asked.append(len(queries))
            for number in range(3):
                planned(recommendation, officer, outcome_manager, text=f"Step {number}")
        assert asked[0] == asked[1] <= 15


def test_a_role_without_actions_is_asked_nothing(make_person, programme):
    reader = make_person("Reader", role=Role.OBSERVER, programme=programme)
    today = timezone.localdate()
    assert [one.rows(reader, today) for one in (OVERDUE_ACTIONS, DUE_ACTIONS, ACTIONS_TO_CHECK)] == [None] * 3


def test_the_mail_tells_of_them(action, outcome_manager):
    send_digests(to=outcome_manager)
    (message,) = mail.outbox
    assert "1 action overdue" in message.subject
    assert "Review 2010, action 1.1: Set up the committee" in message.body
