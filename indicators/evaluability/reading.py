"""Which result level a statement speaks of: activity, output or outcome."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple, cast

from django.utils.translation import gettext_lazy as _

from . import vocabulary as words
from .sheet import Level, reads_as_english

ORDER: tuple[Level, ...] = ("activity", "output", "outcome")
# Between two steps that are joined stand only these: "adopted and implemented", "drafted, adopted and applied".
JOINT = re.compile(r"\s*(?:,|,? and|and then|&|/)\s*", re.IGNORECASE)
# "A study on increased migration": what the topic does is not what happened.
TOPIC = re.compile(
    r"\b(?:on|about|for|(?:stud(?:y|ies)|surveys?|reports?|analys[ei]s|assessments?|reviews?) of)"
    r"(?: (?:the|an?|its|their))?\s*$",
    re.IGNORECASE,
)
EXAMPLES = re.compile(r"\b(?:such as|including|for example)\b[^,;.]*", re.IGNORECASE)
# "An integrated strategy", "an operational guideline": so it is called, not so it became.
ADJECTIVES = ("integrated", "operational", "functioning")
ARTICLE = re.compile(r"\b(?:an?|one|the)\s*$", re.IGNORECASE)
NAME_ENDS = re.compile(
    r"\s(?:on|of|for|that|which|who|to|in|with|by|from|at|as|under|including)\s|[,;:(–]|\s-\s", re.IGNORECASE
)
WHY = {
    "opening": _("It opens with a verb of doing."),
    "under_way": _("Something is under way; nothing has come of it yet."),
    "event": _("It speaks of an event or of work that somebody does."),
    "help": _("It speaks of help that is given."),
    "done": _("It says what was done, not what came of it."),
    "served": _("A service reached somebody; whether they do anything differently is not said."),
    "made": _("A product was made or handed over; whether anybody uses it is not said."),
    "direction": _("It says which way people, institutions or conditions change."),
    "becoming": _("It says what people or institutions do differently, or what came into force."),
    "thing_activity": _("It names work and nothing that came of it."),
    "thing_output": _("It names a product and nothing that came of it."),
    "thing_outcome": _("It names a policy, a law or a condition itself."),
    "rising_count": _("It says which way a number goes."),
    "part_of_whole": _("It says what part of a whole is in a condition."),
    "capacity": _("It speaks of skills, but the target counts heads: what is counted is the training they had."),
    "unclear": _("No word in it says on which level it stands."),
}
NAMES: dict[Level | None, Any] = {"activity": _("Activity"), "output": _("Output"), "outcome": _("Outcome")}
Where = Literal["statement", "target", ""]


@dataclass(frozen=True, slots=True)
class Reading:
    """The level a statement speaks of (None where no word tells), the words that tell it, where they stand, and why."""

    level: Level | None
    piece: str
    where: Where
    rule: str

    @property
    def level_name(self):
        """The level in words; nothing where it cannot be told."""
        return NAMES.get(self.level, "")

    @property
    def reason(self):
        """Why it was read so, in one sentence."""
        return WHY[self.rule]


class Clue(NamedTuple):
    """A word that says what happened, and its place in the text."""

    kind: str
    piece: str
    start: int
    end: int

    @property
    def level(self) -> Level:
        """The level the word stands for."""
        return cast(Level, words.CLASS_LEVEL[self.kind])


def level_of_statement(statement: str, target: str = "") -> Reading:
    """Read the level that a statement and its target together speak of. The first rule that fits decides:

    1. The target says what happened ("law amended", "one workshop held"): that is what is measured.
    2. Skills or capacity are said to change, and the target merely counts people: an output.
    3. The target names a thing of which the statement says nothing ("one report" under "capacity strengthened").
    4. The statement says what happened. Its first word of that kind counts; of steps joined by "and" the furthest,
       because both have to be taken.
    5. Target or statement name a thing and nothing more: a product, a policy, a condition, a rising number, a share.
    6. Otherwise the level cannot be told.

    What is written in another script is not read. Raises nothing.
    Source: domain, results chain (activity: what the ILO or partners do; output: a product or service delivered;
    outcome: a change in people, institutions, policies or conditions); data of 2008-2010, column `level`, judged by
    what the statement and its target together measure.
    """
    told = _told(statement, "statement")
    asked = _told(target, "target")
    if asked:
        return asked
    if told and told.level == "outcome" and _counts_heads(statement, target):
        return Reading("output", target.strip(), "target", "capacity")
    named, own = _named(target, "target"), _named(statement, "statement")
    is_new = named and named.piece.lower() not in statement.lower()
    return (named if is_new else None) or told or named or own or Reading(None, "", "", "unclear")


@lru_cache(maxsize=64)  # each criterion reads the same statement again
def clues_in(text: str) -> tuple[Clue, ...]:
    """The words of a text that say what happened, in their order; topics and mere descriptions are left out."""
    found = [
        Clue(cast(str, match.lastgroup), match.group(), match.start(), match.end())
        for match in words.CLUES.finditer(text)
    ]
    return tuple(one for one in found if not _describes(one, text))


def without_counting(text: str) -> str:
    """The text after its "number of", "share of", "extent to which"."""
    return words.COUNTING.sub("", text, count=1)


def _describes(clue: Clue, text: str) -> bool:
    before = text[max(0, clue.start - 60) : clue.start]
    if clue.kind in words.CHANGE_CLASSES and TOPIC.search(before):
        return True
    return clue.piece.lower() in ADJECTIVES and bool(ARTICLE.search(before))


def _told(text: str, where: Where) -> Reading | None:
    """The level that the first word of happening gives, joined steps included."""
    if not reads_as_english(text):
        return None
    text = without_counting(EXAMPLES.sub("", text))
    if opening := words.DOING_OPENING.match(text):
        return Reading("activity", opening.group(1), where, "opening")
    found = clues_in(text)
    if not found:
        return None
    furthest = last = found[0]
    for one in found[1:]:
        if not JOINT.fullmatch(text[last.end : one.start]):
            break
        last = one
        furthest = max(furthest, one, key=lambda clue: ORDER.index(clue.level))
    return Reading(furthest.level, furthest.piece, where, furthest.kind)


def _named(text: str, where: Where) -> Reading | None:
    """The level of the thing that a text without a verb names: the last known noun before anything is said of it."""
    if not reads_as_english(text):
        return None
    name = NAME_ENDS.split(without_counting(text), maxsplit=1)[0].strip()
    for level, things in words.THINGS.items():
        for match in things.finditer(name):
            if match.end() == len(name):
                return Reading(cast(Level, level), match.group(), where, f"thing_{level}")
    for rule, opening in (("rising_count", words.RISING_COUNT), ("part_of_whole", words.PART_OF_WHOLE)):
        if (begins := opening.match(text)) and where == "statement":
            return Reading("outcome", begins.group().strip(), where, rule)
    return None


def _counts_heads(statement: str, target: str) -> bool:
    is_percentage = "%" in target or "per cent" in target.lower()
    name = NAME_ENDS.split(without_counting(statement), maxsplit=1)[0]
    return (
        bool(words.CAPACITY.search(name))
        and bool(words.FIGURE.search(target))
        and bool(words.PEOPLE.search(target))
        and not is_percentage
    )
