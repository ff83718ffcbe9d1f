"""A client of the API that speaks JSON and signs in with a token."""

import pytest
from django.core.cache import cache
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

HOME = "/api/v1/programmes/KHM-DWCP-2008-2010/"


@pytest.fixture(autouse=True)
def forget_attempts():
    """Attempts to sign in are counted; a test starts at none."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def api():
    """A client for this person: `api(officer).get(...)`."""

    def api(person=None):
        client = APIClient()
        if person is not None:
            token, _created = Token.objects.get_or_create(user=person)
            client.credentials(HTTP_AUTHORIZATION=f"Token {token.key}")
        return client

    return api
