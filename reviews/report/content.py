"""What the modules of the report are written with: paragraphs, cells, and what a section consists of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from dwcp.toolkit.documents.blocks import Block, Callout, Cell, Figure, Paragraph, Part, Run, Text, plain
from dwcp.toolkit.figures import day, figure

from ..reconciliation import Reconciliation
from ..selectors import ReviewReport
from .groups import FigureGroup

# Stands where the number of a table or part belongs, until its place in the whole is known.
NUMBERED = "#"


@dataclass(frozen=True)
class Material:
    """What every section is made of: the review read once, its live figures, and what was printed of it."""

    report: ReviewReport
    groups: tuple[FigureGroup, ...]
    reconciliation: Reconciliation

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The live figures."""
        return tuple(figure for group in self.groups for figure in group.figures)


@dataclass(frozen=True)
class Content:
    """What is generated for a section; false where there is nothing to say."""

    blocks: tuple[Block, ...] = ()
    parts: tuple[Part, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.blocks or self.parts)


Builder = Callable[[Material], Content]


def paragraph(text: str, kind="body") -> Paragraph:
    """A paragraph of one appearance."""
    return Paragraph(plain(text), kind)


def paragraphs(text: str, kind="body") -> tuple[Paragraph, ...]:
    """What somebody typed into a plain field: its lines are paragraphs."""
    return tuple(paragraph(line.strip(), kind) for line in text.splitlines() if line.strip())


def headed(heading: str, blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Blocks whose first words are a heading that runs into them."""
    first, *rest = blocks
    opening = Run(f"{heading}. ", strong=True)
    if isinstance(first, Paragraph) and first.kind == "body":
        return (Paragraph((opening, *first.text)), *rest)
    return (Paragraph(plain(heading, strong=True), "lead"), first, *rest)


def cell(text: object, value: Decimal | int | None = None, **more) -> Cell:
    """A cell of words; `value` is the figure behind them."""
    return Cell(plain(str(text)), value, **more)


def strong_cell(text: object, value: Decimal | int | None = None, **more) -> Cell:
    """A cell that stands out."""
    return Cell(plain(str(text), strong=True), value, **more)


def number_cell(value: Decimal | int | None, places: int | None = None, *, strong: bool = False) -> Cell:
    """A cell of one figure, a dash where there is none."""
    return Cell(plain(figure(value, places), strong=strong), value)


def cell_of_lines(*texts: Text | str) -> Cell:
    """A cell of several paragraphs; empty ones are left out."""
    runs: list[Run] = []
    for text in texts:
        if not text:
            continue
        if runs:
            runs.append(Run("\n"))
        runs.extend(plain(text) if isinstance(text, str) else text)
    return Cell(tuple(runs))


def rating_cell(step: int | None, label: str | None, top: int, missing: str) -> Cell:
    """A rating in words, with the shape that stands for its step."""
    if step is None or not label:
        return cell(missing)
    return cell(label, step, mark=(step, top))


def dissents(found: Iterable, scale) -> tuple[Callout, ...]:
    """Other views of a score, each with whom it speaks for: the constituency where given, otherwise the person."""
    return tuple(
        Callout(paragraphs(dissent.text), f"{_('Another view')}: {_who(dissent)}{_score(dissent, scale)}", "attention")
        for dissent in found
    )


def dissents_in_words(found: Iterable, scale) -> tuple[Text, ...]:
    """The same where there is only a line, such as below a table."""
    return tuple(
        (Run(f"{_('Another view')}: {_who(dissent)}{_score(dissent, scale)}. ", strong=True), Run(dissent.text))
        for dissent in found
    )


def citations(found: Iterable) -> tuple[Paragraph, ...]:
    """What a score rests on, as one paragraph; none where nothing is cited."""
    named = "; ".join(citation_in_words(citation) for citation in found)
    return (Paragraph((Run(f"{_('Rests on:')} ", strong=True), Run(f"{named}.")), "source"),) if named else ()


def citation_in_words(citation) -> str:
    """One thing a score rests on, so that somebody with the paper alone can find it."""
    if citation.indicator:
        return _("indicator %(code)s") % {"code": citation.indicator.code}
    if citation.entry:
        words = {"code": citation.entry.indicator.code, "period": citation.entry.period.label}
        return _("entry on indicator %(code)s for %(period)s") % words
    if citation.event:
        words = {"day": day(citation.event.held_on), "group": citation.event.group_label or citation.event.code}
        return _("consultation of %(day)s with %(group)s") % words
    return citation.document


def _who(dissent) -> str:
    return str(dissent.get_constituency_display() or dissent.by)


def _score(dissent, scale) -> str:
    if dissent.score is None:
        return ""
    return f", {dissent.score} – {scale.labels.get(dissent.score, '')}"
