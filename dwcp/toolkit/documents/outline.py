"""What stands where in a document: its parts one after the other, its tables, its charts, and where links lead."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from .blocks import Block, Callout, Chart, Contents, Definitions, Document, Listing, Part, Table


def anchor(kind: str, key: str) -> str:
    """The id of a part, table or chart within a page: the prefix keeps it apart from ids of the page."""
    return f"{kind}-{re.sub(r'[^0-9A-Za-z_.-]+', '-', key)}"


def parts_of(document: Document, depth: int | None = None) -> Iterator[tuple[int, Part]]:
    """(level, part) in the order of reading; level 1 is a part of the document itself."""
    yield from _below(document.parts, 1, depth)


def blocks_in(document: Document) -> Iterator[Block]:
    """Every block in the order of reading, also those within others."""
    for _level, part in parts_of(document):
        yield from within(part.blocks)


def tables_of(document: Document) -> tuple[Table, ...]:
    """Every table, in the order of reading."""
    return tuple(block for block in blocks_in(document) if isinstance(block, Table))


def charts_of(document: Document) -> tuple[Chart, ...]:
    """Every chart, in the order of reading."""
    return tuple(block for block in blocks_in(document) if isinstance(block, Chart))


def listed(document: Document, depth: int) -> tuple[tuple[int, Part], ...]:
    """The (level, part) pairs that a table of contents names: not those without title, not the contents themselves."""
    return tuple(
        (level, part)
        for level, part in parts_of(document, depth)
        if part.title and not any(isinstance(block, Contents) for block in part.blocks)
    )


def heading_of(part: Part) -> str:
    """Number and title of a part."""
    return f"{part.number} {part.title}".strip()


def caption_of(table: Table) -> str:
    """What stands above a table: "Table 6.1 Scores by criterion", the caption alone when it has no number."""
    if not table.number:
        return table.caption
    return f"{_('Table %(number)s') % {'number': table.number}} {table.caption}".strip()


def _below(parts: tuple[Part, ...], level: int, depth: int | None) -> Iterator[tuple[int, Part]]:
    for part in parts:
        yield level, part
        if depth is None or level < depth:
            yield from _below(part.parts, level + 1, depth)


def within(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Blocks and those within them, in the order of reading."""
    for block in blocks:
        yield block
        match block:
            case Callout(blocks=inner):
                yield from within(inner)
            case Listing(items=items):
                for item in items:
                    yield from within(item)
            case Definitions(items=pairs):
                for _term, said in pairs:
                    yield from within(said)
