"""`reconcile 2010`: every control total of the review, printed beside computed."""

import io

import pytest
from django.core.management import CommandError, call_command

from consultations.choices import EventKind
from reviews.models import CriterionScore
from reviews.recomputed import reconciliation_of
from tests.factories import EventFactory, ParticipationFactory

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
NOT_COMPUTED = [("count", "workshop participants (around)", "50", "–")]
REMARKS = {
    ("count", "working days of interviews in Phnom Penh", "6", "6"): (
        "Counted: days on which anybody but ILO staff was interviewed. The list names no places."
    ),
    ("count", "days of meetings with ILO staff in Bangkok", "2", "2"): (
        "Counted: days on which ILO staff and nobody else was met. The list names no places."
    ),
    NOT_COMPUTED[0]: "There is no list of who took part in a workshop, only of what was suggested and said.",
}


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
    assert len(results["equal"]) == 99
    assert results["DIFFERENT"] == [line(figure, "DIFFERENT") for figure in DIFFERENT]
    assert results["not computed"] == [line(figure, "not computed") for figure in NOT_COMPUTED]
    assert sum(map(len, results.values())) == 108


def test_every_difference_is_named_by_a_discrepancy(printed):
    for figure in DIFFERENT:
        following = printed[printed.index(line(figure, "DIFFERENT")) + 1]
        assert following.strip().startswith("known: 001 "), figure


@pytest.mark.parametrize("figure", REMARKS, ids=lambda figure: figure[1])
def test_how_days_are_counted_and_why_a_figure_is_not_computed(figure, printed):
    result = "not computed" if figure in NOT_COMPUTED else "equal"
    assert printed[printed.index(line(figure, result)) + 1].strip() == REMARKS[figure]


def test_a_review_without_consultations_counts_no_days(review):
    review.events.clear()
    found = {one.printed.key: one for one in reconciliation_of(review).comparisons}
    for _what, key, _printed, _computed in REMARKS:
        assert (found[key].computed, found[key].verdict) == (None, "not_computed"), key
    assert found["working days of interviews in Phnom Penh"].remark == ""


def test_who_is_listed_at_a_workshop_of_the_review_is_counted(programme, review):
    workshop = EventFactory(programme=programme, kind=EventKind.WORKSHOP)
    review.events.add(workshop)
    for place in (1, 2, 3):
        ParticipationFactory(event=workshop, place=place)
    found = {one.printed.key: one for one in reconciliation_of(review).comparisons}
    workshop_total = found["workshop participants (around)"]
    assert (workshop_total.computed, workshop_total.verdict, workshop_total.remark) == ("3", "different", "")
    assert found["working days of interviews in Phnom Penh"].computed == "6"


def test_what_the_review_speaks_of_no_more_is_not_computed(review):
    review.area_ratings.filter(country_programme_outcome__code="KHM 104").delete()
    review.indicator_findings.filter(dwcp_outcome__number=2).delete()
    CriterionScore.objects.filter(review=review, criterion__number=6).delete()
    not_computed = {
        (one.printed.what, one.printed.key)
        for one in reconciliation_of(review).comparisons
        if one.verdict == "not_computed"
    }
    counts = ("total", "achieved_or_exceeded", "partially_achieved", "not_achieved")
    assert not_computed == {
        ("outcome_total", "KHM 104"),
        ("outcome_average", "KHM 104"),
        ("outcome_label", "KHM 104"),
        *(("table_4_1", f"2/{count}") for count in counts),
        ("criterion_score", "2010/6"),
        ("criterion_label", "2010/6"),
        ("count", "workshop participants (around)"),
    }


def test_the_last_line_sums_up(printed):
    assert printed[-1] == (
        "108 control totals: 99 equal, 8 different (0 of them not named by a discrepancy), 1 not computed."
    )


def test_a_review_nobody_knows():
    with pytest.raises(CommandError) as error:
        call_command("reconcile", "1999")
    assert str(error.value) == (
        "“1999” does not name exactly one review. There are: KHM-DWCP-2008-2010/2010, KHM-DWCP-2008-2010/2007."
    )
