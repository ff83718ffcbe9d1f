"""The page from which a review is set up and moved on, and the forms it leads to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from reviews.choices import ReviewState
from reviews.models import Review
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner(sign_in, officer):
    """The browser of the officer."""
    return sign_in(officer)


@pytest.fixture
def page(review):
    return f"/{review.programme.code}/reviews/2010/set-up/"


def test_a_review_is_planned_and_opened_on_its_pages(planner, programme, review, make_person):
    new = f"/{programme.code}/reviews/new/"
    offered = planner.get(new).context["form"].initial
    assert (offered["slug"], offered["template"]) == ("2011", review.template_id)
    typed = offered | {"slug": "methods"}
    refused = planner.post(new, typed)
    assert refused.status_code == 422
    assert "“methods” is the address of another page." in refused.content.decode()
    set_up = planner.post(new, offered, follow=True)
    planned = Review.objects.get(slug="2011")
    assert planned.country_programme_outcomes.count() == len(offered["country_programme_outcomes"])
    (step,) = set_up.context["next_steps"]
    assert step.against == ("Name the team that scores the review.",)
    rater = make_person("Rater", role=Role.REVIEWER, programme=programme)
    page = f"/{programme.code}/reviews/2011/set-up/"
    member = {"person": rater.pk, "capacity": "lead", "constituency": ""}
    assert planner.post(f"{page}team/add/", member).status_code == 302
    move = {"to": "scoring", "revision": Review.objects.get(slug="2011").revision}
    assert planner.post(f"{page}move/", move).status_code == 302
    assert Review.objects.get(slug="2011").state == ReviewState.SCORING


def test_a_move_that_cannot_be_made_comes_back_with_what_was_typed(planner, review, page):
    Review.objects.filter(pk=review.pk).update(state=ReviewState.SCORING)
    review.team.create(person=factories.UserFactory(name="Slow"))
    move = {"to": "consolidation", "revision": review.revision}
    refused = planner.post(f"{page}move/", move)
    assert refused.status_code == 422
    assert "Slow: no scores handed in yet. Wait for them, or say why you go on without." in refused.content.decode()
    stale = planner.post(f"{page}move/", move | {"reason": "Slow is ill.", "revision": 0})
    assert stale.status_code == 409
    (form,) = [step.form for step in stale.context["next_steps"]]
    assert (form["reason"].value(), form["revision"].value()) == ("Slow is ill.", str(review.revision))
    assert planner.post(f"{page}move/", move | {"reason": "Slow is ill."}).status_code == 302
    assert planner.post(f"{page}move/", {"to": "%d%s", "revision": 1}).status_code == 422
    assert planner.post(f"{page}move/", {"to": "final", "revision": review.revision + 1}).status_code == 422


def test_a_person_of_no_programme_is_not_offered(planner, page, outsider):
    refused = planner.post(f"{page}team/add/", {"person": outsider.pk, "capacity": "member"})
    assert refused.status_code == 422
    assert "Choose somebody who takes part in the programme as a reviewer." in refused.content.decode()


def test_members_and_tasks_are_changed_and_removed(planner, page, review, reviewer):
    member = review.team.get(person=reviewer)
    change = f"{page}team/{member.pk}/"
    seen = planner.get(change).context["form"]["seen"].value()
    typed = {"capacity": "member", "constituency": "workers", "seen": seen}
    assert planner.post(change, typed).status_code == 302
    assert planner.post(change, typed | {"capacity": "lead"}).status_code == 409
    assert planner.get(f"{change}remove/").status_code == 200
    assert planner.post(f"{change}remove/").status_code == 302
    assert not review.team.exists()
    assert planner.post(f"{page}timetable/add/", {"task": "Another task"}).status_code == 302
    task = review.tasks.order_by("position").last()
    assert (task.position, task.task) == (13, "Another task")
    shown = planner.post(f"{page}timetable/{task.pk}/remove/", follow=True)
    assert review.tasks.count() == 12
    assert [removal.what for removal in shown.context["removals"]] == [
        "task of the timetable: Another task",
        f"member of the review team: {reviewer}",
    ]


def test_terms_consultations_and_outcomes(planner, page, review):
    assert planner.post(f"{page}terms/", {"text": "# Purpose", "revision": review.revision}).status_code == 302
    assert "<h" in planner.get(page).content.decode() and "Purpose" in planner.get(page).content.decode()
    stale = planner.post(f"{page}terms/", {"text": "# Another", "revision": review.revision})
    assert (stale.status_code, stale.context["form"]["text"].value()) == (409, "# Another")
    assert stale.context["saved_now"] == [("Terms of reference", "# Purpose")]
    revision = Review.objects.get(pk=review.pk).revision
    event = factories.EventFactory()
    refused = planner.post(f"{page}consultations/", {"events": [event.pk], "revision": revision})
    assert refused.status_code == 422
    assert "Choose consultations of this programme." in refused.content.decode()
    assert planner.post(f"{page}consultations/", {"events": [], "revision": revision}).status_code == 302
    assert not review.events.exists()
    form = planner.get(f"{page}review/").context["form"]
    kept = planner.post(f"{page}review/", form.initial | {"template": review.template_id, "title": "Look back"})
    assert kept.status_code == 302
    review.refresh_from_db()
    assert review.title == "Look back"


def test_everybody_reads_and_only_who_plans_writes(page, sign_in, observer, review):
    client = sign_in(observer)
    shown = client.get(page)
    assert shown.status_code == 200
    assert (shown.context["may_manage"], shown.context["next_steps"]) == (False, [])
    for form in ("move/", "review/", "terms/", "consultations/", "team/add/", "timetable/add/"):
        assert client.post(page + form).status_code == 403


def test_every_page_says_how_far_the_review_has_come(planner, review):
    body = planner.get(f"/{review.programme.code}/reviews/2010/criteria/").content.decode()
    assert body.count('aria-current="step"') == 1
    assert '<span class="visually-hidden">Now: </span>Consolidation' in body


def test_it_takes_the_same_queries_for_one_and_for_three(planner, page, review):
    taken = []
    for _round in range(3):
        review.team.create(person=factories.UserFactory())
        factories.TimetableTaskFactory.create_batch(2, review=review)
        review.events.add(factories.EventFactory(programme=review.programme))
        with CaptureQueriesContext(connection) as queries:
            assert planner.get(page).status_code == 200
        taken.append(len(queries))
    assert taken[0] == taken[2] <= 15
