"""A review whose recommendations are out, with the people who answer, do and judge; for the tests of follow-up."""

from datetime import date

from reviews.choices import ReviewState
from reviews.models import Review
from reviews.services import plan_action, report_on_action, respond


def in_state(review, state):
    """The review, moved there by hand."""
    Review.objects.filter(pk=review.pk).update(state=state)
    review.state = state
    return review


def signed(review):
    """The review as it is when its report is final."""
    return in_state(review, ReviewState.FINAL)


def accepted(recommendation, by):
    """The recommendation, accepted as it stands."""
    respond(recommendation=recommendation, verdict="accepted", by=by)
    return recommendation


def planned(recommendation, by, owner, *, text="Set up the committee", due_on=date(2011, 12, 31), organisation=None):
    """An action for an accepted recommendation."""
    return plan_action(
        recommendation=recommendation, text=text, owner=owner, organisation=organisation, due_on=due_on, by=by
    )


def completed(action, by, *, on=date(2011, 11, 30)):
    """The action, reported as completed."""
    return report_on_action(
        action=action,
        status="completed",
        progress="It met twice.",
        evidence="Minutes",
        completed_on=on,
        revision=action.revision,
        by=by,
    )
