"""Recording progress at a screen: by the keyboard alone, over a bad line, with a session that ends, two at once."""

import pytest

from reviews.management.commands.load_demo import PASSWORD

from .conftest import PROGRAMME, _visit

pytestmark = pytest.mark.browser

RECORD = PROGRAMME + "indicators/1.23/entries/2010/record/"


def sign_in_again(page, person="outcome-manager"):
    page.get_by_label("E-mail").fill(f"{person}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def is_kept(page):
    page.locator("#kept-line", has_text="Kept at").wait_for()


def test_by_the_keyboard_alone(visitor):
    visitor.sign_in_as("outcome-manager")
    visitor.open(RECORD + "?next=work")
    page, keys = visitor.page, visitor.page.keyboard
    page.locator("#id_women").focus()
    keys.type("5")
    keys.press("Tab")
    keys.type("7")
    page.locator("#outlook-now", has_text="12 trainers").wait_for()
    visitor.reads("With this figure: 12 trainers, 60% of the way to the target")
    visitor.reads("Sex – not stated: 0")
    visitor.is_accessible()
    keys.press("Enter")
    page.wait_for_url("**/my-work/")
    visitor.reads("Submitted. It now waits for verification.")


def test_a_number_that_could_mean_two_things_is_asked_about_with_both(visitor):
    visitor.sign_in_as("outcome-manager")
    visitor.open(RECORD)
    page = visitor.page
    page.locator("#id_women").fill("1,234")
    page.locator("#outlook-now").get_by_role("button", name="1234").click()
    assert page.locator("#id_women").input_value() == "1234"
    page.locator("#outlook-now", has_text="1,234 trainers").wait_for()
    assert page.locator("#id_value").input_value() == "1234"


def test_there_is_no_figure_and_then_there_is_one(visitor):
    visitor.sign_in_as("outcome-manager")
    visitor.open(RECORD)
    page = visitor.page
    page.locator("#id_women").fill("5")
    assert not page.get_by_label("Why is there none?").is_visible()
    page.get_by_label("Not available").check()
    page.get_by_label("Why is there none?").fill("No survey yet.")
    page.locator("#outlook-now", has_text="Keep one of the two.").wait_for()
    assert page.locator("#id_women").is_visible()
    page.get_by_label("Yes, as stated above").check()
    assert page.get_by_label("Why is there none?").input_value() == "No survey yet."
    assert page.locator("#id_women").input_value() == "5"
    page.locator("#outlook-now", has_text="5 trainers").wait_for()


def test_what_was_typed_survives_closing_the_page(visitor):
    visitor.sign_in_as("outcome-manager")
    visitor.open(RECORD)
    page = visitor.page
    page.locator("#id_women").fill("5")
    page.get_by_label("Note").fill("Half a sentence")
    is_kept(page)
    page.get_by_label("Note").fill("Half a sentence, and the last words")
    page.goto("about:blank")
    visitor.open(RECORD)
    visitor.reads("is kept here and not saved yet.")
    assert page.get_by_label("Note").input_value() == "Half a sentence, and the last words"
    assert page.locator("#id_women").input_value() == "5"
    visitor.is_accessible()
    page.get_by_text("Start anew instead").click()
    page.get_by_role("button", name="Let go of what I typed").click()
    page.get_by_text("is kept here and not saved yet.").wait_for(state="detached")
    assert page.get_by_label("Note").input_value() == ""


def test_a_session_that_ends_while_typing_is_told_at_once(visitor):
    visitor.sign_in_as("outcome-manager")
    visitor.open(RECORD)
    page = visitor.page
    page.locator("#id_women").fill("5")
    is_kept(page)
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Note").fill("Typed after the session ended.")
    page.get_by_text("You are signed out; what you type is kept in this browser.").wait_for()
    visitor.is_accessible()
    page.get_by_role("link", name="Sign in again").click()
    sign_in_again(page)
    page.wait_for_url("**" + RECORD)
    assert page.get_by_label("Note").input_value() == "Typed after the session ended."
    assert page.locator("#id_women").input_value() == "5"
    is_kept(page)
    page.locator("#id_men").fill("7")
    page.get_by_role("button", name="Submit for verification").last.click()
    visitor.reads("Submitted. It now waits for verification.")


def test_whoever_signs_in_next_never_sees_what_was_typed(visitor):
    visitor.sign_in_as("outcome-manager")
    visitor.open(RECORD)
    page = visitor.page
    page.get_by_label("Note").fill("Only for my eyes.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Submit for verification").last.click()
    sign_in_again(page, "programme-officer")
    page.wait_for_url("**" + RECORD)
    assert page.get_by_label("Note").input_value() == ""
    assert "Only for my eyes." not in page.evaluate("JSON.stringify(Object.values(sessionStorage))")
    # What was on its way when the page was left is led to the sign-in page or fails; Chromium complains of both.
    told = ("/accounts/login/", "ERR_FAILED")
    visitor.complaints[:] = [one for one in visitor.complaints if not any(word in one for word in told)]


def test_without_a_connection_it_waits_in_the_browser(visitor):
    visitor.sign_in_as("outcome-manager")
    visitor.open(RECORD)
    page = visitor.page
    page.context.set_offline(True)
    page.get_by_label("Note").fill("Typed on the boat.")
    page.get_by_text("No connection. What you type is kept in this browser").wait_for()
    page.get_by_role("button", name="Submit for verification").last.click()
    assert page.url.endswith(RECORD)
    page.context.set_offline(False)
    is_kept(page)
    assert not page.get_by_text("No connection.").first.is_visible()
    visitor.complaints[:] = [one for one in visitor.complaints if "ERR_INTERNET_DISCONNECTED" not in one]


def test_a_doubt_asks_for_a_word_and_lets_it_pass(visitor):
    visitor.sign_in_as("outcome-manager")
    visitor.open(RECORD)
    page = visitor.page
    page.locator("#id_women").fill("0")
    page.locator("#id_men").fill("7")
    page.locator("#outlook-now", has_text="No women are counted").wait_for()
    assert page.get_by_label("What explains it?").is_visible()
    page.get_by_role("button", name="Submit for verification").last.click()
    visitor.reads("Not submitted yet: is this right?")
    assert page.evaluate("document.activeElement.id") == "id_explanation"
    visitor.is_accessible()
    page.get_by_role("button", name="Submit all the same").click()
    visitor.reads("Submitted. It now waits for verification.")


@pytest.fixture
def colleague(demo, chromium, live_server):
    """A second person, in a browser of their own and on a narrow screen."""
    context, visitor = _visit(chromium, live_server, 360)
    yield visitor
    context.close()


def test_two_browsers_on_one_entry(visitor, colleague):
    visitor.sign_in_as("outcome-manager")
    visitor.open(RECORD)
    colleague.sign_in_as("programme-officer")
    colleague.open(RECORD)
    visitor.page.locator("#id_women").fill("5")
    visitor.page.get_by_role("button", name="Save as draft").click()
    visitor.reads("Draft saved.")

    page = colleague.page
    page.locator("#id_women").fill("6")
    page.get_by_label("Note").fill("From the lists of both centres.")
    page.locator("#kept-line", has_text="has saved this entry at").wait_for()
    page.get_by_role("button", name="Save as draft").click()
    colleague.reads("This entry has changed since you opened it.")
    colleague.is_accessible()
    assert colleague.row("Women") == ["6", "5"]
    assert colleague.row("Note") == ["From the lists of both centres.", "–"]
    page.get_by_role("button", name="Save mine over it").click()
    colleague.reads("Draft saved.")
    colleague.reads("6 trainers")


def test_parts_are_added_up_only_where_the_server_takes_them(visitor):
    visitor.sign_in_as("outcome-manager")
    visitor.open(RECORD)
    page = visitor.page
    assert page.evaluate("document.activeElement.id") == "id_women"
    page.locator("#id_men").fill("7")
    sums = {}
    for text in ("1e5", "-5", "0x10", "1.234", "1234", "0.617", "1,234.5"):
        page.locator("#id_women").fill(text)
        sums[text] = page.locator("#id_value").input_value()
    assert sums == {
        "1e5": "",
        "-5": "",
        "0x10": "",
        "1.234": "",
        "1234": "1241",
        # Three decimals alone could be thousands.
        "0.617": "7.6170",
        "1,234.5": "1241.5",
    }
    # The last of it is kept before the page goes.
    page.evaluate("document.getElementById('kept-line').replaceChildren()")
    page.locator("#id_women").fill("5")
    is_kept(page)


def test_what_went_wrong_never_covers_the_field_somebody_types_in(colleague):
    colleague.sign_in_as("outcome-manager")
    colleague.open(RECORD)
    page = colleague.page
    page.get_by_label("Note").fill("A line.")
    is_kept(page)
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Note").fill("Another line.")
    page.get_by_text("You are signed out; what you type is kept in this browser.").wait_for()
    covered = {}
    for name in ("women", "men", "value", "narrative", "measured_on", "source"):
        page.locator(f"#id_{name}").focus()
        box, note = page.locator(f"#id_{name}").bounding_box(), page.locator(".trouble").bounding_box()
        covered[name] = box["y"] + box["height"] > note["y"] and box["y"] < note["y"] + note["height"]
    assert covered == dict.fromkeys(covered, False)
