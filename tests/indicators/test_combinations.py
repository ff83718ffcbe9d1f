"""The open table of combinations: complete, right, and the same that indicators are held to."""

from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from indicators.choices import Accumulation, Direction, Measure
from indicators.combinations import COMBINATIONS, refusal_of, worked
from indicators.words import EXAMPLES, REFUSALS, RULES, STATUS_MEANINGS
from outcomes.models import Programme
from tests.factories import IndicatorFactory

EVERY_KEY = list(product(Measure.values, Accumulation.values, Direction.values))
SENSIBLE = [one for one in COMBINATIONS if one.example]


def name(combination):
    return "-".join(combination.key)


def test_every_combination_stands_in_the_table_once():
    assert sorted(one.key for one in COMBINATIONS) == sorted(EVERY_KEY)
    assert len(COMBINATIONS) == 6 * 3 * 3


@pytest.mark.parametrize("combination", COMBINATIONS, ids=name)
def test_each_has_an_example_or_a_reason(combination):
    assert (combination.example is None) == (combination.refusal is not None)
    assert (worked(combination) is None) == (combination.example is None)


@pytest.mark.parametrize("combination", SENSIBLE, ids=name)
def test_the_application_computes_what_the_example_says(combination):
    result, expected = worked(combination), combination.example.expected
    assert (result.total.value, result.verdict.achievement.share, result.verdict.status) == (
        expected.figure,
        expected.share,
        expected.status,
    )


def test_every_example_and_reason_has_its_words():
    assert EXAMPLES.keys() == {one.key for one in SENSIBLE}
    assert REFUSALS.keys() == {one.refusal for one in COMBINATIONS if one.refusal}
    assert RULES.keys() == set(Accumulation.values)


def test_the_examples_show_every_status_that_figures_give():
    assert {one.example.expected.status for one in SENSIBLE} == STATUS_MEANINGS.keys() - {"no_data", "no_recent"}


@pytest.mark.django_db
def test_indicators_are_held_to_the_table():
    """What the table calls senseless is refused, and nothing else; the database never refuses what has an example."""
    indicator = IndicatorFactory()
    refused, constrained = set(), set()
    for measure, accumulation, direction in EVERY_KEY:
        indicator.measure, indicator.accumulation, indicator.direction = measure, accumulation, direction
        indicator.currency = "USD" if measure == Measure.MONEY else ""
        try:
            indicator.full_clean()
        except ValidationError as error:
            refused.add((measure, accumulation, direction))
            assert REFUSALS[refusal_of(measure, accumulation, direction)] in error.messages
        try:
            indicator.validate_constraints()
        except ValidationError:
            constrained.add((measure, accumulation, direction))
    assert refused == {one.key for one in COMBINATIONS if one.refusal}
    assert refused - constrained == {one.key for one in COMBINATIONS if one.refusal == "sums_only_grow"}


@pytest.mark.django_db
def test_everybody_reads_how_figures_are_made(client, django_assert_num_queries):
    assert Programme.objects.exists()
    with django_assert_num_queries(0):
        answer = client.get(reverse("methods"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert sum(len(rows) for *_names, rows in answer.context["groups"]) == len(COMBINATIONS)
    assert page.count("Makes no sense.") == len(COMBINATIONS) - len(SENSIBLE) == 23
    assert page.count('<th scope="row">Increase</th>') == 18
    # 20% to 60%, with 90 of 300 and 210 of 450.
    assert "90 of 300 · 210 of 450" in page
    assert "US$\N{NO-BREAK SPACE}54,000" in page
    assert "1 Drafted" in page
    # The baseline of 86 and a target of 10, read in three ways.
    assert [level for *_others, level in answer.context["readings"]] == ["10", "96", "94.6"]
    assert [share for *_others, share, _basis in answer.context["baselines"]] == ["50%", "67%", "67%"]
    assert 'href="/methods/"' in page
