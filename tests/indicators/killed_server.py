"""A server in a process of its own, on a database of its own, that can be killed; and a browser without a screen."""

import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener
from uuid import uuid4

import psycopg2
from django.db import connections

HOME = Path(__file__).resolve().parent.parent.parent
BOUNDARY = "----------a-line-between-parts"
PATIENCE = 60  # seconds: how long a loaded machine may take; nobody waits so long otherwise
MOMENT = 0.002  # seconds between two looks
LAST_OF_THE_TRAIL = b"entry_submitted"


def wait_until(condition, what):
    """Look again and again until something is so; gives back what it was."""
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(MOMENT)
    return found


class SqliteFile:
    """A copy of the database of the tests, as a file."""

    def __init__(self, folder):
        self.path = folder / "killed.sqlite3"
        self.address = f"sqlite:///{self.path}"
        # With little memory, what is written goes to the disk before it counts: so it can be seen from outside.
        (folder / "little_memory.py").write_text(
            "from dwcp.settings.test import *\n"
            "DATABASES['default']['OPTIONS']['init_command'] += 'PRAGMA cache_size=10;'\n"
        )
        self.settings = {"DJANGO_SETTINGS_MODULE": "little_memory", "PYTHONPATH": str(folder)}
        origin = connections["default"]
        origin.ensure_connection()
        with sqlite3.connect(self.path) as copy:
            origin.connection.backup(copy)
        copy.close()
        self.name = str(self.path)
        self.before = 0

    def look(self):
        """Remember how far the trail had come."""
        self.before = self._handed_in()

    def ask(self, question, *values):
        """The rows that answer a question, as anybody else sees them."""
        with self._opened() as peer:
            return peer.execute(question.replace("%s", "?"), values).fetchall()

    def is_being_written(self):
        """Whether somebody holds the right to write, and is at the end of the trail: all else is written by then."""
        return self._is_locked() and self._handed_in() > self.before

    def _handed_in(self):
        log = self.path.with_name(f"{self.path.name}-wal")
        return log.read_bytes().count(LAST_OF_THE_TRAIL) if log.exists() else 0

    def _is_locked(self):
        with self._opened() as peer:
            try:
                peer.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                return "locked" in str(error)
            peer.execute("ROLLBACK")
            return False

    def is_whole(self):
        """Whether nothing is left of who was killed, and the file is sound."""
        return not self._is_locked() and self.ask("PRAGMA integrity_check") == [("ok",)]

    def drop(self):
        """The folder goes with the test."""

    @contextmanager
    def _opened(self):
        peer = sqlite3.connect(self.path, timeout=0, isolation_level=None)
        try:
            yield peer
        finally:
            peer.close()


class PostgresDatabase:
    """A copy of the database of the tests, beside it."""

    def __init__(self, _folder):
        origin = connections["default"]
        origin.close()  # nobody may look at what is copied
        parameters = origin.get_connection_params()
        self.name = f"killed_{uuid4().hex[:12]}"
        self.server = {name: parameters[name] for name in ("host", "port", "user", "password") if parameters.get(name)}
        self._command(f'CREATE DATABASE {self.name} TEMPLATE "{parameters["dbname"]}"')
        user = ":".join(self.server[name] for name in ("user", "password") if name in self.server)
        place = ":".join(str(self.server[name]) for name in ("host", "port") if name in self.server)
        self.address = f"postgres://{user}@{place}/{self.name}"
        self.settings = {"DJANGO_SETTINGS_MODULE": "dwcp.settings.test"}

    def look(self):
        """Nothing is to be remembered: locks tell."""

    def ask(self, question, *values):
        """The rows that answer a question, as anybody else sees them."""
        with self._opened(self.name) as cursor:
            cursor.execute(question, values)
            return cursor.fetchall()

    def is_being_written(self):
        """Whether somebody's transaction has moved entries and not ended: the entries are written by then."""
        return bool(
            self.ask(
                "SELECT 1 FROM pg_locks JOIN pg_class ON pg_class.oid = relation "
                "WHERE relname = 'indicators_entrymove' AND mode = 'RowExclusiveLock' AND granted"
            )
        )

    def is_whole(self):
        """Whether nothing is left of who was killed."""
        return not self.ask(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL"
        )

    def drop(self):
        """Take it away again."""
        self._command(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    def _command(self, command):
        with self._opened("postgres") as cursor:
            cursor.execute(command)

    @contextmanager
    def _opened(self, name):
        peer = psycopg2.connect(dbname=name, **self.server)
        peer.autocommit = True
        try:
            with peer.cursor() as cursor:
                yield cursor
        finally:
            peer.close()


@contextmanager
def own_database(folder):
    """A database of one's own with what the tests' has, in which the code here works, too."""
    origin = connections["default"]
    kind = SqliteFile if origin.vendor == "sqlite" else PostgresDatabase
    database = kind(folder)
    here = origin.copy()
    here.settings_dict["NAME"] = database.name
    connections["default"] = here
    try:
        yield database
    finally:
        here.close()
        connections["default"] = origin
        database.drop()


class Server:
    """The application, served by a process that can be killed."""

    def __init__(self, database, log):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        environment = os.environ | {"DATABASE_URL": database.address} | database.settings
        command = [sys.executable, "manage.py", "runserver", "--noreload", "--skip-checks", f"127.0.0.1:{self.port}"]
        with log.open("ab") as output:
            self.process = subprocess.Popen(command, cwd=HOME, env=environment, stdout=output, stderr=output)
        wait_until(self._answers, f"the server to answer; see {log}")

    def kill(self):
        """Kill it: it has no time to tidy up."""
        self.process.kill()
        self.process.wait()

    def _answers(self):
        assert self.process.poll() is None, "the server ended by itself"
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False


class Browser:
    """Somebody at a screen, who keeps cookies and sends forms."""

    def __init__(self, server):
        self.home, self.port = f"http://127.0.0.1:{server.port}", server.port
        self.cookies = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies))

    def open(self, path):
        """Read a page: its address, and its text."""
        with self.opener.open(self.home + path, timeout=PATIENCE) as answer:
            return answer.geturl().removeprefix(self.home), answer.read().decode()

    def send(self, path, **fields):
        """Send a form; the answer after all redirects."""
        return self._sent(path, urlencode(fields | self._token()).encode(), "application/x-www-form-urlencoded")

    def upload(self, path, name, content):
        """Send a form with a file."""
        return self._sent(path, self.form_with(name, content), f"multipart/form-data; boundary={BOUNDARY}")

    def form_with(self, name, content):
        """The body of a form with a file."""
        (token,) = self._token().values()
        begin = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        return begin.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()

    def send_half(self, path, name, content):
        """Begin to send a form with a file, and stop in the middle; the line stays open."""
        body = self.form_with(name, content)
        cookies = "; ".join(f"{one.name}={one.value}" for one in self.cookies)
        line = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {cookies}\r\n"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        # More than any buffer on the way holds: it is sent only as far as somebody reads it.
        line.sendall(head.encode() + body[: len(body) // 2])
        return line

    def _sent(self, path, body, kind):
        request = Request(self.home + path, body, {"Content-Type": kind, "Referer": self.home})  # noqa: S310 - our own server
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                return answer.geturl().removeprefix(self.home), answer.read().decode()
        except HTTPError as error:
            raise AssertionError(f"{error.code}: {main_text(error.read().decode())}") from None
        except (URLError, HTTPException, ConnectionError):
            return None, ""  # the server is no more

    def _token(self):
        return {"csrfmiddlewaretoken": next(one.value for one in self.cookies if one.name == "csrftoken")}


def main_text(page):
    """What a page says, without its frame."""
    found = re.search(r"<main.*?</main>", page, re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0] if found else page))
