"""One Chromium for all browser tests, the demo people, and steps that read as sentences."""

import json
import sqlite3
from contextlib import closing, nullcontext
from importlib import import_module
from io import BytesIO, StringIO
from pathlib import Path
from threading import Lock

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Page, sync_playwright
from pypdf import PdfReader

from indicators.models import Dimension
from reviews.management.commands.load_demo import PASSWORD

AXE = (Path(__file__).parent / "vendor" / "axe-4.14.1.min.js").read_text()
PROGRAMME = "/KHM-DWCP-2008-2010/"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


class Visitor:
    """Somebody at a screen. Every page they open is checked for accessibility and script errors."""

    def __init__(self, page: Page, server: str):
        self.page, self.server, self.complaints = page, server, []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._listen)

    def _listen(self, message):
        # A form that comes back with its errors answers 422, one about which somebody was quicker 409; Chromium reports
        # that as a failed resource.
        if message.type == "error" and not any(status in message.text for status in ("409", "422")):
            self.complaints.append(message.text)

    def sign_in_as(self, person):
        self.page.context.clear_cookies()
        self.open("/accounts/login/")
        self.page.get_by_label("E-mail").fill(f"{person}@example.org")
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()

    def open(self, path):
        self.page.goto(self.server + path)
        self.is_accessible()

    def is_accessible(self):
        """No violation that axe finds, and nothing wider than the screen."""
        self.page.evaluate(AXE)
        found = self.page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        summary = [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found]
        assert summary == [], f"{self.page.url}: {json.dumps(summary, indent=1)}"
        widths = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        scroll, client = self.page.evaluate(widths)
        assert scroll <= client, f"{self.page.url} is {scroll} px wide on a screen of {client} px"

    def reads(self, text):
        """The page says this, once it is there."""
        self.page.wait_for_load_state("domcontentloaded")
        assert text in self.page.locator("main").inner_text(), self.page.locator("main").inner_text()

    def row(self, name):
        """The cells of the table row that starts so."""
        row = self.page.get_by_role("row").filter(has=self.page.get_by_role("rowheader", name=name))
        return row.first.locator("td").all_inner_texts()

    def pdf_text(self, path):
        """The text of a PDF that this person may download."""
        answer = self.page.request.get(self.server + path, timeout=120_000)
        assert answer.status == 200, answer.text()[:500]
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages)


@pytest.fixture(scope="session")
def as_left():
    """A place for a copy of the database as `script/server` leaves it: loading it takes seconds, copying none."""
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    yield copy
    copy.close()


class Gate:
    """The door of the live server: lets in one request at a time, and once shut, none.

    The server's threads and the test share SQLite's one connection in memory. Two pages' requests at once, or a page
    that still saves while the database is being emptied, would be in each other's transaction.
    """

    def __init__(self, application):
        self.application, self.is_open, self.one_at_a_time = application, False, Lock()

    def __call__(self, environ, start_response):
        with self.one_at_a_time:
            if not self.is_open:
                start_response("503 Service Unavailable", [("Content-Length", "0")])
                return []
            answer = self.application(environ, start_response)
            with closing(answer) if hasattr(answer, "close") else nullcontext():
                return list(answer)

    def open(self):
        self.is_open = True

    def shut(self):
        with self.one_at_a_time:
            self.is_open = False


@pytest.fixture(scope="session")
def gate(live_server):
    server = live_server.thread.httpd
    server.set_app(Gate(server.get_app()))
    return server.get_app()


@pytest.fixture
def demo(transactional_db, settings, as_left, gate):
    """The application as `script/server` leaves it.

    A test with a live server empties the database afterwards, also of what migrations put into it.
    """
    settings.DEMO_PEOPLE_ALLOWED = True
    _furnish(as_left)
    gate.open()
    yield
    gate.shut()


def _furnish(as_left):
    if connection.vendor != "sqlite":
        _load_demo()
        return
    connection.ensure_connection()
    if not as_left.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        _load_demo()
        connection.connection.backup(as_left)
    else:
        as_left.backup(connection.connection)
        ContentType.objects.clear_cache()


def _load_demo():
    if not Dimension.objects.exists():
        import_module("indicators.migrations.0002_split_by_sex").add_sex(apps, None)
        import_module("indicators.migrations.0004_splits_and_dimensions").add_dimensions(apps, None)
    call_command("load_demo", if_empty=True, stdout=StringIO())


@pytest.fixture(params=[1280, 360], ids=["wide", "narrow"])
def width(request):
    return request.param


def _visit(chromium, live_server, width, **options):
    context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
    context.set_default_timeout(10_000)
    return context, Visitor(context.new_page(), live_server.url)


@pytest.fixture
def visitor(demo, chromium, live_server):
    context, visitor = _visit(chromium, live_server, 1280)
    yield visitor
    context.close()
    assert visitor.complaints == []


@pytest.fixture
def visitor_without_javascript(demo, chromium, live_server):
    context, visitor = _visit(chromium, live_server, 360, java_script_enabled=False)
    yield visitor
    context.close()
