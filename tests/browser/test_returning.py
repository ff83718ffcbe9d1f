"""A figure is returned with a reason, mended from the list of work, handed in again, and vouched for."""

import pytest

from .conftest import PROGRAMME

pytestmark = pytest.mark.browser

ENTRY = PROGRAMME + "indicators/1.23/entries/2010/"
REASON = "The attendance lists show eleven people, not twelve."


def test_what_is_returned_is_mended_and_handed_in_again(visitor):
    page = visitor.page
    visitor.sign_in_as("outcome-manager")
    visitor.open(ENTRY + "record/?next=work")
    page.locator("#id_women").fill("5")
    page.locator("#id_men").fill("7")
    page.get_by_role("button", name="Submit for verification").last.click()
    visitor.reads("Submitted. It now waits for verification.")

    visitor.sign_in_as("verifier")
    visitor.open(ENTRY)
    page.get_by_text("Return it with a reason").click()
    page.get_by_label("Reason").locator("visible=true").first.fill(REASON)
    page.get_by_role("button", name="Return", exact=True).click()
    visitor.reads("Returned with your reason.")

    visitor.sign_in_as("outcome-manager")
    visitor.open("/my-work/")
    visitor.reads(REASON)
    page.get_by_role("link", name="Correct").first.click()
    visitor.reads(REASON)
    assert page.locator("#id_men").input_value() == "7"
    page.locator("#id_men").fill("6")
    visitor.is_accessible()
    page.get_by_role("button", name="Submit for verification").last.click()
    visitor.reads("Submitted. It now waits for verification.")

    visitor.sign_in_as("verifier")
    visitor.open(ENTRY)
    page.get_by_label("Desk-checked").check()
    page.get_by_role("button", name="Verify", exact=True).click()
    visitor.open(ENTRY)
    visitor.reads("11 trainers")
    # The reason stays, also now that the figure is verified.
    visitor.reads(REASON)
