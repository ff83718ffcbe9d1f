"""Writes the blocks of a document, one after the other, into a Word document."""

import io
from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm

from ..blocks import (
    Block,
    Callout,
    Chart,
    Contents,
    Definitions,
    Document,
    Listing,
    ListOfTables,
    Paragraph,
    Part,
    Run,
    Table,
    Text,
)
from ..drawings import drawing_of, has_figures
from ..links import may_link_to
from ..outline import caption_of, heading_of, listed, tables_of
from ..pictures import picture_of
from .styles import DEEPEST_LIST, LANGUAGES, new_document, tinted
from .tables import table_element
from .xml import bookmarked, element, field_begin, field_end, link_within, numbered, paragraph, run, run_of

STYLES = {"body": "Normal", "lead": "Lead", "note": "Note", "source": "Source"}
PICTURE_WIDTH = Cm(11)


class Writer:
    """One Word document as it is written."""

    def __init__(self, document: Document):
        self.document = document
        self.made = new_document(document.language)
        self.styles = {style.name: style.style_id for style in self.made.styles}
        self.end = self.made.element.body.sectPr
        self.bookmarks: dict[tuple[str, str], str] = {}
        self.addresses: dict[str, str] = {}
        self.pictures = 0

    def written(self) -> Any:
        """The whole document."""
        self._properties()
        self._cover()
        self._margins()
        for part in self.document.parts:
            self._part(part, 1)
        return self.made

    def _properties(self) -> None:
        properties = self.made.core_properties
        properties.title = self.document.title[:255]
        properties.language = LANGUAGES.get(self.document.language, self.document.language)
        properties.author = properties.comments = ""
        properties.created = properties.modified = timezone.now()

    def _cover(self) -> None:
        cover = self.document.cover
        if cover.mark:
            self._add("Draft mark", [run(cover.mark)])
        self._add("Title", [run(cover.title)])
        if cover.subtitle:
            self._add("Subtitle", [run(cover.subtitle)])
        for line in cover.lines:
            self._add("Normal", [run(line)])

    def _margins(self) -> None:
        """What stands at the head and foot of every page but the first."""
        section, cover = self.made.sections[0], self.document.cover
        section.different_first_page_header_footer = True
        head = " · ".join(text for text in (self.document.running or self.document.title, cover.mark) if text)
        section.header.paragraphs[0].text = head
        foot = section.footer.paragraphs[0]._p
        foot.get_or_add_pPr().append(element("w:jc", val="right"))
        before, between, after = (_("Page %(page)s of %(pages)s") % {"page": "\0", "pages": "\0"}).split("\0")
        for text, code in ((before, "PAGE"), (between, "NUMPAGES")):
            foot.extend([run(text), *field_begin(code), run("1"), field_end()])
        foot.append(run(after))

    def _part(self, part: Part, level: int) -> None:
        breaks = [element("w:pageBreakBefore")] if part.on_new_page else []
        if part.title:
            named = any(isinstance(block, Contents) for block in part.blocks)
            style = "TOC Heading" if named else f"Heading {min(level, 9)}"
            self._add(style, self._marked("part", part.key, [run(heading_of(part))]), *breaks)
        elif breaks:
            self._add("Normal", [element("w:r", element("w:br", type="page"))])
        self._blocks(part.blocks, title=part.title)
        for below in part.parts:
            self._part(below, level + 1)

    def _blocks(
        self, blocks: Iterable[Block], *, properties: tuple[Any, ...] = (), depth: int = 0, title: str = ""
    ) -> None:
        """`depth` counts the lists around the blocks, `title` is that of the part they stand in.

        `properties` are those of every paragraph of the callout around them.
        """
        for block in blocks:
            match block:
                case Paragraph():
                    style = "Callout" if properties and block.kind == "body" else STYLES[block.kind]
                    if depth:
                        style = f"List Continue{_nth(depth)}"
                    self._add(style, self._runs(block.text), *properties)
                case Listing():
                    self._listing(block, properties, depth)
                case Definitions():
                    for term, said in block.items:
                        self._add("Term", self._runs(term), *properties)
                        self._blocks(said, properties=properties, depth=depth + 1)
                case Callout():
                    inner = properties or tinted(block.tone)
                    if block.title:
                        self._add("Callout title", [run(block.title)], *inner)
                    self._blocks(block.blocks, properties=inner, depth=depth)
                    if not properties:
                        self._add("Normal", [])
                case Table():
                    self._table(block)
                case Chart():
                    self._chart(block)
                case Contents():
                    self._contents(block, title)
                case ListOfTables():
                    self._list_of_tables(block, title)

    def _listing(self, block: Listing, properties: tuple[Any, ...], depth: int) -> None:
        style = f"{'List Number' if block.ordered else 'List Bullet'}{_nth(depth + 1)}"
        number = self._new_numbers(style, block.start) if block.ordered else None
        for item in block.items:
            first, *rest = item or (Paragraph(()),)
            if isinstance(first, Paragraph):
                marks = [numbered(number)] if number else []
                self._add(style, self._runs(first.text), *marks, *properties)
            else:
                rest = [first, *rest]
            self._blocks(rest, properties=properties, depth=depth + 1)

    def _new_numbers(self, style: str, start: int) -> int:
        """Numbers that begin anew, in the manner of a list style."""
        numbering = self.made.part.numbering_part.element
        used = self.made.styles[style].element.pPr.numPr.numId.val
        number = numbering.add_num(numbering.num_having_numId(used).abstractNumId.val)
        number.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(number.numId)

    def _table(self, table: Table) -> None:
        style = "Table caption" if table.number else "Caption"
        self._add(style, self._marked("table", table.key, [run(caption_of(table))]))
        if table.rows:
            self.end.addprevious(table_element(table, self._runs, self.styles))
        else:
            self._add("Nothing", [run(table.empty or _("There are no entries for this table."))])
        for note in table.notes:
            self._add("Note", self._runs(note))
        if table.rows and not table.notes:
            self._add("Note", [])

    def _chart(self, chart: Chart) -> None:
        self._add("Caption", [run(chart.caption)])
        if not has_figures(chart):
            self._add("Nothing", [run(chart.empty or _("There are no figures for this chart."))])
            return
        drawing = drawing_of(chart)
        picture = self.made.add_picture(io.BytesIO(picture_of(drawing)), width=PICTURE_WIDTH)
        about = picture._inline.docPr
        about.set("name", f"{_('Chart')} {about.get('id')}")
        about.set("title", chart.caption)
        about.set("descr", f"{chart.caption}. {drawing.description}")

    def _contents(self, block: Contents, title: str) -> None:
        if block.title != title:
            self._add("TOC Heading", [run(block.title)])
        entries = [
            (f"toc {min(level, 3)}", heading_of(part), self._bookmark("part", part.key))
            for level, part in listed(self.document, block.depth)
        ]
        self._field(rf'TOC \o "1-{block.depth}" \h \z \u', entries)

    def _list_of_tables(self, block: ListOfTables, title: str) -> None:
        if block.title != title:
            self._add("TOC Heading", [run(block.title)])
        entries = [
            ("toc 2", caption_of(table), self._bookmark("table", table.key))
            for table in tables_of(self.document)
            if table.number
        ]
        self._field(r'TOC \h \z \t "Table caption,2"', entries)

    def _field(self, code: str, entries: list[tuple[str, str, str]]) -> None:
        """A list that Word can compute anew, with page numbers; until then it shows the entries as links."""
        if not entries:
            return
        for number, (style, text, bookmark) in enumerate(entries):
            content = field_begin(code) if number == 0 else []
            content.append(link_within(bookmark, [run(text)]))
            if number == len(entries) - 1:
                content.append(field_end())
            self._add(style, content)

    def _add(self, style: str, content: Iterable[Any], *properties: Any) -> None:
        """A paragraph at the end of what is written. Properties are copied: an element stands in one place only."""
        made = paragraph(self.styles[style], content)
        for one in properties:
            made.pPr.append(deepcopy(one))
        self.end.addprevious(made)

    def _runs(self, text: Text | list[Run]) -> list[Any]:
        return [self._linked(one) if may_link_to(one.link) else run_of(one) for one in text]

    def _linked(self, one: Run) -> Any:
        if one.link not in self.addresses:
            part = self.made.part
            self.addresses[one.link] = part.relate_to(one.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        made = element("w:hyperlink", run_of(one, style=self.styles["Hyperlink"]))
        made.set(qn("r:id"), self.addresses[one.link])
        return made

    def _marked(self, kind: str, key: str, content: list[Any]) -> list[Any]:
        name = self._bookmark(kind, key)
        return bookmarked(name, int(name.rsplit("_", 1)[1]), content)

    def _bookmark(self, kind: str, key: str) -> str:
        """The name of the place of a part or table; Word takes no long ones."""
        return self.bookmarks.setdefault((kind, key), f"_{kind}_{len(self.bookmarks) + 1}")


def _nth(depth: int) -> str:
    """The end of a list style's name: nothing, 2 or 3."""
    return "" if depth <= 1 else f" {min(depth, DEEPEST_LIST)}"
