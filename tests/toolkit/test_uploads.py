"""Files of a form are kept on the disk up to a limit, and what was typed beside them is not lost."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.multipartparser import MultiPartParserError
from django.test import RequestFactory

from dwcp.toolkit.uploads import LimitedUploads


def request_with(files, most=100, most_together=250, **typed):
    request = RequestFactory().post("/", {"file": files, **typed})
    request.upload_handlers = [LimitedUploads(request, most=most, most_together=most_together)]
    return request


def sent(name, size):
    return SimpleUploadedFile(name, b"x" * size)


def test_files_come_as_they_were_sent():
    request = request_with([SimpleUploadedFile("a.pdf", b"one"), SimpleUploadedFile("b.pdf", b"two")], note="Typed")
    files = request.FILES.getlist("file")
    assert [(file.name, file.size, file.read()) for file in files] == [("a.pdf", 3, b"one"), ("b.pdf", 3, b"two")]
    assert request.POST["note"] == "Typed"


def test_an_empty_file_is_there():
    (file,) = request_with([sent("a.pdf", 0)]).FILES.getlist("file")
    assert (file.name, file.size, file.read()) == ("a.pdf", 0, b"")


def test_of_a_large_file_no_more_is_kept_than_the_limit_and_its_size_is_known():
    request = request_with([sent("large.pdf", 300_000), sent("small.pdf", 5)], zz_note="Typed behind it")
    large, small = request.FILES.getlist("file")
    assert (large.size, len(large.read()), small.size, len(small.read())) == (300_000, 100, 5, 5)
    assert request.POST["zz_note"] == "Typed behind it"


def test_of_all_together_no_more_is_kept_than_the_limit():
    files = request_with([sent(f"{number}.pdf", 90) for number in range(4)]).FILES.getlist("file")
    assert [(file.size, len(file.read())) for file in files] == [(90, 90), (90, 90), (90, 70), (90, 0)]


@pytest.mark.parametrize("gone", [5, 60, 200_000])
def test_a_form_whose_line_broke_is_not_believed(gone):
    """Else a figure could be handed in without the evidence that came behind it."""
    request = RequestFactory().post("/", {"figure": "12", "file": sent("a.pdf", 300_000)})
    request._stream = BytesIO(request._stream.read()[:-gone])
    request.upload_handlers = [LimitedUploads(request, most=10**6, most_together=10**6)]
    with pytest.raises(MultiPartParserError):
        request.POST.get("figure")


def test_files_are_closed_with_the_request():
    request = request_with([sent("a.pdf", 3)])
    (file,) = request.FILES.getlist("file")
    request.close()
    assert file.closed
