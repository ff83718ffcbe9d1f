"""Who scores a review, and its timetable."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.choices import AuditVerb, Constituency, Role
from accounts.models import AuditEvent
from dwcp.toolkit.snapshots import fingerprint
from outcomes.services import Refused, Stale, put_back
from reviews.choices import ReviewState, TeamCapacity
from reviews.models import IndividualScore, Review, TeamMember, TimetableTask
from reviews.services import add_to_team, change_in_team, remove_from_team, remove_task, save_task
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned():
    return factories.ReviewFactory(slug="2015")


@pytest.fixture
def planner(make_person, planned):
    return make_person("Planner", role=Role.PROGRAMME_OFFICER, programme=planned.programme)


@pytest.fixture
def rater(make_person, planned):
    return make_person("Rater", role=Role.REVIEWER, programme=planned.programme)


def add(review, person, by, **typed):
    return add_to_team(
        review=review, person=person, by=by, **{"capacity": TeamCapacity.MEMBER, "constituency": ""} | typed
    )


def finish(review):
    Review.objects.filter(pk=review.pk).update(state=ReviewState.FINAL)


class TestTeam:
    def test_a_reviewer_of_the_programme_joins(self, planned, planner, rater):
        member = add(planned, rater, planner, constituency=Constituency.WORKERS)
        assert list(planned.team.values_list("person", "capacity", "constituency")) == [(rater.pk, "member", "workers")]
        event = AuditEvent.objects.about(member).get()
        assert (event.verb, event.by) == (AuditVerb.ADDED, planner)

    @pytest.mark.parametrize("role", [Role.OBSERVER, Role.CONSTITUENT, Role.PROGRAMME_OFFICER, None])
    def test_nobody_else_does(self, role, planned, planner, make_person):
        somebody = make_person("Somebody", role=role, programme=planned.programme if role else None)
        with pytest.raises(Refused) as refused:
            add(planned, somebody, planner)
        sentence = (
            "Somebody does not take part in the programme as a reviewer. Make them one on the page “People” first."
        )
        assert refused.value.problems == {"person": sentence}
        assert not planned.team.exists()

    def test_one_leads(self, planned, planner, rater, make_person):
        add(planned, rater, planner, capacity=TeamCapacity.LEAD)
        other = make_person("Other", role=Role.REVIEWER, programme=planned.programme)
        with pytest.raises(Refused) as refused:
            add(planned, other, planner, capacity=TeamCapacity.LEAD)
        assert refused.value.problems == {"": "The team already has somebody who leads it."}

    def test_nobody_is_in_it_twice(self, planned, planner, rater):
        add(planned, rater, planner)
        with pytest.raises(Refused) as refused:
            add(planned, rater, planner)
        assert list(refused.value.problems.values()) == ["This person is in the team already."]

    def test_a_place_changes_unless_somebody_was_quicker(self, planned, planner, rater):
        member = add(planned, rater, planner)
        seen = fingerprint(member)
        member.capacity = TeamCapacity.LEAD
        change_in_team(member=member, seen=seen, by=planner)
        assert planned.team.get().capacity == TeamCapacity.LEAD
        member.capacity = TeamCapacity.MEMBER
        with pytest.raises(Stale):
            change_in_team(member=member, seen=seen, by=planner)
        assert planned.team.get().capacity == TeamCapacity.LEAD

    def test_who_leaves_can_be_put_back(self, planned, planner, rater):
        member = add(planned, rater, planner, constituency=Constituency.WORKERS)
        removal = remove_from_team(member=member, by=planner)
        assert not planned.team.exists()
        put_back(removal=removal, by=planner)
        assert list(planned.team.values_list("person", "constituency")) == [(rater.pk, "workers")]

    def test_who_has_scored_stays(self, planned, planner, rater):
        member = add(planned, rater, planner)
        criterion = factories.CriterionFactory(template=planned.template)
        IndividualScore.objects.create(review=planned, reviewer=rater, criterion=criterion, score=3)
        with pytest.raises(Refused) as refused:
            remove_from_team(member=member, by=planner)
        sentence = "Rater has given scores already, and they stay. So Rater stays in the team."
        assert refused.value.problems == {"": sentence}
        assert planned.team.exists()

    def test_the_team_of_a_final_review_stays(self, planned, planner, rater, make_person):
        member = add(planned, rater, planner)
        other = make_person("Other", role=Role.REVIEWER, programme=planned.programme)
        removal = remove_from_team(member=add(planned, other, planner), by=planner)
        finish(planned)
        sentence = "The review is final: the team that signed it stays as it is."
        acts = (
            lambda: add(planned, other, planner),
            lambda: change_in_team(member=member, seen=fingerprint(member), by=planner),
            lambda: remove_from_team(member=member, by=planner),
            lambda: put_back(removal=removal, by=planner),
        )
        for act in acts:
            with pytest.raises(Refused, match=sentence):
                act()
        assert list(planned.team.all()) == [member]

    def test_only_who_plans_reviews_names_it(self, planned, planner, rater):
        member = add(planned, rater, planner)
        for act in (lambda: add(planned, rater, rater), lambda: remove_from_team(member=member, by=rater)):
            with pytest.raises(PermissionDenied):
                act()
        assert TeamMember.objects.filter(review=planned).count() == 1


class TestTimetable:
    def tasks(self, review):
        return list(review.tasks.values_list("position", "task", "done_on"))

    def test_tasks_stand_in_the_order_they_are_added(self, planned, planner):
        for name in ("Draft terms", "Field mission"):
            save_task(task=TimetableTask(review=planned, task=name, position=None), by=planner)
        assert self.tasks(planned) == [(1, "Draft terms", None), (2, "Field mission", None)]

    def test_a_task_is_done_on_a_day_that_has_come(self, planned, planner):
        task = factories.TimetableTaskFactory(review=planned)
        task.done_on = timezone.localdate() + timedelta(days=1)
        with pytest.raises(Refused) as refused:
            save_task(task=task, seen=fingerprint(planned.tasks.get()), by=planner)
        sentence = "This day has not come yet. Leave it empty until the task is done."
        assert refused.value.problems == {"done_on": sentence}
        task.done_on = timezone.localdate()
        save_task(task=task, seen=fingerprint(planned.tasks.get()), by=planner)
        assert planned.tasks.get().done_on == timezone.localdate()

    def test_of_a_final_review_only_the_day_is_noted(self, planned, planner):
        task = factories.TimetableTaskFactory(review=planned, task="Follow up")
        finish(planned)
        seen = fingerprint(task)
        for attempt in (
            lambda: save_task(task=TimetableTask(review=planned, task="Another", position=None), by=planner),
            lambda: remove_task(task=task, by=planner),
        ):
            with pytest.raises(Refused, match="The review is final"):
                attempt()
        task.done_on = timezone.localdate()
        save_task(task=task, seen=seen, by=planner)
        task.task = "Another"
        with pytest.raises(Refused, match="Only the day on which a task was done"):
            save_task(task=task, seen=fingerprint(planned.tasks.get()), by=planner)
        assert self.tasks(planned) == [(task.position, "Follow up", timezone.localdate())]

    def test_a_task_is_taken_out_and_put_back(self, planned, planner):
        task = factories.TimetableTaskFactory(review=planned)
        before = self.tasks(planned)
        removal = remove_task(task=task, by=planner)
        assert self.tasks(planned) == []
        put_back(removal=removal, by=planner)
        assert self.tasks(planned) == before

    def test_only_who_plans_reviews_keeps_it(self, planned, rater):
        with pytest.raises(PermissionDenied):
            save_task(task=TimetableTask(review=planned, task="Mine", position=None), by=rater)

    def test_the_twelve_tasks_of_the_real_review(self, review):
        assert review.tasks.count() == 12
