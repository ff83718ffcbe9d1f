"""The workbook with figures, 50 and 500 rows: out, looked at, in, and back with remarks.

Prints, asserts no times: `script/benchmark`. Every row is filled in: a total, women and men, handed in.
"""

import time
from io import BytesIO

import openpyxl
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from indicators.models import ProgressEntry
from tests.indicators.books import saved
from tests.indicators.figures_books import SHEET, downloaded, imported, place_of, read

from .big_programme import big_programme

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db]
SIZES = (50, 500)


def measured(name, size, act):
    """Print queries and seconds; whatever is written is rolled back."""
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        start = time.perf_counter()
        answer = act()
        seconds = time.perf_counter() - start
        transaction.set_rollback(True)
    print(f"{connection.vendor:11} {name:34} {size:4} rows {len(queries):5} queries {seconds:8.3f} s")
    return answer


def filled_rows(content, **cells):
    """The workbook with the same cells in every row."""
    book = openpyxl.load_workbook(BytesIO(content))
    sheet = book[SHEET]
    for name, value in cells.items():
        column = place_of(sheet, name)
        for line in range(3, sheet.max_row + 1):
            sheet.cell(line, column).value = value
    return saved(book)


@pytest.mark.parametrize("size", SIZES)
def test_there_and_back(size):
    programme, officer = big_programme(size)
    ProgressEntry.objects.filter(period__programme=programme, period__state="open").delete()

    def by():
        """As after signing in anew: nothing of what the person may is known yet."""
        return User.objects.get(pk=officer.pk)

    content = measured("out", size, lambda: downloaded(programme, by()))
    print(f"{'':46} {len(content) / 1000:.0f} kB")
    good = filled_rows(content, value=5000, women=100, men=120, narrative="As told by the provinces", hand_in="yes")
    bad = filled_rows(content, value="1,234", women="many", men=120, hand_in="perhaps")
    assert len(measured("looked at", size, lambda: read(programme, by(), good).summary())["rows"]) == size
    assert measured("looked at and imported", size, lambda: imported(programme, by(), good)).summary["recorded"] == size
    problems = measured("looked at, every row wrong", size, lambda: read(programme, by(), bad).summary())["problems"]
    assert len(problems) == 3 * size
    returned = measured("back with remarks", size, lambda: read(programme, by(), bad).with_remarks())
    print(f"{'':46} {len(returned) / 1000:.0f} kB")
