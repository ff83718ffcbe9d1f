"""The review of 2010 in the hands of a team of two, for tests of scoring."""

from django.urls import reverse

from reviews.models import IndividualScore, Review


def moved(review, state):
    """The review in a state of its life, without walking there."""
    Review.objects.filter(pk=review.pk).update(state=state)
    review.refresh_from_db()
    return review


def given(review, person, score, rationale="", **what):
    """A score that somebody gave alone: of a `criterion`, or of a `country_programme_outcome` in an `area`."""
    return IndividualScore.objects.create(review=review, reviewer=person, score=score, rationale=rationale, **what)


def at(review, name, **kwargs):
    """The address of a page of the review."""
    return reverse(f"reviews:{name}", kwargs={"programme": review.programme.code, "review": review.slug, **kwargs})
