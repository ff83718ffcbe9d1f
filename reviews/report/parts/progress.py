"""Progress by priority and outcome: table 4.1, and of each outcome rating, narratives and findings on indicators."""

from django.utils.translation import gettext as _

from dwcp.toolkit.documents.blocks import (
    Block,
    Cell,
    Chart,
    Column,
    Paragraph,
    Part,
    Row,
    Run,
    StackedBarsData,
    Table,
    plain,
)
from dwcp.toolkit.documents.markdown import blocks_of
from dwcp.toolkit.figures import figure

from ... import charts
from ...choices import NarrativeHeading
from ..content import NUMBERED, Content, Material, cell, cell_of_lines, headed, paragraph
from ..grouping import key_of, predefined, under_priorities

# Counts of a finding, in the order of their columns.
COUNTS = (
    "total",
    "exceeded",
    "achieved",
    "achieved_or_exceeded",
    "partially_achieved",
    "not_achieved",
    "not_assessed",
)
STRONG = ("total", "achieved_or_exceeded")
HEADINGS = list(NarrativeHeading)


def progress(material: Material) -> Content:
    """Table 4.1 with its chart, then the outcomes under their priorities, and those that are predefined."""
    report = material.report
    said = []
    if report.overview.findings.rows:
        said += [findings_by_outcome(report), _chart(report)]
    if not report.stories:
        said.append(paragraph(_("No outcome has been rated yet.")))
    facts = {fact.code: fact for fact in report.facts.indicators}
    parts = [
        Part(
            f"priority-{group.priority.pk}",
            _("Priority %(letter)s: %(title)s") % {"letter": group.priority.letter, "title": group.priority.title},
            parts=tuple(
                Part(
                    f"outcome-{outcome.number}",
                    _("Outcome %(number)s: %(title)s") % {"number": outcome.number, "title": outcome.title},
                    parts=tuple(_outcome(material, story, facts) for story in stories),
                )
                for outcome, stories in group.outcomes
            ),
            number=NUMBERED,
        )
        for group in under_priorities(report)
    ]
    if beside := predefined(report):
        outcomes = tuple(_outcome(material, story, facts) for story in beside)
        parts.append(Part("predefined", _("Predefined outcomes"), parts=outcomes, number=NUMBERED))
    if missed := _not_judged(report):
        parts.append(Part("not-judged", _("Indicators of the programme without a finding"), missed, number=NUMBERED))
    return Content(tuple(said), tuple(parts))


def findings_by_outcome(report):
    """Table 4.1: findings on indicators by outcome; predefined outcomes are counted apart, below the sum."""
    table = report.overview.findings
    rows = [Row((cell(outcome), *_counts(counts))) for outcome, counts in table.rows]
    rows.append(Row((cell(_("All outcomes")), *_counts(table.total)), "total"))
    if table.predefined.total:
        rows.append(Row((cell(_("Predefined outcomes, counted apart")), *_counts(table.predefined))))
    heads = (
        _("In all"),
        _("Exceeded"),
        _("Achieved"),
        _("Achieved or exceeded"),
        _("Partially achieved"),
        _("Not achieved"),
        _("Not assessed"),
    )
    return Table(
        key="findings-by-outcome",
        number=NUMBERED,
        caption=_("Findings on indicators by outcome"),
        columns=(Column(_("Outcome"), 23), *(Column(head, 11, "number") for head in heads)),
        rows=tuple(rows),
    )


def _counts(counts):
    return tuple(
        Cell(plain(figure(getattr(counts, name)), strong=name in STRONG), getattr(counts, name)) for name in COUNTS
    )


def _chart(report):
    return Chart(
        "findings",
        _("Findings on indicators by outcome"),
        StackedBarsData(
            parts=tuple((tone, str(finding.label)) for finding, tone in charts.TONES.items()),
            rows=tuple(
                (str(outcome), tuple(getattr(counts, finding.value) for finding in charts.TONES))
                for outcome, counts in report.overview.findings.rows
            ),
        ),
        empty=_("The review has no findings on indicators yet."),
    )


def _outcome(material, story, facts):
    profile = story.profile
    outcome = profile.outcome
    blocks: list[Block] = [Paragraph((Run(rated_in_words(profile), strong=True),), "lead")]
    if outcome.short_title:
        blocks.append(paragraph(outcome.title))
    narratives = sorted(story.narratives, key=lambda one: HEADINGS.index(one.heading))
    for narrative in narratives:
        said = blocks_of(narrative.text, material.figures)
        if said:
            blocks += headed(narrative.get_heading_display(), said)
    if story.findings:
        blocks.append(_findings(story, facts))
    return Part(key_of(story), str(outcome), tuple(blocks))


def rated_in_words(profile):
    """Average and name of an outcome, and the areas not rated."""
    score = profile.score
    if score.average is None:
        return _("Not rated")
    words = {"average": figure(score.average, 1), "label": score.label}
    sentence = _("Average %(average)s – %(label)s") % words
    if score.unrated:
        sentence += "; " + _("not rated: %(letters)s") % {"letters": ", ".join(score.unrated)}
    return sentence


def _findings(story, facts):
    return Table(
        key=f"findings-{key_of(story)}",
        caption=_("%(code)s: findings on indicators") % {"code": story.profile.outcome.code},
        columns=(
            Column(_("Indicator"), 32),
            Column(_("Target"), 22),
            Column(_("Actual"), 26),
            Column(_("Finding"), 20),
        ),
        rows=tuple(_finding(finding, facts) for finding in story.findings),
    )


def _finding(finding, facts):
    fact = facts.get(finding.indicator.code) if finding.indicator else None
    indicator = _("Indicator %(code)s") % {"code": finding.indicator.code} if finding.indicator else ""
    target = "" if finding.target_value is None else f"{figure(finding.target_value)} {finding.unit}".strip()
    return Row(
        (
            cell_of_lines(finding.statement, indicator),
            cell_of_lines(plain(target, strong=True), finding.target_text, _baseline(finding)),
            cell_of_lines(*_actual(finding, fact)),
            cell_of_lines(
                plain(finding.get_finding_display(), strong=True),
                finding.get_basis_display() if finding.basis else "",
                finding.finding_basis,
                _attribution(finding),
            ),
        )
    )


def _baseline(finding):
    if finding.baseline_value is None:
        return ""
    words = {"value": figure(finding.baseline_value), "year": finding.baseline_year}
    return (_("Baseline %(value)s (%(year)s)") if finding.baseline_year else _("Baseline %(value)s")) % words


def _actual(finding, fact):
    """What the review states; where it states nothing, what was verified when the facts were fixed."""
    if finding.actual_value is not None or finding.actual_text:
        value = "" if finding.actual_value is None else figure(finding.actual_value)
        return plain(value, strong=True), finding.actual_text
    return (fact.shown, fact.words) if fact else ("–",)


def _attribution(finding):
    if not finding.attribution:
        return ""
    whose = finding.get_attribution_display()
    return f"{whose}: {finding.shared_with}" if finding.shared_with else str(whose)


def _not_judged(report):
    """Indicators that no finding names, by outcome; nothing where the review has no findings at all."""
    coverage = report.coverage
    if not coverage.assessed or not coverage.never:
        return ()
    rows = []
    for covered in coverage.outcomes:
        if not covered.never:
            continue
        words = {"outcome": covered.outcome, "number": len(covered.never), "whole": covered.total}
        rows.append(Row((cell(_("%(outcome)s: %(number)s of %(whole)s indicators") % words, span=3),), "group"))
        rows += [
            Row((cell(one.code), cell(one.statement), cell_of_lines(*(fact.target_text for fact in one.facts))))
            for one in covered.never
        ]
    opening = _(
        "The programme states %(total)s indicators; the review found something on %(assessed)s of them. On the others, "
        "listed here, it says nothing."
    )
    return (
        paragraph(opening % {"total": coverage.total, "assessed": coverage.assessed}),
        Table(
            key="not-judged",
            number=NUMBERED,
            caption=_("Indicators of the programme without a finding"),
            columns=(Column(_("Code"), 10, "short"), Column(_("Indicator"), 60), Column(_("Target"), 30)),
            rows=tuple(rows),
        ),
    )
