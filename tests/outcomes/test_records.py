"""Adding, changing, ordering, removing and putting back: one way for every kind of record."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.choices import AuditVerb, Role
from accounts.models import AuditEvent
from dwcp.toolkit.snapshots import fingerprint
from outcomes.models import DwcpOutcome, Priority, Strategy
from outcomes.services import Refused, Stale, move_record, put_back, remove_record, save_record
from tests.factories import (
    AlignmentFactory,
    DwcpOutcomeFactory,
    IndicatorFactory,
    PriorityFactory,
    ProgrammeFactory,
    ProgrammeMembershipFactory,
    StrategyFactory,
)

pytestmark = pytest.mark.django_db


def address(name, programme, **kwargs):
    return reverse(f"outcomes:{name}", kwargs={"programme": programme.code, **kwargs})


def letters(programme):
    return "".join(programme.priorities.values_list("letter", flat=True))


def officer_of(programme):
    """Somebody who builds this programme."""
    return ProgrammeMembershipFactory(programme=programme, role=Role.PROGRAMME_OFFICER).user


class TestSaving:
    def test_before_and_after_are_in_the_trail(self, builder, lao):
        priority = save_record(record=Priority(programme=lao, letter="A", title="Jobs"), programme=lao, by=builder)
        seen, priority.title = fingerprint(priority), "More jobs"
        save_record(record=priority, programme=lao, seen=seen, by=builder)
        changed, added = AuditEvent.objects.about(priority)
        assert (added.verb, added.changes["title"]) == (AuditVerb.ADDED, [None, "Jobs"])
        assert (changed.verb, changed.by, changed.changes) == (
            AuditVerb.CHANGED,
            builder,
            {"title": ["Jobs", "More jobs"]},
        )

    def test_saving_what_did_not_change_leaves_no_trace(self, builder, lao):
        priority = PriorityFactory(programme=lao)
        save_record(record=priority, programme=lao, seen=fingerprint(priority), by=builder)
        assert list(AuditEvent.objects.about(priority)) == []

    def test_a_newer_version_is_not_overwritten(self, builder, lao):
        priority = PriorityFactory(programme=lao)
        seen = fingerprint(priority)
        Priority.objects.filter(pk=priority.pk).update(title="Theirs")
        priority.title = "Mine"
        with pytest.raises(Stale) as stale:
            save_record(record=priority, programme=lao, seen=seen, by=builder)
        assert stale.value.current.title == "Theirs"
        assert Priority.objects.get(pk=priority.pk).title == "Theirs"

    def test_what_is_gone_is_not_made_anew(self, builder, lao):
        priority = PriorityFactory(programme=lao)
        seen = fingerprint(priority)
        Priority.objects.filter(pk=priority.pk).delete()
        with pytest.raises(Stale) as stale:
            save_record(record=priority, programme=lao, seen=seen, by=builder)
        assert stale.value.current is None

    def test_every_problem_at_once(self, builder, lao):
        with pytest.raises(Refused) as refused:
            save_record(record=Priority(programme=lao, letter="", title=""), programme=lao, by=builder)
        assert refused.value.problems.keys() == {"letter", "title"}

    def test_an_observer_saves_nothing(self, reader, builder, lao):
        priority = Priority(programme=lao, letter="A", title="Jobs")
        with pytest.raises(PermissionDenied):
            save_record(record=priority, programme=lao, by=reader)
        save_record(record=priority, programme=lao, by=builder)
        assert letters(lao) == "A"


class TestTheOrder:
    def test_a_new_one_comes_last_once_somebody_has_ordered_them(self, builder, lao):
        for letter in "AB":
            save_record(record=Priority(programme=lao, letter=letter, title=letter), programme=lao, by=builder)
        assert letters(lao) == "AB"
        move_record(record=lao.priorities.get(letter="B"), up=True, programme=lao, by=builder)
        save_record(record=Priority(programme=lao, letter="C", title="C"), programme=lao, by=builder)
        assert letters(lao) == "BAC"

    def test_an_outcome_moves_among_those_of_its_priority(self, builder, lao):
        first, second = (PriorityFactory(programme=lao, letter=letter) for letter in "AB")
        for number, priority in ((1, first), (2, second), (3, first)):
            DwcpOutcomeFactory(programme=lao, priority=priority, number=number)
        move_record(record=lao.outcomes.get(number=3), up=True, programme=lao, by=builder)
        assert list(lao.outcomes.values_list("number", flat=True)) == [3, 2, 1]
        move_record(record=lao.outcomes.get(number=2), up=True, programme=lao, by=builder)
        assert list(lao.outcomes.values_list("number", flat=True)) == [3, 2, 1]

    def test_at_the_end_nothing_moves_and_nothing_is_wrong(self, builder, lao):
        priority = PriorityFactory(programme=lao)
        assert move_record(record=priority, up=True, programme=lao, by=builder) == priority
        assert list(AuditEvent.objects.about(priority)) == []

    def test_only_who_builds_the_programme_moves(self, reader, lao):
        with pytest.raises(PermissionDenied):
            move_record(record=PriorityFactory(programme=lao), up=True, programme=lao, by=reader)

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(moves=st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=12))
    def test_however_they_are_moved_each_stands_in_the_order_once(self, db, moves):
        programme = ProgrammeFactory()
        by = officer_of(programme)
        for letter in "ABCDEF":
            PriorityFactory(programme=programme, letter=letter)
        expected = list("ABCDEF")
        for place, up in moves:
            other = place - 1 if up else place + 1
            move_record(record=programme.priorities.all()[place], up=up, programme=programme, by=by)
            if 0 <= other < len(expected):
                expected[place], expected[other] = expected[other], expected[place]
            assert list(letters(programme)) == expected

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        under=st.lists(st.sampled_from("AB"), min_size=6, max_size=6),
        moves=st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=8),
    )
    def test_moving_an_outcome_keeps_each_once_and_the_other_priority_as_it_was(self, db, under, moves):
        programme = ProgrammeFactory()
        by = officer_of(programme)
        for number, letter in enumerate(under, start=1):
            PriorityFactory(programme=programme, letter=letter)
            DwcpOutcomeFactory(programme=programme, priority=programme.priorities.get(letter=letter), number=number)
        for place, up in moves:
            moved = programme.outcomes.all()[place]
            others = list(programme.outcomes.exclude(priority=moved.priority))
            move_record(record=moved, up=up, programme=programme, by=by)
            assert sorted(programme.outcomes.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
            assert list(programme.outcomes.exclude(priority=moved.priority)) == others


class TestRemovingAndPuttingBack:
    def test_it_comes_back_as_it_was_with_what_went_along(self, builder, lao):
        outcome = DwcpOutcomeFactory(programme=lao)
        strategy, alignment = StrategyFactory(outcome=outcome), AlignmentFactory(outcome=outcome)
        before = [fingerprint(one) for one in (outcome, strategy, alignment)]
        removal = remove_record(record=outcome, programme=lao, by=builder)
        assert (DwcpOutcome.objects.in_programme(lao).count(), Strategy.objects.in_programme(lao).count()) == (0, 0)
        put_back(removal=removal, by=builder)
        back = [lao.outcomes.get(), lao.outcomes.get().strategies.get(), lao.outcomes.get().alignments.get()]
        assert [fingerprint(one) for one in back] == before

    def test_nothing_with_figures_goes_along(self, builder, lao):
        outcome = DwcpOutcomeFactory(programme=lao)
        IndicatorFactory(outcome=outcome)
        with pytest.raises(Refused) as refused:
            remove_record(record=outcome, programme=lao, by=builder)
        assert "because it still has 1 indicator. Remove or move those first; what was reported stays for good." in str(
            refused.value
        )

    def test_it_is_put_back_once(self, builder, lao):
        removal = remove_record(record=PriorityFactory(programme=lao), programme=lao, by=builder)
        put_back(removal=removal, by=builder)
        with pytest.raises(Refused, match="has been put back already"):
            put_back(removal=removal, by=builder)

    def test_not_where_another_has_taken_its_code(self, builder, lao):
        removal = remove_record(record=PriorityFactory(programme=lao, letter="A"), programme=lao, by=builder)
        PriorityFactory(programme=lao, letter="A")
        with pytest.raises(Refused, match="cannot be put back"):
            put_back(removal=removal, by=builder)

    def test_not_where_what_it_belonged_to_is_gone(self, builder, lao):
        strategy = StrategyFactory(outcome__programme=lao)
        removal = remove_record(record=strategy, programme=lao, by=builder)
        whole = remove_record(record=lao.outcomes.get(), programme=lao, by=builder)
        with pytest.raises(Refused, match="what it belonged to is gone"):
            put_back(removal=removal, by=builder)
        put_back(removal=whole, by=builder)
        put_back(removal=removal, by=builder)
        assert [str(one) for one in Strategy.objects.in_programme(lao)] == [f"{lao.outcomes.get().number}a"]

    def test_only_who_builds_the_programme_removes_and_puts_back(self, builder, reader, lao):
        priority = PriorityFactory(programme=lao)
        with pytest.raises(PermissionDenied):
            remove_record(record=priority, programme=lao, by=reader)
        removal = remove_record(record=priority, programme=lao, by=builder)
        with pytest.raises(PermissionDenied):
            put_back(removal=removal, by=reader)


class TestTheSettingsPage:
    def test_an_empty_programme_says_where_to_begin(self, sign_in, builder, reader, lao):
        add = address("add-priority", lao)
        words = "Add the first priority"
        assert words in sign_in(builder).get(address("settings", lao)).content.decode()
        page = sign_in(reader).get(address("settings", lao)).content.decode()
        assert (words in page, add in page, "No priority yet" in page) == (False, False, True)

    def test_more_than_three_outcomes_under_a_priority_warn_and_say_why(self, sign_in, builder, lao):
        priority = PriorityFactory(programme=lao)
        for number in (1, 2, 3):
            DwcpOutcomeFactory(programme=lao, priority=priority, number=number)
        client, words = sign_in(builder), "The ILO's guidance is at most 3"
        assert words not in client.get(address("settings", lao)).content.decode().replace("&#x27;", "'")
        DwcpOutcomeFactory(programme=lao, priority=priority, number=4)
        assert words in client.get(address("settings", lao)).content.decode().replace("&#x27;", "'")

    def test_it_needs_as_many_queries_for_three_as_for_one(self, sign_in, builder, lao, django_assert_max_num_queries):
        client = sign_in(builder)
        for letter in "ABC":
            outcome = DwcpOutcomeFactory(programme=lao, priority=PriorityFactory(programme=lao, letter=letter))
            StrategyFactory(outcome=outcome)
            remove_record(record=StrategyFactory(outcome=outcome, letter="b"), programme=lao, by=builder)
            with django_assert_max_num_queries(9):
                assert client.get(address("settings", lao)).status_code == 200

    def test_adding_changing_moving_removing_and_putting_back_on_pages(self, sign_in, builder, lao):
        client = sign_in(builder)
        for letter in "AB":
            client.post(address("add-priority", lao), {"letter": letter, "title": f"Priority {letter}"})
        assert letters(lao) == "AB"
        second = lao.priorities.get(letter="B")
        client.post(address("move-priority", lao, record=second.pk), {"to": "up"})
        assert letters(lao) == "BA"
        sent = {"seen": fingerprint(lao.priorities.get(letter="B")), "letter": "C", "title": "Renamed"}
        assert client.post(address("change-priority", lao, record=second.pk), sent).status_code == 302
        client.post(address("remove-priority", lao, record=second.pk))
        assert letters(lao) == "A"
        client.post(address("put-back", lao, removal=lao.removals.get().pk))
        assert list(lao.priorities.values_list("letter", "title")) == [("C", "Renamed"), ("A", "Priority A")]

    def test_records_of_another_programme_do_not_exist(self, sign_in, builder, lao):
        ours, theirs = PriorityFactory(programme=lao), PriorityFactory()
        client = sign_in(builder)
        assert client.get(address("change-priority", lao, record=ours.pk)).status_code == 200
        for name in ("change", "remove", "move"):
            assert client.post(address(f"{name}-priority", lao, record=theirs.pk)).status_code == 404
        assert Priority.objects.filter(pk=theirs.pk).exists()
