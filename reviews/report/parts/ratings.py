"""Annex IV: each outcome with its areas, ratings, comments, control, total and average."""

from django.utils.translation import gettext as _

from dwcp.toolkit.documents.blocks import Column, Row, Run, Table
from dwcp.toolkit.figures import figure

from ..content import (
    NUMBERED,
    Content,
    Material,
    cell,
    cell_of_lines,
    citation_in_words,
    dissents_in_words,
    number_cell,
    rating_cell,
    strong_cell,
)
from ..grouping import in_order, key_of


def ratings(material: Material) -> Content:
    """One table per outcome, in the order of the report."""
    report = material.report
    return Content(tuple(_table(report, story) for story in in_order(report)))


def _table(report, story):
    profile = story.profile
    has_comments = any(area.rating.comment for area in profile.areas)
    columns = [Column(_("Area"), 22), Column(_("Score"), 8, "number"), Column(_("In words"), 20)]
    if has_comments:
        columns.append(Column(_("Comment"), 50))
    rows = [_area(area, report.overview.scale, has_comments) for area in profile.areas]
    rows.append(_total(profile, has_comments))
    notes = [*_notes(report, profile)]
    return Table(
        key=f"ratings-{key_of(story)}",
        number=NUMBERED,
        caption=str(profile.outcome),
        columns=tuple(columns),
        rows=tuple(rows),
        notes=tuple(notes),
    )


def _area(area, scale, has_comments):
    rating = area.rating
    control = _("Control: %(control)s") % {"control": area.control.label}
    cells = [
        cell_of_lines(str(rating.area), control),
        number_cell(rating.rating),
        rating_cell(rating.rating, area.label, scale.highest, _("Not rated")),
    ]
    if has_comments:
        cells.append(cell_of_lines(*rating.comment.splitlines()) if rating.comment else cell("–"))
    return Row(tuple(cells))


def _total(profile, has_comments):
    score = profile.score
    words = {"average": figure(score.average, 1), "label": score.label or _("not rated")}
    cells = [
        strong_cell(_("Total")),
        number_cell(score.total, strong=True),
        strong_cell(_("Average %(average)s – %(label)s") % words, score.average, span=2 if has_comments else 1),
    ]
    return Row(tuple(cells), "total")


def _notes(report, profile):
    """What was not rated, other views, and what ratings rest on."""
    if profile.score.unrated:
        letters = ", ".join(profile.score.unrated)
        yield (Run(_("Not rated, so not counted: %(letters)s.") % {"letters": letters}),)
    for area in profile.areas:
        letter = area.rating.area.letter
        for text in dissents_in_words(report.of_areas.dissents.get(area.rating.pk, ()), report.overview.scale):
            yield (Run(f"{letter}. ", strong=True), *text)
        cited = "; ".join(citation_in_words(one) for one in report.of_areas.citations.get(area.rating.pk, ()))
        if cited:
            yield (Run(f"{letter}. ", strong=True), Run(_("Rests on: %(cited)s.") % {"cited": cited}))
        if area.rating.basis not in ("", "printed"):
            yield (Run(f"{letter}. ", strong=True), Run(_("Basis: %(basis)s.") % {"basis": area.rating.basis}))
