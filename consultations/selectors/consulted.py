"""Who was met, when and with whom, and who never was: Annex III of the review and the balance of consultations."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from accounts.choices import Constituency
from accounts.models import Organisation
from dwcp.toolkit.rounding import percentage

from ..heads import FieldWork, Heads, count_field_work, count_heads
from ..models import Event, Participation

# The tripartite constituents first; who has none stands last.
IN_ORDER = [*Constituency.values, ""]


@dataclass(frozen=True)
class Meeting:
    """An event with its list of participants."""

    event: Event
    participations: tuple[Participation, ...]
    heads: Heads

    @property
    def title(self) -> str:
        """With whom it was: as the list of consultations says, or else the organisations met."""
        names = dict.fromkeys(str(one.organisation) for one in self.participations if one.organisation)
        return self.event.group_label or ", ".join(names) or _("With whom is not stated")

    @property
    def constituencies(self) -> tuple[str, ...]:
        """Names of the constituencies met, the tripartite ones first."""
        met = {one.constituency for one in self.participations}
        return tuple(_name_of(constituency) for constituency in IN_ORDER if constituency in met)


@dataclass(frozen=True)
class Day:
    """The meetings of one day, in order of time."""

    held_on: date
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True)
class ConstituencyHeads:
    """How many of one constituency were met; `percent` is of all entries, half up."""

    constituency: str
    label: str
    heads: Heads
    percent: int | None


@dataclass(frozen=True)
class OrganisationMet:
    """An organisation, how many of its people were met, and at how many meetings."""

    organisation: Organisation
    heads: Heads
    meetings: int


@dataclass(frozen=True)
class OrganisationGroup:
    """Organisations of one constituency."""

    constituency: str
    label: str
    organisations: tuple[Organisation, ...]


@dataclass(frozen=True)
class Consulted:
    """Everybody met at some events; false where there are no events."""

    meetings: tuple[Meeting, ...]
    heads: Heads
    constituencies: tuple[ConstituencyHeads, ...]
    organisations: tuple[OrganisationMet, ...]
    never_heard: tuple[OrganisationGroup, ...]
    field_work: FieldWork

    def __bool__(self):
        return bool(self.meetings)

    @property
    def days(self) -> tuple[Day, ...]:
        """The meetings by day."""
        by_day = groupby(self.meetings, key=lambda meeting: meeting.event.held_on)
        return tuple(Day(held_on, tuple(meetings)) for held_on, meetings in by_day)


def consulted_of(programme, events=None):
    """Everybody met at `events`, a queryset, by default all of the programme, in three queries.

    What is counted are entries of the lists of participants. Organisations never heard are those that the programme
    concerns, that no list names, and that did not speak in the plenary of a workshop. Source: review 2011, Annex III.
    """
    meetings = meetings_of(programme.events.all() if events is None else events, programme)
    people = [one for meeting in meetings for one in meeting.participations]
    met = _organisations_met(people)
    return Consulted(
        meetings=meetings,
        heads=_heads(people),
        constituencies=_constituencies(people),
        organisations=met,
        never_heard=_never_heard(programme, {one.organisation for one in met}),
        field_work=count_field_work(
            (meeting.event.held_on, meeting.event.kind, one.constituency)
            for meeting in meetings
            for one in meeting.participations
        ),
    )


def meetings_of(events, programme):
    """Each event of a programme with its participants, in order of time."""
    participations = Participation.objects.select_related("organisation").order_by("place")
    meetings = []
    for event in events.prefetch_related(Prefetch("participations", participations)):
        event.programme = programme
        people = tuple(event.participations.all())
        meetings.append(Meeting(event, people, _heads(people)))
    return tuple(meetings)


def field_work_of(events):
    """Days of interviews and participants of workshops at `events`, in one query; `count_field_work` has the rule."""
    people = Participation.objects.filter(event__in=events).order_by()
    return count_field_work(people.values_list("event__held_on", "event__kind", "constituency"))


def _heads(people):
    return count_heads(one.sex for one in people)


def _name_of(constituency):
    return str(Constituency(constituency).label) if constituency else _("Not stated")


def _constituencies(people):
    by_constituency = defaultdict(list)
    for one in people:
        by_constituency[one.constituency].append(one)
    return tuple(
        ConstituencyHeads(
            constituency,
            _name_of(constituency),
            _heads(met := by_constituency[constituency]),
            percentage(len(met), len(people)),
        )
        for constituency in IN_ORDER
        if constituency in by_constituency
    )


def _organisations_met(people):
    by_organisation = defaultdict(list)
    for one in people:
        if one.organisation:
            by_organisation[one.organisation].append(one)
    return tuple(
        OrganisationMet(organisation, _heads(met), len({one.event_id for one in met}))
        for organisation, met in sorted(by_organisation.items(), key=lambda pair: _in_list(pair[0]))
    )


def _never_heard(programme, met):
    speakers = programme.feedback.filter(organisation__isnull=False).values("organisation")
    others = [one for one in programme.organisations.exclude(pk__in=speakers) if one not in met]
    grouped = groupby(sorted(others, key=_in_list), key=lambda one: one.constituency)
    return tuple(
        OrganisationGroup(constituency, _name_of(constituency), tuple(organisations))
        for constituency, organisations in grouped
    )


def _in_list(organisation):
    return IN_ORDER.index(organisation.constituency), str(organisation).casefold()
