"""A document as HTML: for paper (`dwcp.toolkit.pdf`), as a file of its own, and within a page."""

import base64
import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from .blocks import Document
from .characters import cleaned

# Of the page, what a document is drawn with; a page that shows one links `css/document.css` beside its own.
STYLES = ("fonts", "tokens", "base", "message", "table", "rating", "figure", "chart", "document")
STYLES_OF_A_PRINTOUT = ("paper",)
FONT = re.compile(r"url\((\.\./fonts/[\w.-]+\.woff2)\)")


def html_of(document: Document, *, for_paper: bool) -> str:
    """The document as a whole HTML file.

    For paper it names our style sheets and fonts for `render_pdf`; otherwise everything it needs is in it.
    """
    document = cleaned(document)
    if for_paper:
        return _rendered("paper", document, level=1, for_paper=True)
    return _rendered("file", document, level=1, styles=_styles())


def body_of(document: Document, *, level: int = 2) -> SafeString:
    """The document as a part of a page that links `css/document.css`; its title is a heading of `level`."""
    return mark_safe(_rendered("body", cleaned(document), level=level))


def _rendered(name: str, document: Document, **context: object) -> str:
    # "Page 1 of 9" and "Table 6.1" are in the language of the document, whatever its reader's is.
    with translation.override(document.language):
        return render_to_string(f"documents/{name}.html", {"document": document, "for_paper": False, **context})


@cache
def _styles() -> SafeString:
    css = "\n".join(_style(name) for name in STYLES)
    printed = "\n".join(_style(name) for name in STYLES_OF_A_PRINTOUT)
    return mark_safe(f"<style>\n{css}\n@media print {{\n{printed}\n}}\n</style>")


def _style(name: str) -> str:
    """A style sheet of ours with the fonts it names inside it."""
    return FONT.sub(lambda found: f"url({_font(found[1])})", _static(f"css/{name}.css").read_text(encoding="utf-8"))


def _font(name: str) -> str:
    data = base64.b64encode(_static(name.removeprefix("../")).read_bytes()).decode()
    return f"data:font/woff2;base64,{data}"


def _static(name: str) -> Path:
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(name)
    return Path(str(found))
