"""Files are told by what they hold; whatever is not taken is named, so that the sentence helps."""

import struct
from io import BytesIO
from zipfile import ZIP_LZMA, ZIP_STORED, ZipFile

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st

from dwcp.toolkit.filetypes import ENDINGS, LONGEST_NAME, NotTaken, archives, clean_name, named, type_of
from tests.indicators import evidence_files as files

OPEN_XML, OPEN_DOCUMENT = files.OPEN_XML, "application/vnd.oasis.opendocument."
TAKEN = {
    "lists.pdf": (files.pdf(), "application/pdf"),
    "LISTS.PDF": (b"\xef\xbb\xbf\r\n" + files.pdf(), "application/pdf"),
    "photo.png": (files.png(), "image/png"),
    "photo.jpg": (files.jpeg(), "image/jpeg"),
    "photo.jpeg": (files.jpeg(preview=b"\xff\xd8 small \xff\xd9") + b"more of the camera", "image/jpeg"),
    "plan.gif": (files.GIF, "image/gif"),
    "plan.webp": (files.WEBP, "image/webp"),
    "report.docx": (files.office(files.WORD), f"{OPEN_XML}wordprocessingml.document"),
    "figures.xlsx": (files.office(files.EXCEL), f"{OPEN_XML}spreadsheetml.sheet"),
    "talk.pptx": (files.office(files.POWERPOINT), f"{OPEN_XML}presentationml.presentation"),
    "report.odt": (files.open_document("text"), f"{OPEN_DOCUMENT}text"),
    "figures.ods": (files.open_document("spreadsheet"), f"{OPEN_DOCUMENT}spreadsheet"),
    "talk.odp": (files.open_document("presentation"), f"{OPEN_DOCUMENT}presentation"),
    "old.doc": (files.compound("WordDocument", "1Table", "\x05SummaryInformation"), "application/msword"),
    "old.xls": (files.compound("Workbook"), "application/vnd.ms-excel"),
    "older.xls": (files.compound("Book"), "application/vnd.ms-excel"),
    "old.ppt": (files.compound("PowerPoint Document", "Current User"), "application/vnd.ms-powerpoint"),
    "របាយការណ៍.pdf": (files.pdf(), "application/pdf"),
}


def told(content, name):
    """The sentence that refuses the file."""
    with pytest.raises(NotTaken) as refused:
        type_of(ContentFile(content), name)
    return str(refused.value)


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_taken(name):
    content, content_type = TAKEN[name]
    found = type_of(ContentFile(content), name)
    assert (found.content_type, named(found.content_type)) == (content_type, found)


def test_every_ending_that_is_offered_is_taken():
    assert {name[name.rindex(".") :].lower() for name in TAKEN} == set(ENDINGS)


@pytest.mark.parametrize(
    ("content", "name", "label", "ending"),
    [
        (files.png(), "lists.pdf", "PNG picture", ".png"),
        (files.pdf(), "lists.docx", "PDF", ".pdf"),
        (files.pdf(), "lists", "PDF", ".pdf"),
        (files.pdf(), ".pdf", "PDF", ".pdf"),
        (files.office(files.EXCEL), "lists.docx", "Excel workbook", ".xlsx"),
        (files.office(files.WORD), "lists.doc", "Word document", ".docx"),
        (files.compound("WordDocument"), "lists.docx", "Word document (97–2003)", ".doc"),
    ],
)
def test_a_name_that_does_not_fit_is_refused_with_what_the_file_is(content, name, label, ending):
    assert told(content, name) == (
        f"“{name}” is not what its name says: it is really a file of the type “{label}”. "
        f"Give it a name that ends in {ending} and send it again."
    )


@pytest.mark.parametrize(
    ("content", "label"),
    [
        (b"MZ\x90\x00\x03", "Windows program"),
        (b"\x7fELF\x02\x01", "program"),
        (b"#!/bin/sh\necho %PDF-1.4\n", "script"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "web page"),
        (b"  \n<HTML>", "web page"),
        (b"<svg onload='alert(1)'></svg>", "SVG picture"),
        (b"<?xml version='1.0'?><svg/>", "XML document"),
        (b"women,men\n5,7\n", "plain text"),
        ("ការងារសមរម្យ ".encode() * 2000, "plain text"),
        (b"{\\rtf1\\ansi}", "rich text document (RTF)"),
        (b"II*\x00\x08\x00\x00\x00", "TIFF picture"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "HEIC picture"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00", "video"),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", "video or sound recording"),
        (b"Rar!\x1a\x07\x01\x00", "RAR archive"),
        (files.zipped({"lists.pdf": "%PDF-"}), "ZIP archive"),
        (files.zipped({"mimetype": "application/epub+zip"}), "e-book"),
        (files.open_document("text-template"), "template of an office program"),
        (files.open_document("chart"), "OpenDocument file of another kind"),
        (files.office(f"{files.OPEN_XML}wordprocessingml.template.main+xml"), "template of an office program"),
        (files.office(f"{files.OPEN_XML}presentationml.slideshow.main+xml"), "PowerPoint slide show"),
        (files.compound("__properties_version1.0"), "e-mail (Outlook)"),
    ],
)
def test_what_is_not_taken_is_named(content, label):
    assert told(content, "lists.pdf") == (
        f"“lists.pdf” is a file of the type “{label}”, which is not taken. Send PDF, pictures or office files."
    )


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\x03", b"\xff\xfe\x00", files.compound("Something")])
def test_what_nobody_knows_is_said_to_be_so(content):
    assert told(content, "x.pdf") == "“x.pdf” is of no type that is known here. Send PDF, pictures or office files."


MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"


@pytest.mark.parametrize(
    ("name", "content"),
    {
        "report.docx": files.office(MACROS),
        "renamed.docx": files.office(files.WORD, **{"word/vbaProject.bin": "macros"}),
        "other.docx": files.office(files.WORD, **{"WORD/VBAPROJECT.BIN": "macros"}),
        "old-macros.xlsx": files.office(files.EXCEL, **{"xl/macrosheets/sheet1.xml": "=EXEC()"}),
        "binary.xlsx": files.office("application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
        "carrier.pptx": files.office(files.POWERPOINT, **{"ppt/embeddings/setup.exe": "MZ"}),
        "basic.odt": files.open_document("text", **{"Basic/Standard/Module1.xml": "Sub Main"}),
        "python.ods": files.open_document("spreadsheet", **{"Scripts/python/run.py": "import os"}),
        "old.doc": files.compound("WordDocument", "Macros", "VBA"),
        "old.xls": files.compound("Workbook", "_VBA_PROJECT_CUR"),
    }.items(),
)
def test_documents_with_programs_are_refused(name, content):
    assert told(content, name) == (
        f"“{name}” contains macros or programs. Save it without them, or as PDF, and send that."
    )


def test_lists_of_no_macros_are_no_macros():
    parts = {"Basic/script-lc.xml": "<x/>", "Basic/Standard/script-lb.xml": "<x/>"}
    assert type_of(ContentFile(files.open_document("text", **parts)), "a.odt").endings == (".odt",)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.docx", files.compound("EncryptedPackage", "EncryptionInfo")),
        ("report.odt", files.open_document("text", **{"META-INF/manifest.xml": "<manifest:encryption-data/>"})),
    ],
)
def test_what_nobody_could_check_is_refused(name, content):
    assert told(content, name) == (
        f"“{name}” is protected by a password, so that nobody could check it. Save it without, and send that."
    )


@pytest.mark.parametrize("name", sorted(name for name in TAKEN if name != "older.xls"))
def test_a_file_whose_end_is_missing_is_refused(name):
    content, _content_type = TAKEN[name]
    cut = content[: len(content) - (1024 if name.startswith("old") else 30)]
    assert told(cut, name) == f"“{name}” is broken or incomplete. Open it, save it again and send that."


def _odd(method=ZIP_STORED, parts=(), size=0):
    content = BytesIO()
    with ZipFile(content, "w", method) as archive:
        archive.writestr("[Content_Types].xml", f'<Override ContentType="{files.WORD}"/>' + " " * size)
        for name in parts:
            archive.writestr(name, "")
    return content.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "content",
    [
        _odd(ZIP_LZMA),
        _odd(parts=["a.xml", "A.xml"]),
        _odd(parts=["[content_types].XML"]),
        _odd(parts=[f"{number}.xml" for number in range(archives.MOST_PARTS)]),
        _odd(8, size=archives.LARGEST_LIST + 1),
        b"PK\x03\x04" + b"\x00" * 200,
    ],
    ids=["packed oddly", "one part twice", "two lists", "too many parts", "a bomb", "no directory"],
)
def test_archives_that_are_none_of_an_office_program_are_refused(content):
    assert told(content, "a.docx") == "“a.docx” is broken or incomplete. Open it, save it again and send that."


def test_a_directory_that_states_its_size_in_longer_numbers_is_looked_at_too():
    content = _odd()
    end = content.rindex(b"PK\x05\x06")
    long_end = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 1, 10**6, 47, 0)
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, end, 1)
    assert told(content[:end] + long_end + locator + content[end:], "a.docx").startswith("“a.docx” is broken")


def test_a_directory_of_old_office_files_that_leads_back_to_itself_ends():
    content = bytearray(files.compound("WordDocument"))
    content[512 + 4 : 512 + 8] = struct.pack("<I", 1)  # the directory's sector is followed by itself
    assert told(bytes(content), "a.doc").startswith("“a.doc” is broken")


@given(st.binary(max_size=300), st.sampled_from([b"", b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]))
def test_nothing_that_is_sent_breaks_it(content, beginning):
    assert told(beginning + content.replace(b"%%EOF", b""), "a.pdf").endswith(".")


@given(st.integers(0, len(TAKEN["old.doc"][0]) - 1), st.binary(min_size=1, max_size=4))
def test_damaged_files_of_old_office_are_told_or_taken(place, noise):
    content = TAKEN["old.doc"][0]
    damaged = content[:place] + noise + content[place + len(noise) :]
    try:
        assert type_of(ContentFile(damaged), "a.doc").endings == (".doc",)
    except NotTaken as refused:
        assert str(refused).endswith(".")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("lists.pdf", "lists.pdf"),
        ("../../etc/lists.pdf", "lists.pdf"),
        ("C:\\Users\\me\\lists.pdf", "lists.pdf"),
        ("li\x00st\x1b\x7fs.pdf", "lists.pdf"),
        ("lists\r\nContent-Type: text/html.pdf", "html.pdf"),
        ("fdp.\u202efdp.exe", "fdp.fdp.exe"),
        ("a\u2066b\u200f.pdf", "ab.pdf"),
        ("  lists \t of  May .pdf ", "lists of May .pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("ប្រាក់ខែ.pdf", "ប្រាក់ខែ.pdf"),
        ("...", ""),
        ("", ""),
        (None, ""),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("x" * 300, "x" * 200),
    ],
)
def test_names_are_kept_without_what_nobody_sees(sent, kept):
    assert clean_name(sent) == kept


@given(st.text(max_size=400))
def test_no_name_is_longer_than_its_column_or_holds_a_folder(sent):
    name = clean_name(sent)
    assert len(name) <= LONGEST_NAME
    assert name.isprintable()
    assert not set(name) & set("/\\")
    assert clean_name(name) == name
