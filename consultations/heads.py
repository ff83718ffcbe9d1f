"""Counting people who were met: pure, of plain values.

A list of participants keeps no names, so what is counted are its entries: somebody met twice counts twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dwcp.toolkit.rounding import percentage


@dataclass(frozen=True, slots=True)
class Heads:
    """Entries of lists of participants, by sex as the lists state it."""

    women: int = 0
    men: int = 0
    not_stated: int = 0

    @property
    def total(self) -> int:
        """All entries."""
        return self.women + self.men + self.not_stated

    @property
    def stated(self) -> int:
        """Entries that say whether it was a woman or a man."""
        return self.women + self.men

    @property
    def percent_women(self) -> int | None:
        """Women of those whose sex is stated, in whole per cent, half up; None when it is stated of nobody.

        Those of whom it is not stated are left out, since either half of them may be women. Source: design rule 9.
        """
        return percentage(self.women, self.stated)


@dataclass(frozen=True, slots=True)
class FieldWork:
    """What the method section of a review counts of its interviews and workshops; None where there is no list."""

    days_with_ilo_only: int | None
    days_with_others: int | None
    workshop_participants: int | None


def count_heads(sexes: Iterable[str]) -> Heads:
    """Count entries; `sexes` are W, M or empty, one for each."""
    counted = list(sexes)
    women, men = counted.count("W"), counted.count("M")
    return Heads(women, men, len(counted) - women - men)


def count_field_work(entries: Iterable[tuple[date, str, str]]) -> FieldWork:
    """Count days and people; `entries` are (day, kind of event, constituency), one for each person met.

    Lists of consultations name no places, and a review tells its days by whom it met: days of interviews with
    ILO staff and nobody else, and days on which anybody else was interviewed. Parallel interviews of one day are
    one day. Workshop participants are those listed at workshops. What nobody is listed for is None, which is
    another thing than nobody having been there. Source: review 2011, section 1.
    """
    interviewed: dict[date, set[str]] = {}
    at_workshops = 0
    for day, kind, constituency in entries:
        if kind == "workshop":
            at_workshops += 1
        else:
            interviewed.setdefault(day, set()).add(constituency)
    if not interviewed:
        return FieldWork(None, None, at_workshops or None)
    ilo_only = sum(constituencies == {"ilo"} for constituencies in interviewed.values())
    return FieldWork(ilo_only, len(interviewed) - ilo_only, at_workshops or None)
