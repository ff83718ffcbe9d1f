"""The tour of the README, walked from sign-in to the report."""

import pytest

from .conftest import PROGRAMME

pytestmark = pytest.mark.browser


def test_from_a_recorded_figure_to_the_report(visitor):
    page = visitor.page

    visitor.sign_in_as("observer")
    visitor.open(PROGRAMME)
    before = visitor.row("1 Productive employment")

    visitor.sign_in_as("outcome-manager")
    visitor.open(PROGRAMME)
    assert page.get_by_role("link", name="Due 17").count() == 1
    visitor.open(PROGRAMME + "indicators/1.23/")
    page.get_by_role("link", name="Record progress for 2010").click()
    page.get_by_label("Women").fill("5")
    page.locator("#id_men").fill("7")
    assert page.get_by_label("Total").input_value() == "12"
    page.get_by_label("Note").fill("Twelve trainers of two centres passed the course.")
    visitor.is_accessible()
    page.get_by_role("button", name="Submit for verification").click()
    visitor.reads("Submitted. It now waits for verification.")

    visitor.sign_in_as("verifier")
    visitor.open(PROGRAMME)
    assert page.get_by_role("link", name="To verify 1").count() == 1
    assert visitor.row("1 Productive employment")[1] == before[1]
    page.get_by_role("link", name="Verify 1.23, 2010").click()
    page.get_by_role("link", name="1.23, 2010", exact=True).click()
    visitor.is_accessible()
    visitor.reads("Twelve trainers of two centres passed the course.")
    page.get_by_label("Checked against its source").check()
    page.get_by_label("Checked against", exact=False).last.fill("Attendance lists of both centres")
    page.get_by_role("button", name="Verify", exact=True).click()
    visitor.reads("Verified. The figure now counts.")
    visitor.open(PROGRAMME)
    after = visitor.row("1 Productive employment")
    assert (before[1], after[1]) == ("12", "13")

    visitor.sign_in_as("reviewer")
    visitor.open(PROGRAMME + "reviews/2010/")
    visitor.reads("3.8")
    visitor.open(PROGRAMME + "reviews/2010/criteria/2/")
    page.get_by_label("5 ", exact=False).first.check()
    page.get_by_role("button", name="Save").click()
    visitor.open(PROGRAMME + "reviews/2010/")
    visitor.reads("4.2")
    visitor.open(PROGRAMME + "reviews/2010/report/files/")
    page.locator("#ask-pdf").click(timeout=120_000)
    text = visitor.pdf_text(page.locator("#get-pdf").get_attribute("href", timeout=120_000))
    assert "The criteria average 4.2: Moderately satisfactory." in text
    assert "Average 4.2 4.4\n" in text
    assert "Average 3.8 4.4\n" not in text
