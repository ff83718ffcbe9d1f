"""Names of files as they came from elsewhere, so that they can be shown and kept."""

import re
import unicodedata

LONGEST_NAME = 200
# So much of a long name's end is taken for its ending.
LONGEST_ENDING = 12


def clean_name(sent):
    """The name a file was sent with: without folders, without characters that nobody sees, at most 200 long.

    Characters that turn the direction of writing go, too: with them `sdp.exe` can look like `exe.pdf`.
    """
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", sent or ""))[-1]
    name = "".join(one if one.isprintable() else " " * one.isspace() for one in name)
    name = " ".join(name.split()).strip(". ") if name.strip(". ") else ""
    if len(name) > LONGEST_NAME:
        stem, ending = split_name(name)
        name = stem[: LONGEST_NAME - len(ending)].rstrip() + ending
    return name


def split_name(name):
    """The name without its ending, and the ending with its point; "" where it has none."""
    stem, point, ending = name.rpartition(".")
    if not point or not stem or len(ending) > LONGEST_ENDING:
        return name, ""
    return stem, f".{ending}"
