"""Which version of a report is made."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Edition:
    """A signed version: its number, when and by whom it was signed, and what it corrects (nothing for the first)."""

    number: int
    signed_on: date
    erratum: str = ""
    signed_by: str = ""
