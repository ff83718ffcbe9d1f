"""The page on which progress is recorded comes over a slow line: all that a first visit transfers is weighed."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.urls import reverse

from indicators.services import change_splits
from tests.factories import IndicatorFactory
from tests.indicators.splitting import shared

pytestmark = pytest.mark.django_db

REFERENCED = re.compile(r'(?:href|src)="/static/([^"]+)"')
FONT = re.compile(r"@font-face \{.*?\}", re.DOTALL)
MOST = 100_000  # bytes


def packed(path):
    """What a file weighs as it is served: compressed, but for fonts, which are so already."""
    content = Path(find(path)).read_bytes()
    return len(content if path.endswith(".woff2") else gzip.compress(content))


def latin_fonts():
    """The fonts that a page in English asks for: those without a range of their own."""
    faces = FONT.findall(Path(find("css/fonts.css")).read_text())
    return [re.search(r"\.\./(fonts/[^)]+)", face)[1] for face in faces if "unicode-range" not in face]


@pytest.fixture
def page(programme, officer, outcome_manager, sign_in):
    """Of an indicator with a table to fill in, the largest of them."""
    indicator = IndicatorFactory(outcome=programme.outcomes.get(number=1), code="1.99")
    change_splits(indicator=indicator, splits=[(shared("sex"), shared("age"))], reason="", by=officer)
    kwargs = {"programme": programme.code, "indicator": "1.99", "period": "2010"}
    return sign_in(outcome_manager).get(reverse("indicators:record-progress", kwargs=kwargs)).content


def test_a_first_visit_transfers_less_than_100_kb(page, record_property):
    files = sorted(set(REFERENCED.findall(page.decode())))
    weight = {
        "page": len(gzip.compress(page)),
        "page as it is": len(page),
        "style sheets, scripts and pictures": sum(map(packed, files)),
        "fonts": sum(map(packed, latin_fonts())),
    }
    record_property("bytes", weight)
    assert {"css/record.css", "js/record.js", "js/site.js"} <= set(files)
    assert len(latin_fonts()) == 4
    without_fonts = weight["page"] + weight["style sheets, scripts and pictures"]
    assert without_fonts + weight["fonts"] < MOST, weight
    # A browser has the fonts from then on; a later visit with everything else new is less than half of it.
    assert without_fonts < MOST / 2, weight
