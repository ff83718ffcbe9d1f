"""The pages of the workbook: out, looked at, in, undone."""

from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dwcp.toolkit.workbooks.limits import LARGEST_FILE
from indicators.choices import ImportState
from indicators.services import framework_workbook
from tests import factories
from tests.indicators.books import edited

pytestmark = pytest.mark.django_db


def address(name, programme, **arguments):
    """The address of a page."""
    return reverse(f"indicators:{name}", kwargs={"programme": programme.code, **arguments})


def send(client, programme, content, name="framework.xlsx"):
    """Send a file in."""
    return client.post(address("preview-workbook", programme), {"file": SimpleUploadedFile(name, content)})


def test_out_looked_at_in_and_undone(sign_in, officer, programme):
    client, title = sign_in(officer), programme.outcomes.get(number=1).title
    content = client.get(address("workbook-download", programme)).content
    answer = send(client, programme, edited(content, {("outcomes", 2, "title"): "Another title"}))
    imported = programme.framework_imports.get()
    page = address("workbook-import", programme, workbook=imported.pk)
    assert (answer.status_code, answer.url) == (302, page)
    text = client.get(page).content.decode()
    assert f"<del>{title}</del> → <ins>Another title</ins>" in text
    assert "Nothing is wrong" in text
    assert programme.outcomes.get(number=1).title == title

    answer = client.post(address("confirm-workbook", programme, workbook=imported.pk), {"reason": ""})
    assert (answer.status_code, answer.url) == (302, address("workbook", programme))
    assert programme.outcomes.get(number=1).title == "Another title"
    assert "Undo" in client.get(answer.url).content.decode()

    answer = client.post(address("undo-workbook", programme, workbook=imported.pk), follow=True)
    assert "was undone" in answer.content.decode()
    assert programme.outcomes.get(number=1).title == title
    answer = client.post(address("undo-workbook", programme, workbook=imported.pk), follow=True)
    assert "only once" in answer.content.decode()


def test_csv_files_there_and_back(sign_in, officer, programme):
    client = sign_in(officer)
    answer = client.get(address("workbook-csv", programme))
    assert answer["Content-Disposition"] == 'attachment; filename="KHM-DWCP-2008-2010.zip"'
    folder, changed = ZipFile(BytesIO(answer.content)), BytesIO()
    with ZipFile(changed, "w") as archive:
        for name in folder.namelist():
            archive.writestr(f"framework/{name}", folder.read(name).replace(b"Improved", b"Better"))
    assert send(client, programme, changed.getvalue(), "framework.zip").status_code == 302
    page = address("workbook-import", programme, workbook=programme.framework_imports.get().pk)
    assert "Nothing is wrong" in client.get(page).content.decode()


def test_what_is_wrong_is_shown_and_comes_back_coloured(sign_in, officer, programme):
    client = sign_in(officer)
    content = edited(framework_workbook(programme=programme, by=officer), {("outcomes", 2, "priority"): "Z"})
    page = send(client, programme, content).url
    imported = programme.framework_imports.get()
    text = client.get(page).content.decode()
    assert "1 thing is wrong" in text
    assert "“Z” is not known here." in text
    assert "Import all of it" not in text
    answer = client.get(address("returned-workbook", programme, workbook=imported.pk))
    assert answer["Content-Disposition"] == 'attachment; filename="framework-checked.xlsx"'
    assert openpyxl.load_workbook(BytesIO(answer.content))["outcomes"]["B2"].fill.fgColor.rgb == "FFFFC7CE"
    answer = client.post(address("confirm-workbook", programme, workbook=imported.pk), {"reason": "Because"})
    assert answer.status_code == 422
    assert "Correct it and send it again." in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"Dear colleagues", "neither a workbook (.xlsx) nor a zip"),
        (b"", "The file is empty."),
        (b"PK\x03\x04" + bytes(LARGEST_FILE + 5_000_000), "larger than 5 MB"),
    ],
    ids=["text", "empty", "too large"],
)
def test_what_is_no_workbook_is_refused_beside_the_field(sign_in, officer, programme, content, expected):
    answer = send(sign_in(officer), programme, content)
    assert answer.status_code == 422
    assert expected in answer.content.decode()
    assert not programme.framework_imports.exists()


def test_a_file_is_taken_only_from_our_own_page(officer, programme):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    content = framework_workbook(programme=programme, by=officer)
    assert send(client, programme, content).status_code == 403
    client.get(address("workbook", programme))
    token = client.cookies["csrftoken"].value
    answer = client.post(
        address("preview-workbook", programme),
        {"file": SimpleUploadedFile("f.xlsx", content), "csrfmiddlewaretoken": token},
    )
    assert answer.status_code == 302


def test_a_reason_is_asked_for_where_there_are_figures(sign_in, officer, programme):
    client = sign_in(officer)
    content = edited(framework_workbook(programme=programme, by=officer), {("indicators", 6, "unit"): "persons"})
    send(client, programme, content)
    imported = programme.framework_imports.get()
    confirm = address("confirm-workbook", programme, workbook=imported.pk)
    answer = client.post(confirm, {"reason": ""})
    assert answer.status_code == 422
    assert "Say why" in answer.content.decode()
    assert client.post(confirm, {"reason": "As the ministry counts"}).status_code == 302


def test_a_preview_that_is_out_of_date_is_shown_anew(sign_in, officer, programme):
    client = sign_in(officer)
    content = edited(framework_workbook(programme=programme, by=officer), {("outcomes", 2, "title"): "Mine"})
    send(client, programme, content)
    programme.outcomes.filter(number=1).update(title="Somebody else's")
    confirm = address("confirm-workbook", programme, workbook=programme.framework_imports.get().pk)
    answer = client.post(confirm, {"reason": ""})
    assert answer.status_code == 409
    assert "<del>Somebody else&#x27;s</del> → <ins>Mine</ins>" in answer.content.decode()
    assert client.post(confirm, {"reason": ""}).status_code == 302


def test_imports_of_another_programme_do_not_exist(sign_in, officer, programme):
    other = factories.FrameworkImportFactory()
    client = sign_in(officer)
    for name in ("workbook-import", "returned-workbook", "confirm-workbook", "undo-workbook"):
        assert client.get(address(name, programme, workbook=other.pk)).status_code == 404
    for name in ("confirm-workbook", "undo-workbook"):
        assert client.post(address(name, programme, workbook=other.pk)).status_code == 404


def test_who_reads_takes_the_workbook_and_sends_nothing(sign_in, observer, programme):
    client = sign_in(observer)
    text = client.get(address("workbook", programme)).content.decode()
    assert "Download the workbook" in text
    assert "See what it would do" not in text
    assert client.get(address("workbook-download", programme)).status_code == 200
    assert send(client, programme, b"PK").status_code == 403


def test_the_list_of_imports_takes_few_queries(sign_in, officer, programme):
    client = sign_in(officer)

    def queries(number):
        while programme.framework_imports.count() < number:
            factories.FrameworkImportFactory(
                programme=programme, state=ImportState.UNDONE, undone_by=factories.UserFactory()
            )
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address("workbook", programme)).status_code == 200
        return len(captured)

    assert queries(1) == queries(3) <= 12
