"""The page “Reporting”: what is entered and what is missing, for everybody in the programme."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from indicators.choices import EntryState, Expected, PeriodState
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """A programme of 2011 to 2015."""
    return factories.ProgrammeFactory()


@pytest.fixture
def outcomes(world):
    priority = factories.PriorityFactory(programme=world)
    return [factories.DwcpOutcomeFactory(programme=world, priority=priority, number=number) for number in (1, 2)]


@pytest.fixture
def period(world):
    """2012, whose reports were due yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    return factories.ReportingPeriodFactory(programme=world, year=2012, due_on=yesterday)


@pytest.fixture
def indicators(outcomes, period):
    """Of outcome 1 one that is verified, one that came late, one in draft; of outcome 2 one that is returned."""
    made = [factories.IndicatorFactory(outcome=outcomes[0], code=f"1.{n}", position=n) for n in (1, 2, 3)]
    made.append(factories.IndicatorFactory(outcome=outcomes[1], code="2.1", position=1))
    states = (EntryState.VERIFIED, EntryState.SUBMITTED, EntryState.DRAFT, EntryState.RETURNED)
    for indicator, state in zip(made, states, strict=True):
        late = state == EntryState.SUBMITTED
        factories.ProgressEntryFactory(indicator=indicator, period=period, state=state, is_late=late)
    return made


@pytest.fixture
def officer(make_person, world):
    return make_person("Officer", role=Role.PROGRAMME_OFFICER, programme=world)


@pytest.fixture
def page(world):
    return reverse("indicators:reporting", kwargs={"programme": world.code})


def rows(answer):
    return [(row.report.indicator.code, row.report.state) for row in answer.context["rows"]]


def link(name, world, indicator):
    where = {"programme": world.code, "indicator": indicator.code, "period": "2012"}
    return f'href="{reverse(f"indicators:{name}", kwargs=where)}"'


def test_each_report_with_who_owes_it_and_where_it_stands(
    page, world, indicators, outcomes, officer, make_person, sign_in
):
    make_person("Manager", role=Role.OUTCOME_MANAGER, programme=world, outcomes=[outcomes[0]])
    named = make_person("Named", role=Role.OUTCOME_MANAGER, programme=world, outcomes=[outcomes[1]])
    indicators[0].reporter = named
    indicators[0].save()
    answer = sign_in(officer).get(page)
    assert [
        (
            row.report.indicator,
            row.report.state,
            [str(one) for one in row.reporters],
            row.report.is_late,
            row.may_record,
        )
        for row in answer.context["rows"]
    ] == [
        (indicators[0], Expected.VERIFIED, ["Named"], False, False),
        (indicators[1], Expected.SUBMITTED, ["Manager"], True, False),
        (indicators[2], Expected.OVERDUE, ["Manager"], False, True),
        (indicators[3], Expected.RETURNED, ["Named"], False, True),
    ]
    shown = answer.content.decode()
    for code in ("verified", "submitted", "overdue", "returned", "late"):
        assert f'class="status status-{code}"' in shown
    assert "a draft is begun" in shown


def test_counts_by_outcome_and_by_period(page, world, indicators, outcomes, period, officer, sign_in):
    closed = factories.ReportingPeriodFactory(programme=world, year=2011, state=PeriodState.CLOSED)
    context = sign_in(officer).get(page).context
    assert context["period"] == period
    counts = context["counts"]
    assert (counts.expected, counts.handed_in, counts.verified, counts.late, counts.missing) == (4, 2, 1, 1, 2)
    stand = {one: {state: number for state, number in of.by_place if number} for one, of in context["by_outcome"]}
    assert stand == {
        outcomes[0]: {Expected.VERIFIED: 1, Expected.SUBMITTED: 1, Expected.OVERDUE: 1},
        outcomes[1]: {Expected.RETURNED: 1},
    }
    assert [(one, of.expected, of.missing) for one, of in context["by_period"]] == [(closed, 4, 4), (period, 4, 2)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["1.1", "1.2", "1.3", "2.1"]),
        ("?outcome=1", ["1.1", "1.2", "1.3"]),
        ("?state=overdue", ["1.3"]),
        ("?outcome=2&state=overdue", []),
        ("?outcome=2&state=returned", ["2.1"]),
        ("?state=late", ["1.2"]),
        ("?period=2011", ["1.1", "1.2", "1.3", "2.1"]),
        ("?period=2011&state=verified", []),
        # What nobody knows narrows nothing.
        ("?outcome=99", ["1.1", "1.2", "1.3", "2.1"]),
        ("?outcome=x&state=y&period=z&page=w", ["1.1", "1.2", "1.3", "2.1"]),
    ],
)
def test_it_is_narrowed_by_its_address(asked, found, page, world, indicators, officer, sign_in):
    factories.ReportingPeriodFactory(programme=world, year=2011, state=PeriodState.CLOSED)
    answer = sign_in(officer).get(page + asked)
    assert [code for code, _state in rows(answer)] == found
    # The counts stay those of the whole period.
    assert answer.context["counts"].expected == 4
    assert f"{len(found)} of 4 reports shown." in answer.content.decode()


def test_the_form_shows_what_is_chosen(page, indicators, officer, sign_in):
    shown = sign_in(officer).get(page + "?outcome=2&state=returned").content.decode()
    for option in ('value="2012" selected', 'value="2" selected', 'value="returned" selected'):
        assert option in shown


def test_who_may_record_finds_the_way_and_others_look(page, world, indicators, outcomes, make_person, sign_in):
    manager = make_person("Manager", role=Role.OUTCOME_MANAGER, programme=world, outcomes=[outcomes[0]])
    shown = sign_in(manager).get(page).content.decode()
    assert [link("record-progress", world, one) in shown for one in indicators] == [False, False, True, False]
    assert [link("entry", world, one) in shown for one in indicators] == [True, True, True, True]
    worker = make_person("Worker", role=Role.CONSTITUENT, programme=world)
    shown = sign_in(worker).get(page).content.decode()
    assert [link("record-progress", world, one) in shown for one in indicators] == [False] * 4
    assert [link("entry", world, one) in shown for one in indicators] == [True] * 4


def test_where_nothing_is_written_there_is_nothing_to_look_at(page, world, outcomes, period, make_person, sign_in):
    indicator = factories.IndicatorFactory(outcome=outcomes[0], code="1.1")
    shown = sign_in(make_person("Reader", role=Role.OBSERVER, programme=world)).get(page).content.decode()
    assert link("entry", world, indicator) not in shown
    assert "nobody yet" in shown, "there is neither a manager nor an officer"


def test_another_programme_is_not_there(page, indicators, make_person, sign_in):
    stranger = make_person("Stranger", role=Role.PROGRAMME_OFFICER, programme=factories.ProgrammeFactory())
    assert sign_in(stranger).get(page).status_code == 404


def test_what_belongs_to_another_programme_is_not_counted(page, indicators, officer, sign_in):
    other = factories.IndicatorFactory(code="1.9")
    factories.ReportingPeriodFactory(programme=other.programme, year=2012)
    assert len(rows(sign_in(officer).get(page))) == 4


def test_without_periods_it_says_what_comes_first(page, world, officer, sign_in):
    answer = sign_in(officer).get(page)
    assert answer.context["period"] is None
    assert "No period yet" in answer.content.decode()
    assert reverse("indicators:periods", kwargs={"programme": world.code}) in answer.content.decode()


def test_without_indicators_it_says_that_nothing_is_expected(page, period, officer, sign_in):
    assert "No report is expected in this period" in sign_in(officer).get(page).content.decode()


def test_more_than_a_hundred_are_on_several_pages(page, outcomes, period, officer, sign_in):
    for number in range(101):
        factories.IndicatorFactory(outcome=outcomes[0], code=f"1.{number}", position=number)
    client = sign_in(officer)
    first, second = client.get(page), client.get(page + "?outcome=1&page=2")
    assert (len(rows(first)), len(rows(second))) == (100, 1)
    assert "101 of 101 reports shown." in first.content.decode()
    # The other choices in the address stay.
    assert "?outcome=1&amp;page=1" in second.content.decode()


@pytest.mark.parametrize("size", [1, 3])
def test_it_takes_as_many_queries_for_many(
    size, page, world, outcomes, make_person, sign_in, django_assert_max_num_queries
):
    for place in range(size):
        person = make_person(f"Manager {place}", role=Role.OUTCOME_MANAGER, programme=world, outcomes=outcomes[:1])
        period = factories.ReportingPeriodFactory(programme=world, year=2011 + place, due_on=date(2012 + place, 1, 15))
    for place in range(size):
        one = factories.IndicatorFactory(outcome=outcomes[place % 2], reporter=person, reported_every="yearly")
        factories.ProgressEntryFactory(indicator=one, period=period, state=EntryState.RETURNED)
    client = sign_in(person)
    with django_assert_max_num_queries(12):
        assert len(rows(client.get(page))) == size


@pytest.mark.parametrize("name", ["results", "periods"])
def test_it_is_found_from_the_pages_about_it(name, page, world, officer, sign_in):
    shown = sign_in(officer).get(reverse(f"indicators:{name}", kwargs={"programme": world.code})).content.decode()
    assert f'href="{page}"' in shown


def test_the_real_programme(programme, government_member, sign_in):
    page = reverse("indicators:reporting", kwargs={"programme": programme.code})
    answer = sign_in(government_member).get(page)
    assert answer.context["period"].label == "2010"
    assert len(rows(answer)) == answer.context["counts"].expected == 56
    assert {state for _code, state in rows(answer)} == {Expected.VERIFIED, Expected.DUE}
    assert [of.expected for _one, of in answer.context["by_outcome"]] == [28, 12, 7, 9]
