"""Many rows written together are judged and written as each would be alone."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from accounts.models import AuditEvent
from indicators.choices import EntryState, PeriodState
from indicators.models import EntryMove, ProgressEntry, UnsavedProgress
from indicators.selectors import parts_of
from indicators.services import (
    EntryRefused,
    Figure,
    Row,
    RowsRefused,
    check_rows,
    keep_typed,
    record_and_submit,
    record_progress,
    record_rows,
    submit_entry,
)
from tests.indicators.books import everything
from tests.indicators.figures_books import Small

pytestmark = pytest.mark.django_db
DAY = date(2012, 12, 31)
# What moments there are, and what the database counts, differs between any two acts.
PASSING = {"id", "recorded_at", "submitted_at", "at", "entry_id", "subject_id", "indicator_id"}


@pytest.fixture
def small(make_person):
    return Small(make_person)


def rows_of(small):
    """Rows of each measure: drafts, rows that are handed in, an absence, one over a draft, one only handed in."""
    small.record("1.10", value=Decimal(3), narrative="At first")
    small.record("1.6", narrative="Told")
    small.record("1.1", value=Decimal(9), parts={"women": Decimal(4)})
    figures = {
        "1.1": ({"value": Decimal(60), "parts": {"women": Decimal(30), "men": Decimal(25)}}, 1, True),
        "1.2": ({"parts": {"women": Decimal(1), "women/whole": Decimal(4)}, "source": "Register"}, 0, True),
        "1.3": ({"value": Decimal("12.5")}, 0, False),
        "1.4": ({"value": Decimal(0), "explanation": "Not yet"}, 0, True),
        "1.5": ({"step": small.indicator("1.5").steps.get(number=2)}, 0, True),
        "1.10": ({"absence": "not_available", "absence_reason": "No survey"}, 1, False),
        "1.6": (None, 1, True),
    }
    return [
        Row(
            indicator=small.indicator(code),
            period=small.period,
            figure=None if figure is None else Figure(measured_on=DAY, **figure),
            revision=revision,
            submits=submits,
        )
        for code, (figure, revision, submits) in figures.items()
    ]


def alone(row, by):
    """One row, the way the form and the API write it."""
    if row.figure is None:
        entry = ProgressEntry.objects.get(indicator=row.indicator, period=row.period)
        return submit_entry(entry=entry, revision=row.revision, by=by)
    write = record_and_submit if row.submits else record_progress
    return write(indicator=row.indicator, period=row.period, figure=row.figure, revision=row.revision, by=by)


def left(small):
    """What is there afterwards: entries, parts, moves, and the trail, without keys and moments."""
    entries = ProgressEntry.objects.filter(period=small.period).order_by("indicator__position")
    fields = [one.attname for one in ProgressEntry._meta.concrete_fields if one.attname not in PASSING]
    found = {}
    for entry in entries.select_related("indicator"):
        moves = EntryMove.objects.filter(entry=entry).values_list("from_state", "to_state", "by", "reason")
        events = AuditEvent.objects.about(entry).order_by("pk").values_list("verb", "by", "changes", "subject_label")
        found[entry.indicator.code] = (
            {name: getattr(entry, name) for name in fields},
            parts_of(entry),
            list(moves),
            list(events),
            entry.submitted_at is not None,
        )
    return found


def test_together_they_leave_what_each_leaves_alone(small):
    rows = rows_of(small)
    with transaction.atomic():
        for row in rows:
            alone(row, small.manager)
        one_by_one = left(small)
        transaction.set_rollback(True)
    written = record_rows(rows=rows, by=small.manager)
    assert left(small) == one_by_one
    assert [entry.indicator.code for entry in written] == [row.indicator.code for row in rows]
    assert [entry.revision for entry in written] == [
        ProgressEntry.objects.get(pk=entry.pk).revision for entry in written
    ]
    assert {code: state["state"] for code, (state, *_rest) in one_by_one.items()} == {
        "1.1": "submitted",
        "1.2": "submitted",
        "1.3": "draft",
        "1.4": "submitted",
        "1.5": "submitted",
        "1.6": "submitted",
        "1.10": "draft",
    }


REFUSED = {
    "too many women": ("1.1", {"value": Decimal(1), "parts": {"women": Decimal(2)}}, 0, False),
    "no part": ("1.1", {"value": Decimal(1)}, 0, True),
    "nothing": ("1.3", {}, 0, True),
    "no words": ("1.6", {}, 0, True),
    "a newer one": ("1.3", {"value": Decimal(1)}, 5, False),
    "half a fraction": ("1.2", {"numerator": Decimal(1)}, 0, False),
    "not theirs": ("2.1", {"value": Decimal(1)}, 0, False),
    "nothing to hand in": ("1.3", None, 0, True),
}


@pytest.mark.parametrize("name", REFUSED)
def test_together_they_are_refused_for_what_each_is_refused_for(small, name):
    code, figure, revision, submits = REFUSED[name]
    row = Row(
        indicator=small.indicator(code),
        period=small.period,
        figure=None if figure is None else Figure(measured_on=DAY, **figure),
        revision=revision,
        submits=submits,
    )
    good = Row(indicator=small.indicator("1.4"), period=small.period, figure=Figure(measured_on=DAY), revision=0)
    before = everything()
    for act in (check_rows, record_rows):
        with pytest.raises(RowsRefused) as refused:
            act(rows=[good, row], by=small.manager)
        assert list(refused.value.problems) == [(row.indicator.pk, row.period.pk)]
        assert everything() == before
    if name in ("not theirs", "nothing to hand in"):
        return
    with pytest.raises(EntryRefused) as by_itself:
        alone(row, small.manager)
    ((_key, problems),) = refused.value.problems.items()
    assert problems == by_itself.value.problems
    assert bool(refused.value.stale) == (name == "a newer one")


def test_a_closed_period_and_a_handed_in_entry(small):
    small.record("1.3", value=Decimal(1), submits=True)
    figure = Figure(measured_on=DAY, value=Decimal(2))
    row = Row(indicator=small.indicator("1.3"), period=small.period, figure=figure, revision=2)
    with pytest.raises(RowsRefused, match="Waiting for verification"):
        record_rows(rows=[row], by=small.manager)
    ProgressEntry.objects.update(state=EntryState.DRAFT)
    type(small.period).objects.filter(pk=small.period.pk).update(state=PeriodState.CLOSED)
    with pytest.raises(RowsRefused, match="is closed and takes no entries"):
        record_rows(rows=[row], by=small.manager)


def test_a_row_that_stands_twice_is_refused(small):
    row = Row(indicator=small.indicator("1.3"), period=small.period, figure=Figure(measured_on=DAY), revision=0)
    with pytest.raises(RowsRefused, match="stand here twice"):
        record_rows(rows=[row, row], by=small.manager)
    assert not ProgressEntry.objects.filter(period=small.period).exists()


def test_sent_twice_under_its_key_a_row_is_done_once(small):
    figure = Figure(measured_on=DAY, value=Decimal(2))
    row = Row(
        indicator=small.indicator("1.3"), period=small.period, figure=figure, revision=0, submits=True, client_key="k"
    )
    (first,) = record_rows(rows=[row], by=small.manager)
    (second,) = record_rows(rows=[row], by=small.manager)
    assert (first.pk, second.revision, small.entry("1.3").moves.count()) == (second.pk, 2, 1)


def test_what_was_typed_and_not_saved_is_saved_now(small):
    keep_typed(
        indicator=small.indicator("1.3"), period=small.period, revision=0, typed={"value": "1"}, by=small.manager
    )
    keep_typed(
        indicator=small.indicator("1.4"), period=small.period, revision=0, typed={"value": "1"}, by=small.manager
    )
    row = Row(indicator=small.indicator("1.3"), period=small.period, figure=Figure(measured_on=DAY), revision=0)
    record_rows(rows=[row], by=small.manager)
    assert [one.indicator.code for one in UnsavedProgress.objects.all()] == ["1.4"]


def test_five_rows_cost_what_one_costs(small, django_assert_max_num_queries):
    def queries(codes):
        rows = [
            Row(
                indicator=small.indicator(code),
                period=small.period,
                figure=Figure(measured_on=DAY, absence="not_available", absence_reason="No survey"),
                revision=0,
                submits=True,
            )
            for code in codes
        ]
        with django_assert_max_num_queries(30) as found:
            record_rows(rows=rows, by=small.manager)
        ProgressEntry.objects.filter(period=small.period).delete()
        return len(found)

    queries(["1.1"])
    assert queries(["1.1"]) == queries(["1.1", "1.2", "1.3", "1.4", "1.10"])
