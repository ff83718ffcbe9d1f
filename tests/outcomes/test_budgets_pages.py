"""The budget page, the money of an outcome, and the form of a line."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.choices import AuditVerb
from accounts.models import AuditEvent
from outcomes.choices import FundingSource
from outcomes.models import BudgetLine
from tests.factories import BudgetLineFactory, DwcpOutcomeFactory
from tests.outcomes.tables import address, errors_of, queries_for, rows_of

pytestmark = pytest.mark.django_db

HEADS = ["Currency", "Required", "Allocated", "Spent", "Gap", "Unspent"]


@pytest.fixture
def desk(sign_in, builder):
    """The browser of the officer."""
    return sign_in(builder)


@pytest.fixture
def outcome(lao):
    return DwcpOutcomeFactory(programme=lao, number=1, title="Jobs")


def typed(outcome, **changes):
    return {
        "outcome": outcome.pk if outcome else "",
        "funding_source": "RB",
        "currency": "USD",
        "required": "1,250,000",
        "allocated": "900000",
        "spent": "",
        "note": "",
        "source": "",
        "seen": "",
    } | changes


@pytest.fixture
def lines(lao, outcome):
    money = {"programme": lao, "outcome": outcome}
    return [
        BudgetLineFactory(**money, required=150, allocated=100, spent=110),
        BudgetLineFactory(**money, funding_source=FundingSource.XBTC, required=Decimal("20.50"), allocated=30),
        BudgetLineFactory(**money, funding_source=FundingSource.XBTC, currency="KHR", allocated=4000, spent=0),
        BudgetLineFactory(programme=lao, outcome=None, funding_source="", allocated=7, note="Together"),
    ]


def test_the_page_shows_lines_and_totals_by_source_and_currency(sign_in, reader, lao, lines):
    page = sign_in(reader).get(address("budget", lao))
    assert rows_of(page, "lines") == [
        ["Outcome and source", *HEADS, "Note"],
        ["1 Jobs"],
        ["RB Regular budget", "USD", "150", "100", "110", "50", "0 overspent by 10", "–"],
        ["XBTC Extra-budgetary technical cooperation", "KHR", "–", "4,000", "0", "–", "4,000", "–"],
        ["XBTC Extra-budgetary technical cooperation", "USD", "20.5", "30", "–", "0 surplus 9.5", "–", "–"],
        ["The predefined outcomes together"],
        ["source not stated", "USD", "–", "7", "–", "–", "–", "Together"],
        ["All lines in KHR", "KHR", "–", "4,000", "0", "–", "4,000", ""],
        ["All lines in USD", "USD", "170.5", "137", "110", "50 surplus 9.5", "0 overspent by 10", ""],
    ]
    assert rows_of(page, "sources") == [
        ["Source", *HEADS],
        ["RB Regular budget", "USD", "150", "100", "110", "50", "0 overspent by 10"],
        ["XBTC Extra-budgetary technical cooperation", "KHR", "–", "4,000", "0", "–", "4,000"],
        ["XBTC Extra-budgetary technical cooperation", "USD", "20.5", "30", "–", "0 surplus 9.5", "–"],
        ["source not stated", "USD", "–", "7", "–", "–", "–"],
    ]
    # Two lines of three do not say what was spent: the note under the table does.
    assert "USD: of 3 lines, 2 without what was spent" in page.content.decode()


def test_the_page_of_an_outcome_shows_the_same_figures(sign_in, reader, lao, outcome, lines):
    path = reverse("indicators:outcome-context", kwargs={"programme": lao.code, "outcome": 1})
    page = sign_in(reader).get(path)
    assert rows_of(page, "money") == [
        ["Source", *HEADS, "Note"],
        ["RB Regular budget", "USD", "150", "100", "110", "50", "0 overspent by 10", "–"],
        ["XBTC Extra-budgetary technical cooperation", "KHR", "–", "4,000", "0", "–", "4,000", "–"],
        ["XBTC Extra-budgetary technical cooperation", "USD", "20.5", "30", "–", "0 surplus 9.5", "–", "–"],
        ["All lines in KHR", "KHR", "–", "4,000", "0", "–", "4,000", ""],
        ["All lines in USD", "USD", "170.5", "130", "110", "50 surplus 9.5", "0 overspent by 10", ""],
    ]


def test_an_empty_budget_says_what_to_do(desk, lao):
    page = desk.get(address("budget", lao)).content.decode()
    assert "No money stated yet" in page
    assert address("add-budget-line", lao) in page


def test_an_officer_adds_changes_and_removes_a_line(desk, lao, outcome):
    answer = desk.post(address("add-budget-line", lao), typed(outcome))
    assert (answer.status_code, answer.url) == (302, address("budget", lao))
    line = BudgetLine.objects.get(programme=lao)
    assert (line.outcome, line.required, line.allocated, line.spent) == (outcome, 1250000, 900000, None)
    form = desk.get(address("change-budget-line", lao, line)).context["form"]
    answer = desk.post(
        address("change-budget-line", lao, line), typed(outcome, spent="950000", seen=form["seen"].value())
    )
    assert answer.status_code == 302  # more than was allocated: pointed out on the page, not refused
    line.refresh_from_db()
    assert line.spent == 950000
    assert desk.post(address("remove-budget-line", lao, line)).status_code == 302
    assert not BudgetLine.objects.filter(programme=lao).exists()
    events = AuditEvent.objects.about(line).order_by("pk").values_list("verb", flat=True)
    assert list(events) == [AuditVerb.ADDED, AuditVerb.CHANGED, AuditVerb.REMOVED]


def test_a_removed_line_is_put_back(desk, lao, lines):
    before = BudgetLine.objects.filter(pk=lines[0].pk).values().get()
    desk.post(address("remove-budget-line", lao, lines[0]))
    removal = lao.removals.get()
    assert (
        desk.post(reverse("outcomes:put-back", kwargs={"programme": lao.code, "removal": removal.pk})).status_code
        == 302
    )
    assert BudgetLine.objects.filter(pk=lines[0].pk).values().get() == before


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [
        ({"required": "-1"}, {"required": ["An amount cannot be negative. Type 0 if there is nothing."]}),
        ({"allocated": "-1"}, {"allocated": ["An amount cannot be negative. Type 0 if there is nothing."]}),
        ({"spent": "-0.01"}, {"spent": ["An amount cannot be negative. Type 0 if there is nothing."]}),
        ({"allocated": ""}, {"allocated": ["Say what is allocated; type 0 if nothing is."]}),
        (
            {"allocated": "", "spent": "5"},
            {"allocated": ["Something was spent: say what had been allocated; type 0 if nothing was."]},
        ),
        ({"allocated": "1,234"}, {"allocated": ["“1,234” can mean two things. Type 1234 or 1.2340."]}),
        ({"allocated": "0.125"}, {"allocated": ["Money has at most two decimals. Round it to two."]}),
        ({"allocated": "1000000000000"}, {"allocated": ["This is too large to be kept. Check the number of digits."]}),
        ({"currency": "US$"}, {"currency": ["A currency is three capital letters, such as USD or KHR."]}),
        ({"currency": "dollars"}, {"currency": ["A currency is three capital letters, such as USD or KHR."]}),
    ],
    ids=str,
)
def test_bad_input_is_refused_in_a_sentence(desk, lao, outcome, wrong, errors):
    assert desk.post(address("add-budget-line", lao), typed(outcome)).status_code == 302
    answer = desk.post(address("add-budget-line", lao), typed(outcome, funding_source="PSI", **wrong))
    assert (answer.status_code, errors_of(answer)) == (422, errors)
    assert BudgetLine.objects.filter(programme=lao).count() == 1


def test_several_mistakes_are_said_at_once(desk, lao):
    foreign = DwcpOutcomeFactory()
    answer = desk.post(address("add-budget-line", lao), typed(foreign, required="-1", spent="many", currency="riel"))
    assert errors_of(answer) == {
        "outcome": ["Choose an outcome of this programme."],
        "currency": ["A currency is three capital letters, such as USD or KHR."],
        "required": ["An amount cannot be negative. Type 0 if there is nothing."],
        "spent": ["“many” is not a number. Type digits, with a point for decimals, for example 1250 or 12.5."],
    }


@pytest.mark.parametrize(
    ("of_an_outcome", "sentence"),
    [
        (True, "There is already a line for this outcome and source."),
        (False, "There is already a line for the predefined outcomes and this source."),
    ],
)
def test_there_is_one_line_per_outcome_source_and_currency(desk, lao, outcome, of_an_outcome, sentence):
    where = outcome if of_an_outcome else None
    assert desk.post(address("add-budget-line", lao), typed(where)).status_code == 302
    assert desk.post(address("add-budget-line", lao), typed(where, currency="KHR")).status_code == 302
    answer = desk.post(address("add-budget-line", lao), typed(where))
    assert (answer.status_code, errors_of(answer)) == (422, {"__all__": [sentence]})


def test_who_only_reads_may_not_write(sign_in, reader, lao, lines):
    client = sign_in(reader)
    page = client.get(address("budget", lao))
    assert page.status_code == 200
    assert "Change" not in page.content.decode()
    for name in ("add-budget-line", "change-budget-line", "remove-budget-line"):
        path = address(name, lao, None if name.startswith("add") else lines[0])
        assert (client.get(path).status_code, client.post(path).status_code) == (403, 403)


def test_the_money_of_another_programme_does_not_exist(desk, lao, lines):
    foreign = BudgetLineFactory()
    assert desk.get(address("change-budget-line", lao, lines[0])).status_code == 200
    assert desk.get(address("change-budget-line", lao, foreign)).status_code == 404
    assert desk.post(address("remove-budget-line", lao, foreign)).status_code == 404
    assert desk.get(address("budget", foreign.programme)).status_code == 404


def test_more_lines_need_no_more_queries(desk, lao, outcome):
    BudgetLineFactory(programme=lao, outcome=outcome)
    one = queries_for(desk, address("budget", lao))
    for number, source in ((2, FundingSource.XBTC), (3, FundingSource.PSI)):
        line = {"outcome": DwcpOutcomeFactory(programme=lao, number=number), "funding_source": source}
        BudgetLineFactory(programme=lao, **line)
    assert queries_for(desk, address("budget", lao)) == one <= 12
