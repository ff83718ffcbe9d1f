"""`python -m tests.benchmarks.report_files WORK DOCUMENT`: makes one file, and says what it took."""

import json
import os
import resource
import sys
from io import BytesIO
from pathlib import Path
from time import perf_counter, process_time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dwcp.settings.test")


def plain_weasyprint(html):
    """WeasyPrint as its manual says, with the same options; style sheets and fonts straight from the folder."""
    from weasyprint import HTML

    static = f"{(Path(__file__).resolve().parent.parent.parent / 'static').as_uri()}/"
    return HTML(string=html, base_url=static).write_pdf(pdf_variant="pdf/ua-1", presentational_hints=True)


def main(work, path):
    """Do it once to load all libraries with a small document, then measure the real one."""
    django.setup()
    from dwcp.toolkit.documents.docx import docx_of
    from dwcp.toolkit.documents.html import html_of
    from dwcp.toolkit.documents.storing import from_json
    from dwcp.toolkit.documents.xlsx import xlsx_of
    from dwcp.toolkit.pdf import render_pdf
    from tests.toolkit.documents import DOCUMENT

    works = {
        # As a task makes it: with somebody told of every page.
        "pdf": lambda document: render_pdf(html_of(document, for_paper=True), progress=lambda step, page: None),
        "docx": docx_of,
        "xlsx": xlsx_of,
        "html": lambda document: html_of(document, for_paper=False).encode(),
    }
    document = from_json(Path(path).read_text(encoding="utf-8"))
    if work == "plain":
        html = html_of(document, for_paper=True)
        plain_weasyprint(html_of(DOCUMENT, for_paper=True))
        begun, worked = perf_counter(), process_time()
        content = plain_weasyprint(html)
    else:
        works[work](DOCUMENT)
        begun, worked = perf_counter(), process_time()
        content = works[work](document)
    taken, worked = perf_counter() - begun, process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        json.dumps(
            {"seconds": taken, "processor": worked, "pages": pages_of(content), "peak": peak, "bytes": len(content)}
        )
    )


def pages_of(content):
    """How many pages a PDF has; None for another file."""
    if not content.startswith(b"%PDF"):
        return None
    from pypdf import PdfReader

    return len(PdfReader(BytesIO(content)).pages)


if __name__ == "__main__":
    main(*sys.argv[1:])
