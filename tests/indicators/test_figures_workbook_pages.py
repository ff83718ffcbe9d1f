"""The pages of the workbook with figures: out, looked at, confirmed."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dwcp.toolkit.workbooks.limits import LARGEST_FILE
from indicators.choices import ImportState
from indicators.models import ProgressEntry
from indicators.services import Figure, record_progress
from tests import factories
from tests.indicators.figures_books import downloaded, filled, line_of

pytestmark = pytest.mark.django_db


def address(name, programme, **arguments):
    """The address of a page."""
    return reverse(f"indicators:{name}", kwargs={"programme": programme.code, **arguments})


def send(client, programme, content, name="figures.xlsx"):
    """Send a file in."""
    return client.post(address("preview-figures", programme), {"file": SimpleUploadedFile(name, content)})


@pytest.fixture
def client_of(sign_in, outcome_manager):
    """The outcome manager, signed in."""
    return sign_in(outcome_manager)


def entry(code):
    """What was recorded of an indicator of the real programme for 2010."""
    return ProgressEntry.objects.filter(indicator__code=code, period__label="2010").first()


def test_out_looked_at_and_confirmed(client_of, programme):
    answer = client_of.get(address("figures-download", programme))
    name = answer["Content-Disposition"].split('filename="')[1]
    assert name.startswith("KHM-DWCP-2008-2010-figures-20")
    assert name.endswith('.xlsx"')
    content = filled(
        answer.content, {"1.6": {"value": 3100, "women": 2900, "men": 200, "hand_in": "yes"}, "1.7": {"value": 5}}
    )
    answer = send(client_of, programme, content)
    kept = programme.progress_imports.get()
    page = address("figures-import", programme, figures=kept.pk)
    assert (answer.status_code, answer.url) == (302, page)
    text = client_of.get(page).content.decode()
    assert "2 rows would be recorded, 1 of them handed in for verification." in text
    assert "1 row is kept as a draft" in text
    assert "<strong>Women</strong>: <ins>2900</ins>" in text
    assert entry("1.6") is None

    answer = client_of.post(address("confirm-figures", programme, figures=kept.pk), follow=True)
    text = answer.content.decode()
    assert "The figures were recorded." in text
    assert "2 rows were recorded, 1 of them handed in for verification." in text
    assert (entry("1.6").value, entry("1.6").state, entry("1.7").state) == (3100, "submitted", "draft")

    answer = client_of.post(address("confirm-figures", programme, figures=kept.pk), follow=True)
    assert "nothing was done a second time" in answer.content.decode()
    assert entry("1.6").revision == 2

    text = client_of.get(address("figures", programme)).content.decode()
    assert "14 reports wait" not in text
    assert "figures.xlsx" in text

    send(client_of, programme, content)
    again = programme.progress_imports.get(state=ImportState.PREVIEWED)
    text = client_of.get(address("figures-import", programme, figures=again.pk)).content.decode()
    assert "Nothing would change" in text
    assert "Record " not in text


def test_of_one_period(client_of, programme):
    factories.ReportingPeriodFactory(programme=programme, label="2011", year=2011)
    answer = client_of.get(address("figures-download", programme), {"period": "2011"})
    sheet = openpyxl.load_workbook(BytesIO(answer.content))["Figures"]
    assert {row[0] for row in sheet.iter_rows(min_row=3, values_only=True)} == {"2011"}
    assert "-figures-2011-20" in answer["Content-Disposition"]


def test_what_is_wrong_is_shown_and_comes_back_with_remarks(client_of, programme, outcome_manager):
    content = filled(downloaded(programme, outcome_manager), {"1.6": {"value": "1,234"}})
    page = send(client_of, programme, content).url
    text = client_of.get(page).content.decode()
    assert "1 thing is wrong" in text
    assert "“1,234” can mean two things." in text
    assert "Record " not in text
    kept = programme.progress_imports.get()
    answer = client_of.get(address("returned-figures", programme, figures=kept.pk))
    assert answer["Content-Disposition"] == 'attachment; filename="figures-remarks.xlsx"'
    assert openpyxl.load_workbook(BytesIO(answer.content)).sheetnames[:3] == ["Read me", "Remarks", "Figures"]
    answer = client_of.post(address("confirm-figures", programme, figures=kept.pk))
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
def test_what_is_no_workbook_is_refused_beside_the_field(client_of, programme, content, expected):
    answer = send(client_of, programme, content)
    assert answer.status_code == 422
    assert expected in answer.content.decode()
    assert not programme.progress_imports.exists()


def test_a_file_is_taken_only_from_our_own_page(outcome_manager, programme):
    client = Client(enforce_csrf_checks=True)
    client.force_login(outcome_manager, backend="django.contrib.auth.backends.ModelBackend")
    content = downloaded(programme, outcome_manager)
    assert send(client, programme, content).status_code == 403
    client.get(address("figures", programme))
    token = client.cookies["csrftoken"].value
    sent = {"file": SimpleUploadedFile("f.xlsx", content), "csrfmiddlewaretoken": token}
    assert client.post(address("preview-figures", programme), sent).status_code == 302


def record(programme, by, value, revision=0):
    indicator = programme.outcomes.get(number=1).indicators.get(code="1.6")
    period = programme.periods.get(label="2010")
    figure = Figure(measured_on=period.ends_on, value=Decimal(value), total_only_reason="Lists follow")
    return record_progress(indicator=indicator, period=period, figure=figure, revision=revision, by=by)


def test_a_colleagues_figure_is_shown_beside_mine_and_stays_unless_ticked(
    client_of, programme, outcome_manager, officer
):
    content = filled(downloaded(programme, outcome_manager), {"1.6": {"value": 3100}, "1.7": {"value": 5}})
    record(programme, officer, 2000)
    page = send(client_of, programme, content).url
    text = client_of.get(page).content.decode()
    assert "Saved by Officer on" in text
    assert '<th scope="row">Figure (total)</th><td>2000</td><td>3100</td>' in text
    client_of.post(page + "confirm/")
    assert (entry("1.6").value, entry("1.7").value) == (2000, 5)
    assert "What was saved stayed, unless the row was ticked." in client_of.get(page).content.decode()


def test_ticked_mine_replaces_it(client_of, programme, outcome_manager, officer):
    content = filled(downloaded(programme, outcome_manager), {"1.6": {"value": 3100}})
    record(programme, officer, 2000)
    page = send(client_of, programme, content).url
    asked = client_of.get(page).content.decode()
    assert "Record those ticked" in asked
    assert ("Record 0 rows" in asked, "0 rows would be recorded" in asked) == (False, False)
    kept = programme.progress_imports.get()
    (row,) = kept.summary["conflicts"]
    answer = client_of.post(page + "confirm/", {"replace": row["key"]}, follow=True)
    done = answer.content.decode()
    assert "1 row was recorded" in done
    assert ("Yours replaced it." in done, "Replace it with mine" in done) == (True, False)
    assert (entry("1.6").value, entry("1.6").recorded_by) == (3100, outcome_manager)


def test_written_after_the_preview_it_is_looked_at_anew(client_of, programme, outcome_manager, officer):
    content = filled(downloaded(programme, outcome_manager), {"1.6": {"value": 3100}, "1.7": {"value": 5}})
    page = send(client_of, programme, content).url
    record(programme, officer, 2000)
    answer = client_of.post(page + "confirm/")
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Look again at what it does now, then confirm." in text
    assert "Saved by Officer on" in text
    assert entry("1.7") is None
    assert client_of.post(page + "confirm/").status_code == 302
    assert (entry("1.6").value, entry("1.7").value) == (2000, 5)


def test_a_key_that_was_not_offered_replaces_nothing(client_of, programme, outcome_manager):
    page = send(client_of, programme, filled(downloaded(programme, outcome_manager), {"1.7": {"value": 5}})).url
    assert client_of.post(page + "confirm/", {"replace": "1-2-3"}).status_code == 422
    assert entry("1.7") is None


def test_somebody_elses_file_is_seen_and_not_confirmed(sign_in, programme, outcome_manager, officer):
    client = sign_in(outcome_manager)
    page = send(client, programme, filled(downloaded(programme, outcome_manager), {"1.7": {"value": 5}})).url
    client = sign_in(officer)
    text = client.get(page).content.decode()
    assert "Only Outcome manager can import this file." in text
    answer = client.post(page + "confirm/")
    assert answer.status_code == 422
    assert "Somebody else has sent this file in." in answer.content.decode()
    assert entry("1.7") is None


def test_imports_of_another_programme_do_not_exist(client_of, programme):
    other = factories.ProgressImportFactory()
    for name in ("figures-import", "returned-figures", "confirm-figures"):
        assert client_of.get(address(name, programme, figures=other.pk)).status_code == 404
    assert client_of.post(address("confirm-figures", programme, figures=other.pk)).status_code == 404


def test_an_archived_programme_takes_nothing(client_of, programme, outcome_manager):
    content = downloaded(programme, outcome_manager)
    type(programme).objects.filter(pk=programme.pk).update(archived_on="2011-01-01")
    assert client_of.get(address("figures", programme)).status_code == 403
    assert send(client_of, programme, content).status_code == 403


def test_the_list_of_imports_takes_few_queries(client_of, programme):
    def queries(number):
        while programme.progress_imports.count() < number:
            factories.ProgressImportFactory(programme=programme, state=ImportState.CONFIRMED)
        with CaptureQueriesContext(connection) as captured:
            assert client_of.get(address("figures", programme)).status_code == 200
        return len(captured)

    assert queries(1) == queries(3) <= 15


def test_the_preview_takes_few_queries_for_any_number_of_rows(client_of, programme, outcome_manager):
    content = downloaded(programme, outcome_manager)
    lines = [line_of(content, "1.6"), line_of(content, "1.7"), line_of(content, "1.8")]

    def queries(number):
        sent = filled(content, {line: {"value": 5} for line in lines[:number]})
        with CaptureQueriesContext(connection) as captured:
            page = send(client_of, programme, sent).url
        with CaptureQueriesContext(connection) as shown:
            assert client_of.get(page).status_code == 200
        return len(captured), len(shown)

    queries(1)  # afterwards there is an earlier preview to take away, each time
    assert queries(1) == queries(3)
    assert queries(3)[1] <= 15
