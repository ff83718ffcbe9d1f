"""What a recommendation did to figures: when the facts of its review were fixed, and today."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.choices import EntryState, Status
from reviews.choices import ActionStatus
from reviews.facts import facts_from_json
from reviews.models import Review
from reviews.selectors import facts_of, follow_up_of, followup_of
from reviews.services import check_action, respond
from tests import factories
from tests.reviews.follow_up_world import accepted, completed, planned, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def recommendation(review):
    return review.recommendations.get(number=1)


@pytest.fixture
def indicator(programme):
    """One with a figure of the last year."""
    return (
        programme.periods.get(label="2010")
        .entries.filter(value__isnull=False, state=EntryState.VERIFIED, indicator__measure="number")[0]
        .indicator
    )


def fixed(review):
    """The review with the facts as they are now."""
    Review.objects.filter(pk=review.pk).update(facts=facts_of(review).to_json())
    review.refresh_from_db(fields=["facts"])
    return review


def effects(review, number=1):
    return followup_of(review).rows[number - 1].effects


def test_nothing_is_linked_nothing_is_asked(review, django_assert_num_queries):
    with django_assert_num_queries(4):
        assert effects(review) == ()


def test_the_figure_moves_and_before_stays(review, recommendation, indicator):
    recommendation.indicators.set([indicator])
    fixed(review)
    (same,) = effects(review)
    assert (same.indicator, same.before, same.has_changed) == (indicator, same.after, False)
    fact = next(one for one in facts_from_json(review.facts).indicators if one.code == indicator.code)
    assert (same.before.shown, same.before.status, same.before.measured_on) == (
        fact.shown,
        Status(fact.status),
        fact.measured_on,
    )
    entry = indicator.entries.get(period__label="2010")
    entry.value += 1000
    entry.save()
    (moved,) = effects(review)
    assert (moved.before, moved.has_changed) == (same.before, True)
    assert moved.after.shown != moved.before.shown
    assert moved.after.label == str(moved.after.status.label)


def test_before_is_not_known_without_fixed_facts_or_for_a_newer_indicator(review, recommendation, indicator):
    recommendation.indicators.set([indicator])
    Review.objects.filter(pk=review.pk).update(facts="")
    review.refresh_from_db()
    (effect,) = effects(review)
    assert (effect.before, effect.has_changed) == (None, False)
    fixed(review)
    newer = factories.IndicatorFactory(outcome=indicator.outcome, code=f"{indicator.outcome.number}.99")
    recommendation.indicators.set([newer])
    (effect,) = effects(review)
    assert (effect.indicator, effect.before, effect.after.shown) == (newer, None, "")


def test_indicators_stand_in_the_order_of_the_programme(review, recommendation, programme):
    linked = list(programme.outcomes.get(number=1).indicators.order_by("-pk")[:3])
    recommendation.indicators.set(linked)
    of_all = [effect.indicator for effect in effects(review)]
    of_one = [effect.indicator for effect in follow_up_of(recommendation).effects]
    assert of_all == of_one
    assert set(of_all) == set(linked)
    assert [one.pk for one in of_all] == sorted(one.pk for one in linked)


def test_more_rows_need_no_more_queries(review, indicator, officer):
    signed(review)
    asked = []
    for number in (1, 2, 3):
        recommendation = accepted(review.recommendations.get(number=number), officer)
        recommendation.indicators.set([indicator])
        completed(planned(recommendation, officer, officer), officer)
        with CaptureQueriesContext(connection) as queries:
            followup_of(Review.objects.select_related("programme").get(pk=review.pk))
        asked.append(len(queries) - 1)
    assert asked[0] == asked[1] == asked[2] <= 9


def test_the_counts_say_where_it_all_stands(review, officer, verifier, outcome_manager):
    one, two, three = signed(review).recommendations.all()[:3]
    respond(recommendation=one, verdict="rejected", reason="No money.", by=officer)
    respond(recommendation=two, verdict="partially_accepted", reason="In part.", by=officer)
    accepted(three, officer)
    judged = completed(planned(two, officer, outcome_manager), outcome_manager)
    check_action(action=judged, adequacy="adequate", revision=2, by=verifier)
    planned(two, officer, outcome_manager, due_on=date(2011, 3, 1))
    planned(three, officer, None, organisation=verifier.organisation, due_on=date(2011, 6, 30))
    followup = followup_of(review, today=date(2011, 3, 31))
    counts = followup.counts
    assert (counts.total, counts.answered, counts.unanswered) == (14, 3, 11)
    assert (counts.accepted, counts.partially_accepted, counts.rejected, counts.open) == (1, 1, 1, 13)
    assert (counts.actions, counts.completed, counts.overdue, counts.checked, counts.carried) == (3, 1, 1, 1, 0)
    assert counts.by_status == {
        ActionStatus.OUTSTANDING: 2,
        ActionStatus.PARTIALLY_COMPLETED: 0,
        ActionStatus.COMPLETED: 1,
        ActionStatus.NO_ACTION_PLANNED: 0,
    }
    rows = followup.rows[1:3]
    assert [(row.done, row.is_overdue, row.done_of_all) for row in rows] == [
        (1, True, "1 of 2 actions completed"),
        (0, False, "0 of 1 action completed"),
    ]
    actions = [(one.is_overdue, one.days_late, one.is_checked, one.responsible) for row in rows for one in row.actions]
    assert actions == [
        (False, 0, True, "Outcome manager"),
        (True, 30, False, "Outcome manager"),
        (False, 0, False, str(verifier.organisation)),
    ]


def test_a_review_without_recommendations(programme):
    empty = followup_of(factories.ReviewFactory(programme=programme))
    assert (bool(empty), len(empty), empty.counts.total, empty.counts.open) == (False, 0, 0, 0)
