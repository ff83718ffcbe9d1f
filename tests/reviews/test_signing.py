"""Signing a report: what is needed, exactly what was read, never changed again; and corrections as new versions."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.choices import AuditVerb
from accounts.models import AuditEvent
from dwcp.toolkit.documents.storing import from_json
from reviews.choices import JobState, ReportFormat, ReviewState, SectionKey
from reviews.models import CriterionScore, ReportJob, ReportText, ReportVersion, Review
from reviews.selectors import editions
from reviews.services import ReviewRefused, StaleReview, ask_for_file, correct_report, next_file, sign_report
from reviews.services import making as making_files
from tests.reviews.reports import small_review

pytestmark = pytest.mark.django_db

ERRATUM = "Table 6.1 had the score of another year."


@pytest.fixture
def review(reviewer_of):
    review = small_review(ReviewState.CONSULTATION)
    reviewer_of(review)
    return review


@pytest.fixture
def programme(review):
    return review.programme


@pytest.fixture
def reviewer_of(make_person):
    """Puts somebody into the team of a review."""

    def reviewer_of(review):
        return review.team.create(person=make_person("Team member")).person

    return reviewer_of


@pytest.fixture(autouse=True)
def open_checks(monkeypatch):
    """The checks that are open: none, unless a test puts some in."""
    found = []
    monkeypatch.setattr(editions, "open_checks_of", lambda review: tuple(found))
    return found


@pytest.fixture(autouse=True)
def drawn(monkeypatch):
    """Draws a page by its HTML instead of laying it out, which takes seconds: another HTML is another file."""
    monkeypatch.setattr(making_files, "render_pdf", lambda html, progress: b"%PDF-1.7 " + html.encode())


@pytest.fixture
def made(officer, django_capture_on_commit_callbacks):
    """Has the file of the next version made, as somebody does who then reads it."""

    def made(review, by=officer):
        with django_capture_on_commit_callbacks(execute=True):
            next_file(review=review, by=by)
        return ReportJob.objects.filter(review=review).latest("asked_at")

    return made


@pytest.fixture
def sign(made, officer):
    """Signs a review as it stands."""

    def sign(review, by=officer):
        current = Review.objects.get(pk=review.pk)
        return sign_report(review=current, job=made(current, by), revision=current.revision, by=by)

    return sign


def rescore(review, score):
    CriterionScore.objects.filter(review=review).update(score=score)


def address(name, review, **more):
    return reverse(f"reviews:{name}", kwargs={"programme": review.programme.code, "review": review.slug, **more})


def state_of(review):
    return Review.objects.get(pk=review.pk).state


def traces(review):
    events = AuditEvent.objects.filter(subject_type__model="review", subject_id=review.pk).order_by("pk")
    return [(event.verb, event.by, event.changes, event.reason) for event in events]


class TestSigning:
    def test_it_keeps_the_file_its_document_and_their_fingerprints(self, review, made, officer):
        file = made(review)
        pdf = bytes(file.content)
        before = timezone.now()
        version = sign_report(review=review, job=file, revision=1, by=officer)
        version.refresh_from_db()
        assert (version.review, version.number, version.erratum, version.signed_by) == (review, 1, "", officer)
        assert before <= version.signed_at <= timezone.now()
        assert bytes(version.pdf) == pdf
        assert version.pdf_sha256 == sha256(pdf).hexdigest()
        assert version.snapshot_sha256 == sha256(version.snapshot.encode()).hexdigest() == file.fingerprint
        assert from_json(version.snapshot).title == review.title
        assert state_of(review) == ReviewState.FINAL
        assert traces(review) == [
            (AuditVerb.REVIEW_MOVED, officer, {"state": ["consultation", "final"]}, ""),
            (
                AuditVerb.REPORT_SIGNED,
                officer,
                {
                    "version": [None, 1],
                    "pdf_sha256": ["", version.pdf_sha256],
                    "snapshot_sha256": ["", version.snapshot_sha256],
                },
                "",
            ),
        ]
        # The version holds the file now.
        assert not ReportJob.objects.exists()

    def test_the_file_says_which_version_it_is_and_who_signs_it(self, review, made):
        html = bytes(made(review).content).decode()
        assert f"Version 1, signed on {timezone.localdate():%-d %B %Y} by Officer" in html
        assert "Draft" not in html

    def test_without_a_file_that_was_read_nothing_is_signed(self, review, officer, ask):
        other = small_review(ReviewState.CONSULTATION)
        jobs = [
            ReportJob(pk=0),
            ask(review, 0, ReportFormat.PDF),
            ask(review, 1, ReportFormat.HTML),
            next_file(review=review, by=officer),  # nobody has made it yet
            ReportJob.objects.create(
                review=other, format="pdf", edition=1, asked_by=officer, state=JobState.DONE, content=b"%PDF-1.7"
            ),
        ]
        for job in jobs:
            with pytest.raises(ReviewRefused) as refused:
                sign_report(review=review, job=job, revision=1, by=officer)
            sentence = "Have the file of this version made first, and read it: it is signed as it is."
            assert refused.value.problems == {"": sentence}
        assert (state_of(review), ReportVersion.objects.count()) == (ReviewState.CONSULTATION, 0)

    @pytest.mark.parametrize("change", ["the figures", "the day", "the person"])
    def test_what_is_signed_is_what_was_read(self, change, review, made, officer, administrator):
        file, by = made(review), officer
        if change == "the figures":
            rescore(review, 5)
        elif change == "the day":
            yesterday = ReportJob.objects.filter(pk=file.pk)
            yesterday.update(asked_at=timezone.now() - timedelta(days=1), state=JobState.WAITING)
            making_files.make_file.call(file.pk)
        else:
            by = administrator
        assert ReportJob.objects.get().state == JobState.DONE
        with pytest.raises(ReviewRefused, match="This file does not say what would be signed now"):
            sign_report(review=review, job=file, revision=1, by=by)
        assert (state_of(review), ReportVersion.objects.count()) == (ReviewState.CONSULTATION, 0)
        anew = made(review, by)
        assert sign_report(review=review, job=anew, revision=1, by=by).signed_by == by

    def test_a_text_that_names_a_figure_the_review_has_no_more_is_not_signed(self, review, made, officer):
        ReportText.objects.create(
            review=review, section=SectionKey.PREFACE, text="{criteria.average}, {outcomes.KHM104.average}"
        )
        with pytest.raises(ReviewRefused) as refused:
            sign_report(review=review, job=made(review), revision=review.revision, by=officer)
        assert str(refused.value.problems[""]) == (
            "Texts name live figures that the review has no more: {outcomes.KHM104.average} (Preface). Mend them, then "
            "have the file made."
        )
        assert not ReportVersion.objects.exists()

    def test_all_that_stands_against_it_is_said_at_once(self, review, officer, made, open_checks):
        file = made(review)
        review.team.all().delete()
        open_checks += ["one", "two"]
        with pytest.raises(ReviewRefused) as refused:
            sign_report(review=review, job=file, revision=1, by=officer)
        assert refused.value.problems == {
            "": "Name the team that stands behind the report. "
            "2 checks are open: solve each, or answer why it may stand."
        }
        assert state_of(review) == ReviewState.CONSULTATION

    @pytest.mark.parametrize("state", [state for state in ReviewState if state != ReviewState.CONSULTATION])
    def test_only_after_the_consultation(self, state, review, officer, made):
        file = made(review)
        Review.objects.update(state=state)
        with pytest.raises(ReviewRefused) as refused:
            sign_report(review=review, job=file, revision=1, by=officer)
        sentence = f"The review is “{state.label}”: its report is signed after the consultation."
        assert refused.value.problems == {"": sentence}
        assert (state_of(review), ReportVersion.objects.count()) == (state, 0)

    def test_one_that_was_moved_meanwhile_is_stale(self, review, officer, made):
        with pytest.raises(StaleReview):
            sign_report(review=review, job=made(review), revision=0, by=officer)

    def test_only_who_manages_the_review_signs(self, review, made, workers_member, observer, reviewer_in, outsider):
        file = made(review)
        for person in (workers_member, observer, reviewer_in, outsider):
            with pytest.raises(PermissionDenied):
                sign_report(review=review, job=file, revision=1, by=person)
        assert ReportVersion.objects.count() == 0


@pytest.fixture
def reviewer_in(review):
    return review.team.get().person


@pytest.fixture
def ask(officer, django_capture_on_commit_callbacks):
    """Has a file of an edition made."""

    def ask(review, edition, format, by=officer):
        with django_capture_on_commit_callbacks(execute=True):
            ask_for_file(review=Review.objects.get(pk=review.pk), format=format, edition=edition, by=by)
        return ReportJob.objects.filter(review=review, edition=edition, format=format).latest("asked_at")

    return ask


class TestCorrecting:
    def test_it_opens_the_draft_again_with_the_erratum(self, review, sign, officer):
        sign(review)
        correct_report(review=review, erratum=f" {ERRATUM} ", revision=2, by=officer)
        current = Review.objects.get(pk=review.pk)
        assert (current.state, current.erratum, current.revision) == (ReviewState.DRAFT_REPORT, ERRATUM, 3)
        moved = (AuditVerb.REVIEW_MOVED, officer, {"state": ["final", "draft_report"]}, ERRATUM)
        assert traces(review)[-1] == moved

    def test_the_second_version_prints_it_and_the_first_stands(self, review, sign, officer):
        first = sign(review)
        correct_report(review=review, erratum=ERRATUM, revision=2, by=officer)
        rescore(review, 5)
        assert ReportVersion.objects.get() == first
        second = sign(review)
        assert (second.number, second.erratum) == (2, ERRATUM)
        assert ERRATUM in second.snapshot and ERRATUM in bytes(second.pdf).decode()
        assert "Version 2" in second.snapshot
        assert (state_of(review), Review.objects.get(pk=review.pk).erratum) == (ReviewState.FINAL, "")
        kept = ReportVersion.objects.get(number=1)
        assert (bytes(kept.pdf), kept.snapshot) == (bytes(first.pdf), first.snapshot)
        assert ERRATUM not in kept.snapshot

    def test_an_erratum_is_in_words(self, review, sign, officer):
        sign(review)
        with pytest.raises(ReviewRefused) as refused:
            correct_report(review=review, erratum="  ", revision=2, by=officer)
        sentence = "Say what is corrected, and why: the next version prints it."
        assert refused.value.problems == {"erratum": sentence}
        assert state_of(review) == ReviewState.FINAL

    @pytest.mark.parametrize("state", [state for state in ReviewState if state != ReviewState.FINAL])
    def test_only_a_final_report_is_corrected(self, state, review, officer):
        Review.objects.update(state=state)
        with pytest.raises(ReviewRefused, match="Only a final report is corrected"):
            correct_report(review=review, erratum=ERRATUM, revision=1, by=officer)
        assert state_of(review) == state

    def test_not_by_everybody_nor_by_who_is_late(self, review, sign, officer, reviewer_in, workers_member):
        sign(review)
        for person in (reviewer_in, workers_member):
            with pytest.raises(PermissionDenied):
                correct_report(review=review, erratum=ERRATUM, revision=2, by=person)
        with pytest.raises(StaleReview):
            correct_report(review=review, erratum=ERRATUM, revision=1, by=officer)
        assert state_of(review) == ReviewState.FINAL


class TestFrozen:
    def test_a_version_is_not_lost_with_its_review(self, review, sign):
        sign(review)
        with pytest.raises(ProtectedError):
            Review.objects.get(pk=review.pk).delete()

    @pytest.mark.parametrize("format", ReportFormat)
    def test_years_later_the_snapshot_gives_the_same_figures(self, format, review, sign, ask, officer):
        version = sign(review)
        first = ask(review, 1, format)
        assert first.fingerprint == version.snapshot_sha256
        ReportJob.objects.all().delete()
        rescore(review, 1)
        CriterionScore.objects.filter(review=review).update(rationale="Something else.")
        Review.objects.update(title="Renamed")
        again = ask(review, 1, format)
        assert again.pk != first.pk
        text = _text(again.content, format)
        assert text == _text(first.content, format)
        assert "Something else." not in text and "Renamed" not in text
        assert "Relevance" in text
        if format == ReportFormat.PDF:
            assert bytes(again.content) == bytes(version.pdf)

    def test_the_clock_notices_what_was_changed(self, review, sign, capsys):
        sign(review)
        other = small_review(ReviewState.CONSULTATION)
        name = f"{review.programme.code} 2013, version 1"
        call_command("verify_reports")
        assert capsys.readouterr().out == f"{name}: as signed\n1 version, as it was signed.\n"
        version = ReportVersion.objects.get()
        ReportVersion.objects.create(
            review=other,
            number=1,
            pdf=version.pdf,
            pdf_sha256=version.pdf_sha256,
            snapshot=version.snapshot,
            snapshot_sha256=version.snapshot_sha256,
            signed_by=version.signed_by,
            signed_at=version.signed_at,
        )
        ReportVersion.objects.filter(review=review).update(pdf=b"%PDF-1.7 another", snapshot='{"format": 1}')
        with pytest.raises(CommandError, match="1 of 2 versions are not as they were signed"):
            call_command("verify_reports")
        changed, kept = capsys.readouterr().out.splitlines()
        assert changed.startswith(f"{name}: the PDF DIFFERS; the snapshot DIFFERS; the snapshot CANNOT BE READ (")
        assert kept == f"{other.programme.code} 2013, version 1: as signed"


def _text(content, format):
    """What a file says."""
    content = bytes(content)
    if format == ReportFormat.DOCX:
        from docx import Document

        document = Document(BytesIO(content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    if format == ReportFormat.XLSX:
        from openpyxl import load_workbook

        book = load_workbook(BytesIO(content))
        return "\n".join(str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row)
    return content.decode()


class TestOnThePages:
    def test_from_the_file_to_the_signature(self, review, officer, sign_in, made):
        client = sign_in(officer)
        page = client.get(address("sign-report", review)).content.decode()
        assert "Comes when the file is there." in page and "Make it" in page
        file = made(review)
        page = client.get(address("sign-report", review)).content.decode()
        assert f'name="file" value="{file.pk}"' in page and 'name="revision" value="1"' in page
        sent = {"file": file.pk, "revision": 1, "is_read": "on"}
        answer = client.post(address("sign-report", review), sent)
        assert (answer.status_code, answer.url) == (302, address("report-versions", review))
        version = ReportVersion.objects.get()
        page = client.get(answer.url).content.decode()
        for said in ("Signed. The report is final", version.pdf_sha256, version.snapshot_sha256, "in force", "Officer"):
            assert said in page
        assert client.get(address("sign-report", review)).status_code == 200

    @pytest.mark.parametrize(
        ("changed", "status", "sentence"),
        [
            ({"is_read": ""}, 422, "Read the file first, then say that you have."),
            ({"file": "0"}, 422, "Have the file of this version made first"),
            ({"file": "x"}, 422, "The form came back incomplete. Load the page again."),
            ({"revision": "7"}, 409, "This has changed since you opened it."),
        ],
        ids=str,
    )
    def test_what_cannot_be_signed_says_why(self, changed, status, sentence, review, officer, sign_in, made):
        sent = {"file": made(review).pk, "revision": 1, "is_read": "on"} | changed
        answer = sign_in(officer).post(address("sign-report", review), sent)
        assert answer.status_code == status
        assert sentence in answer.content.decode()
        assert state_of(review) == ReviewState.CONSULTATION

    def test_the_form_comes_when_nothing_stands_against_it(self, review, officer, sign_in, made, open_checks):
        file, client = made(review), sign_in(officer)
        open_checks.append("one")
        page = client.get(address("sign-report", review)).content.decode()
        assert "1 check is open: solve it, or answer why it may stand." in page
        assert "Comes when what stands above is done." in page and "sign-it" not in page
        open_checks.clear()
        assert "sign-it" in client.get(address("sign-report", review)).content.decode()
        # Who watches the file being made gets the form beside it.
        part = client.get(address("sign-report", review), headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in part and '<div id="sign" hx-swap-oob="true">' in part and "sign-it" in part
        ReportJob.objects.filter(pk=file.pk).update(state=JobState.RUNNING, beat_at=timezone.now())
        part = client.get(address("sign-report", review), headers={"HX-Request": "true"}).content.decode()
        assert 'hx-trigger="every 2s"' in part and 'id="sign"' not in part

    def test_who_was_late_signs_with_the_next_press(self, review, officer, sign_in, made):
        client, sent = sign_in(officer), {"file": made(review).pk, "revision": 0, "is_read": "on"}
        assert 'name="revision" value="1"' in client.post(address("sign-report", review), sent).content.decode()

    def test_the_address_of_the_report_leads_to_its_files_until_it_is_signed(
        self, review, officer, observer, sign_in, sign
    ):
        answer = sign_in(observer).get(address("report", review))
        assert (answer.status_code, answer.url) == (302, address("report-files", review))
        version = sign(review)
        for moment in ("final", "corrected"):
            if moment == "corrected":
                correct_report(review=review, erratum=ERRATUM, revision=2, by=officer)
            answer = sign_in(observer).get(address("report", review))
            assert answer.content == bytes(version.pdf)
            name = f"{review.programme.code}-review-2013-v1.pdf"
            assert answer["Content-Disposition"] == f'attachment; filename="{name}"'

    def test_what_was_signed_can_be_fetched(self, review, observer, sign_in, sign):
        version, client = sign(review), sign_in(observer)
        pdf = client.get(address("version-pdf", review, version=1))
        snapshot = client.get(address("version-snapshot", review, version=1))
        assert sha256(pdf.content).hexdigest() == version.pdf_sha256
        assert sha256(snapshot.content).hexdigest() == version.snapshot_sha256
        name = f"{review.programme.code}-review-2013-v1"
        assert [(one["Content-Type"], one["Content-Disposition"]) for one in (pdf, snapshot)] == [
            ("application/pdf", f'attachment; filename="{name}.pdf"'),
            ("application/json", f'attachment; filename="{name}.json"'),
        ]
        assert "sandbox" in pdf["Content-Security-Policy"]
        assert client.get(address("version-pdf", review, version=2)).status_code == 404

    def test_nobody_fetches_it_from_outside(self, review, outsider, sign_in, sign):
        sign(review)
        for name in ("version-pdf", "version-snapshot"):
            assert sign_in(outsider).get(address(name, review, version=1)).status_code == 404

    def test_a_correction_from_the_page(self, review, officer, sign_in, sign):
        sign(review)
        client = sign_in(officer)
        empty = client.post(address("correct-report", review), {"erratum": "", "revision": 2})
        assert empty.status_code == 422 and "Say what is corrected, and why" in empty.content.decode()
        stale = client.post(address("correct-report", review), {"erratum": ERRATUM, "revision": 1})
        assert stale.status_code == 409 and ERRATUM in stale.content.decode()
        client.post(address("correct-report", review), {"erratum": ERRATUM, "revision": 2})
        assert state_of(review) == ReviewState.DRAFT_REPORT
        page = client.get(address("sign-report", review)).content.decode()
        assert "1. The file of version 2" in page and ERRATUM in page

    def test_files_of_a_version_stand_on_a_page_of_their_own(self, review, observer, officer, sign_in, sign, ask):
        sign(review)
        correct_report(review=review, erratum=ERRATUM, revision=2, by=officer)
        sign(review)
        job = ask(review, 1, ReportFormat.XLSX, by=observer)
        client = sign_in(observer)
        of_second = client.get(address("report-files", review)).content.decode()
        of_first = client.get(f"{address('report-files', review)}?edition=1").content.decode()
        link = address("report-file", review, job=job.pk)
        assert link in of_first and link not in of_second
        assert "Version 2 is in force." in of_second and "Version 1 was replaced by version 2." in of_first
        assert client.get(link).headers["Content-Disposition"].endswith('-review-2013-v1.xlsx"')

    @pytest.mark.parametrize("number", [1, 3])
    def test_number_of_queries(self, number, review, officer, sign_in, sign, django_assert_max_num_queries):
        sign(review)
        for _ in range(number - 1):
            revision = Review.objects.get(pk=review.pk).revision
            correct_report(review=review, erratum=ERRATUM, revision=revision, by=officer)
            sign(review)
        client = sign_in(officer)
        with django_assert_max_num_queries(12):
            client.get(address("report-versions", review))


def test_a_signed_pdf_reads_like_the_review(review, sign, monkeypatch):
    """With the file laid out for real."""
    monkeypatch.undo()
    monkeypatch.setattr(editions, "open_checks_of", lambda review: ())
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(sign(review).pdf)).pages)
    assert "It answers to a need." in text and "Version 1" in text
