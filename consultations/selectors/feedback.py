"""What was said in the plenary of a workshop: Annex V of the review."""

from dataclasses import dataclass
from itertools import groupby

from accounts.models import Organisation


@dataclass(frozen=True)
class Contribution:
    """What one speaker said in one go: consecutive comments of the minutes, by organisation."""

    speaker: str
    organisation: Organisation | None
    comments: tuple[str, ...]
    sources: tuple[str, ...]


def feedback_of(programme):
    """The comments from the plenary in the order of the minutes, in one query. Source: review 2011, Annex V."""
    comments = programme.feedback.select_related("organisation").order_by("position")
    contributions = []
    for (speaker, organisation), group in groupby(comments, key=lambda one: (one.speaker, one.organisation)):
        said = list(group)
        sources = tuple(dict.fromkeys(one.source for one in said if one.source))
        contributions.append(Contribution(speaker, organisation, tuple(one.comment for one in said), sources))
    return tuple(contributions)
