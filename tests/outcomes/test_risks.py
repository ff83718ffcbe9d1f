"""The score of a risk, its level, and its place in the matrix; the page and the form."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.choices import Role
from outcomes.choices import RiskStatus
from outcomes.models import Risk
from outcomes.risk_levels import Cell, level_of, matrix_of
from tests.factories import DwcpOutcomeFactory, ProgrammeMembershipFactory, RiskFactory, UserFactory
from tests.outcomes.tables import address, errors_of, queries_for, rows_of

# Scores, levels and the matrix


@dataclass(frozen=True)
class Scored:
    """A risk without a database."""

    likelihood: int
    impact: int


STEP = st.integers(1, 5)


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (1, "low"),
        (4, "low"),
        (5, "medium"),
        (9, "medium"),
        (10, "high"),
        (12, "high"),
        (15, "very_high"),
        (25, "very_high"),
    ],
)
def test_the_level_of_a_score(score, level):
    assert level_of(score) == level


@pytest.mark.parametrize("score", [0, 26, -1])
def test_what_is_no_score(score):
    with pytest.raises(ValueError, match="from 1 to 25"):
        level_of(score)


def test_the_matrix_has_the_likeliest_first_and_the_gravest_last():
    rare_but_severe, likely_but_minor = Scored(1, 5), Scored(4, 2)
    matrix = matrix_of([rare_but_severe, likely_but_minor])
    assert [[cell.score for cell in cells] for _likelihood, cells in matrix] == [
        [5, 10, 15, 20, 25],
        [4, 8, 12, 16, 20],
        [3, 6, 9, 12, 15],
        [2, 4, 6, 8, 10],
        [1, 2, 3, 4, 5],
    ]
    assert [likelihood for likelihood, _cells in matrix] == [5, 4, 3, 2, 1]
    assert [cell for _likelihood, cells in matrix for cell in cells if cell.risks] == [
        Cell(8, "medium", (likely_but_minor,)),
        Cell(5, "medium", (rare_but_severe,)),
    ]


@given(st.lists(st.builds(Scored, STEP, STEP)))
def test_every_risk_stands_in_the_matrix_once_in_the_cell_of_its_score(risks):
    matrix = matrix_of(risks)
    placed = [(risk, cell) for _likelihood, cells in matrix for cell in cells for risk in cell.risks]
    assert sorted(map(repr, risks)) == sorted(repr(risk) for risk, _cell in placed)
    assert all(cell.score == risk.likelihood * risk.impact for risk, cell in placed)
    assert [len(cells) for _likelihood, cells in matrix] == [5] * 5


@given(STEP, STEP, STEP, STEP)
def test_a_risk_that_is_likelier_and_graver_is_never_of_a_lower_level(likelihood, impact, more, worse):
    order = ["low", "medium", "high", "very_high"]
    lower = level_of(likelihood * impact)
    higher = level_of(max(likelihood, more) * max(impact, worse))
    assert order.index(lower) <= order.index(higher)


# The page


@pytest.fixture
def desk(sign_in, builder):
    """The browser of the officer."""
    return sign_in(builder)


@pytest.fixture
def outcome(lao):
    return DwcpOutcomeFactory(programme=lao, number=1, title="Jobs")


@pytest.fixture
def owner(lao):
    return ProgrammeMembershipFactory(programme=lao, user__name="Watcher", role=Role.OUTCOME_MANAGER).user


@pytest.fixture
def risks(lao, outcome, owner):
    return [
        RiskFactory(programme=lao, statement="Rain", likelihood=2, impact=2, status=RiskStatus.HAPPENED),
        RiskFactory(programme=lao, statement="Strike", likelihood=5, impact=5, status=RiskStatus.CLOSED),
        RiskFactory(
            programme=lao,
            statement="Late money",
            outcome=outcome,
            likelihood=3,
            impact=5,
            owner=owner,
            response="Ask",
        ),
        RiskFactory(programme=lao, statement="Flood", likelihood=3, impact=5),
    ]


@pytest.mark.django_db
def test_open_and_happened_risks_stand_in_the_matrix_and_closed_ones_below(sign_in, reader, lao, risks):
    page = sign_in(reader).get(address("risks", lao))
    assert rows_of(page, "matrix") == [
        ["", "Impact"],
        ["1 Negligible", "2 Minor", "3 Moderate", "4 Major", "5 Severe"],
        ["Likelihood 5 Almost certain", "Medium", "High", "Very high", "Very high", "Very high"],
        ["Likelihood 4 Likely", "Low", "Medium", "High", "Very high", "Very high"],
        [
            "Likelihood 3 Possible",
            "Low",
            "Medium",
            "Medium",
            "High",
            "Very high Risk 3 : Late money Risk 4 : Flood",
        ],
        ["Likelihood 2 Unlikely", "Low", "Low Risk 1 : Rain", "Medium", "Medium", "High"],
        ["Likelihood 1 Rare", "Low", "Low", "Low", "Low", "Medium"],
    ]
    heads = ["Risk", "Outcome", "Likelihood × impact", "Response", "Owner", "Status"]
    whole = "the programme as a whole"
    assert rows_of(page, "watched") == [
        heads,
        ["3 Late money", "1 Jobs", "3 × 5 = 15 Very high", "Ask", "Watcher", "Open"],
        ["4 Flood", whole, "3 × 5 = 15 Very high", "–", "–", "Open"],
        ["1 Rain", whole, "2 × 2 = 4 Low", "–", "–", "Happened"],
    ]
    assert rows_of(page, "closed") == [heads, ["2 Strike", whole, "5 × 5 = 25 Very high", "–", "–", "Closed"]]
    # Each number in the matrix leads to its risk.
    html = page.content.decode()
    assert all(f'href="#risk-{number}"' in html and f'id="risk-{number}"' in html for number in (1, 3, 4))


@pytest.mark.django_db
def test_a_risk_is_written_as_text(desk, lao):
    RiskFactory(programme=lao, statement="<b>Money</b>", response="<i>Ask</i>")
    html = desk.get(address("risks", lao)).content.decode()
    assert "&lt;b&gt;Money" in html
    assert "<b>Money" not in html
    assert "<i>Ask" not in html


@pytest.mark.django_db
def test_more_risks_need_no_more_queries(desk, lao, risks):
    Risk.objects.exclude(pk=risks[2].pk).delete()
    one = queries_for(desk, address("risks", lao))
    for _ in range(2):
        member = ProgrammeMembershipFactory(programme=lao).user
        RiskFactory(programme=lao, outcome=DwcpOutcomeFactory(programme=lao), owner=member)
    assert queries_for(desk, address("risks", lao)) == one <= 12


# The form


def typed(**changes):
    return {
        "statement": "Money comes late",
        "outcome": "",
        "likelihood": "3",
        "impact": "4",
        "response": "",
        "owner": "",
        "status": "open",
        "seen": "",
    } | changes


@pytest.mark.django_db
def test_an_officer_adds_changes_and_removes_a_risk(desk, lao, outcome, owner):
    answer = desk.post(address("add-risk", lao), typed(outcome=outcome.pk, owner=owner.pk))
    assert (answer.status_code, answer.url) == (302, address("risks", lao))
    risk = Risk.objects.get(programme=lao)
    assert (risk.score, risk.outcome, risk.owner, risk.status) == (12, outcome, owner, RiskStatus.OPEN)
    seen = desk.get(address("change-risk", lao, risk)).context["form"]["seen"].value()
    changed = typed(likelihood="5", status="happened", seen=seen)
    assert desk.post(address("change-risk", lao, risk), changed).status_code == 302
    risk.refresh_from_db()
    assert (risk.score, risk.outcome, risk.owner, risk.status) == (20, None, None, RiskStatus.HAPPENED)
    assert desk.post(address("change-risk", lao, risk), changed).status_code == 409
    assert desk.post(address("remove-risk", lao, risk)).status_code == 302
    assert not Risk.objects.filter(programme=lao).exists()


@pytest.mark.django_db
def test_bad_input_is_refused_in_sentences(desk, lao):
    assert desk.post(address("add-risk", lao), typed()).status_code == 302
    foreign, stranger = DwcpOutcomeFactory(), UserFactory()
    answer = desk.post(
        address("add-risk", lao),
        typed(statement="", likelihood="6", impact="0", outcome=foreign.pk, owner=stranger.pk),
    )
    assert answer.status_code == 422
    assert errors_of(answer) == {
        "statement": ["This field is required."],
        "likelihood": ["Choose a likelihood from 1 (rare) to 5 (almost certain)."],
        "impact": ["Choose an impact from 1 (negligible) to 5 (severe)."],
        "outcome": ["Choose an outcome of this programme."],
        "owner": ["Choose somebody who takes part in this programme."],
    }
    assert Risk.objects.filter(programme=lao).count() == 1


@pytest.mark.django_db
def test_an_owner_who_left_is_named_and_not_offered(desk, lao):
    gone = UserFactory(name="<b>Gone</b>")
    risk = RiskFactory(programme=lao, owner=gone)
    page = desk.get(address("change-risk", lao, risk))
    assert gone not in page.context["form"].fields["owner"].queryset
    assert "Until now &lt;b&gt;Gone&lt;/b&gt;, who no longer takes part." in page.content.decode()


@pytest.mark.django_db
def test_who_only_reads_may_not_write(sign_in, reader, lao, risks):
    client = sign_in(reader)
    page = client.get(address("risks", lao))
    assert page.status_code == 200
    assert "Add a risk" not in page.content.decode()
    for name, record in (("add-risk", None), ("change-risk", risks[0]), ("remove-risk", risks[0])):
        path = address(name, lao, record)
        assert (client.get(path).status_code, client.post(path).status_code) == (403, 403)


@pytest.mark.django_db
def test_the_risks_of_another_programme_do_not_exist(desk, lao, risks):
    foreign = RiskFactory()
    assert desk.get(address("change-risk", lao, risks[0])).status_code == 200
    assert desk.get(address("change-risk", lao, foreign)).status_code == 404
    assert desk.post(address("remove-risk", lao, foreign)).status_code == 404
    assert desk.get(address("risks", foreign.programme)).status_code == 404
