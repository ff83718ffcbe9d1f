"""From HTML to PDF. The only module that knows WeasyPrint, and it loads it at the first report.

A report is made of our own stylesheets and fonts and of nothing else. Its HTML names them like a page that
lies in the static folder (`<link rel="stylesheet" href="css/print.css">`); others stop the rendering.
"""

import threading
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

# Stands for the static folder while rendering. RFC 2606 keeps .invalid from ever being a real host.
STATIC = "https://static.invalid/"
CONTENT_TYPES = {".css": "text/css", ".woff2": "font/woff2", ".ttf": "font/ttf"}
SVG = "{http://www.w3.org/2000/svg}"

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


def render_pdf(html: str) -> bytes:
    """Render a report; title and language are those of the document.

    The file is tagged for assistive technology (`pdf/ua-1`). Raises ForbiddenResource when the document asks
    for anything but our own stylesheets and fonts.
    """
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    try:
        with _one_at_a_time:
            document = HTML(string=html, base_url=STATIC, url_fetcher=_fetcher())
            _style_drawings(document.etree_element)
            pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", font_config=_fonts())
    except FatalURLFetchingError as error:
        if isinstance(error.__cause__, ForbiddenResource):
            raise error.__cause__ from None
        raise
    return pdf


def _style_drawings(root: Any) -> None:
    """Put the chart stylesheet inside every drawing: a document's own does not reach inline SVG here."""
    drawings = list(root.iter(f"{SVG}svg"))
    if not drawings:
        return
    css = own_file(f"{STATIC}css/chart.css").read_text()
    for drawing in drawings:
        style = drawing.makeelement(f"{SVG}style", {})
        style.text = css
        drawing.insert(0, style)
