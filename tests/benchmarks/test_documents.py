"""A document in every format: seconds, pages a second, peak memory, for about 40 pages and for ten times as many.

Prints, asserts no times: `script/benchmark -k documents`. Beside the PDF stands what WeasyPrint alone takes for the
same HTML: the difference is ours. Seconds are those of the processor, so that neighbours do not count; memory is what
the process took at most, in a process of its own for each line.
"""

import io
import multiprocessing
import resource
import time
from decimal import Decimal

import pytest
from pypdf import PdfReader

from dwcp.toolkit.documents.blocks import (
    AmountBarsData,
    Bar,
    Cell,
    Chart,
    Column,
    Contents,
    Cover,
    Document,
    ListOfTables,
    Paragraph,
    Part,
    RatingBarsData,
    Row,
    StackedBarsData,
    Table,
    plain,
)
from dwcp.toolkit.documents.docx import docx_of
from dwcp.toolkit.documents.html import html_of
from dwcp.toolkit.documents.storing import from_json, to_json
from dwcp.toolkit.documents.xlsx import xlsx_of
from dwcp.toolkit.pdf import render_pdf

pytestmark = pytest.mark.benchmark

SENTENCE = (
    "The outcome was reached in part, because the law was passed a year later than the plan of work had foreseen. "
)


def document_of(chapters):
    """Chapters of prose, a rating table with comments, a table of figures and a chart, as a review has them."""
    return Document(
        title="Benchmark",
        language="en",
        cover=Cover("Benchmark"),
        parts=(
            Part("front", "Contents", (Contents("Contents"), ListOfTables("Tables")), on_new_page=True),
            *(_chapter(number) for number in range(1, chapters + 1)),
        ),
    )


def _chapter(number):
    ratings = tuple(
        Row(
            (
                Cell(plain(letter)),
                Cell(plain("Contribution of the office")),
                Cell(plain("Satisfactory"), 5, mark=(5, 6)),
                Cell(plain(SENTENCE * 3)),
            )
        )
        for letter in "ABCDE"
    )
    figures = tuple(
        Row(
            (
                Cell(plain(f"Indicator {line}")),
                *(Cell(plain(f"{line * place:,}"), line * place) for place in range(1, 6)),
            )
        )
        for line in range(1, 21)
    )
    bars = tuple(Bar(f"Criterion {n}", Decimal(n), "Satisfactory") for n in range(1, 6))
    data = (
        RatingBarsData(bars, 6, Decimal("3.5"), "Average"),
        AmountBarsData(bars),
        StackedBarsData((("good", "Achieved"), ("poor", "Not achieved")), (("Outcome", (3, 2)), ("Other", (1, 4)))),
    )[number % 3]
    columns = (Column("", 5, "short"), Column("Area", 20), Column("Rating", 25), Column("Comment", 50))
    years = tuple(Column(str(year), 10, "number") for year in range(2006, 2011))
    return Part(
        f"chapter-{number}",
        "Results of the outcome",
        tuple(Paragraph(plain(SENTENCE * 5)) for _paragraph in range(4)),
        (
            Part("r" + str(number), "Ratings", (Table(f"r{number}", "Ratings", columns, ratings, f"{number}.1"),)),
            Part(
                "f" + str(number),
                "Figures",
                (
                    Table(f"f{number}", "Figures", (Column("Indicator", 40), *years), figures, f"{number}.2"),
                    Chart(f"c{number}", "Scores", data),
                ),
            ),
        ),
        str(number),
        on_new_page=True,
    )


def html(document):
    return html_of(document, for_paper=True)


def pdf(document):
    return render_pdf(html(document))


def weasyprint_alone(document):
    """What `pdf` does without us; making the HTML is not counted."""
    from weasyprint import HTML

    from dwcp.toolkit.pdf import STATIC, _fetcher, _fonts

    made = html(document)
    yield
    yield HTML(string=made, base_url=STATIC, url_fetcher=_fetcher()).write_pdf(
        pdf_variant="pdf/ua-1", presentational_hints=True, font_config=_fonts()
    )


def snapshot(document):
    return from_json(to_json(document)) and to_json(document).encode()


WAYS = {
    "html": html,
    "pdf": pdf,
    "weasyprint alone": weasyprint_alone,
    "docx": docx_of,
    "xlsx": xlsx_of,
    "json, there and back": snapshot,
}


def measure(way, chapters, answer):
    """Runs in a process of its own; the first, small run loads the libraries and unpacks the fonts."""

    def run(document):
        made = WAYS[way](document)
        if hasattr(made, "__next__"):
            next(made)
        start = time.process_time()
        made = next(made) if hasattr(made, "__next__") else made
        return made, time.process_time() - start

    run(document_of(1))
    document = document_of(chapters)
    start = time.process_time()
    made, alone = run(document)
    seconds = alone if way == "weasyprint alone" else time.process_time() - start
    pages = len(PdfReader(io.BytesIO(made)).pages) if made[:4] == b"%PDF" else 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answer.put((seconds, len(made), pages, peak))


@pytest.mark.parametrize("chapters", [12, 120])
def test_every_format(chapters):
    processes = multiprocessing.get_context("fork")
    taken = {}
    for way in WAYS:
        answer = processes.Queue()
        process = processes.Process(target=measure, args=(way, chapters, answer))
        process.start()
        taken[way], size, pages, peak = answer.get()
        process.join()
        speed = f"{pages / taken[way]:5.1f} pages/s of {pages}" if pages else ""
        print(
            f"{chapters:4} chapters  {way:20} {taken[way]:7.2f} s {size / 1e6:7.2f} MB {peak:6.0f} MB at most  {speed}"
        )
    print(f"{chapters:4} chapters  our share on top of WeasyPrint {taken['pdf'] / taken['weasyprint alone'] - 1:+.1%}")
