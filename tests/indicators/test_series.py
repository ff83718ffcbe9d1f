"""What was reported before a change stays as reported; a restated figure stands beside it, and counts."""

from decimal import Decimal
from itertools import permutations

import pytest
from django.urls import reverse

from indicators.choices import PeriodState
from indicators.selectors import address_of, reported_series, standing_of
from indicators.services import EntryRefused, begin_series, change_splits, reopen_entry, submit_entry, verify_entry
from tests.api.conftest import HOME, api, forget_attempts  # noqa: F401
from tests.factories import IndicatorFactory, ProgressEntryFactory, SeriesChangeFactory
from tests.indicators.splitting import record, reported, shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(programme, officer):
    """Split by sex from the start."""
    one = IndicatorFactory(outcome=programme.outcomes.get(number=1), code="1.99")
    change_splits(indicator=one, splits=[(shared("sex"), None)], reason="", by=officer)
    return one


@pytest.fixture
def years(programme):
    """2009 and 2010, both open."""
    programme.periods.update(state=PeriodState.OPEN)
    return [programme.periods.get(label=label) for label in ("2009", "2010")]


@pytest.fixture
def vouch(officer, verifier):
    """Records a figure and has it verified."""

    def vouch(indicator, period, **stated):
        entry = record(indicator, period, officer, submits=True, **stated)
        return verify_entry(entry=entry, revision=entry.revision, grade="desk_checked", checked_against="", by=verifier)

    return vouch


@pytest.fixture
def changed(indicator, years, officer, vouch):
    """Two years by sex, then split by age instead; 2010 is restated, 2009 is not."""
    for period, women in zip(years, (3, 5), strict=True):
        vouch(indicator, period, value=12, parts={"women": women, "men": 7})
    change_splits(indicator=indicator, splits=[(shared("age"), None)], reason="The ministry asks by age.", by=officer)
    return vouch(indicator, years[1], value=13, parts={"age.15-24": 4})


def page(name, indicator, period=None):
    kwargs = {"programme": "KHM-DWCP-2008-2010", "indicator": indicator.code}
    return reverse(f"indicators:{name}", kwargs=kwargs | ({"period": period.label} if period else {}))


def test_series_stand_beside_each_other(changed, indicator):
    current, earlier = reported_series(standing_of(indicator))
    assert [(one.number, one.is_current) for one in (current, earlier)] == [(2, True), (1, False)]
    assert (current.change.reason, current.change.before) == ("The ministry asks by age.", {"Split by": "Sex"})
    assert earlier.change is None
    assert [column.dimension.code for column in current.columns] == ["age"]
    assert [column.dimension.code for column in earlier.columns] == ["sex"]
    assert [(row.entry.period.label, row.entry.value) for row in earlier.rows] == [("2010", 12), ("2009", 12)]
    (row,) = current.rows
    assert [(str(category), part.value) for category, part in row.parts[0].parts] == [
        ("Under 15", None),
        ("15–24", 4),
        ("25–64", None),
        ("65 and over", None),
    ]
    assert row.parts[0].not_stated.value == 9
    assert [entry.period.label for entry in current.not_restated] == ["2009"]
    assert earlier.not_restated == ()


def test_the_restated_figure_counts_once_it_is_verified(indicator, years, officer, vouch, verifier):
    vouch(indicator, years[1], value=12, parts={"women": 5})
    change_splits(indicator=indicator, splits=[(shared("age"), None)], reason="By age.", by=officer)
    entry = record(indicator, years[1], officer, value=13, total_only_reason="No lists.", submits=True)
    assert standing_of(indicator).total.value == 12
    verify_entry(entry=entry, revision=2, grade="desk_checked", checked_against="", by=verifier)
    assert standing_of(indicator).total.value == 13


def test_the_order_in_which_entries_came_does_not_matter(programme, years):
    """Restated before or after the other year: the same total, the same series."""
    totals = set()
    for order in permutations([(0, 1, 5), (1, 1, 7), (1, 2, 8)]):
        one = IndicatorFactory(outcome=programme.outcomes.get(number=1), accumulation="increment", series=2)
        SeriesChangeFactory(indicator=one)
        for year, series, value in order:
            ProgressEntryFactory(indicator=one, period=years[year], series=series, value=value, state="verified")
        shown = reported_series(standing_of(one))
        totals.add(
            (
                standing_of(one).total.value,
                tuple((one.number, tuple(row.entry.value for row in one.rows)) for one in shown),
                tuple(entry.value for entry in shown[0].not_restated),
            )
        )
    assert totals == {(Decimal(13), ((2, (8,)), (1, (7, 5))), (5,))}


class TestPages:
    def test_the_indicator_shows_both_series_and_the_way_to_restate(self, changed, indicator, officer, sign_in, years):
        shown = sign_in(officer).get(indicator.get_absolute_url()).content.decode()
        assert "Series 2, as it is reported now" in shown
        assert "Series 1, as reported" in shown
        assert "The ministry asks by age." in shown
        assert "Split by, until then" in shown
        assert f'href="{page("entry", indicator, years[1])}?series=1"' in shown
        assert f'href="{page("record-progress", indicator, years[0])}"' in shown

    def test_an_observer_and_a_closed_period_have_no_way_to_restate(
        self, changed, indicator, observer, officer, sign_in, years
    ):
        restate = f'href="{page("record-progress", indicator, years[0])}"'
        assert restate not in sign_in(observer).get(indicator.get_absolute_url()).content.decode()
        years[0].state = PeriodState.CLOSED
        years[0].save()
        shown = sign_in(officer).get(indicator.get_absolute_url()).content.decode()
        assert restate not in shown
        assert "it can be restated once it is opened again" in shown

    def test_an_entry_of_each_series_has_its_address(self, changed, indicator, observer, sign_in, years):
        client, entry = sign_in(observer), page("entry", indicator, years[1])
        newest, first = client.get(entry), client.get(entry + "?series=1")
        assert (newest.context["entry"].value, first.context["entry"].value) == (13, 12)
        assert "As reported in series 1: 12" in newest.content.decode()
        assert "Restated in series 2: 13" in first.content.decode()
        assert client.get(page("entry", indicator, years[0])).context["entry"].series == 1

    @pytest.mark.parametrize("wrong", ["3", "x", "-1", "1.5", "99999999999999999999", "²"])
    def test_a_series_that_is_not_there(self, wrong, changed, indicator, observer, sign_in, years):
        client, entry = sign_in(observer), page("entry", indicator, years[1])
        assert client.get(entry, {"series": "1"}).status_code == 200
        assert client.get(entry, {"series": wrong}).status_code == 404

    def test_restating_writes_beside_what_was_reported(self, changed, indicator, officer, sign_in, years):
        before = reported()[0]
        client, form = sign_in(officer), page("record-progress", indicator, years[0])
        shown = client.get(form)
        assert "That stays as reported; what you record here restates it." in shown.content.decode()
        assert shown.context["form"]["revision"].value() == 0
        sent = {"revision": "0", "age.15-24": "6", "value": "12", "measured_on": "2009-12-31", "source": ""}
        answer = client.post(form, sent)
        entry = indicator.entries.get(period=years[0], series=2)
        assert (answer.url, entry.state) == (entry.get_absolute_url(), "submitted")
        assert [one for one in reported()[0] if one["id"] != entry.pk] == before

    def test_an_entry_of_an_earlier_series_is_verified_at_its_own_address(
        self, indicator, years, officer, verifier, sign_in
    ):
        first = record(indicator, years[1], officer, value=12, parts={"women": 5}, submits=True)
        change_splits(indicator=indicator, splits=[(shared("age"), None)], reason="By age.", by=officer)
        second = record(indicator, years[1], officer, value=13, parts={"age.15-24": 5}, submits=True)
        client = sign_in(verifier)
        verify = page("verify-entry", indicator, years[1]) + "?series=1"
        assert f'action="{verify}"' in client.get(page("entry", indicator, years[1]) + "?series=1").content.decode()
        client.post(verify, {"revision": "2", "grade": "desk_checked", "checked_against": ""})
        states = [indicator.entries.get(pk=one.pk).state for one in (first, second)]
        assert states == ["verified", "submitted"]

    def test_a_draft_of_an_earlier_series_is_not_written_any_more(self, indicator, years, officer, sign_in):
        draft = record(indicator, years[1], officer, value=12)
        client = sign_in(officer)
        assert "Continue the draft" in client.get(address_of(draft)).content.decode()
        change_splits(indicator=indicator, splits=[(shared("age"), None)], reason="By age.", by=officer)
        draft = indicator.entries.get()
        shown = client.get(address_of(draft)).content.decode()
        assert "Continue the draft" not in shown
        assert "it is not changed any more" in shown

    @pytest.mark.parametrize(("series", "most"), [(1, 12), (2, 13), (4, 13)])
    def test_the_indicator_page_costs_the_same_however_many_series(
        self, series, most, programme, indicator, years, officer, sign_in, django_assert_max_num_queries
    ):
        # The changes themselves are one more query, once there are any; one counts what waits, for the navigation.
        for number in range(1, series + 1):
            record(indicator, years[1], officer, value=12, total_only_reason="No lists.")
            if number < series:
                begin_series(indicator=indicator, totals_carry_on=True, before={}, reason="Once more.", by=officer)
        client = sign_in(officer)
        with django_assert_max_num_queries(most):
            assert client.get(indicator.get_absolute_url()).status_code == 200


class TestApi:
    def test_the_latest_series_or_the_one_asked_for(self, changed, indicator, observer, api):  # noqa: F811
        client, entry = api(observer), HOME + "indicators/1.99/entries/2010/"
        newest, first = client.get(entry).json(), client.get(entry + "?series=1").json()
        assert (newest["series"], newest["value"], newest["parts"]) == (2, "13", {"age": {"15-24": "4"}})
        assert (first["series"], first["value"], first["parts"]) == (1, "12", {"women": "5", "men": "7"})
        assert client.get(entry + "?series=7").status_code == 404
        listed = client.get(HOME + "entries/?indicator=1.99&series=1").json()["results"]
        assert [one["period"] for one in listed] == ["2010", "2009"]

    def test_deciding_on_the_one_that_is_meant(self, indicator, years, officer, verifier, api):  # noqa: F811
        first = record(indicator, years[1], officer, value=12, parts={"women": 5}, submits=True)
        change_splits(indicator=indicator, splits=[(shared("age"), None)], reason="By age.", by=officer)
        record(indicator, years[1], officer, value=13)
        verify = HOME + "indicators/1.99/entries/2010/verify/?series=1"
        answer = api(verifier).post(verify, {"revision": 2, "grade": "desk_checked"}, format="json")
        assert (answer.status_code, answer.json()["series"], answer.json()["state"]) == (200, 1, "verified")
        assert indicator.entries.get(pk=first.pk).state == "verified"

    @pytest.mark.parametrize(
        ("sent", "shown"),
        [
            ({"women": "5", "men": "7"}, {"women": "5", "men": "7"}),
            ({"sex": {"women": "5"}}, {"women": "5"}),
            (
                {"sex×age": {"women": {"15-24": "2"}}, "age": {"15-24": "4", "25-64": None}},
                {"sex×age": {"women": {"15-24": "2"}}, "age": {"15-24": "4"}},
            ),
        ],
    )
    def test_parts_by_dimension(self, sent, shown, programme, officer, api):  # noqa: F811
        one = IndicatorFactory(outcome=programme.outcomes.get(number=1), code="1.98")
        splits = [(shared("sex"), None), (shared("age"), None), (shared("sex"), shared("age"))]
        change_splits(indicator=one, splits=splits, reason="", by=officer)
        body = {"indicator": "1.98", "period": "2010", "revision": 0, "measured_on": "2010-06-30", "value": "12"}
        answer = api(officer).post(HOME + "entries/", body | {"parts": sent}, format="json")
        assert (answer.status_code, answer.json()["parts"]) == (201, shown)
        again = api(officer).post(HOME + "entries/", body | {"revision": 1, "parts": shown}, format="json")
        assert (again.status_code, again.json()["parts"]) == (200, shown)

    @pytest.mark.parametrize(
        ("sent", "problems"),
        [
            ({"age": {"15-24": "many"}}, {"age.15-24": "A valid number is required."}),
            (
                {"sex×age": {"women": "2"}},
                {"parts": 'Expected a dictionary of items but got type "str".'},
            ),
            ({"sex×age": "2"}, {"parts": 'Expected a dictionary of items but got type "str".'}),
            (
                {"age": {"15-24": "4"}},
                {"age.15-24": "“age.15-24” is no part that a figure is split into."},
            ),
            ({"women": ["5"]}, {"women": "A valid number is required."}),
        ],
    )
    def test_parts_that_cannot_stand(self, sent, problems, indicator, officer, api):  # noqa: F811
        body = {"indicator": "1.99", "period": "2010", "revision": 0, "measured_on": "2010-06-30", "value": "12"}
        answer = api(officer).post(HOME + "entries/", body | {"parts": sent}, format="json")
        assert (answer.status_code, answer.json()) == (400, problems)
        assert not indicator.entries.exists()

    def test_why_there_is_only_a_total(self, indicator, officer, api):  # noqa: F811
        body = {"indicator": "1.99", "period": "2010", "revision": 0, "measured_on": "2010-06-30", "value": "12"}
        client = api(officer)
        assert client.post(HOME + "entries/", body, format="json").status_code == 201
        submit = HOME + "indicators/1.99/entries/2010/submit/"
        answer = client.post(submit, {"revision": 1}, format="json")
        assert (answer.status_code, list(answer.json())) == (400, ["total_only_reason"])
        client.post(HOME + "entries/", body | {"revision": 1, "total_only_reason": "No lists."}, format="json")
        answer = client.post(submit, {"revision": 2}, format="json")
        assert (answer.status_code, answer.json()["total_only_reason"]) == (200, "No lists.")


def test_decisions_on_an_earlier_series_leave_its_figures(indicator, years, officer, verifier):
    first = record(indicator, years[1], officer, value=12, parts={"women": 5}, submits=True)
    change_splits(indicator=indicator, splits=[(shared("age"), None)], reason="By age.", by=officer)
    verified = verify_entry(entry=first, revision=2, grade="desk_checked", checked_against="", by=verifier)
    reopened = reopen_entry(entry=verified, revision=3, reason="Wrong.", by=verifier)
    with pytest.raises(EntryRefused) as refused:
        submit_entry(entry=reopened, revision=4, by=officer)
    assert list(refused.value.problems) == [""]
    assert (reopened.series, reopened.value, reopened.parts.count()) == (1, 12, 1)
