"""Counting people and days, as tables of cases."""

from datetime import date

import pytest

from consultations.heads import FieldWork, Heads, count_field_work, count_heads

MONDAY, TUESDAY = date(2011, 1, 10), date(2011, 1, 11)


@pytest.mark.parametrize(
    ("sexes", "heads", "total", "percent_women"),
    [
        ([], Heads(0, 0, 0), 0, None),
        (["W"], Heads(1, 0, 0), 1, 100),
        (["M", "M"], Heads(0, 2, 0), 2, 0),
        (["", ""], Heads(0, 0, 2), 2, None),
        (["W", "M", "M", ""], Heads(1, 2, 1), 4, 33),
        (["W", "W", "W", *"MMMMM"], Heads(3, 5, 0), 8, 38),  # 37.5
    ],
)
def test_heads(sexes, heads, total, percent_women):
    counted = count_heads(iter(sexes))
    assert (counted, counted.total, counted.percent_women) == (heads, total, percent_women)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([], FieldWork(None, None, None)),
        ([(MONDAY, "interview", "ilo")], FieldWork(1, 0, None)),
        ([(MONDAY, "interview", "ilo"), (MONDAY, "interview", "workers")], FieldWork(0, 1, None)),
        ([(MONDAY, "interview", "workers"), (MONDAY, "interview", "un")], FieldWork(0, 1, None)),
        ([(MONDAY, "interview", "ilo"), (TUESDAY, "interview", "ngo")], FieldWork(1, 1, None)),
        ([(MONDAY, "workshop", "workers"), (MONDAY, "workshop", "ilo")], FieldWork(None, None, 2)),
        ([(MONDAY, "interview", "ilo"), (MONDAY, "workshop", "workers")], FieldWork(1, 0, 1)),
    ],
    ids=["nobody", "ILO", "one day, both", "others", "two days", "a workshop", "a workshop on the day of an interview"],
)
def test_field_work(entries, expected):
    assert count_field_work(iter(entries)) == expected
