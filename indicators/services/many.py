"""Recording the figures of many indicators at once: all of them, or none."""

from dataclasses import dataclass

from django.db import transaction

from ..models import Indicator, ProgressEntry, ReportingPeriod
from .figures import Figure
from .together import Held, judge, write_all


@dataclass(frozen=True, kw_only=True)
class Row:
    """What is stated about one indicator for one period; `revision` is the one its writer saw (0: no entry).

    Without a `figure` what is saved is handed in as it stands. A row sent twice under its `client_key` is done once.
    """

    indicator: Indicator
    period: ReportingPeriod
    figure: Figure | None
    revision: int
    submits: bool = False
    client_key: str = ""


class RowsRefused(Exception):
    """Some rows cannot stand, so none was written.

    `problems` maps (indicator, period), by their keys, to a sentence by field ("" for the whole row); `stale` maps
    those that somebody changed meanwhile to the entry as it stands now, or to None where it is gone.
    """

    def __init__(self, problems, stale):
        self.problems, self.stale = problems, stale
        super().__init__(" ".join(sentence for row in problems.values() for sentence in row.values()))


@transaction.atomic
def record_rows(*, rows, by) -> list[ProgressEntry]:
    """Record these rows, each as a draft or – where it `submits` – for verification: all of them, or none.

    Each is held to the rules of `record_progress` and `submit_entry`, and leaves their trace. Raises RowsRefused with
    what is wrong in every row. Returns the entries in the order of the rows (some 15 queries for any number of them).
    """
    verdict = judge(rows, Held(rows, by), by)
    if verdict.problems:
        raise RowsRefused(verdict.problems, verdict.stale)
    write_all(verdict.judged, by)
    return [one.entry for one in verdict.judged]


def check_rows(*, rows, by):
    """Find out what stands against recording these rows, and write nothing. Raises RowsRefused as `record_rows` does.

    So somebody whose other rows cannot even be read as figures hears of everything at once.
    """
    verdict = judge(rows, Held(rows, by, is_for_writing=False), by)
    if verdict.problems:
        raise RowsRefused(verdict.problems, verdict.stale)
