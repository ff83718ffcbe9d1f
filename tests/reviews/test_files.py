"""The files of a report: asked for once, made by one worker at a time, taken up when it dies, given to who may read."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.choices import Role
from outcomes.models import ProgrammeMembership
from reviews.choices import JobState, JobStep, ReportFormat, ReviewState
from reviews.models import CriterionScore, ReportJob, Review
from reviews.models.report import SILENCE
from reviews.services import ReviewRefused, ask_for_file, finish_reports, make_file, making, next_file
from reviews.services.making import FAILED, INTERRUPTED
from tests.factories import ReportJobFactory, ReportVersionFactory
from tests.reviews.reports import small_review

pytestmark = pytest.mark.django_db

LONG_AGO = SILENCE + timedelta(seconds=1)


@pytest.fixture
def review():
    return small_review(ReviewState.DRAFT_REPORT)


@pytest.fixture
def programme(review):
    return review.programme


@pytest.fixture
def ask(review, officer, django_capture_on_commit_callbacks):
    """Asks for a file and lets it be made; answers with the job that was asked for last."""

    def ask(format=ReportFormat.HTML, *, review=review, by=officer, edition=0):
        with django_capture_on_commit_callbacks(execute=True):
            ask_for_file(review=review, format=format, edition=edition, by=by)
        return ReportJob.objects.filter(review=review, format=format, edition=edition).latest("asked_at")

    return ask


@pytest.fixture
def waiting(review, officer):
    """A file that was asked for and that nobody has begun."""
    return ask_for_file(review=review, format=ReportFormat.HTML, by=officer)


def now(job):
    return ReportJob.objects.get(pk=job.pk)


def beaten(job, ago, **changes):
    """A job whose maker was heard so long ago."""
    heard = timezone.now() - ago
    ReportJob.objects.filter(pk=job.pk).update(beat_at=heard, asked_at=heard, **changes)
    return now(job)


def rescore(review, score):
    CriterionScore.objects.filter(review=review).update(score=score)


MARKS = {ReportFormat.PDF: b"%PDF-1.7", ReportFormat.DOCX: b"PK\x03\x04", ReportFormat.XLSX: b"PK\x03\x04"}
MARKS |= {ReportFormat.HTML: b"<!doctype html>"}


@pytest.mark.parametrize("format", ReportFormat)
def test_each_format_is_made(format, ask, review):
    job = ask(format)
    assert (job.state, job.percent, job.step, job.problem, job.attempts) == (JobState.DONE, 100, "", "", 1)
    assert bytes(job.content).startswith(MARKS[format])
    assert job.filename == f"{review.programme.code}-review-2013-draft.{format}"


def test_the_pdf_is_that_of_the_review(ask):
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(ask(ReportFormat.PDF).content)).pages)
    assert "It answers to a need." in text


def test_the_same_document_is_not_made_twice(ask, monkeypatch):
    first = ask()
    monkeypatch.delitem(making.CONTENT, ReportFormat.HTML)
    assert ask() == first
    assert ReportJob.objects.get().attempts == 1


def test_who_asks_for_the_same_document_again_finds_it_latest(ask, review, administrator):
    first = ask()
    rescore(review, 5)
    second = ask()
    rescore(review, 4)
    again = ask(by=administrator)
    assert [first, second] == list(ReportJob.objects.order_by("pk"))
    assert (again, again.asked_by, again.attempts) == (first, administrator, 1)
    assert again.asked_at > second.asked_at


def test_two_who_ask_at_once_get_the_same_job(waiting, review, administrator):
    other = ask_for_file(review=review, format=ReportFormat.HTML, by=administrator)
    assert (other, ReportJob.objects.count()) == (waiting, 1)
    assert ask_for_file(review=review, format=ReportFormat.XLSX, by=administrator) != waiting


def test_a_changed_review_gives_another_file(ask, review):
    first = ask()
    rescore(review, 5)
    second = ask()
    assert first.fingerprint != second.fingerprint
    assert first.content != second.content


def test_files_of_earlier_drafts_are_let_go(ask, review):
    made = []
    for score in (1, 2, 3, 4, 5):
        rescore(review, score)
        made.append(ask())
    other_format = ask(ReportFormat.XLSX)
    assert list(ReportJob.objects.order_by("pk")) == [*made[-3:], other_format]


def test_the_steps_are_told_as_they_come(waiting, monkeypatch):
    said = []
    say = making.Making._say

    def heard(self, **changes):
        say(self, **changes)
        job = now(waiting)
        said.append((job.step, job.percent))

    monkeypatch.setattr(making.Making, "_say", heard)
    monkeypatch.setattr(making, "BEAT", 0)
    ReportJob.objects.update(format=ReportFormat.PDF)
    make_file.call(waiting.pk)
    steps = [step for step, _percent in said]
    assert list(dict.fromkeys(steps)) == [JobStep.GATHERING, JobStep.LAYING_OUT, JobStep.WRITING, ""]
    percents = [percent for _step, percent in said]
    assert percents == sorted(percents)
    assert percents[-1] == 100
    # While pages are laid out it goes on, and does not only jump from step to step.
    assert len({percent for step, percent in said if step == JobStep.LAYING_OUT}) > 2


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED, JobState.RUNNING])
def test_a_job_that_is_in_hand_or_over_is_not_begun_again(state, waiting):
    kept = {"state": state, "content": b"kept", "attempts": 1, "beat_at": timezone.now()}
    ReportJob.objects.filter(pk=waiting.pk).update(**kept)
    make_file.call(waiting.pk)
    job = now(waiting)
    assert (job.state, bytes(job.content), job.attempts) == (state, b"kept", 1)


def test_a_job_that_is_gone_is_nothing_to_make():
    make_file.call(1)
    assert not ReportJob.objects.exists()


def test_what_somebody_else_took_over_is_left_to_them(waiting, monkeypatch):
    def html_of(document, *, for_paper):
        ReportJob.objects.filter(pk=waiting.pk).update(attempts=2, percent=7)
        return "too late"

    monkeypatch.setattr(making, "html_of", html_of)
    make_file.call(waiting.pk)
    job = now(waiting)
    assert (job.state, job.attempts, job.percent, job.content) == (JobState.RUNNING, 2, 7, None)


@pytest.mark.parametrize(
    ("format", "error", "sentence"),
    [
        (ReportFormat.HTML, ValueError("inside"), str(FAILED)),
        (
            ReportFormat.PDF,
            OSError("cannot load library"),
            making.WITHOUT_LIBRARIES % {"packages": making.SYSTEM_PACKAGES},
        ),
    ],
)
def test_what_goes_wrong_is_said_in_a_sentence_and_can_be_tried_again(
    format, error, sentence, ask, monkeypatch, caplog
):
    with monkeypatch.context() as broken:
        broken.setitem(making.CONTENT, format, lambda document, making: (_ for _ in ()).throw(error))
        failed = ask(format)
    assert (failed.state, failed.problem, failed.content) == (JobState.FAILED, sentence, None)
    assert str(error) in caplog.text and str(error) not in failed.problem
    again = ask(format)
    assert (again.state, again.problem) == (JobState.DONE, "")
    assert ReportJob.objects.get() == again


class TestTakenUpAgain:
    """A maker that died: nothing is lost, nothing doubled."""

    def test_a_silent_job_is_made_by_the_next(self, waiting):
        beaten(waiting, LONG_AGO, state=JobState.RUNNING, attempts=1)
        make_file.call(waiting.pk)
        job = now(waiting)
        assert (job.state, job.attempts) == (JobState.DONE, 2)

    def test_one_that_was_heard_of_lately_is_not(self, waiting):
        beaten(waiting, SILENCE / 2, state=JobState.RUNNING, attempts=1)
        make_file.call(waiting.pk)
        assert (now(waiting).state, now(waiting).attempts) == (JobState.RUNNING, 1)

    def test_who_asks_again_begins_it_again(self, waiting, ask):
        beaten(waiting, LONG_AGO, state=JobState.RUNNING, attempts=1, percent=40)
        assert ask() == waiting
        assert (now(waiting).state, now(waiting).attempts) == (JobState.DONE, 2)

    def test_the_one_that_was_given_up_on_writes_nothing_any_more(self, waiting, ask):
        job = making._claimed(waiting.pk)
        slow = making.Making(job)
        beaten(waiting, LONG_AGO)
        ask()
        with pytest.raises(making.TakenOver):
            slow.finish(b"late")
        assert bytes(now(waiting).content).startswith(b"<!doctype html>")

    def test_the_clock_finishes_what_is_left(self, waiting, capsys):
        other = ReportJobFactory(review=waiting.review, format=ReportFormat.XLSX)
        beaten(waiting, LONG_AGO, state=JobState.RUNNING, attempts=1)
        call_command("finish_reports")
        assert capsys.readouterr().out == f"made: {waiting.filename}\n"
        assert now(waiting).state == JobState.DONE
        assert now(other).state == JobState.WAITING  # for less than five minutes
        call_command("finish_reports", after=0)
        assert now(other).state == JobState.DONE
        call_command("finish_reports", after=0)
        assert (now(waiting).attempts, now(other).attempts) == (2, 1)

    def test_who_killed_three_workers_is_given_up(self, waiting, capsys):
        beaten(waiting, LONG_AGO, state=JobState.RUNNING, attempts=3)
        with pytest.raises(CommandError, match=r"1 files could not be made; the log says why\."):
            call_command("finish_reports")
        job = now(waiting)
        assert (job.state, job.problem, job.attempts) == (JobState.FAILED, str(INTERRUPTED), 3)
        assert capsys.readouterr().out == f"GIVEN UP: {waiting.filename}\n"

    def test_a_queue_does_not_bring_it_back_for_ever(self, waiting):
        beaten(waiting, LONG_AGO, state=JobState.RUNNING, attempts=3)
        make_file.call(waiting.pk)
        assert (now(waiting).state, now(waiting).problem) == (JobState.FAILED, str(INTERRUPTED))

    def test_somebody_may_try_it_all_the_same(self, waiting, ask):
        beaten(waiting, LONG_AGO, state=JobState.FAILED, attempts=3)
        ask()
        assert (now(waiting).state, now(waiting).attempts) == (JobState.DONE, 4)

    def test_a_queue_that_does_not_answer_loses_nothing(
        self, review, officer, monkeypatch, caplog, django_capture_on_commit_callbacks
    ):
        def down(*args):
            raise ConnectionError("nobody there")

        with monkeypatch.context() as broken:
            broken.setattr(type(make_file), "enqueue", down)
            with django_capture_on_commit_callbacks(execute=True):
                job = ask_for_file(review=review, format=ReportFormat.HTML, by=officer)
        assert "nobody there" in caplog.text
        assert now(job).state == JobState.WAITING
        made, given_up = finish_reports(after=timedelta(0))
        assert (made, given_up, now(job).state) == ([job], [], JobState.DONE)


BEFORE = [ReviewState.PLANNED, ReviewState.SCORING, ReviewState.CONSOLIDATION, ReviewState.DRAFT_REPORT]


class TestWhoReadsADraft:
    @pytest.mark.parametrize("state", BEFORE)
    def test_until_the_consultation_the_team_and_the_officers(
        self, state, review, make_person, officer, administrator, workers_member, observer, verifier, outsider, sign_in
    ):
        in_team = make_person("In the team", role=Role.REVIEWER, programme=review.programme)
        elsewhere = make_person("Of another team", role=Role.REVIEWER, programme=review.programme)
        review.team.create(person=in_team)
        Review.objects.filter(pk=review.pk).update(state=state)
        job = ReportJobFactory(review=review, state=JobState.DONE, content=b"%PDF-1.7")
        got = {
            person.name: sign_in(person).get(address("report-file", review, job=job.pk)).status_code
            for person in (officer, administrator, in_team, elsewhere, workers_member, observer, verifier, outsider)
        }
        assert got == {
            "Officer": 200,
            "Administrator": 200,
            "In the team": 200,
            "Of another team": 403,
            "Workers member": 403,
            "Observer": 403,
            "Verifier": 403,
            "Outsider": 404,
        }

    @pytest.mark.parametrize("state", [ReviewState.CONSULTATION, ReviewState.DRAFT_REPORT])
    def test_from_then_on_all_but_observers(self, state, review, workers_member, verifier, observer, sign_in):
        Review.objects.filter(pk=review.pk).update(state=state, consultation_round=1)
        job = ReportJobFactory(review=review, state=JobState.DONE, content=b"%PDF-1.7")
        got = [
            sign_in(person).get(address("report-file", review, job=job.pk)).status_code
            for person in (workers_member, verifier, observer)
        ]
        assert got == [200, 200, 403]

    def test_who_does_not_read_it_does_not_ask_for_it(self, review, observer, officer, outsider, sign_in):
        for person in (observer, outsider):
            with pytest.raises(PermissionDenied):
                ask_for_file(review=review, format=ReportFormat.HTML, by=person)
        answer = sign_in(observer).post(
            address("ask-for-file", review), {"format": "html", "edition": "0"}, follow=True
        )
        assert "This edition of the report is not open to you yet." in answer.content.decode()
        assert not ReportJob.objects.exists()

    def test_what_was_signed_is_for_everybody_in_the_programme(self, review, observer, outsider, sign_in):
        ReportVersionFactory(review=review)
        job = ReportJobFactory(review=review, edition=1, state=JobState.DONE, content=b"%PDF-1.7")
        assert sign_in(observer).get(address("report-file", review, job=job.pk)).status_code == 200
        assert sign_in(outsider).get(address("report-file", review, job=job.pk)).status_code == 404

    def test_what_waits_to_be_signed_is_for_who_signs(self, review, officer, workers_member, sign_in):
        Review.objects.filter(pk=review.pk).update(state=ReviewState.CONSULTATION, consultation_round=1)
        job = ReportJobFactory(review=review, edition=1, state=JobState.DONE, content=b"%PDF-1.7")
        assert sign_in(officer).get(address("report-file", review, job=job.pk)).status_code == 200
        assert sign_in(workers_member).get(address("report-file", review, job=job.pk)).status_code == 403
        with pytest.raises(PermissionDenied):
            next_file(review=review, by=workers_member)


def test_a_final_report_has_no_draft(review, officer):
    Review.objects.filter(pk=review.pk).update(state=ReviewState.FINAL)
    with pytest.raises(ReviewRefused, match="The report is final: there is no draft"):
        ask_for_file(review=review, format=ReportFormat.HTML, by=officer)


@pytest.mark.parametrize(("state", "edition"), [(ReviewState.CONSULTATION, 2), (ReviewState.SCORING, 1)])
def test_there_is_no_other_version_than_the_next(state, edition, review, officer):
    Review.objects.filter(pk=review.pk).update(state=state)
    with pytest.raises(ReviewRefused, match="no such version of its report can be had"):
        ask_for_file(review=review, format=ReportFormat.PDF, edition=edition, by=officer)


def address(name, review, **more):
    return reverse(f"reviews:{name}", kwargs={"programme": review.programme.code, "review": review.slug, **more})


class TestOnThePages:
    def test_a_file_is_asked_for_watched_and_fetched(self, review, officer, sign_in, waiting):
        client = sign_in(officer)
        ReportJob.objects.update(state=JobState.RUNNING, step=JobStep.LAYING_OUT, percent=40, beat_at=timezone.now())
        page = client.get(address("report-files", review)).content.decode()
        assert 'value="40"' in page and "Laying out pages" in page and 'hx-trigger="every 2s"' in page
        assert f'href="{address("report-files", review)}#files">Look again' in page
        ReportJob.objects.update(state=JobState.WAITING)
        make_file.call(waiting.pk)
        part = client.get(address("report-files", review), headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in part and "hx-get" not in part
        assert 'data-announce="Web page (HTML) is ready."' in part
        link = address("report-file", review, job=waiting.pk)
        assert link in part
        answer = client.get(link)
        assert answer.content == bytes(now(waiting).content)
        assert {name: answer[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")} == {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Disposition": f'attachment; filename="{now(waiting).filename}"',
            "X-Content-Type-Options": "nosniff",
        }
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "private" in answer["Cache-Control"]
        assert client.get(link, headers={"If-None-Match": answer["ETag"]}).status_code == 304

    def test_the_button_asks_and_leads_back(self, review, officer, sign_in, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            answer = sign_in(officer).post(address("ask-for-file", review), {"format": "xlsx", "edition": "0"})
        assert (answer.status_code, answer.url) == (302, f"{address('report-files', review)}#files")
        assert ReportJob.objects.get().state == JobState.DONE

    @pytest.mark.parametrize(
        "sent", [{}, {"format": "exe", "edition": "0"}, {"format": "pdf"}, {"format": "pdf", "edition": "²"}], ids=str
    )
    def test_what_is_no_file_is_said_to_be_none(self, sent, review, officer, sign_in):
        answer = sign_in(officer).post(address("ask-for-file", review), sent, follow=True)
        assert "There is no such file. Choose one of those below." in answer.content.decode()

    def test_what_went_wrong_stands_there_with_a_button(self, review, officer, sign_in, waiting):
        ReportJob.objects.update(state=JobState.FAILED, problem="It rained.")
        page = sign_in(officer).get(address("report-files", review)).content.decode()
        assert "It rained." in page and "Try again" in page and "hx-get" not in _files(page)

    def test_what_was_cut_off_can_be_taken_up(self, review, officer, sign_in, waiting):
        beaten(waiting, LONG_AGO, state=JobState.RUNNING)
        page = sign_in(officer).get(address("report-files", review)).content.decode()
        assert "Take it up again" in page and "hx-get" not in _files(page)

    def test_the_file_of_another_review_is_not_found_here(self, review, officer, sign_in):
        other = small_review(ReviewState.DRAFT_REPORT)
        ProgrammeMembership.objects.create(user=officer, programme=other.programme, role=Role.PROGRAMME_OFFICER)
        job = ReportJobFactory(review=other, state=JobState.DONE, content=b"%PDF-1.7")
        client = sign_in(officer)
        assert client.get(address("report-file", other, job=job.pk)).status_code == 200
        assert client.get(address("report-file", review, job=job.pk)).status_code == 404

    def test_a_file_that_is_not_ready_is_not_found(self, review, officer, sign_in, waiting):
        assert sign_in(officer).get(address("report-file", review, job=waiting.pk)).status_code == 404

    def test_the_observer_reads_why_there_is_nothing_to_read(self, review, observer, sign_in):
        page = sign_in(observer).get(address("report-files", review)).content.decode()
        assert "Here you will find the report once it is signed." in page and "<form" not in _files(page)

    @pytest.mark.parametrize("number", [1, 3])
    def test_number_of_queries(self, number, review, officer, sign_in, django_assert_max_num_queries):
        for edition in range(number):
            for format in ReportFormat:
                ReportJobFactory(
                    review=review, format=format, fingerprint=str(edition), state=JobState.DONE, content=b"x"
                )
        client = sign_in(officer)
        with django_assert_max_num_queries(12):
            client.get(address("report-files", review))

    @pytest.mark.parametrize("name", ["report-files", "report-versions"])
    def test_lists_do_not_read_the_files(self, name, review, officer, sign_in):
        ReportJobFactory(review=review, state=JobState.DONE, content=b"x")
        ReportVersionFactory(review=review)
        client = sign_in(officer)
        with CaptureQueriesContext(connection) as asked:
            client.get(address(name, review))
        columns = [re.sub(r"LENGTH\(.*?\)", "", one["sql"]) for one in asked]
        assert [one for one in columns if "reportversion" in one or "reportjob" in one]
        assert not [one for one in columns if re.search(r'"(content|pdf|snapshot)"', one)]


def _files(page):
    """The part with the files."""
    return re.search(r'<div id="files".*?</div>', page, re.DOTALL)[0]
