"""Wording, ordering and removing recommendations, while the report is written."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEvent
from outcomes.services import Refused, put_back
from reviews.choices import WRITABLE_STATES, ReviewState
from reviews.services import (
    ReviewRefused,
    StaleReview,
    add_recommendation,
    change_recommendation,
    link_indicators,
    move_recommendation,
    put_back_recommendation,
    remove_recommendation,
    renumber_recommendations,
)
from tests import factories
from tests.reviews.follow_up_world import accepted, in_state, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(review):
    return review.recommendations.get(number=1)


@pytest.fixture
def indicator(programme):
    return factories.IndicatorFactory(outcome=programme.outcomes.get(number=1), code="1.99")


def change(recommendation, by, **changed):
    kept = {
        "text": recommendation.text,
        "addressed_to": recommendation.addressed_to,
        "criterion": recommendation.criterion,
        "indicators": list(recommendation.indicators.all()),
        "revision": recommendation.revision,
    }
    return change_recommendation(recommendation=recommendation, by=by, **kept | changed)


def numbers(review):
    return list(review.recommendations.values_list("number", "text"))


def last_event():
    event = AuditEvent.objects.first()
    return event.verb, event.subject, event.by, event.changes


def test_the_real_ones_are_there_as_printed(review):
    assert [one.number for one in review.recommendations.all()] == list(range(1, 15))
    assert set(review.recommendations.values_list("addressed_to", flat=True)) >= {"ILO (implied)"}


def test_one_is_added_behind_the_others(review, reviewer, indicator):
    criterion = review.template.criteria.get(number=3)
    added = add_recommendation(
        review=review,
        text="  Meet every quarter. ",
        addressed_to="ILO and MOLVT",
        criterion=criterion,
        indicators=[indicator],
        by=reviewer,
    )
    assert (added.number, added.text, added.addressed_to, added.criterion) == (
        15,
        "Meet every quarter.",
        "ILO and MOLVT",
        criterion,
    )
    assert list(added.indicators.all()) == [indicator]
    changes = {
        "text": [None, "Meet every quarter."],
        "addressed_to": [None, "ILO and MOLVT"],
        "criterion": [None, str(criterion)],
        "indicators": [None, "1.99"],
    }
    assert last_event() == ("added", added, reviewer, changes)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"text": " "}, "text"), ({"criterion": "other"}, "criterion"), ({"indicators": "other"}, "indicators")],
)
def test_what_does_not_belong_is_refused(review, reviewer, wrong, field):
    others = {"criterion": factories.CriterionFactory, "indicators": lambda: [factories.IndicatorFactory()]}
    sent = {name: others[name]() if value == "other" else value for name, value in wrong.items()}
    with pytest.raises(ReviewRefused) as refused:
        add_recommendation(review=review, by=reviewer, **{"text": "Meet."} | sent)
    assert refused.value.problems.keys() == {field}
    assert review.recommendations.count() == 14


def test_words_are_changed_and_the_trail_keeps_what_stood_there(first, reviewer):
    before = first.text
    changed = change(first, reviewer, text="Meet.", addressed_to="ILO")
    assert (changed.text, changed.addressed_to, changed.revision) == ("Meet.", "ILO", 2)
    changes = {"text": [before, "Meet."], "addressed_to": ["ILO (implied)", "ILO"]}
    assert last_event() == ("changed", first, reviewer, changes)


def test_saving_the_same_again_leaves_no_trace(first, reviewer):
    assert change(first, reviewer).revision == 1
    assert not AuditEvent.objects.about(first).exists()


def test_who_was_quicker_is_not_overwritten(first, reviewer):
    change(first, reviewer, text="Meet.")
    with pytest.raises(StaleReview) as stale:
        change(first, reviewer, text="Talk.", revision=1)
    assert stale.value.current.text == "Meet."
    first.refresh_from_db()
    assert first.text == "Meet."


@pytest.mark.parametrize("state", ReviewState)
def test_they_are_worded_only_while_the_report_is_written(first, review, reviewer, state):
    in_state(review, state)
    acts = (
        lambda: add_recommendation(review=review, text="Meet.", by=reviewer),
        lambda: change(first, reviewer, text="Meet."),
        lambda: move_recommendation(recommendation=first, up=False, by=reviewer),
        lambda: renumber_recommendations(review=review, by=reviewer),
        lambda: remove_recommendation(recommendation=review.recommendations.last(), revision=1, by=reviewer),
    )
    refused = 0
    for act in acts:
        try:
            act()
        except ReviewRefused:
            refused += 1
    assert refused == (0 if state in WRITABLE_STATES else len(acts))


@pytest.mark.parametrize(
    "who", ["observer", "verifier", "outcome_manager", "government_member", "another_reviewer", "outsider"]
)
def test_who_does_not_write_the_report_changes_nothing(first, review, who, request, make_person, programme):
    if who == "another_reviewer":
        person = make_person("Another", role="reviewer", programme=programme)
    else:
        person = request.getfixturevalue(who)
    before = numbers(review)
    for act in (
        lambda: add_recommendation(review=review, text="Meet.", by=person),
        lambda: change(first, person, text="Meet."),
        lambda: link_indicators(recommendation=first, indicators=[], revision=1, by=person),
        lambda: move_recommendation(recommendation=first, up=False, by=person),
        lambda: renumber_recommendations(review=review, by=person),
        lambda: remove_recommendation(recommendation=first, revision=1, by=person),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert numbers(review) == before


def test_two_neighbours_change_numbers(review, reviewer):
    one, other = review.recommendations.all()[1:3]
    moved = move_recommendation(recommendation=one, up=False, by=reviewer)
    assert moved.number == 3
    other.refresh_from_db()
    assert other.number == 2
    assert last_event() == ("moved", one, reviewer, {"number": [2, 3]})
    assert [number for number, _text in numbers(review)] == list(range(1, 15))


def test_at_the_end_nothing_moves(review, first, reviewer):
    assert move_recommendation(recommendation=first, up=True, by=reviewer).number == 1
    assert not AuditEvent.objects.filter(verb="moved").exists()


def test_gaps_are_closed(review, reviewer):
    review.recommendations.filter(number__in=[2, 7]).delete()
    texts = [text for _number, text in numbers(review)]
    assert renumber_recommendations(review=review, by=reviewer) == 11
    assert numbers(review) == list(enumerate(texts, start=1))


class TestRemoving:
    def test_it_comes_back_as_it_was(self, review, reviewer, indicator):
        last = review.recommendations.last()
        last.indicators.set([indicator])
        removal = remove_recommendation(recommendation=last, revision=1, by=reviewer)
        assert review.recommendations.count() == 13
        assert (removal.what, removal.removed_by) == ("recommendation 14", reviewer)
        put_back_recommendation(removal=removal, review=review, by=reviewer)
        back = review.recommendations.get(number=14)
        assert (back.pk, back.text, list(back.indicators.all())) == (last.pk, last.text, [indicator])

    def test_behind_the_others_where_its_number_is_taken(self, review, reviewer):
        removal = remove_recommendation(recommendation=review.recommendations.get(number=3), revision=1, by=reviewer)
        renumber_recommendations(review=review, by=reviewer)
        put_back_recommendation(removal=removal, review=review, by=reviewer)
        assert [number for number, _text in numbers(review)] == list(range(1, 15))
        assert review.recommendations.last().text == removal.content[0]["fields"]["text"]

    def test_not_while_somebody_has_changed_it(self, first, reviewer):
        change(first, reviewer, text="Meet.")
        with pytest.raises(StaleReview):
            remove_recommendation(recommendation=first, revision=1, by=reviewer)

    def test_an_answered_one_stays(self, first, review, reviewer, officer):
        signed(review)
        accepted(first, officer)
        in_state(review, ReviewState.DRAFT_REPORT)
        with pytest.raises(ReviewRefused, match="It has been answered"):
            remove_recommendation(recommendation=first, revision=1, by=reviewer)

    def test_one_that_a_later_review_repeats_stays(self, first, programme, reviewer):
        later = factories.ReviewFactory(programme=programme, slug="2012")
        factories.RecommendationFactory(review=later, carried_from=first)
        with pytest.raises(ReviewRefused, match="A later review repeats it"):
            remove_recommendation(recommendation=first, revision=1, by=reviewer)

    def test_nothing_comes_back_into_a_signed_report(self, first, review, reviewer, officer):
        removal = remove_recommendation(recommendation=first, revision=1, by=reviewer)
        signed(review)
        with pytest.raises(ReviewRefused, match="“Final”"):
            put_back_recommendation(removal=removal, review=review, by=reviewer)
        with pytest.raises(Refused, match="“Final”"):
            put_back(removal=removal, by=officer)
        assert review.recommendations.count() == 13


def test_indicators_are_linked_in_a_final_review_too(first, review, reviewer, indicator):
    signed(review)
    linked = link_indicators(recommendation=first, indicators=[indicator], revision=1, by=reviewer)
    assert (list(linked.indicators.all()), linked.revision) == ([indicator], 2)
    assert last_event() == ("changed", first, reviewer, {"indicators": ["", "1.99"]})
    with pytest.raises(StaleReview):
        link_indicators(recommendation=first, indicators=[], revision=1, by=reviewer)
