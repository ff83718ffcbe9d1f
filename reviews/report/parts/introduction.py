"""How the review was made: the method, its scale and areas, and whom the team met."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dwcp.toolkit.documents.blocks import Column, Part, Row, Table
from dwcp.toolkit.figures import day, figure

from ..content import NUMBERED, Content, Material, cell, cell_of_lines, number_cell, paragraph


def introduction(material: Material) -> Content:
    """Method, scale, performance areas, consultations."""
    report = material.report
    method = _("The review follows the template “%(template)s”. It judges the facts as they stood on %(day)s.")
    said = [paragraph(method % {"template": report.review.template, "day": day(report.facts.as_at)})]
    said.append(paragraph(" ".join(_what_is_scored(report))))
    parts = [Part("scale", _("The rating scale"), (_scale(report),), number=NUMBERED)]
    if report.areas:
        parts.append(Part("areas", _("Performance areas of the outcomes"), _areas(report), number=NUMBERED))
    if report.consulted:
        parts.append(Part("met", _("Whom the team met"), _met(report.consulted), number=NUMBERED))
    return Content(tuple(said), tuple(parts))


def _what_is_scored(report):
    criteria, areas = len(report.criteria), len(report.areas)
    if criteria:
        yield (
            ngettext(
                "The programme as a whole is scored by %(number)s criterion.",
                "The programme as a whole is scored by %(number)s criteria.",
                criteria,
            )
            % {"number": criteria}
        )
    if areas:
        yield (
            ngettext(
                "Each outcome is rated in %(number)s performance area.",
                "Each outcome is rated in %(number)s performance areas.",
                areas,
            )
            % {"number": areas}
        )
    yield _(
        "Each member of the team scores alone first; then the team agrees. Who holds another view has it printed "
        "beside the score."
    )


def _scale(report):
    return Table(
        key="scale",
        caption=_("The rating scale"),
        columns=(Column(_("Score"), 12, "number"), Column(_("In words"), 88)),
        rows=tuple(
            Row((number_cell(step), cell(label)))
            for step, label in sorted(report.overview.scale.labels.items(), reverse=True)
        ),
    )


def _areas(report):
    table = Table(
        key="areas",
        caption=_("Performance areas, what they ask, and who controls how they turn out"),
        columns=(Column(_("Area"), 26), Column(_("Guiding questions"), 52), Column(_("Control"), 22)),
        rows=tuple(
            Row((cell(area), cell_of_lines(*area.guiding_questions.splitlines()), cell(area.get_control_display())))
            for area in report.areas
        ),
    )
    return (table,)


def _met(consulted):
    work = consulted.field_work
    said = [paragraph(_days(work))] if work.days_with_ilo_only or work.days_with_others else []
    heads = consulted.heads
    words = {
        "people": figure(heads.total),
        "women": figure(heads.women),
        "men": figure(heads.men),
        "organisations": figure(len(consulted.organisations)),
    }
    said.append(
        paragraph(
            _(
                "The lists of participants have %(people)s entries: %(women)s women, %(men)s men, the others without "
                "saying; from %(organisations)s organisations. Somebody met twice counts twice, since names are not "
                "kept."
            )
            % words
        )
    )
    table = Table(
        key="met",
        caption=_("People met, by constituency"),
        columns=(
            Column(_("Constituency"), 40),
            Column(_("Women"), 12, "number"),
            Column(_("Men"), 12, "number"),
            Column(_("Not stated"), 12, "number"),
            Column(_("Entries"), 12, "number"),
            Column(_("Per cent"), 12, "number"),
        ),
        rows=(
            *(Row((cell(one.label), *_heads(one.heads), number_cell(one.percent))) for one in consulted.constituencies),
            Row((cell(_("All")), *_heads(heads), cell("")), "total"),
        ),
    )
    return (*said, table)


def _days(work):
    words = {"others": work.days_with_others, "ilo": work.days_with_ilo_only}
    return (
        _(
            "On %(others)s days the team interviewed government, employers, workers and others; on %(ilo)s days it "
            "met ILO staff alone."
        )
        % words
    )


def _heads(heads):
    return tuple(number_cell(number) for number in (heads.women, heads.men, heads.not_stated, heads.total))
