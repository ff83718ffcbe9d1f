"""What a document consists of. Everything is frozen, ordered and plain, so that it can be stored and read back.

A document has parts, a part has blocks and parts below it. Texts are runs of characters with a mark or a link,
never markup: nothing that a person typed can become a tag.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True)
class Run:
    """Characters of one appearance. A `link` is an address in the web or of a mailbox; `field` names a live figure."""

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""
    field: str = ""


Text = tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; a `lead` opens a part, a `note` stands below what it explains, a `source` names a source."""

    text: Text
    kind: Literal["body", "lead", "note", "source"] = "body"


@dataclass(frozen=True)
class Listing:
    """A list; every item is one or more blocks."""

    items: tuple[tuple["Block", ...], ...]
    ordered: bool = False
    # The number of the first item of an ordered list.
    start: int = 1


@dataclass(frozen=True)
class Definitions:
    """Terms and what is said about each, such as abbreviations or the fields of a record."""

    items: tuple[tuple[Text, tuple["Block", ...]], ...]


@dataclass(frozen=True)
class Callout:
    """Blocks set apart: a statement, a dissent, an erratum."""

    blocks: tuple["Block", ...]
    title: str = ""
    tone: Literal["plain", "good", "attention"] = "plain"


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, its share of the width, and how its cells stand."""

    title: str
    share: int = 10
    kind: Literal["text", "number", "short"] = "text"


@dataclass(frozen=True)
class Cell:
    """A cell. `value` is the figure behind the text, for a spreadsheet; `mark` draws shape and colour of a rating.

    A cell of several paragraphs has a run "\\n" between them.
    """

    text: Text
    value: Decimal | int | None = None
    span: int = 1
    # (step, highest step) of a rating scale.
    mark: tuple[int, int] | None = None


@dataclass(frozen=True)
class Row:
    """A row: of the body, the head of a group below, or a total. The first cell of a row names it."""

    cells: tuple[Cell, ...]
    kind: Literal["body", "group", "total"] = "body"


@dataclass(frozen=True)
class Table:
    """A table under its own number ("6.1") and caption; `key` is unique in the document."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    number: str = ""
    notes: tuple[Text, ...] = ()
    # Said in place of a table without rows.
    empty: str = ""


@dataclass(frozen=True)
class Bar:
    """One bar: its label, its length (None where there is no figure) and a word beside it."""

    label: str
    value: Decimal | None
    word: str = ""


@dataclass(frozen=True)
class RatingBarsData:
    """Scores on a scale up to `top`, with a mark at their mean."""

    bars: tuple[Bar, ...]
    top: int
    mean: Decimal | None = None
    mean_label: str = ""


@dataclass(frozen=True)
class StackedBarsData:
    """Counts by part, one bar per row. Parts are (tone, label), rows (label, counts in the order of the parts)."""

    parts: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True)
class AmountBarsData:
    """Amounts side by side, on one scale, each with its figure in `word`."""

    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Chart:
    """A drawing of figures, with its caption; its description says every figure in words."""

    key: str
    caption: str
    data: RatingBarsData | StackedBarsData | AmountBarsData
    # Said in place of a chart without data.
    empty: str = ""


@dataclass(frozen=True)
class Contents:
    """The table of contents."""

    title: str
    depth: int = 2


@dataclass(frozen=True)
class ListOfTables:
    """The list of numbered tables."""

    title: str


Block = Paragraph | Listing | Definitions | Callout | Table | Chart | Contents | ListOfTables


@dataclass(frozen=True)
class Part:
    """A part of the document: heading, blocks, parts below. `number` is what is printed before the title."""

    key: str
    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple["Part", ...] = ()
    number: str = ""
    # Whether it begins a page on paper.
    on_new_page: bool = False


@dataclass(frozen=True)
class Figure:
    """A live figure: what it is, as printed, as a number where it is one, and how it is computed."""

    name: str
    label: str
    printed: str
    value: Decimal | int | None = None
    rule: str = ""


@dataclass(frozen=True)
class Cover:
    """What stands on the first page; `lines` are said in small below the title, `mark` across it ("Draft")."""

    title: str
    subtitle: str = ""
    lines: tuple[str, ...] = ()
    mark: str = ""


@dataclass(frozen=True)
class Document:
    """A whole document. `running` stands at the head of every page; `figures` are those its texts may name."""

    title: str
    language: str
    cover: Cover
    parts: tuple[Part, ...]
    running: str = ""
    figures: tuple[Figure, ...] = ()


def plain(text: str, *, strong: bool = False, emphasis: bool = False) -> Text:
    """A text of one run; no run for an empty string."""
    return (Run(text, strong, emphasis),) if text else ()


def words(text: Text) -> str:
    """The characters of a text without their marks."""
    return "".join(run.text for run in text)
