"""Scores beside those of earlier reviews by another method or of another programme, each as it was given."""

from django.utils.translation import gettext as _

from dwcp.toolkit.documents.blocks import Cell, Column, Row, Run, Table, plain
from dwcp.toolkit.figures import figure

from ..content import NUMBERED, cell, cell_of_lines


def earlier_reviews(comparison):
    """The table, or nothing where table 6.1 has every earlier review: those of this programme by the same template."""
    own, *earlier = comparison.columns
    if all(one.is_of_this_programme and one.review.template_id == own.review.template_id for one in earlier):
        return ()
    width = 66 // len(comparison.columns)
    table = Table(
        key="earlier-reviews",
        number=NUMBERED,
        caption=_("Scores beside those of earlier reviews"),
        columns=(
            Column(_("Criterion"), 100 - width * len(comparison.columns)),
            *(Column(f"{one.name} ({one.span})", width) for one in comparison.columns),
        ),
        rows=(*(_row(row) for row in comparison.rows), _averages(comparison.columns)),
        notes=tuple(_notes(comparison)),
    )
    return (table,)


def _row(row):
    cells = []
    for compared in row.cells:
        lines = [line for one in compared.scores for line in _given(one)]
        cells.append(cell_of_lines(*lines) if lines else cell("–"))
    return Row((cell(row.criterion), *cells))


def _given(matched):
    """A score as it was given; below it how its criterion was put, where it was put otherwise."""
    score = matched.score.score
    yield _("not assessed") if score is None else f"{figure(score)} – {matched.label}"
    if not matched.is_strict:
        yield plain(" ".join(filter(None, (str(matched.criterion), matched.note))), emphasis=True)


def _averages(columns):
    return Row(
        (cell(_("Average")), *(Cell(plain(_average(one.result)), one.result.average) for one in columns)), "total"
    )


def _average(result):
    return "–" if result.average is None else f"{figure(result.average, 1)} – {result.label}"


def _notes(comparison):
    for column in comparison.earlier:
        if not column.is_strict:
            strong = _("%(review)s is not strictly comparable.") % {"review": column.name}
            yield (Run(f"{strong} ", strong=True), Run(column.note))
