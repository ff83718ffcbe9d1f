"""The workbook as people use it: taken along, filled in without a connection, brought back, mended, confirmed."""

from decimal import Decimal
from pathlib import Path

import pytest

from accounts.models import User
from indicators.models import Indicator, ProgressEntry
from indicators.services import Figure, record_progress
from tests.indicators.figures_books import filled

from .conftest import PROGRAMME, _visit

pytestmark = pytest.mark.browser

PAGE = PROGRAMME + "figures/"
MINE, ALSO_MINE, THEIRS = "1.20", "1.21", "1.22"


class Traveller:
    """An outcome manager with a workbook on their own machine."""

    def __init__(self, visitor, folder):
        self.visitor, self.page, self.folder = visitor, visitor.page, folder
        visitor.sign_in_as("outcome-manager")

    def takes(self, button):
        """Download what this button or link gives; the bytes of the file."""
        with self.page.expect_download() as download:
            self.page.get_by_text(button).click()
        return Path(download.value.path()).read_bytes()

    def brings(self, content):
        """Send a file in, and look at what it would do."""
        file = self.folder / "figures.xlsx"
        file.write_bytes(content)
        self.visitor.open(PAGE)
        self.page.get_by_label("The workbook you filled in").set_input_files(file)
        self.page.get_by_role("button", name="See what it would do").click()
        self.page.wait_for_url("**/figures/*/")
        self.visitor.is_accessible()

    def confirms(self, button):
        self.page.get_by_role("button", name=button).click()
        self.page.get_by_text("The figures were recorded.").wait_for()
        self.visitor.is_accessible()


def recorded(code):
    """What is there of an indicator for 2010, by whom."""
    entry = ProgressEntry.objects.get(indicator__code=code, period__label="2010")
    return entry.value, entry.state, str(entry.recorded_by)


def colleague_records(code, value):
    indicator = Indicator.objects.select_related("outcome__programme").get(code=code)
    period = indicator.programme.periods.get(label="2010")
    record_progress(
        indicator=indicator,
        period=period,
        figure=Figure(measured_on=period.ends_on, value=value),
        revision=0,
        by=User.objects.get(email="programme-officer@example.org"),
    )


def there_and_back(visitor, folder):
    ProgressEntry.objects.filter(indicator__code__in=(MINE, ALSO_MINE, THEIRS), period__label="2010").delete()
    traveller = Traveller(visitor, folder)
    visitor.open(PAGE)
    content = traveller.takes("Download the workbook (XLSX)")
    content = filled(
        content,
        {MINE: {"value": "1,234", "hand_in": "yes"}, ALSO_MINE: {"value": 7}, THEIRS: {"value": 320, "hand_in": "yes"}},
    )
    colleague_records(THEIRS, Decimal(300))

    traveller.brings(content)
    visitor.reads("“1,234” can mean two things. Type 1234 or 1.2340.")
    returned = traveller.takes("Download your workbook with remarks")

    traveller.brings(filled(returned, {MINE: {"value": 1234}}))
    visitor.reads("2 rows would be recorded, 1 of them handed in for verification.")
    visitor.reads("Saved by Programme officer")
    return traveller


def test_offline_and_back_with_mine_over_theirs(visitor, tmp_path):
    traveller = there_and_back(visitor, tmp_path)
    traveller.page.get_by_label("Replace it with mine").check()
    traveller.confirms("Record 2 rows and those ticked")
    assert recorded(MINE) == (1234, "submitted", "Outcome manager")
    assert recorded(ALSO_MINE) == (7, "draft", "Outcome manager")
    assert recorded(THEIRS) == (320, "submitted", "Outcome manager")


def test_without_javascript_on_a_narrow_screen(visitor_without_javascript, tmp_path):
    visitor = visitor_without_javascript
    visitor.is_accessible = lambda: None  # the checker is a script
    traveller = there_and_back(visitor, tmp_path)
    traveller.confirms("Record 2 rows and those ticked")
    assert recorded(MINE) == (1234, "submitted", "Outcome manager")
    assert recorded(THEIRS) == (300, "draft", "Programme officer")


def test_the_preview_on_a_narrow_screen(demo, chromium, live_server, tmp_path):
    context, visitor = _visit(chromium, live_server, 360)
    there_and_back(visitor, tmp_path)
    context.close()
    assert visitor.complaints == []
