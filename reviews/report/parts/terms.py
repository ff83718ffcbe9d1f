"""Annex I: the terms of reference, what each criterion asks, and the timetable."""

from django.utils.translation import gettext as _

from dwcp.toolkit.documents.blocks import Column, Part, Row, Table
from dwcp.toolkit.documents.markdown import blocks_of
from dwcp.toolkit.figures import day

from ..content import NUMBERED, Content, Material, cell, cell_of_lines


def terms(material: Material) -> Content:
    """In the words of the review and its template; left out where there are none."""
    report = material.report
    parts = []
    if any(criterion.sub_criteria.all() for criterion in report.criteria):
        parts.append(Part("sub-criteria", _("What the criteria ask"), (_sub_criteria(report),)))
    if report.tasks:
        parts.append(Part("timetable", _("Timetable"), (_timetable(report),)))
    return Content(blocks_of(report.review.terms_of_reference, material.figures), tuple(parts))


def _sub_criteria(report):
    rows = []
    for criterion in report.criteria:
        rows.append(Row((cell(criterion, span=2),), "group"))
        rows += [
            Row((cell(f"{criterion.number}.{sub.number}"), cell(sub.text))) for sub in criterion.sub_criteria.all()
        ]
    return Table(
        key="sub-criteria",
        number=NUMBERED,
        caption=_("Criteria and sub-criteria"),
        columns=(Column(_("No."), 9, "short"), Column(_("Sub-criterion"), 91)),
        rows=tuple(rows),
    )


def _timetable(report):
    return Table(
        key="timetable",
        number=NUMBERED,
        caption=_("Timetable of the review"),
        columns=(
            Column(_("Task"), 38),
            Column(_("Time frame"), 22),
            Column(_("Responsible"), 18),
            Column(_("Consultations"), 22),
        ),
        rows=tuple(
            Row(
                (
                    cell(task.task),
                    cell_of_lines(task.time_frame or "–", _done(task)),
                    cell(task.responsible or "–"),
                    cell(task.consultations or "–"),
                )
            )
            for task in report.tasks
        ),
    )


def _done(task):
    return _("done on %(day)s") % {"day": day(task.done_on)} if task.done_on else ""
