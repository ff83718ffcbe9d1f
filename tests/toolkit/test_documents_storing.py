"""A document as text to be kept for years: what is read back is what was written, and old texts stay readable."""

import json
from dataclasses import fields, is_dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dwcp.toolkit.documents import blocks
from dwcp.toolkit.documents.blocks import (
    AmountBarsData,
    Bar,
    Callout,
    Cell,
    Chart,
    Column,
    Contents,
    Cover,
    Definitions,
    Document,
    Figure,
    Listing,
    ListOfTables,
    Paragraph,
    Part,
    RatingBarsData,
    Row,
    Run,
    StackedBarsData,
    Table,
)
from dwcp.toolkit.documents.storing import NewerFormat, UnreadableDocument, from_json, to_json
from tests.toolkit.documents import DOCUMENT

KEPT = Path(__file__).parent / "document_format_1.json"

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
number = st.none() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False)
runs = st.lists(st.builds(Run, text, st.booleans(), st.booleans(), text, text), max_size=2).map(tuple)


def several(of, most=2):
    return st.lists(of, max_size=most).map(tuple)


bars = several(st.builds(Bar, text, st.none() | st.decimals(allow_nan=False, allow_infinity=False), text))
cells = several(
    st.builds(Cell, runs, number, st.integers(1, 3), st.none() | st.tuples(st.integers(0, 6), st.integers(1, 6)))
)
rows = several(st.builds(Row, cells, st.sampled_from(["body", "group", "total"])))
simple = st.one_of(
    st.builds(Paragraph, runs, st.sampled_from(["body", "lead", "note", "source"])),
    st.builds(Table, text, text, several(st.builds(Column, text)), rows, text, several(runs), text),
    st.builds(Chart, text, text, st.builds(AmountBarsData, bars), text),
    st.builds(
        Chart, text, text, st.builds(RatingBarsData, bars, st.integers(1, 6), st.none() | st.just(Decimal("4.25")))
    ),
    st.builds(
        Chart,
        text,
        text,
        st.builds(
            StackedBarsData, several(st.tuples(text, text)), several(st.tuples(text, several(st.integers(0, 9))))
        ),
    ),
    st.builds(Contents, text, st.integers(1, 4)),
    st.builds(ListOfTables, text),
)
any_block = st.recursive(
    simple,
    lambda inner: st.one_of(
        st.builds(Callout, several(inner), text, st.sampled_from(["plain", "good", "attention"])),
        st.builds(Listing, several(several(inner)), st.booleans(), st.integers(1, 9)),
        st.builds(Definitions, several(st.tuples(runs, several(inner)))),
    ),
    max_leaves=3,
)
parts = st.recursive(
    st.builds(Part, text, text, several(any_block)),
    lambda inner: st.builds(Part, text, text, several(any_block), several(inner), text, st.booleans()),
    max_leaves=3,
)
documents = st.builds(
    Document,
    text,
    text,
    st.builds(Cover, text, text, several(text), text),
    several(parts),
    text,
    several(st.builds(Figure, text, text, text, number, text)),
)


@given(documents)
def test_what_is_written_is_read_back(document):
    stored = to_json(document)
    assert from_json(stored) == document
    assert to_json(from_json(stored)) == stored
    stored.encode()


def test_every_kind_of_block_is_in_the_document_of_these_tests():
    kinds = {name for name, kind in vars(blocks).items() if is_dataclass(kind)}
    assert {name for name in kinds if f'"is":"{name}"' in to_json(DOCUMENT)} == kinds


def test_a_document_stored_in_format_1_is_read_as_it_was_meant():
    # Never write this file anew: stored reports look like it. Add another when the format changes.
    assert from_json(KEPT.read_text(encoding="utf-8").strip()) == DOCUMENT


def test_a_default_is_part_of_the_format():
    """Reports are stored without them: whoever changes one gives old reports another meaning."""
    defaults = {
        f"{name}.{field.name}": field.default
        for name, kind in vars(blocks).items()
        if is_dataclass(kind)
        for field in fields(kind)
        if isinstance(field.default, str | int | bool | tuple | Decimal | None)
    }
    assert {name: default for name, default in defaults.items() if default not in ("", (), None, False)} == {
        "Callout.tone": "plain",
        "Cell.span": 1,
        "Column.kind": "text",
        "Column.share": 10,
        "Contents.depth": 2,
        "Listing.start": 1,
        "Paragraph.kind": "body",
        "Row.kind": "body",
    }


def test_equal_figures_are_equal_texts():
    def stored(value):
        return to_json(Document("", "en", Cover(""), (), figures=(Figure("a", "A", "4.5", value),)))

    assert stored(Decimal("4.50")) == stored(Decimal("4.5"))
    assert '{"decimal":"4.5"}' in stored(Decimal("4.50"))
    assert from_json(stored(7)).figures[0].value == 7
    with pytest.raises(ValueError, match="no figure"):
        stored(Decimal("NaN"))


def test_a_newer_format_is_refused_by_name():
    stored = json.loads(to_json(DOCUMENT))
    assert from_json(json.dumps(stored)) == DOCUMENT
    stored["format"] = 2
    with pytest.raises(NewerFormat, match="format 2; this version of the application reads formats up to 1"):
        from_json(json.dumps(stored))


@pytest.mark.parametrize(
    "change",
    [
        lambda stored: stored.pop("format"),
        lambda stored: stored.update(format="1"),
        lambda stored: stored["document"].update(colour="red"),
        lambda stored: stored["document"].pop("title"),
        lambda stored: stored["document"].update(title=7),
        lambda stored: stored["document"].update(parts={}),
        lambda stored: stored["document"]["cover"].update({"is": "Part"}),
        lambda stored: stored["document"]["parts"][0]["blocks"].append({"is": "Document"}),
        lambda stored: stored["document"]["parts"][0]["blocks"].append("text"),
        lambda stored: stored["document"]["figures"][0].update(value={"decimal": "many"}),
        lambda stored: stored["document"]["figures"][0].update(value={"decimal": "NaN"}),
        lambda stored: stored["document"]["figures"][0].update(value=1.5),
        lambda stored: stored["document"]["parts"][1]["blocks"][0].update(kind="loud"),
    ],
)
def test_a_text_that_is_no_document_is_refused(change):
    stored = json.loads(to_json(DOCUMENT))
    assert from_json(json.dumps(stored)) == DOCUMENT
    change(stored)
    with pytest.raises(UnreadableDocument):
        from_json(json.dumps(stored))


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "[" * 100_000, '{"format":1}'])
def test_what_is_not_even_json_is_refused(text):
    with pytest.raises(UnreadableDocument, match="This is not a stored document"):
        from_json(text)
