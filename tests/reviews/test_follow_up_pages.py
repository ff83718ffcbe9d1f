"""The pages of recommendations: from the list to the answer, the actions and the judgement."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reviews.choices import ReviewState
from reviews.models import FollowUpAction, ManagementResponse
from reviews.services import change_recommendation, report_on_action, respond
from tests import factories
from tests.reviews.follow_up_world import accepted, completed, in_state, planned, signed

pytestmark = pytest.mark.django_db

REVIEW = {"programme": "KHM-DWCP-2008-2010", "review": "2010"}
LIST = reverse("reviews:recommendations", kwargs=REVIEW)


def address(name, recommendation, action=None):
    """The address of a page of one recommendation or of one of its actions."""
    kwargs = REVIEW | {"recommendation": recommendation.pk}
    return reverse(f"reviews:{name}", kwargs=kwargs | ({"action": action.pk} if action else {}))


def words(answer):
    """What a person reads on a page."""
    text = re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


@pytest.fixture
def recommendation(review):
    return review.recommendations.get(number=1)


@pytest.fixture
def action(review, recommendation, officer, outcome_manager):
    signed(review)
    return planned(accepted(recommendation, officer), officer, outcome_manager)


class TestList:
    def test_everybody_reads_how_far_each_has_come(self, sign_in, observer, action):
        answer = sign_in(observer).get(LIST)
        rows = answer.context["rows"]
        assert [row.recommendation.number for row in rows] == list(range(1, 15))
        assert [str(row.state.label) for row in rows[:2]] == ["Under way", "Not answered"]
        page = words(answer)
        assert "1 of 14" in page and "0 of 1 action completed" in page
        assert "ILO (implied)" in page
        for act in ("Add a recommendation", "Carry over", "Up", "Put back"):
            assert f"> {act} <" not in answer.content.decode() and f">{act}<" not in answer.content.decode()

    @pytest.mark.parametrize(
        ("show", "numbers"),
        [("open", [1, *range(3, 15)]), ("overdue", [1]), ("mine", [1]), ("nonsense", list(range(1, 15)))],
    )
    def test_it_is_narrowed(self, sign_in, action, review, officer, outcome_manager, show, numbers):
        respond(recommendation=review.recommendations.get(number=2), verdict="rejected", reason="No money.", by=officer)
        answer = sign_in(outcome_manager).get(LIST, {"show": show})
        assert [row.recommendation.number for row in answer.context["rows"]] == numbers
        assert [number for _name, _label, number, _chosen in answer.context["shown"]] == [14, 13, 1, 1]

    def test_nothing_is_mine_for_who_has_no_action(self, sign_in, action, officer):
        answer = sign_in(officer).get(LIST, {"show": "mine"})
        assert answer.context["rows"] == []
        assert "None of them." in words(answer)

    def test_who_writes_the_report_orders_them(self, sign_in, reviewer, review, recommendation):
        client = sign_in(reviewer)
        other = review.recommendations.get(number=2)
        answer = client.post(address("move-recommendation", other), {"direction": "up"}, follow=True)
        assert "It is recommendation 1 now." in words(answer)
        recommendation.refresh_from_db()
        assert recommendation.number == 2

    def test_gaps_are_closed_with_one_button(self, sign_in, reviewer, review):
        client = sign_in(reviewer)
        assert "The numbers have gaps." not in words(client.get(LIST))
        review.recommendations.get(number=3).delete()
        assert "The numbers have gaps." in words(client.get(LIST))
        client.post(reverse("reviews:renumber-recommendations", kwargs=REVIEW))
        assert [one.number for one in review.recommendations.all()] == list(range(1, 14))

    def test_what_is_removed_is_put_back_beside_it(self, sign_in, reviewer, review):
        client = sign_in(reviewer)
        last = review.recommendations.last()
        asked = client.get(address("remove-recommendation", last))
        assert "You can put it back afterwards" in words(asked)
        answer = client.post(address("remove-recommendation", last), {"revision": "1" * 5000}, follow=True)
        assert "The form came back incomplete." in words(answer)
        answer = client.post(address("remove-recommendation", last), {"revision": "1"}, follow=True)
        (removal,) = answer.context["removals"]
        assert review.recommendations.count() == 13
        put_back = reverse("reviews:put-back-recommendation", kwargs=REVIEW | {"removal": removal.pk})
        assert "is back." in words(client.post(put_back, follow=True))
        assert review.recommendations.last() == last
        assert client.post(put_back).status_code == 404

    def test_what_somebody_changed_is_not_removed_unseen(self, sign_in, reviewer, recommendation):
        sent = {"addressed_to": "", "criterion": None, "indicators": [], "revision": 1, "by": reviewer}
        change_recommendation(recommendation=recommendation, text="Meet.", **sent)
        answer = sign_in(reviewer).post(
            address("remove-recommendation", recommendation), {"revision": "1"}, follow=True
        )
        assert "Somebody has changed this meanwhile." in words(answer)


class TestWords:
    def test_one_is_added(self, sign_in, reviewer, review):
        add = reverse("reviews:add-recommendation", kwargs=REVIEW)
        client = sign_in(reviewer)
        refused = client.post(add, {"revision": "0", "text": "", "addressed_to": "MOLVT"})
        assert (refused.status_code, refused.context["form"]["addressed_to"].value()) == (422, "MOLVT")
        answer = client.post(add, {"revision": "0", "text": "Meet.", "addressed_to": "MOLVT"}, follow=True)
        assert "Recommendation 15" in words(answer)
        assert review.recommendations.last().text == "Meet."

    def test_nothing_typed_is_lost_when_somebody_was_quicker(self, sign_in, reviewer, recommendation):
        change = address("change-recommendation", recommendation)
        client = sign_in(reviewer)
        sent = {"revision": "1", "text": "Meet.", "addressed_to": "ILO"}
        client.post(change, sent)
        answer = client.post(change, sent | {"text": "Talk."})
        form = answer.context["form"]
        assert (answer.status_code, form["text"].value(), form["revision"].value()) == (409, "Talk.", 2)
        assert answer.context["stands"][0] == ("Recommendation", "Meet.")
        assert client.post(change, sent | {"text": "Talk.", "revision": "2"}).status_code == 302
        recommendation.refresh_from_db()
        assert recommendation.text == "Talk."

    def test_a_final_report_says_so_instead_of_a_form(self, sign_in, reviewer, review, recommendation):
        signed(review)
        answer = sign_in(reviewer).get(address("change-recommendation", recommendation))
        assert "its recommendations stay as they are" in words(answer)
        assert 'name="text"' not in answer.content.decode()

    def test_indicators_are_chosen_by_code(self, sign_in, reviewer, recommendation, programme):
        indicator = programme.outcomes.get(number=1).indicators.first()
        client = sign_in(reviewer)
        client.post(address("link-indicators", recommendation), {"revision": "1", "indicators": [indicator.pk]})
        page = words(client.get(address("recommendation", recommendation)))
        assert f"{indicator.code} {indicator.statement}" in page

    def test_open_ones_are_carried_over(self, sign_in, officer, programme, review):
        factories.ReviewFactory(
            programme=programme, template=review.template, slug="2012", state=ReviewState.CONSOLIDATION
        )
        carry = reverse("reviews:carry-over-recommendations", kwargs=REVIEW | {"review": "2012"})
        client = sign_in(officer)
        page = client.get(carry)
        assert len(page.context["form"].initial["recommendations"]) == 14
        chosen = [review.recommendations.get(number=number).pk for number in (2, 5)]
        assert client.post(carry, {}).status_code == 422
        answer = client.post(carry, {"recommendations": chosen}, follow=True)
        assert "2 are carried over." in words(answer)
        assert words(answer).count("Repeated for the 1st time; first said in 2010") == 2

    def test_nothing_to_carry_over_is_said(self, sign_in, reviewer):
        answer = sign_in(reviewer).get(reverse("reviews:carry-over-recommendations", kwargs=REVIEW))
        assert "Nothing to carry over" in words(answer)


class TestAnswering:
    def test_it_is_answered(self, sign_in, officer, review, recommendation):
        signed(review)
        client = sign_in(officer)
        answer = address("answer-recommendation", recommendation)
        refused = client.post(answer, {"revision": "0", "verdict": "rejected", "resources": "None"})
        assert (refused.status_code, refused.context["form"]["resources"].value()) == (422, "None")
        assert refused.context["form"].errors.keys() == {"reason"}
        done = client.post(answer, {"revision": "0", "verdict": "accepted", "resources": "US$ 5,000"}, follow=True)
        assert "Resources: US$ 5,000" in words(done)
        stale = client.post(answer, {"revision": "0", "verdict": "rejected", "reason": "No money."})
        assert (stale.status_code, stale.context["stands"][0]) == (409, ("Answer", "Accepted"))
        assert ManagementResponse.objects.get().verdict == "accepted"

    def test_before_it_is_out_the_page_says_when(self, sign_in, officer, recommendation):
        answer = sign_in(officer).get(address("answer-recommendation", recommendation))
        assert "once the constituents read the draft" in words(answer)
        assert "<textarea" not in answer.content.decode()


class TestActions:
    def test_from_the_plan_to_the_judgement(self, sign_in, officer, outcome_manager, verifier, review, recommendation):
        signed(review)
        accepted(recommendation, officer)
        plan = {"revision": "0", "text": "Set up the committee", "due_on": "2011-12-31", "owner": outcome_manager.pk}
        sign_in(officer).post(address("plan-action", recommendation), plan)
        action = recommendation.actions.get()
        client = sign_in(outcome_manager)
        report = address("report-on-action", recommendation, action)
        assert "Set up the committee" in words(client.get(report))
        sent = {"revision": "1", "status": "completed", "progress": "It met.", "evidence": "https://example.org/m"}
        refused = client.post(report, sent)
        assert (refused.status_code, refused.context["form"]["progress"].value()) == (422, "It met.")
        assert refused.context["form"].errors.keys() == {"completed_on"}
        done = client.post(report, sent | {"completed_on": "2011-11-30"}, follow=True)
        assert "Nobody has judged that yet." in words(done)
        assert 'href="https://example.org/m"' in done.content.decode()
        client = sign_in(verifier)
        check = address("check-action", recommendation, action)
        refused = client.post(check, {"revision": "2", "adequacy": "inadequate"})
        assert (refused.status_code, refused.context["form"].errors.keys()) == (422, {"note"})
        judged = client.post(check, {"revision": "2", "adequacy": "adequate"}, follow=True)
        assert "Adequate Verifier" in words(judged)
        history = words(client.get(address("recommendation-history", recommendation)))
        assert "Action 1: judged" in history and "Answered – Officer" in history

    def test_a_later_report_withdraws_the_judgement_in_sight(
        self, sign_in, observer, action, outcome_manager, verifier, recommendation
    ):
        done = completed(action, outcome_manager)
        FollowUpAction.objects.filter(pk=done.pk).update(adequacy="adequate", checked_by=verifier)
        done.refresh_from_db()
        report_on_action(
            action=done, status="partially_completed", progress="Once.", revision=done.revision, by=outcome_manager
        )
        page = words(sign_in(observer).get(address("recommendation-history", recommendation)))
        assert "Does it answer the recommendation Adequate → nothing any more" in page
        assert "Judged by Verifier → nothing any more" in page

    def test_nothing_reported_is_lost_when_somebody_was_quicker(
        self, sign_in, outcome_manager, officer, action, recommendation
    ):
        completed(action, officer)
        sent = {"revision": "1", "status": "partially_completed", "progress": "It met once."}
        answer = sign_in(outcome_manager).post(address("report-on-action", recommendation, action), sent)
        assert (answer.status_code, answer.context["form"]["progress"].value()) == (409, "It met once.")
        assert ("What was done", "It met twice.") in answer.context["stands"]

    def test_what_is_not_at_its_end_is_not_judged(self, sign_in, verifier, action, recommendation):
        answer = sign_in(verifier).get(address("check-action", recommendation, action))
        assert "there is nothing to judge" in words(answer)
        assert "<textarea" not in answer.content.decode()

    def test_it_is_removed_and_put_back(self, sign_in, officer, action, recommendation):
        client = sign_in(officer)
        answer = client.post(address("remove-action", recommendation, action), {"revision": "1"}, follow=True)
        assert "Nothing is planned yet." in words(answer)
        (removal,) = answer.context["removals"]
        kwargs = REVIEW | {"recommendation": recommendation.pk, "removal": removal.pk}
        client.post(reverse("reviews:put-back-action", kwargs=kwargs))
        assert recommendation.actions.get() == action

    def test_it_is_known_in_its_own_review_only(self, sign_in, officer, action, programme, review):
        other = factories.RecommendationFactory(review=programme.reviews.get(slug="2007"))
        client = sign_in(officer)
        assert client.get(address("report-on-action", action.recommendation, action)).status_code == 200
        assert client.get(address("report-on-action", other, action)).status_code == 404
        assert client.get(address("recommendation", other)).status_code == 404

    def test_buttons_stand_only_where_they_work(self, sign_in, action, recommendation, request, outcome_manager):
        completed(action, outcome_manager)
        page = address("recommendation", recommendation)
        found = {}
        for who in ("officer", "outcome_manager", "verifier", "observer"):
            html = sign_in(request.getfixturevalue(who)).get(page).content.decode()
            found[who] = [
                name for name in ("report", "check", "change", "remove") if f"/actions/{action.pk}/{name}/" in html
            ]
        assert found == {
            "officer": ["report", "change", "remove"],
            "outcome_manager": ["report"],
            "verifier": ["check"],
            "observer": [],
        }


class TestCost:
    def queries(self, client, path):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    def fill(self, recommendation, officer, outcome_manager, programme, actions):
        accepted(recommendation, officer)
        recommendation.indicators.set(programme.outcomes.get(number=1).indicators.all()[:actions])
        for number in range(actions):
            planned(recommendation, officer, outcome_manager, text=f"Step {number}")

    @pytest.mark.parametrize("who", ["officer", "reviewer", "verifier", "observer"])
    def test_more_of_everything_needs_no_more_queries(
        self, who, sign_in, request, review, officer, outcome_manager, programme
    ):
        signed(review)
        one, three, *others = review.recommendations.all()
        for other in others:
            other.delete()
        three.delete()
        client = sign_in(request.getfixturevalue(who))
        self.fill(one, officer, outcome_manager, programme, 1)
        few = self.queries(client, LIST), self.queries(client, address("recommendation", one))
        for number in (2, 3):
            more = factories.RecommendationFactory(review=review, number=number)
            self.fill(more, officer, outcome_manager, programme, 3)
        many = self.queries(client, LIST), self.queries(client, address("recommendation", more))
        assert few == many
        assert max(many) <= 15

    def test_the_forms_are_cheap(self, sign_in, officer, action, recommendation, review, programme):
        client = sign_in(officer)
        for name in ("answer-recommendation", "plan-action", "link-indicators"):
            assert self.queries(client, address(name, recommendation)) <= 15
        assert self.queries(client, address("report-on-action", recommendation, action)) <= 15
        in_state(review, ReviewState.CONSOLIDATION)
        assert self.queries(client, address("change-recommendation", recommendation)) <= 15
        factories.ReviewFactory(programme=programme, template=review.template, slug="2012", state="consolidation")
        carry = reverse("reviews:carry-over-recommendations", kwargs=REVIEW | {"review": "2012"})
        assert self.queries(client, carry) <= 15
