"""The report is made of a page in another test; here it only has to answer."""

import pytest
from django.core.cache import cache

from reviews.views import report


@pytest.fixture(autouse=True)
def no_printing(monkeypatch):
    monkeypatch.setattr(report, "render_pdf", lambda html: b"%PDF-")


@pytest.fixture(autouse=True)
def forget_attempts():
    """Attempts to sign in are counted; a walk starts at none."""
    cache.clear()
