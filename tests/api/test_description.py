"""The description of the API is complete, valid, and for those who are signed in."""

import io
import re

from django.core.management import call_command
from django.urls import reverse

from dwcp.api import router


def test_it_is_valid_and_without_warnings():
    described = io.StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=described)
    assert described.getvalue().startswith("openapi: 3.")


def test_every_address_is_described(api, observer):
    described = api(observer).get("/api/schema/?format=json").json()["paths"]
    routes = {"/api/v1/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(pattern.pattern)) for pattern in router.urls}
    assert set(described) == routes | {"/api/token/"}


def test_the_description_needs_signing_in(api, db):
    assert api().get("/api/schema/").status_code == 401


def test_the_docs_lead_to_signing_in(client, db):
    answer = client.get("/api/docs/")
    assert (answer.status_code, answer.url) == (302, f"{reverse('account_login')}?next=/api/docs/")


def test_the_docs_hold_no_inline_script(sign_in, observer):
    page = sign_in(observer).get("/api/docs/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "<script>" not in text and "<style" not in text
    script = sign_in(observer).get("/api/docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")
    assert b"SwaggerUIBundle" in script.content
