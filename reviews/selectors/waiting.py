"""What reviews ask of a person: what a thing that waits looks like, and where more of them come from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accounts.choices import Role
from accounts.models import User
from outcomes.models import Programme
from outcomes.rules import memberships_of


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: what it is about, what there is to know, and the page where it is done."""

    kind: str
    what: str
    action: str
    address: str
    programme: Programme
    note: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Source:
    """Things of one kind that wait.

    `rows` gives those of a person on a day as a queryset, or None where their role can have none (then nothing is
    asked); `related` is what `item` needs of a row; `summary` says how many they are in the subject of a mail.
    """

    kind: str
    title: object
    summary: Callable[[int], str]
    rows: Callable[[User, date], QuerySet | None]
    related: tuple[str, ...]
    item: Callable[..., Waiting]


@dataclass(frozen=True)
class WaitingGroup:
    """The things of one kind that wait for a person."""

    source: Source
    items: tuple[Waiting, ...]

    def __len__(self):
        return len(self.items)

    def within(self, programme):
        """Those in one programme."""
        return WaitingGroup(self.source, tuple(item for item in self.items if item.programme == programme))

    @property
    def title(self):
        """What the kind is called."""
        return self.source.title

    @property
    def summary(self):
        """How many there are, in a few words."""
        return self.source.summary(len(self.items))


def programmes_where(user, permission):
    """The keys of the programmes in which this person's role allows it; nothing is done in an archived one."""
    return [
        membership.programme_id
        for membership in memberships_of(user).values()
        if permission in Role(membership.role).permissions and not membership.programme.is_archived
    ]
