"""My work: from the list to a handed-in figure in a few steps, with the keyboard alone, and without JavaScript."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from indicators.choices import EntryState
from indicators.models import Indicator, ProgressEntry, ReportingPeriod
from indicators.services import Figure, keep_typed, record_and_submit, return_entry

from .conftest import PROGRAMME

pytestmark = pytest.mark.browser


@pytest.fixture
def busy(demo):
    """Besides what is due: 1.22 was returned, 1.23 waits for a verifier, something was typed about 1.27."""
    period = ReportingPeriod.objects.get(programme__code=PROGRAMME.strip("/"), label="2010")
    manager, verifier = (User.objects.get(email=f"{one}@example.org") for one in ("outcome-manager", "verifier"))
    entries = {}
    for code, women in (("1.22", 5), ("1.23", 0)):
        indicator = Indicator.objects.get(outcome__programme=period.programme, code=code)
        figure = Figure(
            measured_on=date(2010, 12, 31),
            value=Decimal(12),
            parts={"women": Decimal(women), "men": Decimal(12 - women)},
        )
        entries[code] = record_and_submit(indicator=indicator, period=period, figure=figure, revision=0, by=manager)
    back = entries["1.22"]
    return_entry(entry=back, revision=back.revision, reason="The lists show eleven.", by=verifier)
    typed = Indicator.objects.get(outcome__programme=period.programme, code="1.27")
    keep_typed(indicator=typed, period=period, revision=0, typed={"women": "5"}, by=manager)


def state_of(code):
    return ProgressEntry.objects.get(indicator__code=code, period__label="2010").state


def focused(page):
    """What the focus is on, in a line."""
    return page.evaluate("document.activeElement.textContent.trim().replace(/\\s+/g, ' ')")


def number_of_things(page):
    """What the navigation says."""
    return int(page.locator("header .badge").inner_text())


def test_everything_there_is_accessible_on_a_wide_and_a_narrow_screen(busy, visitor):
    page = visitor.page
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        for person in ("outcome-manager", "verifier", "administrator", "observer"):
            visitor.sign_in_as(person)
            visitor.open("/my-work/")
            visitor.open("/my-work/?whose=all&state=due")
            visitor.open(PROGRAMME)
        visitor.sign_in_as("outcome-manager")
        visitor.open("/my-work/")
        page.get_by_text("Many at once").click()
        visitor.is_accessible()
        page.get_by_role("button", name="Keys").click()
        visitor.is_accessible()


def test_from_my_work_to_a_handed_in_figure_in_four_interactions(busy, visitor):
    page = visitor.page
    visitor.sign_in_as("outcome-manager")
    visitor.open("/my-work/")
    before = number_of_things(page)
    # 1: the row
    page.get_by_role("link", name="Correct 1.22, 2010").click()
    visitor.reads("The lists show eleven.")
    # 2 and 3: women and men
    page.locator("#id_women").fill("5")
    page.locator("#id_men").fill("6")
    # 4: hand in
    page.get_by_role("button", name="Submit for verification").click()
    visitor.reads("Submitted. It now waits for verification.")
    assert page.url == visitor.server + "/my-work/"
    assert number_of_things(page) == before - 1
    assert state_of("1.22") == EntryState.SUBMITTED


def test_the_list_is_worked_down_with_the_keyboard_alone(busy, visitor):
    page = visitor.page
    visitor.sign_in_as("outcome-manager")
    visitor.open("/my-work/")
    page.get_by_label("Where it stands").focus()
    # A letter typed outside the list is no key of it, and a list that is chosen from keeps its own.
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "id_state"
    rows = page.locator("#work .work-do a").all_inner_texts()
    page.locator("#work .work-do a").first.focus()
    first, second, third = (" ".join(row.split()) for row in rows[:3])
    for key, there in (("j", second), ("ArrowDown", third), ("k", second), ("ArrowUp", first), ("k", first)):
        page.keyboard.press(key)
        assert focused(page) == there
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keys").is_visible()
    page.keyboard.press("Escape")
    assert focused(page) == first
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "id_outcome"


def test_whoever_has_done_a_row_goes_on_with_the_next_in_the_list_as_it_was_narrowed(busy, visitor):
    page = visitor.page
    visitor.sign_in_as("outcome-manager")
    visitor.open("/my-work/")
    page.get_by_label("Where it stands").select_option("due")
    page.locator("#work-returned").wait_for(state="detached")
    assert page.url == visitor.server + "/my-work/?state=due"
    visitor.is_accessible()
    link = page.get_by_role("link", name="1.27, 2010")
    assert " ".join(link.inner_text().split()) == "Continue 1.27, 2010"
    rows = [" ".join(row.split()) for row in page.locator("#work .work-do a").all_inner_texts()]
    link.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("#id_women").fill("5")
    page.locator("#id_men").fill("7")
    page.get_by_role("button", name="Submit for verification").click()
    visitor.reads("Submitted. It now waits for verification.")
    page.wait_for_url("**/my-work/?state=due")
    there = page.locator("#work .work-do a:focus")
    there.wait_for()
    assert " ".join(there.inner_text().split()) == rows[rows.index("Continue 1.27, 2010") + 1]
    assert page.get_by_label("Where it stands").input_value() == "due"


def test_without_javascript_the_list_is_narrowed_and_worked_down_too(busy, visitor_without_javascript):
    visitor, page = visitor_without_javascript, visitor_without_javascript.page
    page.goto(visitor.server + "/accounts/login/")
    page.get_by_label("E-mail").fill("outcome-manager@example.org")
    page.get_by_label("Password", exact=True).fill("decent-work-2010")
    page.get_by_role("button", name="Sign in").click()
    page.goto(visitor.server + "/my-work/")
    assert page.get_by_role("button", name="Keys").count() == 0
    page.get_by_label("Where it stands").select_option("begun")
    page.get_by_role("button", name="Show").click()
    visitor.reads("1 thing of what you have chosen.")
    page.get_by_role("link", name="Continue 1.27, 2010").click()
    page.locator("#id_women").fill("5")
    page.locator("#id_men").fill("7")
    page.get_by_role("button", name="Submit for verification").click()
    visitor.reads("Submitted. It now waits for verification.")
    assert page.url == visitor.server + "/my-work/"
