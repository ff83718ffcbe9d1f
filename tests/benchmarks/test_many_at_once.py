"""20 people who save at once: entries per second, errors, figures lost.

Prints, asserts no times: `script/benchmark`.
"""

import pytest
from django.db import connection

from indicators.models import ProgressEntry

from .crowd import Crowd

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]
PEOPLE, TIMES = 20, 25


def test_twenty_people_save_their_own():
    crowd = Crowd(PEOPLE)
    rush = crowd.save_their_own(TIMES)
    entries = ProgressEntry.objects.filter(indicator__in=crowd.own)
    lost = sum(TIMES - entry.revision for entry in entries) + TIMES * (PEOPLE - len(entries))
    report("each their own figure", rush, lost)
    assert (rush.errors, lost) == ([], 0)


def test_twenty_people_add_to_one_figure():
    crowd = Crowd(PEOPLE)
    rush = crowd.add_one_each(TIMES)
    lost = rush.saved - int(ProgressEntry.objects.get(indicator=crowd.shared).value)
    report("all of them one figure", rush, lost)
    assert (rush.errors, lost) == ([], 0)


def report(name, rush, lost):
    print(
        f"{connection.vendor:11} {PEOPLE} people, {name:24} {rush.saved:5} entries in {rush.seconds:6.2f} s: "
        f"{rush.saved / rush.seconds:6.1f} entries/s, {len(rush.errors)} errors, {lost} lost, "
        f"told of a newer figure {rush.told} times"
    )
