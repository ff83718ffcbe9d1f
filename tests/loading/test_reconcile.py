"""`reconcile 2010`: every control total of the review, printed beside computed."""

import io

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db

DIFFERENT = [
    ("outcome_label", "KHM 826", "Unsatisfactory", "Moderately unsatisfactory"),
    ("text_budget_total", "RB", "142727", "135727"),
    ("text_budget_total", "XBTC", "13195534", "13077748"),
    ("count", "outcomes rated moderately satisfactory", "12", "11"),
    ("count", "outcomes rated unsatisfactory", "1", "0"),
    ("count", "predefined outcomes 2010-2011", "3", "5"),
    ("count", "outcomes recommended per priority area at most", "3", "6"),
    ("count", "projects in Cambodia January 2008-December 2011 (approximately)", "10", "39"),
]
# They count consultations, which wait for their own part of the application.
NOT_COMPUTED = [
    ("count", "working days of interviews in Phnom Penh", "6", "–"),
    ("count", "days of meetings with ILO staff in Bangkok", "2", "–"),
    ("count", "workshop participants (around)", "50", "–"),
]


def line(figure, result):
    what, key, printed, computed = figure
    return f"{what:26} {key:64} {printed:>25} {computed:>25}  {result}"


@pytest.fixture
def printed():
    output = io.StringIO()
    call_command("reconcile", "2010", stdout=output)
    return output.getvalue().splitlines()


def test_what_differs_and_what_is_not_computed(printed):
    results = {
        result: [row for row in printed if row.endswith(f"  {result}")]
        for result in ("equal", "DIFFERENT", "not computed")
    }
    assert len(results["equal"]) == 97
    assert results["DIFFERENT"] == [line(figure, "DIFFERENT") for figure in DIFFERENT]
    assert results["not computed"] == [line(figure, "not computed") for figure in NOT_COMPUTED]
    assert sum(map(len, results.values())) == 108


def test_every_difference_is_named_by_a_discrepancy(printed):
    for figure in DIFFERENT:
        following = printed[printed.index(line(figure, "DIFFERENT")) + 1]
        assert following.strip().startswith("known: 001 "), figure


def test_the_last_line_sums_up(printed):
    assert printed[-1] == (
        "108 control totals: 97 equal, 8 different (0 of them not named by a discrepancy), 3 not computed."
    )


def test_a_review_nobody_knows():
    with pytest.raises(CommandError) as error:
        call_command("reconcile", "1999")
    assert str(error.value) == (
        "“1999” does not name exactly one review. There are: KHM-DWCP-2008-2010/2010, KHM-DWCP-2008-2010/2007."
    )
