"""Pages of results and of progress, as each member of the cast sees them."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent
from indicators.choices import EntryState, PeriodState
from indicators.models import Indicator, ProgressEntry
from indicators.services import Figure, record_and_submit, record_progress, verify_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainers(programme):
    """Indicator 1.23, twenty trainers; the review reported nothing on it."""
    return Indicator.objects.in_programme(programme).get(code="1.23")


@pytest.fixture
def year_2010(programme):
    return programme.periods.get(label="2010")


def address(name, indicator=None, period=None):
    kwargs = {"programme": "KHM-DWCP-2008-2010"}
    if indicator:
        kwargs["indicator"] = indicator.code
    if period:
        kwargs["period"] = period.label
    return reverse(name, kwargs=kwargs)


def typed(**changes):
    """What somebody sends who records five women and seven men."""
    return {
        "revision": "0",
        "women": "5",
        "men": "7",
        "value": "12",
        "measured_on": "2010-12-31",
        "narrative": "Two centres.",
        "source": "Attendance lists",
        "absence": "",
        "absence_reason": "",
    } | changes


def facts(entry):
    return {
        "value": entry.value,
        "parts": {part.category.code: part.value for part in entry.parts.all()},
        "measured_on": entry.measured_on,
        "narrative": entry.narrative,
        "source": entry.source,
        "state": entry.state,
        "by": entry.recorded_by.name,
    }


def test_an_outcome_manager_records_and_submits(sign_in, outcome_manager, trainers, year_2010):
    client = sign_in(outcome_manager)
    response = client.post(address("indicators:record-progress", trainers, year_2010), typed())
    entry = ProgressEntry.objects.get(indicator=trainers)
    assert response.url == entry.get_absolute_url()
    assert facts(entry) == {
        "value": Decimal(12),
        "parts": {"women": Decimal(5), "men": Decimal(7)},
        "measured_on": date(2010, 12, 31),
        "narrative": "Two centres.",
        "source": "Attendance lists",
        "state": EntryState.SUBMITTED,
        "by": "Outcome manager",
    }


def test_a_draft_may_be_empty_but_an_entry_may_not(sign_in, outcome_manager, trainers, year_2010):
    client = sign_in(outcome_manager)
    record = address("indicators:record-progress", trainers, year_2010)
    nothing = typed(women="", men="", value="")
    refused = client.post(record, nothing)
    assert refused.status_code == 422
    assert refused.context["form"].errors == {
        "value": ["Enter the figure. If there is none, choose “not available” or “not applicable” and say why."]
    }
    assert not ProgressEntry.objects.filter(indicator=trainers).exists()
    client.post(record, nothing | {"action": "draft"})
    entry = ProgressEntry.objects.get(indicator=trainers)
    assert (entry.value, entry.state) == (None, EntryState.DRAFT)


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        (
            {"value": "10"},
            {"value": ["Women and men together are 12, more than the total of 10. Correct one of the three."]},
        ),
        (
            {"women": "five"},
            {"women": ["“five” is not a number. Type digits, with a point for decimals, for example 1250 or 12.5."]},
        ),
        ({"value": "1,250"}, {"value": ["“1,250” can mean two things. Type 1250 or 1.25."]}),
        ({"women": "-1"}, {"women": ["A number of people cannot be below 0."]}),
        (
            {"measured_on": "2011-01-01"},
            {
                "measured_on": [
                    "The date lies outside the period 2010. Enter one from 1 January 2010 to 31 December 2010."
                ]
            },
        ),
        (
            {"measured_on": "31.12.2010"},
            {"measured_on": ["This is not a date. Type year-month-day, for example 2010-12-31."]},
        ),
        ({"measured_on": ""}, {"measured_on": ["Enter the date of the figure."]}),
        (
            {"absence": "not_available"},
            {
                "absence": ["You stated a figure and that there is none. Keep one of the two."],
                "absence_reason": ["Say why there is no figure."],
            },
        ),
    ],
    ids=[
        "parts above the total",
        "letters",
        "ambiguous comma",
        "negative",
        "outside the period",
        "not a date",
        "no date",
        "figure and absence",
    ],
)
def test_what_cannot_stand_comes_back_with_a_sentence_and_all_that_was_typed(
    sign_in, outcome_manager, trainers, year_2010, changes, errors
):
    client = sign_in(outcome_manager)
    response = client.post(address("indicators:record-progress", trainers, year_2010), typed(**changes))
    assert response.status_code == 422
    assert response.context["form"].errors == errors
    shown = response.content.decode()
    for value in (typed() | changes).values():
        assert f'value="{value}"' in shown or f">\n{value}</textarea>" in shown
    assert not ProgressEntry.objects.filter(indicator=trainers).exists()


def test_khmer_digits_and_separated_thousands_are_read(sign_in, outcome_manager, programme, year_2010):
    workers = Indicator.objects.in_programme(programme).get(code="1.7")
    client = sign_in(outcome_manager)
    client.post(
        address("indicators:record-progress", workers, year_2010),
        typed(women="១០ ០០០", men="1,000,000", value=""),
    )
    assert ProgressEntry.objects.get(indicator=workers).value == 1010000


def test_a_closed_period_takes_no_entry(sign_in, outcome_manager, trainers, programme):
    closed = programme.periods.get(label="2009")
    client = sign_in(outcome_manager)
    record = address("indicators:record-progress", trainers, closed)
    assert "is closed and takes no entries" in client.get(record).content.decode()
    response = client.post(record, typed(measured_on="2009-12-31"))
    assert response.context["form"].errors == {
        "__all__": ["The period 2009 is closed and takes no entries. Ask the programme officer to open it again."]
    }
    assert 'value="Attendance lists"' in response.content.decode()
    assert not ProgressEntry.objects.filter(indicator=trainers).exists()


def test_a_second_entry_for_the_period_is_refused(sign_in, outcome_manager, programme, year_2010):
    tracking_study = Indicator.objects.in_programme(programme).get(code="1.1")
    client = sign_in(outcome_manager)
    record = address("indicators:record-progress", tracking_study, year_2010)
    entry = ProgressEntry.objects.get(indicator=tracking_study)
    response = client.post(record, typed(revision=str(entry.revision)))
    assert response.context["form"].errors == {
        "__all__": [
            "There is already an entry for this period, and it is “Verified”. "
            "It has to be returned or reopened before it can be changed."
        ]
    }
    assert ProgressEntry.objects.get(indicator=tracking_study).value == 1


def test_a_stale_form_shows_both_and_may_then_be_saved(sign_in, outcome_manager, officer, trainers, year_2010):
    record_progress(
        indicator=trainers,
        period=year_2010,
        figure=Figure(measured_on=date(2010, 12, 31), value=Decimal(9), narrative="From the officer."),
        revision=0,
        by=officer,
    )
    client = sign_in(outcome_manager)
    record = address("indicators:record-progress", trainers, year_2010)
    response = client.post(record, typed())
    page = response.content.decode()
    assert response.status_code == 409
    assert "From the officer." in page
    assert 'value="12"' in page
    assert ProgressEntry.objects.get(indicator=trainers).value == 9
    client.post(record, typed(revision=response.context["form"]["revision"].value()))
    assert ProgressEntry.objects.get(indicator=trainers).value == 12


@pytest.fixture
def submitted(trainers, year_2010, outcome_manager):
    return record_and_submit(
        indicator=trainers,
        period=year_2010,
        figure=Figure(measured_on=date(2010, 12, 31), value=Decimal(12)),
        revision=0,
        by=outcome_manager,
    )


def test_a_verifier_verifies_and_the_dashboard_counts_it(sign_in, verifier, submitted, trainers, year_2010):
    client = sign_in(verifier)
    dashboard = client.get(address("dashboard"))
    assert (dashboard.context["verified"], dashboard.context["submitted"]) == (39, 1)
    assert [item.entry for item in dashboard.context["work"].items] == [submitted.pk]
    client.post(
        address("indicators:verify-entry", trainers, year_2010),
        {"revision": submitted.revision, "grade": "source_checked", "checked_against": "Lists"},
    )
    dashboard = client.get(address("dashboard"))
    assert (dashboard.context["verified"], dashboard.context["submitted"]) == (40, 0)
    assert not dashboard.context["work"]


def test_verifying_against_a_source_names_it(sign_in, verifier, submitted, trainers, year_2010):
    client = sign_in(verifier)
    response = client.post(
        address("indicators:verify-entry", trainers, year_2010),
        {"revision": submitted.revision, "grade": "source_checked", "checked_against": ""},
    )
    assert response.status_code == 422
    assert response.context["verify_form"].errors == {
        "checked_against": ["Name the source you checked the figure against."]
    }
    submitted.refresh_from_db()
    assert submitted.state == EntryState.SUBMITTED


def test_returning_needs_a_reason_and_asks_the_recorder_again(
    sign_in, verifier, outcome_manager, submitted, trainers, year_2010
):
    client = sign_in(verifier)
    back = address("indicators:return-entry", trainers, year_2010)
    refused = client.post(back, {"revision": submitted.revision, "reason": ""})
    assert refused.context["return_form"].errors == {"reason": ["Say what is to be mended, so that it can be."]}
    client.post(back, {"revision": submitted.revision, "reason": "The lists show eleven."})
    client = sign_in(outcome_manager)
    page = client.get(address("indicators:entry", trainers, year_2010)).content.decode()
    assert "The lists show eleven." in page
    work = client.get(address("dashboard")).context["work"]
    returned = [item.indicator for item in work.items if item.state == "returned"]
    assert returned == [submitted.indicator_id]


def test_a_decision_on_an_older_revision_is_refused(sign_in, verifier, submitted, trainers, year_2010):
    response = sign_in(verifier).post(
        address("indicators:verify-entry", trainers, year_2010),
        {"revision": submitted.revision - 1, "grade": "desk_checked", "checked_against": ""},
    )
    assert response.status_code == 409
    submitted.refresh_from_db()
    assert submitted.state == EntryState.SUBMITTED


def test_nobody_verifies_their_own_entry(sign_in, administrator, trainers, year_2010):
    entry = record_and_submit(
        indicator=trainers,
        period=year_2010,
        figure=Figure(measured_on=date(2010, 12, 31), value=Decimal(12)),
        revision=0,
        by=administrator,
    )
    response = sign_in(administrator).post(
        address("indicators:verify-entry", trainers, year_2010),
        {"revision": entry.revision, "grade": "desk_checked", "checked_against": ""},
    )
    assert response.status_code == 403
    entry.refresh_from_db()
    assert entry.state == EntryState.SUBMITTED


def test_an_outcome_manager_does_not_record_for_other_outcomes(sign_in, outcome_manager, officer, programme, year_2010):
    other = Indicator.objects.in_programme(programme).get(code="3.3")
    ProgressEntry.objects.filter(indicator=other).delete()
    record = address("indicators:record-progress", other, year_2010)
    assert sign_in(officer).get(record).status_code == 200
    client = sign_in(outcome_manager)
    assert client.get(record).status_code == 403
    assert client.post(record, typed()).status_code == 403
    assert not ProgressEntry.objects.filter(indicator=other).exists()


PAGES = {
    "results": address("indicators:results"),
    "outcome": "/KHM-DWCP-2008-2010/outcomes/1/",
    "outcome context": "/KHM-DWCP-2008-2010/outcomes/1/context/",
    "indicator": "/KHM-DWCP-2008-2010/indicators/1.5/",
    "told in words": "/KHM-DWCP-2008-2010/indicators/2.7/",
    "entry": "/KHM-DWCP-2008-2010/indicators/1.5/entries/2010/",
    "dashboard": "/KHM-DWCP-2008-2010/",
    "my work": "/my-work/",
    "programmes": "/",
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_no_page_needs_more_than_fifteen_queries(sign_in, officer, page, django_assert_max_num_queries):
    """What waits for whoever looks, in the navigation, is three of them."""
    client = sign_in(officer)
    with django_assert_max_num_queries(15):
        assert client.get(page).status_code == 200


def test_the_record_page_needs_at_most_fifteen_queries(
    sign_in, outcome_manager, submitted, verifier, trainers, year_2010, django_assert_max_num_queries
):
    client = sign_in(outcome_manager)
    with django_assert_max_num_queries(15):
        client.get(address("indicators:record-progress", trainers, year_2010))


def test_saving_an_entry_needs_at_most_fifteen_queries(
    outcome_manager, trainers, year_2010, django_assert_max_num_queries
):
    with django_assert_max_num_queries(15):
        record_progress(
            indicator=trainers,
            period=year_2010,
            figure=Figure(
                measured_on=date(2010, 12, 31),
                value=Decimal(12),
                parts={"women": Decimal(5), "men": Decimal(7)},
            ),
            revision=0,
            by=outcome_manager,
        )


@pytest.mark.parametrize(("action", "most"), [("draft", 20), ("submit", 25)])
def test_a_form_is_saved_with_few_queries(sign_in, outcome_manager, trainers, year_2010, action, most):
    """Finding out who asks, for what, and how it is split is counted too, and so is the key that keeps the form from
    being saved twice; handing in adds the move and its trace, and the figure is held against the others."""
    client = sign_in(outcome_manager)
    with CaptureQueriesContext(connection) as queries:
        client.post(address("indicators:record-progress", trainers, year_2010), typed(action=action))
    asked = [
        query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
    ]
    assert ProgressEntry.objects.filter(indicator=trainers).exists()
    assert len(asked) <= most, asked


def test_an_indicator_explains_its_figure(sign_in, observer, officer, verifier, programme, trainers):
    """Cumulative: the entry of 2010 replaces that of 2009; an unverified one is left out."""
    for label, value, verified in (("2009", 8, True), ("2010", 12, False)):
        period = programme.periods.get(label=label)
        period.state = PeriodState.OPEN
        period.save()
        entry = record_and_submit(
            indicator=trainers,
            period=period,
            figure=Figure(measured_on=period.ends_on, value=Decimal(value)),
            revision=0,
            by=officer,
        )
        if verified:
            verify_entry(entry=entry, revision=entry.revision, grade="desk_checked", checked_against="", by=verifier)
    response = sign_in(observer).get(address("indicators:indicator", trainers))
    standing = response.context["standing"]
    assert (standing.total.value, standing.status) == (Decimal(8), "off_track")
    page = response.content.decode()
    assert "2010: 12 – left out: not verified" in page
    assert "2009: 8 – counted" in page
    assert "Each entry is the total so far. The latest one counts. Only verified entries count." in page


def test_results_show_the_published_figures(sign_in, observer):
    response = sign_in(observer).get(PAGES["results"])
    shown = {
        standing.indicator.code: (standing.total.value, standing.target_level, standing.status.value)
        for outcome in response.context["outcomes"]
        for standing in outcome.standings
        if standing.total.value is not None
    }
    assert shown["1.26"] == (Decimal(108711), Decimal(100000), "exceeded")
    assert shown["2.4"] == (Decimal(107), Decimal(96), "exceeded")
    assert shown["2.9"] == (Decimal(50), Decimal(100), "at_risk")
    assert len(shown) == 17


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_with_one_row_and_with_three(
    sign_in, observer, programme, rows, django_assert_num_queries
):
    keep = list(Indicator.objects.filter(outcome__programme=programme, outcome__number=3)[:rows])
    others = Indicator.objects.filter(outcome__programme=programme).exclude(pk__in=[one.pk for one in keep])
    programme.reviews.all().delete()
    ProgressEntry.objects.filter(indicator__in=others).delete()
    others.delete()
    client = sign_in(observer)
    with django_assert_num_queries(9):
        response = client.get(PAGES["results"])
    assert sum(len(outcome.standings) for outcome in response.context["outcomes"]) == rows


@pytest.mark.parametrize(
    ("code", "sent", "shown"),
    [
        ("1.23", {"women": "5", "men": "7", "value": "12"}, "12 trainers"),
        ("2.5", {"numerator": "1", "denominator": "4", "value": ""}, "25% of export volume"),
        ("1.19", {"value": "1"}, "Done"),
        ("2.3", {"narrative": "More cases were resolved."}, "More cases were resolved."),
    ],
    ids=["number", "percentage", "yes or no", "narrative"],
)
def test_every_measure_of_the_programme_is_recorded_on_its_page(
    sign_in, officer, programme, year_2010, code, sent, shown
):
    indicator = Indicator.objects.in_programme(programme).get(code=code)
    ProgressEntry.objects.filter(indicator=indicator).delete()
    client = sign_in(officer)
    body = {"revision": "0", "measured_on": "2010-12-31"} | sent
    response = client.post(address("indicators:record-progress", indicator, year_2010), body, follow=True)
    assert ProgressEntry.objects.get(indicator=indicator).state == EntryState.SUBMITTED
    assert shown in response.content.decode()


def test_after_another_decision_the_verifier_decides_on_what_stands_now(
    sign_in, verifier, submitted, trainers, year_2010
):
    client = sign_in(verifier)
    verify = address("indicators:verify-entry", trainers, year_2010)
    stale = {"revision": submitted.revision - 1, "grade": "desk_checked", "checked_against": ""}
    again = client.post(verify, stale)
    assert again.status_code == 409
    sent = stale | {"revision": again.context["verify_form"]["revision"].value()}
    client.post(verify, sent)
    submitted.refresh_from_db()
    assert submitted.state == EntryState.VERIFIED


def test_who_wrote_an_earlier_version_does_not_verify(
    sign_in, administrator, officer, outcome_manager, trainers, year_2010
):
    figure = Figure(measured_on=date(2010, 12, 31), value=Decimal(12))
    record_progress(indicator=trainers, period=year_2010, figure=figure, revision=0, by=administrator)
    changed = Figure(measured_on=date(2010, 12, 31), value=Decimal(12), narrative="Checked.")
    entry = record_and_submit(indicator=trainers, period=year_2010, figure=changed, revision=1, by=officer)
    response = sign_in(administrator).post(
        address("indicators:verify-entry", trainers, year_2010),
        {"revision": entry.revision, "grade": "desk_checked", "checked_against": ""},
    )
    assert response.context["verify_form"].errors == {
        "__all__": ["You have recorded this entry, so somebody else has to verify it."]
    }
    entry.refresh_from_db()
    assert entry.state == EntryState.SUBMITTED


def test_an_officer_opens_and_closes_periods(sign_in, officer, observer, programme):
    change = address("indicators:change-period", period=programme.periods.get(label="2009"))
    client = sign_in(officer)
    refused = client.post(change, {"to": "reopened", "reason": ""})
    assert "Say why the period has to be opened again." in refused.content.decode()
    client.post(change, {"to": "reopened", "reason": "Figures came late."})
    assert programme.periods.get(label="2009").state == PeriodState.REOPENED
    client.post(change, {"to": "closed", "reason": ""})
    assert programme.periods.get(label="2009").state == PeriodState.CLOSED
    events = AuditEvent.objects.about(programme.periods.get(label="2009")).order_by("pk")
    assert [(event.verb, event.changes, event.reason) for event in events] == [
        ("period_opened", {"state": ["closed", "reopened"]}, "Figures came late."),
        ("period_closed", {"state": ["reopened", "closed"]}, ""),
    ]
    assert sign_in(observer).post(change, {"to": "reopened", "reason": "Me too."}).status_code == 403
    assert programme.periods.get(label="2009").state == PeriodState.CLOSED


def test_a_verified_figure_in_a_closed_period_stays(sign_in, officer, verifier, submitted, trainers, year_2010):
    year_2010.state = PeriodState.CLOSED
    year_2010.save()
    client = sign_in(verifier)
    back = {"revision": submitted.revision, "reason": "Why not"}
    response = client.post(address("indicators:return-entry", trainers, year_2010), back)
    assert response.context["return_form"].errors == {
        "__all__": ["The period 2010 is closed and takes no entries. Ask the programme officer to open it again."]
    }
    submitted.refresh_from_db()
    assert submitted.state == EntryState.SUBMITTED


def test_what_only_women_are_counted_for_is_not_split(sign_in, officer, programme, year_2010):
    women_only = Indicator.objects.in_programme(programme).get(code="1.10")
    ProgressEntry.objects.filter(indicator=women_only).delete()
    form = sign_in(officer).get(address("indicators:record-progress", women_only, year_2010)).context["form"]
    assert list(form.fields) == [
        "revision",
        "value",
        "measured_on",
        "absence",
        "absence_reason",
        "narrative",
        "source",
        "explanation",
        "seen",
        "client_key",
    ]
