"""The navigation says on every page how much waits, and the dashboard what waits in its programme."""

import re
from datetime import date
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.choices import Role
from accounts.models import User
from dwcp.pages import context_processors
from indicators.choices import EntryState, Expected, PeriodState
from indicators.models import Indicator
from indicators.selectors import work_counts
from tests import factories

pytestmark = pytest.mark.django_db

# A page of a programme, one outside all of them, and one of the account.
PAGES = ("/LAO-DWCP-2011-2015/results/", "/methods/", "/", "/my-work/", "/LAO-DWCP-2011-2015/")
BADGE = re.compile(r'My work <span class="badge" aria-hidden="true">(\d+)</span><span class="visually-hidden">([^<]+)<')


def badge(answer):
    """The number beside “My work”, and what is read aloud instead; nothing where there is none."""
    return BADGE.findall(answer.content.decode())


@pytest.fixture
def busy(office):
    """Two reports of the manager are to be written and one of the officer; two entries wait for the verifier."""
    for code in ("1.1", "1.2", "1.3", "1.4"):
        office.indicator(code)
    office.indicator("2.1", office.second)
    office.entry(office["1.3"], office.period("2012"), EntryState.SUBMITTED)
    office.entry(office["1.4"], office.period("2012"), EntryState.SUBMITTED)
    office.only(("1.1", "2011"), ("1.2", "2012"), ("1.1", "2099"), ("2.1", "2011"))
    return office


@pytest.mark.parametrize("page", PAGES)
def test_it_stands_on_every_page_for_who_records_or_verifies(page, sign_in, busy):
    assert badge(sign_in(busy.manager).get(page)) == [("2", "2 things wait")]
    assert badge(sign_in(busy.officer).get(page)) == [("1", "1 thing waits")]
    assert badge(sign_in(busy.verifier).get(page)) == [("2", "2 things wait")]


def test_it_adds_up_what_is_to_be_written_and_verified_in_all_programmes(sign_in, busy, make_office, make_person):
    keeper = make_person("Keeper", role=Role.ADMINISTRATOR, programme=busy.programme)
    other = make_office("LAO-DWCP-2016-2020", manager=busy.manager, officer=busy.officer, verifier=busy.verifier)
    factories.ProgrammeMembershipFactory(user=keeper, programme=other.programme, role=Role.VERIFIER)
    other.entry(other.indicator("1.1"), other.period("2011", date(2011, 12, 31)), EntryState.SUBMITTED)
    counts = work_counts(keeper)
    # To be written is what is in nobody's care; to be verified is one more in the other programme.
    assert (counts.to_write, counts.to_verify, len(counts)) == (1, 3, 4)
    assert badge(sign_in(keeper).get("/")) == [("4", "4 things wait")]
    here = work_counts(keeper, programme=other.programme)
    assert (here.to_write, here.to_verify) == (0, 1)


def test_nothing_stands_there_where_nothing_waits(sign_in, client, busy, make_person, outsider):
    readers = [
        make_person(f"Reader {role}", role=role, programme=busy.programme)
        for role in (Role.OBSERVER, Role.CONSTITUENT, Role.REVIEWER)
    ]
    for reader in (*readers, outsider):
        assert badge(sign_in(reader).get("/my-work/")) == []
    busy.programme.periods.update(state=PeriodState.CLOSED)
    assert badge(sign_in(busy.manager).get("/my-work/")) == []
    client.logout()
    assert "My work" not in client.get("/methods/").content.decode()


def as_at_the_beginning_of_a_request(person):
    return User.objects.get(pk=person.pk)


class TestCost:
    @pytest.mark.parametrize(("who", "most"), [("manager", 3), ("officer", 3), ("verifier", 2)])
    def test_it_takes_three_queries_at_most_with_the_memberships(self, who, most, busy, django_assert_num_queries):
        person = as_at_the_beginning_of_a_request(getattr(busy, who))
        with django_assert_num_queries(most):
            assert len(work_counts(person)) > 0

    def test_who_records_and_verifies_needs_no_more(self, busy, make_person, make_office, django_assert_num_queries):
        keeper = make_person("Keeper", role=Role.ADMINISTRATOR, programme=busy.programme)
        for number in range(3):
            people = {"manager": busy.manager, "officer": busy.officer, "verifier": busy.verifier}
            office = make_office(f"LAO-DWCP-{number}", **people)
            office.indicator("2.1", office.second)
            office.period("2012", date(2012, 12, 31))
            factories.ProgrammeMembershipFactory(user=keeper, programme=office.programme, role=Role.ADMINISTRATOR)
        keeper = as_at_the_beginning_of_a_request(keeper)
        with django_assert_num_queries(3):
            counts = work_counts(keeper)
        assert (counts.to_write, counts.to_verify) == (4, 2)

    @pytest.mark.parametrize("role", [Role.OBSERVER, Role.CONSTITUENT, Role.REVIEWER])
    def test_who_only_reads_costs_nothing_but_their_memberships(
        self, role, busy, make_person, django_assert_num_queries
    ):
        reader = as_at_the_beginning_of_a_request(make_person("Reader", role=role, programme=busy.programme))
        with django_assert_num_queries(1):
            assert len(work_counts(reader)) == 0

    def test_who_is_not_signed_in_costs_nothing(self, client, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert client.get("/methods/").status_code == 200

    def test_a_page_that_counts_by_itself_is_not_counted_again(self, sign_in, busy, monkeypatch):
        def refuse(user):
            raise AssertionError("counted twice")

        monkeypatch.setattr(context_processors, "work_counts", refuse)
        client = sign_in(busy.manager)
        for page in ("/my-work/", "/LAO-DWCP-2011-2015/"):
            assert badge(client.get(page)) == [("2", "2 things wait")]

    def test_parts_of_pages_and_papers_do_not_count(self, sign_in, officer, monkeypatch, rf):
        """A part of a page, a sheet as PDF, and whatever is written without a request, such as a mail."""
        asked = []
        monkeypatch.setattr(context_processors, "work_counts", lambda user, **_: asked.append(user) or ())
        client = sign_in(officer)
        page = "/KHM-DWCP-2008-2010/reviews/2010/reconciliation/"
        assert client.get(page, headers={"HX-Request": "true"}).status_code == 200
        assert client.get("/KHM-DWCP-2008-2010/indicators/1.26/sheet.pdf").status_code == 200
        render_to_string("components/note.html", {"text": "A mail has no navigation."})
        assert asked == []
        assert client.get(page).status_code == 200
        assert asked == [officer]


class TestFresh:
    """Whoever has done something sees it in the very next page, and in the page that answers."""

    def test_after_handing_in(self, sign_in, busy):
        client = sign_in(busy.manager)
        address = {"programme": busy.programme.code, "indicator": "1.2", "period": "2012"}
        record = reverse("indicators:record-progress", kwargs=address) + "?next=work"
        body = {"revision": "0", "value": "40", "measured_on": "2012-12-31"}
        assert badge(client.get(record)) == [("2", "2 things wait")]
        refused = client.post(record, body | {"value": "twelve"})
        assert (refused.status_code, badge(refused)) == (422, [("2", "2 things wait")])
        answer = client.post(record, body, follow=True)
        assert answer.redirect_chain == [("/my-work/", 302)]
        assert badge(answer) == [("1", "1 thing waits")]
        assert badge(sign_in(busy.verifier).get("/")) == [("3", "3 things wait")]

    def test_after_verifying_and_after_returning(self, sign_in, busy):
        client = sign_in(busy.verifier)
        address = {"programme": busy.programme.code, "indicator": "1.3", "period": "2012"}
        sent = {"revision": "1", "grade": "desk_checked", "checked": "the lists", "checked_against": ""}
        client.post(reverse("indicators:verify-entry", kwargs=address), sent)
        assert badge(client.get("/methods/")) == [("1", "1 thing waits")]
        address["indicator"] = "1.4"
        sent = {"revision": "1", "reason": "The lists show eleven."}
        client.post(reverse("indicators:return-entry", kwargs=address), sent)
        assert badge(client.get("/methods/")) == []
        assert badge(sign_in(busy.manager).get("/methods/")) == [("3", "3 things wait")]


class TestDashboard:
    HERE = "/LAO-DWCP-2011-2015/"

    def test_what_waits_leads_to_the_list_that_is_narrowed_to_it(self, sign_in, busy):
        busy.typed(busy["1.1"], busy.period("2099"))
        client = sign_in(busy.manager)
        page = client.get(self.HERE)
        assert [(state, str(name), number) for state, name, number in page.context["work_states"]] == [
            ("overdue", "Overdue", 1),
            ("due", "Due", 1),
            ("begun", "Begun, not handed in", 1),
        ]
        links = re.findall(r'href="(/my-work/\?programme=[^"]+state=[^"]+)"', page.content.decode())
        assert [len(client.get(unescape(link)).context["work"]) for link in links] == [1, 1, 1]

    def test_the_first_five_stand_there(self, sign_in, busy):
        for number in range(1, 8):
            busy.indicator(f"1.{number + 10}")
        page = sign_in(busy.manager).get(self.HERE)
        assert [(row.item.state, row.item.code, row.item.period) for row in page.context["work_rows"]] == [
            ("overdue", code, "2011") for code in ("1.1", "1.11", "1.12", "1.13", "1.14")
        ]
        assert "All that waits for me here" in page.content.decode()

    def test_what_waits_in_other_programmes_is_not_shown_but_counted(self, sign_in, busy, make_office):
        people = {"manager": busy.manager, "officer": busy.officer, "verifier": busy.verifier}
        other = make_office("LAO-DWCP-2016-2020", **people)
        other.indicator("1.1")
        other.period("2011", date(2011, 12, 31))
        page = sign_in(busy.manager).get(self.HERE)
        assert [row.item.programme for row in page.context["work_rows"]] == [busy.programme] * 2
        assert badge(page) == [("3", "3 things wait")]

    def test_everybody_sees_what_is_expected_in_the_current_period_and_where_it_stands(
        self, sign_in, busy, make_person
    ):
        busy.entry(busy.indicator("1.5"), busy.period("2012"), EntryState.VERIFIED)
        busy.returned(busy.indicator("1.6"), busy.period("2012"), "Count again.")
        Indicator.objects.filter(outcome=busy.second).update(reported_every="yearly")
        observer = make_person("Reader", role=Role.OBSERVER, programme=busy.programme)
        page = sign_in(observer).get(self.HERE)
        period, number, counts = page.context["expected"]
        assert (period.label, number) == ("2012", 7)
        assert dict(counts) == {
            Expected.DUE: 1,
            Expected.SUBMITTED: 2,
            Expected.RETURNED: 1,
            Expected.VERIFIED: 3,
        }
        assert "2012: 7 reports are expected." in page.content.decode()
        assert "Nothing waits for you here." in page.content.decode()

    def test_before_the_first_period_nothing_is_expected(self, sign_in, make_office):
        office = make_office()
        page = sign_in(office.manager).get(self.HERE)
        assert page.context["expected"] is None

    @pytest.mark.parametrize("who", ["administrator", "officer", "outcome_manager", "verifier", "observer"])
    def test_fifteen_queries_are_enough_for_everybody(self, who, sign_in, request, django_assert_max_num_queries):
        client = sign_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(15):
            assert client.get("/KHM-DWCP-2008-2010/").status_code == 200
