"""Targets of categories: a figure of their own, or their share of the whole."""

from decimal import Decimal

import pytest

from indicators.achievement import Achievement
from indicators.category_targets import CategoryStanding, category_standing
from indicators.choices import Accumulation, EntryState
from indicators.models import Indicator
from indicators.selectors import category_standings_of, standing_of
from tests.factories import (
    CategoryFactory,
    CategoryTargetFactory,
    DimensionFactory,
    DisaggregatedValueFactory,
    IndicatorFactory,
    ProgrammeFactory,
    ProgressEntryFactory,
    ReportingPeriodFactory,
)


def parts(*pairs):
    return [(None if part is None else Decimal(part), Decimal(whole)) for part, whole in pairs]


@pytest.mark.parametrize(
    ("stated", "facts", "expected"),
    [
        pytest.param(
            parts((10, 10), (0, 90)),
            {"target_share": Decimal(40)},
            CategoryStanding(Decimal(10), Decimal(10), Achievement(Decimal("0.25"), "from_zero"), False, 0),
            id="pooled, not the average of 100 and 0",
        ),
        pytest.param(
            parts((50, 100), (None, 300)),
            {"target_share": Decimal(40)},
            CategoryStanding(Decimal(50), Decimal(50), Achievement(Decimal("1.25"), "from_zero"), True, 1),
            id="what is not split is in neither part nor whole",
        ),
        pytest.param(
            parts((50, 100), (30, 100)),
            {"target": Decimal(100)},
            CategoryStanding(Decimal(80), Decimal(40), Achievement(Decimal("0.8"), "from_zero"), False, 0),
            id="a figure of its own",
        ),
        pytest.param(
            parts((50, 100)),
            {"target": Decimal(60), "direction": "decrease"},
            CategoryStanding(Decimal(50), Decimal(50), Achievement(None, "no_baseline"), True, 0),
            id="a figure that is to fall",
        ),
        pytest.param(
            parts((None, 100)),
            {"target_share": Decimal(40)},
            CategoryStanding(None, None, Achievement(None, "no_actual"), None, 1),
            id="never split",
        ),
        pytest.param(
            parts((0, 0)),
            {"target_share": Decimal(40)},
            CategoryStanding(Decimal(0), None, Achievement(None, "no_actual"), None, 0),
            id="none of none is no share",
        ),
    ],
)
def test_a_category_against_its_target(stated, facts, expected):
    assert category_standing(stated, **facts) == expected


@pytest.fixture
def trained(db):
    """Three years: 30 women of 100; women of two ages, 30 of 50; and 90 that nobody has verified."""
    indicator = IndicatorFactory(accumulation=Accumulation.INCREMENT)
    women = CategoryFactory(code="women")
    young = CategoryFactory(dimension=DimensionFactory(code="age", name="Age"), code="15-24", name="15–24")
    old = CategoryFactory(dimension=young.dimension, code="25-64", name="25–64", position=2)
    entries = [
        ProgressEntryFactory(
            indicator=indicator,
            period=ReportingPeriodFactory(programme=indicator.programme, year=year),
            value=value,
            state=state,
        )
        for year, value, state in (
            (2012, 100, EntryState.VERIFIED),
            (2013, 50, EntryState.VERIFIED),
            (2014, 90, EntryState.SUBMITTED),
        )
    ]
    DisaggregatedValueFactory(entry=entries[0], category=women, value=30)
    DisaggregatedValueFactory(entry=entries[1], category=women, crossed_category=young, value=12)
    DisaggregatedValueFactory(entry=entries[1], category=women, crossed_category=old, value=18)
    DisaggregatedValueFactory(entry=entries[2], category=women, value=90)
    CategoryTargetFactory(indicator=indicator, category=women, share=Decimal(40))
    CategoryTargetFactory(indicator=indicator, category=young, share=None, value=Decimal(10))
    return indicator


def test_only_the_entries_of_the_figure_count_and_crossed_parts_are_added(trained):
    standing = standing_of(Indicator.objects.get(pk=trained.pk))
    found = {one.target.category.code: one.standing for one in category_standings_of(standing)}
    shown = {code: (one.figure, one.share, one.is_reached, one.unsplit) for code, one in found.items()}
    assert shown == {"women": (60, 40, True, 0), "15-24": (12, 24, True, 1)}


def test_without_targets_nothing_is_read(db, django_assert_num_queries):
    standing = standing_of(IndicatorFactory(outcome__programme=ProgrammeFactory()))
    with django_assert_num_queries(1):
        assert category_standings_of(standing) == ()


def test_the_page_of_the_indicator_shows_them(trained, sign_in, make_person):
    client = sign_in(make_person("Reader", role="observer", programme=trained.programme))
    page = client.get(trained.get_absolute_url()).content.decode()
    assert "Targets of categories" in page
    assert "1 entry does not state it and is left out" in page
