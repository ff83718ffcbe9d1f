"""Printed beside computed: every control total of a published report, and what explains the differences."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from dwcp.toolkit.documents.blocks import Column, Row, Table

from ...words import KINDS, in_groups, subject_of
from ..content import NUMBERED, Content, Material, cell, cell_of_lines, paragraph

NUMBER = re.compile(r"\d+(\.\d+)?")
VERDICTS = {"equal": lambda: _("equal"), "different": lambda: _("different"), "not_computed": lambda: _("not computed")}


def printed(material: Material) -> Content:
    """Left out where nothing was printed that could be held against the data."""
    found = material.reconciliation
    if not found.comparisons:
        return Content()
    words = {
        "number": len(found.comparisons),
        "equal": found.count("equal"),
        "different": found.count("different"),
        "not_computed": found.count("not_computed"),
    }
    opening = _(
        "The published report prints %(number)s figures that can be computed again: %(equal)s are equal, %(different)s "
        "differ, and for %(not_computed)s the data are not kept here. Printed figures are never corrected."
    )
    said = [paragraph(opening % words)]
    if words["different"]:
        said.append(_differences(found))
    said.append(_all(found))
    return Content(tuple(said))


def _differences(found):
    return Table(
        key="printed-differing",
        number=NUMBERED,
        caption=_("Printed figures that differ, and what explains them"),
        columns=(
            Column(_("Figure"), 30),
            Column(_("Printed"), 15),
            Column(_("Computed"), 15),
            Column(_("What explains it"), 40),
        ),
        rows=tuple(
            Row(
                (
                    cell_of_lines(_label(one), one.printed.source),
                    _figure(one.printed.value),
                    _figure(one.computed),
                    _explained(one),
                )
            )
            for one in found.comparisons
            if one.verdict == "different"
        ),
    )


def _explained(comparison):
    lines = [f"{named.where}. {named.note}" for named in comparison.named_by]
    if not lines:
        lines.append(_("No discrepancy of the published documents names it."))
    return cell_of_lines(*lines, comparison.remark)


def _all(found):
    rows = []
    for kind in dict.fromkeys(one.printed.what for one in found.comparisons):
        rows.append(Row((cell(KINDS.get(kind, kind), span=4),), "group"))
        rows += [
            Row(
                (
                    cell_of_lines(subject_of(one.printed.key), one.remark),
                    _figure(one.printed.value),
                    _figure(one.computed),
                    cell(VERDICTS[one.verdict]()),
                )
            )
            for one in found.comparisons
            if one.printed.what == kind
        ]
    return Table(
        key="printed-all",
        number=NUMBERED,
        caption=_("All printed figures beside the computed ones"),
        columns=(
            Column(_("Figure"), 40),
            Column(_("Printed"), 22),
            Column(_("Computed"), 22),
            Column(_("Verdict"), 16),
        ),
        rows=tuple(rows),
    )


def _figure(value):
    """A printed or computed figure, a number in a workbook too; a dash for one that is not computed."""
    return cell(in_groups(value) or "–", Decimal(value) if NUMBER.fullmatch(value or "") else None)


def _label(comparison):
    kind = comparison.printed.what
    return f"{KINDS.get(kind, kind)}: {subject_of(comparison.printed.key)}"
