"""A document for Word: its styles, contents, captions, lists, links and pictures are Word's own."""

import io
import re
from dataclasses import replace
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from dwcp.toolkit.documents.blocks import Cell, Column, Paragraph, Part, Row, Run, Table, plain
from dwcp.toolkit.documents.docx import docx_of
from tests.toolkit.documents import DOCUMENT, LONG_WORD


@pytest.fixture(scope="module")
def made():
    return docx.Document(io.BytesIO(docx_of(DOCUMENT)))


def said(made, *styles):
    return [(p.style.name, p.text) for p in made.paragraphs if p.style.name in styles]


def test_headings_follow_the_parts(made):
    assert said(made, "Title", "TOC Heading", *(f"Heading {n}" for n in range(1, 5))) == [
        ("Title", "Review of 2010"),
        ("TOC Heading", "Contents"),
        ("TOC Heading", "Tables"),
        ("Heading 1", "1 Summary"),
        ("Heading 2", "1.1 Scores"),
        ("Heading 2", "1.2 Charts"),
        ("Heading 3", "1.2.1 Deeper"),
        ("Heading 1", "2 Annex"),
    ]


def test_contents_are_written_out_within_a_field(made):
    assert said(made, "toc 1", "toc 2") == [
        ("toc 1", "1 Summary"),
        ("toc 2", "1.1 Scores"),
        ("toc 2", "1.2 Charts"),
        ("toc 1", "2 Annex"),
        ("toc 2", "Table 6.1 Scores by criterion"),
        ("toc 2", "Table 6.2 Organisations"),
    ]
    body = made.element.body
    codes = [code.text.strip() for code in body.iter(qn("w:instrText"))]
    assert codes == [r'TOC \o "1-2" \h \z \u', r'TOC \h \z \t "Table caption,2"']
    kinds = [mark.get(qn("w:fldCharType")) for mark in body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"] * 2
    places = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    targets = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))} - {None}
    assert len(targets) == 6
    assert targets <= places


def test_title_language_and_pages(made):
    assert (made.core_properties.title, made.core_properties.language) == ("Review of 2010", "en-GB")
    assert {mark.get(qn("w:val")) for mark in made.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    section = made.sections[0]
    assert section.header.paragraphs[0].text == "Cambodia, review 2010 · Draft"
    assert section.footer.paragraphs[0].text == "Page 1 of 1"
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)


def test_tables_have_captions_repeated_heads_and_widths(made):
    scores, formulas = made.tables
    assert [cell.text for cell in scores.rows[0].cells] == ["No.", "Criterion", "Rating", "Score"]
    assert [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in scores.rows] == [True] + [False] * 5
    assert [column.get(qn("w:w")) for column in scores._tbl.tblGrid] == ["752", "3764", "3764", "1129"]
    assert [len(row._tr.findall(qn("w:tc"))) for row in scores.rows] == [4, 1, 4, 4, 4, 2]
    assert [cell.text for cell in scores.rows[2].cells] == ["1", "Relevance", "■■■■■□ Satisfactory", "5"]
    assert [p.text for p in scores.rows[4].cells[1].paragraphs] == ["Two", "paragraphs"]
    assert formulas.rows[1].cells[0].text == '=HYPERLINK("http://example.org")'
    assert said(made, "Table caption", "Caption", "Nothing")[:3] == [
        ("Table caption", "Table 6.1 Scores by criterion"),
        ("Table caption", "Table 6.2 Organisations"),
        ("Nothing", "Nobody was asked."),
    ]


def test_lists_are_lists_and_begin_where_they_should(made):
    assert said(made, "List Number", "List Bullet 2", "List Continue") == [
        ("List Number", "First"),
        ("List Number", "Second"),
        ("List Bullet 2", "Inner"),
        ("List Continue", "International Labour Organization"),
    ]
    number = next(p for p in made.paragraphs if p.text == "First")._p.pPr.numPr.numId.val
    numbering = made.part.numbering_part.element
    assert numbering.num_having_numId(number).find(f".//{qn('w:startOverride')}").get(qn("w:val")) == "3"


def test_links_are_links_and_others_words(made):
    (relation,) = [r for r in made.part.rels.values() if r.is_external]
    assert relation.target_ref == "https://example.org/a?b=1&c=2"
    text = next(p.text for p in made.paragraphs if p.text.startswith("An average"))
    assert text == f"An average of 4.0, see and not this. <script>alert(1)</script> & so on {LONG_WORD}"


def test_charts_are_pictures_with_every_figure_in_words(made):
    pictures = [shape._inline.docPr for shape in made.inline_shapes]
    assert [(one.get("title"), one.get("descr")) for one in pictures] == [
        ("Scores", "Scores. Scores from 1 to 6. Relevance: 5 (Satisfactory). Design: Not rated. Average 4.5."),
        (
            "Findings",
            "Findings. Outcome 1: Achieved 3, Not achieved 1. In all 4. "
            "Outcome 2: Achieved 0, Not achieved 2. In all 2.",
        ),
        ("Resources", "Resources. Outcome 1: US$ 1,200. Outcome 2: US$ 300. Other: Not known."),
    ]
    assert len({one.get("id") for one in pictures}) == 3


def test_every_part_of_the_file_is_well_formed_and_reaches_for_nothing():
    with ZipFile(io.BytesIO(docx_of(DOCUMENT))) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(archive.read(name))
                external = root.xpath("//*[@TargetMode='External']/@Target")
                assert [target for target in external if not target.startswith(("https:", "http:", "mailto:"))] == []


def test_characters_that_word_refuses_are_left_out():
    hostile = "a\x00b\x0bc\ud800d\ufffe\u202e_x000D_"
    part = Part(
        "a",
        hostile,
        (Paragraph((Run(hostile),)), Table("t", hostile, (Column(hostile),), (Row((Cell(plain(hostile)),)),))),
    )
    made = docx.Document(io.BytesIO(docx_of(replace(DOCUMENT, title=hostile, parts=(part,)))))
    assert [p.text for p in made.paragraphs if "abcd" in p.text] == ["abcd_x000D_"] * 3
    assert made.tables[0].rows[1].cells[0].text == "abcd_x000D_"


def test_rows_that_are_short_or_too_wide_fill_the_table():
    columns = (Column("A"), Column("B"), Column("C"))
    rows = (Row((Cell(plain("1")),)), Row((Cell(plain("wide"), span=9),)))
    made = docx.Document(
        io.BytesIO(docx_of(replace(DOCUMENT, parts=(Part("a", "A", (Table("t", "T", columns, rows),)),))))
    )
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [
        ["A", "B", "C"],
        ["1", "", ""],
        ["wide", "wide", "wide"],
    ]


def test_order_of_the_elements_is_that_of_the_schema(made):
    """Word refuses a file in which they are mixed up."""
    orders = {
        "pPr": ["pStyle", "pageBreakBefore", "numPr", "pBdr", "shd", "jc"],
        "tcPr": ["tcW", "gridSpan", "tcBorders"],
        "tblPr": ["tblW", "tblBorders", "tblLayout", "tblCellMar", "tblLook", "tblCaption"],
        "rPr": ["rStyle", "b", "bCs", "i", "iCs", "color"],
    }
    for tag, order in orders.items():
        for element in made.element.body.iter(qn(f"w:{tag}")):
            names = [re.sub(r"^\{.*\}", "", child.tag) for child in element]
            assert names == sorted(names, key=order.index)
