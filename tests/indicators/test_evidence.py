"""Evidence: what may lie beside a figure, whose it is, and what is left of it when it is taken back."""

import hashlib
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import AuditVerb, Role
from accounts.models import AuditEvent
from indicators.choices import EntryState, EvidenceKind, PeriodState
from indicators.models import Evidence, UnsavedProgress
from indicators.selectors import evidence_of, evidence_while_writing
from indicators.services import (
    LARGEST_EVIDENCE,
    MOST_EVIDENCE,
    EntryRefused,
    Figure,
    add_evidence,
    drop_typed,
    keep_typed,
    put_back_evidence,
    record_and_submit,
    record_progress,
    withdraw_evidence,
)
from tests.factories import EvidenceFactory, IndicatorFactory, ProgressEntryFactory, ReportingPeriodFactory
from tests.indicators import evidence_files as files

pytestmark = pytest.mark.django_db

LISTS = files.pdf()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Where this test's evidence lies."""
    own = settings.STORAGES["evidence"] | {"OPTIONS": {"location": tmp_path / "evidence"}}
    settings.STORAGES = settings.STORAGES | {"evidence": own}
    return tmp_path / "evidence"


@pytest.fixture
def period(programme):
    return programme.periods.get(label="2010")


@pytest.fixture
def indicator(programme):
    return IndicatorFactory(outcome=programme.outcomes.get(number=1), code="1.99", measure="number")


@pytest.fixture
def entry(indicator, period, outcome_manager):
    return ProgressEntryFactory(indicator=indicator, period=period, recorded_by=outcome_manager)


def sent(content=LISTS, name="Lists of May.pdf"):
    return ContentFile(content, name=name)


def refused(**given):
    """The sentences that refuse it, by field; nothing was written."""
    before = Evidence.objects.count()
    with pytest.raises(EntryRefused) as error:
        add_evidence(**given)
    assert Evidence.objects.count() == before
    return error.value.problems


def trail(entry):
    """What the trail says of the entry's evidence."""
    events = AuditEvent.objects.filter(
        subject_type=ContentType.objects.get_for_model(entry), subject_id=entry.pk, verb__startswith="evidence"
    )
    return [(event.verb, event.by.name, event.changes) for event in events.order_by("pk")]


def stated(evidence):
    """All that is kept of it."""
    names = ("kind", "name", "link", "sha256", "size", "content_type", "added_by", "withdrawn_at", "withdrawn_by")
    return {name: getattr(evidence, name) for name in names}


def figure(value=12):
    return Figure(measured_on=date(2010, 12, 31), value=Decimal(value))


def test_a_file_beside_an_entry(entry, outcome_manager):
    added = add_evidence(entry=entry, file=sent(), by=outcome_manager)
    sha256 = hashlib.sha256(LISTS).hexdigest()
    assert stated(Evidence.objects.get(pk=added.pk)) == {
        "kind": EvidenceKind.FILE,
        "name": "Lists of May.pdf",
        "link": "",
        "sha256": sha256,
        "size": len(LISTS),
        "content_type": "application/pdf",
        "added_by": outcome_manager,
        "withdrawn_at": None,
        "withdrawn_by": None,
    }
    assert storages["evidence"].is_whole(sha256)
    assert trail(entry) == [(AuditVerb.EVIDENCE_ADDED, "Outcome manager", {"evidence": [None, "Lists of May.pdf"]})]


@pytest.mark.parametrize(
    ("link", "name", "shown"),
    [
        ("https://www.ilo.org/asia/", "", "www.ilo.org/asia"),
        ("http://example.org/lists?month=5#top", " Lists\n of May ", "Lists of May"),
        ("https://example.org/" + "x" * 400, "", "example.org/" + "x" * 187 + "…"),
    ],
)
def test_a_link_beside_an_entry(link, name, shown, entry, outcome_manager):
    added = add_evidence(entry=entry, link=f" {link} ", name=name, by=outcome_manager)
    assert stated(Evidence.objects.get(pk=added.pk)) == {
        "kind": EvidenceKind.LINK,
        "name": shown,
        "link": link,
        "sha256": "",
        "size": 0,
        "content_type": "",
        "added_by": outcome_manager,
        "withdrawn_at": None,
        "withdrawn_by": None,
    }


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,<script>",
        "ftp://example.org/lists",
        "file:///etc/passwd",
        "www.ilo.org",
        "",
    ],
)
def test_what_is_no_address_of_the_web_is_refused(link, entry, outcome_manager):
    problems = refused(entry=entry, link=link, name="x", by=outcome_manager)
    assert problems == {"evidence_link": "This is not an address of the web. It begins with https:// or http://."}


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("https://", "This is not an address of the web. Copy it once more from where you read it."),
        ("https://exa mple.org/", "This is not an address of the web. Copy it once more from where you read it."),
        (
            "https://me:secret@example.org/",
            "There is a name or a password before the @ in this address. Take out that part, with the @.",
        ),
        (
            "https://www.ilo.org@example.org/",
            "There is a name or a password before the @ in this address. Take out that part, with the @.",
        ),
        (
            "https://example.org/" + "x" * 500,
            "This address is too long: at most 500 characters are kept. Give a shorter one.",
        ),
    ],
)
def test_what_begins_as_an_address_is_refused_for_what_is_wrong_with_it(link, sentence, entry, outcome_manager):
    assert refused(entry=entry, link=link, name="x", by=outcome_manager) == {"evidence_link": sentence}


def test_a_name_that_is_too_long_is_refused(entry, outcome_manager):
    problems = refused(entry=entry, link="https://example.org/", name="x" * 201, by=outcome_manager)
    assert problems == {"evidence_name": "This is too long: 200 characters are kept."}


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.pdf", "“a.pdf” is empty. Look whether it opens on your side, then choose it again."),
        (b"MZ", "a.pdf", "“a.pdf” is a file of the type “Windows program”, which is not taken. "
         "Send PDF, pictures or office files."),
        (files.pdf(), "../a\u202e.docx", "“a.docx” is not what its name says: it is really a file of the type “PDF”. "
         "Give it a name that ends in .pdf and send it again."),
    ],
)  # fmt: skip
def test_files_that_are_refused_leave_nothing(content, name, sentence, entry, outcome_manager, folder):
    assert refused(entry=entry, file=sent(content, name), by=outcome_manager) == {"evidence": sentence}
    assert not folder.exists()


def test_a_file_of_20_mb_is_taken_and_one_byte_more_is_not(entry, outcome_manager):
    most = LISTS[:-6] + b"\n" * (LARGEST_EVIDENCE - len(LISTS)) + LISTS[-6:]
    add_evidence(entry=entry, file=sent(most), by=outcome_manager)
    problems = refused(entry=entry, file=sent(b"\n" + most), by=outcome_manager)
    sentence = "“Lists of May.pdf” is larger than 20 MB. Send it in parts, or lay it somewhere and add the link."
    assert problems == {"evidence": sentence}
    # What was not kept whole while it came is as large as it was sent.
    cut = UploadedFile(sent(most), "Lists of May.pdf", size=200_000_000)
    assert refused(entry=entry, file=cut, by=outcome_manager) == {"evidence": sentence}


def test_the_same_content_lies_beside_a_figure_once_and_on_the_disk_once(entry, outcome_manager, officer, folder):
    first = add_evidence(entry=entry, file=sent(), by=outcome_manager)
    assert add_evidence(entry=entry, file=sent(name="Again.pdf"), by=officer) == first
    elsewhere = ProgressEntryFactory(
        indicator=entry.indicator,
        period=ReportingPeriodFactory(programme=entry.programme, year=2030),
        recorded_by=officer,
    )
    other = add_evidence(entry=elsewhere, file=sent(name="Elsewhere.pdf"), by=officer)
    assert (other.name, other.sha256) == ("Elsewhere.pdf", first.sha256)
    assert len([path for path in folder.rglob("*") if path.is_file() and path.name != ".lock"]) == 1
    link = add_evidence(entry=entry, link="https://example.org/", by=officer)
    assert add_evidence(entry=entry, link="https://example.org/", name="Again", by=officer) == link
    assert len(trail(entry)) == 2


def test_there_is_a_limit_to_what_lies_beside_one_figure(entry, outcome_manager):
    for number in range(MOST_EVIDENCE):
        EvidenceFactory(entry=entry, link=f"https://example.org/{number}")
    assert refused(entry=entry, link="https://example.org/more", by=outcome_manager) == {
        "evidence": "50 files and links lie beside this figure already. Take one back before you add another."
    }
    withdraw_evidence(evidence=entry.evidence.first(), by=outcome_manager)
    assert add_evidence(entry=entry, link="https://example.org/more", by=outcome_manager)


@pytest.mark.parametrize("who", ["verifier", "reviewer", "observer", "government_member", "outsider"])
def test_who_may_not_record_may_not_touch_evidence(who, request, entry, outcome_manager):
    person = request.getfixturevalue(who)
    lying = EvidenceFactory(entry=entry)
    with pytest.raises(PermissionDenied):
        add_evidence(entry=entry, file=sent(), by=person)
    with pytest.raises(PermissionDenied):
        add_evidence(indicator=entry.indicator, period=entry.period, file=sent(), by=person)
    with pytest.raises(PermissionDenied):
        withdraw_evidence(evidence=lying, by=person)
    withdraw_evidence(evidence=lying, by=outcome_manager)
    with pytest.raises(PermissionDenied):
        put_back_evidence(evidence=lying, by=person)


def test_an_outcome_manager_adds_in_their_care_only(programme, period, outcome_manager):
    elsewhere = IndicatorFactory(outcome=programme.outcomes.get(number=3), code="3.99")
    with pytest.raises(PermissionDenied):
        add_evidence(indicator=elsewhere, period=period, link="https://example.org/", by=outcome_manager)


def test_what_is_taken_back_is_kept_and_put_back(entry, outcome_manager, officer):
    lying = add_evidence(entry=entry, file=sent(), by=outcome_manager)
    withdrawn = withdraw_evidence(evidence=lying, by=officer)
    assert (withdrawn.withdrawn_by, withdrawn.withdrawn_at is not None) == (officer, True)
    assert (evidence_of([entry]), evidence_of([entry], with_withdrawn=True)) == ({entry.pk: ()}, {entry.pk: (lying,)})
    assert storages["evidence"].is_whole(lying.sha256)
    with pytest.raises(EntryRefused, match="has been taken back already"):
        withdraw_evidence(evidence=lying, by=officer)
    back = put_back_evidence(evidence=lying, by=outcome_manager)
    assert (back.withdrawn_at, back.withdrawn_by) == (None, None)
    with pytest.raises(EntryRefused, match="has been put back already"):
        put_back_evidence(evidence=lying, by=outcome_manager)
    assert trail(entry) == [
        (AuditVerb.EVIDENCE_ADDED, "Outcome manager", {"evidence": [None, "Lists of May.pdf"]}),
        (AuditVerb.EVIDENCE_WITHDRAWN, "Officer", {"evidence": ["Lists of May.pdf", None]}),
        (AuditVerb.EVIDENCE_PUT_BACK, "Outcome manager", {"evidence": [None, "Lists of May.pdf"]}),
    ]


REOPEN = "This entry is verified. It has to be reopened before evidence can be added."


@pytest.mark.parametrize(
    ("state", "adding", "changing"),
    [
        (EntryState.DRAFT, None, None),
        (EntryState.RETURNED, None, None),
        (EntryState.REOPENED, None, None),
        (EntryState.SUBMITTED, None, "This entry is “Waiting for verification”. "),
        (EntryState.VERIFIED, REOPEN, "This entry is “Verified”. "),
    ],
)
def test_in_which_states_evidence_may_come_and_go(state, adding, changing, entry, outcome_manager):
    lying, gone = EvidenceFactory(entry=entry), EvidenceFactory(entry=entry, link="https://example.org/gone")
    withdraw_evidence(evidence=gone, by=outcome_manager)
    entry.state = state
    entry.save()
    if adding:
        assert refused(entry=entry, file=sent(), by=outcome_manager) == {"": adding}
    else:
        assert add_evidence(entry=entry, file=sent(), by=outcome_manager).entry == entry
    for act, evidence in ((withdraw_evidence, lying), (put_back_evidence, gone)):
        if changing:
            with pytest.raises(EntryRefused) as error:
                act(evidence=evidence, by=outcome_manager)
            sentence = "It has to be returned or reopened before evidence can be taken back."
            assert error.value.problems == {"": changing + sentence}
        else:
            act(evidence=evidence, by=outcome_manager)


def test_a_closed_period_takes_no_evidence_beside_its_entries(entry, period, outcome_manager):
    lying = EvidenceFactory(entry=entry)
    period.state = PeriodState.CLOSED
    period.save()
    entry.refresh_from_db()
    assert refused(entry=entry, file=sent(), by=outcome_manager) == {"": period.why_closed}
    with pytest.raises(EntryRefused):
        withdraw_evidence(evidence=lying, by=outcome_manager)
    # What is typed and not saved is kept nevertheless: nobody else sees it, and the period may be opened again.
    kept = add_evidence(indicator=entry.indicator, period=period, link="https://example.org/x", by=outcome_manager)
    assert kept.unsaved.by == outcome_manager


def test_what_was_reported_in_an_earlier_series_stays_as_it_is(entry, outcome_manager):
    entry.indicator.series = 2
    entry.indicator.save()
    assert refused(entry=entry, file=sent(), by=outcome_manager) == {
        "": "The indicator was changed since. What was reported before stays as it is."
    }


def test_beside_what_is_not_saved_yet_it_is_its_writers_own(indicator, period, outcome_manager, officer):
    theirs = add_evidence(indicator=indicator, period=period, file=sent(), by=outcome_manager)
    unsaved = UnsavedProgress.objects.get()
    assert (theirs.unsaved, unsaved.by, unsaved.typed, theirs.entry) == (unsaved, outcome_manager, {}, None)
    assert list(Evidence.objects.visible_to(outcome_manager)) == [theirs]
    assert list(Evidence.objects.visible_to(officer)) == []
    assert evidence_while_writing(indicator, period, None, officer) == ()
    with pytest.raises(PermissionDenied):
        withdraw_evidence(evidence=theirs, by=officer)
    keep_typed(indicator=indicator, period=period, revision=0, typed={"value": "12"}, by=outcome_manager)
    assert evidence_while_writing(indicator, period, None, outcome_manager) == (theirs,)
    withdraw_evidence(evidence=theirs, by=outcome_manager)
    put_back_evidence(evidence=theirs, by=outcome_manager)
    assert AuditEvent.objects.filter(verb__startswith="evidence").count() == 0
    drop_typed(indicator=indicator, period=period, by=outcome_manager)
    assert not Evidence.objects.exists()
    with pytest.raises(EntryRefused, match="let go meanwhile"):
        withdraw_evidence(evidence=theirs, by=outcome_manager)


@pytest.mark.parametrize("write", [record_progress, record_and_submit])
def test_with_the_figure_its_evidence_is_saved_too(write, indicator, period, outcome_manager, officer):
    lists = add_evidence(indicator=indicator, period=period, file=sent(), by=outcome_manager)
    mistake = add_evidence(indicator=indicator, period=period, link="https://example.org/x", by=outcome_manager)
    withdraw_evidence(evidence=mistake, by=outcome_manager)
    others = add_evidence(indicator=indicator, period=period, link="https://example.org/y", by=officer)
    entry = write(indicator=indicator, period=period, figure=figure(), revision=0, by=outcome_manager)
    assert evidence_of([entry], with_withdrawn=True) == {entry.pk: (lists,)}
    assert list(Evidence.objects.exclude(entry=entry)) == [others]
    assert list(UnsavedProgress.objects.all()) == [others.unsaved]
    assert trail(entry) == [(AuditVerb.EVIDENCE_ADDED, "Outcome manager", {"evidence": [None, "Lists of May.pdf"]})]


def test_a_form_sent_twice_lays_its_evidence_there_once(indicator, period, outcome_manager):
    for _turn in range(2):
        add_evidence(indicator=indicator, period=period, file=sent(), by=outcome_manager)
        entry = record_progress(
            indicator=indicator, period=period, figure=figure(), revision=0, by=outcome_manager, client_key="once"
        )
    (only,) = Evidence.objects.all()
    assert (only.entry, len(trail(entry))) == (entry, 1)


def test_what_two_people_laid_there_lies_there_once(indicator, period, outcome_manager, officer):
    for revision, person in enumerate((outcome_manager, officer)):
        EvidenceFactory(
            entry=None, unsaved=UnsavedProgress.objects.create(by=person, indicator=indicator, period=period),
            added_by=person, is_kept=True, file=LISTS,
        )  # fmt: skip
        entry = record_progress(indicator=indicator, period=period, figure=figure(), revision=revision, by=person)
    assert [one.added_by for one in entry.evidence.all()] == [outcome_manager]


def test_who_no_longer_takes_part_sees_nothing_of_it(indicator, period, make_person, programme):
    person = make_person("Leaving", role=Role.PROGRAMME_OFFICER, programme=programme)
    add_evidence(indicator=indicator, period=period, file=sent(), by=person)
    assert Evidence.objects.visible_to(person).in_programme(programme).count() == 1
    person.memberships.all().delete()
    assert Evidence.objects.visible_to(person).count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_evidence_of_many_entries_takes_one_query(number, indicator, programme, officer):
    entries = [
        ProgressEntryFactory(
            indicator=indicator,
            period=ReportingPeriodFactory(programme=programme, year=2030 + place),
            recorded_by=officer,
        )
        for place in range(number)
    ]
    lying = {entry.pk: (EvidenceFactory(entry=entry), EvidenceFactory(entry=entry)) for entry in entries}
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = evidence_of(entries)
        named = [(one.added_by.name, one.entry.period.label, one.type) for every in found.values() for one in every]
    assert (found, len(queries), len(named)) == (lying, 1, 2 * number)


@pytest.fixture
def scanner(settings, tmp_path):
    """Sets a scanner of a few lines of shell."""

    def make(script):
        path = tmp_path / "scanner"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o700)
        settings.EVIDENCE_SCAN_COMMAND = f"{path} -"

    return make


def test_what_the_scanner_calls_clean_is_taken(scanner, entry, outcome_manager):
    scanner("cat > /dev/null; exit 0")
    assert add_evidence(entry=entry, file=sent(), by=outcome_manager).size == len(LISTS)


UNCHECKED = "“Lists of May.pdf” could not be checked for viruses, so it was not kept. Try again later."


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (
            "exit 1",
            "The virus scanner found something in “Lists of May.pdf”. It was not kept; have it looked at on your side.",
        ),
        ("exit 2", UNCHECKED),
        ("exec sleep 60", UNCHECKED),
    ],
)
def test_what_the_scanner_does_not_call_clean_is_not_kept(
    script, sentence, scanner, settings, entry, outcome_manager, folder
):
    scanner(script)
    settings.EVIDENCE_SCAN_TIMEOUT = 0.3
    assert refused(entry=entry, file=sent(), by=outcome_manager) == {"evidence": sentence}
    assert not folder.exists()


def test_without_its_scanner_the_service_takes_no_files_but_links(settings, entry, outcome_manager):
    settings.EVIDENCE_SCAN_COMMAND = "/nowhere/clamdscan -"
    assert refused(entry=entry, file=sent(), by=outcome_manager) == {"evidence": UNCHECKED}
    assert add_evidence(entry=entry, link="https://example.org/", by=outcome_manager)


def test_a_full_disk_is_told_and_leaves_nothing(monkeypatch, entry, outcome_manager, folder):
    def full(handle):
        raise OSError("No space left on device")

    monkeypatch.setattr("dwcp.toolkit.kept_files.os.fsync", full)
    assert refused(entry=entry, file=sent(), by=outcome_manager) == {
        "evidence": "“Lists of May.pdf” could not be kept: the server has a problem with its disk. Try again later."
    }
    assert list(storages["evidence"].hashes()) == []
