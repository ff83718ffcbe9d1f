"""Looking into a file: which of the types that are taken it is, and whether it is whole."""

import struct
from codecs import getincrementaldecoder

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .archives import zipped_type
from .compound import compound_type
from .names import split_name
from .refusal import NotTaken, WrongContent, broken
from .table import GIF, JPEG, NOT_TAKEN, NOT_TAKEN_TEXT, PDF, PNG, WEBP

# What is read from the beginning and from the end.
START, END = 4096, 65_536
# A reader of PDF looks for the end among so many of the last bytes.
PDF_END = 1024
SPACES_BEFORE_PDF = b"\xef\xbb\xbf \t\r\n"
ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

__all__ = ["NotTaken", "type_of"]


def type_of(file, name):
    """The FileType of an open file, as its content shows; `name` is what it is called.

    Raises NotTaken with a sentence where it is none that is taken, is broken or incomplete, holds programs, or where
    its name ends in what it is not.
    """
    try:
        found = _found(file)
    except WrongContent as error:
        raise NotTaken(error.sentence(name)) from None
    _stem, ending = split_name(name)
    if ending.lower() not in found.endings:
        message = _(
            "“%(name)s” is not what its name says: it is really a file of the type “%(type)s”. "
            "Give it a name that ends in %(ending)s and send it again."
        )
        raise NotTaken(message % {"name": name, "type": found.label, "ending": found.endings[0]})
    return found


def _found(file):
    start = _read(file, 0, START)
    if start.startswith(ZIP):
        return zipped_type(file)
    if start.startswith(COMPOUND):
        return compound_type(file)
    for matches, is_whole, found in CHECKS:
        if matches(start):
            if not is_whole(file):
                raise broken()
            return found
    raise WrongContent(_label(start))


def _label(start):
    """What a file that is not taken is, as far as its beginning tells."""
    for signature, place, label in NOT_TAKEN:
        if start[place : place + len(signature)] == signature:
            return label
    try:
        # A character may be cut where the beginning ends.
        text = getincrementaldecoder("utf-8-sig")().decode(start, final=len(start) < START)
    except UnicodeDecodeError:
        text = start.decode("latin-1")
    for beginning, label in NOT_TAKEN_TEXT:
        if text.lstrip().lower().startswith(beginning):
            return label
    is_text = text and all(one.isprintable() or one.isspace() for one in text)
    return gettext_lazy("plain text") if is_text else None


def _read(file, place, most):
    file.seek(place)
    return file.read(most)


def _end(file, most=END):
    return _read(file, max(0, file.size - most), most)


def _pdf_is_whole(file):
    return b"%%EOF" in _end(file, PDF_END)


def _png_is_whole(file):
    return b"\x00\x00\x00\x00IEND\xaeB`\x82" in _end(file)


def _gif_is_whole(file):
    return _end(file).rstrip(b"\x00").endswith(b";")


def _webp_is_whole(file):
    (stated,) = struct.unpack("<I", _read(file, 4, 4))
    return stated + 8 <= file.size


def _jpeg_is_whole(file):
    """Whether the picture ends. Its small preview, which ends likewise, stands in a segment that is passed over."""
    place = 2
    while True:
        head = _read(file, place, 4)
        if len(head) < 4 or head[0] != 0xFF:
            return False
        if head[1] == 0xDA:  # here the picture itself begins
            break
        place += 1 if head[1] == 0xFF else 2 + int.from_bytes(head[2:4], "big")
    file.seek(place)
    before = b""
    # Some cameras put more behind it, so that the whole is looked through.
    while piece := file.read(END):
        if b"\xff\xd9" in before + piece:
            return True
        before = piece[-1:]
    return False


# How the file begins, whether it is whole, what it is.
CHECKS = (
    (lambda start: start.lstrip(SPACES_BEFORE_PDF).startswith(b"%PDF-"), _pdf_is_whole, PDF),
    (lambda start: start.startswith(b"\x89PNG\r\n\x1a\n") and start[12:16] == b"IHDR", _png_is_whole, PNG),
    (lambda start: start.startswith(b"\xff\xd8\xff"), _jpeg_is_whole, JPEG),
    (lambda start: start.startswith((b"GIF87a", b"GIF89a")), _gif_is_whole, GIF),
    (lambda start: start.startswith(b"RIFF") and start[8:12] == b"WEBP", _webp_is_whole, WEBP),
)
