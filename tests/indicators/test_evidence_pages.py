"""Evidence on the pages: beside the form and the entry, with and without a script, and given to who may see it."""

import hashlib
from io import BytesIO

import pytest
from django.contrib.messages import get_messages
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from indicators.choices import EntryState, PeriodState
from indicators.models import Evidence, ProgressEntry, UnsavedProgress
from indicators.services import add_evidence
from indicators.views import taking_evidence
from tests.factories import EvidenceFactory, IndicatorFactory, ProgrammeFactory, ProgressEntryFactory
from tests.indicators import evidence_files as files

pytestmark = pytest.mark.django_db

LISTS, PHOTO = files.pdf(), files.png()
HTMX = {"HX-Request": "true"}


@pytest.fixture
def period(programme):
    return programme.periods.get(label="2010")


@pytest.fixture
def indicator(programme):
    return IndicatorFactory(outcome=programme.outcomes.get(number=1), code="1.99", measure="number")


@pytest.fixture
def entry(indicator, period, outcome_manager):
    return ProgressEntryFactory(indicator=indicator, period=period, recorded_by=outcome_manager)


@pytest.fixture
def manager(sign_in, outcome_manager):
    """The outcome manager's browser."""
    return sign_in(outcome_manager)


def page(name, indicator, **query):
    kwargs = {"programme": "KHM-DWCP-2008-2010", "indicator": indicator.code, "period": "2010"}
    return reverse(f"indicators:{name}", kwargs=kwargs, query=query or None)


def address(name, evidence, programme=None, **query):
    kwargs = {"programme": programme or evidence.programme.code, "evidence": evidence.pk}
    return reverse(f"indicators:{name}", kwargs=kwargs, query=query or None)


def sent(content=LISTS, name="Lists of May.pdf"):
    # What the browser says it is, nobody believes.
    return SimpleUploadedFile(name, content, content_type="application/x-anything")


def typed(**fields):
    return {"revision": "0", "value": "12", "measured_on": "2010-12-31", "narrative": "Typed", "absence": ""} | fields


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def lying():
    """Names of what lies beside entries, and beside what is not saved yet."""
    beside = Evidence.objects.order_by("pk").values_list("name", "entry__indicator__code", "unsaved__indicator__code")
    return list(beside)


def test_files_that_come_with_the_form_are_saved_with_the_figure(manager, indicator):
    chosen = [sent(), sent(PHOTO, "photo.png")]
    fields = typed(evidence=chosen, evidence_link="https://example.org/", evidence_name="The page", action="submit")
    answer = manager.post(page("record-progress", indicator), fields)
    assert (answer.status_code, answer.url) == (302, page("entry", indicator))
    assert ProgressEntry.objects.get(indicator=indicator).state == EntryState.SUBMITTED
    names = ["Lists of May.pdf", "photo.png", "The page"]
    assert lying() == [(name, "1.99", None) for name in names]
    assert not UnsavedProgress.objects.exists()
    shown = manager.get(answer.url).content.decode()
    assert all(name in shown for name in names)
    assert hashlib.sha256(LISTS).hexdigest() in shown


def test_a_form_that_comes_back_has_not_lost_its_files(manager, indicator):
    answer = manager.post(page("record-progress", indicator), typed(value="twelve", evidence=sent()))
    assert answer.status_code == 422
    assert lying() == [("Lists of May.pdf", None, "1.99")]
    shown = answer.content.decode()
    assert "Lists of May.pdf" in shown
    assert "“twelve” is not a number." in shown
    answer = manager.post(page("record-progress", indicator), typed(action="draft"))
    assert (answer.status_code, lying()) == (302, [("Lists of May.pdf", "1.99", None)])


def test_who_was_too_late_has_not_lost_their_files(manager, entry):
    answer = manager.post(page("record-progress", entry.indicator), typed(evidence=sent(), value="13"))
    assert (answer.status_code, lying()) == (409, [("Lists of May.pdf", None, "1.99")])
    revision = str(entry.revision)
    answer = manager.post(page("record-progress", entry.indicator), typed(value="13", revision=revision))
    assert (answer.status_code, lying()) == (302, [("Lists of May.pdf", "1.99", None)])


def test_nothing_is_handed_in_without_the_file_that_was_refused(manager, indicator):
    chosen = [sent(b"MZ", "setup.pdf"), sent()]
    answer = manager.post(page("record-progress", indicator), typed(evidence=chosen, evidence_link="www.ilo.org"))
    assert (answer.status_code, ProgressEntry.objects.filter(indicator=indicator).count()) == (422, 0)
    sentences = [
        "“setup.pdf” is a file of the type “Windows program”, which is not taken. Send PDF, pictures or office files.",
        "This is not an address of the web. It begins with https:// or http://.",
    ]
    assert answer.context["form"].non_field_errors() == sentences
    shown = answer.content.decode()
    assert 'value="www.ilo.org"' in shown
    assert 'value="12"' in shown
    # What is in order need not be sent a second time.
    assert lying() == [("Lists of May.pdf", None, "1.99")]


def test_more_than_ten_files_at_once_are_refused_and_what_was_typed_stays(manager, indicator):
    chosen = [sent(files.pdf(str(number)), f"{number}.pdf") for number in range(11)]
    answer = manager.post(page("record-progress", indicator), typed(evidence=chosen))
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == ["These are 11 files. Send at most 10 at once."]
    assert 'value="12"' in answer.content.decode()
    assert lying() == []


def test_more_than_fits_together_is_refused_and_what_was_typed_stays(manager, indicator, monkeypatch):
    monkeypatch.setattr(taking_evidence, "MOST_TOGETHER", 1000)
    monkeypatch.setattr("indicators.forms.evidence.MOST_TOGETHER", 1000)
    chosen = [sent(files.pdf("x" * 600), f"{number}.pdf") for number in range(2)]
    answer = manager.post(page("record-progress", indicator), typed(evidence=chosen))
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [
        "Together these files have 1.3\xa0KB. Send at most 1000\xa0bytes at once."
    ]
    assert lying() == []


def test_a_request_far_too_large_is_not_read(manager, indicator, monkeypatch):
    monkeypatch.setattr(taking_evidence, "LARGEST_REQUEST", 100)
    for name in ("record-progress", "add-typed-evidence"):
        assert manager.post(page(name, indicator), typed(evidence=sent())).status_code == 400
    assert lying() == []


@pytest.mark.parametrize("name", ["record-progress", "add-typed-evidence", "add-evidence"])
def test_files_are_taken_with_the_forms_token_only(name, entry, outcome_manager):
    client = Client(enforce_csrf_checks=True)
    client.force_login(outcome_manager, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(page(name, entry.indicator), typed(evidence=sent())).status_code == 403
    client.get(page("record-progress", entry.indicator))
    token = client.cookies["csrftoken"].value
    fields = typed(evidence=sent(), csrfmiddlewaretoken=token, revision="1")
    assert client.post(page(name, entry.indicator), fields).status_code == 302
    assert len(lying()) == 1


def test_with_a_script_files_are_sent_as_they_are_chosen(manager, indicator):
    answer = manager.post(page("add-typed-evidence", indicator), {"evidence": sent()}, headers=HTMX)
    shown = answer.content.decode()
    assert (answer.status_code, lying()) == (200, [("Lists of May.pdf", None, "1.99")])
    assert "<html" not in shown
    assert 'data-announce="1 piece of evidence"' in shown
    assert "not saved yet" in shown
    answer = manager.post(page("add-typed-evidence", indicator), {"evidence": sent(b"MZ")}, headers=HTMX)
    assert answer.status_code == 422
    assert "“Lists of May.pdf” is a file of the type “Windows program”" in answer.content.decode()
    answer = manager.post(page("add-typed-evidence", indicator), {}, headers=HTMX)
    assert (answer.status_code, len(lying())) == (422, 1)
    assert "Choose a file, or type the address of a page." in answer.content.decode()


def test_without_a_script_files_are_added_and_all_that_was_typed_stays(manager, indicator):
    answer = manager.post(page("add-typed-evidence", indicator), typed(value="twelve", evidence=[sent(), sent(b"MZ")]))
    assert (answer.status_code, answer.url) == (302, page("record-progress", indicator) + "#evidence")
    assert told(answer) == [
        "“Lists of May.pdf” is a file of the type “Windows program”, which is not taken. "
        "Send PDF, pictures or office files."
    ]
    shown = manager.get(answer.url).content.decode()
    assert 'value="twelve"' in shown
    assert "Lists of May.pdf" in shown


def test_the_way_back_to_the_work_list_is_kept(manager, indicator):
    answer = manager.post(page("add-typed-evidence", indicator, next="work"), typed(evidence=sent()))
    assert answer.url == page("record-progress", indicator, next="work") + "#evidence"
    shown = manager.get(answer.url).content.decode()
    assert address("withdraw-evidence", Evidence.objects.get()) + "?back=record&amp;next=work" in shown


def test_somebody_elses_form_lays_nothing_down(manager, indicator, officer):
    for name in ("add-typed-evidence", "record-progress"):
        manager.post(page(name, indicator), typed(evidence=sent(), person=str(officer.pk)))
    assert lying() == []


def test_taken_back_and_put_back_while_writing(manager, entry, outcome_manager):
    saved = EvidenceFactory(entry=entry, added_by=outcome_manager)
    fields = typed(value="13", revision="1", evidence=sent())
    answer = manager.post(address("withdraw-evidence", saved, back="record"), fields)
    assert (answer.status_code, answer.url) == (302, page("record-progress", entry.indicator) + "#evidence")
    saved.refresh_from_db()
    assert saved.withdrawn_by == outcome_manager
    # What was chosen and not sent yet came along.
    assert lying()[1:] == [("Lists of May.pdf", None, "1.99")]
    assert 'value="13"' in manager.get(answer.url).content.decode()
    answer = manager.post(address("put-back-evidence", saved, back="record"), headers=HTMX)
    assert (answer.status_code, 'data-announce="2 pieces of evidence"' in answer.content.decode()) == (200, True)
    answer = manager.post(address("put-back-evidence", saved, back="record"), headers=HTMX)
    assert answer.status_code == 422
    assert "has been put back already" in answer.content.decode()


def test_evidence_comes_and_goes_on_the_entrys_page(manager, entry):
    home = page("entry", entry.indicator)
    answer = manager.post(page("add-evidence", entry.indicator), {"evidence": sent()})
    assert (answer.status_code, answer.url, told(answer)) == (302, home + "#evidence", ["Added."])
    evidence = entry.evidence.get()
    answer = manager.post(address("withdraw-evidence", evidence))
    assert (answer.status_code, answer.url) == (302, home + "#evidence")
    shown = manager.get(home).content.decode()
    assert "taken back by Outcome manager" in shown
    assert address("put-back-evidence", evidence) in shown
    answer = manager.post(address("put-back-evidence", evidence))
    assert (answer.url, entry.evidence.standing().count()) == (home + "#evidence", 1)
    answer = manager.post(page("add-evidence", entry.indicator), {"evidence": sent(b"MZ")})
    assert answer.status_code == 422
    assert "which is not taken" in answer.content.decode()


def test_who_signed_in_again_is_led_back(manager, entry):
    evidence = EvidenceFactory(entry=entry)
    home, form = page("entry", entry.indicator), page("record-progress", entry.indicator)
    assert manager.get(page("add-evidence", entry.indicator)).url == home
    assert manager.get(page("add-typed-evidence", entry.indicator)).url == form
    assert manager.get(address("withdraw-evidence", evidence)).url == home
    assert manager.get(address("put-back-evidence", evidence, back="record")).url == form


@pytest.mark.parametrize(
    ("state", "may_add", "may_change"),
    [(EntryState.DRAFT, True, True), (EntryState.SUBMITTED, True, False), (EntryState.VERIFIED, False, False)],
)
def test_the_entrys_page_offers_what_may_be_done(state, may_add, may_change, manager, entry):
    evidence = EvidenceFactory(entry=entry)
    entry.state = state
    entry.save()
    shown = manager.get(page("entry", entry.indicator)).content.decode()
    offered = ('name="evidence"' in shown, address("withdraw-evidence", evidence) in shown)
    assert offered == (may_add, may_change)
    if not may_add:
        answer = manager.post(page("add-evidence", entry.indicator), {"evidence": sent()})
        assert answer.status_code == 422
        assert "It has to be reopened before evidence can be added." in answer.content.decode()


@pytest.mark.parametrize("who", ["verifier", "observer", "workers_member"])
def test_who_reads_is_offered_nothing_else(who, request, sign_in, entry):
    evidence = EvidenceFactory(entry=entry, is_kept=True, file=LISTS)
    shown = sign_in(request.getfixturevalue(who)).get(page("entry", entry.indicator)).content.decode()
    assert address("evidence", evidence) in shown
    assert 'name="evidence"' not in shown
    assert "withdraw/" not in shown


def test_nothing_is_offered_once_the_period_is_closed(manager, entry, period):
    EvidenceFactory(entry=entry)
    period.state = PeriodState.CLOSED
    period.save()
    shown = manager.get(page("entry", entry.indicator)).content.decode()
    assert 'name="evidence"' not in shown
    assert "withdraw/" not in shown


def test_a_file_is_given_out_as_it_was_sent_and_nothing_of_it_runs(manager, entry):
    evidence = EvidenceFactory(entry=entry, is_kept=True, file=LISTS, name='របាយការណ៍ "May"; x.pdf')
    answer = manager.get(address("evidence", evidence))
    assert b"".join(answer.streaming_content) == LISTS
    policy = {part.strip() for part in answer["Content-Security-Policy"].split(";")}
    assert {"sandbox", "default-src 'none'", "frame-ancestors 'none'"} <= policy
    headers = (
        "Content-Type",
        "Content-Length",
        "Content-Disposition",
        "X-Content-Type-Options",
        "Cache-Control",
        "Cross-Origin-Resource-Policy",
        "X-Frame-Options",
        "ETag",
    )
    assert {name: answer[name] for name in headers} == {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(LISTS)),
        "Content-Disposition": "attachment; filename*=utf-8''%E1%9E%9A%E1%9E%94%E1%9E%B6%E1%9E%99%E1%9E%80%E1%9E%B6"
        "%E1%9E%9A%E1%9E%8E%E1%9F%8D%20%22May%22%3B%20x.pdf",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-cache",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "ETag": f'"{evidence.sha256}"',
    }


def test_what_the_browser_has_already_is_not_sent_again(manager, entry):
    evidence = EvidenceFactory(entry=entry, is_kept=True, file=LISTS)
    answer = manager.get(address("evidence", evidence), headers={"If-None-Match": f'"{evidence.sha256}"'})
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (304, b"", "private, no-cache")
    assert manager.head(address("evidence", evidence)).status_code == 200


def test_pictures_are_shown_on_the_page_and_nothing_else_is(manager, entry):
    photo, lists, link = (
        EvidenceFactory(entry=entry, is_kept=True, file=PHOTO),
        EvidenceFactory(entry=entry, is_kept=True, file=LISTS),
        EvidenceFactory(entry=entry),
    )
    answer = manager.get(address("evidence-picture", photo))
    assert b"".join(answer.streaming_content) == PHOTO
    assert (answer["Content-Type"], answer["Content-Disposition"]) == ("image/png", 'inline; filename="photo.png"')
    assert "sandbox" in answer["Content-Security-Policy"]
    for other in (lists, link):
        assert manager.get(address("evidence-picture", other)).status_code == 404
    assert manager.get(address("evidence", link)).status_code == 404
    shown = manager.get(page("entry", entry.indicator)).content.decode()
    assert shown.count("<img") == 1
    assert f'rel="noopener noreferrer external" target="_blank">{link.name}' in shown


PEOPLE = {
    "anonymous": 302,
    "outsider": 404,
    "observer": 200,
    "government_member": 200,
    "verifier": 200,
    "reviewer": 200,
    "officer": 200,
}


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_see_the_programme_may_see_its_evidence(who, request, sign_in, entry):
    evidence = EvidenceFactory(entry=entry, is_kept=True, file=PHOTO)
    visitor = Client() if who == "anonymous" else sign_in(request.getfixturevalue(who))
    for name in ("evidence", "evidence-picture"):
        assert visitor.get(address(name, evidence)).status_code == PEOPLE[who]


def test_evidence_is_found_in_its_own_programme_only(manager, entry, outcome_manager, make_person):
    other = ProgrammeFactory()
    outcome_manager.memberships.create(programme=other, role=Role.OBSERVER)
    evidence = EvidenceFactory(entry=entry, is_kept=True, file=LISTS)
    assert manager.get(address("evidence", evidence, programme=other.code)).status_code == 404
    elsewhere = EvidenceFactory(is_kept=True, file=LISTS)
    for programme in (elsewhere.programme.code, "KHM-DWCP-2008-2010"):
        assert manager.get(address("evidence", elsewhere, programme=programme)).status_code == 404
        assert manager.post(address("withdraw-evidence", elsewhere, programme=programme)).status_code == 404


def test_what_is_not_saved_yet_is_seen_by_its_writer_alone(
    manager, sign_in, indicator, period, outcome_manager, officer
):
    evidence = add_evidence(indicator=indicator, period=period, file=sent(), by=outcome_manager)
    assert manager.get(address("evidence", evidence)).status_code == 200
    assert sign_in(officer).get(address("evidence", evidence)).status_code == 404
    assert manager.post(address("withdraw-evidence", evidence)).status_code == 404
    assert "Lists of May.pdf" not in manager.get(page("record-progress", indicator)).content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("outcome_manager", 200), ("verifier", 200), ("observer", 404), ("reviewer", 404)]
)
def test_what_was_taken_back_is_opened_by_who_records_or_verifies(who, status, request, sign_in, entry, officer):
    evidence = EvidenceFactory(entry=entry, is_kept=True, file=PHOTO, withdrawn_at=timezone.now(), withdrawn_by=officer)
    visitor = sign_in(request.getfixturevalue(who))
    assert visitor.get(address("evidence", evidence)).status_code == status
    assert visitor.get(address("evidence-picture", evidence)).status_code == status
    shown = visitor.get(page("entry", entry.indicator)).content.decode()
    assert ("<del>photo.png</del>" in shown, address("evidence", evidence) in shown) == (status == 404, status == 200)


def test_a_file_that_is_missing_is_not_found_and_noted(manager, entry, caplog):
    evidence = EvidenceFactory(entry=entry, is_kept=True, file=LISTS)
    storages["evidence"].delete(storages["evidence"].name_of(evidence.sha256))
    assert manager.get(address("evidence", evidence)).status_code == 404
    assert evidence.sha256 in caplog.text
    storages["evidence"].keep(BytesIO(LISTS))


def test_names_are_shown_as_text(manager, entry):
    EvidenceFactory(entry=entry, name="<script>alert(1)</script>")
    shown = manager.get(page("entry", entry.indicator)).content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown


@pytest.mark.parametrize("name", ["entry", "record-progress"])
def test_a_page_takes_as_many_queries_for_three_as_for_one(name, manager, entry, officer):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert manager.get(page(name, entry.indicator)).status_code == 200
        return len(counted)

    EvidenceFactory(entry=entry, is_kept=True, file=LISTS)
    queries()
    with_one = queries()
    for file in (PHOTO, files.pdf("another")):
        EvidenceFactory(entry=entry, is_kept=True, file=file, withdrawn_at=timezone.now(), withdrawn_by=officer)
    assert queries() == with_one
