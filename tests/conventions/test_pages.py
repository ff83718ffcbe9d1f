"""What holds of every page: reading writes nothing, nothing stands inline, the content policy is there."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.urls import reverse

from accounts.models import User
from tests.conventions.urls import ADDRESSES

pytestmark = pytest.mark.django_db

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
# The session is the framework's own record of who is there.
NOT_CONTENT = "django_session"
PAGES = [name for name, address in ADDRESSES.items() if "GET" in address.methods]


class Inline(HTMLParser):
    """Collects what a strict content policy refuses."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        data_only = names.get("type") in ("application/json", "application/ld+json")
        if tag == "style" or (tag == "script" and "src" not in names and not data_only):
            self.found.append(f"<{tag}>")
        self.found += [name for name in names if name == "style" or name.startswith("on")]
        self.found += [f'{name}="javascript:"' for name, value in attrs if (value or "").startswith("javascript:")]

    handle_startendtag = handle_starttag


def inline(html):
    parser = Inline()
    parser.feed(html)
    return parser.found


@pytest.fixture
def administrator(administrator):
    """With a password, so that the pages about it answer."""
    administrator.set_password("a long enough password")
    administrator.save()
    return administrator


@pytest.fixture
def written():
    """The statements that write, as they are executed."""
    statements = []

    def watch(execute, sql, params, many, context):
        if WRITES.match(sql) and NOT_CONTENT not in sql:
            statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield statements


def test_the_watch_sees_a_write(written, programme):
    programme.save()
    assert len(written) == 1


@pytest.mark.parametrize("name", PAGES)
def test_reading_writes_nothing(name, sign_in, administrator, written):
    client, path = sign_in(administrator), ADDRESSES[name].path()
    written.clear()
    answer = client.get(path)
    assert answer.status_code < 500
    assert written == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_stands_inline_and_the_policy_is_there(name, client, sign_in, administrator):
    for answer in (client.get(ADDRESSES[name].path()), sign_in(administrator).get(ADDRESSES[name].path())):
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer["X-Frame-Options"] == "DENY"
        if answer["Content-Type"].startswith("text/html"):
            assert inline(answer.content.decode()) == []


@pytest.mark.parametrize("status", [404, 403])
def test_nothing_stands_inline_on_pages_that_refuse(status, sign_in, observer):
    path = {404: "/nowhere/", 403: ADDRESSES["indicators:record-progress"].path()}[status]
    answer = sign_in(observer).get(path)
    assert answer.status_code == status
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert inline(answer.content.decode()) == []


TEMPLATES = Path(settings.BASE_DIR) / "templates"
# A report is one file for a printer: its style sheets stand in it, and no browser shows it.
FOR_PRINT = TEMPLATES / "pdf"


@pytest.mark.parametrize(
    "template",
    [path for path in sorted(TEMPLATES.rglob("*.html")) if not path.is_relative_to(FOR_PRINT)],
    ids=lambda path: str(path.relative_to(TEMPLATES)),
)
def test_nothing_stands_inline_in_templates(template):
    text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert inline(text) == []


@pytest.fixture
def superuser(db):
    return User.objects.create_superuser("super@example.org", "a long enough password", name="Super")


def test_the_administration_loads_and_reading_it_writes_nothing(sign_in, superuser, written):
    client = sign_in(superuser)
    written.clear()
    assert client.get(reverse("admin:index")).status_code == 200
    for model, model_admin in admin.site._registry.items():
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        answer = client.get(reverse(f"{base}_changelist"))
        assert answer.status_code == 200, base
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        adds = model_admin.has_add_permission(answer.wsgi_request)
        assert client.get(reverse(f"{base}_add")).status_code == (200 if adds else 403), base
        record = model.objects.first()
        if record is not None:
            assert client.get(reverse(f"{base}_change", args=[record.pk])).status_code == 200, base
            assert client.get(reverse(f"{base}_changelist"), {"q": "a"}).status_code == 200, base
    assert written == []
