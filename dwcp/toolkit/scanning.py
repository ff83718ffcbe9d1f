"""Asking a virus scanner about a file. Whatever goes wrong, the file does not count as clean."""

import logging
import shlex
import shutil
import subprocess
import tempfile

logger = logging.getLogger(__name__)

CLEAN, INFECTED = 0, 1  # how clamscan, clamdscan and their like end
LONGEST_REPORT = 1000  # bytes of what the scanner says, for the log


class Infected(Exception):
    """The scanner found something."""


class NotScanned(Exception):
    """The scanner did not say whether the file is clean."""


def scan(file, command, *, timeout):
    """Hand an open file to a command that reads it from its standard input, and wait for its verdict.

    The command ends with 0 if the file is clean, with 1 if it is not. Raises Infected; NotScanned after any other end,
    when it cannot be started, or has not ended after so many seconds.
    """
    with tempfile.TemporaryFile() as content, tempfile.TemporaryFile() as report:
        # A process reads only what lies on the disk, and would move the place up to which the file is read here.
        file.seek(0)
        shutil.copyfileobj(file, content)
        content.seek(0)
        try:
            # The command is a setting of the service; nothing of the file's name goes into it.
            ended = subprocess.run(  # noqa: S603
                shlex.split(command), stdin=content, stdout=report, stderr=report, timeout=timeout, check=False
            ).returncode
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            logger.error("The virus scanner did not answer: %s", error)
            raise NotScanned from error
        if ended == CLEAN:
            return
        report.seek(0)
        said = report.read(LONGEST_REPORT).decode(errors="replace").strip()
        if ended == INFECTED:
            logger.warning("The virus scanner refused a file: %s", said)
            raise Infected
        logger.error("The virus scanner ended with %s: %s", ended, said)
        raise NotScanned
