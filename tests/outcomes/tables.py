"""Reading a page as tests of these pages need it."""

import re
from html import unescape

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def words(html):
    """What a reader reads of it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def rows_of(response, caption):
    """The cells of each row of the table whose caption has this id, the heads of the columns first."""
    (table,) = re.findall(rf'<caption id="{caption}">.*?</table>', response.content.decode(), re.DOTALL)
    rows = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
    return [[words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows]


def errors_of(response):
    """Each field that was refused, with its sentences."""
    return {field: list(sentences) for field, sentences in response.context["form"].errors.items()}


def address(name, programme, record=None):
    """An address below the settings of a programme."""
    record = {} if record is None else {"record": record.pk}
    return reverse(f"outcomes:{name}", kwargs={"programme": programme.code} | record)


def queries_for(client, path):
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)
