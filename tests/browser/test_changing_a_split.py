"""A dimension is added after figures were reported: they stay as they were, and a restated series begins."""

import re

import pytest

from .conftest import PROGRAMME

pytestmark = pytest.mark.browser

INDICATOR = PROGRAMME + "indicators/1.23/"


def choose(visitor, *dimensions, reason=None):
    visitor.open(PROGRAMME + "settings/indicators/1.23/splits/")
    for dimension in dimensions:
        visitor.page.get_by_role("checkbox", name=re.compile(f"^{re.escape(dimension)} \\(")).check()
    if reason:
        visitor.page.get_by_label("Reason").fill(reason)
    visitor.page.get_by_role("button", name="Save").click()


def record(visitor, **figures):
    visitor.open(INDICATOR + "entries/2010/record/")
    for name, value in figures.items():
        visitor.page.locator(f"#id_{name}").fill(value)
    visitor.page.get_by_role("button", name="Submit for verification").click()
    visitor.reads("Submitted. It now waits for verification.")


def verify(visitor):
    visitor.sign_in_as("verifier")
    visitor.open(INDICATOR + "entries/2010/")
    visitor.page.get_by_label("Desk-checked").check()
    visitor.page.get_by_role("button", name="Verify", exact=True).click()


def test_both_series_are_found(visitor):
    page = visitor.page
    visitor.sign_in_as("programme-officer")
    choose(visitor, "Sex")

    visitor.sign_in_as("outcome-manager")
    record(visitor, women="5", men="7")
    verify(visitor)

    visitor.sign_in_as("programme-officer")
    choose(visitor, "Age")
    visitor.reads("There are figures already")
    choose(visitor, "Age", reason="The centres register the age of trainers since July.")
    visitor.open(INDICATOR)
    visitor.reads("Series 1, as reported")
    visitor.reads("The centres register the age of trainers since July.")
    visitor.reads("Not restated yet:")
    assert visitor.row("2010")[:3] == ["12", "5", "7"]

    visitor.sign_in_as("outcome-manager")
    visitor.open(INDICATOR)
    page.get_by_role("link", name="Restate 2010").click()
    visitor.is_accessible()
    for label, value in (("Women", "6"), ("Men", "7"), ("15–24", "4"), ("25–64", "9")):
        page.get_by_label(re.compile(f"^{label}")).fill(value)
    assert page.locator("#id_value").input_value() == "13"
    page.get_by_role("button", name="Submit for verification").click()
    visitor.open(INDICATOR)
    assert page.locator("dl.kpis").inner_text().splitlines().count("12") == 1, (
        "until it is verified the first one counts"
    )
    verify(visitor)

    visitor.sign_in_as("observer")
    visitor.open(INDICATOR)
    figures = {
        caption: [
            row.split("\t")[1]
            for row in page.get_by_role("region", name=caption).inner_text().splitlines()
            if "\t" in row
        ]
        for caption in ("Series 2, the latest period first", "Series 1, the latest period first")
    }
    assert {caption: rows[-1] for caption, rows in figures.items()} == {
        "Series 2, the latest period first": "13",
        "Series 1, the latest period first": "12",
    }
    assert page.locator("dl.kpis").inner_text().splitlines().count("13") == 1
    visitor.open(INDICATOR + "entries/2010/?series=1")
    visitor.reads("12 trainers")
