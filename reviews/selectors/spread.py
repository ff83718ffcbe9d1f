"""How the members of a team see one thing, once they have come together: their scores side by side."""

from collections import defaultdict
from dataclasses import dataclass

from ..models import IndividualScore, TeamMember
from ..spread import Spread, spread_of
from .support import citations


@dataclass(frozen=True)
class View:
    """What one member of the team gave, and why; None where nothing is kept of them."""

    member: TeamMember
    score: IndividualScore | None


@dataclass(frozen=True)
class Views:
    """All views of one thing, and how far they are apart."""

    members: tuple[View, ...]
    spread: Spread


def spreads_of(review, scale):
    """How far the team is apart in everything scored, by what was scored: (criterion, outcome, area), as keys.

    Nothing as long as everybody scores alone, whoever asks (1 query).
    """
    if review.is_blind:
        return {}
    scores = defaultdict(list)
    for one in _of_the_team(review):
        scores[one.criterion_id, one.country_programme_outcome_id, one.area_id].append(one.score)
    return {key: spread_of(given, scale) for key, given in scores.items()}


def views_of(review, scale, *, criterion=None, outcome=None, area=None):
    """How each member sees one thing; None as long as everybody scores alone, or where nobody did (3 queries)."""
    if review.is_blind:
        return None
    given = {
        one.reviewer_id: one
        for one in _of_the_team(review)
        .filter(criterion=criterion, country_programme_outcome=outcome, area=area)
        .prefetch_related(citations())
    }
    if not given:
        return None
    team = review.team.select_related("person__organisation")
    return Views(
        members=tuple(View(member=member, score=given.get(member.person_id)) for member in team),
        spread=spread_of([one.score for one in given.values()], scale),
    )


def _of_the_team(review):
    """Who left the team has no say in what it agrees on."""
    return IndividualScore.objects.filter(review=review, reviewer__in=review.team.values("person"))
