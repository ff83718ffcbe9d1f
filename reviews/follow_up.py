"""How far a recommendation has come, and for how long it has been said. Nothing in here asks the database."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .choices import OPEN_ACTIONS, ActionStatus, Adequacy, FollowUpState, ResponseVerdict

# The short name of a review begins with its year: 2010, 2010-mid-term.
YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Done:
    """What state and age are computed from: the status of an action and how it was judged ("" = not yet)."""

    status: str
    adequacy: str = ""


def state_of(verdict: str | None, actions: Iterable[Done]) -> FollowUpState:
    """How far a recommendation has come; `verdict` is None as long as nobody has answered it.

    An action judged not adequate leaves it open, whatever else was done: that is what the check is for. An action
    that was given up counts only where no other was completed.
    """
    actions = tuple(actions)
    if verdict is None:
        return FollowUpState.UNANSWERED
    if verdict == ResponseVerdict.REJECTED:
        return FollowUpState.REJECTED
    if not actions:
        return FollowUpState.NOTHING_PLANNED
    if any(action.status in OPEN_ACTIONS for action in actions):
        return FollowUpState.UNDER_WAY
    if any(action.adequacy == Adequacy.INADEQUATE for action in actions):
        return FollowUpState.INADEQUATE
    if all(action.status == ActionStatus.NO_ACTION_PLANNED for action in actions):
        return FollowUpState.NO_ACTION
    return FollowUpState.CHECKED if all(action.adequacy for action in actions) else FollowUpState.DONE


def year_of(short_name: str) -> int | None:
    """The year of a review by its short name; None where that names none."""
    found = YEAR.match(short_name)
    return int(found[0]) if found else None


def said_on(short_name: str, dated: date | None) -> date | None:
    """The day from which a recommendation of a review counts as said.

    That is the day its report was signed or, before, its facts were fixed (`dated`), but not later than the end of
    the year the review is named after: a report that was taken over years later is as old as it says.
    """
    year = year_of(short_name)
    if year is None:
        return dated
    last_day = date(year, 12, 31)
    return min(dated, last_day) if dated else last_day


def full_years(since: date, until: date) -> int:
    """How many full years lie between two days; 0 in the first year."""
    return max(0, until.year - since.year - ((until.month, until.day) < (since.month, since.day)))
