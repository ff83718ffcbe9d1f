"""The life of a period: planned, open, late entries only, closed, reopened; by hand, and by the calendar."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.choices import AuditVerb, Role
from accounts.models import AuditEvent
from dwcp.toolkit.snapshots import fingerprint
from indicators.choices import PERIOD_MOVES, EntryState, PeriodState
from indicators.selectors.schedule import counts_in, moves_of, period_at_hand
from indicators.services import (
    Figure,
    PeriodRefused,
    advance_periods,
    close_period,
    open_for_late_entries,
    open_period,
    open_periods,
    plan_periods,
    record_and_submit,
    return_entry,
    save_period,
    set_due_days,
    submit_entry,
)
from outcomes.services import Refused, archive_programme
from tests import factories

pytestmark = pytest.mark.django_db

MANAGERS = (Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER)
VERBS = {
    PeriodState.OPEN: (open_period, AuditVerb.PERIOD_OPENED),
    PeriodState.GRACE: (open_for_late_entries, AuditVerb.PERIOD_IN_GRACE),
    PeriodState.CLOSED: (close_period, AuditVerb.PERIOD_CLOSED),
    PeriodState.REOPENED: (open_period, AuditVerb.PERIOD_OPENED),
}


@pytest.fixture
def world():
    """A programme of 2011 to 2015."""
    return factories.ProgrammeFactory(code="LAO-DWCP-2011-2015")


@pytest.fixture
def officer(make_person, world):
    return make_person("Planner", role=Role.PROGRAMME_OFFICER, programme=world)


@pytest.fixture
def period(world):
    """The year 2012: reports are due on 15 January, late ones are taken until the 30th."""
    return factories.ReportingPeriodFactory(
        programme=world, year=2012, due_on=date(2013, 1, 15), closes_on=date(2013, 1, 30)
    )


@pytest.fixture
def on(monkeypatch):
    """Lets it be another day."""

    def set_day(year, month, day):
        monkeypatch.setattr(timezone, "now", lambda: datetime(year, month, day, 12, tzinfo=UTC))

    return set_day


def state_of(period):
    period.refresh_from_db()
    return period.state


def events(period):
    found = AuditEvent.objects.about(period).order_by("pk")
    return [(event.verb, event.by, event.changes.get("state"), event.reason) for event in found]


def address(name, programme, **arguments):
    return reverse(f"indicators:{name}", kwargs={"programme": programme.code, **arguments})


class TestByHand:
    @pytest.mark.parametrize("after", VERBS)
    @pytest.mark.parametrize("before", PeriodState)
    def test_every_move_there_is_and_no_other(self, before, after, period, officer):
        period.state = before
        period.save()
        verb, noted = VERBS[after]
        # A closed period is opened again: the same verb, with its reason.
        goes_to = PeriodState.REOPENED if before == PeriodState.CLOSED and verb is open_period else after
        goes_to = PeriodState.OPEN if before == PeriodState.PLANNED and verb is open_period else goes_to
        if goes_to in PERIOD_MOVES[before]:
            verb(period=period, reason="Agreed.", by=officer)
            assert state_of(period) == goes_to
            assert events(period) == [(noted, officer, [before, goes_to], "Agreed.")]
        else:
            with pytest.raises(PeriodRefused) as refused:
                verb(period=period, reason="Agreed.", by=officer)
            words = PeriodState(before).label
            assert str(refused.value) == (
                f"The period 2012 is “{words}”: that cannot be done with it now. Look at it again."
            )
            assert (state_of(period), events(period)) == (before, [])

    def test_only_opening_again_needs_its_reason(self, period, officer):
        open_for_late_entries(period=period, reason="", by=officer)
        close_period(period=period, reason="", by=officer)
        with pytest.raises(PeriodRefused, match="Say why the period has to be opened again"):
            open_period(period=period, reason="", by=officer)
        open_period(period=period, reason="Figures of the provinces came late.", by=officer)
        close_period(period=period, reason="", by=officer)
        assert [(verb, reason) for verb, _by, _states, reason in events(period)] == [
            ("period_in_grace", ""),
            ("period_closed", ""),
            ("period_opened", "Figures of the provinces came late."),
            ("period_closed", ""),
        ]

    @pytest.mark.parametrize("role", [role for role in Role if role not in MANAGERS])
    def test_others_move_nothing(self, role, period, make_person, world):
        person = make_person("Somebody", role=role, programme=world)
        for verb in (open_period, open_for_late_entries, close_period):
            with pytest.raises(PermissionDenied):
                verb(period=period, reason="", by=person)
        with pytest.raises(PermissionDenied):
            set_due_days(programme=world, due_after=15, late_for=15, by=person)

    @pytest.mark.parametrize("to", ["grace", "closed"])
    def test_the_page_has_a_button_for_each_move(self, to, period, officer, world, sign_in):
        client = sign_in(officer)
        shown = client.get(address("periods", world)).content.decode()
        assert [state for state in PeriodState if f'name="to" value="{state}"' in shown] == ["grace", "closed"]
        answer = client.post(address("change-period", world, period="2012"), {"to": to, "reason": "Agreed."})
        assert (answer.status_code, answer.url) == (302, address("periods", world))
        assert state_of(period) == to

    def test_a_page_that_is_old_does_not_do_the_opposite(self, period, officer, world, sign_in):
        close_period(period=period, reason="", by=officer)
        answer = sign_in(officer).post(address("change-period", world, period="2012"), {"to": "closed"})
        assert answer.status_code == 422
        assert "The period 2012 is “Closed”: that cannot be done with it now. Look at it again." in (
            answer.content.decode()
        )
        assert state_of(period) == PeriodState.CLOSED

    def test_a_form_without_a_button_says_so(self, period, officer, world, sign_in):
        answer = sign_in(officer).post(address("change-period", world, period="2012"), {"to": "planned"})
        assert answer.status_code == 422
        answer = sign_in(officer).post(address("change-period", world, period="2012"), {})
        assert "press one of its buttons" in answer.content.decode()
        assert events(period) == []


class TestDueDays:
    @pytest.mark.parametrize(
        ("numbers", "due_on", "closes_on"),
        [
            ({}, date(2011, 7, 15), date(2011, 7, 30)),
            ({"due_after": 30, "late_for": 0}, date(2011, 7, 30), date(2011, 7, 30)),
            ({"due_after": 0, "late_for": None}, date(2011, 6, 30), None),
        ],
    )
    def test_planned_periods_know_when_reports_are_due(self, numbers, due_on, closes_on, world, officer):
        first, _second = plan_periods(
            programme=world, frequency="half_yearly", first_year=2011, last_year=2011, by=officer, **numbers
        )
        first.refresh_from_db()
        assert (first.due_on, first.closes_on) == (due_on, closes_on)
        changes = AuditEvent.objects.about(first).get().changes
        assert changes.get("due_on") == [None, due_on.isoformat()]
        assert changes.get("closes_on") == (closes_on and [None, closes_on.isoformat()])

    @pytest.mark.parametrize(
        ("numbers", "problems"),
        [
            ({"due_after": -1, "late_for": 0}, {"due_after": "Give a number of days from 0 to 366."}),
            ({"due_after": 15, "late_for": 367}, {"late_for": "Give a number of days from 0 to 366."}),
            (
                {"due_after": None, "late_for": 15},
                {"due_after": "Say how many days after the end of a period its reports are due."},
            ),
        ],
    )
    def test_numbers_that_cannot_be_meant(self, numbers, problems, world, officer, period):
        for verb, more in (
            (set_due_days, {}),
            (plan_periods, {"frequency": "yearly", "first_year": 2011, "last_year": 2011}),
        ):
            with pytest.raises(Refused) as refused:
                verb(programme=world, by=officer, **numbers, **more)
            assert refused.value.problems == problems
        assert world.periods.get() == period

    def test_all_that_are_not_closed_get_the_same_days(self, world, officer):
        for year, state in zip(range(2011, 2016), PeriodState, strict=True):
            factories.ReportingPeriodFactory(programme=world, year=year, state=state)
        changed = set_due_days(programme=world, due_after=31, late_for=28, by=officer)
        assert [one.state for one in changed] == ["planned", "open", "grace", "reopened"]
        assert [(one.label, one.due_on, one.closes_on) for one in world.periods.all()] == [
            (str(year), None, None) if year == 2014 else (str(year), date(year + 1, 1, 31), date(year + 1, 2, 28))
            for year in range(2011, 2016)
        ]
        for one in changed:
            event = AuditEvent.objects.about(one).get()
            assert (event.verb, event.by, event.changes) == (
                AuditVerb.CHANGED,
                officer,
                {"due_on": [None, one.due_on.isoformat()], "closes_on": [None, one.closes_on.isoformat()]},
            )

    def test_only_what_changes_is_noted(self, world, officer, period):
        other = factories.ReportingPeriodFactory(programme=world, year=2013)
        assert set_due_days(programme=world, due_after=15, late_for=15, by=officer) == [other]
        with pytest.raises(Refused) as refused:
            set_due_days(programme=world, due_after=15, late_for=15, by=officer)
        assert refused.value.problems == {"": "Every period that is not closed has these days already."}
        set_due_days(programme=world, due_after=15, late_for=None, by=officer)
        assert AuditEvent.objects.about(period).get().changes == {"closes_on": ["2013-01-30", None]}

    def test_the_form_begins_with_the_days_there_are_and_takes_khmer_digits(self, world, officer, period, sign_in):
        client = sign_in(officer)
        form = client.get(address("periods", world)).context["days_form"]
        assert form.initial == {"due_after": 15, "late_for": 15}
        typed = {"due_after": "២០", "late_for": ""}
        asked = client.post(address("set-due-days", world), typed)
        period.refresh_from_db()
        assert (asked.status_code, period.due_on) == (200, date(2013, 1, 15))
        confirmed = typed | {"confirmed": asked.context["seen"]}
        answer = client.post(address("set-due-days", world), confirmed, follow=True)
        period.refresh_from_db()
        assert (period.due_on, period.closes_on) == (date(2013, 1, 20), None)
        assert [str(message) for message in answer.context["messages"]] == ["Due days are set: 2012."]

    @pytest.mark.parametrize(
        "other", [{"due_on": date(2014, 2, 1), "closes_on": None}, {"due_on": date(2016, 1, 1), "closes_on": None}]
    )
    def test_days_that_differ_are_no_days_to_begin_with(self, other, world, officer, period, sign_in):
        factories.ReportingPeriodFactory(programme=world, year=2013, **other)
        form = sign_in(officer).get(address("periods", world)).context["days_form"]
        assert [form[name].value() for name in ("due_after", "late_for")] == [None, None]

    def test_days_too_far_off_are_no_days_to_begin_with(self, world, officer, sign_in):
        factories.ReportingPeriodFactory(programme=world, year=2012, due_on=date(2015, 1, 1), closes_on=None)
        form = sign_in(officer).get(address("periods", world)).context["days_form"]
        assert [form[name].value() for name in ("due_after", "late_for")] == [None, None]

    def test_what_would_change_is_shown_before_anything_does(self, world, officer, period, on, sign_in):
        on(2013, 1, 12)
        factories.ReportingPeriodFactory(programme=world, year=2011, state=PeriodState.CLOSED)
        factories.ReportingPeriodFactory(programme=world, year=2013, state=PeriodState.PLANNED)
        client, page, typed = sign_in(officer), address("set-due-days", world), {"due_after": "10", "late_for": "9"}
        asked = client.post(page, typed)
        assert [
            (str(one.now), one.now.due_on, one.then.due_on, one.now.closes_on, one.then.closes_on, one.is_overdue)
            for one in asked.context["ahead"]
        ] == [
            ("2012", date(2013, 1, 15), date(2013, 1, 10), date(2013, 1, 30), date(2013, 1, 19), True),
            ("2013", None, date(2014, 1, 10), None, date(2014, 1, 19), False),
        ]
        assert [one.is_closed for one in asked.context["ahead"]] == [False, False]
        text = asked.content.decode()
        assert ("2 periods would change" in text, "15 January 2013 → 10 January 2013" in text) == (True, True)
        assert text.count("What is missing is overdue at once.") == 1
        # What was confirmed is done, and nothing else: other numbers, or other periods, are shown first.
        seen = {"confirmed": asked.context["seen"]}
        assert client.post(page, typed | seen | {"due_after": "11"}).context["ahead"]
        with pytest.raises(Refused) as refused:
            set_due_days(programme=world, due_after=11, late_for=9, by=officer, seen=asked.context["seen"])
        assert refused.value.problems == {
            "": "The periods have changed since you looked. Look again at what changes, then confirm."
        }
        assert not AuditEvent.objects.about(period).exists()
        assert client.post(page, typed | seen).status_code == 302
        period.refresh_from_db()
        assert (period.due_on, period.closes_on) == (date(2013, 1, 10), date(2013, 1, 19))

    @pytest.mark.parametrize(
        ("state", "day", "is_said"),
        [
            (PeriodState.OPEN, 30, True),
            (PeriodState.GRACE, 30, True),
            (PeriodState.OPEN, 31, False),
            (PeriodState.REOPENED, 20, False),
            (PeriodState.CLOSED, 20, False),
        ],
    )
    def test_until_when_late_ones_are_taken_is_said_while_it_holds(
        self, state, day, is_said, world, officer, period, on, sign_in
    ):
        on(2013, 1, day)
        world.periods.update(state=state)
        page = sign_in(officer).get(address("reporting", world) + "?period=2012").content.decode()
        assert ("Late ones are taken until 30 January 2013." in page) == is_said

    def test_only_a_closed_period_asks_for_a_reason(self, world, officer, period, sign_in):
        client = sign_in(officer)
        found = []
        for state in (PeriodState.OPEN, PeriodState.CLOSED):
            world.periods.update(state=state)
            page = client.get(address("periods", world)).content.decode()
            row = page.split(f'id="period-{period.pk}"')[1].split("</tr>")[0]
            found.append(("(optional)" in row, "<details open>" in row))
        assert found == [(True, False), (False, True)]

    def test_what_was_typed_comes_back(self, world, officer, period, sign_in):
        client = sign_in(officer)
        answer = client.post(address("set-due-days", world), {"due_after": "soon", "late_for": "999"})
        assert answer.status_code == 422
        assert answer.context["days_form"].errors == {
            name: ["Give a number of days from 0 to 366."] for name in ("due_after", "late_for")
        }
        answer = client.post(address("set-due-days", world), {"due_after": "15", "late_for": "999"})
        assert answer.context["days_form"].errors == {"late_for": ["Give a number of days from 0 to 366."]}
        assert 'value="999"' in answer.content.decode()

    def test_it_is_said_what_the_calendar_closes_then(self, world, officer, sign_in):
        factories.ReportingPeriodFactory(programme=world, year=2012)
        client, page, typed = sign_in(officer), address("set-due-days", world), {"due_after": "1", "late_for": "1"}
        asked = client.post(page, typed)
        assert "The calendar closes it at once." in asked.content.decode()
        answer = client.post(page, typed | {"confirmed": asked.context["seen"]}, follow=True)
        assert [str(message) for message in answer.context["messages"]] == [
            "Due days are set: 2012.",
            "The last day for late entries has passed in 2012: the calendar closes what is still open there.",
        ]

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"due_on": "2012-12-30"}, "Reports on a period cannot be due before it has ended."),
            (
                {"due_on": "2013-01-15", "closes_on": "2013-01-14"},
                "Late entries are taken after the day on which reports are due: state both.",
            ),
            (
                {"due_on": "", "closes_on": "2013-01-30"},
                "Late entries are taken after the day on which reports are due: state both.",
            ),
        ],
    )
    def test_the_days_of_one_period_follow_each_other(self, typed, sentence, world, officer, period, sign_in):
        client = sign_in(officer)
        page = address("change-reporting-period", world, record=period.pk)
        known = {"label": "2012", "starts_on": "2012-01-01", "ends_on": "2012-12-31", "seen": fingerprint(period)}
        answer = client.post(page, known | typed)
        assert (answer.status_code, answer.context["form"].non_field_errors()) == (422, [sentence])
        assert client.post(page, known | {"due_on": "2013-02-01", "closes_on": ""}).status_code == 302
        period.refresh_from_db()
        assert (period.due_on, period.closes_on) == (date(2013, 2, 1), None)


class TestLate:
    """Whether an entry came late is said once, when it is first handed in."""

    @pytest.fixture
    def indicator(self, world):
        return factories.IndicatorFactory(outcome=factories.DwcpOutcomeFactory(programme=world))

    @pytest.fixture
    def hand_in(self, indicator, period, officer):
        def hand_in(revision=0, value=40, period=period):
            figure = Figure(measured_on=date(2012, 12, 31), value=Decimal(value))
            return record_and_submit(indicator=indicator, period=period, figure=figure, revision=revision, by=officer)

        return hand_in

    @pytest.fixture
    def checker(self, make_person, world):
        return make_person("Checker", role=Role.VERIFIER, programme=world)

    @pytest.mark.parametrize(("day", "is_late"), [((2013, 1, 15), False), ((2013, 1, 16), True)])
    def test_after_the_due_day(self, day, is_late, hand_in, on):
        on(*day)
        entry = hand_in()
        entry.refresh_from_db()
        assert (entry.is_late, entry.state) == (is_late, EntryState.SUBMITTED)

    def test_what_was_in_time_stays_so_when_it_is_mended_later(self, hand_in, checker, officer, on):
        on(2013, 1, 10)
        entry = hand_in()
        on(2013, 1, 20)
        entry = return_entry(entry=entry, revision=entry.revision, reason="Which source?", by=checker)
        entry = hand_in(revision=entry.revision, value=41)
        entry.refresh_from_db()
        assert (entry.is_late, entry.value, entry.state) == (False, 41, EntryState.SUBMITTED)

    def test_a_draft_of_before_is_no_report_in_time(self, indicator, period, officer, on):
        entry = factories.ProgressEntryFactory(indicator=indicator, period=period)
        on(2013, 1, 20)
        entry = submit_entry(entry=entry, revision=entry.revision, by=officer)
        assert entry.is_late

    def test_what_came_late_stays_so_when_the_due_day_is_changed(self, hand_in, checker, world, officer, period, on):
        on(2013, 1, 20)
        entry = hand_in()
        set_due_days(programme=world, due_after=60, late_for=60, by=officer)
        entry = return_entry(entry=entry, revision=entry.revision, reason="Which source?", by=checker)
        period.refresh_from_db()
        assert not period.is_past_due(timezone.localdate())
        entry = hand_in(revision=entry.revision, value=41)
        entry.refresh_from_db()
        assert entry.is_late

    def test_without_a_due_day_only_while_late_entries_alone_are_taken(self, hand_in, world, officer, on):
        on(2015, 1, 1)
        plain = factories.ReportingPeriodFactory(programme=world, label="plain", year=2012)
        assert not hand_in(period=plain).is_late
        plain.entries.all().delete()
        open_for_late_entries(period=plain, reason="", by=officer)
        assert hand_in(period=plain).is_late

    def test_the_mark_is_a_word_and_a_shape_wherever_the_entry_is(
        self, hand_in, officer, period, indicator, on, sign_in
    ):
        on(2013, 1, 20)
        hand_in()
        client, world = sign_in(officer), indicator.programme
        mark = '<span class="status status-late"><span class="shape"></span>Late</span>'
        where = {"indicator": indicator.code}
        pages = [
            address("entry", world, **where, period="2012"),
            address("indicator", world, **where),
            address("reporting", world) + "?state=late",
        ]
        assert [mark in client.get(page).content.decode() for page in pages] == [True, True, True]
        period.entries.update(is_late=False)
        assert [mark in client.get(page).content.decode() for page in pages[:2]] == [False, False]


class TestTheCalendar:
    def run(self, on):
        return [(one.period.label, one.from_state, one.to_state) for one in advance_periods(on=on)]

    def test_takes_a_planned_period_through_its_life_and_says_why(self, world, officer):
        (period,) = plan_periods(programme=world, frequency="yearly", first_year=2012, last_year=2012, by=officer)
        AuditEvent.objects.about(period).delete()
        states = []
        for day in (date(2011, 12, 31), date(2012, 1, 1), date(2013, 1, 15), date(2013, 1, 16), date(2013, 1, 31)):
            advance_periods(on=day)
            states.append(state_of(period))
            assert self.run(day) == [], "run twice it does nothing more"
        assert states == ["planned", "open", "open", "grace", "closed"]
        assert events(period) == [
            ("period_opened", None, ["planned", "open"], "The calendar: the period began on 1 January 2012."),
            ("period_in_grace", None, ["open", "grace"], "The calendar: reports were due on 15 January 2013."),
            (
                "period_closed",
                None,
                ["grace", "closed"],
                "The calendar: late entries were taken until 30 January 2013.",
            ),
        ]

    def test_each_step_is_a_move_of_its_own_where_it_was_not_run_for_a_while(self, period):
        period.state = PeriodState.PLANNED
        period.save()
        assert self.run(date(2013, 1, 20)) == [("2012", "planned", "open"), ("2012", "open", "grace")]
        assert [states for _verb, _by, states, _reason in events(period)] == [["planned", "open"], ["open", "grace"]]

    def test_leaves_to_people_what_is_theirs(self, world, officer):
        days = {"due_on": date(2013, 1, 15), "closes_on": date(2013, 1, 30)}
        make = factories.ReportingPeriodFactory
        archived = factories.ProgrammeFactory()
        left = [
            make(programme=world, label="no-due-day", year=2012),
            make(programme=world, label="reopened", year=2012, state=PeriodState.REOPENED, **days),
            make(programme=world, label="never-opened", year=2012, state=PeriodState.PLANNED, **days),
            make(programme=archived, label="archived", year=2012, **days),
        ]
        there = factories.ProgrammeMembershipFactory(programme=archived, role=Role.PROGRAMME_OFFICER).user
        archive_programme(programme=archived, seen=fingerprint(archived), by=there)
        before = [one.state for one in left]
        make(programme=world, label="moves", year=2012, **days)
        assert self.run(date(2013, 2, 1)) == [("moves", "open", "closed")]
        assert [state_of(one) for one in left] == before

    def test_does_not_close_what_somebody_opened_after_its_last_day(self, world, officer):
        """Figures of years gone by are entered now: the calendar would take the period away overnight."""
        planned = plan_periods(programme=world, frequency="yearly", first_year=2011, last_year=2012, by=officer)
        open_periods(periods=planned, reason="", by=officer)
        AuditEvent.objects.update(at=datetime(2013, 1, 10, 12, tzinfo=UTC))
        assert self.run(date(2013, 1, 31)) == [("2012", "open", "closed")]
        assert [state_of(one) for one in planned] == ["open", "closed"]
        # A new last day is meant to be one.
        set_due_days(programme=world, due_after=366, late_for=30, by=officer)
        assert self.run(date(2013, 3, 1)) == [("2011", "open", "closed")]

    def test_moves_all_programmes_each_period_by_itself(self, period, monkeypatch):
        other = factories.ReportingPeriodFactory(year=2012, due_on=date(2013, 1, 15), closes_on=None)
        assert {label for label, _before, _after in self.run(date(2013, 1, 16))} == {"2012"}
        assert (state_of(period), state_of(other)) == ("grace", "grace")

    def test_looks_again_at_what_was_moved_since_it_was_found(self, period, officer, monkeypatch):
        from indicators.services import periods as module

        found = module.periods_to_advance(date(2013, 2, 1))
        assert found == [period]
        close_period(period=period, reason="", by=officer)
        open_period(period=period, reason="Once more.", by=officer)
        monkeypatch.setattr(module, "periods_to_advance", lambda on: found)
        assert self.run(date(2013, 2, 1)) == []
        assert state_of(period) == PeriodState.REOPENED

    @pytest.mark.parametrize("size", [1, 3])
    def test_finding_them_takes_as_many_queries_for_many(self, size, django_assert_num_queries):
        for _number in range(size):
            factories.ReportingPeriodFactory(year=2012, due_on=date(2013, 1, 15))
        from indicators.selectors.schedule import periods_to_advance

        with django_assert_num_queries(2):
            assert len(periods_to_advance(date(2013, 1, 20))) == size


class TestTheCommand:
    @staticmethod
    def run(*arguments):
        out = StringIO()
        call_command("advance_periods", *arguments, stdout=out)
        return out.getvalue().splitlines()

    def test_says_what_it_does_and_a_dry_run_does_nothing(self, period, on):
        period.state = PeriodState.PLANNED
        period.save()
        on(2013, 1, 20)
        lines = [
            "LAO-DWCP-2011-2015 2012: Planned → Open",
            "LAO-DWCP-2011-2015 2012: Open → Open for late entries",
        ]
        assert self.run("--dry-run") == [*lines, "Nothing was changed: this was a dry run."]
        assert (state_of(period), events(period)) == ("planned", [])
        assert self.run() == lines
        assert state_of(period) == "grace"
        assert self.run() == ["Every period is where it belongs today."]
        assert self.run("--dry-run") == ["Every period is where it belongs today."]

    def test_leaves_the_loaded_programme_alone(self, programme):
        before = list(programme.periods.values_list("label", "state", "due_on"))
        assert self.run() == ["Every period is where it belongs today."]
        assert list(programme.periods.values_list("label", "state", "due_on")) == before


class TestThePage:
    def test_shows_how_much_has_come(self, world, period, officer, sign_in):
        outcome = factories.DwcpOutcomeFactory(programme=world)
        states = (None, EntryState.DRAFT, EntryState.SUBMITTED, EntryState.RETURNED, EntryState.VERIFIED)
        for place, state in enumerate(states):
            one = factories.IndicatorFactory(outcome=outcome, code=f"1.{place}")
            if state:
                late = state in (EntryState.SUBMITTED, EntryState.RETURNED)
                factories.ProgressEntryFactory(indicator=one, period=period, state=state, is_late=late)
        later = factories.ReportingPeriodFactory(programme=world, year=2099, state=PeriodState.PLANNED)
        rows = sign_in(officer).get(address("periods", world)).context["periods"]
        assert [
            (
                row.period,
                row.counts.expected,
                row.counts.handed_in,
                row.counts.verified,
                row.counts.late,
                row.counts.missing,
            )
            for row in rows
        ] == [(period, 5, 2, 1, 2, 3), (later, 5, 0, 0, 0, 0)]

    def test_shows_what_moved_a_period_with_reasons(self, world, period, officer, make_person, sign_in, on):
        on(2013, 1, 20)
        set_due_days(programme=world, due_after=10, late_for=15, by=officer)
        advance_periods()
        close_period(period=period, reason="All is there.", by=officer)
        period.refresh_from_db()
        seen, period.label = fingerprint(period), "2012-all"
        save_period(record=period, seen=seen, by=officer, programme=world)
        assert [(move.by, move.what, move.reason) for move in moves_of([period])[period.pk]] == [
            (officer, "closed", "All is there."),
            (None, "open for late entries", "The calendar: reports were due on 10 January 2013."),
            (
                officer,
                "due on: 15 January 2013 → 10 January 2013; late entries until: 30 January 2013 → 25 January 2013",
                "",
            ),
        ]
        AuditEvent.objects.update(at=timezone.now())
        reader = make_person("Reader", role=Role.OBSERVER, programme=world)
        shown = sign_in(reader).get(address("periods", world)).content.decode()
        for words in ("20 January 2013 – Planner: closed", "All is there.", "20 January 2013 – the calendar: open for"):
            assert words in shown
        assert 'class="status status-closed"' in shown

    @pytest.mark.parametrize("rows", [1, 3])
    def test_it_takes_as_many_queries_for_many(self, rows, world, officer, sign_in, django_assert_max_num_queries):
        for year in range(rows):
            one = factories.ReportingPeriodFactory(programme=world, year=2011 + year)
            close_period(period=one, reason="", by=officer)
            factories.IndicatorFactory(outcome=factories.DwcpOutcomeFactory(programme=world))
        client = sign_in(officer)
        client.get(address("periods", world))
        with django_assert_max_num_queries(12):
            assert client.get(address("periods", world)).status_code == 200

    def test_counts_of_several_programmes_do_not_mix(self, period):
        other = factories.IndicatorFactory()
        there = factories.ReportingPeriodFactory(programme=other.programme, year=2012)
        factories.ProgressEntryFactory(indicator=other, period=there, state=EntryState.VERIFIED)
        of_period, of_outcome = counts_in([period, there])
        assert (of_period[period.pk].expected, of_period[there.pk].verified) == (0, 1)
        assert of_outcome[there.pk, other.outcome_id].expected == 1


class TestThePeriodAtHand:
    @pytest.mark.parametrize(
        ("states", "expected"),
        [
            # What is over and takes entries is what people report on.
            ({2011: "closed", 2012: "open", 2013: "open"}, "2012"),
            ({2011: "open", 2012: "grace", 2013: "open"}, "2012"),
            ({2011: "reopened", 2012: "closed", 2013: "open"}, "2011"),
            ({2011: "closed", 2012: "closed", 2013: "open"}, "2013"),
            ({2011: "closed", 2012: "closed", 2013: "planned"}, "2012"),
            ({2013: "planned", 2014: "open"}, "2014"),
            ({2013: "planned", 2014: "planned"}, "2013"),
        ],
    )
    def test_of_these(self, states, expected, world):
        periods = [
            factories.ReportingPeriodFactory(programme=world, year=year, state=state) for year, state in states.items()
        ]
        assert period_at_hand(periods, date(2013, 1, 10)).label == expected

    def test_there_may_be_none(self):
        assert period_at_hand([], date(2013, 1, 10)) is None
