"""The history of an entry: everything that was done to it, by whom, when, before and after, and why; for ever."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import AuditVerb
from accounts.models import AuditEvent
from accounts.services import record_event
from indicators.choices import EntryState, Grade, Measure
from indicators.models import Indicator, ProgressEntry
from indicators.selectors import WITH_PARTS, trail_of
from indicators.services import (
    Figure,
    record_progress,
    reopen_entry,
    return_entry,
    submit_entry,
    verify_entry,
)
from tests.factories import (
    CategoryFactory,
    DimensionFactory,
    EntryMoveFactory,
    IndicatorFactory,
    ProgressEntryFactory,
    VerificationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainers(programme):
    """Indicator 1.23, twenty trainers."""
    return Indicator.objects.in_programme(programme).get(code="1.23")


@pytest.fixture
def year_2010(programme):
    return programme.periods.get(label="2010")


@pytest.fixture
def record(trainers, year_2010, outcome_manager):
    """Records and submits twelve trainers, or what a test says, over what stands."""

    def record(entry=None, **stated):
        facts = {
            "measured_on": date(2010, 12, 31),
            "value": Decimal(12),
            "parts": {"women": Decimal(5), "men": Decimal(7)},
            "narrative": "Two centres.",
        }
        entry = record_progress(
            indicator=trainers,
            period=year_2010,
            figure=Figure(**facts | stated),
            revision=entry.revision if entry else 0,
            by=outcome_manager,
        )
        return submit_entry(entry=entry, revision=entry.revision, by=outcome_manager)

    return record


def told(steps):
    """Who did what, what it changed, why, and how it was checked: what the page says."""
    return [
        (
            step.what,
            step.by and step.by.name,
            [(change.label, change.before, change.after) for change in step.changes],
            step.reason,
            [(fact.label, fact.text) for fact in step.facts],
        )
        for step in steps
    ]


def test_everything_that_was_done_is_told_the_latest_first(record, verifier):
    entry = record()
    entry = return_entry(entry=entry, revision=entry.revision, reason="The lists are missing.", by=verifier)
    entry = record(
        entry,
        value=Decimal(1250),
        parts={"women": Decimal(505), "men": Decimal(745)},
        source="Lists",
        explanation="Two centres more.",
    )
    entry = verify_entry(
        entry=entry,
        revision=entry.revision,
        grade=Grade.SOURCE_CHECKED,
        checked="The total",
        checked_against="Attendance lists",
        by=verifier,
    )
    entry = reopen_entry(entry=entry, revision=entry.revision, reason="Counted twice.", by=verifier)
    assert told(trail_of(entry).steps) == [
        ("Opened again", "Verifier", [], "Counted twice.", []),
        (
            "Verified",
            "Verifier",
            [],
            "",
            [
                ("How", "Checked against its source"),
                ("What was checked", "The total"),
                ("Against", "Attendance lists"),
            ],
        ),
        ("Submitted for verification", "Outcome manager", [], "", []),
        (
            "Changed",
            "Outcome manager",
            [
                ("Figure", "12", "1,250"),
                ("Women", "5", "505"),
                ("Men", "7", "745"),
                ("Source", "", "Lists"),
                ("Explanation of what is unusual", "", "Two centres more."),
            ],
            "",
            [],
        ),
        ("Returned", "Verifier", [], "The lists are missing.", []),
        ("Submitted for verification", "Outcome manager", [], "", []),
        (
            "Recorded",
            "Outcome manager",
            [
                ("Figure", "", "12"),
                ("Women", "", "5"),
                ("Men", "", "7"),
                ("Date of the figure", "", "31 December 2010"),
                ("Note", "", "Two centres."),
            ],
            "",
            [],
        ),
    ]


def test_saving_the_same_again_says_so(record, verifier):
    entry = record()
    entry = return_entry(entry=entry, revision=entry.revision, reason="Look again.", by=verifier)
    assert [step.what for step in trail_of(record(entry)).steps[:2]] == [
        "Submitted for verification",
        "Saved without a change",
    ]


def test_figures_are_told_as_their_measure_wants_them():
    entry = ProgressEntryFactory(indicator__measure=Measure.MONEY)
    own = DimensionFactory(code="region", name="Region", programme=entry.programme)
    CategoryFactory(dimension=own, code="north", name="North")
    CategoryFactory(code="women")
    record_event(
        AuditVerb.ENTRY_RECORDED,
        entry,
        by=entry.recorded_by,
        changes={
            "source": ["", "Ledger"],
            "region.north": ["1000", "1250.5"],
            "sex.women×region.north": [None, "7"],
            "value": [None, "1250000"],
            "absence": ["not_available", ""],
            "measured_on": ["2012-06-30", "2012-12-31"],
        },
    )
    (step,) = told(trail_of(entry).steps)
    assert step[2] == [
        ("Figure", "", "US$\N{NO-BREAK SPACE}1,250,000"),
        ("No figure", "Not available", ""),
        ("Region: North", "US$\N{NO-BREAK SPACE}1,000", "US$\N{NO-BREAK SPACE}1,250.5"),
        ("Women × North", "", "US$\N{NO-BREAK SPACE}7"),
        ("Date of the figure", "30 June 2012", "31 December 2012"),
        ("Source", "", "Ledger"),
    ]


def test_the_parts_of_a_percentage_are_counts():
    entry = ProgressEntryFactory(indicator__measure=Measure.PERCENTAGE, value=Decimal(50))
    changes = {
        "value": [None, "52.5"],
        "numerator": [None, "1050"],
        "denominator": [None, "2000"],
        "women": [None, "500"],
        "women/whole": [None, "1100"],
    }
    record_event(AuditVerb.ENTRY_RECORDED, entry, by=entry.recorded_by, changes=changes)
    (step,) = told(trail_of(entry).steps)
    assert step[2] == [
        ("Figure", "", "52.5%"),
        ("Part", "", "1,050"),
        ("Whole", "", "2,000"),
        ("Women", "", "500"),
        ("Women: out of how many", "", "1,100"),
    ]


def test_what_was_kept_under_names_nobody_knows_any_more_is_told_as_it_stands():
    entry = ProgressEntryFactory()
    changes = {
        "amount": ["7", "8"],
        "value": ["about twelve", "12"],
        "measured_on": ["June", "2012-12-31"],
        "age.old": [None, "3"],
        "region.gone×age.old": [None, "2"],
    }
    record_event(AuditVerb.ENTRY_RECORDED, entry, by=entry.recorded_by, changes=changes)
    (step,) = told(trail_of(entry).steps)
    assert step[2] == [
        ("Figure", "about twelve", "12"),
        ("Date of the figure", "June", "31 December 2012"),
        ("age.old", "", "3"),
        ("amount", "7", "8"),
        ("region.gone×age.old", "", "2"),
    ]


def test_what_a_published_document_states_is_told_with_the_document(programme):
    entry = ProgressEntry.objects.in_programme(programme).get(indicator__code="1.26", period__label="2010")
    source = entry.source
    verified, submitted = told(trail_of(entry).steps)
    assert submitted == ("Submitted for verification", None, [], source, [])
    what, by, changes, reason, facts = verified
    assert (what, by, reason) == ("Verified", None, "")
    assert facts == [("How", "Checked against its source"), ("Against", source)]
    stated = {label: (before, after) for label, before, after in changes}
    assert stated["Source"] == ("", source)
    assert stated["Date of the figure"] == ("", "31 December 2010")
    assert AuditEvent.objects.about(entry).count() == 1


def test_an_entry_from_before_the_trail_says_who_recorded_it():
    entry = ProgressEntryFactory(recorded_by__name="Chan")
    assert told(trail_of(entry).steps) == [("Recorded", "Chan", [], "", [])]


def test_moves_and_verifications_without_a_trail_are_told():
    entry = ProgressEntryFactory(recorded_by=None)
    noon = datetime(2012, 12, 1, 5, tzinfo=UTC)
    EntryMoveFactory(entry=entry, at=noon, by__name="Chan")
    EntryMoveFactory(entry=entry, to_state=EntryState.RETURNED, at=noon + timedelta(hours=1), reason="Why", by=None)
    VerificationFactory(entry=entry, at=noon + timedelta(hours=2), by__name="Dara")
    record_event(AuditVerb.ENTRY_REOPENED, entry, by=None, reason="Wrong")
    assert told(trail_of(entry).steps) == [
        ("Opened again", None, [], "Wrong", []),
        ("Verified", "Dara", [], "", [("How", "Desk-checked")]),
        ("Returned", None, [], "Why", []),
        ("Submitted for verification", "Chan", [], "", []),
    ]


def test_late_is_said_once(record, verifier, year_2010):
    year_2010.due_on = date(2011, 1, 15)
    year_2010.save()
    entry = record()
    entry = return_entry(entry=entry, revision=entry.revision, reason="Look again.", by=verifier)
    steps = [step.what for step in trail_of(record(entry)).steps if step.kind == EntryState.SUBMITTED]
    assert steps == ["Submitted for verification", "Submitted for verification, after the day it was due"]


def test_evidence_is_told_with_its_name():
    entry = ProgressEntryFactory(recorded_by=None)
    for verb, changes in (
        (AuditVerb.EVIDENCE_ADDED, [None, "Lists"]),
        (AuditVerb.EVIDENCE_WITHDRAWN, ["Lists", None]),
        (AuditVerb.EVIDENCE_PUT_BACK, [None, "Lists"]),
    ):
        record_event(verb, entry, by=None, changes={"evidence": changes})
    assert told(trail_of(entry).steps) == [
        ("Evidence put back", None, [("Evidence", "", "Lists")], "", []),
        ("Evidence taken back", None, [("Evidence", "", "Lists")], "", []),
        ("Evidence added", None, [("Evidence", "", "Lists")], "", []),
    ]


def test_what_was_checked_once_more_is_told_besides(record, verifier, administrator):
    entry = record()
    entry = verify_entry(
        entry=entry, revision=entry.revision, grade=Grade.DESK_CHECKED, checked_against="", by=verifier
    )
    closer = VerificationFactory(entry=entry, grade=Grade.SOURCE_CHECKED, checked_against="Lists", by=administrator)
    trail = trail_of(entry)
    assert told(trail.steps[:2]) == [
        ("Checked once more", "Administrator", [], "", [("How", "Checked against its source"), ("Against", "Lists")]),
        ("Verified", "Verifier", [], "", [("How", "Desk-checked")]),
    ]
    assert (trail.verification.key, trail.verification.by.key) == (closer.pk, administrator.pk)


def test_reasons_stay_in_sight_and_the_rest_folds(record, verifier):
    entry = record()
    for reason in ("First.", "Second."):
        entry = return_entry(entry=entry, revision=entry.revision, reason=reason, by=verifier)
        entry = record(entry)
    entry = verify_entry(
        entry=entry, revision=entry.revision, grade=Grade.DESK_CHECKED, checked_against="", by=verifier
    )
    stretches = [(one.is_folded, [step.what for step in one.steps]) for one in trail_of(entry).stretches]
    assert stretches == [
        (
            False,
            [
                "Verified",
                "Submitted for verification",
                "Saved without a change",
                "Returned",
                "Submitted for verification",
                "Saved without a change",
                "Returned",
            ],
        ),
        (True, ["Submitted for verification", "Recorded"]),
    ]


def test_the_page_tells_it_after_verification_too(sign_in, observer, record, verifier):
    entry = record(narrative="Two centres,\n<b>one</b> in the north.")
    entry = return_entry(entry=entry, revision=entry.revision, reason="The lists <are> missing.", by=verifier)
    entry = record(entry, narrative="Two centres. " * 20)
    entry = verify_entry(
        entry=entry, revision=entry.revision, grade=Grade.DESK_CHECKED, checked_against="", by=verifier
    )
    page = sign_in(observer).get(entry.get_absolute_url()).content.decode()
    assert "<blockquote>The lists &lt;are&gt; missing.</blockquote>" in page
    assert "&lt;b&gt;one&lt;/b&gt; in the north." in page
    assert "<b>one" not in page


def test_a_long_history_takes_no_more_questions_than_a_short_one(record, verifier):
    entry, numbers = record(), []
    for _again in range(3):
        entry = return_entry(entry=entry, revision=entry.revision, reason="Look again.", by=verifier)
        entry = record(entry, value=Decimal(20))
        entries = ProgressEntry.objects.select_related("indicator__outcome__programme", "recorded_by")
        shown = entries.prefetch_related(WITH_PARTS).get(pk=entry.pk)
        with CaptureQueriesContext(connection) as queries:
            trail_of(shown)
        numbers.append(len(queries))
    assert numbers == [1, 1, 1]


def test_another_entry_has_a_history_of_its_own(record):
    record()
    assert trail_of(ProgressEntryFactory(recorded_by=None, indicator=IndicatorFactory())).steps == ()
