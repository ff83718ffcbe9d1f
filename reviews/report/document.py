"""The report of a review as a document: its sections in order, each with its words before what is generated."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dwcp.toolkit.documents.blocks import Block, Callout, Cover, Document, Figure, Part
from dwcp.toolkit.documents.markdown import blocks_of
from dwcp.toolkit.documents.outline import tables_of
from dwcp.toolkit.figures import day

from ..choices import ReviewState, SectionKey
from ..recomputed import reconciliation_of
from ..selectors import ReviewReport, Section, report_of
from .content import Material, paragraphs
from .edition import Edition
from .figures import groups_of
from .numbering import Numbers
from .parts import BUILDERS

# The others follow the section before them on the same page.
ON_NEW_PAGE = (
    SectionKey.PREFACE,
    SectionKey.CONTENTS,
    SectionKey.EXECUTIVE_SUMMARY,
    SectionKey.ABBREVIATIONS,
    SectionKey.INTRODUCTION,
    SectionKey.CRITERIA,
    SectionKey.PROGRESS,
    SectionKey.CONCLUSIONS,
    SectionKey.ANNEX_TERMS,
    SectionKey.ANNEX_BIENNIA,
    SectionKey.ANNEX_CONSULTED,
    SectionKey.ANNEX_OUTCOMES,
    SectionKey.ANNEX_PRINTED,
)


def document_of(review, *, mark: str | None = None, edition: Edition | None = None, on: date | None = None) -> Document:
    """The whole report as data, from one reading of the database.

    `mark` stands across the cover; left out, it says "Draft" until the review is final or an `edition` is made. `on` is
    the day on which actions are overdue, today when left out.
    """
    material = material_of(review, on=on)
    report = material.report
    if mark is None:
        mark = "" if edition or review.state == ReviewState.FINAL else _("Draft")
    numbers = Numbers()
    parts = [_correction(edition)] if edition and edition.erratum else []
    for section in report.sections:
        part = _part(section, material)
        if part is not None:
            parts.append(numbers.number(section.key, part))
    return _without_empty_lists(
        Document(
            title=review.title,
            language=get_language() or "en",
            cover=_cover(report, mark, edition),
            parts=tuple(parts),
            running=_("%(programme)s, review %(review)s")
            % {"programme": report.programme.short_title, "review": review.slug},
            figures=material.figures,
        )
    )


def material_of(review, *, on: date | None = None) -> Material:
    """What the sections are made of: the review read once, its figures and what was printed of it."""
    report = report_of(review, today=on or timezone.localdate())
    return Material(
        report=report,
        groups=groups_of(report.basis),
        reconciliation=reconciliation_of(review, report.overview),
    )


def words_for(section: Section, material: Material) -> tuple[Block, ...]:
    """What the template fixes and the team wrote, with the figures as they are now."""
    text = material.report.texts.get(section.key)
    return words_of(section.wording, text.text if text else "", material.figures)


def words_of(wording: str, text: str, figures: Iterable[Figure]) -> tuple[Block, ...]:
    """What the template fixes, then what the team wrote. Raises ProseTooLong."""
    figures = tuple(figures)
    return (*blocks_of(wording, figures), *blocks_of(text, figures))


def _part(section: Section, material: Material) -> Part | None:
    """A section with its words first; none where there is nothing to read below its heading."""
    words, generated = words_for(section, material), BUILDERS[section.key](material)
    if not words and not generated:
        return None
    return Part(
        key=section.key.value.replace("_", "-"),
        title=section.title,
        blocks=(*words, *generated.blocks),
        parts=generated.parts,
        on_new_page=section.key in ON_NEW_PAGE,
    )


def _correction(edition: Edition) -> Part:
    words = {"number": edition.number, "day": day(edition.signed_on)}
    title = _("Version %(number)s of %(day)s corrects:") % words
    return Part(
        "erratum", _("Correction"), (Callout(paragraphs(edition.erratum), title, "attention"),), on_new_page=True
    )


def _without_empty_lists(document: Document) -> Document:
    """A report without numbered tables has no list of them."""
    if any(table.number for table in tables_of(document)):
        return document
    key = SectionKey.LIST_OF_TABLES.value.replace("_", "-")
    return replace(document, parts=tuple(part for part in document.parts if part.key != key))


def _cover(report: ReviewReport, mark: str, edition: Edition | None) -> Cover:
    programme = report.programme
    lines = [str(programme.title)]
    lines += [_member(member) for member in report.team]
    lines.append(_("Figures as at %(day)s") % {"day": day(report.facts.as_at)})
    if edition:
        words = {"number": edition.number, "day": day(edition.signed_on), "person": edition.signed_by}
        sentence = _("Version %(number)s, signed on %(day)s by %(person)s") if edition.signed_by else None
        lines.append((sentence or _("Version %(number)s, signed on %(day)s")) % words)
    subtitle = f"{programme.country.name}, {programme.start_year}–{programme.end_year}"
    return Cover(title=report.review.title, subtitle=subtitle, lines=tuple(lines), mark=mark)


def _member(member) -> str:
    """Somebody of the team, in which capacity, and for whom they speak."""
    said = [str(member.get_capacity_display())]
    if member.constituency:
        said.append(str(member.get_constituency_display()))
    return f"{member.person} – {', '.join(said)}"
