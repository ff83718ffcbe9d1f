"""The server is killed while figures come in: afterwards all of it is there, or none of it.

A real server in a process of its own, on a copy of the tests' database; each kind of database in its turn.
"""

import os
from importlib import import_module
from threading import Thread

import pytest
from django.apps import apps

from indicators.models import Dimension, ProgressEntry
from indicators.services import figures_workbook
from tests.benchmarks.big_programme import big_programme
from tests.benchmarks.test_figures_workbook import filled_rows

from .killed_server import Browser, Server, main_text, own_database, wait_until

# Outside of any transaction: another process has to see what is there.
pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 250
PASSWORD = "a long enough password"
COUNTS = {
    "entries": "SELECT count(*) FROM indicators_progressentry WHERE period_id = %s",
    "parts": "SELECT count(*) FROM indicators_disaggregatedvalue d JOIN indicators_progressentry e "
    "ON e.id = d.entry_id WHERE e.period_id = %s",
    "moves": "SELECT count(*) FROM indicators_entrymove m JOIN indicators_progressentry e "
    "ON e.id = m.entry_id WHERE e.period_id = %s",
}
NOTHING = {"entries": 0, "parts": 0, "moves": 0}


class World:
    """A programme with an open period in which nothing was reported, its officer, and their workbook, filled in."""

    def __init__(self, database):
        self.database = database
        self.programme, officer = big_programme(ROWS)
        officer.set_password(PASSWORD)
        officer.save()
        period = self.programme.periods.get(state="open")
        ProgressEntry.objects.filter(period=period).delete()
        self.period, self.officer = period.pk, officer
        content = figures_workbook(programme=self.programme, by=officer)
        self.content = filled_rows(content, value=5000, women=100, men=120, hand_in="yes")
        self.page = f"/{self.programme.code}/figures/"

    def sign_in(self, server):
        """The officer, signed in."""
        browser = Browser(server)
        browser.open("/accounts/login/")
        address, page = browser.send("/accounts/login/", login=self.officer.email, password=PASSWORD)
        assert "/login/" not in address, main_text(page)
        browser.open(self.page)
        return browser

    def recorded(self):
        """How much of the open period is in the database."""
        return {name: self.database.ask(question, self.period)[0][0] for name, question in COUNTS.items()}

    def events(self):
        """How many lines the trail has."""
        return self.database.ask("SELECT count(*) FROM accounts_auditevent")[0][0]

    def imports(self):
        """State and moment of the files that were sent in."""
        return self.database.ask("SELECT state, confirmed_at FROM indicators_progressimport")


@pytest.fixture
def world(transactional_db, tmp_path):
    with own_database(tmp_path) as database:
        # A test of a live server may have emptied the database before, also of what migrations put into it.
        if not Dimension.objects.exists():
            import_module("indicators.migrations.0002_split_by_sex").add_sex(apps, None)
        yield World(database)


@pytest.fixture
def serve(world, tmp_path):
    """Starts servers on the world's database; none outlives the test."""
    servers = []

    def start():
        servers.append(Server(world.database, tmp_path / "server.log"))
        return servers[-1]

    yield start
    for server in servers:
        server.kill()


def test_a_killed_import_leaves_nothing_and_is_done_as_a_whole_later(world, serve):
    server = serve()
    browser = world.sign_in(server)
    preview, page = browser.upload(f"{world.page}preview/", "figures.xlsx", world.content)
    assert "Nothing is wrong" in page, main_text(page)
    before = world.events()
    assert world.imports() == [("previewed", None)]

    world.database.look()
    confirming = Thread(target=browser.send, args=[f"{preview}confirm/"])
    confirming.start()
    wait_until(world.database.is_being_written, "the import to write")
    server.kill()
    confirming.join()
    wait_until(world.database.is_whole, "the database to forget who was killed")
    assert (world.recorded(), world.events(), world.imports()) == (NOTHING, before, [("previewed", None)])

    # In the middle of an upload, too: half a file is no file.
    server = serve()
    browser = world.sign_in(server)
    line = browser.send_half(f"{world.page}preview/", "half.xlsx", world.content + os.urandom(4_000_000))
    server.kill()
    line.close()
    wait_until(world.database.is_whole, "the database to forget who was killed")
    assert (world.recorded(), world.events(), world.imports()) == (NOTHING, before, [("previewed", None)])

    browser = world.sign_in(serve())
    _address, page = browser.send(f"{preview}confirm/")
    assert "The figures were recorded." in page, main_text(page)
    assert world.recorded() == {"entries": ROWS, "parts": 2 * ROWS, "moves": ROWS}
    # Recorded and handed in, each row; and the import itself.
    assert world.events() == before + 2 * ROWS + 1
    ((state, confirmed_at),) = world.imports()
    assert state == "confirmed" and confirmed_at
