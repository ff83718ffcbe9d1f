"""Reporting periods of equal length, year by year."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

Frequency = Literal["yearly", "half_yearly", "quarterly"]
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
