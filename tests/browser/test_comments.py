"""People talk about an entry in the browser: with the keyboard alone, and each on their own screen."""

import pytest

from .conftest import PROGRAMME

pytestmark = pytest.mark.browser
ENTRY = PROGRAMME + "indicators/1.5/entries/2010/"


def test_somebody_is_mentioned_with_the_keyboard_and_answers(visitor):
    page = visitor.page
    visitor.sign_in_as("workers")
    visitor.open(ENTRY)
    page.get_by_label("Your comment").focus()
    page.keyboard.type("Are the provinces in it, @ou")
    page.get_by_role("option").first.wait_for()
    assert page.get_by_role("option").all_inner_texts() == ["Outcome manager (ILO)"]
    visitor.is_accessible()
    page.keyboard.press("Enter")
    assert page.get_by_label("Your comment").input_value() == "Are the provinces in it, @Outcome manager "
    page.keyboard.type("?")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("For Outcome manager").first.wait_for()
    visitor.reads("1 comment")
    visitor.reads("For Outcome manager")
    visitor.is_accessible()
    visitor.sign_in_as("outcome-manager")
    visitor.open(ENTRY)
    page.get_by_text("Answer Workers").click()
    visitor.is_accessible()
    page.get_by_label("Your answer").fill("Yes, all of them.")
    page.get_by_role("article").get_by_role("link", name="Choose who is to read it").click()
    page.get_by_label("Verifier (ILO)").check()
    assert page.get_by_label("Your answer").input_value() == "Yes, all of them."
    visitor.is_accessible()
    page.get_by_role("button", name="Answer").click()
    visitor.reads("2 comments")
    visitor.reads("For Verifier")
    page.get_by_role("button", name="Take it back").click()
    visitor.reads("Taken back by Outcome manager")
    visitor.is_accessible()
    page.get_by_role("button", name="Put it back").click()
    visitor.reads("Yes, all of them.")


def test_a_comment_waits_while_one_signs_in_again(visitor):
    visitor.sign_in_as("employers")
    visitor.open(ENTRY)
    page = visitor.page
    page.get_by_label("Your comment").fill("Typed before the session ended.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Send").click()
    page.get_by_label("E-mail").fill("employers@example.org")
    page.get_by_label("Password", exact=True).fill("decent-work-2010")
    page.get_by_role("button", name="Sign in").click()
    assert page.get_by_label("Your comment").input_value() == "Typed before the session ended."
