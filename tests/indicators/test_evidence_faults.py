"""Whatever stops the server in the middle: a row never lacks its file, and what is left over goes in time."""

import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.choices import Role
from dwcp.toolkit.kept_files import UNFINISHED, KeptFiles
from indicators.models import Evidence
from indicators.services import add_evidence, drop_typed, withdraw_evidence
from tests.factories import EvidenceFactory, ProgrammeMembershipFactory, ProgressEntryFactory
from tests.indicators import evidence_files as files

LISTS = files.pdf()
SHA256 = hashlib.sha256(LISTS).hexdigest()
DAY = 24 * 60 * 60


@pytest.fixture
def folder(settings, tmp_path):
    """Where this test's evidence lies."""
    own = settings.STORAGES["evidence"] | {"OPTIONS": {"location": tmp_path / "evidence"}}
    settings.STORAGES = settings.STORAGES | {"evidence": own}
    return tmp_path / "evidence"


@pytest.fixture
def entry(db):
    entry = ProgressEntryFactory()
    ProgrammeMembershipFactory(programme=entry.programme, role=Role.PROGRAMME_OFFICER, user=entry.recorded_by)
    return entry


def lay(entry, content=LISTS):
    return add_evidence(entry=entry, file=ContentFile(content, name="lists.pdf"), by=entry.recorded_by)


def grow_old(folder):
    then = time.time() - 2 * DAY
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (then, then))


def tidy(**options):
    told = StringIO()
    call_command("tidy_evidence", stdout=told, **options)
    return told.getvalue().splitlines()


def run(moment, database, folder):
    """What a process of its own does until that moment; returns how it ended."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "dwcp.settings.local",
        "DATABASE_URL": f"sqlite:///{database}",
        "EVIDENCE_ROOT": str(folder),
    }
    command = [sys.executable, "-m", "tests.indicators.dying", moment]
    return subprocess.run(command, env=environment, cwd=Path(__file__).parents[2], timeout=120).returncode


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A database with one entry."""
    database = tmp_path_factory.mktemp("dying") / "db.sqlite3"
    assert run("prepare", database, database.parent / "evidence") == 0
    return database


@pytest.mark.parametrize(
    ("moment", "ended", "rows", "kept", "unfinished"),
    [
        ("while the file is written", -signal.SIGKILL, 0, [], 1),
        ("before the row is written", -signal.SIGKILL, 0, [SHA256], 0),
        ("before it is committed", -signal.SIGKILL, 0, [SHA256], 0),
        ("never", 0, 1, [SHA256], 0),
    ],
)
def test_killed_in_the_middle(moment, ended, rows, kept, unfinished, prepared, tmp_path):
    database = shutil.copy(prepared, tmp_path / "db.sqlite3")
    assert run(moment, database, tmp_path / "evidence") == ended
    with sqlite3.connect(database) as connection:
        counts = [
            connection.execute("SELECT count(*) FROM indicators_evidence").fetchone(),
            connection.execute("SELECT count(*) FROM accounts_auditevent WHERE verb = 'evidence_added'").fetchone(),
        ]
    connection.close()
    storage = KeptFiles(location=tmp_path / "evidence")
    assert counts == [(rows,), (rows,)]
    assert list(storage.hashes()) == kept
    assert len(list(storage.unfinished(-1))) == unfinished
    if moment == "before it is committed":
        # Sent again, it is there as if nothing had happened.
        assert run("never", database, tmp_path / "evidence") == 0
        assert storage.is_whole(SHA256)


def test_what_is_rolled_back_leaves_a_file_that_nobody_sees_and_that_goes_in_time(entry, folder):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        lay(entry)
        raise ZeroDivisionError
    assert not Evidence.objects.exists()
    assert tidy() == []
    grow_old(folder)
    assert tidy(dry_run=True) == [f"would be removed (not needed): {SHA256}"]
    assert list(storages["evidence"].hashes()) == [SHA256]
    assert tidy() == [f"removed (not needed): {SHA256}"]
    assert list(storages["evidence"].hashes()) == []
    assert tidy() == []


def test_nothing_that_a_row_needs_is_removed(entry, folder):
    kept = lay(entry)
    withdraw_evidence(evidence=kept, by=entry.recorded_by)
    other = {"indicator": entry.indicator, "period": entry.period, "by": entry.recorded_by}
    add_evidence(file=ContentFile(LISTS, name="again.pdf"), **other)
    add_evidence(file=ContentFile(files.png(), name="photo.png"), **other)
    grow_old(folder)
    assert tidy() == []
    drop_typed(**other)
    # The lists are still those of the entry; the picture was nobody else's.
    assert tidy() == [f"removed (not needed): {hashlib.sha256(files.png()).hexdigest()}"]
    assert storages["evidence"].is_whole(SHA256)


def test_left_over_pieces_go_when_they_are_old(entry, folder):
    lay(entry)
    left = folder / "ab" / "cd" / f"{UNFINISHED}1234"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half of")
    assert tidy() == []
    grow_old(folder)
    assert tidy() == [f"removed (unfinished): ab/cd/{UNFINISHED}1234"]
    assert (left.exists(), storages["evidence"].is_whole(SHA256)) == (False, True)


def test_missing_and_damaged_files_are_told_by_name(entry, folder, capsys):
    lists, photo = lay(entry), EvidenceFactory(entry=entry, is_kept=True, file=files.png())
    place = {one: Path(storages["evidence"].path(storages["evidence"].name_of(one.sha256))) for one in (lists, photo)}
    place[lists].unlink()
    place[photo].write_bytes(files.png((0, 0, 0)))
    told = StringIO()
    with pytest.raises(CommandError, match=r"^2 files of evidence are missing or damaged: bring them back"):
        call_command("tidy_evidence", stdout=told)
    assert told.getvalue().splitlines() == [
        f"MISSING: {SHA256} {lists.pk} lists.pdf",
        f"DAMAGED: {photo.sha256} {photo.pk} photo.png",
    ]
    # Who has it still, may send it in again.
    place[photo].unlink()
    storages["evidence"].keep(ContentFile(files.png()))
    lay(entry)
    assert tidy() == []
