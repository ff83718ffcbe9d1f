"""The grid of an outcome with 60 indicators, each split into women and men: opening, saving, submitting.

Prints, asserts no times: `script/benchmark`. Everything goes through the pages, as a browser would.
"""

import time

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from indicators.models import ProgressEntry
from tests.indicators.forms_on_screen import Screen

from .big_programme import OUTCOMES, big_programme

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db]
ROWS = 60


@pytest.fixture
def address(client):
    """That of the grid of outcome 1 in the last half-year, of which nothing is reported yet."""
    programme, officer = big_programme(ROWS * OUTCOMES)
    period = programme.periods.last()
    ProgressEntry.objects.filter(period=period).delete()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return f"/{programme.code}/grid/1/{period.label}/"


def measured(name, act, times=3):
    """Print the queries of one run and the milliseconds of the quickest of some; what is written is rolled back."""

    def once():
        with transaction.atomic():
            answer = act()
            transaction.set_rollback(True)
        return answer

    with CaptureQueriesContext(connection) as queries:
        answer = once()
    count = len(queries)  # the next request forgets them
    taken = []
    for _run in range(times):
        start = time.perf_counter()
        once()
        taken.append((time.perf_counter() - start) * 1000)
    print(
        f"{connection.vendor:11} {name:34} {ROWS:4} rows {count:5} queries {min(taken):8.1f} ms "
        f"{len(answer.content) / 1000:.0f} kB"
    )
    return answer


def filled(client, address, action, **columns):
    """The form of the page with the same text in some cells of every row."""
    screen = Screen(client.get(address))
    cells = {
        name: columns[label.split(" ", 1)[1]]
        for label, name in screen.labels.items()
        if label.split(" ", 1)[1] in columns
    }
    return screen.fields | cells | {"action": action}


def test_grid(client, address):
    measured("opening the grid", lambda: client.get(address))
    figures = {"Women": "5", "Men": "7", "Note": "Two centres"}
    drafts = filled(client, address, "draft", **figures)
    assert measured("saving every row as a draft", lambda: client.post(address, drafts)).status_code == 302
    wrong = filled(client, address, "draft", **figures | {"Men": "seven"})
    assert measured("every row comes back with an error", lambda: client.post(address, wrong)).status_code == 422
    handed_in = filled(client, address, "submit", **figures)
    assert measured("submitting every row", lambda: client.post(address, handed_in)).status_code == 302
    assert client.post(address, drafts).status_code == 302
    again = filled(client, address, "draft", **figures | {"Men": "8", "Figure": "13"})
    assert measured("saving every draft again", lambda: client.post(address, again)).status_code == 302
    assert measured("opening it with drafts", lambda: client.get(address)).status_code == 200
