"""A programme in which reports are returned, overdue, due, begun and not yet due."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.choices import Role
from accounts.models import User
from indicators.choices import EntryState, PeriodState
from indicators.models import Indicator, ProgressEntry
from outcomes.models import DwcpOutcome, Programme
from tests import factories

RETURNED_AT = datetime(2013, 1, 20, 9, 30, tzinfo=timezone.get_fixed_timezone(420))
TYPED_AT = datetime(2013, 2, 2, 16, 5, tzinfo=timezone.get_fixed_timezone(420))


@dataclass
class Office:
    """A programme with two outcomes; the manager has the first in their care, the second is the officer's."""

    programme: Programme
    first: DwcpOutcome
    second: DwcpOutcome
    manager: User
    officer: User
    verifier: User

    def indicator(self, code, outcome=None, **fields):
        position = int(code.partition(".")[2])
        return factories.IndicatorFactory(
            outcome=outcome or self.first, code=code, position=position, statement=f"People trained, {code}", **fields
        )

    def __getitem__(self, code):
        """The indicator with this code."""
        return Indicator.objects.get(outcome__programme=self.programme, code=code)

    def written(self, state):
        """The entry in this state."""
        return ProgressEntry.objects.get(indicator__outcome__programme=self.programme, state=state)

    def period(self, label, ends_on=None, **fields):
        """The open period of a year, made where its last day is given."""
        if ends_on is None:
            return self.programme.periods.get(label=label)
        return factories.ReportingPeriodFactory(
            programme=self.programme,
            label=label,
            starts_on=ends_on.replace(month=1, day=1),
            ends_on=ends_on,
            **{"state": PeriodState.OPEN} | fields,
        )

    def entry(self, indicator, period, state=EntryState.DRAFT, **fields):
        """An entry of the manager's; one that is handed in says when."""
        handed_in = {} if state == EntryState.DRAFT else {"submitted_by": self.manager, "submitted_at": RETURNED_AT}
        return factories.ProgressEntryFactory(
            indicator=indicator, period=period, state=state, recorded_by=self.manager, **handed_in | fields
        )

    def returned(self, indicator, period, reason):
        """An entry that the verifier gave back."""
        entry = self.entry(indicator, period, EntryState.RETURNED)
        factories.EntryMoveFactory(
            entry=entry,
            from_state=EntryState.SUBMITTED,
            to_state=EntryState.RETURNED,
            by=self.verifier,
            at=RETURNED_AT,
            reason=reason,
        )
        return entry

    def only(self, *wanted):
        """Leaves these reports to do, as (code, label): what is not written yet of all others is verified."""
        for indicator in Indicator.objects.filter(outcome__programme=self.programme):
            for period in self.programme.periods.all():
                written = ProgressEntry.objects.filter(indicator=indicator, period=period)
                if (indicator.code, period.label) not in wanted and not written.exists():
                    self.entry(indicator, period, EntryState.VERIFIED)

    def typed(self, indicator, period, by=None, **fields):
        """What somebody has typed and not saved."""
        return factories.UnsavedProgressFactory(
            by=by or self.manager, indicator=indicator, period=period, typed_at=TYPED_AT, **fields
        )


@pytest.fixture
def make_office(make_person):
    """Makes an office; the same people may belong to several."""

    def make(code="LAO-DWCP-2011-2015", manager=None, officer=None, verifier=None):
        programme = factories.ProgrammeFactory(code=code)
        first, second = (
            factories.DwcpOutcomeFactory(programme=programme, number=number, position=number, short_title=title)
            for number, title in ((1, "Skills"), (2, "Safety"))
        )
        people = {}
        for name, role, person in (
            ("manager", Role.OUTCOME_MANAGER, manager),
            ("officer", Role.PROGRAMME_OFFICER, officer),
            ("verifier", Role.VERIFIER, verifier),
        ):
            people[name] = person or make_person(name.capitalize())
            membership = factories.ProgrammeMembershipFactory(user=people[name], programme=programme, role=role)
            if role == Role.OUTCOME_MANAGER:
                membership.outcomes.set([first])
        return Office(programme, first, second, **people)

    return make


@pytest.fixture
def today():
    """The day on which a page is asked for."""
    return timezone.localdate()


@pytest.fixture
def office(make_office, today):
    """Three open periods: 2011 is overdue, 2012 is due in five days, 2099 is far from over."""
    office = make_office()
    office.period("2011", date(2011, 12, 31), due_on=date(2012, 1, 15), closes_on=date(2012, 2, 15))
    office.period("2012", date(2012, 12, 31), due_on=today + timedelta(days=5))
    office.period("2099", date(2099, 12, 31))
    return office
