"""What the wording of a statement gives away. Each function returns the words it objects to, or None."""

import re
from itertools import pairwise

from . import vocabulary as words
from .reading import JOINT, ORDER, Clue, Reading, clues_in, without_counting
from .sheet import Sheet

# What follows tells the purpose or a detail, not a second change.
DETAIL = re.compile(r"\b(?:to|that|which|who|through|by|including|such as|with)\b", re.IGNORECASE)
LISTED = re.compile(r"\band\b|,", re.IGNORECASE)


def verb_of_doing(statement: str) -> str | None:
    """The verb of doing that a statement opens with, or is built on: its first verb, as in "… workshop held".

    A statement that begins with help ("technical assistance to …") is built on giving it.
    """
    text = without_counting(statement)
    if opening := words.DOING_OPENING.match(text):
        return opening.group(1)
    found = clues_in(text)
    main = _main_verb(found)
    if main and words.DOING_DONE.fullmatch(main.piece):
        return main.piece
    return found[0].piece if found and found[0].kind == "help" else None


def counted_events(sheet: Sheet) -> str | None:
    """The trainings, workshops or participants that are counted; where something changes, they are but the means."""
    subject = words.ASIDE.split(without_counting(sheet.statement), maxsplit=1)[0]
    main = _main_verb(clues_in(subject))
    if main and main.kind in words.CHANGE_CLASSES:
        subject = subject[: main.start]
    return _first(words.HEADCOUNTS, subject) or _first(words.HEADCOUNTS, sheet.unit)


def means(statement: str) -> str | None:
    """The words that introduce how a change is brought about, with the two words that follow."""
    found = words.MEANS.search(statement)
    if found is None:
        return None
    following = statement[found.end() :].split()[:2]
    return " ".join([found.group(), *following]).strip(" ,.;:")


def own_target(statement: str) -> str | None:
    """The deadline or figure that stands in a statement, although the target has a place of its own."""
    return _first(words.DEADLINE, statement) or _first(words.FIGURE, statement) or _first(words.NUMBER_WORDS, statement)


def joined_changes(statement: str) -> str | None:
    """Two changes in one sentence: two verbs of change joined by "and", in one chain or in two clauses."""
    text = without_counting(statement)
    found = [one for one in clues_in(text) if one.kind not in words.NOUN_CLASSES]
    for first, second in pairwise(found):
        between = text[first.end : second.start]
        if JOINT.fullmatch(between):
            return text[first.start : second.end]
        if LISTED.search(between) and not DETAIL.search(between):
            return f"{found[0].piece} … {second.piece}"
    return None


def has_actor(statement: str) -> bool:
    """Whether somebody is named who changes: people, an institution, an organisation."""
    return words.ACTORS.search(statement) is not None


def has_direction(statement: str) -> bool:
    """Whether a statement says which way things go, or what comes into being; a count takes it from its sheet."""
    is_counted = words.QUANTITY.match(statement) or words.COUNTING.match(statement)
    return bool(is_counted) or any(one.kind in words.CHANGE_CLASSES for one in clues_in(statement))


def counts_people(sheet: Sheet) -> bool:
    """Whether a number counts people who could be women or men: by its unit, or else by what the statement counts.

    Percentages are not asked: of many only the percentage is known, which cannot be split.
    """
    if sheet.measure != "number":
        return False
    counted = sheet.unit or " ".join(without_counting(sheet.statement).split()[:6])
    if not sheet.unit and not words.QUANTITY.match(sheet.statement):
        return False
    women, men = (sex.search(f"{counted} {sheet.population}") is not None for sex in words.ONE_SEX)
    return words.PEOPLE.search(counted) is not None and women == men


def other_level(sheet: Sheet, reading: Reading) -> str | None:
    """The words that speak of another level than the one noted."""
    is_told = sheet.level in ORDER and reading.level is not None
    return reading.piece if is_told and reading.level != sheet.level else None


def _main_verb(found: tuple[Clue, ...]) -> Clue | None:
    return next((one for one in found if one.kind not in words.NOUN_CLASSES), None)


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found.group().strip(" ,.") if found else None
