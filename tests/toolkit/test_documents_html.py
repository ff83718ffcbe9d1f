"""A document as HTML: nothing typed becomes a tag, headings nest, links lead somewhere, a file needs nothing else."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from django.utils import translation

from dwcp.toolkit.documents.blocks import (
    Callout,
    Cell,
    Column,
    Contents,
    Cover,
    Document,
    Listing,
    ListOfTables,
    Paragraph,
    Part,
    Row,
    Run,
    Table,
    plain,
)
from dwcp.toolkit.documents.html import body_of, html_of
from tests.toolkit.documents import DOCUMENT, SCORES


class Page(HTMLParser):
    """Tags in their order, ids, links, and headings with their words."""

    def __init__(self, html):
        super().__init__()
        self.in_heading = False
        self.tags, self.ids, self.links, self.headings, self.inline = [], [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.tags.append(tag)
        self.ids += [attributes["id"]] if "id" in attributes else []
        self.links += [attributes["href"]] if tag == "a" else []
        self.inline += [name for name in attributes if name == "style" or name.startswith("on")]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append([int(tag[1]), ""])
            self.in_heading = True

    def handle_data(self, data):
        if self.in_heading:
            self.headings[-1][1] += data

    def handle_endtag(self, tag):
        self.in_heading = self.in_heading and tag == "span"


def document(*blocks, **changes):
    return replace(Document("Title", "en", Cover("Title"), (Part("one", "One", tuple(blocks)),)), **changes)


WAYS = {
    "paper": lambda: html_of(DOCUMENT, for_paper=True),
    "file": lambda: html_of(DOCUMENT, for_paper=False),
    "page": lambda: body_of(DOCUMENT),
}


@pytest.mark.parametrize("way", WAYS)
def test_headings_nest_and_links_lead_somewhere(way):
    html = WAYS[way]()
    page = Page(html)
    levels = [level for level, _text in page.headings]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert levels.count(levels[0]) == 1
    assert len(page.ids) == len(set(page.ids))
    within = {link[1:] for link in page.links if link.startswith("#")}
    assert within == {
        "part-summary",
        "part-scores",
        "part-charts",
        "part-annex",
        "table-scores",
        "table-nobody",
    }
    assert within <= set(page.ids)
    assert [link for link in page.links if not link.startswith("#")] == ["https://example.org/a?b=1&c=2"]
    assert page.inline == []
    assert not {"script", "img", "iframe", "object"} & set(page.tags)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; so on" in html


def test_the_title_of_a_page_is_above_that_of_a_document_in_it():
    assert [level for level, _text in Page(body_of(DOCUMENT)).headings][:2] == [2, 3]
    assert [level for level, _text in Page(html_of(DOCUMENT, for_paper=False)).headings][:2] == [1, 2]


def test_a_file_needs_nothing_from_outside():
    html = html_of(DOCUMENT, for_paper=False)
    assert "<link" not in html
    assert {address.split(";")[0] for address in re.findall(r"url\(([^)]+)", html)} == {
        "data:font/woff2",
        "#chart-findings-poor",
    }
    assert html.count("data:font/woff2;base64,") == 6


def test_parts_below_the_deepest_heading_share_its_level():
    part = Part("p9", "Part 9")
    for number in range(8, 0, -1):
        part = Part(f"p{number}", f"Part {number}", parts=(part,))
    page = Page(html_of(document(parts=(part,)), for_paper=True))
    assert [level for level, _text in page.headings] == [1, 2, 3, 4, 5, 6, 6, 6, 6, 6]


def test_contents_name_parts_to_their_depth_and_not_themselves():
    inner = Part("b", "B", parts=(Part("c", "C"),), number="1.1")
    front = Part("front", "", (Contents("Contents", 2), ListOfTables("Tables")))
    html = body_of(document(parts=(front, Part("a", "A", (SCORES,), (inner,), number="1"))))
    assert Page(html).links == ["#part-a", "#part-b", "#table-scores"]
    assert [text for _level, text in Page(html).headings] == ["Title", "Contents", "Tables", "1 A", "1.1 B", "C"]


def test_a_table_has_a_caption_heads_and_scopes():
    html = html_of(document(SCORES), for_paper=True)
    assert "<caption>Table 6.1 Scores by criterion</caption>" in html
    assert re.findall(r'<col width="(\d+)%">', html) == ["8", "40", "40", "12"]
    assert html.count('<th scope="col"') == 4
    assert html.count('<th scope="row"') == len(SCORES.rows)
    assert '<tr class="group"><th scope="row" colspan="4">Design</th></tr>' in html
    assert '<td class="n">5</td>' in html
    assert "<p>Two</p><p><strong>paragraphs</strong></p>" in html
    assert html.count('<i class="on"></i>') == 5 + 3
    assert html.count("<i></i>") == 1 + 3


def test_on_a_page_a_table_scrolls_in_its_own_region():
    html = body_of(document(SCORES))
    assert '<div class="scroll" role="region" tabindex="0" aria-labelledby="table-scores">' in html
    assert "<col" not in html.replace("<colgroup", "")


def test_what_is_empty_says_so():
    nothing = Table("t", "Organisations", (Column("Name"),), ())
    html = body_of(document(nothing, replace(nothing, key="u", empty="Nobody was asked.")))
    assert "<table" not in html
    assert "There are no entries for this table." in html
    assert "Nobody was asked." in html
    assert "Nothing was spent." in body_of(DOCUMENT)


def test_a_long_row_may_break():
    short, long = (
        Table(key, "", (Column(""),), (Row((Cell(plain("a" * size)),)),)) for key, size in (("s", 9), ("l", 900))
    )
    assert 'class="long"' not in body_of(document(short))
    assert '<tr class="long">' in body_of(document(long))


@pytest.mark.parametrize(("rows", "letters", "whole"), [(12, 10, True), (13, 10, False), (12, 200, False)])
def test_a_short_table_stays_on_one_page(rows, letters, whole):
    table = Table("t", "T", (Column("A"),), tuple(Row((Cell(plain("a" * letters)),)) for _row in range(rows)))
    assert ('<table class="figures whole"' in html_of(document(table), for_paper=True)) == whole


def test_the_words_of_the_frame_are_in_the_language_of_the_document():
    with translation.override("km"):
        html = html_of(document(SCORES), for_paper=True)
    assert '<html lang="en">' in html
    assert "<caption>Table 6.1 Scores by criterion</caption>" in html
    assert '<html lang="km">' in html_of(document(language="km"), for_paper=True)


def test_a_draft_is_marked_and_a_final_is_not():
    assert '<p class="mark">Draft</p>' in html_of(DOCUMENT, for_paper=True)
    assert "mark" not in html_of(document(), for_paper=True)


def test_lists_and_callouts_within_each_other():
    html = body_of(
        document(
            Callout((Listing(((Paragraph(plain("a")), Callout((Paragraph(plain("b")),), "B", "good")),), True, 3),))
        )
    )
    assert re.sub(r"\s*\n\s*", "", html[html.index('<div class="note') : html.rindex("</section>")]) == (
        '<div class="note callout"><ol start="3"><li><p class="said-body">a</p>'
        '<div class="note callout note-success"><p class="callout-title"><strong>B</strong></p>'
        '<p class="said-body">b</p></div></li></ol></div>'
    )


def test_characters_that_cannot_be_printed_are_left_out():
    html = body_of(document(Paragraph((Run("a\x00b\x0bc\ufffed\u202e"),))))
    assert "abcd<" in html


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", 'https://x"onclick="y', "https://"])
def test_a_stored_link_is_looked_at_again(link):
    assert Page(body_of(document(Paragraph((Run("here", link=link),))))).links == []
