"""What follows from a recommendation: planned, reported, judged by somebody else."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import AuditEvent
from outcomes.services import Refused, put_back
from reviews.models import FollowUpAction
from reviews.services import (
    ReviewRefused,
    StaleReview,
    change_action,
    check_action,
    plan_action,
    put_back_action,
    remove_action,
    report_on_action,
    respond,
)
from tests.reviews.follow_up_world import accepted, completed, planned, signed

pytestmark = pytest.mark.django_db

DUE = date(2011, 12, 31)


@pytest.fixture
def recommendation(review, officer):
    return accepted(signed(review).recommendations.get(number=1), officer)


@pytest.fixture
def action(recommendation, officer, outcome_manager):
    return planned(recommendation, officer, outcome_manager)


@pytest.fixture
def done(action, outcome_manager):
    return completed(action, outcome_manager)


@pytest.fixture
def judged(done, verifier):
    return check_action(action=done, adequacy="adequate", revision=2, by=verifier)


def stored(action):
    return FollowUpAction.objects.get(pk=action.pk)


def last_event():
    event = AuditEvent.objects.first()
    return event.verb, event.subject, event.by, event.changes


class TestPlanning:
    def test_it_says_what_who_and_until_when(self, recommendation, officer, outcome_manager):
        action = planned(recommendation, officer, outcome_manager)
        assert (action.number, action.text, action.owner, action.due_on, action.status) == (
            1,
            "Set up the committee",
            outcome_manager,
            DUE,
            "outstanding",
        )
        changes = {
            "text": [None, "Set up the committee"],
            "owner": [None, "Outcome manager"],
            "due_on": [None, "2011-12-31"],
        }
        assert last_event() == ("added", action, officer, changes)
        assert planned(recommendation, officer, officer).number == 2

    def test_an_organisation_may_stand_for_a_person(self, recommendation, officer, government_member):
        ministry = government_member.organisation
        action = planned(recommendation, officer, None, organisation=ministry)
        assert (action.owner, action.organisation) == (None, ministry)

    def test_every_gap_is_named(self, recommendation, officer):
        with pytest.raises(ReviewRefused) as refused:
            plan_action(recommendation=recommendation, text=" ", due_on=None, by=officer)
        assert refused.value.problems.keys() == {"text", "owner", "due_on"}

    @pytest.mark.parametrize("who", ["observer", "reviewer", "outsider"])
    def test_who_cannot_report_owns_nothing(self, recommendation, officer, who, request):
        with pytest.raises(ReviewRefused) as refused:
            planned(recommendation, officer, request.getfixturevalue(who))
        assert refused.value.problems.keys() == {"owner"}

    def test_only_for_what_is_accepted(self, review, officer):
        other = signed(review).recommendations.get(number=2)
        with pytest.raises(ReviewRefused, match="Nobody has answered"):
            planned(other, officer, officer)
        respond(recommendation=other, verdict="rejected", reason="No money.", by=officer)
        with pytest.raises(ReviewRefused, match="was rejected"):
            planned(other, officer, officer)

    def test_changing_it_keeps_who_was_quicker(self, action, officer):
        plan = {"text": action.text, "owner": officer, "organisation": None, "due_on": DUE, "by": officer}
        changed = change_action(action=action, revision=1, **plan)
        assert (changed.owner, changed.revision) == (officer, 2)
        assert last_event()[3] == {"owner": ["Outcome manager", "Officer"]}
        with pytest.raises(StaleReview):
            change_action(action=action, revision=1, **plan)

    def test_whoever_judged_it_may_become_its_owner_but_then_it_is_judged_anew(self, judged, officer, verifier):
        changed = change_action(
            action=judged, text=judged.text, owner=verifier, organisation=None, due_on=DUE, revision=3, by=officer
        )
        assert (changed.owner, changed.adequacy, changed.checked_by) == (verifier, "", None)

    def test_another_day_leaves_the_judgement(self, judged, officer):
        changed = change_action(
            action=judged,
            text=judged.text,
            owner=judged.owner,
            organisation=None,
            due_on=DUE + timedelta(days=1),
            revision=3,
            by=officer,
        )
        assert changed.adequacy == "adequate"


class TestRemoving:
    def test_it_comes_back_with_all_that_was_reported(self, judged, recommendation, officer, verifier):
        removal = remove_action(action=judged, revision=3, by=officer)
        assert not recommendation.actions.exists()
        put_back_action(removal=removal, recommendation=recommendation, by=officer)
        back = recommendation.actions.get()
        assert (back.pk, back.progress, back.checked_by, back.checked_at) == (
            judged.pk,
            "It met twice.",
            verifier,
            judged.checked_at,
        )

    def test_behind_the_others_where_its_number_is_taken(self, action, recommendation, officer):
        removal = remove_action(action=action, revision=1, by=officer)
        planned(recommendation, officer, officer, text="Write the rules")
        put_back_action(removal=removal, recommendation=recommendation, by=officer)
        assert list(recommendation.actions.values_list("number", "text")) == [
            (1, "Write the rules"),
            (2, "Set up the committee"),
        ]

    def test_not_to_what_was_rejected_meanwhile(self, action, recommendation, officer):
        removal = remove_action(action=action, revision=1, by=officer)
        respond(recommendation=recommendation, verdict="rejected", reason="No money.", revision=1, by=officer)
        with pytest.raises(ReviewRefused, match="was rejected"):
            put_back_action(removal=removal, recommendation=recommendation, by=officer)
        with pytest.raises(Refused, match="was rejected"):
            put_back(removal=removal, by=officer)

    def test_not_once_somebody_has_reported(self, done, officer):
        with pytest.raises(StaleReview):
            remove_action(action=done, revision=1, by=officer)


class TestReporting:
    def test_it_says_what_was_done_and_where_that_is_seen(self, action, outcome_manager):
        done = completed(action, outcome_manager)
        assert (done.status, done.progress, done.evidence, done.completed_on, done.reported_by, done.revision) == (
            "completed",
            "It met twice.",
            "Minutes",
            date(2011, 11, 30),
            outcome_manager,
            2,
        )
        changes = {
            "status": ["outstanding", "completed"],
            "progress": [None, "It met twice."],
            "evidence": [None, "Minutes"],
            "completed_on": [None, "2011-11-30"],
        }
        assert last_event() == ("action_reported", action, outcome_manager, changes)

    @pytest.mark.parametrize(
        ("report", "fields"),
        [
            ({"status": "completed"}, {"progress", "completed_on"}),
            ({"status": "completed", "progress": "Yes.", "completed_on": "tomorrow"}, {"completed_on"}),
            ({"status": "partially_completed"}, {"progress"}),
            ({"status": "no_action_planned"}, {"progress"}),
            ({"status": "nearly", "progress": "Yes."}, {"status"}),
        ],
    )
    def test_what_is_missing_is_named(self, action, outcome_manager, report, fields):
        if report.get("completed_on") == "tomorrow":
            report = report | {"completed_on": timezone.localdate() + timedelta(days=1)}
        with pytest.raises(ReviewRefused) as refused:
            report_on_action(action=action, revision=1, by=outcome_manager, **report)
        assert refused.value.problems.keys() == fields
        assert stored(action).revision == 1

    def test_a_day_of_completion_is_only_kept_for_what_is_completed(self, done, outcome_manager):
        again = report_on_action(
            action=done,
            status="partially_completed",
            progress="Once.",
            completed_on=done.completed_on,
            revision=2,
            by=outcome_manager,
        )
        assert again.completed_on is None

    def test_a_later_report_withdraws_the_judgement_for_all_to_see(self, judged, outcome_manager):
        again = report_on_action(
            action=judged,
            status="completed",
            progress="It met three times.",
            evidence="Minutes",
            completed_on=judged.completed_on,
            revision=3,
            by=outcome_manager,
        )
        assert (again.adequacy, again.checked_by, again.checked_at) == ("", None, None)
        assert last_event()[3] == {
            "progress": ["It met twice.", "It met three times."],
            "adequacy": ["adequate", None],
            "checked_by": ["Verifier", None],
        }

    def test_the_same_report_again_leaves_the_judgement(self, judged, outcome_manager):
        completed(judged, outcome_manager)
        assert (stored(judged).adequacy, stored(judged).revision) == ("adequate", 3)

    def test_who_was_quicker_is_not_overwritten(self, done, outcome_manager):
        with pytest.raises(StaleReview) as stale:
            report_on_action(action=done, status="outstanding", revision=1, by=outcome_manager)
        assert stale.value.current.progress == "It met twice."

    @pytest.mark.parametrize(
        ("who", "may"),
        [
            ("outcome_manager", True),
            ("officer", True),
            ("administrator", True),
            ("verifier", False),
            ("reviewer", False),
            ("government_member", False),
            ("observer", False),
            ("outsider", False),
        ],
    )
    def test_its_owner_reports_or_who_keeps_the_programme(self, action, who, may, request):
        person = request.getfixturevalue(who)
        if may:
            assert completed(action, person).reported_by == person
        else:
            with pytest.raises(PermissionDenied):
                completed(action, person)

    def test_where_no_person_is_named_the_organisation_reports(
        self, recommendation, officer, government_member, workers_member
    ):
        action = planned(recommendation, officer, None, organisation=government_member.organisation)
        with pytest.raises(PermissionDenied):
            completed(action, workers_member)
        assert completed(action, government_member).reported_by == government_member


class TestJudging:
    def test_somebody_else_judges(self, done, verifier):
        judged = check_action(action=done, adequacy="partly_adequate", note="It has no rules.", revision=2, by=verifier)
        assert (judged.adequacy, judged.adequacy_note, judged.checked_by) == (
            "partly_adequate",
            "It has no rules.",
            verifier,
        )
        changes = {"adequacy": [None, "partly_adequate"], "adequacy_note": [None, "It has no rules."]}
        assert last_event() == ("action_checked", done, verifier, changes)

    def test_what_is_lacking_is_said(self, done, verifier):
        for adequacy, fields in (("inadequate", {"note"}), ("great", {"adequacy"})):
            with pytest.raises(ReviewRefused) as refused:
                check_action(action=done, adequacy=adequacy, revision=2, by=verifier)
            assert refused.value.problems.keys() == fields

    def test_nothing_is_judged_before_its_end(self, action, verifier):
        with pytest.raises(ReviewRefused, match="nothing to judge"):
            check_action(action=action, adequacy="adequate", revision=1, by=verifier)

    def test_not_what_was_reported_anew_meanwhile(self, done, verifier, outcome_manager):
        report_on_action(
            action=done, status="completed", progress="Thrice.", completed_on=DUE, revision=2, by=outcome_manager
        )
        with pytest.raises(StaleReview):
            check_action(action=done, adequacy="adequate", revision=2, by=verifier)

    @pytest.mark.parametrize(
        "who", ["officer", "outcome_manager", "reviewer", "government_member", "observer", "outsider"]
    )
    def test_only_who_may_verify_judges(self, done, who, request):
        with pytest.raises(PermissionDenied):
            check_action(action=done, adequacy="adequate", revision=2, by=request.getfixturevalue(who))

    def test_nobody_judges_what_they_own(self, recommendation, officer, verifier, administrator):
        action = completed(planned(recommendation, officer, verifier), officer)
        with pytest.raises(PermissionDenied):
            check_action(action=action, adequacy="adequate", revision=2, by=verifier)
        assert (
            check_action(action=action, adequacy="adequate", revision=2, by=administrator).checked_by == administrator
        )

    def test_nobody_judges_what_they_reported(self, action, verifier, administrator):
        done = completed(action, administrator)
        with pytest.raises(PermissionDenied):
            check_action(action=done, adequacy="adequate", revision=2, by=administrator)
        assert check_action(action=done, adequacy="adequate", revision=2, by=verifier).checked_by == verifier


def test_nothing_follows_in_an_archived_programme(done, programme, officer, outcome_manager, verifier, recommendation):
    type(programme).objects.filter(pk=programme.pk).update(archived_on=date(2012, 1, 1))
    people = [type(one).objects.get(pk=one.pk) for one in (officer, outcome_manager, verifier)]
    officer, outcome_manager, verifier = people
    for act in (
        lambda: planned(recommendation, officer, officer),
        lambda: report_on_action(action=done, status="outstanding", revision=2, by=outcome_manager),
        lambda: check_action(action=done, adequacy="adequate", revision=2, by=verifier),
    ):
        with pytest.raises(PermissionDenied):
            act()
