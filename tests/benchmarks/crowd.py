"""Many people who save at the same moment, each with a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from threading import Barrier
from time import perf_counter

from django.db import connection

from accounts.choices import Role
from indicators.choices import PeriodState
from indicators.models import ProgressEntry
from indicators.services import Figure, StaleEntry, record_progress
from tests.factories import (
    DwcpOutcomeFactory,
    IndicatorFactory,
    ProgrammeFactory,
    ProgrammeMembershipFactory,
    ReportingPeriodFactory,
)

DAY = date(2012, 12, 31)


@dataclass(frozen=True)
class Rush:
    """What came of it: entries saved, seconds, what went wrong, and how often somebody else had been quicker."""

    saved: int
    seconds: float
    errors: list
    told: int


class Crowd:
    """So many programme officers of one programme, with an indicator for each and one that they share."""

    def __init__(self, people):
        self.programme = ProgrammeFactory()
        self.period = ReportingPeriodFactory(programme=self.programme, year=2012, state=PeriodState.OPEN)
        outcome = DwcpOutcomeFactory(programme=self.programme)
        self.officers = [
            ProgrammeMembershipFactory(programme=self.programme, role=Role.PROGRAMME_OFFICER).user
            for _person in range(people)
        ]
        self.own = [IndicatorFactory(outcome=outcome, code=f"9.{place}") for place in range(people)]
        self.shared = IndicatorFactory(outcome=outcome, code="9.999")

    def save_their_own(self, times):
        """Everybody saves the figure of their own indicator so many times: 1, 2, 3, …"""

        def save(place):
            for time in range(times):
                self._record(place, self.own[place], Decimal(time + 1), revision=time)
            return 0

        return self._at_once(save, times)

    def add_one_each(self, times):
        """Everybody adds 1 to the shared figure so many times; who is told of a newer one looks and adds again."""

        def add(place):
            told = done = 0
            while done < times:
                entry = ProgressEntry.objects.filter(indicator=self.shared).first()
                before, revision = (entry.value, entry.revision) if entry else (Decimal(0), 0)
                try:
                    self._record(place, self.shared, before + 1, revision=revision)
                except StaleEntry:
                    told += 1
                else:
                    done += 1
            return told

        return self._at_once(add, times)

    def _record(self, place, indicator, value, *, revision):
        record_progress(
            indicator=indicator,
            period=self.period,
            figure=Figure(measured_on=DAY, value=value),
            revision=revision,
            by=self.officers[place],
        )

    def _at_once(self, act, times):
        people = len(self.officers)
        together = Barrier(people + 1)

        def person(place):
            try:
                connection.ensure_connection()
                together.wait()
                return act(place), None
            except Exception as error:
                return 0, error
            finally:
                connection.close()

        with ThreadPoolExecutor(people) as crowd:
            futures = [crowd.submit(person, place) for place in range(people)]
            together.wait()
            start = perf_counter()
            outcomes = [future.result() for future in futures]
            seconds = perf_counter() - start
        errors = [error for _told, error in outcomes if error is not None]
        return Rush(people * times, seconds, errors, sum(told for told, _error in outcomes))
