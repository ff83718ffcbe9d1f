"""What the checklist looks at: the words of a statement and the facts beside it."""

import re
from dataclasses import dataclass
from typing import Literal

Level = Literal["activity", "output", "outcome"]

# Khmer and other scripts have no letters in these ranges.
LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A statement, the level noted for it, and which facts its reference sheet holds.

    `level` is empty where none was noted. Facts left at their default count as missing.
    """

    statement: str
    level: Level | Literal[""] = ""
    target_text: str = ""
    unit: str = ""
    measure: str = "number"
    has_parts: bool = False
    population: str = ""
    has_baseline: bool = False
    has_target: bool = False
    has_date: bool = False
    has_means_of_verification: bool = False
    has_owner: bool = False
    has_frequency: bool = False
    has_split: bool = False


def reads_as_english(text: str) -> bool:
    """Whether the word lists can say anything about a text: at least half of its letters are Latin.

    Words in another script are left unjudged rather than called well put.
    """
    letters = LETTER.findall(text)
    return bool(letters) and len(LATIN.findall(text)) * 2 >= len(letters)
