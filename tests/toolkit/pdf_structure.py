"""Reads the structure tree of a tagged PDF: what somebody hears who cannot see it."""

import io
from collections.abc import Iterator
from itertools import pairwise

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject


def title_and_language(pdf: bytes) -> tuple[str, str]:
    """What the file calls itself, and its language."""
    reader = PdfReader(io.BytesIO(pdf))
    return str(reader.metadata.title), str(reader.trailer["/Root"]["/Lang"])


def is_tagged(pdf: bytes) -> bool:
    """Whether the file says that it is tagged, and has a tree."""
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    return bool(root.get("/MarkInfo", {}).get("/Marked")) and "/StructTreeRoot" in root


def elements(pdf: bytes) -> Iterator[tuple[str, DictionaryObject]]:
    """(tag, element) of the whole tree in the order of reading."""
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if "/S" in element:
            yield str(element["/S"]).lstrip("/"), element
        kids = element.get("/K", [])
        kids = kids if isinstance(kids, ArrayObject) else [kids]
        kids = [kid.get_object() for kid in kids]
        waiting += [kid for kid in reversed(kids) if isinstance(kid, DictionaryObject) and "/S" in kid]


def alternative_texts(pdf: bytes) -> list[str]:
    """The alternative text of every figure, "" where there is none."""
    return [str(element.get("/Alt", "")) for tag, element in elements(pdf) if tag == "Figure"]


def figures_without_alt(pdf: bytes) -> int:
    """How many figures say nothing to somebody who cannot see them."""
    return alternative_texts(pdf).count("")


def heading_levels(pdf: bytes) -> list[int]:
    """The levels of the headings in the order of reading. A heading on two pages would count twice."""
    return [int(tag[1]) for tag, _element in elements(pdf) if tag in ("H1", "H2", "H3", "H4", "H5", "H6")]


def headings_nest(levels: list[int]) -> bool:
    """Whether there is one first heading, in front, and none skips a level on the way down."""
    return levels[:1] == [1] and levels.count(1) == 1 and all(after <= before + 1 for before, after in pairwise(levels))
