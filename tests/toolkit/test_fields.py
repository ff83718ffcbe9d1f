"""What people type as a figure, and what it is read as."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from dwcp.toolkit.fields import FigureField, parse_figure


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("", None),
        ("   ", None),
        ("0", Decimal(0)),
        ("12", Decimal(12)),
        ("12.5", Decimal("12.5")),
        (".5", Decimal("0.5")),
        ("0.125", Decimal("0.125")),
        ("12.1250", Decimal("12.125")),
        ("1234.125", Decimal("1234.125")),
        ("-3", Decimal(-3)),
        ("10 000", Decimal(10000)),
        ("10\u00a0000", Decimal(10000)),
        ("1,234,567", Decimal(1234567)),
        ("1,234.5", Decimal("1234.5")),
        ("១២៣៤", Decimal(1234)),
    ],
)
def test_figures_are_read(text, figure):
    assert parse_figure(text) == figure


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1,234", "“1,234” can mean two things. Type 1234 or 1.2340."),
        ("1.000", "“1.000” can mean two things. Type 1000 or 1."),
        ("1,200", "“1,200” can mean two things. Type 1200 or 1.2."),
        ("1.250", "“1.250” can mean two things. Type 1250 or 1.25."),
        ("-12.125", "“-12.125” can mean two things. Type -12125 or -12.1250."),
        (
            "12a",
            "“12a” is not a number. Type digits, with a point for decimals, for example 1250 or 12.5.",
        ),
        (
            "1.234,5",
            "“1.234,5” is not a number. Type digits, with a point for decimals, for example 1250 or 12.5.",
        ),
        (
            "NaN",
            "“NaN” is not a number. Type digits, with a point for decimals, for example 1250 or 12.5.",
        ),
        (
            "1e3",
            "“1e3” is not a number. Type digits, with a point for decimals, for example 1250 or 12.5.",
        ),
        ("100000000000000", "“100000000000000” is too large to be kept. Check the number of digits."),
        ("0.00001", "“0.00001” has more than four decimals. Round it to four."),
    ],
)
def test_what_is_no_figure_is_asked_about(text, sentence):
    with pytest.raises(ValidationError) as refusal:
        parse_figure(text)
    assert refusal.value.messages == [sentence]


@pytest.mark.parametrize("figure", ["1.125", "-12.125", "1234.125", "0.125", "1250", "12.5"])
def test_what_stands_in_a_field_may_be_sent_back(figure):
    value = Decimal(figure)
    assert parse_figure(FigureField().prepare_value(value)) == value


def test_a_program_writes_a_point_for_decimals():
    assert parse_figure("12.125", is_typed=False) == Decimal("12.125")
