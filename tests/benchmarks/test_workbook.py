"""How the workbook grows from 50 to 500 indicators with 8 targets each: queries, seconds, memory.

Prints, asserts no times: `script/benchmark`. In proportion means ten times as long at most. 500 indicators are about
5,000 rows.
"""

import time
import tracemalloc

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from dwcp.toolkit.workbooks import workbook
from indicators.models import Indicator
from indicators.services import (
    confirm_import,
    framework_folder,
    framework_workbook,
    preview_framework,
    undo_import,
)
from indicators.services.workbook import framework_tabs

from .big_programme import big_programme

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db]
SIZES = (50, 500)


def measured(name, size, act, *, with_memory=False):
    """Print queries, seconds, and the memory that Python took at most (MB); whatever is written is rolled back."""

    def once():
        with transaction.atomic():
            answer = act()
            transaction.set_rollback(True)
        return answer

    with CaptureQueriesContext(connection) as queries:
        start = time.perf_counter()
        answer = once()
        seconds = time.perf_counter() - start
    text = f"{connection.vendor:11} {name:34} {size:4} indicators {len(queries):4} queries {seconds:8.3f} s"
    if with_memory:
        tracemalloc.start()
        once()
        text += f" {tracemalloc.get_traced_memory()[1] / 1e6:7.1f} MB"
        tracemalloc.stop()
    print(text)
    return answer


def changed(programme, *, column, text):
    """The workbook of a programme in which a column of the targets and of the indicators says something else."""
    tabs, lists = framework_tabs(programme)
    for tab in tabs:
        names = [one.name for one in tab.columns]
        if tab.name in ("indicators", "targets"):
            for _line, cells in tab.rows:
                cells[names.index(column)] = text
    return workbook(tabs, read_me=["Benchmark"], lists=lists)


def renamed(programme):
    """The same framework under other codes: every indicator, step and target is new."""
    tabs, lists = framework_tabs(programme)
    for tab in tabs:
        names = [one.name for one in tab.columns]
        column = {"indicators": "code"}.get(tab.name, "indicator")
        if column in names:
            for _line, cells in tab.rows:
                cells[names.index(column)] = f"N{cells[names.index(column)]}"
                if "baseline_source" in names:
                    cells[names.index("baseline_source")] = "Labour force survey"
    return workbook(tabs, read_me=["Benchmark"], lists=lists)


@pytest.mark.parametrize("size", SIZES)
def test_there_and_back(size):
    programme, officer = big_programme(size)

    def preview(content):
        return lambda: preview_framework(programme=programme, file_name="big.xlsx", content=content, by=officer)

    def confirm(content):
        def act():
            looked_at = preview(content)()
            return confirm_import(framework_import=looked_at, reason="Benchmark", by=officer)

        return act

    def confirm_and_undo(content):
        act = confirm(content)
        return lambda: undo_import(framework_import=act(), by=officer)

    content = measured(
        "workbook out", size, lambda: framework_workbook(programme=programme, by=officer), with_memory=True
    )
    print(f"{'':46} {len(content) / 1000:.0f} kB")
    measured("CSV folder out", size, lambda: framework_folder(programme=programme, by=officer))
    assert not measured("preview, nothing changed", size, preview(content)).summary["problems"]
    every_row = changed(programme, column="source", text="Programme document")
    assert not measured("preview, every row changed", size, preview(every_row)).summary["problems"]
    measured("preview and import, every row changed", size, confirm(every_row))
    measured("the same and undo", size, confirm_and_undo(every_row))
    new = renamed(programme)
    assert not measured("preview, every row new", size, preview(new), with_memory=True).summary["problems"]
    measured("preview and import, every row new", size, confirm(new))
    measured("the same and undo", size, confirm_and_undo(new))
    wrong = changed(programme, column="source", text="x" * 300)
    summary = measured("preview, every row wrong", size, preview(wrong)).summary
    assert summary["problem_count"] == Indicator.objects.in_programme(programme).count() + 8 * size
