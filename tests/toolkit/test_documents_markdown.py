"""Prose becomes blocks: live figures are put in, nothing typed becomes a tag or reaches for anything."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dwcp.toolkit.documents.blocks import Callout, Figure, Listing, Paragraph, Run, plain, words
from dwcp.toolkit.documents.markdown import MAX_PROSE, ProseTooLong, blocks_of, fields_in, numbers_typed_in, problems_of
from dwcp.toolkit.documents.outline import within

AVERAGE = Figure("criteria.average", "Average of the criteria", "4.0", Decimal("4.0"))
COUNT = Figure("indicators.achieved", "Indicators achieved", "14")


def paragraph(markdown):
    """The runs of a text that is one paragraph."""
    (block,) = blocks_of(markdown, [AVERAGE, COUNT])
    assert isinstance(block, Paragraph)
    return block.text


def test_paragraphs_lists_quotations_and_headings():
    assert blocks_of(
        "# Of *note*\n\nOne\nline.\n\n3. three\n4. four\n   - inner\n\n> Said.\n\n---\n\n    as typed\n     {x}"
    ) == (
        Paragraph((Run("Of ", strong=True), Run("note", strong=True, emphasis=True)), "lead"),
        Paragraph(plain("One line.")),
        Listing(
            (
                (Paragraph(plain("three")),),
                (Paragraph(plain("four")), Listing(((Paragraph(plain("inner")),),))),
            ),
            ordered=True,
            start=3,
        ),
        Callout((Paragraph(plain("Said.")),)),
        Paragraph(plain("as typed\n {x}")),
    )


def test_marks_within_a_line():
    assert paragraph("a *b* **c** ***d***\\\n`e *f*` &amp; \\*g\\*") == (
        Run("a "),
        Run("b", emphasis=True),
        Run(" "),
        Run("c", strong=True),
        Run(" "),
        Run("d", strong=True, emphasis=True),
        Run("\ne *f* & *g*"),
    )


def test_live_figures_are_put_in():
    assert paragraph(
        "**{criteria.average}** of { indicators.achieved }, \\{criteria.average}, `{criteria.average}`"
    ) == (
        Run("4.0", strong=True, field="criteria.average"),
        Run(" of "),
        Run("14", field="indicators.achieved"),
        Run(", {criteria.average}, {criteria.average}"),
    )
    assert paragraph("[{criteria.average}](https://example.org)") == (
        Run("4.0", link="https://example.org", field="criteria.average"),
    )


def test_a_figure_nobody_knows_stays_as_it_was_typed():
    assert paragraph("{ criteria.avrage } and {no name} and {1}") == plain("{ criteria.avrage } and {no name} and {1}")


def test_a_figure_cannot_bring_marks_of_its_own():
    hostile = Figure("x", "X", "**4** [a](https://example.org) <b>")
    assert blocks_of("{x}", [hostile]) == (Paragraph((Run("**4** [a](https://example.org) <b>", field="x"),)),)


def test_the_fields_of_a_text():
    text = (
        "{criteria.average} {a-b.c_1}\n\n> - {indicators.achieved}\n\n`{code}` \\{escaped} {2x} {a b}"
        "![**of** {picture}](https://example.org/{address}) [{words}](https://example.org/{address})"
    )
    assert fields_in(text) == {"criteria.average", "a-b.c_1", "indicators.achieved", "picture", "words"}


@pytest.mark.parametrize(
    "address", ["https://example.org/a?b=1#c", "http://example.org", "HTTPS://EXAMPLE.ORG", "mailto:office@example.org"]
)
def test_links_to_the_web_and_to_mailboxes(address):
    assert paragraph(f"[here]({address})") == (Run("here", link=address),)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "//example.org",
        "/settings",
        "#top",
        "www.example.org",
        "ftp://example.org",
        "https:///etc/passwd",
        "mailto:",
        "",
        "https://example.org/" + "a" * 2000,
    ],
)
def test_other_links_are_their_words(address):
    assert paragraph(f"[here]({address})") == plain("here")


def test_pictures_are_their_description_and_html_is_what_it_looks_like():
    assert paragraph("![a *map*](file:///etc/passwd) <b onclick=x>&lt;b></b>") == (
        Run("a "),
        Run("map", emphasis=True),
        Run(" <b onclick=x><b></b>"),
    )
    assert blocks_of("<script>\nalert(1)\n</script>") == (Paragraph(plain("<script> alert(1) </script>")),)
    assert blocks_of("| a | b |\n| - | - |") == (Paragraph(plain("| a | b | | - | - |")),)
    assert blocks_of("![](https://example.org/x.png)") == ()


def test_what_cannot_be_printed_is_left_out():
    assert paragraph("a\x07b\x00c\u202ed\r\ne") == plain("abcd e")


@given(st.text(max_size=300))
def test_any_text_can_be_read(text):
    blocks = blocks_of(text, [AVERAGE])
    assert all(isinstance(block, Paragraph | Listing | Callout) for block in within(blocks))
    assert len(numbers_typed_in(text)) <= sum(character.isdigit() for character in text)
    assert len(problems_of(text, [])) >= len(fields_in(text))


def test_problems_are_sentences():
    text = (
        "{criteria.avrage} {zzz} {zzz} ![x](http://example.org/x.png) <b>bold</b> if a < b, see <https://example.org>"
    )
    assert problems_of(text, ["criteria.average", "outcomes.count"]) == [
        "There is no figure {criteria.avrage}. Is {criteria.average} meant?",
        "There is no figure {zzz}. Choose one from the list of figures.",
        "Pictures cannot be placed in a text; of “http://example.org/x.png” only the description is printed.",
        "HTML is not understood: <b>, </b> will be printed as typed.",
    ]
    assert problems_of("All *well*: {criteria.average}, 3 < 4.", ["criteria.average"]) == []


def test_a_text_that_is_too_long_is_said_to_be():
    assert problems_of("a" * MAX_PROSE, []) == []
    assert problems_of("a" * (MAX_PROSE + 1), []) == [
        "The text has 100,001 characters; at most 100,000 fit. Shorten it, or move a part of it elsewhere."
    ]
    for read in (blocks_of, fields_in, numbers_typed_in):
        with pytest.raises(ProseTooLong, match="100001 characters"):
            read("a" * (MAX_PROSE + 1))


@pytest.mark.parametrize(("mark", "lost"), [("> ", 21), ("- ", 11)])
def test_what_is_nested_too_deep_is_said_to_be_lost(mark, lost):
    deep = "Lists or quotations stand within one another more than 10 deep; what is deeper is not printed."
    assert (problems_of(mark * lost + "x", []), blocks_said(mark * lost + "x")) == ([deep], "")
    fits = mark * (lost - 2) + "x"
    assert (problems_of(fits, []), blocks_said(fits)) == ([], "x")


def blocks_said(markdown):
    return "".join(words(block.text) for block in within(blocks_of(markdown)) if isinstance(block, Paragraph))


HOSTILE = {
    "quotations": ">" * 10_000,
    "brackets": "[" * 10_000,
    "pictures": "![" * 5_000,
    "links": "[a](" * 5_000,
    "stars": "*a **b " * 3_000,
    "ticks": " ".join("`" * length for length in range(1, 140)),
    "braces": "{a." * 5_000,
    "digits": "1" * 20_000,
    "figures": "1,111," * 3_000,
    "codes": "A1-" * 6_000,
    "paste": "All work and no play. 12,5 " * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_answered_quickly(name):
    """A loose bound: one that hangs takes minutes."""
    text = HOSTILE[name]
    began = time.process_time()
    problems_of(text, ["criteria.average"])
    if len(text) <= MAX_PROSE:
        blocks_of(text)
        numbers_typed_in(text)
    assert time.process_time() - began < 5
