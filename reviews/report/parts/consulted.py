"""Annex III: organisations and people consulted, by date. Names are not kept: people stand by position."""

from collections import Counter

from django.utils.translation import gettext as _

from dwcp.toolkit.documents.blocks import Block, Column, Row, Table
from dwcp.toolkit.figures import day

from ..content import NUMBERED, Content, Material, cell, cell_of_lines, paragraph


def consulted(material: Material) -> Content:
    """Every meeting of the review with those met, in order of time."""
    found = material.report.consulted
    if not found:
        return Content()
    rows = []
    for one in found.days:
        rows.append(Row((cell(day(one.held_on), span=3),), "group"))
        rows += [_meeting(meeting) for meeting in one.meetings]
    table = Table(
        key="consulted",
        number=NUMBERED,
        caption=_("Meetings and people met"),
        columns=(Column(_("Time"), 14, "short"), Column(_("With whom"), 30), Column(_("Positions"), 56)),
        rows=tuple(rows),
    )
    said: list[Block] = [
        paragraph(_("People are listed by their position and organisation; their names are not kept.")),
        table,
    ]
    if found.never_heard:
        said.append(_never_heard(found))
    return Content(tuple(said))


def _meeting(meeting):
    event = meeting.event
    times = "–".join(f"{time:%H:%M}" for time in (event.starts_at, event.ends_at) if time)
    positions = Counter(
        f"{one.position}, {one.organisation}" if one.organisation and one.position else str(one)
        for one in meeting.participations
    )
    lines = [f"{position} ({number})" if number > 1 else position for position, number in positions.items()]
    return Row((cell(times or "–"), cell(meeting.title), cell_of_lines(*lines) if lines else cell("–")))


def _never_heard(found):
    return Table(
        key="never-heard",
        number=NUMBERED,
        caption=_("Organisations that the programme concerns and that the review did not hear"),
        columns=(Column(_("Constituency"), 24), Column(_("Organisations"), 76)),
        rows=tuple(
            Row((cell(group.label), cell("; ".join(_named(one) for one in group.organisations))))
            for group in found.never_heard
        ),
    )


def _named(organisation):
    return organisation.name or organisation.acronym
