"""Numbers that somebody typed into a text, to be held against the figures they should have been.

What is not a quantity is passed over: live fields, years and dates, times, names such as "Table 6.1", "No. 144" or
"KHM 104", addresses, and the numbers of a list. It is a search for what deserves a look, so it finds rather too much.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ..blocks import Paragraph, words
from ..outline import within
from .parsing import FIELD
from .reading import blocks_of


class TypedNumber(NamedTuple):
    """A number as it was typed ("1.2 million", "45%"), what it amounts to (1200000, 45), and where it stands."""

    text: str
    value: Decimal
    sentence: str


MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)
# Words after which a number is a name. In the singular; an s may follow, and then several numbers.
NAMED = (
    "table|figure|chart|graph|box|annexe?|appendix|attachment|chapter|section|part|page|paragraph|footnote|note|volume"
    "|issue|line|row|column|number|no|article|convention|protocol|resolution|decision|act|law|decree|recommendation"
    "|criterion|outcome|output|indicator|activity|priority|area|goal|target|objective|item|question|option|step|phase"
    "|round|stage|level|version|edition|session|group|component|pillar|module|unit|tier|para|p|art|ch|sec|fig"
)
PLURALS = "criteria|activities|priorities|appendices|pp|paras"
# Capital letters before a number make a code, but not these: an amount follows them.
CURRENCIES = "USD|EUR|GBP|CHF|JPY|KHR|CNY|THB|VND|AUD|CAD|SDR|US"
SCALES = {"thousand": 3, "million": 6, "billion": 9}
LONGEST_SENTENCE = 240

_NUMBER = r"\d+(?:[.,]\d+)*"
_RANGE = rf"{_NUMBER}[a-z]?(?:\s*[–-]\s*{_NUMBER}[a-z]?)?"
_LIST = rf"{_RANGE}(?:\s*(?:,\s*and\b|[,;/&]|\b(?:and|or|to)\b)\s*{_RANGE})*"
_MONTH = rf"(?:{MONTHS})\b\.?"
_YEAR = r"(?:19\d\d|20\d\d|2100)"
# What is passed over, each as one stretch of the text.
_NO_QUANTITY = re.compile(
    "|".join(
        [
            FIELD.pattern,
            r"\b(?:https?://|www\.)\S+",
            r"\S+@\S+",
            rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s*(?:–|-|to|and)\s*\d{{1,2}})?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?",
            rf"\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:\s*(?:–|-)\s*\d{{1,2}})?(?!\d)(?:,?\s+{_YEAR})?",
            r"\b\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})\b",
            r"\b\d{4}-\d{2}-\d{2}\b",
            r"\b\d{1,2}:\d{2}\b",
            # 2008, 2008–2010, 2008-09, 2010/11, the 1990s; a percentage or an amount is none of them.
            rf"(?<![\w.,$€£-]){_YEAR}s?(?:\s*(?:–|-|/)\s*(?:{_YEAR}|\d{{2}}))?(?![\w%]|[.,]\d)(?!\s*(?:%|per cent))",
            rf"\b(?:(?:{NAMED})s|{PLURALS})\b\.?\s+{_LIST}",
            rf"\b(?:{NAMED})\b\.?\s+{_RANGE}",
            r"\b\d+(?:\.\d+){2,}\b",
        ]
    ),
    re.IGNORECASE,
)
_CODE = re.compile(
    rf"\b(?!(?:{CURRENCIES})\b)[A-Z]{{2,}}[A-Z0-9]*[\s-]\d+\b(?![.,]\d|\s*%)"
    r"(?:\s*(?:,|and|or|to|–|-)\s*\d{3,}\b(?![.,]\d|\s*%))*"
    # A capital and its number, C. 144; letters that run into digits, C144, Covid-19, GB.309/5, 3D, 21st.
    r"|\b[A-Z]\.?\s?\d+\b|\b[^\W\d]\w*[-./]\d[\w./-]*|\b[^\W\d]+\d\w*|\b\d+[^\W\d]\w*"
    # A capitalised word within a sentence: Outcome 1, Decision 14.
    r"|(?<=[a-z,;] )[A-Z][a-z]+ \d+(?:\.\d+)*\b(?!\s*(?:%|per cent))"
)
_QUANTITY = re.compile(
    r"(?<![\w.,])(?P<sign>[-−–](?=\d))?(?P<digits>\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?)"
    rf"(?:\s?(?P<scale>{'|'.join(SCALES)})s?\b)?(?P<unit>\s?%|\s(?:per cent|percent)\b)?",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?។])\s+(?=[^\W\d_a-z]|[\"“‘({])|\n")
# No sentence is longer; what takes longer to search than it should is cut here.
_PIECE = re.compile(r".{1,1000}(?:\s|$)|.{1,1000}", re.DOTALL)


def numbers_typed_in(markdown: str) -> tuple[TypedNumber, ...]:
    """The quantities typed into a text, in their order. Raises ProseTooLong."""
    return tuple(
        number
        for block in within(blocks_of(markdown))
        if isinstance(block, Paragraph)
        for sentence in _SENTENCE_END.split(words(block.text))
        for piece in _PIECE.findall(sentence)
        for number in _numbers_in(piece.strip())
    )


def _numbers_in(sentence: str) -> Iterator[TypedNumber]:
    if not any(character.isdigit() for character in sentence):
        return
    text = sentence
    for pattern in (_NO_QUANTITY, _CODE):
        # Blanks of the same length: places stay where they were.
        text = pattern.sub(lambda found: "\t" * len(found[0]), text)
    for found in _QUANTITY.finditer(text):
        value = _value(found["digits"]) * 10 ** SCALES.get((found["scale"] or "").lower(), 0)
        yield TypedNumber(
            found[0].strip(),
            -value if found["sign"] else value,
            _around(sentence, found.start(), found.end()),
        )


def _value(digits: str) -> Decimal:
    """1,234.5 and 1 234.5 are grouped; 4,2 has a decimal comma."""
    groups = re.sub(r"[\u00a0\u202f]", ",", digits)
    _whole, *rest = groups.split(",")
    if rest and all(len(group.split(".")[0]) == 3 for group in rest):
        return Decimal(groups.replace(",", ""))
    return Decimal(groups.replace(",", "."))


def _around(sentence: str, start: int, end: int) -> str:
    """The sentence, or as much of it around the number as is read at a glance."""
    if len(sentence) <= LONGEST_SENTENCE:
        return sentence
    room = (LONGEST_SENTENCE - (end - start)) // 2
    first, last = max(0, start - room), min(len(sentence), end + room)
    return f"{'…' if first else ''}{sentence[first:last].strip()}{'…' if last < len(sentence) else ''}"
