"""Every rule about writing progress, what refuses it, and the trace it leaves."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent
from indicators.choices import Absence, EntryState, Grade, Measure, PeriodState
from indicators.models import Category, ProgressEntry, Verification
from indicators.services import (
    EntryRefused,
    Figure,
    StaleEntry,
    record_and_submit,
    record_progress,
    record_published_baseline,
    record_published_figure,
    reopen_entry,
    return_entry,
    submit_entry,
    verify_entry,
)
from tests.factories import IndicatorFactory, ProgressEntryFactory, ReportingPeriodFactory, ScaleStepFactory

DAY = date(2010, 6, 30)
STALE = (
    "This entry has changed since you opened it. Below you find what you typed; "
    "what is saved now stands above it. Put yours in its place, or leave it as it is."
)


@pytest.fixture
def outcome(programme):
    return programme.outcomes.get(number=1)


@pytest.fixture
def indicator(outcome):
    """Counts people, and has no entry yet."""
    return IndicatorFactory(outcome=outcome, code="1.99")


@pytest.fixture
def period(programme):
    """2010, which is open."""
    return programme.periods.get(label="2010")


@pytest.fixture
def record(indicator, period, outcome_manager):
    """Records a figure for the indicator; a test says what is different."""

    def record(*, indicator=indicator, period=period, revision=0, by=outcome_manager, write=record_progress, **figure):
        figure = Figure(**{"measured_on": DAY} | figure)
        return write(indicator=indicator, period=period, figure=figure, revision=revision, by=by)

    return record


@pytest.fixture
def submitted(record):
    return record(write=record_and_submit, value=Decimal(40))


@pytest.fixture
def verified(submitted, verifier):
    return verify_entry(entry=submitted, revision=2, grade=Grade.DESK_CHECKED, checked_against="", by=verifier)


def facts(entry):
    """What the database holds about an entry."""
    entry = ProgressEntry.objects.get(pk=entry.pk)
    return {
        "measured_on": entry.measured_on,
        "value": entry.value,
        "numerator": entry.numerator,
        "denominator": entry.denominator,
        "parts": {part.category.code: part.value for part in entry.parts.all()},
        "narrative": entry.narrative,
        "absence": entry.absence,
        "absence_reason": entry.absence_reason,
        "source": entry.source,
        "state": entry.state,
        "revision": entry.revision,
        "recorded_by": entry.recorded_by,
    }


def trail(entry):
    """The audit events of an entry, oldest first."""
    events = AuditEvent.objects.filter(subject_type__model="progressentry", subject_id=entry.pk).order_by("pk")
    return [(event.verb, event.by, event.changes, event.reason) for event in events]


def moves(entry):
    return [(move.from_state, move.to_state, move.by, move.reason) for move in entry.moves.all()]


def refusal(write, /, **arguments):
    """What is wrong, by field; nothing may be written."""
    before = (ProgressEntry.objects.count(), AuditEvent.objects.count())
    with pytest.raises(EntryRefused) as refused:
        write(**arguments)
    assert (ProgressEntry.objects.count(), AuditEvent.objects.count()) == before
    return refused.value.problems


class TestRecording:
    def test_a_figure_with_women_and_men(self, record, outcome_manager):
        entry = record(
            value=Decimal(300),
            parts={"women": Decimal(180), "men": Decimal(100)},
            narrative="Three provinces",
            source="Register of the centres",
        )
        assert facts(entry) == {
            "measured_on": DAY,
            "value": Decimal(300),
            "numerator": None,
            "denominator": None,
            "parts": {"women": Decimal(180), "men": Decimal(100)},
            "narrative": "Three provinces",
            "absence": "",
            "absence_reason": "",
            "source": "Register of the centres",
            "state": EntryState.DRAFT,
            "revision": 1,
            "recorded_by": outcome_manager,
        }
        assert trail(entry) == [
            (
                "entry_recorded",
                outcome_manager,
                {
                    "measured_on": [None, "2010-06-30"],
                    "value": [None, "300"],
                    "women": [None, "180"],
                    "men": [None, "100"],
                    "narrative": [None, "Three provinces"],
                    "source": [None, "Register of the centres"],
                    "absence": [None, ""],
                    "absence_reason": [None, ""],
                },
                "",
            )
        ]
        assert moves(entry) == []

    def test_recording_again_replaces_a_draft_and_notes_only_what_changed(self, record, outcome_manager, officer):
        record(value=Decimal(300), parts={"women": Decimal(180)}, source="Register")
        entry = record(value=Decimal(310), parts={"men": Decimal(100)}, source="Register", revision=1, by=officer)
        assert facts(entry) == {
            "measured_on": DAY,
            "value": Decimal(310),
            "numerator": None,
            "denominator": None,
            "parts": {"men": Decimal(100)},
            "narrative": "",
            "absence": "",
            "absence_reason": "",
            "source": "Register",
            "state": EntryState.DRAFT,
            "revision": 2,
            "recorded_by": officer,
        }
        first, second = trail(entry)
        assert first[:2] == ("entry_recorded", outcome_manager)
        assert second == (
            "entry_recorded",
            officer,
            {"value": ["300", "310"], "men": [None, "100"], "women": ["180", None]},
            "",
        )

    def test_nothing_yet_is_not_zero(self, record):
        blank, zero = record(), record(value=Decimal(0), revision=1)
        assert (blank.value, facts(zero)["value"]) == (None, Decimal(0))
        assert trail(zero)[1][2] == {"value": [None, "0"]}

    def test_parts_without_a_total_make_the_total(self, record):
        entry = record(parts={"women": Decimal(12), "men": Decimal(8)})
        assert (facts(entry)["value"], facts(entry)["parts"]) == (
            Decimal(20),
            {"women": Decimal(12), "men": Decimal(8)},
        )

    def test_parts_left_blank_are_not_kept(self, record):
        entry = record(value=Decimal(20), parts={"women": Decimal(12), "men": None})
        assert facts(entry)["parts"] == {"women": Decimal(12)}

    def test_parts_left_blank_do_not_contradict_an_absence(self, record):
        entry = record(absence=Absence.NOT_AVAILABLE, absence_reason="No register", parts={"women": None})
        assert facts(entry)["absence"] == "not_available"

    def test_a_fraction_makes_its_percentage_as_it_is_kept(self, record, outcome):
        indicator = IndicatorFactory(outcome=outcome, measure=Measure.PERCENTAGE)
        entry = record(indicator=indicator, numerator=Decimal(1), denominator=Decimal(3))
        kept = facts(entry)
        assert (kept["value"], kept["numerator"], kept["denominator"]) == (Decimal("33.3333"), Decimal(1), Decimal(3))
        assert entry.value == Decimal("33.3333")
        record(indicator=indicator, numerator=Decimal(1), denominator=Decimal(3), revision=1)
        assert [changes for _verb, _by, changes, _reason in trail(entry)][1] == {}

    def test_a_fraction_gives_its_percentage(self, record, outcome):
        indicator = IndicatorFactory(outcome=outcome, measure=Measure.PERCENTAGE)
        entry = record(indicator=indicator, numerator=Decimal(1), denominator=Decimal(4))
        assert facts(entry)["value"] == Decimal(25)

    def test_a_percentage_beside_its_fraction_must_agree(self, record, outcome):
        indicator = IndicatorFactory(outcome=outcome, measure=Measure.PERCENTAGE)
        figure = {"indicator": indicator, "numerator": Decimal(1), "denominator": Decimal(3)}
        assert refusal(record, value=Decimal(99), **figure) == {
            "value": "Part and whole give another percentage. Leave this empty, or leave those two."
        }
        assert facts(record(value=Decimal("33.3"), **figure))["value"] == Decimal("33.3333")

    def test_counts_and_people_are_whole_and_not_below_0(self, record, outcome):
        indicator = IndicatorFactory(outcome=outcome, measure=Measure.NUMBER)
        assert refusal(record, indicator=indicator, value=Decimal(-5)) == {
            "value": "What is counted cannot be below 0."
        }
        halves = {"women": Decimal("0.5"), "men": Decimal(1)}
        assert refusal(record, indicator=indicator, parts=halves) == {
            "value": "People are counted in whole numbers. Correct women or men."
        }

    def test_a_step_of_its_own_scale(self, record, outcome):
        indicator = IndicatorFactory(outcome=outcome, measure=Measure.SCALE)
        step = ScaleStepFactory(indicator=indicator, number=2, name="consulted")
        entry = record(indicator=indicator, step=step)
        assert entry.step == step
        assert trail(entry)[0][2]["step"] == [None, "2 consulted"]

    def test_an_absence_with_its_reason(self, record):
        entry = record(absence=Absence.NOT_AVAILABLE, absence_reason="The survey comes in 2011.")
        kept = facts(entry)
        assert (kept["value"], kept["absence"], kept["absence_reason"]) == (
            None,
            "not_available",
            "The survey comes in 2011.",
        )

    def test_a_reason_without_an_absence_is_dropped(self, record):
        assert facts(record(value=Decimal(1), absence_reason="left over"))["absence_reason"] == ""


NOT_THIS = "This indicator is measured as “%s”; leave this empty."
REFUSED = {
    "women and men above the total": (
        Measure.NUMBER,
        {"value": Decimal("10.50"), "parts": {"women": Decimal(6), "men": Decimal(5)}},
        {"value": "Women and men together are 11, more than the total of 10.5. Correct one of the three."},
    ),
    "women below zero": (
        Measure.NUMBER,
        {"parts": {"women": Decimal(-1)}},
        {"women": "A number of people cannot be below 0."},
    ),
    "a part nobody knows": (
        Measure.NUMBER,
        {"value": Decimal(1), "parts": {"children": Decimal(1)}},
        {"children": "“children” is no part that a figure is split into."},
    ),
    "date before the period": (
        Measure.NUMBER,
        {"measured_on": date(2009, 12, 31)},
        {"measured_on": "The date lies outside the period 2010. Enter one from 1 January 2010 to 31 December 2010."},
    ),
    "date after the period": (
        Measure.NUMBER,
        {"measured_on": date(2011, 1, 1)},
        {"measured_on": "The date lies outside the period 2010. Enter one from 1 January 2010 to 31 December 2010."},
    ),
    "no date": (Measure.NUMBER, {"measured_on": None}, {"measured_on": "Enter the date of the figure."}),
    "absence without reason": (
        Measure.NUMBER,
        {"absence": Absence.NOT_APPLICABLE},
        {"absence_reason": "Say why there is no figure."},
    ),
    "value and absence": (
        Measure.NUMBER,
        {"value": Decimal(0), "absence": Absence.NOT_AVAILABLE, "absence_reason": "late"},
        {"absence": "You stated a figure and that there is none. Keep one of the two."},
    ),
    "parts and absence": (
        Measure.NUMBER,
        {"parts": {"women": Decimal(1)}, "absence": Absence.NOT_AVAILABLE, "absence_reason": "late"},
        {"absence": "You stated a figure and that there is none. Keep one of the two."},
    ),
    "fraction and absence": (
        Measure.PERCENTAGE,
        {
            "numerator": Decimal(1),
            "denominator": Decimal(2),
            "absence": Absence.NOT_AVAILABLE,
            "absence_reason": "late",
        },
        {"absence": "You stated a figure and that there is none. Keep one of the two."},
    ),
    "denominator 0": (
        Measure.PERCENTAGE,
        {"numerator": Decimal(1), "denominator": Decimal(0)},
        {"denominator": "The whole must be above 0."},
    ),
    "denominator alone": (
        Measure.PERCENTAGE,
        {"denominator": Decimal(10)},
        {"denominator": "Give both numbers, the part and the whole, or neither."},
    ),
    "numerator alone": (
        Measure.PERCENTAGE,
        {"numerator": Decimal(10)},
        {"denominator": "Give both numbers, the part and the whole, or neither."},
    ),
    "a part above its whole": (
        Measure.PERCENTAGE,
        {"numerator": Decimal(12), "denominator": Decimal(10)},
        {"numerator": "The part is more than the whole. Correct one of the two."},
    ),
    "parts that make more than all digits": (
        Measure.NUMBER,
        {"parts": {"women": Decimal("99999999999999"), "men": Decimal(1)}},
        {"value": "The figure is too large to be kept. Check what you typed."},
    ),
    "half done": (Measure.YES_NO, {"value": Decimal("0.5")}, {"value": "Choose “done” or “not done”."}),
    "a fraction of a number": (
        Measure.NUMBER,
        {"numerator": Decimal(1), "denominator": Decimal(2)},
        {"numerator": NOT_THIS % "Number", "denominator": NOT_THIS % "Number"},
    ),
    "a figure of what is told": (Measure.NARRATIVE, {"value": Decimal(3)}, {"value": NOT_THIS % "Narrative"}),
    "women of a percentage that is not split": (
        Measure.PERCENTAGE,
        {"value": Decimal(50), "parts": {"women": Decimal(20)}},
        {"women": "“women” is no part that a figure is split into."},
    ),
    "a figure on a scale": (Measure.SCALE, {"value": Decimal(2)}, {"value": NOT_THIS % "Step on a scale"}),
    "everything at once": (
        Measure.NUMBER,
        {
            "measured_on": None,
            "value": Decimal(1),
            "parts": {"men": Decimal(2)},
            "absence": Absence.NOT_AVAILABLE,
        },
        {
            "measured_on": "Enter the date of the figure.",
            "absence_reason": "Say why there is no figure.",
            "absence": "You stated a figure and that there is none. Keep one of the two.",
            "value": "Women and men together are 2, more than the total of 1. Correct one of the three.",
        },
    ),
}


class TestRefusedRecording:
    @pytest.mark.parametrize("case", REFUSED)
    def test_a_figure_that_cannot_stand(self, case, record, outcome):
        measure, figure, problems = REFUSED[case]
        indicator = IndicatorFactory(outcome=outcome, measure=measure)
        assert refusal(record, indicator=indicator, **figure) == problems

    def test_the_step_of_another_scale(self, record, outcome):
        indicator = IndicatorFactory(outcome=outcome, measure=Measure.SCALE)
        step = ScaleStepFactory(indicator__outcome=outcome)
        assert refusal(record, indicator=indicator, step=step) == {
            "step": "This step does not belong to the indicator's scale."
        }

    @pytest.mark.parametrize(
        ("state", "sentence"),
        [
            (PeriodState.PLANNED, "The period half is not open yet. Ask the programme officer to open it."),
            (
                PeriodState.CLOSED,
                "The period half is closed and takes no entries. Ask the programme officer to open it again.",
            ),
        ],
    )
    def test_a_period_that_is_not_open(self, record, programme, state, sentence):
        period = ReportingPeriodFactory(programme=programme, label="half", year=2010, state=state)
        assert refusal(record, period=period, value=Decimal(1)) == {"": sentence}

    @pytest.mark.parametrize("state", [PeriodState.OPEN, PeriodState.GRACE, PeriodState.REOPENED])
    def test_a_period_that_takes_entries(self, record, programme, state):
        period = ReportingPeriodFactory(programme=programme, label="half", year=2010, state=state)
        assert record(period=period, value=Decimal(1)).pk

    def test_a_period_closed_since_it_was_read(self, record, period):
        type(period).objects.filter(pk=period.pk).update(state=PeriodState.CLOSED)
        assert period.is_open
        assert refusal(record, period=period, value=Decimal(1)) == {
            "": "The period 2010 is closed and takes no entries. Ask the programme officer to open it again."
        }

    def test_a_second_entry_for_the_period(self, record):
        entry = record(value=Decimal(1))
        with pytest.raises(StaleEntry) as stale:
            record(value=Decimal(2))
        assert (stale.value.current, stale.value.problems) == (entry, {"": STALE})
        assert (facts(entry)["value"], len(trail(entry))) == (Decimal(1), 1)

    def test_over_a_newer_version(self, record, officer):
        entry = record(value=Decimal(1))
        record(value=Decimal(2), revision=1, by=officer)
        with pytest.raises(StaleEntry) as stale:
            record(value=Decimal(3), revision=1)
        assert (stale.value.current, stale.value.current.value) == (entry, Decimal(2))
        assert (facts(entry)["value"], len(trail(entry))) == (Decimal(2), 2)

    def test_over_an_entry_that_is_gone(self, record):
        with pytest.raises(StaleEntry) as stale:
            record(value=Decimal(3), revision=1)
        assert stale.value.current is None

    def test_over_a_submitted_entry(self, record, submitted):
        assert refusal(record, value=Decimal(2), revision=2) == {
            "": (
                "There is already an entry for this period, and it is “Waiting for verification”. "
                "It has to be returned or reopened before it can be changed."
            )
        }

    def test_over_a_verified_entry(self, record, verified):
        assert refusal(record, value=Decimal(2), revision=3) == {
            "": (
                "There is already an entry for this period, and it is “Verified”. "
                "It has to be returned or reopened before it can be changed."
            )
        }

    def test_outside_the_outcomes_in_their_care(self, record, programme, outcome_manager, officer):
        indicator = IndicatorFactory(outcome=programme.outcomes.get(number=3))
        with pytest.raises(PermissionDenied):
            record(indicator=indicator, value=Decimal(1), by=outcome_manager)
        assert record(indicator=indicator, value=Decimal(1), by=officer).pk

    @pytest.mark.parametrize("who", ["verifier", "reviewer", "government_member", "observer", "outsider"])
    def test_by_whom_it_is_not_for(self, who, record, request):
        with pytest.raises(PermissionDenied):
            record(value=Decimal(1), by=request.getfixturevalue(who))
        assert record(value=Decimal(1)).pk


class TestSubmitting:
    def test_leaves_a_move_and_an_event(self, record, outcome_manager):
        entry = submit_entry(entry=record(value=Decimal(40)), revision=1, by=outcome_manager)
        kept = facts(entry)
        assert (kept["state"], kept["revision"], entry.submitted_by) == ("submitted", 2, outcome_manager)
        assert moves(entry) == [("draft", "submitted", outcome_manager, "")]
        assert trail(entry)[1:] == [("entry_submitted", outcome_manager, {}, "")]

    def test_recording_and_submitting_is_one_act(self, record, indicator):
        assert refusal(record, write=record_and_submit) == {
            "value": "Enter the figure. If there is none, choose “not available” or “not applicable” and say why."
        }
        assert not indicator.entries.exists()

    @pytest.mark.parametrize(
        ("measure", "figure"),
        [
            (Measure.NUMBER, {"value": Decimal(0)}),
            (Measure.NUMBER, {"absence": Absence.NOT_AVAILABLE, "absence_reason": "late"}),
            (Measure.NARRATIVE, {"narrative": "Adopted in May"}),
            (Measure.NARRATIVE, {"absence": Absence.NOT_AVAILABLE, "absence_reason": "late"}),
        ],
    )
    def test_a_figure_words_or_an_absence(self, record, outcome, measure, figure):
        indicator = IndicatorFactory(outcome=outcome, measure=measure)
        assert record(indicator=indicator, write=record_and_submit, **figure).state == EntryState.SUBMITTED

    def test_refuses_a_narrative_without_words(self, record, outcome, outcome_manager):
        entry = record(indicator=IndicatorFactory(outcome=outcome, measure=Measure.NARRATIVE))
        assert refusal(submit_entry, entry=entry, revision=entry.revision, by=outcome_manager) == {
            "narrative": "Describe what the indicator showed, or say why you cannot."
        }

    def test_refuses_in_a_closed_period(self, record, period, outcome_manager):
        entry = record(value=Decimal(1))
        type(period).objects.filter(pk=period.pk).update(state=PeriodState.CLOSED)
        assert refusal(
            submit_entry, entry=entry, revision=ProgressEntry.objects.get(pk=entry.pk).revision, by=outcome_manager
        ) == {"": "The period 2010 is closed and takes no entries. Ask the programme officer to open it again."}

    def test_refuses_twice(self, submitted, outcome_manager):
        assert refusal(submit_entry, entry=submitted, revision=submitted.revision, by=outcome_manager) == {
            "": "This entry is “Waiting for verification” now; reload the page to see what can be done with it."
        }

    def test_refuses_what_was_changed_since_it_was_read(self, record, officer, outcome_manager):
        read = record(value=Decimal(1))
        record(value=Decimal(2), revision=1, by=officer)
        with pytest.raises(StaleEntry):
            submit_entry(entry=read, revision=read.revision, by=outcome_manager)
        assert (facts(read)["state"], moves(read)) == ("draft", [])

    def test_is_not_for_a_verifier(self, record, verifier, outcome_manager):
        entry = record(value=Decimal(1))
        with pytest.raises(PermissionDenied):
            submit_entry(entry=entry, revision=entry.revision, by=verifier)
        assert submit_entry(entry=entry, revision=entry.revision, by=outcome_manager).state == EntryState.SUBMITTED


class TestVerifying:
    def test_leaves_a_move_an_event_and_a_verification(self, submitted, outcome_manager, verifier):
        entry = verify_entry(
            entry=submitted, revision=2, grade=Grade.SOURCE_CHECKED, checked_against="Register", by=verifier
        )
        assert (facts(entry)["state"], facts(entry)["revision"]) == ("verified", 3)
        assert moves(entry) == [
            ("draft", "submitted", outcome_manager, ""),
            ("submitted", "verified", verifier, ""),
        ]
        assert trail(entry)[1:] == [
            ("entry_submitted", outcome_manager, {}, ""),
            ("entry_verified", verifier, {}, "Register"),
        ]
        assert [(one.grade, one.checked_against, one.by) for one in entry.verifications.all()] == [
            ("source_checked", "Register", verifier)
        ]

    @pytest.mark.parametrize("grade", [Grade.SOURCE_CHECKED, Grade.INDEPENDENTLY_VERIFIED])
    def test_needs_a_source_above_the_desk(self, submitted, verifier, grade):
        problems = refusal(verify_entry, entry=submitted, revision=2, grade=grade, checked_against="", by=verifier)
        assert problems == {"checked_against": "Name the source you checked the figure against."}

    def test_nobody_verifies_their_own_entry(self, record, administrator, verifier):
        entry = record(value=Decimal(1), by=administrator, write=record_and_submit)
        checked = {"revision": 2, "grade": Grade.DESK_CHECKED, "checked_against": ""}
        with pytest.raises(PermissionDenied):
            verify_entry(entry=entry, by=administrator, **checked)
        assert not Verification.objects.filter(entry=entry).exists()
        assert verify_entry(entry=entry, by=verifier, **checked).state == EntryState.VERIFIED

    def test_nobody_verifies_what_they_submitted_for_another(self, record, administrator):
        entry = submit_entry(entry=record(value=Decimal(1)), revision=1, by=administrator)
        with pytest.raises(PermissionDenied):
            verify_entry(entry=entry, revision=2, grade=Grade.DESK_CHECKED, checked_against="", by=administrator)

    @pytest.mark.parametrize("who", ["officer", "outcome_manager", "reviewer", "workers_member", "outsider"])
    def test_by_whom_it_is_not_for(self, who, submitted, request):
        with pytest.raises(PermissionDenied):
            verify_entry(
                entry=submitted,
                revision=2,
                grade=Grade.DESK_CHECKED,
                checked_against="",
                by=request.getfixturevalue(who),
            )
        assert facts(submitted)["state"] == EntryState.SUBMITTED

    def test_refuses_a_draft(self, record, verifier):
        draft = record(value=Decimal(1))
        assert refusal(
            verify_entry, entry=draft, revision=1, grade=Grade.DESK_CHECKED, checked_against="", by=verifier
        ) == {"": "This entry is “Draft” now; reload the page to see what can be done with it."}

    def test_refuses_another_version_than_the_one_looked_at(self, submitted, verifier, officer, record):
        return_entry(entry=submitted, revision=2, reason="Add the men.", by=verifier)
        record(value=Decimal(50), revision=3, write=record_and_submit)
        with pytest.raises(StaleEntry) as stale:
            verify_entry(entry=submitted, revision=2, grade=Grade.DESK_CHECKED, checked_against="", by=verifier)
        assert stale.value.current.value == Decimal(50)
        assert facts(submitted)["state"] == EntryState.SUBMITTED


class TestReturningAndReopening:
    def test_a_returned_entry_is_mended_and_submitted_again(self, submitted, record, outcome_manager, verifier):
        returned = return_entry(entry=submitted, revision=2, reason="Women and men, please.", by=verifier)
        assert facts(returned)["state"] == EntryState.RETURNED
        entry = record(value=Decimal(40), parts={"women": Decimal(25)}, revision=3, write=record_and_submit)
        assert moves(entry) == [
            ("draft", "submitted", outcome_manager, ""),
            ("submitted", "returned", verifier, "Women and men, please."),
            ("returned", "submitted", outcome_manager, ""),
        ]
        assert [(verb, by, changes, reason) for verb, by, changes, reason in trail(entry)[2:]] == [
            ("entry_returned", verifier, {}, "Women and men, please."),
            ("entry_recorded", outcome_manager, {"women": [None, "25"]}, ""),
            ("entry_submitted", outcome_manager, {}, ""),
        ]
        assert facts(entry)["revision"] == 5

    def test_a_verified_entry_is_reopened_and_put_right(self, verified, record, outcome_manager, verifier):
        reopened = reopen_entry(entry=verified, revision=3, reason="The register was wrong.", by=verifier)
        assert facts(reopened)["state"] == EntryState.REOPENED
        entry = record(value=Decimal(41), revision=4, write=record_and_submit)
        assert moves(entry) == [
            ("draft", "submitted", outcome_manager, ""),
            ("submitted", "verified", verifier, ""),
            ("verified", "reopened", verifier, "The register was wrong."),
            ("reopened", "submitted", outcome_manager, ""),
        ]
        assert [event[0] for event in trail(entry)] == [
            "entry_recorded",
            "entry_submitted",
            "entry_verified",
            "entry_reopened",
            "entry_recorded",
            "entry_submitted",
        ]

    def test_returning_needs_a_reason(self, submitted, verifier):
        assert refusal(return_entry, entry=submitted, revision=2, reason="", by=verifier) == {
            "reason": "Say what is to be mended, so that it can be."
        }

    def test_reopening_needs_a_reason(self, verified, verifier):
        assert refusal(reopen_entry, entry=verified, revision=3, reason="", by=verifier) == {
            "reason": "Say why a verified figure has to be opened again."
        }

    def test_a_submitted_entry_is_not_reopened(self, submitted, verifier):
        assert refusal(reopen_entry, entry=submitted, revision=2, reason="why not", by=verifier) == {
            "": "This entry is “Waiting for verification” now; reload the page to see what can be done with it."
        }

    def test_a_verified_entry_is_not_returned(self, verified, verifier):
        assert refusal(return_entry, entry=verified, revision=3, reason="why not", by=verifier) == {
            "": "This entry is “Verified” now; reload the page to see what can be done with it."
        }

    @pytest.mark.parametrize("write", [return_entry, reopen_entry])
    def test_another_version(self, write, submitted, verifier):
        with pytest.raises(StaleEntry):
            write(entry=submitted, revision=1, reason="why", by=verifier)
        assert facts(submitted)["state"] == EntryState.SUBMITTED

    @pytest.mark.parametrize("write", [return_entry, reopen_entry])
    def test_by_whom_it_is_not_for(self, write, submitted, officer):
        with pytest.raises(PermissionDenied):
            write(entry=submitted, revision=2, reason="why", by=officer)
        assert facts(submitted)["state"] == EntryState.SUBMITTED


class TestTakingOverWhatWasPublished:
    def test_a_figure_is_verified_against_its_document(self, indicator, period):
        figure = Figure(measured_on=DAY, value=Decimal(40), narrative="Printed")
        entry = record_published_figure(indicator=indicator, period=period, figure=figure, published_in="001 4.1")
        kept = facts(entry)
        assert (kept["state"], kept["value"], kept["source"], kept["recorded_by"]) == (
            "verified",
            Decimal(40),
            "001 4.1",
            None,
        )
        assert moves(entry) == [
            ("draft", "submitted", None, "001 4.1"),
            ("submitted", "verified", None, "001 4.1"),
        ]
        assert [(verb, by, reason) for verb, by, _changes, reason in trail(entry)] == [
            ("entry_verified", None, "001 4.1")
        ]

    def test_an_entry_that_is_there_stays(self, submitted, indicator, period):
        figure = Figure(measured_on=DAY, value=Decimal(99))
        assert record_published_figure(indicator=indicator, period=period, figure=figure, published_in="001") is None
        assert facts(submitted)["value"] == Decimal(40)

    def test_a_known_baseline_stays(self, indicator):
        known = {"indicator": indicator, "published_in": "001"}
        assert record_published_baseline(value=Decimal(5), year=2007, **known) is True
        assert record_published_baseline(value=Decimal(6), year=2008, **known) is False
        indicator.refresh_from_db()
        assert (indicator.baseline_kind, indicator.baseline_value, indicator.baseline_year) == (
            "value",
            Decimal(5),
            2007,
        )


class TestTheDatabaseKeepsThePromisesToo:
    @pytest.mark.parametrize(
        ("promise", "wrong"),
        [
            ("entry_has_a_figure_or_an_absence", {"absence": "not_available", "absence_reason": "late"}),
            ("absence_has_a_reason", {"value": None, "absence": "not_available"}),
            ("numerator_and_denominator_go_together", {"numerator": 1}),
            ("numerator_and_denominator_go_together", {"denominator": 1}),
            ("numerator_and_denominator_go_together", {"numerator": 0, "denominator": 0}),
        ],
    )
    def test_about_an_entry(self, promise, wrong, indicator, period):
        ProgressEntryFactory(indicator=indicator, period=ReportingPeriodFactory(programme=period.programme))
        with pytest.raises(IntegrityError, match=promise), transaction.atomic():
            ProgressEntryFactory(indicator=indicator, period=period, **wrong)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"baseline_kind": "value"},
            {"baseline_kind": "zero", "baseline_value": 5},
            {"baseline_kind": "not_available", "baseline_value": 5},
            {"baseline_kind": "zero"},
        ],
        ids=str,
    )
    def test_about_a_baseline(self, wrong, outcome):
        IndicatorFactory(outcome=outcome)
        with pytest.raises(IntegrityError, match="baseline_kind_and_value_agree"), transaction.atomic():
            IndicatorFactory(outcome=outcome, **wrong)

    def test_one_entry_per_indicator_and_period(self, indicator, period):
        ProgressEntryFactory(indicator=indicator, period=period)
        with pytest.raises(IntegrityError), transaction.atomic():
            ProgressEntryFactory(indicator=indicator, period=period)

    def test_parts_are_not_negative(self, submitted):
        category = Category.objects.get(dimension__code="sex", code="women")
        with pytest.raises(IntegrityError, match="parts_are_not_negative"), transaction.atomic():
            submitted.parts.create(category=category, value=-1)
        assert submitted.parts.create(category=category, value=1).pk
        with pytest.raises(IntegrityError), transaction.atomic():
            submitted.parts.create(category=category, value=2)
