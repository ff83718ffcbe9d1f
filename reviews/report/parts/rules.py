"""How each figure of the report is computed: the rule in words with its source, and an example."""

from django.utils.translation import gettext as _

from dwcp.toolkit.documents.blocks import Cell, Column, Row, Run, Table, Text

from ..content import NUMBERED, Content, Material, cell, paragraph


def rules(material: Material) -> Content:
    """A row for each rule, with one of the figures that it computes."""
    opening = _(
        "Figures are rounded once, a half upwards, and only where they are printed. All figures in this report are "
        "computed by the same functions as on the pages of the review; none is typed in."
    )
    table = Table(
        key="rules",
        number=NUMBERED,
        caption=_("Rules of computation"),
        columns=(Column(_("Figures"), 22), Column(_("Rule"), 54), Column(_("For example"), 24)),
        rows=tuple(Row((cell(group.title), cell(group.rule), Cell(_example(group)))) for group in material.groups),
    )
    return Content((paragraph(opening), table))


def _example(group) -> Text:
    """The first figure with its label: "Average of the criteria: 3.8"."""
    first = group.figures[0]
    return (Run(f"{first.label}: "), Run(first.printed, strong=True))
