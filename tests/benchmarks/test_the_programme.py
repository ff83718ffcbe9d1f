"""Figures of the loaded programme: queries and median milliseconds of pages and of a save.

Prints, asserts no times: `script/benchmark`. Every page is asked for eleven times; the first is not counted.
"""

import time
from datetime import date
from decimal import Decimal
from statistics import median

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Indicator
from indicators.services import Figure, record_progress

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db]

PROGRAMME = "/KHM-DWCP-2008-2010/"
PAGES = {
    "my programmes": "/",
    "my work": "/my-work/",
    "dashboard": PROGRAMME,
    "results matrix, 56 indicators": PROGRAMME + "results/",
    "outcome, 28 indicators": PROGRAMME + "outcomes/1/",
    "outcome, structure and money": PROGRAMME + "outcomes/1/context/",
    "indicator": PROGRAMME + "indicators/1.5/",
    "entry": PROGRAMME + "indicators/1.5/entries/2010/",
    "record progress": PROGRAMME + "indicators/1.23/entries/2010/record/",
    "reviews": PROGRAMME + "reviews/",
    "review overview": PROGRAMME + "reviews/2010/",
    "review criteria": PROGRAMME + "reviews/2010/criteria/",
    "review outcomes": PROGRAMME + "reviews/2010/outcomes/",
    "review outcome": PROGRAMME + "reviews/2010/outcomes/KHM104/",
    "review indicators": PROGRAMME + "reviews/2010/indicators/",
    "review recommendations": PROGRAMME + "reviews/2010/recommendations/",
    "published figures": PROGRAMME + "reviews/2010/reconciliation/",
    "API: indicators": "/api/v1/programmes/KHM-DWCP-2008-2010/indicators/",
}


def say(name, queries, milliseconds, more=""):
    print(f"{connection.vendor:11} {name:34} {queries:4} queries {milliseconds:8.1f} ms  {more}")


def timed(act, times=10):
    """Queries of the first run, and the median of the following ones in milliseconds."""
    with CaptureQueriesContext(connection) as queries:
        act()
    count = len(queries)  # the next request forgets them
    taken = []
    for _round in range(times):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return count, median(taken)


@pytest.mark.parametrize("name", PAGES)
def test_page(name, sign_in, officer):
    client = sign_in(officer)
    answers = []
    queries, milliseconds = timed(lambda: answers.append(client.get(PAGES[name])))
    assert {answer.status_code for answer in answers} == {200}
    say(name, queries, milliseconds, f"{len(answers[0].content) / 1000:.0f} kB")


def test_saving_an_entry(officer, programme):
    indicator = Indicator.objects.in_programme(programme).get(code="1.23")
    period = programme.periods.get(label="2010")
    revision = 0

    def save():
        nonlocal revision
        figure = Figure(
            measured_on=date(2010, 12, 31),
            value=Decimal(12),
            parts={"women": Decimal(5), "men": Decimal(7)},
            narrative=f"Revision {revision}",
        )
        entry = record_progress(indicator=indicator, period=period, figure=figure, revision=revision, by=officer)
        revision = entry.revision

    say("saving an entry", *timed(save))
