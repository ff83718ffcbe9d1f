"""A review from its beginning to a correction: three score alone, agree with one dissent, are answered, and sign."""

import re

import pytest

from accounts.models import User
from outcomes.models import Programme
from reviews.choices import TeamCapacity
from reviews.models import Review, TeamMember
from tests.factories.reviews import CriterionFactory, PerformanceAreaFactory, RatingLabelFactory, ReviewTemplateFactory

from .conftest import PROGRAMME

pytestmark = pytest.mark.browser

REVIEW = PROGRAMME + "reviews/2026/"
SCALE = (
    "very unsatisfactory",
    "unsatisfactory",
    "moderately unsatisfactory",
    "moderately satisfactory",
    "satisfactory",
    "very satisfactory",
)
ALONE = {
    "reviewer": ("5", "The inspectors told us that it is used every day."),
    "second-reviewer": ("5", "Members use the guide in their factories."),
    "third-reviewer": ("2", "The unions we met had never heard of it."),
}


@pytest.fixture
def planned(demo):
    """A review with one criterion and one area, three in its team, planned for one outcome."""
    programme = Programme.objects.get(code=PROGRAMME.strip("/"))
    template = ReviewTemplateFactory(name="Short method")
    for score, label in enumerate(SCALE, start=1):
        RatingLabelFactory(template=template, score=score, label=label)
    CriterionFactory(template=template, number=1, title="Is the programme of use?")
    PerformanceAreaFactory(template=template, letter="A", title="Use of outputs", control="external")
    review = Review.objects.create(programme=programme, template=template, slug="2026", title="Review 2026")
    review.country_programme_outcomes.set(
        programme.country_programme_outcomes.filter(code="KHM 104").order_by("-biennium__start_year")[:1]
    )
    for person in ALONE:
        capacity = TeamCapacity.LEAD if person == "reviewer" else TeamCapacity.MEMBER
        constituency = {"third-reviewer": "workers", "second-reviewer": "employers"}.get(person, "")
        TeamMember.objects.create(
            review=review,
            person=User.objects.get(email=f"{person}@example.org"),
            capacity=capacity,
            constituency=constituency,
        )
    return review


def move_on(visitor, button):
    visitor.sign_in_as("programme-officer")
    visitor.open(REVIEW + "set-up/")
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name=button, exact=True).click()


def score_alone(visitor, person):
    score, rationale = ALONE[person]
    page = visitor.page
    visitor.sign_in_as(person)
    visitor.open(REVIEW + "my-scores/")
    seen = page.locator("main").inner_text()
    page.get_by_role("link", name="Score the next one").click()
    for last in (False, True):
        page.get_by_label(f"{score} – {SCALE[int(score) - 1]}").check()
        page.get_by_label("Rationale").fill(rationale)
        visitor.is_accessible()
        with page.expect_navigation():
            page.get_by_role("button", name="Save" if last else "Save and go to the next", exact=True).click()
    visitor.open(REVIEW + "my-scores/")
    with page.expect_navigation():
        page.get_by_role("button", name="Hand in my scores").click()
    visitor.reads("You handed in your scores on")
    return seen


def test_from_blind_scores_to_a_corrected_report(visitor, planned):
    page = visitor.page
    move_on(visitor, "Open for scoring")

    # Each alone: nothing that the others gave can be read.
    for number, person in enumerate(ALONE):
        seen = score_alone(visitor, person)
        for other in list(ALONE)[:number]:
            assert ALONE[other][1] not in seen
        visitor.open(REVIEW + "criteria/")
        assert not any(said in page.content() for _score, said in ALONE.values())

    # Together: the spread is seen, a score agreed, and one dissents.
    move_on(visitor, "Bring the scores together")
    visitor.sign_in_as("reviewer")
    for place in ("criteria/1/", "outcomes/KHM104/A/"):
        visitor.open(REVIEW + place)
        for _score, said in ALONE.values():
            visitor.reads(said)
        page.get_by_label("4 – moderately satisfactory").check()
        page.get_by_label(re.compile("Rationale|Comment")).fill("Used where it is known.")
        page.get_by_role("button", name="Save", exact=True).click()
        page.locator("#scoring", has_text="Saved.").wait_for()
    visitor.sign_in_as("third-reviewer")
    visitor.open(REVIEW + "criteria/1/dissent/")
    page.get_by_label("2 – unsatisfactory").check()
    page.get_by_label("What you see otherwise").fill("Workers do not know it: that is not of use.")
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    visitor.open(REVIEW + "criteria/1/")
    visitor.reads("Workers do not know it: that is not of use.")

    # The constituents answer the draft, each for themselves.
    move_on(visitor, "Write the draft report")
    move_on(visitor, "Send the draft to the constituents")
    for person, stance, said in (
        ("government", "endorses the draft", ""),
        ("employers", "endorses the draft", ""),
        ("workers", "has a reservation", "The score is too high."),
    ):
        visitor.sign_in_as(person)
        visitor.open(REVIEW + "validation/")
        page.get_by_label(stance).check()
        page.get_by_label("In words").fill(said)
        with page.expect_navigation():
            page.get_by_role("button", name="Answer for your organisation").click()
    visitor.is_accessible()
    visitor.reads("The score is too high.")

    # What does not agree is answered, and the report signed as it was read.
    sign(visitor, version=1)
    text = visitor.pdf_text(REVIEW + "report.pdf")
    assert "Workers do not know it: that is not of use." in text
    assert "The score is too high." in text
    assert "Used where it is known." in text
    visitor.sign_in_as("reviewer")
    visitor.open(REVIEW + "criteria/1/")
    visitor.reads("The review is “Final”")
    assert page.get_by_role("button", name="Save", exact=True).count() == 0

    # A correction is a new version, which says what it corrects.
    visitor.sign_in_as("programme-officer")
    visitor.open(REVIEW + "report/correct/")
    page.get_by_label("What is corrected").fill("The rationale named the wrong group.")
    with page.expect_navigation():
        page.get_by_role("button", name="Open it for the correction").click()
    visitor.sign_in_as("reviewer")
    visitor.open(REVIEW + "criteria/1/")
    page.get_by_label("Rationale").fill("Used where inspectors know it.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator("#scoring", has_text="Saved.").wait_for()
    sign(visitor, version=2)
    corrected = visitor.pdf_text(REVIEW + "report.pdf")
    assert "The rationale named the wrong group." in corrected
    assert "Used where inspectors know it." in corrected
    assert visitor.pdf_text(REVIEW + "report/versions/1/report.pdf") == text


def sign(visitor, *, version):
    page = visitor.page
    visitor.sign_in_as("programme-officer")
    visitor.open(REVIEW + "checks/")
    while (answer := page.locator("main summary", has_text=re.compile("^Answer"))).count():
        answer.first.click()
        page.locator("details[open] textarea").fill("Looked at; it stands.")
        with page.expect_navigation():
            page.locator("details[open]").get_by_role("button", name="Keep the answer").click()
    visitor.open(REVIEW + "report/sign/")
    page.locator("#ask-pdf").click(timeout=120_000)
    page.get_by_label("I have read this file.").check(timeout=60_000)
    with page.expect_navigation():
        page.get_by_role("button", name=f"Sign version {version}").click(timeout=60_000)
    visitor.open(REVIEW + "report/versions/")
    visitor.reads(f"Version {version}")
