"""Figures and dates look the same everywhere, in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from dwcp.toolkit.figures import day, figure, money, percent, time_left

D = Decimal


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (D("1234.5"), None, "1,234.5"),
        (D("1234.500"), None, "1,234.5"),
        (D("1200"), None, "1,200"),
        (D("1E+3"), None, "1,000"),
        (1234567, None, "1,234,567"),
        (0, None, "0"),
        (D("0.00"), None, "0"),
        (D("-1234.5"), None, "-1,234.5"),
        (D("3.25"), 1, "3.3"),
        (D("3.04"), 1, "3"),
        (D("0.5"), 0, "1"),
        (D("-0.04"), 1, "0"),
        (None, None, "–"),
        ("", None, "–"),
    ],
)
def test_a_figure_keeps_what_it_needs_and_no_more(value, places, shown):
    assert figure(value, places) == shown


@pytest.mark.parametrize("value", [1.1, "12", True])
def test_a_figure_must_be_exact(value):
    with pytest.raises(TypeError):
        figure(value)


def test_money_is_whole_and_stays_on_one_line():
    assert money(D("1234.50")) == "US$\N{NO-BREAK SPACE}1,235"
    assert money(1234, "EUR") == "EUR\N{NO-BREAK SPACE}1,234"
    assert money(None) == "–"


def test_percent_rounds_half_up():
    assert [percent(D(share)) for share in ("0.856", "0.125", "0.005", "1", "0")] == [
        "86%",
        "13%",
        "1%",
        "100%",
        "0%",
    ]
    assert percent(D("0.8564"), 1) == "85.6%"
    assert percent(None) == "–"


def test_a_day_has_its_month_in_words():
    assert day(date(2010, 1, 14)) == "14 January 2010"
    assert day(None) == "–"


def test_a_moment_shows_the_day_it_was_in_the_country():
    assert day(datetime(2010, 1, 13, 18, 0, tzinfo=UTC)) == "14 January 2010"


def test_khmer_pages_show_the_same_figures():
    template = Template("{{ value|figure }} {{ value|money }} {{ share|percent }}")
    with translation.override("km"):
        shown = template.render(Context({"value": D("1234.5"), "share": D("0.5")}))
        assert day(date(2010, 1, 14)) != "14 January 2010"
    assert shown == "1,234.5 US$\N{NO-BREAK SPACE}1,235 50%"


@pytest.mark.parametrize(
    ("day_due", "words"),
    [
        (date(2013, 1, 15), "today"),
        (date(2013, 1, 16), "tomorrow"),
        (date(2013, 1, 17), "in 2 days"),
        (date(2013, 3, 15), "in 59 days"),
        (date(2013, 3, 16), "in 2 months"),
        (date(2014, 12, 31), "in 23 months"),
        (date(2015, 1, 15), "in 2 years"),
        (date(2013, 1, 14), "1 day late"),
        (date(2013, 1, 12), "3 days late"),
        (date(2012, 11, 16), "2 months late"),
        (date(2010, 1, 15), "3 years late"),
        (None, ""),
    ],
)
def test_how_far_off_a_day_is(day_due, words):
    assert time_left(day_due, today=date(2013, 1, 15)) == words
