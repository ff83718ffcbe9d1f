"""Who waits for whom while a report is signed: nothing slips in, nobody waits for ever, nothing is done twice.

Where two write at a time, each has a connection of their own; only PostgreSQL lets them.
"""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from accounts.choices import Role
from outcomes.services import Refused, put_back
from reviews.choices import JobState, ReportFormat, ReviewState, SectionKey
from reviews.models import ReportJob, ReportVersion, Review, TimetableTask
from reviews.selectors import editions
from reviews.services import (
    ReviewRefused,
    Source,
    StaleReview,
    add_recommendation,
    add_to_team,
    ask_for_file,
    cite,
    correct_report,
    finish_reports,
    hand_in_scores,
    make_file,
    making,
    move_review,
    put_back_into_review,
    put_back_recommendation,
    remove_citation,
    remove_recommendation,
    remove_task,
    save_task,
    score_alone,
    score_criterion,
    sign_report,
    write_text,
)
from tests.factories import ProgrammeMembershipFactory
from tests.indicators.test_held_rows import at_once, somebody_else
from tests.reviews.reports import small_review

pytestmark = pytest.mark.django_db
ERRATUM = "Table 6.1 had the score of another year."


class World:
    """A small review, its officer, and a team of two."""

    def __init__(self, state=ReviewState.CONSULTATION):
        self.review = small_review(state)
        self.programme = self.review.programme
        self.officer = self.person(Role.PROGRAMME_OFFICER)
        self.reviewers = [self.person(Role.REVIEWER) for _number in range(2)]
        for person in self.reviewers:
            self.review.team.create(person=person)
        self.score = self.review.criterion_scores.get()

    def person(self, role):
        return ProgrammeMembershipFactory(programme=self.programme, role=role).user

    def put(self, state):
        Review.objects.filter(pk=self.review.pk).update(state=state)

    @property
    def now(self):
        return Review.objects.get(pk=self.review.pk)

    def made(self, edition=1, format=ReportFormat.PDF, by=None):
        """A file of an edition, made."""
        asked = ask_for_file(review=self.review, format=format, edition=edition, by=by or self.officer)
        make_file.call(asked.pk)
        return ReportJob.objects.filter(review=self.review).latest("asked_at")

    def sign(self, file, revision=None):
        return sign_report(
            review=self.review, job=file, revision=self.now.revision if revision is None else revision, by=self.officer
        )

    def correct(self):
        return correct_report(review=self.review, erratum=ERRATUM, revision=self.now.revision, by=self.officer)


@pytest.fixture(autouse=True)
def quickly_drawn(monkeypatch, settings):
    """Nothing is laid out, no check is open, and files are made when a test says so."""
    monkeypatch.setattr(making, "render_pdf", lambda html, progress: b"%PDF-1.7 " + html.encode())
    monkeypatch.setattr(editions, "open_checks_of", lambda review: ())
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def world():
    return World()


class TestWhatWasNotSigned:
    """Files made to become a version, one of which was signed."""

    def test_nobody_gets_them_as_the_version(self, world):
        for score in (3, 5):
            world.review.criterion_scores.update(score=score)
            signed = world.made()
        web_page = world.made(format=ReportFormat.HTML)
        assert ReportJob.objects.filter(edition=1, state=JobState.DONE).count() == 3
        version = world.sign(signed)
        assert bytes(version.pdf) == bytes(signed.content)
        assert not ReportJob.objects.filter(review=world.review).exists()
        # What is asked for from now on is of what was signed.
        anew = world.made(format=ReportFormat.HTML)
        assert (anew.fingerprint, bytes(anew.content)) == (version.snapshot_sha256, bytes(web_page.content))

    def test_one_that_was_being_made_is_not_kept(self, world):
        signed = world.made()
        world.review.criterion_scores.update(score=6)
        slow = ask_for_file(review=world.review, format=ReportFormat.HTML, edition=1, by=world.officer)

        def then_signed(document, making):
            world.review.criterion_scores.update(score=4)
            world.sign(signed)
            return b"<!doctype html> of a score that nobody signed"

        with pytest.MonkeyPatch.context() as patched:
            patched.setitem(making.CONTENT, ReportFormat.HTML, then_signed)
            make_file.call(slow.pk)
        assert world.now.state == ReviewState.FINAL
        assert not ReportJob.objects.filter(review=world.review).exists()


class TestPuttingBack:
    def test_a_citation_only_into_its_own_review(self, world):
        """Whoever scores one review writes nothing into another of the same programme."""
        world.put(ReviewState.CONSOLIDATION)
        inside = world.reviewers[0]
        (citation,) = cite(score=world.score, sources=[Source(document="Minutes")], by=inside)
        removal = remove_citation(citation=citation, by=inside)
        other = small_review(ReviewState.CONSOLIDATION)
        Review.objects.filter(pk=other.pk).update(programme=world.programme, slug="2014")
        other.refresh_from_db()
        outside = world.person(Role.REVIEWER)
        other.team.create(person=outside)
        with pytest.raises(PermissionDenied):
            put_back_into_review(review=other, removal=removal, by=outside)
        assert not world.score.citations.exists()
        put_back_into_review(review=world.review, removal=removal, by=inside)
        assert world.score.citations.get().document == "Minutes"

    def test_no_task_into_the_timetable_of_a_final_review(self, world):
        task = save_task(task=TimetableTask(review=world.review, task="Interviews"), by=world.officer)
        removal = remove_task(task=task, by=world.officer)
        world.put(ReviewState.FINAL)
        with pytest.raises(Refused, match="The review is final: its timetable stays as it is"):
            put_back(removal=removal, by=world.officer)
        assert not world.review.tasks.exists()


class TestAtOnce:
    pytestmark = at_once

    @pytest.fixture(autouse=True)
    def corrected(self, world):
        """Version 1 was signed and is being corrected, so that the team may write and the officer sign."""
        world.sign(world.made())
        world.correct()
        self.file = world.made(2)

    def writes(self, world):
        reviewer = world.reviewers[0]
        return {
            "score": lambda: score_criterion(
                criterion_score=world.score, score=6, rationale="", revision=world.score.revision, by=reviewer
            ),
            "text": lambda: write_text(
                review=world.review, section=SectionKey.PREFACE, text="Late words.", revision=0, by=world.officer
            ),
            "recommendation": lambda: add_recommendation(review=world.review, text="Late.", by=world.officer),
            "citation": lambda: cite(score=world.score, sources=[Source(document="Late")], by=reviewer),
            "put back": lambda: put_back(removal=self.removal, by=world.officer),
            "team": lambda: add_to_team(
                review=world.review,
                person=world.person(Role.REVIEWER),
                capacity="member",
                constituency="",
                by=world.officer,
            ),
        }

    @pytest.mark.parametrize("name", ["score", "text", "recommendation", "citation", "put back", "team"])
    def test_what_comes_while_somebody_signs_is_too_late(self, world, name):
        if name == "put back":
            one = add_recommendation(review=world.review, text="Once.", by=world.officer)
            self.removal = remove_recommendation(recommendation=one, revision=1, by=world.officer)
            self.file = world.made(2)
        write = self.writes(world)[name]
        with somebody_else() as begin:
            with transaction.atomic():
                version = world.sign(self.file)
                late = begin(write)
                assert late.waits()
            with pytest.raises((ReviewRefused, Refused), match=r"final|Final"):
                late.result()
        assert (version.number, world.now.state) == (2, ReviewState.FINAL)

    @pytest.mark.parametrize("name", ["score", "text", "recommendation", "team"])
    def test_who_signs_waits_for_what_is_being_written(self, world, name):
        write = self.writes(world)[name]
        with somebody_else() as begin:
            with transaction.atomic():
                write()
                signing = begin(lambda: world.sign(self.file))
                assert signing.waits()
            with pytest.raises(ReviewRefused, match="This file does not say what would be signed now"):
                signing.result()

    def test_two_who_sign_make_one_version(self, world):
        revision = world.now.revision
        with somebody_else() as begin:
            with transaction.atomic():
                world.sign(self.file)
                second = begin(lambda: world.sign(self.file, revision))
                assert second.waits()
            with pytest.raises(StaleReview):
                second.result()
        assert list(ReportVersion.objects.filter(review=world.review).values_list("number", flat=True)) == [2, 1]

    def test_who_asks_while_somebody_signs_gets_a_file_of_what_was_signed(self, world):
        with somebody_else() as begin:
            with transaction.atomic():
                version = world.sign(self.file)
                asking = begin(
                    lambda: (
                        ask_for_file(
                            review=world.review, format=ReportFormat.HTML, edition=2, by=world.officer
                        ).fingerprint
                    )
                )
                assert asking.waits()
            assert asking.result() == version.snapshot_sha256

    def test_who_moves_it_while_somebody_signs_is_stale(self, world):
        revision = world.now.revision
        with somebody_else() as begin:
            with transaction.atomic():
                world.sign(self.file)
                moving = begin(
                    lambda: move_review(
                        review=world.review, to=ReviewState.CONSULTATION, revision=revision, by=world.officer
                    )
                )
                assert moving.waits()
            with pytest.raises(StaleReview):
                moving.result()

    def test_putting_back_and_naming_the_team_do_not_wait_for_each_other_for_ever(self, world):
        """Both hold the programme before the review."""
        one = add_recommendation(review=world.review, text="Once.", by=world.officer)
        removal = remove_recommendation(recommendation=one, revision=1, by=world.officer)
        with somebody_else() as begin:
            with transaction.atomic():
                self.writes(world)["team"]()
                back = begin(lambda: put_back_recommendation(removal=removal, review=world.review, by=world.officer))
                assert back.waits()
                with connection.cursor() as cursor:
                    # The other holds nothing that somebody who has the programme may want.
                    cursor.execute("SET LOCAL lock_timeout = '1s'")
                Review.objects.select_for_update(of=("self",), no_key=True).get(pk=world.review.pk)
            assert back.result().put_back_at is not None

    def test_two_who_take_up_what_was_left_make_it_once(self, world):
        ReportJob.objects.all().delete()
        asked = ask_for_file(review=world.review, format=ReportFormat.HTML, by=world.officer)
        long_ago = "2013-01-01 00:00:00+00:00"
        ReportJob.objects.filter(pk=asked.pk).update(asked_at=long_ago, beat_at=long_ago, state=JobState.RUNNING)
        with somebody_else() as begin:
            with transaction.atomic():
                finish_reports()
                second = begin(finish_reports)
                assert second.waits()
            assert second.result() == ([], [])
        job = ReportJob.objects.get(pk=asked.pk)
        assert (job.state, job.attempts) == (JobState.DONE, 1)

    def test_two_hand_in_at_once(self, world):
        world.put(ReviewState.SCORING)
        criterion = world.score.criterion
        for person in world.reviewers:
            score_alone(review=world.review, criterion=criterion, score=4, rationale="So.", revision=0, by=person)
        first, second = world.reviewers
        with somebody_else() as begin:
            with transaction.atomic():
                hand_in_scores(review=world.review, by=first)
                other = begin(lambda: hand_in_scores(review=world.review, by=second))
                assert other.waits()
            assert other.result().handed_in_at is not None
        assert world.review.team.filter(handed_in_at=None).count() == 0
