"""Reporting periods of equal length, year by year, and what the calendar makes of them day by day."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

Frequency = Literal["yearly", "half_yearly", "quarterly"]
State = Literal["planned", "open", "grace", "closed", "reopened"]
# More than a year after the end of a period nobody waits for a report on it.
MOST_DAYS = 366
# How many periods a year has, and the letter that numbers them.
PARTS: dict[Frequency, tuple[int, str]] = {"yearly": (1, ""), "half_yearly": (2, "H"), "quarterly": (4, "Q")}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of days with its name; both ends belong to it."""

    label: str
    starts_on: date
    ends_on: date

    def overlaps(self, other) -> bool:
        """Whether they have a day in common; `other` is anything with a first and a last day."""
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on


def periods_of_years(frequency: Frequency, first_year: int, last_year: int) -> tuple[Stretch, ...]:
    """Return the periods from the first day of one year to the last day of another, in order, without a gap.

    They are called as people write them: `2011`, `2011-H1`, `2011-Q1`. No years, no periods. Raises nothing.
    """
    number, letter = PARTS[frequency]
    return tuple(_periods(range(first_year, last_year + 1), number, letter))


def _periods(years: Iterable[int], number: int, letter: str) -> Iterable[Stretch]:
    months = 12 // number
    for year in years:
        for part in range(number):
            label = f"{year}-{letter}{part + 1}" if letter else str(year)
            last = (part + 1) * months
            yield Stretch(label, date(year, last - months + 1, 1), date(year, last, monthrange(year, last)[1]))


def closing(frequency: Frequency, stretches: Iterable[Any]) -> tuple[Any, ...]:
    """Return those stretches on which is reported when reports come so often: the last of each year, half or quarter.

    A stretch belongs to the part of the year in which its last day lies. Where the stretches are longer than the
    frequency, each is reported on. Anything with an `ends_on` can be given. Raises nothing.
    """
    number, _letter = PARTS[frequency]
    months = 12 // number
    last: dict[tuple[int, int], Any] = {}
    for stretch in sorted(stretches, key=lambda one: one.ends_on):
        last[stretch.ends_on.year, (stretch.ends_on.month - 1) // months] = stretch
    return tuple(last.values())


def days_of_handing_in(ends_on: date, due_after: int, late_for: int | None) -> tuple[date, date | None]:
    """Return the day reports are due, and the last day on which late ones are taken.

    They are due so many days after the period's last day, and late ones are taken so many days longer: 0 takes none,
    None says nothing of when that ends. Raises nothing.
    """
    due_on = ends_on + timedelta(days=due_after)
    return due_on, None if late_for is None else due_on + timedelta(days=late_for)


def days_between(ends_on: date, due_on: date, closes_on: date | None) -> tuple[int, int | None]:
    """Return the two numbers of days of which `days_of_handing_in` makes these days. Raises nothing."""
    return (due_on - ends_on).days, None if closes_on is None else (closes_on - due_on).days


def steps_of_the_calendar(
    state: State, *, starts_on: date, due_on: date | None, closes_on: date | None, on: date
) -> tuple[State, ...]:
    """Return the states through which the calendar takes a period by a day, one after the other.

    A planned period opens on its first day; after the day reports are due it takes late ones, and after the last day
    for those it is closed – where no such day is set, people close it. The calendar knows only periods with a due
    day. It leaves alone what people opened again, and a planned one whose last day has passed before anybody opened
    it: closed at once, nobody could ever have reported. Raises nothing.
    """
    if due_on is None or state in ("closed", "reopened"):
        return ()
    is_over = closes_on is not None and on > closes_on
    steps: list[State] = []
    if state == "planned":
        if on < starts_on or is_over:
            return ()
        steps.append("open")
    if is_over:
        steps.append("closed")
    elif state != "grace" and on > due_on:
        steps.append("grace")
    return tuple(steps)
