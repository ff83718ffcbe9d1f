"""How pages and calculations grow from 50 to 500 indicators: queries, seconds, memory.

Prints, asserts no times: `script/benchmark`. In proportion means ten times as long at most.
"""

import gc
import time
import tracemalloc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.selectors import standings_of
from outcomes.models import Programme

from .big_programme import big_programme

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db]
SIZES = (50, 500)


def measured(act, times=3):
    """Queries, seconds of the quickest of some runs, and the memory that Python took at most in one more (MB)."""
    act()
    with CaptureQueriesContext(connection) as queries:
        act()
    count = len(queries)
    seconds = []
    for _run in range(times):
        gc.collect()  # what earlier runs left behind is not this one's
        start = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - start)
    tracemalloc.start()
    act()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return count, min(seconds), peak


def grown(name, acts):
    """Print each size, and how many times longer the larger one took."""
    results = {size: measured(act) for size, act in acts.items()}
    for size, (queries, seconds, peak) in results.items():
        print(
            f"{connection.vendor:11} {name:34} {size:4} indicators {queries:4} queries {seconds:8.3f} s {peak:7.1f} MB"
        )
    small, large = (results[size][1] for size in SIZES)
    print(f"{connection.vendor:11} {name:34} {large / small:5.1f} times as long for 10 times as many")


@pytest.fixture
def programmes(db):
    """A programme of each size with its officer."""
    return {size: big_programme(size) for size in SIZES}


def test_status_of_all_indicators(programmes):
    def standings(programme):
        return lambda: standings_of(Programme.objects.select_related("country").get(pk=programme.pk))

    grown("status of all", {size: standings(programme) for size, (programme, _officer) in programmes.items()})


@pytest.mark.parametrize("page", ["results/", "", "settings/indicators/", "settings/evaluability/"])
def test_pages(programmes, page, client):
    def visit(programme, officer):
        def act():
            client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
            answer = client.get(f"/{programme.code}/{page}")
            assert answer.status_code == 200

        return act

    grown(page or "dashboard", {size: visit(*of_size) for size, of_size in programmes.items()})
