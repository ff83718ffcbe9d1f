"""What holds of every figure, whatever was promised and reported."""

from datetime import date
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.accumulation import Reported
from indicators.category_targets import category_standing
from indicators.combinations import COMBINATIONS
from indicators.disaggregation import pooled_percentage
from indicators.measurement import MOVES_IN_STEPS, Promise, total_of, verdict_of
from indicators.status import Point, Thresholds

figures = st.decimals(min_value=-(10**6), max_value=10**6, places=4)
amounts = st.decimals(min_value=0, max_value=10**9, places=4)
wholes = st.decimals(min_value=Decimal("0.0001"), max_value=10**9, places=4)
days = st.dates(min_value=date(2000, 1, 1), max_value=date(2030, 1, 1))
MARCHING = {"exceeded", "achieved", "on_track", "at_risk", "off_track"}


def values_of(measure):
    """What indicators of a measure state, start from and aim at."""
    if measure == "yes_no":
        return st.integers(0, 1).map(Decimal)
    return st.integers(0, 6).map(Decimal) if measure == "scale" else figures


@st.composite
def promises(draw):
    """A promise that the application would take, complete or not."""
    combination = draw(st.sampled_from([one for one in COMBINATIONS if one.example]))
    values = values_of(combination.measure)
    band = st.tuples(values, values) if combination.direction == "maintain" else st.none()
    return Promise(
        measure=combination.measure,
        accumulation=combination.accumulation,
        direction=combination.direction,
        baseline=draw(st.one_of(st.none(), values)),
        target=draw(st.one_of(st.none(), values)),
        path=draw(st.lists(st.builds(Point, days, values), max_size=4)),
        band=draw(st.one_of(st.none(), band)),
        until=draw(st.one_of(st.none(), days)),
    )


@st.composite
def reports(draw, measure):
    """Entries on such a promise."""
    fraction = st.tuples(amounts, wholes) if measure == "percentage" else st.none()
    entries = []
    for place in range(draw(st.integers(0, 6))):
        pair = draw(st.one_of(st.none(), fraction))
        entries.append(Reported(place, draw(days), draw(values_of(measure)), *(pair or (None, None))))
    return entries


@st.composite
def judged(draw):
    promise = draw(promises())
    reported = draw(reports(promise.measure))
    at_risk, on_track = sorted(draw(st.tuples(*[st.decimals(min_value=0, max_value=1, places=2)] * 2)))
    total = total_of(promise, reported)
    verdict = verdict_of(
        promise,
        total,
        is_told=draw(st.booleans()),
        oldest_acceptable=draw(st.one_of(st.none(), days)),
        thresholds=Thresholds(on_track, at_risk),
    )
    return promise, reported, total, verdict


@given(judged())
def test_status_never_contradicts_achievement(one):
    promise, _reported, _total, verdict = one
    share = verdict.achievement.share
    if promise.direction == "maintain" or share is None or verdict.status not in MARCHING:
        return
    assert (verdict.status == "exceeded") == (share > 1)
    assert (verdict.status == "achieved") == (share == 1)
    assert (verdict.status in {"on_track", "at_risk", "off_track"}) == (share < 1)


@given(judged())
def test_a_reached_target_is_never_red(one):
    promise, _reported, total, verdict = one
    if verdict.achievement.share is not None and verdict.achievement.share >= 1:
        assert verdict.status not in {"at_risk", "off_track"}
    if verdict.status == "off_track" and promise.direction == "maintain":
        assert verdict.achievement.share == 0
    if verdict.status == "exceeded":
        assert total.value != promise.target


@given(judged())
def test_what_is_maintained_is_green_inside_and_red_outside(one):
    promise, _reported, total, verdict = one
    if promise.direction != "maintain" or verdict.status not in MARCHING:
        return
    if promise.band:
        is_inside = min(promise.band) <= total.value <= max(promise.band)
    else:
        is_inside = total.value >= (promise.baseline if promise.target is None else promise.target)
    assert (verdict.status in {"on_track", "achieved"}) == is_inside
    if verdict.status == "achieved":
        assert total.as_at >= promise.until


@given(judged())
def test_without_figure_or_goal_nothing_is_judged(one):
    promise, _reported, total, verdict = one
    if total.value is None or (promise.target is None and promise.direction != "maintain"):
        assert verdict.status in {"no_data", "in_words"}
        assert verdict.achievement.share is None


@given(promises().flatmap(lambda promise: st.tuples(st.just(promise), reports(promise.measure))), st.data())
def test_entries_in_any_order_give_one_result(one, data):
    promise, reported = one
    shuffled = data.draw(st.permutations(reported))
    total = total_of(promise, reported)
    assert total_of(promise, shuffled) == total
    assert verdict_of(promise, total_of(promise, shuffled)) == verdict_of(promise, total)
    assert {*total.counted, *total.superseded} == set(reported)
    assert not {*total.counted} & {*total.superseded}


@given(st.lists(st.tuples(amounts, wholes), min_size=1, max_size=8), st.sampled_from(["increase", "decrease"]))
def test_parts_over_wholes_are_the_pooled_percentage(pairs, direction):
    promise = Promise(measure="percentage", accumulation="increment", direction=direction)
    entries = [Reported(n, date(2009, 1, 1), Decimal(0), *pair) for n, pair in enumerate(pairs)]
    parts, whole = sum(part for part, _ in pairs), sum(one for _, one in pairs)
    assert total_of(promise, entries).value == pooled_percentage(pairs) == 100 * parts / whole


@given(st.lists(st.tuples(wholes, wholes), min_size=2, max_size=8))
def test_the_pooled_percentage_lies_between_the_lowest_and_the_highest(pairs):
    shares = [100 * part / whole for part, whole in pairs]
    assume(max(shares) - min(shares) > Decimal("0.0001"))
    assert min(shares) < pooled_percentage(pairs) < max(shares)


@given(st.lists(st.tuples(st.one_of(st.none(), amounts), amounts), max_size=8), st.integers(0, 100))
def test_the_share_of_a_category_is_pooled_over_the_entries_that_state_it(parts, target):
    stated = [(part, whole) for part, whole in parts if part is not None]
    standing = category_standing(parts, target_share=Decimal(target))
    assert (standing.share, standing.unsplit) == (pooled_percentage(stated), len(parts) - len(stated))
    assert standing.figure == (sum(part for part, _ in stated) if stated else None)
    if standing.is_reached is not None and standing.achievement.share is not None:
        assert standing.is_reached == (standing.achievement.share >= 1)


def test_steps_are_told_apart_from_figures():
    """The generators above know every measure that moves in steps."""
    assert set(MOVES_IN_STEPS) == {"yes_no", "scale"}
