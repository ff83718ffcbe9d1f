"""From Markdown to the blocks of a document."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from markdown_it.tree import SyntaxTreeNode

from ..blocks import Block, Callout, Figure, Listing, Paragraph, Run, Text
from ..links import may_link_to
from .parsing import MAX_PROSE, ProseTooLong, tokens_of, tree_of

__all__ = ["MAX_PROSE", "ProseTooLong", "blocks_of", "fields_in"]


def blocks_of(markdown: str, figures: Iterable[Figure] = ()) -> tuple[Block, ...]:
    """The blocks of a text, each live field as its figure is printed; a field nobody knows stays as it was typed.

    A heading becomes a strong lead paragraph: parts of a document are nested by its template, not by its prose.
    A picture becomes its alternative text, a link to anything but the web or a mailbox its words.
    Raises ProseTooLong.
    """
    return _Reader({figure.name: figure for figure in figures}).blocks(tree_of(markdown).children)


def fields_in(markdown: str) -> set[str]:
    """The names of the live fields a text uses, known or not. Raises ProseTooLong."""
    return {token.content for token in tokens_of(markdown) if token.type == "field"}


@dataclass(frozen=True)
class _Reader:
    """Walks the tree of a text."""

    figures: Mapping[str, Figure] = field(default_factory=dict)

    def blocks(self, nodes: Iterable[SyntaxTreeNode]) -> tuple[Block, ...]:
        return tuple(block for node in nodes for block in self._block(node))

    def _block(self, node: SyntaxTreeNode) -> Iterator[Block]:
        match node.type:
            case "paragraph":
                if text := self._text(node):
                    yield Paragraph(text)
            case "heading":
                if text := self._text(node):
                    yield Paragraph(tuple(replace(run, strong=True) for run in text), "lead")
            case "bullet_list" | "ordered_list":
                items = tuple(self.blocks(item.children) for item in node.children)
                yield Listing(items, node.type == "ordered_list", int(node.attrs.get("start", 1)))
            case "blockquote":
                if inner := self.blocks(node.children):
                    yield Callout(inner)
            case "fence" | "code_block":
                if lines := node.content.rstrip("\n"):
                    yield Paragraph((Run(lines),))

    def _text(self, node: SyntaxTreeNode) -> Text:
        return _joined(run for inline in node.children for run in self._runs(inline.children, Run("")))

    def _runs(self, nodes: Iterable[SyntaxTreeNode], marks: Run) -> Iterator[Run]:
        """The runs of inline nodes; `marks` is what holds around them."""
        for node in nodes:
            match node.type:
                case "strong":
                    yield from self._runs(node.children, replace(marks, strong=True))
                case "em":
                    yield from self._runs(node.children, replace(marks, emphasis=True))
                case "link":
                    address = str(node.attrs.get("href", ""))
                    linked = replace(marks, link=address) if may_link_to(address) else marks
                    yield from self._runs(node.children, linked)
                case "image":
                    yield from self._runs(node.children, marks)
                case "field":
                    yield self._field(node, marks)
                case "softbreak":
                    yield replace(marks, text=" ")
                case "hardbreak":
                    yield replace(marks, text="\n")
                case _:
                    yield replace(marks, text=node.content)

    def _field(self, node: SyntaxTreeNode, marks: Run) -> Run:
        figure = self.figures.get(node.content)
        if figure is None:
            return replace(marks, text=node.markup)
        return replace(marks, text=figure.printed, field=figure.name)


def _joined(runs: Iterable[Run]) -> Text:
    """Runs of one appearance as one; a live field stays by itself."""
    found: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if found and not run.field and found[-1] == replace(run, text=found[-1].text):
            found[-1] = replace(run, text=found[-1].text + run.text)
        else:
            found.append(run)
    return tuple(found)
