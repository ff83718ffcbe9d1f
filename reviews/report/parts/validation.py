"""What government, employers and workers say to the draft, each for themselves."""

from django.utils.translation import gettext as _

from dwcp.toolkit.documents.blocks import Column, Row, Table, plain
from dwcp.toolkit.figures import day

from ..content import NUMBERED, Content, Material, cell, cell_of_lines, paragraph


def validation(material: Material) -> Content:
    """The matrix of the latest draft that went to the constituents; left out before the first."""
    found = material.report.validation.current
    if found is None:
        return Content()
    rows = []
    for group in found.groups:
        rows.append(Row((cell(group.label, span=3),), "group"))
        rows += [_row(one) for one in group.said]
        if not group.said:
            rows.append(Row((cell(_("No answer"), span=3),)))
    opening = _(
        "The draft went to government, employers and workers. This is what they say to it in round %(number)s; who "
        "says nothing is not taken to agree."
    )
    table = Table(
        key="validation",
        number=NUMBERED,
        caption=_("Answers of the constituents to the draft"),
        columns=(Column(_("Organisation"), 30), Column(_("Answer"), 22), Column(_("In words"), 48)),
        rows=tuple(rows),
    )
    return Content((paragraph(opening % {"number": found.number}), table))


def _row(answer):
    organisation = answer.organisation
    name = organisation.name if organisation.name and organisation.acronym else ""
    return Row(
        (
            cell_of_lines(str(organisation), name),
            cell_of_lines(plain(str(answer.get_stance_display()), strong=True), day(answer.given_at)),
            cell_of_lines(*answer.text.splitlines()) if answer.text else cell("–"),
        )
    )
