"""What the templates of a document (`templates/documents/`) need of Python: runs of text, rows laid out, anchors."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import template
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe

from ..charts import Chart as Drawing
from ..documents import blocks, drawings, outline
from ..documents.links import may_link_to

register = template.Library()

TEMPLATES = {
    kind: f"documents/{name}.html"
    for kind, name in {
        blocks.Paragraph: "paragraph",
        blocks.Listing: "listing",
        blocks.Definitions: "definitions",
        blocks.Callout: "callout",
        blocks.Table: "table",
        blocks.Chart: "chart",
        blocks.Contents: "contents",
        blocks.ListOfTables: "list_of_tables",
    }.items()
}
# From here on a row may break over two pages: a page must never stay half empty for one row.
LONG_ROW = 850
# Up to here a table stays on one page of paper.
SHORT_TABLE_ROWS, SHORT_TABLE = 12, 1_200
DEEPEST_HEADING = 6


@register.filter
def template_of(block: blocks.Block) -> str:
    """The template that draws a block."""
    return TEMPLATES[type(block)]


@register.filter
def runs(text: blocks.Text) -> SafeString:
    """A text as HTML: all that was typed is escaped, only our own marks are tags."""
    return mark_safe("".join(_run(run) for run in text))


@register.filter
def paragraphs(text: blocks.Text) -> SafeString:
    """The text of a cell as HTML: several paragraphs where a run of a single line end stands between them."""
    found: list[list[blocks.Run]] = [[]]
    for run in text:
        if run.text == "\n":
            found.append([])
        else:
            found[-1].append(run)
    said = [runs(tuple(one)) for one in found if one]
    return mark_safe("".join(f"<p>{one}</p>" for one in said) if len(said) > 1 else "".join(said))


@register.filter
def anchored(key: str, kind: str) -> str:
    """The id of a part, a table or a chart."""
    return outline.anchor(kind, key)


@register.filter
def caption(table: blocks.Table) -> str:
    """What stands above a table."""
    return outline.caption_of(table)


@register.filter
def contents(document: blocks.Document, depth: int) -> tuple[tuple[int, blocks.Part], ...]:
    """The (level, part) pairs that a table of contents names."""
    return outline.listed(document, depth)


@register.filter
def numbered_tables(document: blocks.Document) -> list[blocks.Table]:
    """The tables of a document that have a number."""
    return [table for table in outline.tables_of(document) if table.number]


@register.filter
def drawing(chart: blocks.Chart) -> Drawing | None:
    """A chart laid out; nothing when it has no figures."""
    return drawings.drawing_of(chart) if drawings.has_figures(chart) else None


@register.filter
def steps(mark: tuple[int, int]) -> list[bool]:
    """The boxes of a rating mark: filled up to its step."""
    step, top = mark
    return [number <= step for number in range(1, top + 1)]


@register.simple_tag
def heading(text: str, level: int, css_class: str = "") -> SafeString:
    """A heading of a level; below the deepest that HTML has, all are of that one."""
    tag = f"h{min(level, DEEPEST_HEADING)}"
    name = format_html(' class="{}"', css_class) if css_class else ""
    return format_html("<{}{}>{}</{}>", mark_safe(tag), name, conditional_escape(text), mark_safe(tag))


@register.filter
def heading_of(part: blocks.Part) -> SafeString:
    """Number and title of a part, the number marked so that it can stand apart."""
    if not part.number:
        return escape(part.title)
    return format_html('<span class="part-number">{}</span> {}', part.number, part.title)


@dataclass(frozen=True)
class LaidCell:
    """A cell and the class of the column it begins in."""

    cell: blocks.Cell
    kind: str
    names_row: bool

    @property
    def attributes(self) -> SafeString:
        """The class of its column, and how many columns it is wide."""
        kind = format_html(' class="{}"', self.kind) if self.kind else ""
        span = format_html(' colspan="{}"', self.cell.span) if self.cell.span != 1 else ""
        return format_html("{}{}", kind, span)


@dataclass(frozen=True)
class LaidRow:
    """A row with the class it is drawn by."""

    cells: tuple[LaidCell, ...]
    css_class: str


@register.filter
def laid_out(table: blocks.Table) -> Iterator[LaidRow]:
    """The rows of a table, each cell with the kind of its column."""
    kinds = [{"number": "n", "short": "short"}.get(column.kind, "") for column in table.columns]
    for row in table.rows:
        cells: list[LaidCell] = []
        place, size = 0, 0
        for cell in row.cells:
            kind = kinds[place] if place < len(kinds) and cell.span == 1 else ""
            cells.append(LaidCell(cell, kind, not cells))
            place += cell.span
            size += sum(len(run.text) for run in cell.text)
        names = [row.kind] if row.kind != "body" else []
        yield LaidRow(tuple(cells), " ".join([*names, "long"] if size > LONG_ROW else names))


@register.filter
def is_short(table: blocks.Table) -> bool:
    """Whether a table is so short that it stays on one page."""
    size = sum(len(run.text) for row in table.rows for cell in row.cells for run in cell.text)
    return len(table.rows) <= SHORT_TABLE_ROWS and size <= SHORT_TABLE


@register.filter
def widths(table: blocks.Table) -> list[int]:
    """The share of each column in whole per cent of the width."""
    shares = [max(column.share, 1) for column in table.columns]
    return [max(1, round(100 * share / sum(shares))) for share in shares]


def _run(run: blocks.Run) -> str:
    html = str(escape(run.text)).replace("\n", "<br>")
    if run.emphasis:
        html = f"<em>{html}</em>"
    if run.strong:
        html = f"<strong>{html}</strong>"
    if run.link and may_link_to(run.link):
        html = f'<a href="{escape(run.link)}" rel="noopener noreferrer">{html}</a>'
    return html
