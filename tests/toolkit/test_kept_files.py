"""Kept files are there whole or not at all, once for each content, and go only when nobody needs them."""

import hashlib
import os
import stat
import threading
import time
from io import BytesIO
from pathlib import Path

import pytest

from dwcp.toolkit import kept_files
from dwcp.toolkit.checks import evidence_is_given_out_by_the_application_alone
from dwcp.toolkit.kept_files import UNFINISHED, KeptFiles

CONTENT = b"Lists of those trained"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
DAY = 24 * 60 * 60


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "evidence"


@pytest.fixture
def storage(folder):
    return KeptFiles(location=folder)


def keep(storage, content=CONTENT):
    return storage.keep(BytesIO(content))


def grow_old(path, seconds=2 * DAY):
    then = time.time() - seconds
    os.utime(path, (then, then))


def files_in(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_file_lies_under_its_hash_and_only_the_server_reads_it(storage, folder):
    assert keep(storage) == SHA256
    name = f"{SHA256[:2]}/{SHA256[2:4]}/{SHA256}"
    assert files_in(folder) == [".lock", name]
    assert storage.name_of(SHA256) == name
    assert storage.open(name).read() == CONTENT
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (folder, *(folder / name).parents[:2], folder / name)}
    assert modes == {0o700, 0o600}
    assert (list(storage.hashes()), storage.is_whole(SHA256)) == ([SHA256], True)


def test_the_same_content_is_there_once_and_mended_where_it_was_damaged(storage, folder):
    keep(storage)
    path = Path(storage.path(storage.name_of(SHA256)))
    path.write_bytes(b"damaged")
    assert not storage.is_whole(SHA256)
    assert keep(storage) == SHA256
    assert storage.is_whole(SHA256)
    assert len(files_in(folder)) == 2


def test_a_file_is_read_from_its_beginning(storage):
    content = BytesIO(CONTENT)
    content.read(5)
    assert storage.keep(content) == SHA256


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, SHA256[:-1], SHA256 + "\n"])
def test_nothing_but_a_hash_leads_anywhere(name, storage):
    with pytest.raises(ValueError):
        storage.name_of(name)


def test_what_cannot_be_written_leaves_nothing(storage, folder, monkeypatch):
    def full(handle):
        raise OSError("No space left on device")

    monkeypatch.setattr(kept_files.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep(storage)
    monkeypatch.undo()
    assert files_in(folder) in ([], [".lock"])


def test_only_what_is_old_and_not_needed_is_dropped(storage):
    keep(storage)
    path = Path(storage.path(storage.name_of(SHA256)))
    assert not storage.drop(SHA256, older_than=DAY, unless=lambda: False)
    grow_old(path)
    assert not storage.drop(SHA256, older_than=DAY, unless=lambda: True)
    assert path.exists()
    assert storage.drop(SHA256, older_than=DAY, unless=lambda: False)
    assert (path.exists(), list(storage.hashes()), storage.is_whole(SHA256)) == (False, [], False)


def test_what_is_sent_in_again_is_new_again(storage):
    keep(storage)
    grow_old(storage.path(storage.name_of(SHA256)))
    keep(storage)
    assert not storage.drop(SHA256, older_than=DAY, unless=lambda: False)


def test_nobody_sends_in_what_is_just_being_dropped(storage):
    """Whoever comes in between waits, and writes the file anew: their row never lacks its file."""
    keep(storage)
    grow_old(storage.path(storage.name_of(SHA256)))
    sender = threading.Thread(target=keep, args=[storage])

    def nobody_needs_it():
        sender.start()
        sender.join(timeout=0.3)
        assert sender.is_alive(), "it should wait"
        return False

    assert storage.drop(SHA256, older_than=DAY, unless=nobody_needs_it)
    sender.join(timeout=10)
    assert storage.is_whole(SHA256)


def test_what_was_left_unfinished_is_found_when_it_is_old(storage, folder):
    keep(storage)
    left = folder / "ab" / "cd"
    left.mkdir(parents=True)
    for name in (f"{UNFINISHED}old", f"{UNFINISHED}new"):
        (left / name).write_bytes(b"half of")
    grow_old(left / f"{UNFINISHED}old")
    assert list(storage.unfinished(DAY)) == [f"ab/cd/{UNFINISHED}old"]
    assert list(storage.hashes()) == [SHA256]


def test_many_keep_the_same_at_once(storage, folder):
    threads = [threading.Thread(target=keep, args=[storage]) for _turn in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert storage.is_whole(SHA256)
    assert len(files_in(folder)) == 2


@pytest.mark.parametrize(
    ("place", "is_refused"),
    [
        ("staticfiles/evidence", True),
        ("", True),
        ("static", True),
        ("evidence", False),
        ("staticfiles-of-others", False),
    ],
)
def test_a_folder_that_is_given_out_to_everybody_is_refused(place, is_refused, settings, tmp_path):
    settings.STATIC_ROOT, settings.MEDIA_ROOT = tmp_path / "staticfiles", ""
    settings.STATICFILES_DIRS = [tmp_path / "static"]
    settings.EVIDENCE_ROOT = tmp_path / place
    found = {error.id for error in evidence_is_given_out_by_the_application_alone(None)}
    assert found == ({"dwcp.E002"} if is_refused else set())
