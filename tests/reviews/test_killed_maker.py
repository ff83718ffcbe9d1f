"""Who makes a file is killed in the middle: nothing is lost, nothing doubled, and the page never hangs.

Servers and workers in processes of their own, on a copy of the tests' database; each kind of database in its turn.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import pytest
from django.apps import apps

from accounts.choices import Role
from dwcp.toolkit.tasks import celery
from indicators.models import Dimension
from reviews.choices import JobState, JobStep, ReportFormat, ReviewState
from reviews.models import ReportJob
from reviews.services import ask_for_file, make_file
from tests.factories import ProgrammeMembershipFactory
from tests.indicators.killed_server import HOME, Browser, Server, main_text, own_database, wait_until
from tests.reviews.reports import small_review

# Outside of any transaction: another process has to see what is there.
pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a long enough password"
THREAD = "dwcp.toolkit.tasks.thread.ThreadBackend"
LONG_AGO = "2013-01-01 00:00:00+00:00"


class World:
    """A small review, its officer, and the one file that is asked for."""

    def __init__(self, database, folder):
        self.database, self.folder = database, folder
        self.review = small_review(ReviewState.DRAFT_REPORT)
        self.officer = ProgrammeMembershipFactory(programme=self.review.programme, role=Role.PROGRAMME_OFFICER).user
        self.officer.set_password(PASSWORD)
        self.officer.save()
        self.page = f"/{self.review.programme.code}/reviews/2013/report/files/"

    def job(self):
        """The job that was asked for last, without its file."""
        return ReportJob.objects.without_content().latest("asked_at")

    def is_being_made(self):
        """Whether the file has been begun and is not done."""
        job = self.job()
        return job.state == JobState.RUNNING and job.step == JobStep.LAYING_OUT and job

    def is_made(self):
        """Whether the file is there."""
        job = self.job()
        assert job.state != JobState.FAILED, job.problem
        return job.state == JobState.DONE and job

    def pass_time(self):
        """As if nobody had said a word for years."""
        ReportJob.objects.update(beat_at=LONG_AGO, asked_at=LONG_AGO)


@pytest.fixture
def world(transactional_db, tmp_path):
    with own_database(tmp_path) as database:
        # A test of a live server may have emptied the database before, also of what migrations put into it.
        if not Dimension.objects.exists():
            import_module("indicators.migrations.0002_split_by_sex").add_sex(apps, None)
        yield World(database, tmp_path)


class TestInTheServer:
    """Without a queue: a thread of the server makes the file."""

    @pytest.fixture(autouse=True)
    def in_a_thread(self, world):
        world.database.settings["TASKS_BACKEND"] = THREAD

    @pytest.fixture
    def serve(self, world):
        started = []

        def serve():
            started.append(Server(world.database, world.folder / "server.log"))
            return started[-1]

        yield serve
        for server in started:
            server.kill()

    def sign_in(self, world, server):
        browser = Browser(server)
        browser.open("/accounts/login/")
        address, page = browser.send("/accounts/login/", login=world.officer.email, password=PASSWORD)
        assert "/login/" not in address, main_text(page)
        return browser

    def test_the_page_answers_meanwhile_and_after_a_crash_the_file_is_taken_up(self, world, serve):
        server = serve()
        browser = self.sign_in(world, server)
        browser.open(world.page)
        began = monotonic()
        address, page = browser.send(f"{world.page}ask/", format="pdf", edition="0")
        answered = monotonic() - began
        assert address == f"{world.page}#files" or address == world.page
        assert "<progress" in page
        cut_off = wait_until(world.is_being_made, "the file to be begun")
        assert "Laying out pages" in browser.open(world.page)[1]
        took = monotonic() - began
        assert answered < took  # it is made after the answer
        server.kill()
        assert (world.job().state, world.job().content) == (JobState.RUNNING, None)
        world.pass_time()

        browser = self.sign_in(world, serve())
        assert "Take it up again" in browser.open(world.page)[1]
        browser.send(f"{world.page}ask/", format="pdf", edition="0")
        made = wait_until(world.is_made, "the file to be made")
        # The one that was cut off gave way to it: they are of the same document.
        assert list(ReportJob.objects.values_list("pk", "fingerprint")) == [(made.pk, cut_off.fingerprint)]
        page = browser.open(world.page)[1]
        link = re.search(rf'href="({re.escape(world.page)}\d+/)"', page)[1]
        with browser.opener.open(browser.home + link) as answer:
            assert answer.read().startswith(b"%PDF-1.7")


@contextmanager
def redis():
    """A Redis of one's own; its address."""
    # The path of a socket may be no longer than a hundred characters: the folder of a test is too deep.
    with TemporaryDirectory(prefix="dwcp-redis-") as folder:
        place = Path(folder) / "redis"
        command = ["redis-server", "--port", "0", "--unixsocket", str(place), "--save", "", "--dir", folder]
        with (Path(folder) / "log").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            wait_until(lambda: _answers(place), "Redis to answer")
            yield f"redis+socket://{place}"
        finally:
            process.kill()
            process.wait()


def settings_of(world):
    """Those of the tests, only that Redis takes a worker for dead after a second."""
    module = world.database.settings["DJANGO_SETTINGS_MODULE"]
    (world.folder / "impatient.py").write_text(
        f"from {module} import *\nCELERY_BROKER_TRANSPORT_OPTIONS = {{'visibility_timeout': 1}}\n"
    )
    return {"DJANGO_SETTINGS_MODULE": "impatient", "PYTHONPATH": str(world.folder)}


def _answers(place):
    with suppress(OSError), socket.socket(socket.AF_UNIX) as line:
        line.connect(str(place))
        return True
    return False


@pytest.mark.skipif(not shutil.which("redis-server"), reason="redis-server is not installed")
class TestInWorkers:
    """With Redis: a worker makes the file."""

    @pytest.fixture
    def broker(self, settings):
        with redis() as address:
            before = celery.app.conf.broker_url
            celery.app.conf.broker_url = address
            settings.TASKS = {"default": {"BACKEND": "dwcp.toolkit.tasks.celery.CeleryBackend"}}
            yield address
            celery.app.conf.broker_url = before

    @pytest.fixture
    def work(self, world, broker):
        """Starts a worker that can be killed, and all it has begun with it."""
        started = []

        def work():
            environment = os.environ | {"DATABASE_URL": world.database.address, "CELERY_BROKER_URL": broker}
            command = [sys.executable, "-m", "celery", "-A", "dwcp.toolkit.tasks.celery", "worker", "--pool", "solo"]
            command += ["--without-gossip", "--without-mingle", "--loglevel", "INFO"]
            with (world.folder / "worker.log").open("ab") as log:
                environment |= settings_of(world)
                started.append(subprocess.Popen(command, cwd=HOME, env=environment, stdout=log, stderr=log))
            return started[-1]

        yield work
        for process in started:
            process.kill()
            process.wait()

    def test_a_killed_worker_loses_nothing(self, world, work):
        ask_for_file(review=world.review, format=ReportFormat.PDF, by=world.officer)
        assert world.job().state == JobState.WAITING  # there is no worker yet
        first = work()
        begun = wait_until(world.is_being_made, f"the file to be begun; see {world.folder}")
        first.kill()
        first.wait()
        assert (world.job().state, world.job().attempts) == (JobState.RUNNING, 1)

        # Redis notes what a worker has taken, and gives it to the next when nobody has heard of it for long.
        world.pass_time()
        work()
        made = wait_until(world.is_made, f"the file to be made; see {world.folder}")
        assert (made.pk, made.attempts) == (begun.pk, 2)
        assert bytes(made.content).startswith(b"%PDF-1.7")

        log = world.folder / "worker.log"
        wait_until(lambda: " succeeded in " in log.read_text(), "the worker to say so")
        done = log.read_text().count(" succeeded in ")
        make_file.enqueue(made.pk)
        wait_until(lambda: log.read_text().count(" succeeded in ") > done, "the same to come a third time")
        assert list(ReportJob.objects.values_list("pk", "attempts")) == [(made.pk, 2)]
