"""A table of a Word document: fixed columns, a head that is repeated on every page, rows that stay whole."""

from collections.abc import Callable
from typing import Any

from ..blocks import Cell, Row, Run, Table
from .xml import element, paragraph, paragraphs_of, run

# Twentieths of a point between the margins of our page.
WIDTH = 9410
# From here on a row may break over two pages.
LONG_ROW = 850
MARGINS = (("top", 40), ("left", 80), ("bottom", 20), ("right", 80))
STRONG_LINE, LINE = {"val": "single", "sz": 8, "color": "230050"}, {"val": "single", "sz": 4, "color": "B8C4CC"}
FILLED, HOLLOW = "\N{BLACK SQUARE}", "\N{WHITE SQUARE}"

Write = Callable[[list[Run]], list[Any]]


def table_element(table: Table, write: Write, styles: dict[str, str]) -> Any:
    """The `w:tbl` of a table; `write` makes the runs of a paragraph, `styles` are ids by name."""
    shares = [max(column.share, 1) for column in table.columns]
    widths = [WIDTH * share // sum(shares) for share in shares]
    made = element(
        "w:tbl",
        element(
            "w:tblPr",
            element("w:tblW", w=sum(widths), type="dxa"),
            element("w:tblBorders", element("w:bottom", **LINE), element("w:insideH", **LINE)),
            element("w:tblLayout", type="fixed"),
            element(
                "w:tblCellMar",
                *(element(f"w:{side}", w=width, type="dxa") for side, width in MARGINS),
            ),
            element("w:tblLook", val="0420", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=0, noVBand=1),
            element("w:tblCaption", val=table.caption[:250]),
        ),
        element("w:tblGrid", *(element("w:gridCol", w=width) for width in widths)),
        _head(table, widths, styles),
    )
    ends = [column.kind == "number" for column in table.columns]
    for row in table.rows:
        made.append(_row(row, widths, ends, write, styles))
    return made


def _head(table: Table, widths: list[int], styles: dict[str, str]) -> Any:
    cells = [
        _cell(
            width,
            [paragraph(styles["Table head"], [run(column.title)], *_end(column.kind == "number"))],
            1,
            element("w:tcBorders", element("w:bottom", **STRONG_LINE)),
        )
        for column, width in zip(table.columns, widths, strict=True)
    ]
    return element("w:tr", element("w:trPr", element("w:cantSplit"), element("w:tblHeader")), *cells)


def _row(row: Row, widths: list[int], ends: list[bool], write: Write, styles: dict[str, str]) -> Any:
    made = element("w:tr")
    if sum(len(one.text) for cell in row.cells for one in cell.text) <= LONG_ROW:
        made.append(element("w:trPr", element("w:cantSplit")))
    style = styles["Table text" if row.kind == "body" else "Table head"]
    place = 0
    for cell in row.cells:
        span = max(1, min(cell.span, len(widths) - place))
        width = sum(widths[place : place + span])
        at_end = span == 1 and place < len(ends) and ends[place]
        content = [paragraph(style, _content(cell, one, write), *_end(at_end)) for one in paragraphs_of(cell.text)]
        above = [element("w:tcBorders", element("w:top", **STRONG_LINE))] if row.kind == "total" else []
        made.append(_cell(width, content, span, *above))
        place += span
    for width in widths[place:]:
        made.append(_cell(width, [paragraph(style, [])], 1))
    return made


def _content(cell: Cell, one: list[Run], write: Write) -> list[Any]:
    runs = write(one)
    if cell.mark:
        step, top = cell.mark
        boxes = FILLED * max(0, min(step, top)) + HOLLOW * max(0, top - step)
        runs.insert(0, run(f"{boxes} ", element("w:color", val="1E2DBE")))
    return runs


def _cell(width: int, content: list[Any], span: int, *properties: Any) -> Any:
    spans = [element("w:gridSpan", val=span)] if span > 1 else []
    return element("w:tc", element("w:tcPr", element("w:tcW", w=width, type="dxa"), *spans, *properties), *content)


def _end(at_end: bool) -> list[Any]:
    return [element("w:jc", val="right")] if at_end else []
