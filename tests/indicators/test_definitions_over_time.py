"""What was reported under an earlier definition is read by it, and says nothing of how things stand now."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.choices import Role
from indicators.choices import HANDED_IN, EntryState, Measure, PeriodState
from indicators.display import stated
from indicators.models import Indicator, SeriesChange
from indicators.selectors import (
    explanation_of,
    outcome_standings,
    reported_series,
    series_of,
    standing_of,
    work_list_of,
)
from indicators.services import begin_series, change_splits
from indicators.templatetags.measures import entry_in
from tests.factories import (
    IndicatorFactory,
    ProgressEntryFactory,
    ReportingPeriodFactory,
    ScaleStepFactory,
    SeriesChangeFactory,
    TargetFactory,
)
from tests.indicators.splitting import record, shared
from tests.indicators.test_save_indicator import save

pytestmark = pytest.mark.django_db

NBSP = "\N{NO-BREAK SPACE}"
VERIFIED = {"state": EntryState.VERIFIED}
NOT_AVAILABLE = {"value": None, "absence": "not_available", "absence_reason": "The register was lost."}


@pytest.fixture
def indicator():
    """Of a small programme."""
    return IndicatorFactory()


@pytest.fixture
def officer(make_person, indicator):
    return make_person("Officer", role=Role.PROGRAMME_OFFICER, programme=indicator.programme)


def fresh(indicator):
    return Indicator.objects.in_programme(indicator.programme).get(pk=indicator.pk)


def shown(indicator):
    """What each entry states, by its series: in the table, and where the figure is explained."""
    standing = standing_of(fresh(indicator))
    listed = {(one.number, stated(row.entry)) for one in reported_series(standing) for row in one.rows}
    explained = {(fate.entry.series, fate.stated) for fate in explanation_of(standing).entries}
    assert listed == explained
    return listed


class TestWhatWasReportedIsReadAsItWasDefined:
    def test_dollars_stay_dollars(self, officer, indicator, sign_in):
        Indicator.objects.filter(pk=indicator.pk).update(measure=Measure.MONEY, currency="USD")
        indicator = fresh(indicator)
        entry = ProgressEntryFactory(indicator=indicator, value=1000, **VERIFIED)
        indicator.currency = "KHR"
        save(indicator, officer, reason="The ministry counts in riel.")
        ProgressEntryFactory(indicator=indicator, period=entry.period, series=2, value=4_000_000, **VERIFIED)
        assert shown(indicator) == {(1, f"US${NBSP}1,000"), (2, f"KHR{NBSP}4,000,000")}
        client, address = sign_in(officer), entry.get_absolute_url()
        assert f"<strong>US${NBSP}1,000 people</strong>" in client.get(f"{address}?series=1").content.decode()
        assert f"<strong>KHR{NBSP}4,000,000 people</strong>" in client.get(address).content.decode()

    def test_people_and_their_parts_do_not_become_percentages(self, officer, indicator, sign_in):
        change_splits(indicator=indicator, splits=[(shared("sex"), None)], reason="", by=officer)
        period = ReportingPeriodFactory(programme=indicator.programme)
        record(indicator, period, officer, value=1200, parts={"women": 700})
        changed = fresh(indicator)
        changed.measure, changed.unit = Measure.PERCENTAGE, "of all workers"
        save(changed, officer, reason="The ministry counts shares.")
        assert shown(indicator) == {(1, "1,200")}
        change = SeriesChange.objects.get()
        assert (change.measure, change.currency, change.unit, change.scale) == ("number", "", "people", [])
        client, entry = sign_in(officer), indicator.entries.get()
        for address in (indicator.get_absolute_url(), f"{entry.get_absolute_url()}?series=1"):
            page = client.get(address).content.decode()
            assert ("700" in page, "700%" in page, "1,200%" in page) == (True, False, False)

    def test_a_step_keeps_the_name_it_had(self, officer, indicator):
        Indicator.objects.filter(pk=indicator.pk).update(measure=Measure.SCALE, accumulation="level")
        names = enumerate(["none", "draft", "adopted"])
        steps = [ScaleStepFactory(indicator=indicator, number=number, name=name) for number, name in names]
        ProgressEntryFactory(indicator=indicator, value=None, step=steps[1], **VERIFIED)
        anew = [(0, "none"), (1, "consulted"), (2, "drafted"), (3, "adopted")]
        save(fresh(indicator), officer, steps=anew, begins_series=True, reason="Consultation counts as well.")
        assert shown(indicator) == {(1, "1 draft")}
        ProgressEntryFactory(
            indicator=indicator,
            period__year=2013,
            value=None,
            series=2,
            step=indicator.steps.get(number=1),
            **VERIFIED,
        )
        assert shown(indicator) == {(1, "1 draft"), (2, "1 consulted")}

    def test_a_step_is_still_read_where_there_is_no_scale_any_more(self, officer, indicator):
        Indicator.objects.filter(pk=indicator.pk).update(measure=Measure.SCALE, accumulation="level")
        steps = [ScaleStepFactory(indicator=indicator, number=number) for number in (0, 1)]
        ProgressEntryFactory(indicator=indicator, value=None, step=steps[1], **VERIFIED)
        changed = fresh(indicator)
        changed.measure = Measure.NUMBER
        save(changed, officer, steps=[], reason="Policies are counted.")
        assert shown(indicator) == {(1, "1 Step 1")}

    def test_every_series_is_read_by_its_own(self, indicator):
        """The second one only changed the split: the first is still read by what ended it."""
        period = ReportingPeriodFactory(programme=indicator.programme)
        Indicator.objects.filter(pk=indicator.pk).update(series=3, comparable_from=3, measure=Measure.PERCENTAGE)
        SeriesChangeFactory(indicator=indicator, number=2, measure=Measure.NUMBER)
        SeriesChangeFactory(indicator=indicator, number=3, measure=Measure.MONEY, currency="USD")
        for series in (1, 2, 3):
            ProgressEntryFactory(indicator=indicator, period=period, series=series, value=12, **VERIFIED)
        assert shown(indicator) == {(1, "12"), (2, f"US${NBSP}12"), (3, "12%")}

    def test_a_new_split_keeps_the_definition(self, officer, indicator):
        ProgressEntryFactory(indicator=indicator, **VERIFIED)
        change = begin_series(indicator=indicator, totals_carry_on=True, before={}, reason="By age.", by=officer)
        assert (change.measure, change.currency, change.unit, change.scale) == ("number", "", "people", [])


class TestAnOldFigureIsNoReport:
    @pytest.fixture
    def redefined(self, indicator):
        """Series 1 has a verified and a waiting figure; then it was defined anew."""
        Indicator.objects.filter(pk=indicator.pk).update(series=2, comparable_from=2)
        first, second = (ReportingPeriodFactory(programme=indicator.programme, year=year) for year in (2012, 2013))
        ProgressEntryFactory(indicator=indicator, period=first, **VERIFIED)
        ProgressEntryFactory(indicator=indicator, period=second, state=EntryState.SUBMITTED)
        return fresh(indicator)

    def test_of_an_earlier_definition(self, redefined, sign_in, officer):
        standing = standing_of(redefined)
        (outcome,) = outcome_standings([standing], [redefined.outcome])
        assert len(standing.entries) == 2
        assert (standing.latest, standing.submitted, standing.in_hand) == (None, (), ())
        assert (outcome.verified, outcome.waiting) == (0, 0)
        assert [entry_in(standing, period) for period in redefined.programme.periods.all()] == [None, None]
        client, kwargs = sign_in(officer), {"programme": redefined.programme.code}
        page = client.get(reverse("indicators:results", kwargs=kwargs)).content.decode()
        assert "a newer entry waits for verification" not in page
        assert 'class="button second compact"' in page
        dashboard = client.get(reverse("dashboard", kwargs=kwargs)).context
        assert (dashboard["verified"], dashboard["submitted"]) == (0, 0)

    def test_of_the_same_definition_it_still_is_one(self, redefined):
        Indicator.objects.filter(pk=redefined.pk).update(comparable_from=1)
        standing = standing_of(fresh(redefined))
        assert (standing.latest, standing.submitted) == (standing.entries[1], (standing.entries[0],))
        assert standing.in_hand == standing.entries


class TestNotAvailableIsAWordOfItsOwn:
    @pytest.fixture
    def restated(self, indicator):
        """2012: 5. 2013: 7, and in series 2 there is said to be none."""
        Indicator.objects.filter(pk=indicator.pk).update(series=2, accumulation="increment")
        SeriesChangeFactory(indicator=indicator)
        for year, series, value in ((2012, 1, {"value": 5}), (2013, 1, {"value": 7}), (2013, 2, NOT_AVAILABLE)):
            period = indicator.programme.periods.filter(label=year).first() or ReportingPeriodFactory(
                programme=indicator.programme, year=year
            )
            ProgressEntryFactory(indicator=indicator, period=period, series=series, **VERIFIED | value)
        return fresh(indicator)

    def test_it_wins_its_period(self, restated):
        standing = standing_of(restated)
        assert standing.total.value == 5
        fates = [(one.stated, one.why) for one in explanation_of(standing).entries]
        assert fates == [
            ("Not available", "left out: states no figure"),
            ("7", "left out: series 2 says that there is no figure for this period"),
            ("5", "counted"),
        ]

    def test_only_once_it_is_verified(self, restated):
        restated.entries.filter(series=2).update(state=EntryState.SUBMITTED)
        assert standing_of(restated).total.value == 12

    def test_words_of_a_later_series_are_told(self, indicator):
        changes = {"measure": Measure.NARRATIVE, "accumulation": "level", "series": 2}
        Indicator.objects.filter(pk=indicator.pk).update(**changes)
        period = ReportingPeriodFactory(programme=indicator.programme)
        ProgressEntryFactory(indicator=indicator, period=period, **VERIFIED | NOT_AVAILABLE)
        assert standing_of(fresh(indicator)).status == "no_data"
        words = {"value": None, "narrative": "It went well."}
        ProgressEntryFactory(indicator=indicator, period=period, series=2, **VERIFIED | words)
        assert standing_of(fresh(indicator)).status == "in_words"


def left_to_do(person, indicator):
    """The indicators of its programme that this person still owes a report on."""
    items = work_list_of(person).items
    return [Indicator.objects.get(pk=one.indicator) for one in items if one.programme == indicator.programme]


@pytest.mark.parametrize(
    ("state", "comparable_from", "is_to_be_recorded"),
    [
        (EntryState.DRAFT, 1, True),
        (EntryState.RETURNED, 1, True),
        (EntryState.REOPENED, 1, True),
        (EntryState.SUBMITTED, 1, False),
        (EntryState.VERIFIED, 1, False),
        (EntryState.SUBMITTED, 2, True),
        (EntryState.VERIFIED, 2, True),
    ],
)
def test_what_is_left_to_do_after_a_change(state, comparable_from, is_to_be_recorded, indicator, officer, sign_in):
    period = ReportingPeriodFactory(programme=indicator.programme, state=PeriodState.OPEN)
    ProgressEntryFactory(indicator=indicator, period=period, state=state)
    assert left_to_do(officer, indicator) == ([indicator] if state not in HANDED_IN else [])
    Indicator.objects.filter(pk=indicator.pk).update(series=2, comparable_from=comparable_from)
    assert left_to_do(officer, indicator) == ([indicator] if is_to_be_recorded else [])
    page = sign_in(officer).get(indicator.get_absolute_url()).context
    assert page["missing_periods"] == ([period] if is_to_be_recorded else [])


def test_a_draft_of_the_current_series_is_to_be_finished(indicator, officer):
    Indicator.objects.filter(pk=indicator.pk).update(series=2)
    ProgressEntryFactory(indicator=indicator, series=2)
    (item,) = [one for one in work_list_of(officer).items if one.programme == indicator.programme]
    assert (item.indicator, item.is_draft) == (indicator.pk, True)


def test_what_a_restatement_waits_for_does_not_change_what_is_verified(indicator):
    """10 and 5 were verified; 12 instead of 10 waits. The point of 2013 stays at 15, which is what is published."""
    Indicator.objects.filter(pk=indicator.pk).update(series=2, accumulation="increment")
    TargetFactory(indicator=indicator)
    first, second = (ReportingPeriodFactory(programme=indicator.programme, year=year) for year in (2012, 2013))
    ProgressEntryFactory(indicator=indicator, period=first, value=10, **VERIFIED)
    ProgressEntryFactory(indicator=indicator, period=second, value=5, **VERIFIED)
    ProgressEntryFactory(indicator=indicator, period=first, value=12, series=2, state=EntryState.SUBMITTED)
    standing = standing_of(fresh(indicator))
    points = [(one.on.year, one.value, one.is_verified) for one in series_of(standing)]
    assert points == [(2012, Decimal(12), False), (2013, Decimal(15), True)]
    assert standing.total.value == 15
