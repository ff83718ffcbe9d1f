"""The styles of a Word document: those Word knows by name, in our colours, and a few of our own."""

from dataclasses import dataclass
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from .xml import element

DARK, BLUE, PURPLE, QUIET = (RGBColor.from_string(code) for code in ("230050", "1E2DBE", "960A55", "5A5A5A"))
# What is on every machine that has Word; Khmer letters are drawn by the second.
FONT, KHMER_FONT = "Calibri", "Khmer UI"
# Word asks for the country as well.
LANGUAGES = {"en": "en-GB", "fr": "fr-FR", "km": "km-KH"}
DEEPEST_LIST = 3


@dataclass(frozen=True)
class Look:
    """How a style differs from the one it is based on. Sizes and spaces in points, indents in centimetres."""

    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    colour: RGBColor | None = None
    before: float | None = None
    after: float | None = None
    indent: float | None = None
    keep_with_next: bool | None = None
    based_on: str = "Normal"


LOOKS = {
    "Normal": Look(size=10.5, after=6),
    "Title": Look(size=30, bold=True, colour=DARK, after=12),
    "Subtitle": Look(size=15, bold=True, italic=False, colour=PURPLE, after=24),
    "Heading 1": Look(size=20, bold=True, colour=DARK, before=24, after=8),
    "Heading 2": Look(size=14, bold=True, colour=DARK, before=18, after=6),
    "Heading 3": Look(size=12, bold=True, colour=DARK, before=14, after=4),
    "Heading 4": Look(size=11, bold=True, italic=False, colour=BLUE, before=12, after=4),
    "Heading 5": Look(size=10.5, bold=True, colour=QUIET, before=10, after=4),
    "Caption": Look(size=10, bold=True, colour=DARK, before=10, after=4, keep_with_next=True),
}
OWN_LOOKS = {
    "Table caption": Look(based_on="Caption"),
    "Lead": Look(size=11.5, colour=DARK, keep_with_next=True),
    "Note": Look(size=9, colour=QUIET),
    "Source": Look(size=9, italic=True, colour=QUIET),
    "Nothing": Look(italic=True, colour=QUIET),
    "Term": Look(bold=True, before=6, after=2, keep_with_next=True),
    "Callout": Look(indent=0.4, after=0),
    "Callout title": Look(based_on="Callout", bold=True, keep_with_next=True),
    "Draft mark": Look(size=14, bold=True, colour=PURPLE, after=120),
    "Table text": Look(size=9, after=2),
    "Table head": Look(based_on="Table text", bold=True, colour=DARK, keep_with_next=True),
    "toc 1": Look(bold=True, after=2, before=6),
    "toc 2": Look(indent=0.6, after=2),
    "toc 3": Look(indent=1.2, after=2, size=9.5),
}
# A callout is told apart by its tint and the bar before it.
TINTS = {"plain": ("EBF5FD", "1E2DBE"), "good": ("F0F6EC", "54873C"), "attention": ("FFF7E0", "D78700")}


def new_document(language: str) -> Any:
    """An empty A4 document with our styles, in a language."""
    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.2)
    _set_language(made, LANGUAGES.get(language, language))
    for name, look in LOOKS.items():
        _apply(made.styles[name], look)
    for name, look in OWN_LOOKS.items():
        style = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = made.styles[look.based_on]
        _apply(style, look)
    link = made.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = BLUE, True
    # Word underlines titles and boxes captions by itself; ours are plain.
    for border in made.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    return made


def tinted(tone: str) -> tuple[Any, ...]:
    """The properties of a paragraph in a callout: the bar before it and the tint behind it."""
    tint, bar = TINTS[tone]
    return (
        element("w:pBdr", element("w:left", val="single", sz=36, space=8, color=bar)),
        element("w:shd", val="clear", color="auto", fill=tint),
    )


def _apply(style: Any, look: Look) -> None:
    font, form = style.font, style.paragraph_format
    _set_font(style)
    if look.size:
        font.size = Pt(look.size)
    if look.colour is not None:
        font.color.rgb = look.colour
    font.bold, font.italic = look.bold, look.italic
    if look.before is not None:
        form.space_before = Pt(look.before)
    if look.after is not None:
        form.space_after = Pt(look.after)
    if look.indent is not None:
        form.left_indent = Cm(look.indent)
    if look.keep_with_next is not None:
        form.keep_with_next = look.keep_with_next


def _set_font(style: Any) -> None:
    """Names the fonts, in place of those of a theme."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script, font in (("ascii", FONT), ("hAnsi", FONT), ("cs", KHMER_FONT)):
        fonts.set(qn(f"w:{script}"), font)


def _set_language(made: Any, language: str) -> None:
    for mark in made.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), language)
        mark.set(qn("w:bidi"), language)
