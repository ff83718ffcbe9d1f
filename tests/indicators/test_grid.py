"""One outcome and one period on one screen: what has a cell, what is written, and what is never lost."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import Role
from accounts.models import AuditEvent
from indicators.choices import EntryState, Frequency, PeriodState
from indicators.models import ClientKey, Indicator, ProgressEntry
from indicators.services import (
    Figure,
    change_splits,
    keep_typed,
    record_progress,
    return_entry,
    submit_entry,
)
from tests.factories import (
    DwcpOutcomeFactory,
    IndicatorFactory,
    ReportingPeriodFactory,
    ScaleStepFactory,
    TargetFactory,
)
from tests.indicators.forms_on_screen import Screen
from tests.indicators.splitting import parts, record, shared

pytestmark = pytest.mark.django_db

FIGURE_MISSING = "Enter the figure. If there is none, choose “not available” or “not applicable” and say why."


@pytest.fixture
def outcome(programme):
    """One in nobody's care, without indicators."""
    return DwcpOutcomeFactory(programme=programme, priority=programme.priorities.first(), number=77, title="A new one")


@pytest.fixture
def period(programme):
    """2010, which is open."""
    return programme.periods.get(label="2010")


@pytest.fixture
def make(outcome):
    """Makes indicators 77.1, 77.2, … of the outcome, one after the other."""

    def make(*, splits=(), by=None, **stated):
        number = outcome.indicators.count() + 1
        indicator = IndicatorFactory(outcome=outcome, position=number, code=f"77.{number}", **stated)
        if splits:
            pairs = [(shared(one), None) for one in splits]
            change_splits(indicator=indicator, splits=pairs, reason="", by=by)
        return indicator

    return make


@pytest.fixture
def browser(officer, sign_in):
    return sign_in(officer)


@pytest.fixture
def address(period):
    return grid_address()


def grid_address(outcome=77, period="2010"):
    kwargs = {"programme": "KHM-DWCP-2008-2010", "outcome": outcome, "period": period}
    return reverse("indicators:grid", kwargs=kwargs)


def typed(screen, *, action="draft", **cells):
    """The form with something in some cells: their names are those that are read out, such as `77.1 Women`."""
    return screen.fields | {screen.labels[name]: text for name, text in cells.items()} | {"action": action}


def cells(answer):
    """What each row may be typed into, by the code of its indicator."""
    return {
        line.indicator.code: [cell.field.label for cell in line.row_cells if cell.field]
        for line in answer.context["grid"].lines
    }


def problems(answer):
    return [(name, sentence) for _where, name, sentence in answer.context["grid"].problems]


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def stands(outcome):
    """What is saved of the outcome: code, figure, parts and state."""
    entries = ProgressEntry.objects.filter(indicator__outcome=outcome).order_by("indicator__position")
    return [(one.indicator.code, one.value, parts(one), one.state) for one in entries]


ALWAYS = ["Note", "Source", "Date", "No figure", "Why is there none?", "What explains it?"]


class TestCells:
    def test_a_row_has_the_cells_that_its_indicator_takes(self, make, browser, officer, address):
        make()
        make(is_milestone=True)
        make(splits=["sex", "age"], by=officer)
        make(measure="percentage", accumulation="level", splits=["sex"], by=officer)
        make(measure="money")
        make(measure="yes_no")
        scale = make(measure="scale")
        ScaleStepFactory(indicator=scale, number=2, name="Adopted")
        make(measure="narrative")
        make(population="women only")
        answer = browser.get(address)
        assert cells(answer) == {
            "77.1": ["Women", "Men", "Figure", *ALWAYS],
            "77.2": ["Figure", *ALWAYS],
            "77.3": ["Women", "Men", "Figure", *ALWAYS[:-1], "Why only a total?", ALWAYS[-1]],
            "77.4": ["Part", "Whole", "Figure in per cent", *ALWAYS[:-1], "Why only a total?", ALWAYS[-1]],
            "77.5": ["Figure in US$", *ALWAYS],
            "77.6": ["Figure", *ALWAYS],
            "77.7": ["Figure", *ALWAYS],
            "77.8": ALWAYS,
            "77.9": ["Figure", *ALWAYS],
        }
        assert [column.label for column in answer.context["grid"].columns] == [
            *("Women", "Men", "Part", "Whole", "Figure", *ALWAYS[:-1], "Why only a total?", ALWAYS[-1])
        ]
        lines = {line.indicator.code: line.more_splits for line in answer.context["grid"].lines if line.more_splits}
        assert lines == {"77.3": "Age", "77.4": "Sex"}

    def test_columns_that_nobody_is_asked_for_are_not_there(self, make, browser, address):
        make(measure="narrative")
        assert [column.label for column in browser.get(address).context["grid"].columns] == ALWAYS

    def test_every_cell_says_which_indicator_and_which_column_it_is(self, make, browser, address):
        make()
        assert sorted(Screen(browser.get(address)).labels) == sorted(
            f"77.1 {name}" for name in ("Women", "Men", "Figure", *ALWAYS)
        )

    def test_a_row_holds_what_the_figure_is_held_against(self, make, browser, officer, address, programme):
        indicator = make(baseline_kind="value", baseline_value=Decimal(12), baseline_year=2007)
        TargetFactory(indicator=indicator, kind="final", value=Decimal(90), due_on=date(2010, 12, 31))
        earlier = programme.periods.get(label="2009")
        type(earlier).objects.filter(pk=earlier.pk).update(state=PeriodState.OPEN)
        record(indicator, earlier, officer, value=34, submits=True)
        shown = " ".join(browser.get(address).content.decode().split())
        assert '<td class="n" data-label="Baseline">12<span class="small">2007</span></td>' in shown
        assert '<td class="n" data-label="Last period">34<span class="small">2009</span></td>' in shown
        assert '<td class="n" data-label="Target">90<span class="small">2010</span></td>' in shown

    def test_only_what_is_expected_then_has_a_row_and_the_rest_is_named(self, make, browser, programme):
        make()
        make(reported_every=Frequency.YEARLY)
        ReportingPeriodFactory(
            programme=programme, label="2011-Q1", starts_on=date(2011, 1, 1), ends_on=date(2011, 3, 31)
        )
        ReportingPeriodFactory(
            programme=programme, label="2011-Q2", starts_on=date(2011, 4, 1), ends_on=date(2011, 6, 30)
        )
        first, second = (browser.get(grid_address(period=f"2011-Q{number}")) for number in (1, 2))
        assert (list(cells(first)), [one.code for one in first.context["not_expected"]]) == (["77.1"], ["77.2"])
        assert (list(cells(second)), second.context["not_expected"]) == (["77.1", "77.2"], [])

    def test_where_nothing_is_expected_it_is_said(self, outcome, browser, address):
        assert "No indicator of this outcome is to be reported in 2010." in browser.get(address).content.decode()


class TestSaving:
    def test_only_rows_in_which_something_was_changed_are_saved(self, make, outcome, browser, officer, address):
        make(), make(), make()
        screen = Screen(browser.get(address))
        answer = browser.post(address, typed(screen, **{"77.1 Women": "5", "77.1 Men": "៧", "77.3 Figure": "40"}))
        assert (answer.status_code, answer.url) == (302, address)
        assert stands(outcome) == [
            ("77.1", Decimal(12), {("women", None): Decimal(5), ("men", None): Decimal(7)}, EntryState.DRAFT),
            ("77.3", Decimal(40), {}, EntryState.DRAFT),
        ]
        entry = ProgressEntry.objects.get(indicator__code="77.1")
        assert (entry.measured_on, entry.recorded_by, entry.revision) == (date(2010, 12, 31), officer, 1)
        assert said(browser.get(address)) == ["2 rows saved as drafts. Submit them when they are ready."]

    def test_everything_that_can_be_typed_is_kept(self, make, outcome, browser, address, officer):
        make(splits=["sex"], by=officer)
        make(measure="percentage", accumulation="level")
        make(measure="yes_no")
        scale = make(measure="scale")
        step = ScaleStepFactory(indicator=scale, number=2, name="Adopted")
        make(measure="narrative")
        make()
        screen = Screen(browser.get(address))
        sent = typed(
            screen,
            **{
                "77.1 Figure": "1,234.5",
                "77.1 Why only a total?": "Not counted",
                "77.1 Note": "First line\r\nsecond",
                "77.1 Source": "Register",
                "77.1 Date": "2010-06-30",
                "77.1 What explains it?": "A new school",
                "77.2 Part": "1",
                "77.2 Whole": "3",
                "77.3 Figure": "1",
                "77.4 Figure": str(step.pk),
                "77.5 Note": "The law was drafted.",
                "77.6 No figure": "not_available",
                "77.6 Why is there none?": "No survey",
            },
            action="submit",
        )
        assert browser.post(address, sent).status_code == 302
        first, second, third, fourth, fifth, sixth = ProgressEntry.objects.filter(indicator__outcome=outcome).order_by(
            "indicator__position"
        )
        assert (first.value, first.total_only_reason, first.narrative, first.source, first.explanation) == (
            *(Decimal("1234.5"), "Not counted", "First line\nsecond", "Register", "A new school"),
        )
        assert first.measured_on == date(2010, 6, 30)
        assert (second.numerator, second.denominator, second.value) == (1, 3, Decimal("33.3333"))
        assert (third.value, fourth.step, fifth.narrative) == (1, step, "The law was drafted.")
        assert (sixth.absence, sixth.absence_reason, sixth.value) == ("not_available", "No survey", None)
        assert {one.state for one in (first, second, third, fourth, fifth, sixth)} == {EntryState.SUBMITTED}

    def test_what_is_saved_comes_back_as_it_may_be_sent_again(self, make, browser, officer, period, address):
        """Every kind of cell is as untouched when it returns as it was."""
        figures = {
            "number": {"value": Decimal("1.234"), "parts": {"women": Decimal("1")}, "narrative": "\nOne\n\ntwo "},
            "percentage": {"numerator": Decimal("0.125"), "denominator": Decimal("4.500")},
            "money": {"value": Decimal("1234567.89")},
            "yes_no": {"value": Decimal(0)},
            "narrative": {"narrative": "“Quotes” & <marks>", "source": "A  B"},
        }
        for measure, stated in figures.items():
            indicator = make(measure=measure, accumulation="level")
            figure = Figure(measured_on=date(2010, 6, 30), **stated)
            record_progress(indicator=indicator, period=period, figure=figure, revision=0, by=officer)
        scale = make(measure="scale")
        step = ScaleStepFactory(indicator=scale)
        record_progress(
            indicator=scale,
            period=period,
            figure=Figure(measured_on=date(2010, 6, 30), step=step),
            revision=0,
            by=officer,
        )
        none = make()
        record(none, period, officer, absence="not_applicable", absence_reason="Two\nlines")
        answer = browser.post(address, typed(Screen(browser.get(address))))
        assert answer.status_code == 422
        assert "No cell was changed, so there was nothing to save." in answer.content.decode()
        assert set(
            ProgressEntry.objects.filter(indicator__outcome=scale.outcome).values_list("revision", flat=True)
        ) == {1}

    def test_submitting_takes_what_was_changed_and_the_drafts_that_are_ticked(
        self, make, outcome, browser, officer, administrator, period, address
    ):
        for _number in range(4):
            make()
        drafts = {
            code: record(outcome.indicators.get(code=code), period, administrator, value=value)
            for code, value in (("77.1", 10), ("77.2", 20), ("77.3", 30))
        }
        screen = Screen(browser.get(address))
        sent = typed(screen, action="submit", **{"77.2 Figure": "21", "77.4 Figure": "41"})
        sent[f"row{drafts['77.3'].indicator_id}-hand_in"] = "on"
        browser.post(address, sent)
        assert stands(outcome) == [
            ("77.1", 10, {}, EntryState.DRAFT),
            ("77.2", 21, {}, EntryState.SUBMITTED),
            ("77.3", 30, {}, EntryState.SUBMITTED),
            ("77.4", 41, {}, EntryState.SUBMITTED),
        ]
        ticked = ProgressEntry.objects.get(pk=drafts["77.3"].pk)
        assert (ticked.recorded_by, ticked.submitted_by) == (administrator, officer)
        assert said(browser.get(address)) == ["3 rows submitted. They now wait for verification."]

    def test_saving_drafts_does_not_submit_what_is_ticked(self, make, outcome, browser, officer, period, address):
        indicator = make()
        record(indicator, period, officer, value=10)
        screen = Screen(browser.get(address))
        browser.post(address, typed(screen) | {f"row{indicator.pk}-hand_in": "on"})
        assert stands(outcome) == [("77.1", 10, {}, EntryState.DRAFT)]

    def test_a_draft_that_nobody_touches_may_stay_incomplete(self, make, outcome, browser, officer, period, address):
        first, _second = make(), make()
        record(first, period, officer, narrative="Still to come")
        screen = Screen(browser.get(address))
        assert browser.post(address, typed(screen, action="submit", **{"77.2 Figure": "3"})).status_code == 302
        assert [(code, state) for code, _value, _parts, state in stands(outcome)] == [
            ("77.1", EntryState.DRAFT),
            ("77.2", EntryState.SUBMITTED),
        ]

    def test_the_same_form_sent_twice_is_done_once(self, make, outcome, browser, address):
        make(), make()
        sent = typed(Screen(browser.get(address)), action="submit", **{"77.1 Figure": "5", "77.2 Figure": "6"})
        answers = [browser.post(address, sent) for _time in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302]
        assert [entry.revision for entry in ProgressEntry.objects.filter(indicator__outcome=outcome)] == [2, 2]
        assert ClientKey.objects.count() == 2

    def test_a_form_gone_back_to_and_sent_with_something_else_asks_to_look_again(self, make, outcome, browser, address):
        make()
        screen = Screen(browser.get(address))
        browser.post(address, typed(screen, **{"77.1 Figure": "5"}))
        answer = browser.post(address, typed(screen, **{"77.1 Figure": "6"}))
        assert problems(answer) == [
            ("77.1", "You have sent this row before, with something else in it. Look at it again.")
        ]
        again = browser.post(address, typed(Screen(answer)))
        assert (again.status_code, len(problems(again))) == (409, 1)
        assert stands(outcome) == [("77.1", 5, {}, EntryState.DRAFT)]


class TestRefusing:
    def test_all_or_nothing_and_everything_typed_comes_back(self, make, outcome, browser, address):
        for _number in range(4):
            make()
        texts = {
            "77.1 Figure": "12",
            "77.2 Figure": "twelve",
            "77.3 Women": "8",
            "77.3 Men": "5",
            "77.3 Figure": "10",
            "77.4 Figure": "1,250",
            "77.4 Note": "Waits",
            "77.1 Date": "30.6.2010",
        }
        answer = browser.post(address, typed(Screen(browser.get(address)), **texts))
        assert answer.status_code == 422
        assert problems(answer) == [
            ("77.1 Date", "This is not a date. Type year-month-day, for example 2010-12-31."),
            (
                "77.2 Figure",
                "“twelve” is not a number. Type digits, with a point for decimals, for example 1250 or 12.5.",
            ),
            ("77.3 Figure", "Women and men together are 13, more than the total of 10. Correct one of the three."),
            ("77.4 Figure", "“1,250” can mean two things. Type 1250 or 1.25."),
        ]
        assert stands(outcome) == []
        assert not AuditEvent.objects.filter(verb="entry_recorded").exists()
        screen = Screen(answer)
        assert {name: screen.fields[screen.labels[name]] for name in texts} == texts
        # Each of them leads to its cell.
        shown = answer.content.decode()
        for where, _name, _sentence in answer.context["grid"].problems:
            assert f'href="#{where}"' in shown
            assert f'id="{where}"' in shown
            assert f'id="{where}_error"' in shown

    def test_mended_it_is_saved_with_all_the_rest(self, make, outcome, browser, address):
        make(), make()
        answer = browser.post(
            address, typed(Screen(browser.get(address)), **{"77.1 Figure": "12", "77.2 Figure": "twelve"})
        )
        assert browser.post(address, typed(Screen(answer), **{"77.2 Figure": "13"})).status_code == 302
        assert [(code, value) for code, value, _parts, _state in stands(outcome)] == [("77.1", 12), ("77.2", 13)]

    def test_what_was_put_back_as_it_was_is_not_saved(self, make, outcome, browser, address):
        make(), make()
        answer = browser.post(
            address, typed(Screen(browser.get(address)), **{"77.1 Figure": "12", "77.2 Figure": "twelve"})
        )
        browser.post(address, typed(Screen(answer), **{"77.2 Figure": ""}))
        assert [code for code, _value, _parts, _state in stands(outcome)] == ["77.1"]

    def test_what_cannot_be_handed_in_is_said_in_its_cell(self, make, outcome, browser, officer, period, address):
        first, second = make(splits=["sex"], by=officer), make()
        record(second, period, officer, narrative="Nothing yet")
        sent = typed(Screen(browser.get(address)), action="submit", **{"77.1 Figure": "12"})
        sent[f"row{second.pk}-hand_in"] = "on"
        answer = browser.post(address, sent)
        assert problems(answer) == [
            (
                "77.1 Why only a total?",
                "This figure is to be split (Sex). Enter the parts, or say why there is only a total.",
            ),
            ("77.2 Figure", FIGURE_MISSING),
        ]
        assert Screen(answer).fields[f"row{second.pk}-hand_in"] == "on"
        assert stands(outcome) == [("77.2", None, {}, EntryState.DRAFT)]
        assert first.entries.count() == 0

    def test_a_period_closed_while_typing_loses_nothing(self, make, outcome, browser, address, period):
        make()
        sent = typed(Screen(browser.get(address)), **{"77.1 Women": "5", "77.1 Note": "Two centres"})
        type(period).objects.filter(pk=period.pk).update(state=PeriodState.CLOSED)
        answer = browser.post(address, sent)
        sentence = "The period 2010 is closed and takes no entries. Ask the programme officer to open it again."
        assert (answer.status_code, problems(answer)) == (422, [("77.1", sentence)])
        screen = Screen(answer)
        assert [screen.fields[screen.labels[name]] for name in ("77.1 Women", "77.1 Note")] == ["5", "Two centres"]
        type(period).objects.filter(pk=period.pk).update(state=PeriodState.REOPENED)
        assert browser.post(address, typed(screen)).status_code == 302

    def test_what_is_not_asked_for_any_more_is_told_and_not_dropped(self, make, outcome, browser, officer, address):
        indicator = make(splits=["sex"], by=officer)
        sent = typed(Screen(browser.get(address)), **{"77.1 Women": "5", "77.1 Figure": "9"})
        change_splits(indicator=indicator, splits=[(shared("age"), None)], reason="", by=officer)
        answer = browser.post(address, sent)
        sentence = "The indicator was changed while you typed. It does not take this any more: “5”."
        assert (answer.status_code, problems(answer)) == (422, [("77.1", sentence)])
        assert stands(outcome) == []

    def test_a_row_that_is_gone_tells_what_was_typed_into_it(self, make, outcome, browser, address):
        first, _second = make(), make()
        sent = typed(Screen(browser.get(address)), **{"77.1 Figure": "5", "77.1 Date": "", "77.2 Figure": "6"})
        first.delete()
        answer = browser.post(address, sent)
        sentence = "This row is not in the grid any more. You typed: “5”."
        assert (answer.status_code, problems(answer)) == (422, [("", sentence)])
        assert stands(outcome) == []

    def test_a_form_without_a_change_says_so(self, make, browser, address):
        make()
        answer = browser.post(address, typed(Screen(browser.get(address)), action="submit"))
        assert answer.status_code == 422
        assert "No cell was changed and no draft is ticked, so there was nothing to submit." in answer.content.decode()


class TestSomebodyWasQuicker:
    @pytest.fixture
    def rows(self, make, browser, administrator, period, address):
        """Two rows that somebody has typed into; of the first a colleague saved 8 meanwhile, 5 of them women."""
        first, _second = make(), make()
        sent = typed(Screen(browser.get(address)), **{"77.1 Figure": "12", "77.2 Figure": "20"})
        record(first, period, administrator, value=8, parts={"women": 5}, source="Survey")
        return sent

    @pytest.fixture
    def answer(self, rows, browser, address):
        return browser.post(address, rows)

    def choose(self, answer, choice):
        (line,) = [line for line in answer.context["grid"].lines if line.is_stale]
        return typed(Screen(answer)) | {f"{line.prefix}-choice": choice}

    def test_both_are_shown_and_nothing_is_saved(self, answer, outcome, administrator):
        assert answer.status_code == 409
        assert problems(answer) == [("77.1", "Somebody saved this row after you opened it. Choose what stands.")]
        (line,) = [line for line in answer.context["grid"].lines if line.is_stale]
        assert [(str(label), text) for label, text in line.saved_now] == [
            ("Women", "5"),
            ("Figure", "8"),
            ("Source", "Survey"),
            ("Date", "2010-06-30"),
        ]
        assert f"Saved now, by {administrator}" in answer.content.decode()
        screen = Screen(answer)
        assert (screen.fields[screen.labels["77.1 Figure"]], screen.fields[screen.labels["77.2 Figure"]]) == (
            "12",
            "20",
        )
        assert [value for _code, value, _parts, _state in stands(outcome)] == [8]

    def test_mine_may_replace_theirs(self, answer, outcome, browser, address):
        assert browser.post(address, self.choose(answer, "mine")).status_code == 302
        assert stands(outcome) == [("77.1", 12, {}, EntryState.DRAFT), ("77.2", 20, {}, EntryState.DRAFT)]

    def test_theirs_may_stand(self, answer, outcome, browser, address):
        assert browser.post(address, self.choose(answer, "theirs")).status_code == 302
        women = {("women", None): Decimal(5)}
        assert stands(outcome) == [("77.1", 8, women, EntryState.DRAFT), ("77.2", 20, {}, EntryState.DRAFT)]

    def test_without_a_choice_it_is_asked_again(self, answer, outcome, browser, address):
        again = browser.post(address, typed(Screen(answer)))
        assert (again.status_code, len(problems(again))) == (409, 1)
        assert [value for _code, value, _parts, _state in stands(outcome)] == [8]

    def test_a_third_version_is_not_replaced_by_a_choice_about_the_second(
        self, answer, outcome, browser, address, administrator, period
    ):
        chosen = self.choose(answer, "mine")
        record(outcome.indicators.get(code="77.1"), period, administrator, revision=1, value=9)
        assert browser.post(address, chosen).status_code == 409
        assert [value for _code, value, _parts, _state in stands(outcome)] == [9]

    def test_what_was_handed_in_meanwhile_is_not_replaced(self, rows, outcome, browser, address, administrator):
        entry = ProgressEntry.objects.get(indicator__outcome=outcome)
        submit_entry(entry=entry, revision=1, by=administrator)
        answer = browser.post(address, rows)
        (line,) = [line for line in answer.context["grid"].lines if line.is_stale]
        assert (answer.status_code, line.may_replace) == (409, False)
        assert Screen(answer).fields[f"{line.prefix}-value"] == "12"
        assert browser.post(address, self.choose(answer, "mine")).status_code == 422
        assert browser.post(address, self.choose(answer, "theirs")).status_code == 302
        assert [(value, state) for _code, value, _parts, state in stands(outcome)] == [
            (8, EntryState.SUBMITTED),
            (20, EntryState.DRAFT),
        ]

    def test_a_row_that_was_not_touched_is_nobodys_conflict(
        self, make, outcome, browser, address, administrator, period
    ):
        first, _second = make(), make()
        record(first, period, administrator, value=7)
        sent = typed(Screen(browser.get(address)), **{"77.2 Figure": "20"})
        record(first, period, administrator, revision=1, value=8)
        assert browser.post(address, sent).status_code == 302
        assert [value for _code, value, _parts, _state in stands(outcome)] == [8, 20]

    def test_a_ticked_draft_that_changed_is_shown_first(self, make, outcome, browser, address, administrator, period):
        indicator = make()
        record(indicator, period, administrator, value=7)
        sent = typed(Screen(browser.get(address)), action="submit") | {f"row{indicator.pk}-hand_in": "on"}
        record(indicator, period, administrator, revision=1, value=8)
        answer = browser.post(address, sent)
        assert (answer.status_code, stands(outcome)) == (409, [("77.1", 8, {}, EntryState.DRAFT)])
        chosen = typed(Screen(answer), action="submit") | {f"row{indicator.pk}-choice": "mine"}
        assert browser.post(address, chosen).status_code == 302
        assert stands(outcome) == [("77.1", 8, {}, EntryState.SUBMITTED)]

    def test_letting_go_of_all_that_was_typed_saves_nothing(
        self, make, outcome, browser, address, administrator, period
    ):
        indicator = make()
        sent = typed(Screen(browser.get(address)), **{"77.1 Figure": "12"})
        record(indicator, period, administrator, value=8)
        answer = browser.post(address, sent)
        browser.post(address, self.choose(answer, "theirs"))
        assert [value for _code, value, _parts, _state in stands(outcome)] == [8]
        assert said(browser.get(address)) == ["Nothing of yours was saved; what was there before stands."]


class TestPartsWithoutACell:
    @pytest.fixture
    def by_age(self, make, officer, period):
        """Eight, of whom five are women and six are of 15 to 24 years."""
        indicator = make(splits=["sex", "age"], by=officer)
        record(indicator, period, officer, value=8, parts={"women": 5, "age.15-24": 6})
        return indicator

    def test_they_stay_when_the_total_is_changed(self, by_age, outcome, browser, address):
        browser.post(address, typed(Screen(browser.get(address)), **{"77.1 Figure": "9"}))
        stated = {("women", None): Decimal(5), ("15-24", None): Decimal(6)}
        assert stands(outcome) == [("77.1", 9, stated, EntryState.DRAFT)]

    def test_a_total_that_cannot_hold_them_is_refused(self, by_age, outcome, browser, address):
        answer = browser.post(address, typed(Screen(browser.get(address)), **{"77.1 Figure": "5"}))
        assert problems(answer) == [
            (
                "77.1 Figure",
                "Age: the categories together are 6, more than the total of 5. Correct one of them.",
            )
        ]
        assert stands(outcome)[0][1] == 8

    def test_those_of_a_percentage_stay_too(self, make, outcome, browser, officer, period, address):
        indicator = make(measure="percentage", accumulation="level", splits=["sex"], by=officer)
        stated = {"women": Decimal(3), "women/whole": Decimal(10)}
        figure = Figure(measured_on=date(2010, 6, 30), numerator=Decimal(5), denominator=Decimal(20), parts=stated)
        record_progress(indicator=indicator, period=period, figure=figure, revision=0, by=officer)
        browser.post(address, typed(Screen(browser.get(address)), **{"77.1 Part": "6"}))
        entry = indicator.entries.get()
        (part,) = entry.parts.all()
        assert (entry.numerator, entry.denominator, part.value, part.denominator) == (6, 20, 3, 10)

    def test_what_a_milestone_states_of_women_and_men_has_its_cells(self, make, browser, officer, period, address):
        indicator = make(is_milestone=True)
        record(indicator, period, officer, value=8, parts={"women": 5})
        assert cells(browser.get(address))["77.1"][:3] == ["Women", "Men", "Figure"]

    def test_a_row_that_states_what_is_not_asked_for_any_more_is_left_to_its_own_form(
        self, by_age, outcome, browser, officer, address
    ):
        shared("age").categories.filter(code="15-24").update(is_retired=True)
        answer = browser.get(address)
        (line,) = answer.context["grid"].lines
        assert (line.form, line.why_elsewhere) == (
            None,
            "It states parts that are not asked for any more. Look at it in its own form.",
        )
        assert "It states parts that are not asked for any more." in answer.content.decode()


class TestWho:
    def test_who_only_reads_sees_the_figures_and_no_form(self, make, sign_in, observer, officer, period, address):
        record(make(), period, officer, value=8, parts={"women": 5}, narrative="Two centres")
        browser = sign_in(observer)
        answer = browser.get(address)
        grid = answer.context["grid"]
        assert (grid.writable, [cell.text for cell in grid.lines[0].row_cells if cell.text]) == (
            0,
            ["5", "8", "Two centres", "2010-06-30"],
        )
        assert "<button class" not in answer.content.decode().split("<main", 1)[1]
        assert browser.post(address, {"action": "draft"}).status_code == 403

    def test_an_outcome_manager_writes_in_their_care_only(self, sign_in, outcome_manager):
        browser = sign_in(outcome_manager)
        assert browser.get(grid_address(1)).context["grid"].writable == 16
        assert browser.get(grid_address(3)).context["grid"].writable == 0
        assert browser.post(grid_address(3)).status_code == 403

    def test_who_is_named_by_an_indicator_writes_its_row(self, make, make_person, sign_in, programme, outcome, address):
        manager = make_person("Elsewhere", role=Role.OUTCOME_MANAGER, programme=programme)
        make(reporter=manager), make()
        browser = sign_in(manager)
        answer = browser.get(address)
        assert [line.form is not None for line in answer.context["grid"].lines] == [True, False]
        assert browser.post(address, typed(Screen(answer), **{"77.1 Figure": "4"})).status_code == 302
        assert [code for code, _value, _parts, _state in stands(outcome)] == ["77.1"]

    def test_a_row_that_may_not_be_written_is_refused_also_where_it_is_sent(
        self, make, make_person, sign_in, programme, outcome, address
    ):
        manager = make_person("Elsewhere", role=Role.OUTCOME_MANAGER, programme=programme)
        mine, other = make(reporter=manager), make()
        browser = sign_in(manager)
        sent = typed(Screen(browser.get(address)))
        forged = {name.replace(f"row{mine.pk}", f"row{other.pk}"): text for name, text in sent.items()}
        answer = browser.post(address, sent | forged | {f"row{other.pk}-value": "4"})
        assert problems(answer) == [("77.2", "You may not record progress for this indicator.")]
        assert stands(outcome) == []

    @pytest.mark.parametrize("state", [PeriodState.CLOSED, PeriodState.PLANNED])
    def test_a_period_that_is_not_open_is_only_read(self, state, make, browser, period, address):
        make()
        type(period).objects.filter(pk=period.pk).update(state=state)
        answer = browser.get(address)
        assert answer.context["grid"].writable == 0
        period.refresh_from_db()
        assert period.why_closed in answer.content.decode()

    def test_what_was_handed_in_is_only_read(self, make, browser, officer, period, address):
        record(make(), period, officer, value=8, submits=True)
        make()
        lines = browser.get(address).context["grid"].lines
        assert [line.form is not None for line in lines] == [False, True]
        assert [cell.text for cell in lines[0].row_cells if cell.column.label == "Figure"] == ["8"]

    def test_what_was_reported_before_the_indicator_changed_is_left_to_its_own_form(
        self, make, browser, officer, period, address
    ):
        indicator = make(splits=["sex"], by=officer)
        record(indicator, period, officer, value=8, parts={"women": 5, "men": 3}, submits=True)
        change_splits(indicator=indicator, splits=[(shared("age"), None)], reason="By age now", by=officer)
        (line,) = browser.get(address).context["grid"].lines
        assert (line.form, line.row.state, line.why_elsewhere) == (
            None,
            "submitted",
            "Reported before the indicator was changed. Its own form restates it.",
        )
        assert line.address.endswith("/indicators/77.1/entries/2010/record/")


class TestWhatIsSaidAboutARow:
    def test_a_returned_row_says_why_and_can_be_mended(
        self, make, outcome, browser, officer, verifier, period, address
    ):
        entry = record(make(), period, officer, value=8, submits=True)
        return_entry(entry=entry, revision=2, reason="Count the provinces, too.", by=verifier)
        answer = browser.get(address)
        assert "Count the provinces, too." in answer.content.decode()
        browser.post(address, typed(Screen(answer), action="submit", **{"77.1 Figure": "9"}))
        assert stands(outcome) == [("77.1", 9, {}, EntryState.SUBMITTED)]

    def test_late_entries_are_marked(self, make, browser, officer, period, address):
        type(period).objects.filter(pk=period.pk).update(due_on=period.ends_on)
        period.refresh_from_db()
        record(make(), period, officer, value=8, submits=True)
        make()
        answer = browser.get(address)
        first, second = answer.context["grid"].lines
        assert (first.row.state, first.row.is_late) == ("submitted", True)
        assert (second.row.state, second.row.is_late) == ("overdue", False)
        assert answer.content.decode().count("status-late") == 1

    def test_unusual_figures_are_remarked_and_may_be_explained(self, make, outcome, browser, officer, period, address):
        make()
        browser.post(address, typed(Screen(browser.get(address)), **{"77.1 Women": "0", "77.1 Men": "9"}))
        answer = browser.get(address)
        (line,) = answer.context["grid"].lines
        remark = "No women are counted: of those whose sex is stated, the share of women is 0%."
        assert line.doubts == (remark,)
        assert [one.indicator.code for one in answer.context["grid"].remarked] == ["77.1"]
        assert remark in answer.content.decode()
        sent = typed(Screen(answer), action="submit", **{"77.1 What explains it?": "A course for miners"})
        assert browser.post(address, sent).status_code == 302
        entry = ProgressEntry.objects.get(indicator__outcome=outcome)
        assert (entry.explanation, entry.state) == ("A course for miners", EntryState.SUBMITTED)
        assert browser.get(address).context["grid"].remarked == []

    def test_they_are_remarked_before_saving_when_the_page_comes_back(self, make, browser, address):
        make(), make()
        sent = typed(Screen(browser.get(address)), **{"77.1 Women": "9", "77.1 Men": "0", "77.2 Figure": "x"})
        answer = browser.post(address, sent)
        assert answer.status_code == 422
        assert [(line.indicator.code, len(line.doubts)) for line in answer.context["grid"].lines] == [
            ("77.1", 1),
            ("77.2", 0),
        ]

    def test_what_waits_unsaved_in_its_own_form_is_said(self, make, browser, officer, verifier, period, address):
        indicator = make()
        keep_typed(indicator=indicator, period=period, revision=0, typed={"value": "5"}, by=officer)
        assert "You have typed something into its own form and not saved it." in browser.get(address).content.decode()


class TestSize:
    @pytest.fixture
    def of_size(self, make, officer, period, programme):
        """A grid of that many rows: drafts, returned ones, women and men, steps and percentages."""

        def of_size(number):
            for place in range(number):
                measure = ("number", "percentage", "scale")[place % 3]
                indicator = make(measure=measure, accumulation="level")
                ScaleStepFactory(indicator=indicator)
                if measure == "number":
                    record(indicator, period, officer, value=8, parts={"women": 5})

        return of_size

    def test_any_number_of_rows_takes_as_many_queries(self, of_size, browser, address):
        counts = []
        for number in (3, 6, 54):  # 3, 9 and 63 in all
            of_size(number)
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                answer = browser.get(address)
            counts.append((len(answer.context["grid"].lines), len(queries)))
        assert [rows for rows, _queries in counts] == [3, 9, 63]
        assert len({queries for _rows, queries in counts}) == 1
        assert counts[0][1] <= 15

    @pytest.mark.parametrize("number", [60, 120])
    def test_large_grids_are_saved_as_a_whole(self, number, make, outcome, browser, address):
        for _place in range(number):
            make()
        screen = Screen(browser.get(address))
        assert len(screen.fields) > 1000 or number == 60
        answer = browser.post(address, typed(screen, **{f"77.{one} Figure": str(one) for one in range(1, number + 1)}))
        assert answer.status_code == 302
        assert sum(value for _code, value, _parts, _state in stands(outcome)) == number * (number + 1) // 2


def test_the_grid_of_the_real_programme(sign_in, outcome_manager, programme, period):
    answer = sign_in(outcome_manager).get(grid_address(1))
    lines = answer.context["grid"].lines
    assert [line.indicator for line in lines] == list(
        Indicator.objects.in_programme(programme).filter(outcome__number=1)
    )
    assert {line.row.state for line in lines} == {"due", "verified"}
    assert [line.indicator.code for line in lines if line.form] == [
        line.indicator.code for line in lines if line.row.state == "due"
    ]


def test_the_outcome_leads_to_its_grid(browser, officer):
    assert (
        f'href="{grid_address(1)}"'
        in browser.get(
            reverse("indicators:outcome", kwargs={"programme": "KHM-DWCP-2008-2010", "outcome": 1})
        ).content.decode()
    )
