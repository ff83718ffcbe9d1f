"""Charts: geometry as whole results, drawings as well-formed, described, style-free SVG."""

from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.utils import translation

from dwcp.toolkit.charts import (
    Amount,
    Bar,
    Part,
    Point,
    Row,
    amount_bars,
    progress_line,
    rating_bars,
    stacked_bars,
)
from dwcp.toolkit.charts.amounts import AmountRow
from dwcp.toolkit.charts.layout import Key, Text, legend, ticks, wrap
from dwcp.toolkit.charts.progress import Mark
from dwcp.toolkit.charts.ratings import BarRow
from dwcp.toolkit.charts.stacked import Segment, StackedRow
from dwcp.toolkit.gallery import sample_charts

D = Decimal
SVG = "{http://www.w3.org/2000/svg}"


def draw(chart):
    return Template("{% load charts %}{% chart drawing %}").render(Context({"drawing": chart}))


def drawn(chart):
    return ElementTree.fromstring(draw(chart))  # noqa: S314 - our own drawing, nobody else's


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 150, [0, 50, 100, 150]),
        (0, 7, [0, 2, 4, 6, 8]),
        (-20, 55, [-20, 0, 20, 40, 60]),
        (0, D("0.8"), [D(0), D("0.2"), D("0.4"), D("0.6"), D("0.8")]),
        (0, 0, [D(0), D("0.5"), D(1)]),
    ],
)
def test_ticks_are_round_and_enclose_the_values(low, high, expected):
    found = ticks(D(low), D(high))
    if low == high:
        assert (found[0], found[-1]) == (expected[0], expected[-1])
    else:
        assert found == expected


def test_text_wraps_at_spaces_and_between_khmer_words():
    assert wrap("one two three", 60, 13) == ["one two", "three"]
    assert wrap("ភាគរយ\u200bនៃ\u200bសហគ្រាស", 60, 13) == ["ភាគរយ\u200bនៃ\u200b", "សហគ្រាស"]
    assert wrap("", 60, 13) == [""]


def test_a_long_legend_takes_a_second_row():
    keys, height = legend([("good", "x" * 30), ("poor", "y" * 30)], 10)
    assert keys == (Key("good", "x" * 30, 0, 10), Key("poor", "y" * 30, 0, 30))
    assert height == 40


def test_a_progress_line_from_baseline_to_target():
    chart = progress_line(
        key="inspectors",
        title="Inspectors",
        unit="people",
        baseline=Point(date(2008, 1, 1), D(0)),
        actual=[Point(date(2009, 1, 1), D(100)), Point(date(2009, 12, 31), D(50), provisional=True)],
        target=Point(date(2010, 1, 1), D(100)),
    )

    assert chart.expected == "54.0,204.0 344.0,24.0"
    assert chart.actual == "199.2,24.0 343.6,114.0"
    assert chart.marks == (
        Mark(54.0, 204.0, "baseline"),
        Mark(344.0, 24.0, "target", "100", 344.0, 13.0, "middle"),
        Mark(199.2, 24.0, "dot"),
        Mark(343.6, 114.0, "hollow", "50", 360.0, 132.0, "end"),
    )
    assert [tick.text for tick in chart.values] == ["0", "50", "100"]
    assert [(tick.x, tick.text) for tick in chart.dates] == [(54.0, "2008"), (199.2, "2009"), (344.0, "2010")]
    assert [(key.kind, key.label) for key in chart.legend] == [
        ("dot", "Actual"),
        ("hollow", "Not verified yet"),
        ("expected", "Expected"),
        ("baseline", "Baseline"),
        ("target", "Target"),
    ]
    assert chart.description == (
        "Values in people. Baseline: 0 on 1 January 2008. Actual: 100 on 1 January 2009. "
        "Not verified yet: 50 on 31 December 2009. Target: 100 on 1 January 2010."
    )


def test_a_progress_line_with_one_value_stands_in_the_middle():
    chart = progress_line(key="one", title="One", unit="", actual=[Point(date(2010, 6, 30), D(0))])
    assert chart.marks == (Mark(199.0, 204.0, "dot", "0", 199.0, 193.0, "middle"),)
    assert chart.dates == (Text(199.0, 222, "30 June 2010"),)
    assert chart.expected == ""


def test_a_progress_line_without_any_point_is_refused():
    with pytest.raises(ValueError, match="at least one point"):
        progress_line(key="none", title="None", unit="", actual=[])


def test_rating_bars_fill_one_box_per_step():
    chart = rating_bars(
        key="criteria",
        title="Criteria",
        mean=D("4.5"),
        bars=[
            Bar("Relevance", D(6), "Very satisfactory"),
            Bar("Design", D(3), "Moderately"),
            Bar("Impact", None, ""),
        ],
    )

    assert chart.rows == (
        BarRow((Text(0, 14, "Relevance"),), 21, 37, 34, 156, "6", "Very satisfactory"),
        BarRow((Text(0, 63, "Design"),), 70, 86, 83, 78, "3", "Moderately"),
        BarRow((Text(0, 112, "Impact"),), 119, 135, 132, 0, "–", "Not rated"),
    )
    assert chart.steps == (26, 52, 78, 104, 130)
    assert (chart.mean_x, chart.mean_y, chart.mean_label) == (117, 155, "Mean 4.5")
    assert chart.description == (
        "Scores from 1 to 6. Relevance: 6 (Very satisfactory). Design: 3 (Moderately). Impact: Not rated. Mean 4.5."
    )


def test_stacked_bars_share_one_scale_and_leave_zeros_out():
    chart = stacked_bars(
        key="findings",
        title="Findings",
        parts=[Part("good", "Achieved"), Part("poor", "Not achieved")],
        rows=[Row("One", (15, 5)), Row("Two", (0, 10)), Row("Three", (0, 0))],
    )

    assert chart.rows == (
        StackedRow(
            label=(Text(0, 42, "One"),),
            y=49,
            text_y=64.5,
            plate_y=52,
            segments=(
                Segment("good", 0, 249, "15", 124.5, 113.5, 22),
                Segment("poor", 249, 83, "5", 290.5, 283.5, 14),
            ),
            total=20,
            total_x=338,
        ),
        StackedRow(
            label=(Text(0, 97, "Two"),),
            y=104,
            text_y=119.5,
            plate_y=107,
            segments=(Segment("poor", 0, 166, "10", 83, 72, 22),),
            total=10,
            total_x=172,
        ),
        StackedRow(label=(Text(0, 152, "Three"),), y=159, text_y=174.5, plate_y=162, segments=(), total=0, total_x=0),
    )
    assert chart.description == (
        "One: Achieved 15, Not achieved 5. In all 20. Two: Achieved 0, Not achieved 10. In all 10. "
        "Three: Achieved 0, Not achieved 0. In all 0."
    )


def test_counts_and_parts_must_match():
    with pytest.raises(ValueError, match="argument"):
        stacked_bars(key="x", title="x", parts=[Part("good", "Good")], rows=[Row("One", (1, 2))])


@pytest.mark.parametrize("name", ["progress", "ratings", "findings"])
def test_a_drawing_is_described_and_free_of_styles(name):
    chart = sample_charts()[name]
    svg = drawn(chart)

    assert svg.get("role") == "img"
    assert svg.get("viewBox") == f"0 0 360 {chart.height}"
    assert svg.find(f"{SVG}title").text == chart.title
    assert svg.find(f"{SVG}desc").text == chart.description
    ids = [element.get("id") for element in svg.iter() if element.get("id")]
    assert svg.get("aria-labelledby").split() == ids[:2]
    assert len(ids) == len(set(ids))
    assert all(id_.startswith(f"{chart.key}-") for id_ in ids)
    assert [element.tag for element in svg.iter() if "style" in element.attrib] == []
    assert [element.tag for element in svg.iter() if element.tag in (f"{SVG}script", f"{SVG}style")] == []


def test_a_title_with_markup_is_escaped():
    chart = progress_line(key="x", title="a < b & c", unit="", actual=[Point(date(2010, 1, 1), D(1))])
    assert drawn(chart).find(f"{SVG}title").text == "a < b & c"


def test_coordinates_keep_their_decimal_point_in_khmer():
    chart = sample_charts()["progress"]
    english = draw(chart)
    assert "." in english
    with translation.override("km"):
        assert draw(chart) == english


def test_amount_bars_share_one_scale():
    chart = amount_bars(
        key="money",
        title="Money",
        bars=[
            Amount("A", D(100), "US$ 100"),
            Amount("B", D(25), "US$ 25"),
            Amount("C", D(-5), "-5"),
            Amount("D", None, ""),
        ],
    )

    # The longest words, "Not known", take 9 letters beside the longest bar.
    assert chart.rows == (
        AmountRow((Text(0, 14, "A"),), 21, 34, 284.0, 292.0, "US$ 100"),
        AmountRow((Text(0, 63, "B"),), 70, 83, 71.0, 79.0, "US$ 25"),
        AmountRow((Text(0, 112, "C"),), 119, 132, 0, 0, "-5"),
        AmountRow((Text(0, 161, "D"),), 168, 181, 0, 0, "Not known"),
    )
    assert chart.description == "A: US$ 100. B: US$ 25. C: -5. D: Not known."
    assert amount_bars(key="none", title="None", bars=[]).rows == ()
