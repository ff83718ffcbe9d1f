"""My work: everything that waits for a person in all programmes, the most urgent first, to be worked down."""

from datetime import date, timedelta
from html import unescape
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Permission, Role
from indicators.choices import EntryState, PeriodState, WorkState
from indicators.models import Indicator, ProgressEntry
from indicators.selectors import Asked, unsaved_besides, work_counts, work_list_of
from outcomes.models import Programme
from tests import factories
from tests.pages.conftest import TYPED_AT

pytestmark = pytest.mark.django_db

MY_WORK = "/my-work/"
IN_PARTS = {"HX-Request": "true"}


class Words(HTMLParser):
    """What stands in an element with this id, tags left out."""

    def __init__(self, key):
        super().__init__()
        self.key, self.depth, self.found = key, 0, []

    def handle_starttag(self, tag, attrs):
        if self.depth or dict(attrs).get("id") == self.key:
            self.depth += tag not in ("input", "link", "br")

    def handle_endtag(self, tag):
        self.depth -= bool(self.depth)

    def handle_data(self, data):
        if self.depth and data.strip():
            self.found.append(" ".join(data.split()))


def words_of(answer, key):
    """The words of a part of a page."""
    parser = Words(key)
    parser.feed(answer.content.decode())
    return " ".join(parser.found)


def listed(answer):
    """What the list shows, in its order: (where it stands, code, period)."""
    return [
        (state.value, row.item.code, row.item.period)
        for state, _number, rows in answer.context["groups"]
        for row in rows
    ]


def numbers(answer):
    """How many stand where, on all pages."""
    return {state.value: number for state, number in answer.context["work"].counts.items() if number}


@pytest.fixture
def busy(office):
    """The manager has one of everything to write; the second outcome is the officer's, and 1.5 waits for a verifier."""
    for number in range(1, 6):
        office.indicator(f"1.{number}")
    office.indicator("2.1", office.second)
    first, second, *_others, fifth = Indicator.objects.filter(outcome=office.first).order_by("position")
    office.returned(second, office.period("2012"), "The lists show eleven.")
    office.entry(fifth, office.period("2012"), EntryState.SUBMITTED, value=12, is_late=True)
    office.typed(first, office.period("2099"))
    office.only(("1.1", "2011"), ("1.3", "2012"), ("1.4", "2012"), ("1.1", "2099"), ("1.4", "2099"), ("2.1", "2012"))
    office.entry(office["1.4"], office.period("2012"))
    return office


EVERYTHING = [
    ("returned", "1.2", "2012"),
    ("overdue", "1.1", "2011"),
    ("due", "1.3", "2012"),
    ("due", "1.4", "2012"),
    ("begun", "1.1", "2099"),
    ("not_yet_due", "1.4", "2099"),
]


def test_everything_that_waits_stands_there_the_most_urgent_first(sign_in, busy):
    answer = sign_in(busy.manager).get(MY_WORK)
    assert listed(answer) == EVERYTHING
    assert numbers(answer) == {"returned": 1, "overdue": 1, "due": 2, "begun": 1, "not_yet_due": 1}
    # What is only begun early, or open and not due, is not counted as waiting.
    assert "4 things wait for you." in words_of(answer, "work")


def test_a_returned_report_shows_why_who_and_when(sign_in, busy):
    answer = sign_in(busy.manager).get(MY_WORK)
    returned = answer.context["groups"][0][2][0]
    assert words_of(answer, f"work-{returned.item.key}") == (
        f"Due on {_in_words(busy.period('2012').due_on)} in 5 days 1.2 People trained, 1.2 2012 · Outcome 1 Skills "
        "Returned by Verifier, 20 January 2013 The lists show eleven. Correct 1.2, 2012"
    )


def test_a_long_reason_is_folded(sign_in, busy):
    reason = "The lists show eleven. " * 20
    factories.EntryMoveFactory(
        entry=busy.written(EntryState.RETURNED),
        from_state="submitted",
        to_state="returned",
        by=busy.verifier,
        reason=reason.strip(),
    )
    page = sign_in(busy.manager).get(MY_WORK).content.decode()
    assert f"<p>{reason[:299]}…</p><details><summary>Read the whole reason" in page
    assert f"</summary><p>{reason.strip()}</p></details>" in page


def test_the_last_return_counts(sign_in, busy):
    """Returned, handed in and returned again: the first reason is history."""
    entry = busy.written(EntryState.RETURNED)
    factories.EntryMoveFactory(
        entry=entry, from_state="submitted", to_state="returned", by=busy.verifier, reason="Still eleven."
    )
    page = sign_in(busy.manager).get(MY_WORK).content.decode()
    assert ("Still eleven." in page, "The lists show eleven." in page) == (True, False)


def test_what_was_opened_again_says_so(sign_in, office):
    entry = office.entry(office.indicator("1.1"), office.period("2011"), EntryState.REOPENED)
    factories.EntryMoveFactory(
        entry=entry, from_state="verified", to_state="reopened", by=office.verifier, reason="A centre was forgotten."
    )
    office.only()
    answer = sign_in(office.manager).get(MY_WORK)
    assert listed(answer) == [("returned", "1.1", "2011")]
    assert "Opened again by Verifier" in answer.content.decode()
    assert "A centre was forgotten." in answer.content.decode()


def _in_words(day):
    return f"{day.day} {day:%B %Y}"


def test_each_row_says_when_it_is_due_and_has_one_thing_to_do(sign_in, busy):
    answer = sign_in(busy.manager).get(MY_WORK)
    rows = [row for _state, _number, rows in answer.context["groups"] for row in rows]
    years = (timezone.localdate() - date(2012, 1, 15)).days // 365
    in_five_days = f"Due on {_in_words(busy.period('2012').due_on)} in 5 days"
    assert [words_of(answer, f"work-{row.item.key}") for row in rows[1:]] == [
        f"Due on 15 January 2012 {years} years late 1.1 People trained, 1.1 2011 · Outcome 1 Skills Record 1.1, 2011",
        f"{in_five_days} 1.3 People trained, 1.3 2012 · Outcome 1 Skills Record 1.3, 2012",
        f"{in_five_days} 1.4 People trained, 1.4 2012 · Outcome 1 Skills "
        "Draft Begun, not handed in. Continue 1.4, 2012",
        "No due day is set 1.1 People trained, 1.1 2099 · Outcome 1 Skills "
        "Not saved You typed something here on 2 February 2013 at 16:05 and did not save it. Continue 1.1, 2099",
        "No due day is set 1.4 People trained, 1.4 2099 · Outcome 1 Skills Record 1.4, 2099",
    ]
    page = answer.content.decode()
    for row in rows:
        report = {"programme": busy.programme.code, "indicator": row.item.code, "period": row.item.period}
        address = reverse("indicators:record-progress", kwargs=report)
        assert page.count(f'href="{address}?next=work"') == 1
        assert sign_in(busy.manager).get(address).status_code == 200


def test_a_verifier_sees_the_figure_who_handed_it_in_that_it_is_late_and_what_is_unusual(sign_in, busy):
    entry = busy.written(EntryState.SUBMITTED)
    sex = factories.DimensionFactory()
    for code, number in (("women", 12), ("men", 0)):
        category = factories.CategoryFactory(dimension=sex, code=code)
        factories.DisaggregatedValueFactory(entry=entry, category=category, value=number)
    answer = sign_in(busy.verifier).get(MY_WORK)
    assert listed(answer) == [("to_verify", "1.5", "2012")]
    ((_state, _number, (row,)),) = answer.context["groups"]
    assert row.doubts
    text = words_of(answer, f"work-{row.item.key}")
    assert text == (
        "Handed in by Manager, 20 January 2013 Late 1.5 People trained, 1.5 2012 · Outcome 1 Skills 12 people "
        f"{_unusual(row.doubts)} Verify 1.5, 2012"
    )


def _unusual(doubts):
    said = "1 thing is unusual" if len(doubts) == 1 else f"{len(doubts)} things are unusual"
    return " ".join([said, *doubts])


def test_verifying_leads_to_the_queue_of_the_programme(sign_in, busy):
    entry = busy.written(EntryState.SUBMITTED)
    client = sign_in(busy.verifier)
    page = client.get(MY_WORK).content.decode()
    queue = reverse("indicators:verification", kwargs={"programme": busy.programme.code})
    assert f'href="{queue}"' in page
    there = f"{queue}?period=2012&outcome=1"
    assert f'href="{there}#entry-{entry.pk}"' in unescape(page)
    assert f'id="entry-{entry.pk}"' in client.get(there).content.decode()


def test_what_somebody_else_has_to_do_is_not_on_the_list(sign_in, busy, make_person):
    """Not what is of others, what is handed in, of a closed period, of an archived programme."""
    colleague = make_person("Colleague")
    membership = factories.ProgrammeMembershipFactory(
        user=colleague, programme=busy.programme, role=Role.OUTCOME_MANAGER
    )
    membership.outcomes.set([busy.second])
    assert listed(sign_in(colleague).get(MY_WORK)) == [("due", "2.1", "2012")]
    # The outcome is in somebody's care now.
    assert listed(sign_in(busy.officer).get(MY_WORK)) == []
    busy.programme.periods.filter(label="2012").update(state=PeriodState.CLOSED)
    assert listed(sign_in(colleague).get(MY_WORK)) == []
    keeper = make_person("Keeper", role=Role.ADMINISTRATOR, programme=busy.programme)
    Programme.objects.filter(pk=busy.programme.pk).update(archived_on=date(2016, 1, 1))
    for person in (busy.manager, busy.verifier, keeper):
        assert listed(sign_in(person).get(MY_WORK)) == []


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        ({"state": "overdue"}, [1]),
        ({"state": "due"}, [2, 3]),
        ({"state": "returned"}, [0]),
        ({"state": "not_yet_due"}, [5]),
        ({"state": "to_verify"}, []),
        # A draft is begun wherever it stands.
        ({"state": "begun"}, [3, 4]),
        ({"period": "2012"}, [0, 2, 3]),
        ({"period": "2012", "state": "due"}, [2, 3]),
        ({"period": "1999"}, []),
        ({"outcome": "LAO-DWCP-2011-2015.1"}, [0, 1, 2, 3, 4, 5]),
        ({"outcome": "LAO-DWCP-2011-2015.2"}, []),
        ({"outcome": "LAO-DWCP-2016-2020.1"}, []),
        ({"programme": "LAO-DWCP-2011-2015"}, [0, 1, 2, 3, 4, 5]),
        ({"programme": "KHM-DWCP-2008-2010"}, []),
        # An address that makes no sense asks for everything.
        ({"outcome": "1"}, [0, 1, 2, 3, 4, 5]),
        ({"outcome": "x.²"}, [0, 1, 2, 3, 4, 5]),
        ({"state": "unheard of"}, [0, 1, 2, 3, 4, 5]),
        ({"whose": "mine", "page": "no number"}, [0, 1, 2, 3, 4, 5]),
    ],
    ids=str,
)
def test_the_list_is_narrowed_by_what_stands_in_the_address(chosen, left, sign_in, busy):
    answer = sign_in(busy.manager).get(MY_WORK, chosen)
    assert listed(answer) == [EVERYTHING[place] for place in left]
    # The form shows what is in force.
    form = answer.context["form"]
    for name in form.fields.keys() & chosen.keys() - {"whose"}:
        if chosen != {"state": "unheard of"}:
            offered = [
                value
                for value, label in form.fields[name].choices
                for value in ([value] if isinstance(label, str) or not isinstance(label, list) else dict(label))
            ]
            assert chosen[name] in offered


def test_what_one_may_record_besides_is_shown_when_asked_for(sign_in, busy):
    client = sign_in(busy.officer)
    mine = client.get(MY_WORK)
    assert listed(mine) == [("due", "2.1", "2012")]
    everything = client.get(MY_WORK, {"whose": "all"})
    assert [place for place in listed(everything) if place[1] != "2.1"] == [
        # What the manager has typed is theirs alone: to others this report is not begun.
        (state if state != "begun" else "not_yet_due", code, period)
        for state, code, period in EVERYTHING
    ]
    assert everything.content.decode().count("It waits for somebody else; you may record it too.") == 6
    # Who may record only what is theirs is not asked whose.
    assert "whose" not in sign_in(busy.manager).get(MY_WORK).context["form"].fields


def test_nobody_sees_what_somebody_else_has_typed(sign_in, busy):
    assert "You typed something here" not in sign_in(busy.officer).get(MY_WORK, {"whose": "all"}).content.decode()


def test_what_was_typed_and_is_on_the_list_no_more_is_not_lost(sign_in, busy):
    """The period was closed while somebody typed; a colleague handed it in; and one may write for a colleague."""
    first = busy["1.1"]
    busy.typed(first, busy.period("2012"))
    busy.period("2010", date(2010, 12, 31), state=PeriodState.CLOSED)
    busy.typed(first, busy.period("2010"))
    answer = sign_in(busy.manager).get(MY_WORK)
    assert {(one.indicator.code, one.period.label) for one in answer.context["unsaved"]} == {
        ("1.1", "2012"),
        ("1.1", "2010"),
    }
    page = answer.content.decode()
    assert page.count("You typed something here on 2 February 2013 at 16:05 and did not save it.") == 3
    assert "The period 2010 is closed and takes no entries." in page


def test_what_was_typed_and_saved_since_is_not_unsaved(busy):
    third = busy["1.3"]
    period = busy.period("2012")
    factories.ClientKeyFactory(by=busy.manager, key="sent", entry=busy.written(EntryState.RETURNED))
    unsaved = busy.typed(third, period, typed={"women": "5", "client_key": "sent"})

    def typed_at():
        (item,) = [one for one in work_list_of(busy.manager).items if (one.code, one.period) == ("1.3", "2012")]
        return item.typed_at

    assert typed_at() is None
    unsaved.typed = {"women": "5", "client_key": "not sent"}
    unsaved.save()
    assert typed_at() == TYPED_AT
    unsaved.typed = {}
    unsaved.save()
    assert typed_at() is None


def test_what_is_not_in_their_care_any_more_is_not_offered(busy):
    """They could not open it."""
    elsewhere = busy["2.1"]
    busy.typed(elsewhere, busy.period("2012"))
    assert unsaved_besides(busy.manager, work_list_of(busy.manager).items) == []
    Indicator.objects.filter(pk=elsewhere.pk).update(reporter=busy.manager)
    # Now it waits for them, and is on the list.
    assert unsaved_besides(busy.manager, work_list_of(busy.manager).items) == []
    (left,) = unsaved_besides(busy.manager, ())[:1]
    assert left.by == busy.manager


@pytest.mark.parametrize("who", ["manager", "officer", "verifier"])
def test_the_list_holds_only_what_they_may_do_and_the_navigation_counts_the_same(who, busy):
    person = getattr(busy, who)
    items = work_list_of(person).items
    assert items
    for item in items:
        if item.entry is None:
            assert person.has_perm(Permission.ENTRY_RECORD, Indicator.objects.get(pk=item.indicator))
        else:
            assert person.has_perm(Permission.ENTRY_VERIFY, ProgressEntry.objects.get(pk=item.entry))
    assert work_list_of(person).narrowed(Asked()).waiting == len(work_counts(person)) > 0


@pytest.fixture
def many(office):
    """Sixty reports that are overdue, and one that was returned."""
    indicators = [office.indicator(f"1.{number}") for number in range(1, 62)]
    office.programme.periods.exclude(label="2011").delete()
    office.returned(indicators[60], office.period("2011"), "Count again.")
    return office


def test_long_lists_come_in_pages_and_the_counts_are_those_of_all_pages(sign_in, many):
    client = sign_in(many.manager)
    first = client.get(MY_WORK, {"period": "2011"})
    assert len(listed(first)) == 50
    assert [(state.value, number, len(rows)) for state, number, rows in first.context["groups"]] == [
        ("returned", 1, 1),
        ("overdue", 60, 49),
    ]
    assert "61 things of what you have chosen." in words_of(first, "work")
    assert 'href="?period=2011&amp;page=2"' in first.content.decode()
    second = client.get(MY_WORK, {"period": "2011", "page": 2})
    assert [code for _state, code, _period in listed(second)] == [f"1.{number}" for number in range(50, 61)]
    # A page that is no more, because the last of it was done, is the last one.
    assert listed(client.get(MY_WORK, {"period": "2011", "page": 9})) == listed(second)


def test_htmx_is_answered_with_the_list_alone_and_a_tidy_address(sign_in, busy):
    client = sign_in(busy.manager)
    chosen = {"programme": "", "outcome": "", "period": "2012", "state": ""}
    answer = client.get(MY_WORK, chosen, headers=IN_PARTS)
    page = answer.content.decode()
    assert listed(answer) == [EVERYTHING[place] for place in (0, 2, 3)]
    assert page.lstrip().startswith('<div id="work">')
    assert ("<nav aria-label=" in page, "<form" in page) == (False, False)
    assert answer["HX-Push-Url"] == "/my-work/?period=2012"
    assert client.get(MY_WORK, headers=IN_PARTS)["HX-Push-Url"] == "/my-work/"
    # Without HTMX the same address shows the whole page.
    assert "<form" in client.get(MY_WORK, chosen).content.decode()


def test_what_is_chosen_leads_back_to_what_is_chosen(sign_in, busy):
    page = unescape(sign_in(busy.manager).get(MY_WORK, {"period": "2012"}).content.decode())
    assert page.count("/record/?next=work&period=2012") == 3


def test_outcomes_are_named_with_their_programme_where_there_are_several(sign_in, busy, make_office, today):
    other = make_office("KHM-DWCP-2019-2023", manager=busy.manager, officer=busy.officer, verifier=busy.verifier)
    other.indicator("1.1")
    other.period("2011", date(2011, 12, 31), due_on=today)
    answer = sign_in(busy.manager).get(MY_WORK)
    assert listed(answer)[1:4] == [("overdue", "1.1", "2011"), ("due", "1.1", "2011"), ("due", "1.3", "2012")]
    form = answer.context["form"]
    title = busy.programme.short_title
    assert [value for value, _label in form.fields["programme"].choices] == [
        "",
        "KHM-DWCP-2019-2023",
        "LAO-DWCP-2011-2015",
    ]
    assert form.fields["outcome"].choices == [
        ("", "All outcomes"),
        (title, [("KHM-DWCP-2019-2023.1", "1 Skills")]),
        (title, [("LAO-DWCP-2011-2015.1", "1 Skills")]),
    ]
    narrowed = sign_in(busy.manager).get(MY_WORK, {"outcome": "KHM-DWCP-2019-2023.1"})
    assert listed(narrowed) == [("due", "1.1", "2011")]


def test_many_at_once_leads_to_the_grids_and_the_workbook(sign_in, busy):
    answer = sign_in(busy.manager).get(MY_WORK)
    assert [(one.outcome, one.period, one.number) for one in answer.context["batches"]] == [
        (1, "2099", 2),
        (1, "2012", 3),
        (1, "2011", 1),
    ]
    page = answer.content.decode()
    grid = reverse("indicators:grid", kwargs={"programme": busy.programme.code, "outcome": 1, "period": "2012"})
    assert f'href="{grid}"' in page
    figures = reverse("indicators:figures", kwargs={"programme": busy.programme.code})
    assert page.count(f'href="{figures}"') == 1


def test_who_has_done_everything_is_told_so(sign_in, office):
    office.indicator("1.1")
    office.only()
    assert "All done: nothing waits for you now." in words_of(sign_in(office.manager).get(MY_WORK), "work")


def test_when_the_last_of_what_was_chosen_is_done_the_way_back_is_there(sign_in, busy):
    answer = sign_in(busy.manager).get(MY_WORK, {"state": "to_verify"})
    assert words_of(answer, "work") == "Nothing is left of what you have chosen. Show all my work"


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.CONSTITUENT, Role.REVIEWER])
def test_who_only_reads_finds_a_friendly_word(role, sign_in, busy, make_person):
    reader = make_person("Reader", role=role, programme=busy.programme)
    page = sign_in(reader).get(MY_WORK).content.decode()
    assert "You read along, so nobody waits for a figure from you." in page
    assert "<form" not in page.partition("<main")[2]


def test_who_belongs_to_no_programme_is_told_whom_to_ask(sign_in, outsider):
    page = sign_in(outsider).get(MY_WORK).content.decode()
    assert "Ask the administrator of your programme to make you a member." in page


class TestSpeed:
    """The number of queries depends on nobody's number of programmes, indicators or rows."""

    MOST = 12

    @pytest.fixture
    def keeper(self, make_person):
        """Records and verifies."""
        return make_person("Keeper")

    @staticmethod
    def fill(office, keeper, rows):
        """So many of everything that costs a query anywhere: returned, due, unsaved, to verify, measured otherwise."""
        factories.ProgrammeMembershipFactory(user=keeper, programme=office.programme, role=Role.ADMINISTRATOR)
        period = office.period("2012", date(2012, 12, 31), due_on=date(2013, 1, 15))
        closed = office.period("2010", date(2010, 12, 31), state=PeriodState.CLOSED)
        for number in range(1, rows + 1):
            office.returned(office.indicator(f"2.{number}", office.second), period, "Count again.")
            office.indicator(f"2.{100 + number}", office.second)
            office.typed(office.indicator(f"2.{200 + number}", office.second), closed, by=keeper)
            scale = office.indicator(f"1.{number}", measure="scale")
            step = factories.ScaleStepFactory(indicator=scale, number=2)
            office.entry(scale, period, EntryState.SUBMITTED, value=2, step=step)
            office.indicator(f"1.{200 + number}")
            counted = office.entry(office.indicator(f"1.{100 + number}"), period, EntryState.SUBMITTED)
            factories.DisaggregatedValueFactory(entry=counted)

    def queries(self, client, person, **asked):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(MY_WORK, asked)
        return len(queries), answer

    @pytest.mark.parametrize(("asked", "each"), [({}, 5), ({"whose": "all"}, 6)], ids=["mine", "everything"])
    def test_more_rows_and_more_programmes_need_no_more_queries(self, asked, each, client, make_office, keeper):
        one = make_office("LAO-DWCP-1")
        self.fill(one, keeper, rows=1)
        people = {"manager": one.manager, "officer": one.officer, "verifier": one.verifier}
        few, answer = self.queries(client, keeper, **asked)
        assert len(answer.context["work"]) == each
        assert len(answer.context["unsaved"]) == 1
        for number in (2, 3):
            self.fill(make_office(f"LAO-DWCP-{number}", **people), keeper, rows=3)
        many, answer = self.queries(client, keeper, **asked)
        assert len(answer.context["work"]) == 7 * each
        assert few == many <= self.MOST

    @pytest.mark.parametrize(("who", "most"), [("manager", 8), ("officer", 8), ("verifier", 8)])
    def test_who_does_less_asks_less(self, who, most, client, make_office, keeper):
        office = make_office()
        self.fill(office, keeper, rows=3)
        number, answer = self.queries(client, getattr(office, who))
        assert len(answer.context["work"]) > 0
        assert number <= most

    def test_a_figure_of_an_earlier_series_costs_one_query_for_all(self, client, make_office, keeper):
        office = make_office()
        self.fill(office, keeper, rows=3)
        before, _answer = self.queries(client, keeper)
        for indicator in Indicator.objects.filter(outcome=office.first, code__startswith="1.10"):
            factories.SeriesChangeFactory(indicator=indicator)
            Indicator.objects.filter(pk=indicator.pk).update(series=2)
        after, _answer = self.queries(client, keeper)
        assert after == before + 1


def test_states_of_the_list_are_the_states_of_reports():
    """A state of reports that is to be written has its place on the list."""
    assert {"returned", "overdue", "due", "not_yet_due"} < set(WorkState.values)


def test_due_days_are_told_from_today(sign_in, office, today):
    office.indicator("1.1")
    for label, days in (("2011", -3), ("2012", 0), ("2099", 1)):
        due_on = today + timedelta(days=days)
        ended = {"starts_on": date(2010, 1, 1), "ends_on": date(2010, 12, 31), "closes_on": None}
        office.programme.periods.filter(label=label).update(due_on=due_on, **ended)
    page = sign_in(office.manager).get(MY_WORK).content.decode()
    for words in ("3 days late", "today", "tomorrow"):
        assert page.count(f"<strong>{words}</strong>") == 1
