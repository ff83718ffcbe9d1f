"""The elements a Word document is made of, as far as we use them. Their order within each other is the schema's."""

from collections.abc import Iterable
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from ..blocks import Run, Text


def element(tag: str, *children: Any, **attributes: Any) -> Any:
    """`element("w:jc", val="end")`: an element with attributes of the same namespace and children."""
    made = OxmlElement(tag)
    prefix = tag.split(":")[0]
    for name, value in attributes.items():
        made.set(qn(f"{prefix}:{name}"), str(value))
    made.extend(children)
    return made


def run(text: str, *marks: Any) -> Any:
    """Characters of one appearance; line ends and tabs are elements of their own."""
    made = element("w:r")
    if marks:
        made.append(element("w:rPr", *marks))
    for number, line in enumerate(text.split("\n")):
        if number:
            made.append(element("w:br"))
        for place, piece in enumerate(line.split("\t")):
            if place:
                made.append(element("w:tab"))
            if piece:
                characters = element("w:t")
                characters.text = piece
                characters.set(qn("xml:space"), "preserve")
                made.append(characters)
    return made


def run_of(one: Run, *, style: str = "") -> Any:
    """A run of a document; a link is made around it by `Writer`, which knows the addresses."""
    marks = [element("w:rStyle", val=style)] if style else []
    if one.strong:
        marks += [element("w:b"), element("w:bCs")]
    if one.emphasis:
        marks += [element("w:i"), element("w:iCs")]
    return run(one.text, *marks)


def paragraph(style: str, content: Iterable[Any], *properties: Any) -> Any:
    """A paragraph in a style; `properties` come in the order of the schema."""
    made = element("w:p", element("w:pPr", element("w:pStyle", val=style), *properties))
    made.extend(content)
    return made


def numbered(number: int) -> Any:
    """Says that a paragraph belongs to a list of its own."""
    return element("w:numPr", element("w:ilvl", val=0), element("w:numId", val=number))


def bookmarked(name: str, number: int, content: Iterable[Any]) -> list[Any]:
    """Content that links and page numbers can point to."""
    return [
        element("w:bookmarkStart", id=number, name=name),
        *content,
        element("w:bookmarkEnd", id=number),
    ]


def link_within(name: str, content: Iterable[Any]) -> Any:
    """A link to a bookmark."""
    made = element("w:hyperlink", anchor=name, history=1)
    made.extend(content)
    return made


def field_begin(code: str) -> list[Any]:
    """The beginning of a field; what stands until `field_end` is shown until Word computes it anew."""
    instruction = element("w:instrText")
    instruction.text = f" {code} "
    instruction.set(qn("xml:space"), "preserve")
    return [
        element("w:r", element("w:fldChar", fldCharType="begin")),
        element("w:r", instruction),
        element("w:r", element("w:fldChar", fldCharType="separate")),
    ]


def field_end() -> Any:
    """The end of a field."""
    return element("w:r", element("w:fldChar", fldCharType="end"))


def paragraphs_of(text: Text) -> list[list[Run]]:
    """The paragraphs of a cell: a run of a single line end stands between two. One at least."""
    found: list[list[Run]] = [[]]
    for one in text:
        if one.text == "\n":
            found.append([])
        else:
            found[-1].append(one)
    return [one for one in found if one] or [[]]
