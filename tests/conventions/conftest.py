"""Reports and sheets are made of a page in other tests; here they only have to answer."""

import pytest
from django.core.cache import cache

from indicators.views import sheet
from reviews.services import making


@pytest.fixture(autouse=True)
def no_printing(monkeypatch):
    for module in (making, sheet):
        monkeypatch.setattr(module, "render_pdf", lambda html, progress=None: b"%PDF-")


@pytest.fixture(autouse=True)
def forget_attempts():
    """Attempts to sign in are counted; a walk starts at none."""
    cache.clear()
