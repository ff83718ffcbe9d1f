"""What reviews ask of a person, as sections of the one mail that tells them what waits."""

from indicators.notifications import MOST, Line, Section, absolute
from outcomes.rules import memberships_of

from .selectors.waiting_sources import waiting_for


def sections_of(person, *, today):
    """A section for each kind of thing that reviews ask of this person, in their language."""
    if not memberships_of(person):
        return []
    return [
        Section(
            kind=group.source.kind,
            title=str(group.title),
            summary=group.summary,
            number=len(group),
            lines=tuple(
                Line(
                    what=item.what,
                    address=absolute(item.address),
                    programme=item.programme.short_title,
                    note=item.note,
                )
                for item in group.items[:MOST]
            ),
        )
        for group in waiting_for(person, today=today)
    ]
