"""`python -m tests.indicators.dying <moment>`: lays evidence beside an entry and is killed at a moment of it.

Run by test_evidence_faults.py in a process of its own, with a database and a folder of its own.
"""

import os
import signal
import sys

import django
from django.core.files.base import ContentFile


def prepare():
    """An empty database with one entry, and somebody who may record it."""
    from django.core.management import call_command

    from accounts.choices import Role
    from tests.factories import ProgrammeMembershipFactory, ProgressEntryFactory

    call_command("migrate", verbosity=0)
    entry = ProgressEntryFactory()
    ProgrammeMembershipFactory(programme=entry.programme, role=Role.PROGRAMME_OFFICER, user=entry.recorded_by)


def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


def main(moment):
    """Do what the moment asks for."""
    if moment == "prepare":
        return prepare()
    from dwcp.toolkit import kept_files
    from indicators.models import Evidence, ProgressEntry
    from indicators.services import add_evidence, evidence
    from tests.indicators.evidence_files import pdf

    if moment == "while the file is written":
        kept_files.Path.replace = die
    elif moment == "before the row is written":
        Evidence.objects.create = die
    elif moment == "before it is committed":
        evidence.record_event = die
    entry = ProgressEntry.objects.get()
    return add_evidence(entry=entry, file=ContentFile(pdf(), name="lists.pdf"), by=entry.recorded_by)


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])
