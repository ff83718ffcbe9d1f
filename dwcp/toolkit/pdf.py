"""From HTML to PDF. The only module that knows WeasyPrint, and it loads it at the first report.

A report is made of our own stylesheets and fonts and of nothing else. Its HTML names them like a page that
lies in the static folder (`<link rel="stylesheet" href="css/print.css">`); others stop the rendering.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

# Stands for the static folder while rendering. RFC 2606 keeps .invalid from ever being a real host.
STATIC = "https://static.invalid/"
CONTENT_TYPES = {".css": "text/css", ".woff2": "font/woff2", ".ttf": "font/ttf"}
SVG = "{http://www.w3.org/2000/svg}"
# What is being done, in two steps, and how many pages there are so far.
LAYING_OUT, WRITING = "laying_out", "writing"
Progress = Callable[[str, int], None]

# Pango's font map is shared by the process, and a long report takes 200 MB: one at a time.
_one_at_a_time = threading.Lock()


class ForbiddenResource(ValueError):
    """A report asked for something that is not a stylesheet or font of ours."""


def own_file(url: str) -> Path:
    """The static file an address within a report stands for.

    Raises ForbiddenResource for the network, the file system, data in the address, and unknown names.
    """
    name = url.removeprefix(STATIC)
    if name == url or ".." in name or Path(name).suffix not in CONTENT_TYPES:
        raise ForbiddenResource(f"A report may only use our own stylesheets and fonts, not {url}")
    found = finders.find(name)
    if not found:
        raise ForbiddenResource(f"There is no static file {name}")
    return Path(str(found))


@cache
def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        """Reads our static files; has no way to open anything else."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            path = own_file(url)
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": CONTENT_TYPES[path.suffix]})

    return OwnFiles(fail_on_errors=True)


@cache
def _fonts() -> Any:
    """One font configuration per process: our fonts are unpacked once, not for every report."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def render_pdf(html: str, *, progress: Progress | None = None) -> bytes:
    """Render a report; title and language are those of the document.

    The file is tagged for assistive technology (`pdf/ua-1`). `progress` is told the step (LAYING_OUT, WRITING) and how
    many pages it has come to; page numbers of contents need a second round, which begins again at page 1. What it
    raises ends the rendering. Raises ForbiddenResource when the document asks for anything but our own stylesheets
    and fonts.
    """
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    try:
        with _one_at_a_time, _told(progress):
            document = HTML(string=html, base_url=STATIC, url_fetcher=_fetcher())
            _prepare_drawings(document.etree_element)
            # Widths of columns and first numbers of lists stand in attributes, which the content policy lets through.
            pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", presentational_hints=True, font_config=_fonts())
    except FatalURLFetchingError as error:
        if isinstance(error.__cause__, ForbiddenResource):
            raise error.__cause__ from None
        raise
    return pdf


class _Teller(logging.Handler):
    """Reads the step and the page out of what WeasyPrint notes."""

    def __init__(self, progress: Progress):
        super().__init__()
        self.progress, self.pages = progress, 0

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg.startswith("Step 5") and isinstance(record.args, tuple) and record.args:
            self.pages = int(str(record.args[0]))
            self.progress(LAYING_OUT, self.pages)
        elif record.msg.startswith("Step 6"):
            self.progress(WRITING, self.pages)


@contextmanager
def _told(progress: Progress | None) -> Iterator[None]:
    """While it lasts, `progress` hears what WeasyPrint notes of each page."""
    if progress is None:
        yield
        return

    notes, teller = logging.getLogger("weasyprint.progress"), _Teller(progress)
    level, propagates = notes.level, notes.propagate
    notes.addHandler(teller)
    notes.setLevel(logging.INFO)
    notes.propagate = False
    try:
        yield
    finally:
        notes.removeHandler(teller)
        notes.setLevel(level)
        notes.propagate = propagates


def _prepare_drawings(root: Any) -> None:
    """Put the chart stylesheet inside every drawing: a document's own does not reach inline SVG here.

    The title of a drawing becomes its alternative text, so the description, which says every figure, goes along.
    """
    drawings = list(root.iter(f"{SVG}svg"))
    if not drawings:
        return
    css = own_file(f"{STATIC}css/chart.css").read_text()
    for drawing in drawings:
        title, description = drawing.find(f"{SVG}title"), drawing.find(f"{SVG}desc")
        if title is not None and description is not None:
            title.text = ". ".join(text for text in (title.text, description.text) if text)
        style = drawing.makeelement(f"{SVG}style", {})
        style.text = css
        drawing.insert(0, style)
