"""Numbers typed into prose are found; years, dates, codes and live figures are not numbers."""

from decimal import Decimal

import pytest

from dwcp.toolkit.documents.markdown import TypedNumber, numbers_typed_in


def found(markdown):
    return [(number.text, number.value) for number in numbers_typed_in(markdown)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The average is 3.8.", [("3.8", "3.8")]),
        ("1,234 of 12,345.5 workers", [("1,234", "1234"), ("12,345.5", "12345.5")]),
        ("4,2 instead of 4.2", [("4,2", "4.2"), ("4.2", "4.2")]),
        ("45% of women, 12.5 per cent of men", [("45%", "45"), ("12.5 per cent", "12.5")]),
        ("US$ 1.2 million, USD 500 and US$2,000", [("1.2 million", "1200000"), ("500", "500"), ("2,000", "2000")]),
        ("between 10-15 and 20 – 25", [("10", "10"), ("15", "15"), ("20", "20"), ("25", "25")]),
        ("it fell by -5 (from 7)", [("-5", "-5"), ("7", "7")]),
        ("14/26 indicators", [("14", "14"), ("26", "26")]),
        ("**14** of *26*, and [12](https://example.org/2/34)", [("14", "14"), ("26", "26"), ("12", "12")]),
        ("2,010 people in 2010, 2000% of the plan", [("2,010", "2010"), ("2000%", "2000")]),
        ("ចំនួន ១២ នាក់", [("១២", "12")]),
        ("# The 5 best\n\n- 3 here\n- and\n\n  > 4 there", [("5", "5"), ("3", "3"), ("4", "4")]),
        ("Under Outcome 1, 3 indicators", [("3", "3")]),
        ("The ILO 3.5 of 6", [("3.5", "3.5"), ("6", "6")]),
    ],
)
def test_quantities(text, expected):
    assert found(text) == [(number, Decimal(value)) for number, value in expected]


@pytest.mark.parametrize(
    "text",
    [
        "{criteria.average} and {outcome.a1}",
        "in 2010, 2008–2010, 2008-09, 2010/11 and the 1990s",
        "on 14 January 2010, the 3rd of May, May 3, 2011, 1–3 June 2009 and 03/09/2010",
        "on 2010-01-14 at 10:30",
        "KHM 104, KHM 105 and 106, UNDAF 2, C144, Covid-19, GB.309/5, A1, 21st, 3D",
        "Table 6.1, tables 5.1–5.3, Figure 2, Annex 4, page 12, pp. 3–5",
        "Convention No. 144, Conventions Nos. 87 and 98, Recommendation 14, recommendations 3, 5 and 14",
        "outcome 1, Priority 2, ILO 5, criteria 1, 2 and 3, indicator 1.23, step 2",
        "1. first\n2. second",
        "section 1.2.3 and 4.5.6",
        "https://example.org/12/34 and office12@example.org",
        "no figure at all",
        "",
    ],
)
def test_what_is_no_quantity(text):
    assert found(text) == []


def test_each_number_comes_with_its_sentence():
    text = "It began in 2008. The average rose to 4.0 (from 3.8) after {count} meetings. It ended."
    sentence = "The average rose to 4.0 (from 3.8) after {count} meetings."
    assert numbers_typed_in(text) == (
        TypedNumber("4.0", Decimal("4.0"), sentence),
        TypedNumber("3.8", Decimal("3.8"), sentence),
    )


def test_a_long_sentence_is_cut_around_its_number():
    (number,) = numbers_typed_in(f"{'before ' * 60}12 {'after ' * 60}")
    assert number.sentence.startswith("…") and number.sentence.endswith("…")
    assert " 12 " in number.sentence
    assert len(number.sentence) <= 242
