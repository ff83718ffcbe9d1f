"""The checklist put to one statement, and how many of its questions are met, there and over many."""

from collections.abc import Iterable
from dataclasses import dataclass

from dwcp.toolkit.rounding import percentage

from .criteria import ABOUT_WORDS, CRITERIA, OUTCOME_CRITERIA, Criterion, Severity
from .reading import Reading, level_of_statement
from .sheet import Level, Sheet, reads_as_english


@dataclass(frozen=True, slots=True)
class Remark:
    """One criterion that is not met, and the words that fail it (empty where something is missing)."""

    criterion: Criterion
    piece: str

    @property
    def code(self) -> str:
        """The code of its criterion."""
        return self.criterion.code

    @property
    def is_weighty(self) -> bool:
        """Whether it keeps one from saying if the outcome was reached."""
        return self.criterion.severity == Severity.WEIGHTY


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions of the checklist were asked and how many are met.

    Indicators of one outcome may be added up here although they measure unlike things: what is counted is
    one and the same checklist, not what they measure.
    """

    met: int
    asked: int

    @property
    def percent(self) -> int | None:
        """Met of asked in whole per cent, half up; None where nothing was asked."""
        return percentage(self.met, self.asked)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the checklist says of one statement."""

    noted: Level | str
    reading: Reading
    remarks: tuple[Remark, ...]
    asked: int
    reads_words: bool

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the remarks, in the order of the checklist."""
        return tuple(remark.code for remark in self.remarks)

    @property
    def score(self) -> Tally:
        """How many of the questions asked are met."""
        return Tally(self.asked - len(self.remarks), self.asked)

    @property
    def agrees(self) -> bool | None:
        """Whether the level read is the one noted; None where one of them is not known."""
        if not self.noted or self.reading.level is None:
            return None
        return self.noted == self.reading.level


def assess(sheet: Sheet, criteria: Iterable[Criterion] = CRITERIA) -> Assessment:
    """Put the criteria to an indicator, or those of them that are asked for.

    A question that does not apply (the split by sex where no people are counted) is not asked. Words that are not
    English are not judged, and nor is an empty statement: only the facts beside them are. Stating one more fact
    (baseline, target, date, means of verification, owner, frequency, split) never lowers the share of questions
    met. Raises nothing.
    Source: domain, results chain and indicators, reference-sheet fields, data-quality dimensions; review 2011, 3.4.
    """
    reads_words = reads_as_english(sheet.statement)
    asked = [one for one in criteria if one.applies(sheet) and (reads_words or one not in ABOUT_WORDS)]
    reading = level_of_statement(sheet.statement, sheet.target_text)
    faults = [(one, one.fault(sheet, reading)) for one in asked]
    remarks = tuple(Remark(one, piece) for one, piece in faults if piece is not None)
    return Assessment(sheet.level, reading, remarks, len(asked), reads_words)


def assess_outcome(title: str) -> Assessment:
    """Put the questions about wording to the title of an outcome, which is noted as an outcome by being one."""
    return assess(Sheet(title, level="outcome"), OUTCOME_CRITERIA)


def tally(assessments: Iterable[Assessment]) -> Tally:
    """Add up the questions met and asked of many statements."""
    scores = [one.score for one in assessments]
    return Tally(sum(one.met for one in scores), sum(one.asked for one in scores))
