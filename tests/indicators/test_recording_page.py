"""The page on which progress is recorded: what stands beside the figure, what is asked, and that nothing is lost."""

import re
from datetime import date, datetime
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from indicators.choices import EntryState, PeriodState
from indicators.models import ClientKey, DisaggregatedValue, EntryMove, Indicator, ProgressEntry, UnsavedProgress
from indicators.selectors import explanation_of, outlook_of, standing_of
from indicators.services import change_splits, keep_typed, return_entry, verify_entry
from indicators.services.figures import LONGEST, Figure
from indicators.services.weighing import as_entry
from tests.factories import (
    IndicatorFactory,
    ProgrammeMembershipFactory,
    ProgressEntryFactory,
    ReportingPeriodFactory,
    ScaleStepFactory,
    TargetFactory,
)
from tests.indicators.splitting import record, shared

pytestmark = pytest.mark.django_db

JUMP = "The figure is more than 3 times that of 2009 (10)."


@pytest.fixture
def period(programme):
    return programme.periods.get(label="2010")


@pytest.fixture
def make(programme):
    """An indicator of outcome 1 that counts what is not to be split, with a target of 100."""

    def make(**stated):
        stated = {"accumulation": "increment", "population": "houses", "unit": "houses"} | stated
        indicator = IndicatorFactory(outcome=programme.outcomes.get(number=1), code="1.99", **stated)
        TargetFactory(indicator=indicator, value=100)
        return indicator

    return make


@pytest.fixture
def client(outcome_manager, sign_in):
    return sign_in(outcome_manager)


def address(indicator, name="record-progress", period="2010"):
    kwargs = {"programme": "KHM-DWCP-2008-2010", "indicator": indicator.code, "period": period}
    return reverse(f"indicators:{name}", kwargs=kwargs)


def typed(**changes):
    return {"revision": "0", "value": "12", "measured_on": "2010-12-31", "client_key": "a"} | changes


def reported(indicator, label, value, state=EntryState.VERIFIED, **stated):
    """What was reported for another period, which may be closed by now."""
    period = indicator.programme.periods.get(label=label)
    return ProgressEntryFactory(indicator=indicator, period=period, value=value, state=state, **stated)


def looked_at(client, indicator, **changes):
    """What the page is told while somebody types, in words."""
    answer = client.post(address(indicator, "look-ahead"), typed(**changes))
    assert answer.status_code == 200
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+([,.:;])", r"\1", " ".join(text.split()))


# --- What comes of the figure


@pytest.mark.parametrize(
    ("accumulation", "shown"),
    [
        (
            "increment",
            "With this figure: 62 houses, 62% of the way to the target 50 handed in so far, and 12 more "
            "8 less than in 2009",
        ),
        ("cumulative", "With this figure: 12 houses, 12% of the way to the target 8 less than in 2009"),
        ("level", "With this figure: 12 houses, 12% of the way to the target 8 less than in 2009"),
    ],
)
def test_what_comes_of_a_figure_is_told_while_it_is_typed(accumulation, shown, make, client):
    indicator = make(accumulation=accumulation, direction="increase")
    reported(indicator, "2008", 30)
    reported(indicator, "2009", 20, EntryState.SUBMITTED)
    falls = " The total so far is lower than that of 2009 (20). Check it: a total cannot fall."
    assert looked_at(client, indicator).removesuffix(falls) == shown
    assert not ProgressEntry.objects.filter(indicator=indicator, period__label="2010").exists()
    assert not UnsavedProgress.objects.exists()


@pytest.mark.parametrize("accumulation", ["increment", "cumulative", "level"])
@pytest.mark.parametrize("measure", ["number", "money", "percentage"])
@pytest.mark.parametrize("has_later", [False, True])
def test_what_is_told_is_what_the_pages_show_once_it_is_verified(
    accumulation, measure, has_later, make, client, period, outcome_manager, verifier
):
    indicator = make(
        measure=measure,
        accumulation=accumulation,
        baseline_kind="value",
        baseline_value=10,
        currency="USD" if measure == "money" else "",
    )
    parts = {"numerator": Decimal(1), "denominator": Decimal(4)} if measure == "percentage" else {}
    reported(indicator, "2009", 25, **parts)
    if has_later:
        later = ReportingPeriodFactory(programme=indicator.programme, label="2011", year=2011, state="open")
        ProgressEntryFactory(indicator=indicator, period=later, value=60, state=EntryState.VERIFIED)
    figure = Figure(
        measured_on=period.ends_on,
        value=None if parts else Decimal(31),
        numerator=Decimal(3) if parts else None,
        denominator=Decimal(7) if parts else None,
    )
    entry, own = as_entry(indicator, period, figure, ())
    told = outlook_of(standing_of(indicator), entry, own)

    stated = {"numerator": Decimal(3), "denominator": Decimal(7)} if parts else {"value": 31}
    saved = record(indicator, period, outcome_manager, submits=True, **stated)
    verify_entry(entry=saved, revision=saved.revision, grade="desk_checked", checked_against="", by=verifier)
    after = standing_of(Indicator.objects.get(pk=indicator.pk))
    assert (told.total.value, told.achievement) == (after.total.value, after.verdict.achievement)
    assert told.counts == (saved.pk in after.counted)
    share = explanation_of(after).achievement.rpartition("= ")[2]
    sent = {"numerator": "3", "denominator": "7", "value": ""} if parts else {"value": "31"}
    ProgressEntry.objects.filter(pk=saved.pk).update(state=EntryState.RETURNED)
    assert share in looked_at(client, indicator, **sent)


def test_a_step_and_a_thing_done_are_told_in_their_own_words(make, client):
    scale = make(measure="scale", accumulation="level", unit="", baseline_kind="value", baseline_value=1)
    steps = [ScaleStepFactory(indicator=scale, number=number) for number in (1, 2, 3)]
    scale.targets.update(value=3)
    assert looked_at(client, scale, step=str(steps[1].pk), value="") == (
        f"With this figure: {steps[1]}, 50% of the way to the target"
    )
    page = client.get(address(scale)).content.decode()
    assert page.count('type="radio" name="step"') == 4
    for number in range(4, 9):
        ScaleStepFactory(indicator=scale, number=number)
    assert '<select name="step"' in client.get(address(scale)).content.decode()


def test_a_percentage_is_shown_as_its_two_numbers_are_typed(make, client):
    indicator = make(measure="percentage", accumulation="level", unit="%")
    told = looked_at(client, indicator, numerator="១", denominator="3", value="")
    assert told == "With this figure: 33.3%, 33.3% of the way to the target 1 of 3 is 33.3%"


def test_what_is_not_stated_is_told_for_every_split(make, client, officer):
    indicator = make(accumulation="level", population="")
    splits = [(shared("sex"), None), (shared("age"), None)]
    change_splits(indicator=indicator, splits=splits, reason="", by=officer)
    sent = {"women": "5", "men": "4", "age.15-24": "7", "value": "12"}
    assert looked_at(client, indicator, **sent).endswith("Sex – not stated: 3 Age – not stated: 5")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"value": ""}, "What comes of the figure is shown here as soon as it stands in the form."),
        ({"value": "1,250"}, "Value – “1,250” can mean two things. Type 1250 or 1.25. 1250 1.25"),
        ({"value": "0"}, "With this figure: 0 houses, 0% of the way to the target"),
        (
            {"absence": "not_available"},
            "Is there a figure? – You stated a figure and that there is none. Keep one of the two.",
        ),
        (
            {"absence": "not_available", "value": "", "measured_on": ""},
            "Without a figure for this period: nothing so far",
        ),
    ],
    ids=["nothing", "two meanings", "zero", "both", "none"],
)
def test_what_cannot_be_told_yet_says_why(changes, told, make, client):
    shown = looked_at(client, make(accumulation="level"), **changes)
    assert shown.replace("Total – ", "Value – ") == told


def test_without_a_script_the_page_shows_what_comes_of_a_refused_figure(make, client):
    indicator = make()
    reported(indicator, "2009", 20)
    first = client.get(address(indicator)).content.decode()
    assert "What comes of the figure is shown here" in first
    answer = client.post(address(indicator), typed(measured_on=""))
    assert answer.status_code == 422
    assert "<strong>32 houses</strong>" in answer.content.decode()


def test_looking_ahead_needs_few_queries(make, client, officer, django_assert_max_num_queries):
    indicator = make(population="")
    change_splits(indicator=indicator, splits=[(shared("sex"), None)], reason="", by=officer)
    reported(indicator, "2009", 20)
    with django_assert_max_num_queries(13):
        client.post(address(indicator, "look-ahead"), typed())


# --- Doubts ask for a word


@pytest.fixture
def jumping(make):
    indicator = make(accumulation="level")
    reported(indicator, "2009", 10)
    return indicator


def test_a_doubt_is_asked_about_once_and_then_it_is_taken(jumping, client):
    assert looked_at(client, jumping, value="50").endswith(JUMP)
    asked = client.post(address(jumping), typed(value="50"))
    page = asked.content.decode()
    assert (asked.status_code, asked.context["doubts"]) == (422, (JUMP,))
    assert "Submit all the same" in page
    assert re.search(r'<textarea name="explanation"[^>]* autofocus', page)
    assert not jumping.entries.filter(period__label="2010").exists()
    sent = typed(value="50", seen=asked.context["form"]["seen"].value())
    assert client.post(address(jumping), sent).status_code == 302
    assert jumping.entries.get(period__label="2010").state == EntryState.SUBMITTED


def test_another_doubt_is_asked_about_again(jumping, client):
    seen = client.post(address(jumping), typed(value="50")).context["form"]["seen"].value()
    again = client.post(address(jumping), typed(value="2", seen=seen))
    assert again.context["doubts"] == ("The figure of 2009 (10) was more than 3 times this one.",)


def test_who_explains_a_doubt_or_saves_a_draft_is_not_asked(jumping, client):
    assert client.post(address(jumping), typed(value="50", action="draft")).status_code == 302
    page = client.get(address(jumping)).content.decode()
    assert JUMP in page
    assert "data-explain>" in page
    sent = typed(value="50", revision="1", explanation="A second centre was opened.", client_key="b")
    assert client.post(address(jumping), sent, follow=True).redirect_chain[0][1] == 302
    entry = jumping.entries.get(period__label="2010")
    assert (entry.state, entry.explanation) == (EntryState.SUBMITTED, "A second centre was opened.")


def test_a_word_is_not_asked_for_where_it_cannot_be_saved_anyway(jumping, client, period):
    type(period).objects.filter(pk=period.pk).update(state=PeriodState.CLOSED)
    answer = client.post(address(jumping), typed(value="50"))
    assert "doubts" not in answer.context
    assert "is closed and takes no entries" in str(answer.context["form"].errors)


# --- What is typed is kept


def kept(indicator):
    return UnsavedProgress.objects.filter(indicator=indicator).values_list("revision", "typed").first()


def test_what_is_typed_is_kept_as_it_was_typed(make, client, outcome_manager):
    indicator = make()
    answer = client.post(address(indicator, "keep-typed"), typed(value="1,234", narrative="Half a sen"))
    now = timezone.localtime(UnsavedProgress.objects.get().typed_at)
    assert f"Kept at {now:%H:%M}, not saved yet." in answer.content.decode()
    assert not indicator.entries.exists()
    page = client.get(address(indicator)).content.decode()
    assert "is kept here and not saved yet." in page
    assert 'value="1,234"' in page
    assert "Half a sen</textarea>" in page
    assert 'name="client_key" value="a"' not in page


def test_nothing_typed_is_nothing_to_keep(make, client):
    answer = client.post(address(make(), "keep-typed"), {"revision": "0", "client_key": "a"})
    assert (answer.content.decode().strip(), UnsavedProgress.objects.count()) == ("", 0)


@pytest.mark.parametrize("revision", ["", "x", "-1", "²", "9" * 30])
def test_a_strange_revision_does_not_hinder_keeping(revision, make, client):
    indicator = make()
    assert client.post(address(indicator, "keep-typed"), typed(revision=revision)).status_code == 200
    assert kept(indicator)[0] == 0


def test_saving_is_the_end_of_what_was_kept_also_where_the_last_of_it_comes_late(make, client):
    indicator = make()
    client.post(address(indicator, "keep-typed"), typed())
    client.post(address(indicator), typed(action="draft"))
    assert kept(indicator) is None
    client.post(address(indicator, "keep-typed"), typed())
    assert kept(indicator) is not None
    assert "is kept here and not saved yet." not in client.get(address(indicator)).content.decode()


def test_a_colleague_does_not_see_what_one_typed(make, client, sign_in, officer):
    indicator = make()
    client.post(address(indicator, "keep-typed"), typed(narrative="Only mine."))
    assert "Only mine." not in sign_in(officer).get(address(indicator)).content.decode()


def test_what_is_kept_may_be_let_go(make, client):
    indicator = make()
    client.post(address(indicator, "keep-typed"), typed(narrative="Never mind."))
    answer = client.post(address(indicator, "drop-typed"), follow=True)
    assert (kept(indicator), answer.status_code) == (None, 200)
    assert "Never mind." not in answer.content.decode()


def test_a_refused_form_is_kept_too(make, client):
    indicator = make()
    client.post(address(indicator), typed(value="1,234", measured_on=""))
    assert kept(indicator)[1]["value"] == "1,234"
    assert 'value="1,234"' in client.get(address(indicator)).content.decode()


def test_somebody_elses_form_is_neither_kept_nor_saved(make, client, officer):
    """The browser is shared: the form was opened by one person, and another has signed in since."""
    indicator = make()
    sent = typed(person=str(officer.pk))
    assert client.post(address(indicator, "keep-typed"), sent).status_code == 403
    answer = client.post(address(indicator), sent, follow=True)
    assert "You are signed in as Outcome manager now." in answer.content.decode()
    assert (kept(indicator), indicator.entries.count()) == (None, 0)


# --- Two people on one entry


@pytest.fixture
def overtaken(make, period, officer):
    """An officer has saved 9 since the form was opened."""
    indicator = make(accumulation="level")
    record(indicator, period, officer, value=9, narrative="From the officer.")
    return indicator


def rows(answer):
    return {row.label: (row.mine, row.theirs, row.differs) for row in answer.context["both"]}


def test_the_second_sees_both_and_may_save_over_it(overtaken, client):
    answer = client.post(address(overtaken), typed(source="Lists", action="draft"))
    assert answer.status_code == 409
    assert rows(answer) == {
        "Total": ("12", "9", True),
        "Date of the figure": ("31 December 2010", "30 June 2010", True),
        "Note": ("", "From the officer.", True),
        "Source": ("Lists", "", True),
    }
    page = answer.content.decode()
    assert "Saved by Officer, " in page
    assert 'name="action" value="draft">Save mine over it' in page
    form = answer.context["form"]
    again = typed(source="Lists", revision=form["revision"].value(), client_key=form["client_key"].value())
    assert client.post(address(overtaken), again).status_code == 302
    assert overtaken.entries.get().value == 12


@pytest.mark.parametrize(("action", "label"), [("draft", "Save mine over it"), ("submit", "Submit mine over it")])
def test_the_button_over_what_is_saved_says_what_it_does(action, label, overtaken, client):
    """It is the one that stands out, and does what was meant when the form was sent first."""
    page = client.post(address(overtaken), typed(action=action)).content.decode()
    assert "Put yours in its place, or leave it as it is." in page
    buttons = re.findall(r'<button class="button( second)?" name="action" value="(\w+)">([^<]+)<', page)
    assert buttons == [
        ("", action, label),
        (" second", "submit", "Submit for verification"),
        (" second", "draft", "Save as draft"),
    ]


def test_the_same_figure_in_other_digits_does_not_differ(overtaken, client):
    answer = client.post(address(overtaken), typed(value="៩", measured_on="2010-06-30"))
    assert rows(answer) == {
        "Total": ("៩", "9", False),
        "Date of the figure": ("30 June 2010", "30 June 2010", False),
        "Note": ("", "From the officer.", True),
    }


def test_the_second_may_leave_what_is_saved(overtaken, client):
    client.post(address(overtaken), typed())
    assert kept(overtaken)[1]["value"] == "12"
    answer = client.post(address(overtaken, "drop-typed"), typed(leave=""))
    assert (answer.status_code, answer.url) == (302, address(overtaken, "entry"))
    assert (kept(overtaken), overtaken.entries.get().value) == (None, 9)


def test_what_was_kept_before_somebody_saved_is_shown_beside_it(overtaken, client):
    told = client.post(address(overtaken, "keep-typed"), typed()).content.decode()
    assert "Officer has saved this entry at" in told
    answer = client.get(address(overtaken))
    assert rows(answer)["Total"] == ("12", "9", True)
    assert "Save mine over it" in answer.content.decode()
    assert answer.context["form"]["revision"].value() == 1


def test_what_was_handed_in_meanwhile_cannot_be_saved_over(make, period, officer, client):
    indicator = make(accumulation="level")
    record(indicator, period, officer, submits=True, value=9)
    answer = client.post(address(indicator), typed())
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The saved one is “Waiting for verification” now." in page
    assert "Save mine over it" not in page
    assert "Keep what is saved" in page
    assert kept(indicator)[1]["value"] == "12"
    opened = client.get(address(indicator))
    assert rows(opened)["Total"] == ("12", "9", True)


def test_what_is_typed_into_a_period_that_closes_is_kept_and_shown(make, client, period, programme, officer):
    indicator = make()
    type(period).objects.filter(pk=period.pk).update(state=PeriodState.CLOSED)
    refused = client.post(address(indicator), typed(narrative="Typed for an hour."))
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "The period 2010 is closed and takes no entries." in page
    assert "What you typed is kept: you find it here again when the period is open." in page
    openers = [str(person.name) for person in refused.context["openers"]]
    assert openers == sorted(
        member.user.name
        for member in programme.memberships.filter(role__in=[Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER])
    )
    assert "Officer" in openers
    later = client.get(address(indicator))
    assert rows(later)["Note"] == ("Typed for an hour.", "", False)
    type(period).objects.filter(pk=period.pk).update(state=PeriodState.REOPENED)
    assert "Typed for an hour.</textarea>" in client.get(address(indicator)).content.decode()


# --- The same form sent twice


@pytest.mark.parametrize(("action", "state"), [("draft", EntryState.DRAFT), ("submit", EntryState.SUBMITTED)])
def test_the_same_form_sent_twice_is_done_once(action, state, make, client):
    indicator = make()
    answers = [client.post(address(indicator), typed(action=action)) for _ in range(2)]
    assert [answer.url for answer in answers] == [address(indicator, "entry")] * 2
    entry = indicator.entries.get()
    assert (entry.state, entry.revision) == (state, 2 if action == "submit" else 1)
    assert EntryMove.objects.filter(entry=entry).count() == (action == "submit")


def test_a_form_sent_again_with_something_else_on_it_is_an_older_version(make, client):
    """With the back button one comes to the form as it was before it was sent."""
    indicator = make()
    client.post(address(indicator), typed(action="draft"))
    answer = client.post(address(indicator), typed(value="13", action="draft"))
    assert answer.status_code == 409
    assert rows(answer)["Total"] == ("13", "12", True)
    form = answer.context["form"]
    again = typed(value="13", revision=form["revision"].value(), client_key=form["client_key"].value(), action="draft")
    assert client.post(address(indicator), again).status_code == 302
    assert indicator.entries.get().value == 13


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("action", ["draft", "submit"])
def test_two_of_the_same_at_once_are_done_once(action):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")
    indicator = IndicatorFactory(population="houses")
    period = ReportingPeriodFactory(programme=indicator.programme, state="open")
    member = ProgrammeMembershipFactory(programme=indicator.programme, role=Role.PROGRAMME_OFFICER)
    kwargs = {"programme": indicator.programme.code, "indicator": indicator.code, "period": period.label}
    record_page = reverse("indicators:record-progress", kwargs=kwargs)
    sent = typed(measured_on=period.ends_on.isoformat(), action=action)
    start, answers = Barrier(2), []

    def send(client):
        start.wait()
        answers.append(client.post(record_page, sent))
        connections.close_all()

    clients = [Client(), Client()]
    for one in clients:
        one.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
    threads = [Thread(target=send, args=[one]) for one in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entry = indicator.entries.get()
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, entry.get_absolute_url())] * 2
    assert entry.revision == (2 if action == "submit" else 1)
    assert ClientKey.objects.count() == 1


# --- Where it leads


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Submitted. It now waits for verification."),
        ({"action": "draft"}, "Draft saved. Submit it when it is ready."),
    ],
)
def test_who_comes_from_their_work_is_led_back_to_it(changes, said, make, client):
    indicator = make()
    page = client.get(address(indicator) + "?next=work").content.decode()
    assert f'href="{reverse("my-work")}">Cancel' in page
    assert f'{address(indicator, "keep-typed")}?next=work"' in page
    answer = client.post(address(indicator) + "?next=work", typed(**changes), follow=True)
    assert answer.redirect_chain == [(reverse("my-work"), 302)]
    assert [str(message) for message in answer.context["messages"]] == [said]


def test_a_returned_entry_is_mended_and_handed_in_again(make, client, period, outcome_manager, verifier):
    indicator = make()
    entry = record(indicator, period, outcome_manager, submits=True, value=9)
    entry = return_entry(entry=entry, revision=entry.revision, reason="Count again.", by=verifier)
    page = client.get(address(indicator)).content.decode()
    assert "Returned by Verifier" in page
    assert "Count again." in page
    assert client.post(address(indicator), typed(revision=str(entry.revision))).status_code == 302
    entry = indicator.entries.get()
    assert (entry.value, entry.state) == (12, EntryState.SUBMITTED)


# --- No figure


def test_there_is_no_figure_in_one_click_and_nothing_typed_is_hidden(make, client):
    indicator = make()
    page = client.get(address(indicator)).content.decode()
    assert page.count('type="radio" name="absence"') == 3
    refused = client.post(address(indicator), typed(absence="not_available", absence_reason="No survey yet."))
    page = refused.content.decode()
    assert refused.context["form"].errors == {
        "absence": ["You stated a figure and that there is none. Keep one of the two."]
    }
    assert 'value="12"' in page
    assert 'value="No survey yet."' in page
    # Back to the figure: the reason goes with it, and is not what is reported.
    assert client.post(address(indicator), typed(absence_reason="No survey yet.")).status_code == 302
    entry = indicator.entries.get()
    assert (entry.value, entry.absence, entry.absence_reason) == (12, "", "")


def test_zero_is_a_figure(make, client):
    indicator = make()
    client.post(address(indicator), typed(value="0"))
    entry = indicator.entries.get()
    assert (entry.value, entry.state) == (0, EntryState.SUBMITTED)


@pytest.mark.parametrize("measure", ["yes_no", "scale"])
def test_an_answer_may_be_taken_back(measure, make, client):
    indicator = make(measure=measure, accumulation="level", unit="")
    ScaleStepFactory(indicator=indicator, number=1)
    assert "Not answered yet" in client.get(address(indicator)).content.decode()
    sent = typed(value="", step="", absence="not_available", absence_reason="Nobody knows.")
    assert client.post(address(indicator), sent).status_code == 302
    assert indicator.entries.get().absence == "not_available"


def test_a_number_that_could_mean_two_things_offers_both(make, client):
    page = client.post(address(make()), typed(value="1.234")).content.decode()
    assert "“1.234” can mean two things. Type 1234 or 1.2340." in page
    assert page.count('data-fill="id_value"') == 2


# --- Where it starts, and what it takes


def focused(page):
    return re.findall(r'name="([^"]+)"[^>]* autofocus', page)


@pytest.mark.parametrize(
    ("measure", "splits", "first"),
    [
        ("number", [], ["value"]),
        ("number", ["sex"], ["women"]),
        ("number", ["sex", "age"], ["value"]),
        ("percentage", ["sex"], ["numerator"]),
        ("yes_no", [], []),
        ("narrative", [], []),
    ],
)
def test_the_form_starts_at_its_first_figure(measure, splits, first, make, client, officer):
    indicator = make(measure=measure, accumulation="level", population="" if splits else "houses")
    if splits:
        change_splits(indicator=indicator, splits=[(shared(one), None) for one in splits], reason="", by=officer)
    assert focused(client.get(address(indicator)).content.decode()) == first
    assert focused(client.post(address(indicator), typed(measured_on="")).content.decode()) == []
    assert focused(client.get(address(indicator)).content.decode()) == []


def test_what_is_too_long_is_refused_and_nothing_of_it_is_lost(make, client):
    indicator = make()
    assert "maxlength" not in client.get(address(indicator)).content.decode().partition('id="id_narrative"')[2][:400]
    sent = typed(narrative="n" * 30_000, source="s" * (LONGEST["source"] + 1))
    answer = client.post(address(indicator), sent)
    assert answer.context["form"].errors == {
        "narrative": [f"Ensure this value has at most {LONGEST['narrative']} characters (it has 30000)."],
        "source": [f"Ensure this value has at most {LONGEST['source']} characters (it has {LONGEST['source'] + 1})."],
    }
    assert {name: kept(indicator)[1][name] for name in ("narrative", "source")} == {
        name: sent[name] for name in ("narrative", "source")
    }
    form = client.get(address(indicator)).context["form"]
    assert [name for name, field in form.fields.items() if "maxlength" in field.widget.attrs] == []


def test_parts_that_are_asked_for_no_longer_are_named_before_they_go(make, client, period, officer):
    indicator = make(population="")
    change_splits(indicator=indicator, splits=[(shared("sex"), None)], reason="", by=officer)
    entry = record(indicator, period, officer, value=10, parts={"women": 4, "men": 6})
    said = "Saving leaves them out; the history keeps them."
    assert said not in client.get(address(indicator)).content.decode()
    indicator.disaggregations.all().delete()
    Indicator.objects.filter(pk=indicator.pk).update(population="houses")
    page = client.get(address(indicator)).content.decode()
    assert f"Stated until now and asked for no longer: Women 4, Men 6. {said}" in page
    client.post(address(indicator), typed(revision=str(entry.revision), value="10", action="draft"))
    assert not DisaggregatedValue.objects.filter(entry=entry).exists()
    assert said not in client.get(address(indicator)).content.decode()


@pytest.mark.parametrize(("splits", "seen"), [([], 1), (["sex"], 0), (["sex", "age"], 0)])
def test_the_page_needs_at_most_fifteen_queries(
    splits, seen, make, client, officer, outcome_manager, period, django_assert_max_num_queries
):
    """With a draft, with what was typed over it, and where that is behind (1 was seen, or nothing) with both."""
    indicator = make(population="")
    if splits:
        change_splits(indicator=indicator, splits=[(shared(one), None) for one in splits], reason="", by=officer)
    record(indicator, period, officer, value=9)
    typed = {"value": "7", "client_key": "x"}
    keep_typed(indicator=indicator, period=period, revision=seen, typed=typed, by=outcome_manager)
    with django_assert_max_num_queries(15):
        answer = client.get(address(indicator))
    assert (answer.context["kept"].typed, bool(answer.context["both"])) == (typed, not seen)


def test_dates_of_what_is_kept_are_those_of_the_reader(make, client, outcome_manager, period):
    indicator = make()
    one = keep_typed(indicator=indicator, period=period, revision=0, typed={"value": "7"}, by=outcome_manager)
    UnsavedProgress.objects.filter(pk=one.pk).update(typed_at=timezone.make_aware(datetime(2010, 11, 22, 14, 3)))
    assert "What you typed on 22 November 2010 at 14:03 is kept here" in client.get(address(indicator)).content.decode()
    assert date(2010, 11, 22) == timezone.localdate(UnsavedProgress.objects.get().typed_at)
