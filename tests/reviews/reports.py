"""A small review whose report is made in a second, for the tests of its files."""

from tests.factories import (
    CriterionFactory,
    CriterionScoreFactory,
    ProgrammeFactory,
    RatingLabelFactory,
    ReviewFactory,
    ReviewTemplateFactory,
)


def small_review(state):
    """One criterion with a score, in a programme of its own."""
    template = ReviewTemplateFactory()
    for step in range(1, 7):
        RatingLabelFactory(template=template, score=step, label=f"Step {step}")
    programme = ProgrammeFactory()
    review = ReviewFactory(programme=programme, template=template, slug="2013", state=state)
    criterion = CriterionFactory(template=template, number=1, title="Relevance")
    CriterionScoreFactory(review=review, criterion=criterion, score=4, rationale="It answers to a need.")
    return review
