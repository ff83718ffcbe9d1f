"""Every page on a wide and a narrow screen: no violation that axe finds, nothing wider than the screen."""

import pytest

from .conftest import PROGRAMME, _visit

pytestmark = pytest.mark.browser

SETTINGS = [
    "",
    "programme/",
    "priority/add/",
    "outcome/add/",
    "biennia/",
    "biennia/add/",
    "country-programme-outcome/add/",
    "alignment/",
    "alignment/add/",
    "projects/",
    "project/add/",
    "budget/",
    "budget-line/add/",
    "risks/",
    "risk/add/",
    "people/",
    "member/add/",
    "indicators/",
    "indicators/add/",
    "indicators/4.5/splits/",
    "dimensions/",
    "dimension/add/",
    "periods/plan/",
    "evaluability/",
    "evaluability/check/",
    "workbook/",
    "clone/",
    "archive/",
]
PAGES = {
    "observer": [
        "/",
        "/my-work/",
        PROGRAMME,
        PROGRAMME + "results/",
        PROGRAMME + "periods/",
        PROGRAMME + "reporting/",
        PROGRAMME + "reporting/?outcome=1&state=due",
        PROGRAMME + "outcomes/1/",
        PROGRAMME + "outcomes/1/context/",
        PROGRAMME + "grid/1/2010/",
        PROGRAMME + "indicators/1.26/",
        PROGRAMME + "indicators/2.7/",
        PROGRAMME + "indicators/1.5/entries/2010/",
        PROGRAMME + "consultations/",
        PROGRAMME + "consultations/events/C14/",
        PROGRAMME + "consultations/suggestions/",
        PROGRAMME + "consultations/comments/",
        PROGRAMME + "reviews/",
        PROGRAMME + "reviews/2010/",
        PROGRAMME + "reviews/2007/",
        PROGRAMME + "reviews/2010/criteria/",
        PROGRAMME + "reviews/2010/outcomes/",
        PROGRAMME + "reviews/2010/outcomes/KHM104/",
        PROGRAMME + "reviews/2010/indicators/",
        PROGRAMME + "reviews/2010/recommendations/",
        PROGRAMME + "reviews/2010/reconciliation/",
        "/accounts/password/change/",
        "/accounts/settings/",
        "/methods/",
    ],
    "outcome-manager": [
        PROGRAMME + "figures/",
        PROGRAMME + "reporting/",
        "/my-work/",
        PROGRAMME + "results/",
        PROGRAMME + "indicators/1.23/entries/2010/record/",
        PROGRAMME + "indicators/2.5/entries/2010/",
        PROGRAMME + "indicators/1.5/entries/2010/comments/people/",
        PROGRAMME + "grid/1/2010/",
        PROGRAMME + "grid/4/2009/",
        PROGRAMME + "indicators/1.15/entries/2010/record/",
        PROGRAMME + "indicators/1.23/entries/2009/record/",
    ],
    "reviewer": [
        PROGRAMME + "reviews/2010/criteria/2/",
        PROGRAMME + "reviews/2010/outcomes/KHM104/A/",
        PROGRAMME + "reviews/2010/report/",
        PROGRAMME + "reviews/2010/report/read/",
        PROGRAMME + "reviews/2010/report/sections/executive_summary/",
        PROGRAMME + "reviews/2010/outcomes/KHM104/telling/progress/",
    ],
    "programme-officer": [
        "/programmes/new/",
        PROGRAMME + "periods/",
        *(PROGRAMME + "settings/" + page for page in SETTINGS),
        PROGRAMME + "indicators/1.26/sheet/",
        PROGRAMME + "indicators/1.26/status/",
    ],
    "verifier": [
        PROGRAMME + "indicators/1.5/entries/2010/",
        PROGRAMME + "verification/",
        PROGRAMME + "verification/samples/",
    ],
}


@pytest.mark.parametrize("width", [1280, 360], ids=["wide", "narrow"])
def test_every_page_is_accessible(demo, chromium, live_server, width):
    context, visitor = _visit(chromium, live_server, width)
    for person, pages in PAGES.items():
        visitor.sign_in_as(person)
        for page in pages:
            visitor.open(page)
    context.close()
    assert visitor.complaints == []


def test_progress_is_recorded_without_javascript_on_a_narrow_screen(visitor_without_javascript):
    page, server = visitor_without_javascript.page, visitor_without_javascript.server
    page.goto(server + "/accounts/login/")
    page.get_by_label("E-mail").fill("outcome-manager@example.org")
    page.get_by_label("Password", exact=True).fill("decent-work-2010")
    page.get_by_role("button", name="Sign in").click()
    page.goto(server + PROGRAMME + "indicators/1.23/entries/2010/record/")
    page.locator("#id_women").fill("5")
    page.locator("#id_men").fill("seven")
    page.get_by_role("button", name="Submit for verification").click()
    visitor_without_javascript.reads("“seven” is not a number.")
    assert page.locator("#id_women").input_value() == "5"
    page.locator("#id_men").fill("7")
    page.get_by_role("button", name="Submit for verification").click()
    visitor_without_javascript.reads("Submitted. It now waits for verification.")
    visitor_without_javascript.reads("12 trainers")


def test_women_and_men_add_up_unless_the_total_was_typed(visitor):
    visitor.sign_in_as("outcome-manager")
    visitor.open(PROGRAMME + "indicators/1.23/entries/2010/record/")
    page = visitor.page
    page.locator("#id_women").fill("5")
    page.locator("#id_men").fill("7")
    assert page.locator("#id_value").input_value() == "12"
    page.locator("#id_men").fill("8")
    assert page.locator("#id_value").input_value() == "13"
    page.locator("#id_value").fill("20")
    page.get_by_role("button", name="Save as draft").click()
    page.get_by_role("link", name="Continue the draft").click()
    page.locator("#id_men").fill("9")
    assert page.locator("#id_value").input_value() == "20"


def test_what_was_typed_waits_while_one_signs_in_again(visitor):
    visitor.sign_in_as("outcome-manager")
    visitor.open(PROGRAMME + "indicators/1.23/entries/2010/record/")
    page = visitor.page
    page.locator("#id_women").fill("5")
    page.get_by_label("Note").fill("Typed before the session ended.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Submit for verification").click()
    page.get_by_label("E-mail").fill("outcome-manager@example.org")
    page.get_by_label("Password", exact=True).fill("decent-work-2010")
    page.get_by_role("button", name="Sign in").click()
    assert page.get_by_label("Note").input_value() == "Typed before the session ended."
    page.locator("#id_men").fill("7")
    page.get_by_role("button", name="Submit for verification").click()
    visitor.reads("Submitted. It now waits for verification.")


def test_a_score_is_not_lost_when_the_session_ends(visitor):
    visitor.sign_in_as("reviewer")
    visitor.open(PROGRAMME + "reviews/2010/criteria/2/")
    page = visitor.page
    page.get_by_label("Rationale").fill("Written before the session ended.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save").click()
    page.get_by_label("E-mail").fill("reviewer@example.org")
    page.get_by_label("Password", exact=True).fill("decent-work-2010")
    page.get_by_role("button", name="Sign in").click()
    assert page.get_by_label("Rationale").input_value() == "Written before the session ended."


def test_a_wrong_password_is_said_and_nothing_else(visitor):
    page = visitor.page
    visitor.open("/accounts/login/")
    page.get_by_label("E-mail").fill("observer@example.org")
    page.get_by_label("Password", exact=True).fill("not this one")
    page.get_by_role("button", name="Sign in").click()
    visitor.reads("password")
    assert page.url.endswith("/accounts/login/")
    visitor.is_accessible()
