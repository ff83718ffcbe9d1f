"""Suggestions for the next programme: tables 5.1 to 5.3, and the themes behind them in the annex."""

from django.utils.translation import gettext as _

from dwcp.toolkit.documents.blocks import Column, Listing, Paragraph, Part, Row, Run, Table, Text, plain

from ..content import NUMBERED, Content, Material, cell, cell_of_lines, paragraph


def suggestions(material: Material) -> Content:
    """What was put before the groups, what each suggests, and what they agreed on."""
    found = material.report.suggestions
    if not found:
        return Content((paragraph(_("No suggestions for the next programme are recorded.")),))
    said = []
    if found.example:
        caption = _("Example put before the groups: priorities and themes")
        said.append(_priorities("suggested-example", caption, found.example))
    if found.groups:
        said.append(_side_by_side(found))
    if found.consensus:
        said.append(
            _priorities("suggested-consensus", _("Priorities and themes agreed by all groups"), found.consensus)
        )
    return Content(tuple(said))


def suggested_themes(material: Material) -> Content:
    """Annex VI: each group's priorities with the themes under them."""
    groups = material.report.suggestions.groups
    return Content(
        parts=tuple(
            Part(
                f"themes-{group.group}",
                group.label,
                (_priorities(f"themes-{group.group}", _("Suggested by: %(group)s") % {"group": group.label}, group),),
            )
            for group in groups
        )
    )


def _priorities(key, caption, group):
    """A table of priorities with their themes, and below it what cuts across all of them."""
    notes: tuple[Text, ...] = ()
    if group.cross_cutting:
        notes = ((Run(f"{_('Cross-cutting:')} ", strong=True), Run(f"{'; '.join(group.cross_cutting)}.")),)
    return Table(
        key=key,
        number=NUMBERED,
        caption=caption,
        columns=(Column(_("No."), 8, "number"), Column(_("Priority"), 32), Column(_("Themes"), 60)),
        rows=tuple(
            Row(
                (cell(one.number, one.number), cell(one.title), cell_of_lines(*one.themes) if one.themes else cell("–"))
            )
            for one in group.priorities
        ),
        notes=notes,
        empty=_("The group names no priorities."),
    )


def _side_by_side(found):
    share = 92 // len(found.groups)
    return Table(
        key="suggested-side-by-side",
        number=NUMBERED,
        caption=_("Priorities that the groups suggest"),
        columns=(Column(_("No."), 8, "number"), *(Column(group.label, share) for group in found.groups)),
        rows=tuple(
            Row((cell(row.number, row.number), *(cell(title or "–") for title in row.titles)))
            for row in found.side_by_side
        ),
    )


def feedback(material: Material) -> Content:
    """Annex V: what was said in the plenary, by speaker in the order of the minutes."""
    return Content(
        tuple(
            block
            for said in material.report.feedback
            for block in (
                Paragraph(plain(_speaker(said), strong=True), "lead"),
                Listing(tuple((paragraph(comment),) for comment in said.comments)),
            )
        )
    )


def _speaker(contribution):
    organisation = contribution.organisation
    if organisation is None or organisation.name in ("", contribution.speaker):
        return contribution.speaker
    return f"{contribution.speaker} – {organisation.name}"
