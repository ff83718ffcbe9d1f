"""Codes of country programme outcomes: three letters of the country and three digits.

Documents write `KHM 104` and `KHM104`. Both are read, `KHM 104` is kept and shown, `KHM104` stands in addresses.
"""

import re

_CODE = re.compile(r"\s*([A-Za-z]{3})[\s\u00a0-]*(\d{3})\s*")


class UnknownCode(ValueError):
    """The text is not the code of a country programme outcome."""


def normalise_code(text):
    """The one form in which a code is kept (`KHM 104`); raises UnknownCode for anything else."""
    match = _CODE.fullmatch(text)
    if not match:
        raise UnknownCode(text)
    return f"{match[1].upper()} {match[2]}"


def address_code(code):
    """The form a code has in an address: `KHM104`."""
    return code.replace(" ", "")
