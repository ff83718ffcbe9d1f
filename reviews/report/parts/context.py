"""What the programme promised, and what it is aligned with."""

from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dwcp.toolkit.documents.blocks import Column, Paragraph, Part, Row, Run, Table
from dwcp.toolkit.figures import day, figure

from ..content import NUMBERED, Content, Material, cell, paragraph, paragraphs


def context(material: Material) -> Content:
    """The programme in short, its priorities with outcomes and strategies, its alignment with plans of others."""
    report = material.report
    programme = report.programme
    said = [*paragraphs(programme.summary)]
    if programme.signed_on:
        said.append(paragraph(_("It was signed on %(day)s.") % {"day": day(programme.signed_on)}))
    if report.priorities:
        said.append(paragraph(_in_numbers(report)))
    if not said:
        said.append(paragraph(_("The programme has no priorities yet.")))
    parts = [
        Part(f"context-priority-{one.pk}", _title(one), _outcomes(one), number=NUMBERED) for one in report.priorities
    ]
    alignment = _alignment(report)
    if alignment.rows:
        title = _("Alignment with national plans and those of the United Nations")
        parts.append(Part("alignment", title, (alignment,), number=NUMBERED))
    return Content(tuple(said), tuple(parts))


def _in_numbers(report):
    outcomes = sum(len(priority.outcomes.all()) for priority in report.priorities)
    projects = len(report.projects)
    counted = [
        ngettext("%(number)s priority", "%(number)s priorities", len(report.priorities))
        % {"number": len(report.priorities)},
        ngettext("%(number)s outcome", "%(number)s outcomes", outcomes) % {"number": outcomes},
        ngettext("%(number)s project", "%(number)s projects", projects) % {"number": figure(projects)},
    ]
    sentence = _("The programme has %(priorities)s and %(outcomes)s; %(projects)s serve it.")
    return sentence % dict(zip(("priorities", "outcomes", "projects"), counted, strict=True))


def _title(priority):
    code = f" ({priority.code})" if priority.code else ""
    return _("Priority %(letter)s%(code)s: %(title)s") % {
        "letter": priority.letter,
        "code": code,
        "title": priority.title,
    }


def _outcomes(priority):
    blocks = []
    for outcome in priority.outcomes.all():
        opening = Run(f"{_('Outcome %(number)s') % {'number': outcome.number}}. ", strong=True)
        blocks.append(Paragraph((opening, Run(outcome.title, strong=True)), "lead"))
        blocks += [
            Paragraph((Run(f"{strategy.letter}) "), Run(strategy.text))) for strategy in outcome.strategies.all()
        ]
    return tuple(blocks) or (paragraph(_("It has no outcomes.")),)


def _alignment(report):
    rows = []
    for outcome in (one for priority in report.priorities for one in priority.outcomes.all()):
        found = outcome.alignments.all()
        if found:
            rows.append(Row((cell(outcome, span=3),), "group"))
        for relation, alignments in groupby(found, key=lambda one: one.relation):
            rows += [
                Row((cell(one.item.framework), cell(one.item.reference), cell(one.item.title))) for one in alignments
            ]
            if relation:
                rows.append(Row((cell(_("Contribution")), cell(relation, span=2))))
    return Table(
        key="alignment",
        caption=_("Alignment of the outcomes"),
        columns=(
            Column(_("Plan"), 24),
            Column(_("Part"), 14, "short"),
            Column(_("What it says"), 62),
        ),
        rows=tuple(rows),
    )
