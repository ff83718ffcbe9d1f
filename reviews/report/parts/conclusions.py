"""Conclusions: tables 6.1 and 6.2, the outcomes by rating, and the recommendations."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dwcp.toolkit.documents.blocks import Cell, Column, Part, Row, Run, Table, plain
from dwcp.toolkit.figures import figure

from ...choices import Finding
from ..content import NUMBERED, Content, Material, cell, cell_of_lines, number_cell, paragraph
from .comparison import earlier_reviews


def conclusions(material: Material) -> Content:
    """What the review comes to, and what it recommends."""
    report = material.report
    said = []
    if report.overview.criteria.rows:
        said.append(criteria_by_review(report))
    if report.overview.findings.total.total:
        said.append(findings_on_indicators(report))
    if report.stories:
        said.append(paragraph(_by_rating(report)))
    if not said and not report.follow_ups:
        said.append(paragraph(_("Nothing has been scored and nothing is recommended yet.")))
    parts = []
    if beside := earlier_reviews(report.comparison):
        parts.append(Part("earlier-reviews", _("Beside earlier reviews"), beside, number=NUMBERED))
    if report.follow_ups:
        parts.append(Part("recommendations", _("Recommendations"), (_recommendations(report),), number=NUMBERED))
    return Content(tuple(said), tuple(parts))


def criteria_by_review(report):
    """Table 6.1: scores by criterion and review, the average of each, and its name."""
    table = report.overview.criteria
    rows = [
        Row(
            (
                number_cell(row.score.criterion.number),
                cell(row.score.criterion.title),
                cell(row.label or _("Not assessed")),
                *(number_cell(score) for score in row.scores),
            )
        )
        for row in table.rows
    ]
    rows += [
        Row((_head(_("Average")), *(number_cell(one.average, 1) for one in table.averages)), "total"),
        Row((_head(_("Final rating")), *(number_cell(one.final) for one in table.averages))),
        Row((_head(_("In words")), *(cell(one.label or "–") for one in table.averages))),
    ]
    width = 13
    return Table(
        key="criteria-by-review",
        number=NUMBERED,
        caption=_("Scores of the criteria by review"),
        columns=(
            Column(_("No."), 7, "number"),
            Column(_("Criterion"), max(70 - width * len(table.review_slugs), 20)),
            Column(_("Rating, %(review)s") % {"review": report.review.slug}, 23),
            *(Column(slug, width, "number") for slug in table.review_slugs),
        ),
        rows=tuple(rows),
        notes=tuple((Run(note),) for note in _unscored(table)),
    )


def _head(words):
    return Cell(plain(words), span=3)


def _unscored(table):
    for slug, average in zip(table.review_slugs, table.averages, strict=True):
        if average.unscored:
            numbers = ", ".join(map(str, average.unscored))
            yield _("Review %(review)s did not score: %(numbers)s. Its average is that of the criteria it scored.") % {
                "review": slug,
                "numbers": numbers,
            }


def findings_on_indicators(report):
    """Table 6.2: findings in all; "exceeded" and "achieved" together, as printed in 2011, and apart below."""
    counts = report.overview.findings.total
    rows = [_share(_("Achieved or exceeded"), counts.achieved_or_exceeded, counts.percent("achieved_or_exceeded"))]
    for finding in Finding:
        is_part = finding in (Finding.EXCEEDED, Finding.ACHIEVED)
        label = _("of these: %(finding)s") % {"finding": finding.label} if is_part else finding.label
        rows.append(_share(label, getattr(counts, finding.value), counts.percent(finding.value)))
    rows.append(Row((cell(_("All indicators")), number_cell(counts.total), cell("")), "total"))
    note = _(
        "Each percentage is rounded by itself, so together they need not make 100. Indicators of predefined outcomes "
        "are counted apart."
    )
    return Table(
        key="findings-on-indicators",
        number=NUMBERED,
        caption=_("Findings on indicators"),
        columns=(Column(_("Finding"), 60), Column(_("Indicators"), 20, "number"), Column(_("Per cent"), 20, "number")),
        rows=tuple(rows),
        notes=((Run(note),),),
    )


def _share(label, count, percent):
    return Row((cell(label), number_cell(count), number_cell(percent)))


def _by_rating(report):
    """How many outcomes have each rating, best first."""
    labels = [story.profile.score.label for story in report.stories]
    counts = Counter(labels)
    names = [name for _step, name in sorted(report.overview.scale.labels.items(), reverse=True) if counts[name]]
    counted = [f"{name} {counts[name]}" for name in names]
    if counts[None]:
        counted.append(_("not rated %(number)s") % {"number": counts[None]})
    sentence = ngettext(
        "%(number)s outcome was reviewed: %(counted)s.", "%(number)s outcomes were reviewed: %(counted)s.", len(labels)
    )
    return sentence % {"number": figure(len(labels)), "counted": "; ".join(counted)}


def _recommendations(report):
    return Table(
        key="recommendations",
        number=NUMBERED,
        caption=_("Recommendations"),
        columns=(Column(_("No."), 8, "number"), Column(_("Recommendation"), 67), Column(_("Addressed to"), 25)),
        rows=tuple(
            Row(
                (
                    number_cell(one.recommendation.number),
                    cell_of_lines(one.recommendation.text, *_more(one)),
                    cell(one.recommendation.addressed_to or "–"),
                )
            )
            for one in report.follow_ups.rows
        ),
    )


def _more(follow_up):
    if follow_up.recommendation.criterion:
        yield _("Criterion %(number)s") % {"number": follow_up.recommendation.criterion.number}
    if follow_up.carried:
        yield follow_up.carried.sentence
    codes = ", ".join(indicator.code for indicator in follow_up.recommendation.indicators.all())
    if codes:
        yield _("Its effect shows in: %(codes)s") % {"codes": codes}
