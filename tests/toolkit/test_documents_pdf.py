"""A document on paper: tagged, described, titled; it reaches neither the network nor the file system."""

import io
import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal

import pytest
from pypdf import PdfReader

from dwcp.toolkit.documents.blocks import (
    AmountBarsData,
    Bar,
    Cell,
    Chart,
    Column,
    Figure,
    Paragraph,
    Part,
    Row,
    Table,
    plain,
)
from dwcp.toolkit.documents.html import html_of
from dwcp.toolkit.documents.markdown import blocks_of
from dwcp.toolkit.documents.storing import from_json, to_json
from dwcp.toolkit.pdf import LAYING_OUT, WRITING, ForbiddenResource, own_file, render_pdf
from tests.toolkit.documents import DOCUMENT
from tests.toolkit.pdf_structure import (
    alternative_texts,
    elements,
    figures_without_alt,
    heading_levels,
    headings_nest,
    is_tagged,
    title_and_language,
)


@pytest.fixture(scope="module")
def pdf():
    return render_pdf(html_of(DOCUMENT, for_paper=True))


def pages_of(pdf):
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def paper(*parts):
    return render_pdf(html_of(replace(DOCUMENT, parts=parts), for_paper=True))


def test_title_language_and_tags(pdf):
    assert title_and_language(pdf) == ("Review of 2010", "en")
    assert is_tagged(pdf)


def test_headings_nest(pdf):
    levels = heading_levels(pdf)
    assert levels == [1, 2, 3, 2, 3, 3, 4, 2]
    assert headings_nest(levels)


def test_every_chart_says_its_figures(pdf):
    assert alternative_texts(pdf) == [
        "Scores. Scores from 1 to 6. Relevance: 5 (Satisfactory). Design: Not rated. Average 4.5.",
        "Findings. Outcome 1: Achieved 3, Not achieved 1. In all 4. Outcome 2: Achieved 0, Not achieved 2. In all 2.",
        "Resources. Outcome 1: US$ 1,200. Outcome 2: US$ 300. Other: Not known.",
    ]
    assert figures_without_alt(pdf) == 0


def test_the_checker_sees_what_is_missing():
    bare = render_pdf(
        '<html lang="en"><title>x</title><h1>A</h1><h3>B</h3><svg xmlns="http://www.w3.org/2000/svg"/></html>'
    )
    assert figures_without_alt(bare) == 1
    assert not headings_nest(heading_levels(bare))


def test_tables_have_heads(pdf):
    tags = [tag for tag, _element in elements(pdf)]
    assert tags.count("Table") == 2
    assert tags.count("TH") == 4 + 5 + 2 + 2


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
def test_qpdf_finds_nothing_wrong(pdf, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf)
    subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)


def test_bookmarks_follow_the_parts(pdf):
    def names(entries):
        return [names(entry) if isinstance(entry, list) else entry.title for entry in entries]

    assert names(PdfReader(io.BytesIO(pdf)).outline) == [
        "Contents",
        "1 Summary",
        ["1.1 Scores", "1.2 Charts", ["1.2.1 Deeper"]],
        "2 Annex",
    ]


def test_running_heads_page_numbers_and_the_mark(pdf):
    pages = pages_of(pdf)
    assert len(pages) == 4
    assert "Page" not in pages[0]
    for number, text in enumerate(pages[1:], start=2):
        assert f"Page {number} of 4" in text
        assert "Cambodia, review 2010" in text
        assert "Draft" in text
    assert "1.2Charts" in pages[1].replace(" ", "") and "1 Summary" in pages[2]


def test_a_long_title_and_a_large_team_stay_on_the_cover():
    long = "Review of the Decent Work Country Programme of the Lao People's Democratic Republic and its provinces " * 2
    members = tuple(f"Member {number} of the review team – Member, Employers" for number in range(12))
    cover = replace(DOCUMENT.cover, title=long, lines=(long, *members, "Figures as at 31 December 2010"))
    part = Part("first", "First part", (Paragraph(plain("Words.")),), on_new_page=True)
    pages = pages_of(render_pdf(html_of(replace(DOCUMENT, cover=cover, parts=(part,)), for_paper=True)))
    assert len(pages) == 2
    assert "Figures as at 31 December 2010" in pages[0]


def test_a_list_begins_with_its_number(pdf):
    # Numbers are drawn after the texts they stand before.
    lines = [line.strip() for line in pages_of(pdf)[2].splitlines()]
    assert [line for line in lines if line in ("1.", "2.", "3.", "4.")] == ["3.", "4."]


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "http://127.0.0.1/x.png", "data:image/png;base64,AAAA", "//x/y"]
)
def test_prose_reaches_for_nothing(address, monkeypatch):
    asked = []
    monkeypatch.setattr("dwcp.toolkit.pdf.own_file", lambda url: asked.append(url) or own_file(url))
    tags = f'<img src="{address}"> <link rel=stylesheet href="{address}">\n\n<style>@import "{address}"</style>'
    typed = f"![map]({address}) [a]({address}) {{a}} {tags}"
    text = "".join(pages_of(paper(Part("a", "A", blocks_of(typed, [Figure("a", "A", f'<img src="{address}">')])))))
    assert "map" in text
    assert "@import" in text
    assert asked
    assert {url.rsplit("/", 2)[1] for url in asked} <= {"css", "fonts"}
    with pytest.raises(ForbiddenResource):
        render_pdf(f'<html><title>x</title><img src="{address}" alt=""></html>')


def test_a_table_of_2000_rows_repeats_its_head():
    rows = tuple(Row((Cell(plain(f"R{number}")), Cell(plain(str(number)), number))) for number in range(2000))
    table = Table("t", "Many", (Column("Code"), Column("Count", 12, "number")), rows)
    pages = pages_of(paper(Part("a", "A", (table,))))
    assert all("Code" in page and "Count" in page for page in pages[1:])
    assert [f"R{number} " in pages[1] for number in (0, 1999)] == [True, False]
    assert [f"R{number} " in pages[-1] for number in (0, 1999)] == [False, True]
    assert len(pages) > 40


def test_a_chart_of_long_labels_and_one_without_figures():
    charts = (
        Chart("long", "Long", AmountBarsData((Bar("Labour " * 40, Decimal(10**12), "US$ 1,000,000,000,000"),))),
        Chart("zero", "Zero", AmountBarsData((Bar("None", Decimal(0), "US$ 0"), Bar("Less", Decimal(-5), "US$ -5")))),
        Chart("none", "None", AmountBarsData((Bar("Unknown", None),)), empty="Nothing was spent."),
    )
    pdf = paper(Part("a", "A", charts))
    assert [text.split(".")[0] for text in alternative_texts(pdf)] == ["Long", "Zero"]
    assert "Nothing was spent." in pages_of(pdf)[1]


def test_no_page_is_empty_and_nothing_is_not_understood(caplog):
    parts = tuple(Part(f"p{n}", f"Part {n}", (Paragraph(plain("Text.")),), on_new_page=True) for n in range(3))
    pages = pages_of(paper(*parts))
    assert len(pages) == 4
    assert caplog.messages == []


def test_the_same_snapshot_gives_the_same_pages(pdf):
    again = render_pdf(html_of(from_json(to_json(DOCUMENT)), for_paper=True))
    assert pages_of(again) == pages_of(pdf)


def test_progress_is_told_page_by_page():
    told = []
    render_pdf(html_of(DOCUMENT, for_paper=True), progress=lambda step, pages: told.append((step, pages)))
    assert [page for step, page in told if step == LAYING_OUT][:4] == [1, 2, 3, 4]
    assert told[-1] == (WRITING, 4)
    assert [step for step, _pages in told].count(WRITING) == 1

    def stop(step, pages):
        raise TimeoutError

    with pytest.raises(TimeoutError):
        render_pdf(html_of(DOCUMENT, for_paper=True), progress=stop)
    told.clear()
    render_pdf("<html><title>x</title></html>")
    assert told == []
