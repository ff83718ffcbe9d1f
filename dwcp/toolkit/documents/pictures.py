"""A chart as a picture, for formats that cannot hold the drawing. The only module that knows resvg."""

import tempfile
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

from ..charts import Chart
from ..templatetags.charts import chart as drawn

FONTS = (
    "noto-sans-latin-400-normal",
    "noto-sans-latin-700-normal",
    "overpass-latin-600-normal",
    "overpass-latin-700-normal",
    "noto-sans-khmer-khmer-400-normal",
    "noto-sans-khmer-khmer-700-normal",
)
# Three dots for each unit of a drawing: sharp on paper at the width it is shown with.
SHARPNESS = 3


def picture_of(drawing: Chart) -> bytes:
    """The drawing as PNG, in our own fonts and in no others."""
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=str(drawn(drawing)),
            style_sheet=_css(),
            width=int(drawing.width * SHARPNESS),
            background="white",
            font_files=_font_files(),
            skip_system_fonts=True,
        )
    )


@cache
def _css() -> str:
    return Path(str(finders.find("css/chart.css"))).read_text(encoding="utf-8")


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Where the unpacked fonts lie as long as the process lives."""
    return tempfile.TemporaryDirectory(prefix="dwcp-fonts-")


@cache
def _font_files() -> list[str]:
    """Our fonts unpacked: resvg reads no WOFF2."""
    from fontTools.ttLib import TTFont

    files = []
    for name in FONTS:
        font = TTFont(str(finders.find(f"fonts/{name}.woff2")))
        font.flavor = None
        path = Path(_folder().name) / f"{name}.ttf"
        font.save(path)
        files.append(str(path))
    return files
