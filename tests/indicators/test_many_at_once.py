"""Many people save at the same moment: nothing fails, and nobody's figure is lost without a word.

Only PostgreSQL lets several write at once; SQLite lets them wait for each other.
"""

import pytest
from django.db import connection

from accounts.choices import AuditVerb
from accounts.models import AuditEvent
from indicators.models import ProgressEntry
from tests.benchmarks.crowd import Crowd

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


def test_everybody_saves_their_own():
    crowd = Crowd(8)
    rush = crowd.save_their_own(5)
    assert rush.errors == []
    entries = ProgressEntry.objects.filter(indicator__in=crowd.own)
    assert {(entry.value, entry.revision) for entry in entries} == {(5, 5)}
    assert AuditEvent.objects.filter(verb=AuditVerb.ENTRY_RECORDED, by__in=crowd.officers).count() == 8 * 5


def test_nobody_writes_over_somebody_elses_figure():
    crowd = Crowd(8)
    rush = crowd.add_one_each(5)
    assert rush.errors == []
    entry = ProgressEntry.objects.get(indicator=crowd.shared)
    assert (entry.value, entry.revision) == (8 * 5, 8 * 5)
