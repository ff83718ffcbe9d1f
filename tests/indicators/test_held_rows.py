"""What is held while somebody writes: who waits for whom, that nobody waits for ever, and that the rules of now hold.

Where two write at a time, each has a connection of their own; only PostgreSQL lets them.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from importlib import import_module
from threading import Event

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from dwcp.toolkit.workbooks.cells import tidy
from indicators.choices import Accumulation, EntryState, Grade, Measure, PeriodState
from indicators.models import ClientKey, Indicator, ProgressEntry, ReportingPeriod, UnsavedProgress
from indicators.services import (
    EntryRefused,
    Figure,
    Row,
    RowsRefused,
    add_evidence,
    close_period,
    digests,
    keep_typed,
    record_and_submit,
    record_progress,
    record_published_figure,
    record_rows,
    reopen_entry,
    return_entry,
    send_digests,
    submit_entry,
    verify_entry,
)
from tests.factories import (
    DwcpOutcomeFactory,
    EntryMoveFactory,
    IndicatorFactory,
    ProgrammeFactory,
    ProgrammeMembershipFactory,
    ProgressEntryFactory,
    ReportingPeriodFactory,
)

pytestmark = pytest.mark.django_db
at_once = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]

DAY = date(2012, 12, 31)
CLOSED = "The period 2012 is closed and takes no entries. Ask the programme officer to open it again."
PART_OF_WHOLE = "This is a part of a whole, so it lies between 0 and 100 per cent. Check what you typed."
OTHER_KEY = "Something else was sent under this key. Give what is new a new key."


class World:
    """A programme with one open period and two indicators, an officer and a verifier."""

    def __init__(self):
        programme = ProgrammeFactory()
        self.period = ReportingPeriodFactory(
            programme=programme, year=2012, state=PeriodState.OPEN, due_on=date(2013, 1, 20)
        )
        outcome = DwcpOutcomeFactory(programme=programme, number=1)
        self.indicator, self.other = (IndicatorFactory(outcome=outcome, code=code) for code in ("1.1", "1.2"))
        self.officer, self.verifier = (
            ProgrammeMembershipFactory(programme=programme, role=role).user
            for role in (Role.PROGRAMME_OFFICER, Role.VERIFIER)
        )
        self.about = {"indicator": self.indicator, "period": self.period}

    @property
    def entries(self):
        """Those of this programme: the real data are there, too."""
        return ProgressEntry.objects.filter(period=self.period)

    def record(self, value=5, *, revision=0, write=record_progress, **stated):
        figure = Figure(measured_on=DAY, value=Decimal(value))
        return write(**self.about | stated, figure=figure, revision=revision, by=self.officer)

    def row(self, indicator, value=5, **stated):
        figure = Figure(measured_on=DAY, value=Decimal(value))
        return Row(indicator=indicator, period=self.period, figure=figure, revision=0, **stated)

    def keep(self, **typed):
        return keep_typed(**self.about, revision=0, typed=typed, by=self.officer)

    def lay(self):
        return add_evidence(**self.about, link="https://example.org/report", by=self.officer)


@pytest.fixture
def world():
    return World()


class Other:
    """Somebody else who writes at the same moment, on a connection of their own."""

    def __init__(self, pool, act):
        self._began, self._pid = Event(), None
        self._future = pool.submit(self._run, act)
        assert self._began.wait(20)

    def _run(self, act):
        try:
            with connection.cursor() as cursor:
                # Who waits for ever is told, and so is the test.
                cursor.execute("SET lock_timeout = '20s'")
                cursor.execute("SELECT pg_backend_pid()")
                (self._pid,) = cursor.fetchone()
            self._began.set()
            return act()
        finally:
            self._began.set()
            connection.close()

    def waits(self):
        """Whether they wait for somebody who holds a row; they are given the time to get there."""
        while not self._future.done():
            with connection.cursor() as cursor:
                cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [self._pid])
                if cursor.fetchone()[0]:
                    return True
        return False

    def result(self):
        return self._future.result(30)


@contextmanager
def somebody_else():
    """Gives what lets somebody else begin: `begin(act)`."""
    with ThreadPoolExecutor(1) as pool:
        yield lambda act: Other(pool, act)


def verified(world):
    entry = world.record(write=record_and_submit)
    how = {"grade": Grade.DESK_CHECKED, "checked_against": ""}
    return verify_entry(entry=entry, revision=entry.revision, by=world.verifier, **how)


# What moves an entry only while its period takes entries: from what, how, and where to.
MOVES = {
    "hand in": (
        lambda world: world.record(),
        lambda world, entry: submit_entry(entry=entry, revision=entry.revision, by=world.officer),
        EntryState.SUBMITTED,
    ),
    "give back": (
        lambda world: world.record(write=record_and_submit),
        lambda world, entry: return_entry(entry=entry, revision=entry.revision, reason="Look", by=world.verifier),
        EntryState.RETURNED,
    ),
    "open again": (
        verified,
        lambda world, entry: reopen_entry(entry=entry, revision=entry.revision, reason="Look", by=world.verifier),
        EntryState.REOPENED,
    ),
}


def close(world):
    return close_period(period=world.period, reason="Over", by=world.officer)


class TestAtOnce:
    pytestmark = at_once

    @pytest.mark.parametrize("is_there", [False, True])
    def test_evidence_waits_for_what_is_being_typed_and_both_are_kept(self, world, is_there):
        if is_there:
            world.keep(value="1")
        with somebody_else() as begin:
            with transaction.atomic():
                world.keep(value="12")
                laying = begin(world.lay)
                # Where the row is there, evidence is only laid beside it, and need not wait to be so.
                assert laying.waits() or is_there
            evidence = laying.result()
        unsaved = UnsavedProgress.objects.get()
        assert (unsaved.typed, list(unsaved.evidence.all())) == ({"value": "12"}, [evidence])

    @pytest.mark.parametrize("is_there", [False, True])
    def test_what_is_typed_waits_for_evidence_and_both_are_kept(self, world, is_there):
        if is_there:
            world.keep(value="1")
        with somebody_else() as begin:
            with transaction.atomic():
                evidence = world.lay()
                typing = begin(lambda: world.keep(value="12"))
                assert typing.waits() or is_there
            kept = typing.result()
        unsaved = UnsavedProgress.objects.get()
        assert (kept, unsaved.typed, list(unsaved.evidence.all())) == (unsaved, {"value": "12"}, [evidence])

    def test_what_is_typed_does_not_wait_for_a_period_or_an_indicator_that_is_held(self, world):
        with somebody_else() as begin, transaction.atomic():
            world.record()
            ReportingPeriod.objects.select_for_update(no_key=True).get(pk=world.period.pk)
            # Somebody else's: what is kept is each one's own, so nothing here is the same row.
            typing = begin(
                lambda: keep_typed(indicator=world.other, period=world.period, revision=0, typed={}, by=world.officer)
            )
            assert not typing.waits()
            typing.result()
        assert [one.indicator for one in UnsavedProgress.objects.all()] == [world.other]

    @pytest.mark.parametrize("name", MOVES)
    def test_a_move_waits_for_the_period_that_is_being_closed_and_is_refused(self, world, name):
        prepare, act, _to_state = MOVES[name]
        entry = prepare(world)
        with somebody_else() as begin:
            with transaction.atomic():
                close(world)
                moving = begin(lambda: act(world, entry))
                assert moving.waits()
            with pytest.raises(EntryRefused) as refused:
                moving.result()
        assert refused.value.problems == {"": CLOSED}
        now = world.entries.get()
        assert (now.state, now.revision) == (entry.state, entry.revision)

    @pytest.mark.parametrize("name", MOVES)
    def test_a_period_is_closed_once_the_move_in_it_is_done(self, world, name):
        prepare, act, to_state = MOVES[name]
        entry = prepare(world)
        with somebody_else() as begin:
            with transaction.atomic():
                act(world, entry)
                closing = begin(lambda: close(world))
                assert closing.waits()
            closing.result()
        states = world.entries.get().state, ReportingPeriod.objects.get(pk=world.period.pk).state
        assert states == (to_state, PeriodState.CLOSED)

    def test_nobody_waits_to_save_while_their_digest_is_sent(self, world, monkeypatch):
        hand_over, saved = digests._hand_over, []

        def slowly(digest, server, sending):
            if digest.to == world.officer:
                with somebody_else() as begin:
                    saving = begin(world.record)
                    assert not saving.waits()
                    saved.append(saving.result())
            hand_over(digest, server, sending)

        monkeypatch.setattr(digests, "_hand_over", slowly)
        now = timezone.make_aware(timezone.datetime(2013, 1, 15, 6))
        sending = send_digests(to=world.officer, now=now)
        assert (sending.failed, [one.to for one in sending.sent]) == ([], [world.officer])
        assert (saved, len(mail.outbox)) == ([world.entries.get()], 1)
        assert world.entries.get().recorded_by == world.officer


class TestWhatNobodyTyped:
    """U+0000 comes from programs, and PostgreSQL keeps none."""

    SENT = {
        "revision": "0",
        "value": "12",
        "measured_on": "2012-12-31",
        "narrative": "Trained in three provinces",
        "source": "Register",
        "client_key": "a",
    }

    def address(self, world, name):
        programme = world.indicator.programme
        names = {"programme": programme.code, "indicator": world.indicator.code, "period": world.period.label}
        return reverse(f"indicators:{name}", kwargs=names)

    @pytest.mark.parametrize("name", ["value", "measured_on", "narrative", "source", "client_key"])
    def test_a_form_with_it_is_refused_and_the_rest_is_kept(self, world, sign_in, name):
        answer = sign_in(world.officer).post(self.address(world, "record-progress"), self.SENT | {name: "a\0b"})
        assert answer.status_code == 422
        assert not world.entries.exists()
        kept = UnsavedProgress.objects.get().typed
        assert {key: kept[key] for key in self.SENT if key in kept} == {
            key: text for key, text in (self.SENT | {name: "ab"}).items() if key in kept
        }
        assert kept.keys() >= {"value", "measured_on", "narrative", "source"}

    def test_what_is_kept_by_itself_is_kept_without_it(self, world, sign_in):
        answer = sign_in(world.officer).post(self.address(world, "keep-typed"), self.SENT | {"narrative": "a\0b"})
        assert answer.status_code == 200
        kept = UnsavedProgress.objects.get().typed
        assert (kept["narrative"], kept["value"]) == ("ab", "12")

    def test_a_cell_is_read_without_it(self):
        assert tidy(" a\0b\r\nc\0 ") == "ab\nc"


class TestHandedInBefore:
    """Entries that were handed in before they knew when."""

    @pytest.fixture
    def migrated(self):
        def migrated():
            migration = import_module("indicators.migrations.0008_when_entries_were_handed_in")
            migration.take_from_the_moves(apps, None)

        return migrated

    def test_they_take_the_time_of_their_latest_move(self, world, migrated):
        first, last, own = (timezone.make_aware(timezone.datetime(2012, 12, day, 9)) for day in (1, 9, 20))
        about = {"period": world.period, "state": EntryState.SUBMITTED}
        asked = ProgressEntryFactory(indicator=world.indicator, submitted_at=None, **about)
        knows = ProgressEntryFactory(indicator=world.other, submitted_at=own, **about)
        draft = ProgressEntryFactory(period=world.period, submitted_at=None, state=EntryState.DRAFT)
        for entry in (asked, knows):
            for at in (last, first):
                EntryMoveFactory(entry=entry, to_state=EntryState.SUBMITTED, at=at)
            EntryMoveFactory(entry=entry, to_state=EntryState.RETURNED, at=own)
        migrated()
        found = dict(world.entries.values_list("pk", "submitted_at"))
        assert found == {asked.pk: last, knows.pk: own, draft.pk: None}

    def test_mended_after_the_due_day_they_are_not_late(self, world, migrated):
        entry = world.record(write=record_and_submit)
        entry = return_entry(entry=entry, revision=entry.revision, reason="Look", by=world.verifier)
        world.entries.update(submitted_at=None, is_late=False)
        migrated()
        assert world.entries.get().submitted_at == entry.moves.get(to_state=EntryState.SUBMITTED).at
        entry = world.record(6, revision=entry.revision, write=record_and_submit)
        now = world.entries.get()
        assert world.period.is_past_due(timezone.localdate())
        assert (now.state, now.value, now.is_late) == (EntryState.SUBMITTED, 6, False)

    def test_what_was_published_says_when_it_was_taken_over(self, world):
        figure = Figure(measured_on=DAY, value=Decimal(5))
        before = timezone.now()
        entry = record_published_figure(**world.about, figure=figure, published_in="The review of 2013")
        now = world.entries.get()
        assert (now, now.state, now.is_late) == (entry, EntryState.VERIFIED, False)
        assert before <= now.submitted_at <= timezone.now()


class TestAsItIsHeld:
    """An indicator that was defined anew after somebody read it."""

    @pytest.fixture
    def stale(self, world):
        """What somebody has in hand: a number of people, which is a share of them by now."""
        stale = Indicator.objects.get(pk=world.indicator.pk)
        Indicator.objects.filter(pk=world.indicator.pk).update(
            measure=Measure.PERCENTAGE, unit="%", accumulation=Accumulation.LEVEL, population="people"
        )
        assert (stale.measure, Indicator.objects.get(pk=stale.pk).is_part_of_whole) == (Measure.NUMBER, True)
        return stale

    def test_a_figure_is_judged_by_what_is_asked_for_now(self, world, stale):
        with pytest.raises(EntryRefused) as refused:
            world.record(500, indicator=stale)
        assert refused.value.problems == {"value": PART_OF_WHOLE}
        assert not world.entries.exists()
        entry = world.record(50, indicator=stale)
        assert (entry.value, entry.indicator.measure) == (50, Measure.PERCENTAGE)

    def test_so_it_is_among_many(self, world, stale):
        with pytest.raises(RowsRefused) as refused:
            record_rows(rows=[world.row(world.other), world.row(stale, 500)], by=world.officer)
        assert refused.value.problems == {(stale.pk, world.period.pk): {"value": PART_OF_WHOLE}}
        assert not world.entries.exists()
        (entry,) = record_rows(rows=[world.row(stale, 50)], by=world.officer)
        assert (entry.value, entry.indicator.measure) == (50, Measure.PERCENTAGE)


class TestKeysOfClients:
    @pytest.mark.parametrize("submits", [False, True])
    def test_one_key_for_two_rows_is_refused(self, world, submits):
        rows = [world.row(one, client_key="k", submits=submits) for one in (world.indicator, world.other)]
        with pytest.raises(RowsRefused) as refused:
            record_rows(rows=rows, by=world.officer)
        assert refused.value.problems == {(world.other.pk, world.period.pk): {"client_key": OTHER_KEY}}
        assert not (world.entries.exists() or ClientKey.objects.exists())

    def test_rows_without_a_key_are_no_two_of_the_same(self, world):
        rows = [world.row(world.indicator), world.row(world.other)]
        assert len(record_rows(rows=rows, by=world.officer)) == 2
        assert not ClientKey.objects.exists()


@pytest.mark.parametrize("token", ["9" * 30 + ":1", "9" * 5000 + ":1", "1:" + "9" * 30, "²:1", "-1:1"])
@pytest.mark.parametrize("which", ["ticked", "all"])
def test_no_number_is_too_large_to_be_refused(world, sign_in, token, which):
    entry = world.record(write=record_and_submit)
    address = reverse("indicators:verify-together", kwargs={"programme": world.indicator.programme.code})
    sent = {"which": which, "chosen": token, "seen": token, "grade": Grade.DESK_CHECKED}
    answer = sign_in(world.verifier).post(address, sent)
    problem = "Tick the entries that you checked, or choose all of them."
    assert (answer.status_code, answer.context["together"].errors) == (422, {"which": [problem]})
    assert world.entries.get().revision == entry.revision
