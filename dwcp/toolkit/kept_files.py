"""Files kept under the SHA-256 of their content, where no web server looks."""

import hashlib
import os
import re
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from django.core.files import locks
from django.core.files.storage import FileSystemStorage, storages
from django.utils.deconstruct import deconstructible

PIECE = 1 << 16
# Only this process's user reads what is kept.
FOLDER_MODE = 0o700
UNFINISHED = ".unfinished-"
HASH = re.compile(r"[0-9a-f]{64}")
LOCK = ".lock"


@deconstructible
class KeptFiles(FileSystemStorage):
    """A folder in which a file's name is its hash: `ab/cd/abcd…`. The same content is there once.

    A file is there whole or not at all: it is written beside its place, brought to the disk, and moved there. Which
    ones are needed says a table of the database; write its row after the file, so that a row never lacks its file.
    """

    def keep(self, content):
        """Keep an open file from its beginning; returns its SHA-256. Nothing is changed if it is there already."""
        sha256 = hash_of(content)
        place = Path(self.path(self.name_of(sha256)))
        with self._held(locks.LOCK_SH):
            self._make(place.parent)
            # Written anew even where it is there: it gets a new date, which `drop` looks at, and is whole again
            # should it have been damaged.
            self._write(content, place)
        return sha256

    def name_of(self, sha256):
        """Where the file with this hash lies, relative to the folder."""
        if not HASH.fullmatch(sha256):
            raise ValueError(sha256)
        return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"

    def is_whole(self, sha256):
        """Whether the file with this hash is there and still has this content."""
        try:
            with self.open(self.name_of(sha256)) as kept:
                return hash_of(kept) == sha256
        except FileNotFoundError:
            return False

    def hashes(self):
        """The hashes of all that is kept, in their order."""
        yield from sorted(path.name for path in Path(self.location).glob("??/??/*") if HASH.fullmatch(path.name))

    def unfinished(self, older_than):
        """The names of what was being written when its process ended, last touched more than so many seconds ago."""
        for path in sorted(Path(self.location).glob(f"??/??/{UNFINISHED}*")):
            if _age(path) > older_than:
                yield path.relative_to(self.location).as_posix()

    def age_of(self, sha256):
        """How many seconds ago this content was last sent in."""
        return _age(Path(self.path(self.name_of(sha256))))

    def drop(self, sha256, *, older_than, unless):
        """Remove what nobody needs: last sent in more than `older_than` seconds ago, `unless` asked now says no.

        Nobody sends in the same content meanwhile. Returns whether it was removed.
        """
        with self._held(locks.LOCK_EX):
            if self.age_of(sha256) <= older_than or unless():
                return False
            self.delete(self.name_of(sha256))
            return True

    def _write(self, content, place):
        handle, unfinished = tempfile.mkstemp(prefix=UNFINISHED, dir=place.parent)
        try:
            with os.fdopen(handle, "wb") as written:
                for piece in _pieces(content):
                    written.write(piece)
                written.flush()
                os.fsync(written.fileno())
            Path(unfinished).replace(place)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise
        _sync_folder(place.parent)

    def _make(self, folder):
        missing = [one for one in (folder, *folder.parents) if not one.exists()]
        for one in reversed(missing):
            one.mkdir(mode=FOLDER_MODE, exist_ok=True)
            _sync_folder(one.parent)

    @contextmanager
    def _held(self, how):
        """Several may keep files at once, but none while one is being removed."""
        self._make(Path(self.location))
        with (Path(self.location) / LOCK).open("a+b") as lock:
            locks.lock(lock, how)
            try:
                yield
            finally:
                locks.unlock(lock)


def kept_files(alias: str) -> KeptFiles:
    """The storage that the settings know by this name."""
    return cast(KeptFiles, storages[alias])


def hash_of(content):
    """The SHA-256 of an open file."""
    found = hashlib.sha256()
    for piece in _pieces(content):
        found.update(piece)
    return found.hexdigest()


def _pieces(content):
    content.seek(0)
    while piece := content.read(PIECE):
        yield piece


def _age(path):
    return time.time() - path.stat().st_mtime


def _sync_folder(folder):
    """A moved file is there for good only when its folder is on the disk, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
