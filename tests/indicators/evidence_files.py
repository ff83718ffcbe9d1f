"""Small files as people lay them beside figures, made in memory."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

OPEN_XML = "application/vnd.openxmlformats-officedocument."
WORD = f"{OPEN_XML}wordprocessingml.document.main+xml"
EXCEL = f"{OPEN_XML}spreadsheetml.sheet.main+xml"
POWERPOINT = f"{OPEN_XML}presentationml.presentation.main+xml"
SECTOR = 512
END_OF_CHAIN, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def pdf(text="Lists of those trained"):
    """A PDF, as far as anybody looks into it here."""
    return b"%PDF-1.4\n% " + text.encode() + b"\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n"


def png(colour=(150, 10, 85)):
    """A picture of one point."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\x00" + bytes(colour))) + chunk(b"IEND", b"")


def jpeg(preview=b""):
    """A picture as a camera sends it, with a small preview of it before the picture itself."""
    exif = b"Exif\x00\x00" + preview
    segment = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    return b"\xff\xd8" + segment + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\x34" * 40 + b"\xff\xd9"


GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
WEBP = b"RIFF" + struct.pack("<I", 20) + b"WEBPVP8L" + struct.pack("<I", 8) + b"\x2f" + b"\x00" * 7


def zipped(parts):
    """An archive of these parts, in their order."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return content.getvalue()


def office(main=WORD, **parts):
    """A document of Word, Excel or PowerPoint; `parts` come besides."""
    contents = f'<Types><Override PartName="/main.xml" ContentType="{main}"/></Types>'
    return zipped({"[Content_Types].xml": contents, "main.xml": "<main/>", **parts})


def open_document(kind="text", **parts):
    """A document of LibreOffice."""
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<main/>", **parts})


def compound(*names):
    """A file of Office 97 to 2003 with these streams, all empty, and one sector that nobody reads."""
    entries = [_entry("Root Entry", 5), *(_entry(name, 2) for name in names)]
    entries += [bytes(128)] * (-len(entries) % 4)
    directory = b"".join(entries)
    sectors = len(directory) // SECTOR
    chain = [TABLE, *range(2, sectors + 1), END_OF_CHAIN, END_OF_CHAIN]
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIIII", 1, 1, 0, 4096, END_OF_CHAIN, 0, END_OF_CHAIN, 0, 0)
    header += struct.pack("<108I", *[FREE] * 108)
    assert len(header) == SECTOR
    return header + table + directory + bytes(SECTOR)


def _entry(name, kind):
    text = (name + "\0").encode("utf-16-le")
    return text.ljust(64, b"\0") + struct.pack("<HB", len(text), kind) + bytes(61)
