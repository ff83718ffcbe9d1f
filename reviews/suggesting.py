"""What the figures of an indicator suggest that a review finds on it. A person decides.

Nothing in here asks the database. Shares are parts of the way from baseline to target: 1 is all of it.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from .facts import IndicatorFact
from .findings import Finding

Basis = Literal["", "stated", "measured", "self_reported", "likely"]
Reason = Literal[
    "target_passed",
    "target_reached",
    "judged_by_a_person",
    "most_of_the_way",
    "little_of_the_way",
    "on_its_way",
    "off_its_way",
    "waits_for_verification",
    "told_in_words",
    "too_old",
    "no_target",
    "no_figure",
]

SUGGESTED_REASONS: tuple[Reason, ...] = get_args(Reason)
LEFT_TO_A_PERSON: tuple[Reason, ...] = ("told_in_words", "waits_for_verification", "no_target")

# From which share of the way to its target an indicator is partially achieved: the share below which UNDP's progress
# reports colour a milestone red (domain, "How others decide").
PARTIALLY_FROM = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A finding, what it would rest on ("": nothing to rest on), and why; `share` where one decided."""

    finding: Finding
    basis: Basis
    reason: Reason
    share: Decimal | None = None

    @property
    def leaves_it_to_a_person(self) -> bool:
        """Whether there is something to judge by, and no figure that says how."""
        return self.reason in LEFT_TO_A_PERSON


def suggestion_for(fact: IndicatorFact, *, partially_from: Decimal = PARTIALLY_FROM) -> Suggestion:
    """Suggest a finding from what was verified of an indicator. The first rule that fits decides:

    1. The status says that the target was passed or reached: exceeded, achieved. Without a figure a person gave
       the status, and it rests on their judgement: likely, without data.
    2. The latest figure is too old, or there is none, or nothing to hold it against: could not be assessed.
       Words alone suggest nothing: somebody has to read them. Entries that wait for verification are said.
    3. Of the way to the target at least `partially_from`: partially achieved; less: not achieved. A share of 1 or more
       whose status a person judged lower is partially achieved.
    4. A figure without a share (one to be kept within a band, a step): off track is not achieved, else partially.

    Raises nothing. Source: design rules 5, 8 and 12.
    """
    if fact.status in ("exceeded", "achieved"):
        reached: Finding = "exceeded" if fact.status == "exceeded" else "achieved"
        if fact.value is None:
            return Suggestion(reached, "likely", "judged_by_a_person")
        return Suggestion(
            reached, "measured", "target_passed" if reached == "exceeded" else "target_reached", fact.share
        )
    if fact.status == "no_recent":
        return Suggestion("not_assessed", "", "too_old")
    if fact.status in ("no_data", "in_words"):
        return _without_a_standing(fact)
    basis: Basis = "likely" if fact.value is None else "measured"
    if fact.value is not None and fact.share is not None:
        if fact.share >= partially_from:
            return Suggestion("partially_achieved", basis, "most_of_the_way", fact.share)
        return Suggestion("not_achieved", basis, "little_of_the_way", fact.share)
    if fact.status == "off_track":
        return Suggestion("not_achieved", basis, "off_its_way")
    return Suggestion("partially_achieved", basis, "on_its_way")


def _without_a_standing(fact: IndicatorFact) -> Suggestion:
    if fact.waiting:
        return Suggestion("not_assessed", "self_reported", "waits_for_verification")
    if fact.words:
        return Suggestion("not_assessed", "", "told_in_words")
    if fact.value is not None:
        return Suggestion("not_assessed", "measured", "no_target")
    return Suggestion("not_assessed", "", "no_figure")


def basis_in_words(text: str) -> Basis:
    """What a finding rests on, as its reasons in words say it: "stated …" alone, or "likely" without reliable data.

    Words that state one half and infer the other, or only infer, give "": a person says it then. Raises nothing.
    Source: the column `finding_basis` of the review of 2011.
    """
    words = text.lower()
    if words.startswith("stated") and "inferred" not in words:
        return "stated"
    return "likely" if "likely" in words and "without" in words else ""
