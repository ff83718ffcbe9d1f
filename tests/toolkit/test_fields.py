"""What people type as a figure, and what it is read as."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from dwcp.toolkit.fields import parse_figure


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("", None),
        ("   ", None),
        ("0", Decimal(0)),
        ("12", Decimal(12)),
        ("12.5", Decimal("12.5")),
        (".5", Decimal("0.5")),
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
        ("1,234", "“1,234” can mean two things. Type 1234 or 1.234."),
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
