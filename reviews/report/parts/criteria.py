"""Performance by criterion: rating, why, what it rests on, other views, findings beneath it; and the resources."""

from decimal import Decimal

from django.utils.translation import gettext as _

from dwcp.toolkit.documents.blocks import (
    AmountBarsData,
    Bar,
    Block,
    Chart,
    Column,
    Paragraph,
    Part,
    RatingBarsData,
    Row,
    Run,
    Table,
)
from dwcp.toolkit.figures import figure, money

from ... import charts
from ..content import (
    NUMBERED,
    Content,
    Material,
    cell,
    citations,
    dissents,
    number_cell,
    paragraph,
    paragraphs,
)


def criteria(material: Material) -> Content:
    """A part for each criterion, and one for table 3.1."""
    report = material.report
    rows = report.overview.criteria.rows
    said = (_chart(report),) if rows else (paragraph(_("No criterion has been scored yet.")),)
    parts = [_criterion(report, row) for row in rows]
    if report.overview.budget.rows:
        parts.append(Part("resources", _("Resources"), resources(report), number=NUMBERED))
    return Content(said, tuple(parts))


def _chart(report):
    table, scale = report.overview.criteria, report.overview.scale
    return Chart(
        "criteria",
        _("Scores by criterion"),
        RatingBarsData(
            bars=tuple(
                Bar(
                    f"{row.score.criterion.number} {row.score.criterion.title}",
                    None if row.score.score is None else Decimal(row.score.score),
                    row.label or _("Not assessed"),
                )
                for row in table.rows
            ),
            top=scale.highest,
            mean=table.result.average,
            mean_label=_("Average"),
        ),
        empty=_("No criterion has been scored yet."),
    )


def _criterion(report, row):
    score, scale = row.score, report.overview.scale
    rated = _("Not assessed") if score.score is None else f"{figure(score.score)} – {row.label}"
    blocks: list[Block] = [
        Paragraph((Run(f"{_('Rating:')} {rated}", strong=True),), "lead"),
        *paragraphs(score.rationale),
        *citations(report.of_criteria.citations.get(score.pk, ())),
        *dissents(report.of_criteria.dissents.get(score.pk, ()), scale),
    ]
    found = report.sub_criterion_findings.get(score.criterion_id, ())
    parts = tuple(Part(f"finding-{one.pk}", _heading(score.criterion, one), paragraphs(one.finding)) for one in found)
    return Part(f"criterion-{score.criterion.number}", score.criterion.title, tuple(blocks), parts, number=NUMBERED)


def _heading(criterion, finding):
    """The heading, with the official numbers of the sub-criteria it treats."""
    numbers = ", ".join(f"{criterion.number}.{sub.number}" for sub in finding.sub_criteria.all())
    return f"{finding.heading} ({numbers})" if numbers else finding.heading


def resources(report):
    """Table 3.1 and its chart, from the budget as it stood when the facts were fixed."""
    budget = report.overview.budget
    sources = charts.funding_sources(budget)
    width = 56 // (len(sources) + 1)
    rows = [
        Row((cell(row.outcome), *(number_cell(amount, 0) for amount in row.amounts), number_cell(row.total, 0)))
        for row in budget.rows
    ]
    rows.append(
        Row(
            (
                cell(_("All outcomes")),
                *(number_cell(total, 0) for total in budget.totals),
                number_cell(budget.total, 0),
            ),
            "total",
        )
    )
    table = Table(
        key="resources",
        number=NUMBERED,
        caption=_("Resources by outcome and funding source, in %(currency)s")
        % {"currency": money(0, budget.currency).split("\N{NO-BREAK SPACE}")[0]},
        columns=(
            Column(_("Outcome"), 100 - width * (len(sources) + 1)),
            *(Column(source or label, width, "number") for source, label in sources),
            Column(_("Total"), width, "number"),
        ),
        rows=tuple(rows),
        notes=tuple((Run(note),) for note in _notes(budget, sources)),
    )
    chart = Chart(
        "resources",
        _("Resources by outcome"),
        AmountBarsData(
            tuple(Bar(str(row.outcome), row.total, money(row.total, budget.currency)) for row in budget.rows)
        ),
        empty=_("The programme has no budget."),
    )
    return table, chart


def _notes(budget, sources):
    named = "; ".join(f"{source}: {label}" for source, label in sources if source)
    if named:
        yield f"{named}."
    yield from (f"{note.rstrip('.')}." for note in budget.notes)
    if budget.predefined:
        amount = money(budget.predefined, budget.currency)
        yield _("Not in the table: %(amount)s for the predefined outcomes.") % {"amount": amount}
    if budget.in_other_currencies:
        amounts = ", ".join(money(amount, currency) for currency, amount in budget.in_other_currencies)
        yield _("In other currencies and not in the table: %(amounts)s.") % {"amounts": amounts}
