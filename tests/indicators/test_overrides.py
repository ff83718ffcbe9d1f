"""A person judges otherwise than the figures do: with a reason, until the next period begins, and both are shown."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.choices import Permission
from accounts.models import AuditEvent
from indicators.choices import Status
from indicators.models import Indicator, StatusOverride
from indicators.selectors import overrides_of, standing_of, standings_of
from indicators.services import override_status, withdraw_override
from outcomes.services import Refused, Stale, put_back, remove_record
from tests.factories import IndicatorFactory, ReportingPeriodFactory, StatusOverrideFactory

pytestmark = pytest.mark.django_db

REASON = "The last reports were posted, and arrived after the year."


@pytest.fixture
def reports(programme):
    """Indicator 2.9: half of the reports due were sent, so its figures say at risk."""
    return Indicator.objects.in_programme(programme).get(code="2.9")


def stands(indicator):
    standing = standing_of(Indicator.objects.get(pk=indicator.pk))
    return standing.status, standing.computed


def given(indicator, officer, status=Status.ON_TRACK, **more):
    return override_status(indicator=indicator, status=status, reason=REASON, by=officer, **more)


def refused(**facts):
    """The sentences with which it is refused."""
    with pytest.raises(Refused) as refusal:
        override_status(**facts)
    return refusal.value.problems


def test_an_officer_judges_otherwise_and_both_statuses_stand(reports, officer, programme):
    assert stands(reports) == (Status.AT_RISK, Status.AT_RISK)
    override = given(reports, officer)
    assert (override.period.label, override.by, override.reason) == ("2010", officer, REASON)
    assert stands(reports) == (Status.ON_TRACK, Status.AT_RISK)
    assert {one.indicator.code for one in standings_of(programme) if one.override} == {"2.9"}
    event = AuditEvent.objects.about(reports).get(verb="status_overridden")
    assert (event.changes, event.reason, event.by) == (
        {"status": ["at_risk", "on_track"], "period": [None, "2010"]},
        REASON,
        officer,
    )


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"reason": " "}, {"reason": "Say why the figures do not tell the status."}),
        ({"reason": "x" * 2001}, {"reason": "This is too long: 2000 characters are kept."}),
        (
            {"status": Status.AT_RISK},
            {"status": "This is what the figures say already. Choose another status, or leave it as it is."},
        ),
        ({"status": Status.NO_DATA}, {"status": "Choose one of the statuses in the list."}),
        ({"status": Status.IN_WORDS}, {"status": "Choose one of the statuses in the list."}),
        (
            {"status": "splendid", "reason": ""},
            {
                "status": "Choose one of the statuses in the list.",
                "reason": "Say why the figures do not tell the status.",
            },
        ),
    ],
    ids=["no reason", "long reason", "the computed one", "no data", "in words", "two problems"],
)
def test_what_cannot_stand_is_refused_with_every_sentence(reports, officer, changes, problems):
    facts = {"indicator": reports, "status": Status.ON_TRACK, "reason": REASON, "by": officer}
    assert refused(**facts | changes) == problems
    assert not StatusOverride.objects.exists()
    assert override_status(**facts)


def test_nothing_is_judged_before_the_first_period(reports, officer, programme):
    given(reports, officer)
    StatusOverride.objects.all().delete()
    programme.periods.update(starts_on="2999-01-01", ends_on="2999-12-31")
    facts = {"indicator": reports, "status": Status.ON_TRACK, "reason": REASON, "by": officer}
    assert refused(**facts) == {
        "": "No reporting period has been opened yet, so there is nothing to judge. Open the first one."
    }


def test_only_who_may_judge_does(reports, verifier, outcome_manager, observer, officer):
    for person in (verifier, outcome_manager, observer):
        with pytest.raises(PermissionDenied):
            given(reports, person)
    override = given(reports, officer)
    with pytest.raises(PermissionDenied):
        withdraw_override(override=override, by=verifier)
    assert stands(reports)[0] == Status.ON_TRACK


def test_an_archived_programme_is_not_judged_any_more(reports, administrator, programme):
    override = given(reports, administrator)
    programme.archived_on = date(2011, 1, 1)
    programme.save()
    reports = Indicator.objects.get(pk=reports.pk)
    administrator = type(administrator).objects.get(pk=administrator.pk)
    with pytest.raises(PermissionDenied):
        given(reports, administrator, Status.ACHIEVED)
    with pytest.raises(PermissionDenied):
        withdraw_override(override=StatusOverride.objects.get(pk=override.pk), by=administrator)


def test_a_new_judgement_takes_the_place_of_anothers(reports, officer, administrator):
    first = given(reports, officer)
    second = given(reports, administrator, Status.ACHIEVED, seen=first.pk)
    first.refresh_from_db()
    assert (first.withdrawn_by, second.withdrawn_at) == (administrator, None)
    assert stands(reports) == (Status.ACHIEVED, Status.AT_RISK)


def test_who_did_not_see_anothers_judgement_does_not_replace_it(reports, officer, administrator):
    first = given(reports, officer, seen=0)
    with pytest.raises(Stale) as stale:
        given(reports, administrator, Status.ACHIEVED, seen=0)
    assert stale.value.current == first
    assert stands(reports)[0] == Status.ON_TRACK


def test_taken_back_the_figures_say_again(reports, officer):
    override = given(reports, officer)
    withdraw_override(override=override, by=officer)
    assert stands(reports) == (Status.AT_RISK, Status.AT_RISK)
    assert AuditEvent.objects.about(reports).get(verb="override_withdrawn").changes == {
        "status": ["on_track", "at_risk"]
    }
    with pytest.raises(Refused, match="taken back already"):
        withdraw_override(override=override, by=officer)


def test_it_lapses_when_the_next_period_begins(reports, officer, programme):
    override = given(reports, officer)
    assert stands(reports)[0] == Status.ON_TRACK
    ReportingPeriodFactory(programme=programme, year=2011)
    assert stands(reports) == (Status.AT_RISK, Status.AT_RISK)
    with pytest.raises(Refused, match="lapsed when the next period began"):
        withdraw_override(override=StatusOverride.objects.get(pk=override.pk), by=officer)


def test_everything_that_was_given_is_kept(reports, officer, programme):
    first = given(reports, officer)
    second = given(reports, officer, Status.ACHIEVED)
    fresh = Indicator.objects.in_programme(programme).get(pk=reports.pk)
    assert [(one.override, one.is_in_force, one.is_withdrawn) for one in overrides_of(fresh)] == [
        (second, True, False),
        (first, False, True),
    ]
    ReportingPeriodFactory(programme=programme, year=2011)
    fresh = Indicator.objects.in_programme(programme).get(pk=reports.pk)
    assert [(one.override, one.is_in_force, one.is_withdrawn) for one in overrides_of(fresh)] == [
        (second, False, False),
        (first, False, True),
    ]


def address(name, code="2.9"):
    return reverse(f"indicators:{name}", kwargs={"programme": "KHM-DWCP-2008-2010", "indicator": code})


def test_the_form_saves_and_the_pages_show_both(sign_in, officer, reports):
    client = sign_in(officer)
    form = client.get(address("override-status")).context["form"]
    assert form["seen"].value() == 0
    sent = {"seen": "0", "status": "on_track", "reason": REASON}
    answer = client.post(address("override-status"), sent)
    assert answer.url == reports.get_absolute_url()
    pages = [
        reports.get_absolute_url(),
        reverse("indicators:results", kwargs={"programme": "KHM-DWCP-2008-2010"}),
        "/KHM-DWCP-2008-2010/outcomes/2/",
        "/KHM-DWCP-2008-2010/",
        reports.get_absolute_url() + "entries/2010/",
        reports.get_absolute_url() + "entries/2010/record/",
        address("override-status"),
    ]
    for page in pages:
        shown = client.get(page).content.decode()
        assert "given by Officer on" in shown, page
        assert REASON in shown, page
        assert 'class="status status-at_risk"' in shown, page
        assert 'class="status status-on_track"' in shown, page


def test_the_dashboard_counts_the_status_in_force(sign_in, officer, reports):
    client = sign_in(officer)
    before = client.get("/KHM-DWCP-2008-2010/").context["counts"]
    given(reports, officer)
    after = client.get("/KHM-DWCP-2008-2010/").context["counts"]
    assert {status: after[status] - before[status] for status in Status if after[status] != before[status]} == {
        Status.ON_TRACK: 1,
        Status.AT_RISK: -1,
    }


def test_the_api_tells_both(client, observer, officer, reports):
    override = given(reports, officer)
    client.force_login(observer, backend="django.contrib.auth.backends.ModelBackend")
    standing = client.get("/api/v1/programmes/KHM-DWCP-2008-2010/indicators/2.9/").json()["standing"]
    at = standing["override"].pop("at")
    assert at.startswith(override.at.strftime("%Y-%m-%d"))
    assert (standing["status"], standing["computed_status"], standing["override"]) == (
        "on_track",
        "at_risk",
        {"status": "on_track", "reason": REASON, "period": "2010", "by": "Officer"},
    )


def test_what_cannot_stand_comes_back_with_what_was_typed(sign_in, officer, reports):
    answer = sign_in(officer).post(
        address("override-status"), {"seen": "0", "status": "at_risk", "reason": "My own words"}
    )
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["status"]
    assert "My own words" in answer.content.decode()
    assert not StatusOverride.objects.exists()


def test_a_stale_form_shows_anothers_judgement_and_may_then_be_saved(sign_in, officer, administrator, reports):
    given(reports, administrator, Status.OFF_TRACK)
    client = sign_in(officer)
    sent = {"seen": "0", "status": "on_track", "reason": "My own words"}
    answer = client.post(address("override-status"), sent)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "My own words" in shown
    assert "given by Administrator on" in shown
    again = client.post(address("override-status"), sent | {"seen": answer.context["form"]["seen"].value()})
    assert again.status_code == 302
    assert stands(reports)[0] == Status.ON_TRACK


def test_it_is_taken_back_on_the_page(sign_in, officer, observer, reports, programme):
    override = given(reports, officer)
    assert "Take it back" not in sign_in(observer).get(reports.get_absolute_url()).content.decode()
    client = sign_in(officer)
    assert "Take it back" in client.get(reports.get_absolute_url()).content.decode()
    other = Indicator.objects.in_programme(programme).get(code="1.26")
    client.post(address("withdraw-override", "1.26"), {"override": override.pk})
    assert stands(reports)[0] == Status.ON_TRACK
    page = client.post(address("withdraw-override"), {"override": override.pk}, follow=True).content.decode()
    assert "Taken back. The figures say again how the indicator stands." in page
    assert "Taken back by Officer on" in page
    assert stands(reports)[0] == Status.AT_RISK
    assert other.overrides.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_a_table_costs_the_same_with_one_judged_indicator_and_with_three(
    sign_in, officer, programme, rows, django_assert_max_num_queries
):
    for standing in standings_of(programme)[:rows]:
        given(standing.indicator, officer, Status.ON_TRACK)
    client = sign_in(officer)
    with django_assert_max_num_queries(15):
        shown = client.get(reverse("indicators:results", kwargs={"programme": programme.code})).content.decode()
    assert shown.count("given by Officer on") == rows
    with django_assert_max_num_queries(15):
        client.get("/KHM-DWCP-2008-2010/")


@pytest.mark.parametrize("is_withdrawn", [True, False])
def test_what_it_judged_can_be_removed_and_put_back(is_withdrawn, programme, officer):
    """Nothing was reported: a status alone keeps neither its indicator nor its period."""
    indicator = IndicatorFactory(outcome=programme.outcomes.get(number=1))
    period = ReportingPeriodFactory(programme=programme, year=2007)
    at = datetime(2010, 7, 1, 12, tzinfo=UTC)
    taken_back = {"withdrawn_at": at, "withdrawn_by": officer} if is_withdrawn else {}
    StatusOverrideFactory(indicator=indicator, period=period, by=officer, at=at, **taken_back)
    before = StatusOverride.objects.values().get()
    for record, permission in ((period, Permission.PERIOD_MANAGE), (indicator, Permission.STRUCTURE_EDIT)):
        removal = remove_record(record=record, by=officer, programme=programme, permission=permission)
        assert not StatusOverride.objects.exists()
        put_back(removal=removal, by=officer)
        assert StatusOverride.objects.values().get() == before
