"""Verifying: with the keyboard alone, and several at once on a narrow screen without JavaScript."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from indicators.choices import EntryState
from indicators.models import Indicator, ProgressEntry, ReportingPeriod
from indicators.services import Figure, record_and_submit

from .conftest import PROGRAMME

pytestmark = pytest.mark.browser

CODES = ("1.22", "1.23", "1.27")


@pytest.fixture
def handed_in(demo):
    """Three entries of 2010 that wait, two of them with a figure like any other, one with no women in it."""
    period = ReportingPeriod.objects.get(programme__code=PROGRAMME.strip("/"), label="2010")
    recorder = User.objects.get(email="programme-officer@example.org")
    for place, code in enumerate(CODES):
        women, men = (0, 12) if place == 2 else (5, 7)
        figure = Figure(
            measured_on=date(2010, 12, 31),
            value=Decimal(12),
            parts={"women": Decimal(women), "men": Decimal(men)},
            source="Attendance lists",
        )
        indicator = Indicator.objects.get(outcome__programme=period.programme, code=code)
        record_and_submit(indicator=indicator, period=period, figure=figure, revision=0, by=recorder)


def states():
    entries = ProgressEntry.objects.filter(indicator__code__in=CODES, period__label="2010")
    return dict(entries.values_list("indicator__code", "state"))


def tab_to(page, name):
    """Walk with the tabulator to the thing of this name."""
    for _step in range(80):
        page.keyboard.press("Tab")
        label = page.evaluate(
            "(document.activeElement.labels?.[0] || document.activeElement).textContent.trim().replace(/\\s+/g, ' ')"
        )
        if label.startswith(name):
            return
    raise AssertionError(f"“{name}” cannot be reached with the tabulator")


def enter(page):
    """Press Enter, and wait for the page it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_one_after_the_other_with_the_keyboard_alone(handed_in, visitor):
    visitor.sign_in_as("verifier")
    visitor.open(PROGRAMME + "verification/")
    page = visitor.page
    tab_to(page, "Go through them one by one")
    enter(page)
    for checked in ("The total", "The women in it"):
        tab_to(page, "Desk-checked")
        page.keyboard.press("Space")
        tab_to(page, "What did you check?")
        page.keyboard.type(checked)
        visitor.is_accessible()
        enter(page)
        visitor.reads("Verified. The figure now counts.")
    visitor.reads("No women are counted")
    tab_to(page, "Return it with a reason")
    page.keyboard.press("Enter")
    tab_to(page, "Reason")
    page.keyboard.type("Were there no women at all?")
    tab_to(page, "Return")
    enter(page)
    visitor.reads("Returned with your reason.")
    visitor.reads("Nothing waits")
    assert states() == {
        "1.22": EntryState.VERIFIED,
        "1.23": EntryState.VERIFIED,
        "1.27": EntryState.RETURNED,
    }


def test_all_on_the_page_are_ticked_at_once(handed_in, visitor):
    visitor.sign_in_as("verifier")
    visitor.open(PROGRAMME + "verification/")
    page = visitor.page
    page.get_by_role("button", name="Tick all on this page").click()
    visitor.reads("2 ticked")
    page.get_by_label("Choose 1.22, 2010").uncheck()
    visitor.reads("1 ticked")
    page.get_by_label("Desk-checked").check()
    page.get_by_role("button", name="Verify them").click()
    visitor.reads("1 entry verified. Its figure now counts.")
    assert states() == {
        "1.22": EntryState.SUBMITTED,
        "1.23": EntryState.VERIFIED,
        "1.27": EntryState.SUBMITTED,
    }


def test_several_at_once_without_javascript_on_a_narrow_screen(handed_in, visitor_without_javascript):
    page, server = visitor_without_javascript.page, visitor_without_javascript.server
    page.goto(server + "/accounts/login/")
    page.get_by_label("E-mail").fill("verifier@example.org")
    page.get_by_label("Password", exact=True).fill("decent-work-2010")
    page.get_by_role("button", name="Sign in").click()
    page.goto(server + PROGRAMME + "verification/")
    page.get_by_label("All 2 without remarks").check()
    page.get_by_label("Checked against its source").check()
    page.get_by_role("button", name="Verify them").click()
    visitor_without_javascript.reads("Name the source you checked the figure against.")
    page.get_by_label("Checked against (optional)").fill("Attendance lists")
    page.get_by_role("button", name="Verify them").click()
    visitor_without_javascript.reads("2 entries verified. Their figures now count.")
    assert states() == {
        "1.22": EntryState.VERIFIED,
        "1.23": EntryState.VERIFIED,
        "1.27": EntryState.SUBMITTED,
    }
