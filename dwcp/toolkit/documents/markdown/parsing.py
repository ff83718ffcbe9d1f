"""The Markdown of the house: CommonMark without HTML, and live fields."""

import re
from functools import cache
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from ..characters import printable

# Characters in one text: some thirty pages. What it takes to read grows faster than the text when it is hostile.
MAX_PROSE = 100_000
# Lists and quotations within one another; deeper ones are left out by the parser.
DEEPEST = 20
FIELD = re.compile(r"\{[ ]*([A-Za-z][\w-]*(?:\.[\w-]+)*)[ ]*\}")


class ProseTooLong(ValueError):
    """More than MAX_PROSE characters: not read at all."""


def tokens_of(markdown: str) -> list[Token]:
    """All tokens of a text in their order, also those within lines and pictures. Raises ProseTooLong."""
    found: list[Token] = []
    waiting = _parsed(markdown)[::-1]
    while waiting:
        token = waiting.pop()
        found.append(token)
        waiting += (token.children or [])[::-1]
    return found


def tree_of(markdown: str) -> SyntaxTreeNode:
    """The text as a tree. Raises ProseTooLong."""
    return SyntaxTreeNode(_parsed(markdown))


def _parsed(markdown: str) -> list[Token]:
    if len(markdown) > MAX_PROSE:
        raise ProseTooLong(f"{len(markdown)} characters, at most {MAX_PROSE} are read")
    return _parser().parse(printable(markdown))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST})
    parser.inline.ruler.before("link", "field", _field)
    # Which addresses are linked to is decided once, when blocks are made; they are kept as they were typed.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.normalizeLinkText = lambda link: unquote(link)  # type: ignore[method-assign]
    return parser


def _field(state: StateInline, silent: bool) -> bool:
    """`{name}` as a token of its own; inside code and after a backslash the parser never comes here."""
    if state.src[state.pos] != "{":
        return False
    found = FIELD.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("field", "", 0)
        token.content, token.markup = found[1], found[0]
    state.pos = found.end()
    return True
