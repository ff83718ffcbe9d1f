"""Evidence in the browser: dropped, chosen or linked; sent at once, or with the form where there is no script."""

import pytest

from indicators.models import Evidence
from tests.browser.conftest import PROGRAMME, _visit
from tests.indicators.evidence_files import pdf, png

pytestmark = pytest.mark.browser

ENTRY = PROGRAMME + "indicators/1.23/entries/2010/"
FORM = ENTRY + "record/"
LISTS = {"name": "Lists of May.pdf", "mimeType": "application/pdf", "buffer": pdf()}
PHOTO = {"name": "photo.png", "mimeType": "image/png", "buffer": png()}
SETUP = {"name": "setup.pdf", "mimeType": "application/pdf", "buffer": b"MZ"}

DROP = """([place, name, text]) => {
  const carried = new DataTransfer();
  if (name) carried.items.add(new File([text], name)); else carried.setData("text/uri-list", text);
  const stopped = ["dragenter", "dragover", "drop"].map((kind) => !document.querySelector(place).dispatchEvent(
    new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried })));
  return stopped.at(-1);
}"""


def items(page):
    """What the page lists, each with what can be done with it."""
    return page.locator("#evidence [data-evidence-items] .evidence-name").all_inner_texts()


def fill_in(page):
    page.locator("#id_women").fill("5")
    page.locator("#id_men").fill("7")


def fill_in_and_wait(page):
    """All requests of a test share one connection to its database: what is kept by itself has to be done."""
    fill_in(page)
    page.locator("#id_men").blur()
    page.locator("#kept-line").get_by_text("Kept at").wait_for()
    page.wait_for_load_state("networkidle")


def test_evidence_comes_by_drop_by_button_and_as_a_link(visitor):
    visitor.sign_in_as("outcome-manager")
    visitor.open(FORM)
    page = visitor.page
    fill_in_and_wait(page)
    assert page.evaluate(DROP, ["#evidence", "Lists of May.pdf", pdf().decode()])
    page.get_by_role("link", name="Lists of May.pdf").wait_for()
    page.get_by_label("Files").set_input_files([SETUP, PHOTO])
    page.get_by_role("link", name="photo.png").wait_for()
    # Each that was refused is told, also when others have come since.
    visitor.reads("“setup.pdf” is a file of the type “Windows program”")
    assert page.evaluate(DROP, ["#evidence", "", "https://www.ilo.org/asia/"])
    assert page.get_by_label("Address of a page or a document").input_value() == "https://www.ilo.org/asia/"
    page.get_by_label("What it shows").fill("The page of the training")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="The page of the training").wait_for()
    visitor.is_accessible()
    page.get_by_role("button", name="Submit for verification").last.click()
    visitor.reads("Submitted. It now waits for verification.")
    assert [name.split("\n")[0] for name in items(page)] == [
        "Lists of May.pdf",
        "photo.png",
        "The page of the training",
    ]
    page.get_by_text("Add evidence").click()
    visitor.is_accessible()


def test_what_was_a_mistake_is_taken_back_and_put_back_with_the_keyboard(visitor):
    visitor.sign_in_as("outcome-manager")
    visitor.open(FORM)
    page = visitor.page
    page.get_by_label("Files").set_input_files([LISTS])
    page.get_by_role("button", name="Take back Lists of May.pdf").focus()
    page.keyboard.press("Enter")
    page.get_by_text("1 taken back").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Put back Lists of May.pdf").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Take back Lists of May.pdf").wait_for()
    visitor.is_accessible()
    assert Evidence.objects.get().withdrawn_at is None


def test_enter_in_a_field_still_submits_the_figure(visitor):
    visitor.sign_in_as("outcome-manager")
    visitor.open(FORM)
    page = visitor.page
    page.get_by_label("Files").set_input_files([LISTS])
    page.get_by_role("link", name="Lists of May.pdf").wait_for()
    fill_in_and_wait(page)
    page.locator("#id_men").press("Enter")
    visitor.reads("Submitted. It now waits for verification.")
    visitor.reads("Lists of May.pdf")


def test_submitting_waits_for_files_that_are_on_their_way(visitor):
    visitor.sign_in_as("outcome-manager")
    visitor.open(FORM)
    page = visitor.page
    fill_in_and_wait(page)
    held = []
    page.route("**/record/evidence/", lambda route: held.append(route))
    page.get_by_label("Files").set_input_files([LISTS])
    page.get_by_text("Sending “Lists of May.pdf”").first.wait_for()
    visitor.is_accessible()
    page.get_by_role("button", name="Submit for verification").last.click()
    assert page.url.endswith("/record/")
    held[0].continue_()
    page.get_by_text("Submitted. It now waits for verification.").wait_for()
    visitor.reads("Lists of May.pdf")


def test_a_file_on_its_way_is_stopped(visitor):
    visitor.sign_in_as("outcome-manager")
    visitor.open(FORM)
    page = visitor.page
    page.route("**/record/evidence/", lambda route: None)
    page.get_by_label("Files").set_input_files([LISTS])
    page.get_by_role("button", name="Stop").click()
    page.locator("#evidence progress").wait_for(state="detached")
    assert items(page) == []


def test_who_is_signed_out_meanwhile_is_told_and_loses_nothing(visitor):
    visitor.sign_in_as("outcome-manager")
    visitor.open(FORM)
    page = visitor.page
    fill_in_and_wait(page)
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Files").set_input_files([LISTS])
    page.locator("#evidence").get_by_text("You are signed out, so “Lists of May.pdf” was not sent.").wait_for()
    assert page.locator("#id_women").input_value() == "5"


def test_a_file_that_misses_its_place_does_not_replace_the_page(visitor):
    visitor.sign_in_as("outcome-manager")
    visitor.open(FORM)
    assert visitor.page.evaluate(DROP, ["h1", "Lists of May.pdf", "x"])
    assert items(visitor.page) == []


def test_too_large_and_empty_files_are_told_before_they_are_sent(visitor):
    visitor.sign_in_as("outcome-manager")
    visitor.open(FORM)
    page, asked = visitor.page, []
    page.on("request", lambda request: asked.append(request.url) if "evidence" in request.url else None)
    page.evaluate("document.querySelector('[data-evidence]').dataset.largest = 100")
    large = LISTS | {"name": "large.pdf", "buffer": pdf("x" * 200)}
    page.get_by_label("Files").set_input_files([large, LISTS | {"name": "empty.pdf", "buffer": b""}])
    page.locator("#evidence").get_by_text("“empty.pdf” is empty.").wait_for()
    visitor.reads("“large.pdf” is larger than")
    assert asked == []


def test_a_picture_is_read_when_it_is_asked_for(visitor):
    visitor.sign_in_as("outcome-manager")
    visitor.open(FORM)
    page, asked = visitor.page, []
    page.get_by_label("Files").set_input_files([PHOTO])
    page.get_by_role("link", name="photo.png").wait_for()
    fill_in_and_wait(page)
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/picture/") else None)
    page.get_by_role("button", name="Save as draft").click()
    page.get_by_text("Show the picture").wait_for()
    assert asked == []
    page.get_by_text("Show the picture").click()
    picture = page.locator("img.evidence-picture")
    picture.wait_for()
    page.wait_for_function("document.querySelector('img.evidence-picture').naturalWidth === 1")
    assert len(asked) == 1
    visitor.is_accessible()


def test_without_a_script_files_are_added_and_taken_back_and_nothing_typed_is_lost(visitor_without_javascript):
    page, server = visitor_without_javascript.page, visitor_without_javascript.server
    page.goto(server + "/accounts/login/")
    page.get_by_label("E-mail").fill("outcome-manager@example.org")
    page.get_by_label("Password", exact=True).fill("decent-work-2010")
    page.get_by_role("button", name="Sign in").click()
    page.goto(server + FORM)
    fill_in(page)
    page.get_by_label("Files").set_input_files([LISTS, PHOTO])
    page.get_by_role("button", name="Add the files now").click()
    assert (page.locator("#id_women").input_value(), page.locator("#id_men").input_value()) == ("5", "7")
    page.get_by_role("button", name="Take back photo.png").click()
    assert page.locator("#id_women").input_value() == "5"
    page.get_by_label("Files").set_input_files([LISTS | {"name": "More.pdf", "buffer": pdf("More")}])
    page.locator("#id_value").fill("12")
    page.get_by_role("button", name="Submit for verification").last.click()
    visitor_without_javascript.reads("Submitted. It now waits for verification.")
    assert [name.split("\n")[0] for name in items(page)] == ["Lists of May.pdf", "More.pdf"]


@pytest.mark.parametrize("width", [1280, 360], ids=["wide", "narrow"])
def test_long_names_fit_the_screen(demo, chromium, live_server, width):
    context, visitor = _visit(chromium, live_server, width)
    visitor.sign_in_as("outcome-manager")
    visitor.open(FORM)
    page = visitor.page
    page.get_by_label("Files").set_input_files([PHOTO | {"name": "x" * 190 + ".png"}, LISTS])
    page.get_by_role("link", name="Lists of May.pdf").wait_for()
    for summary in page.locator("#evidence summary").all():
        summary.click()
    visitor.is_accessible()
    page.get_by_role("button", name="Save as draft").click()
    for summary in page.locator("#evidence summary").all():
        summary.click()
    visitor.is_accessible()
    context.close()
    assert visitor.complaints == []
