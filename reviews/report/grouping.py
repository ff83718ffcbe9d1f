"""The outcomes under review in the order of the report: by priority and outcome of the programme, then predefined."""

from collections.abc import Iterator
from dataclasses import dataclass

from outcomes.models import DwcpOutcome, Priority

from ..selectors import OutcomeStory, ReviewReport


@dataclass(frozen=True)
class UnderPriority:
    """What was reviewed under one priority, by outcome of the programme."""

    priority: Priority
    outcomes: tuple[tuple[DwcpOutcome, tuple[OutcomeStory, ...]], ...]


def under_priorities(report: ReviewReport) -> Iterator[UnderPriority]:
    """The priorities under which something was reviewed. What serves several outcomes stands under the first."""
    stories: dict[int, list[OutcomeStory]] = {}
    for story in report.stories:
        served = [outcome.pk for outcome in served_by(story)]
        if served:
            stories.setdefault(served[0], []).append(story)
    for priority in report.priorities:
        outcomes = tuple(
            (outcome, tuple(stories[outcome.pk])) for outcome in priority.outcomes.all() if outcome.pk in stories
        )
        if outcomes:
            yield UnderPriority(priority, outcomes)


def predefined(report: ReviewReport) -> tuple[OutcomeStory, ...]:
    """What was reviewed outside the priorities."""
    return tuple(story for story in report.stories if not served_by(story))


def served_by(story: OutcomeStory) -> list[DwcpOutcome]:
    """The outcomes of the programme that an outcome serves, by number."""
    return sorted(story.profile.outcome.dwcp_outcomes.all(), key=lambda outcome: outcome.number)


def in_order(report: ReviewReport) -> tuple[OutcomeStory, ...]:
    """All that was reviewed, in the order of the report."""
    grouped = [story for group in under_priorities(report) for _outcome, found in group.outcomes for story in found]
    return (*grouped, *predefined(report))


def key_of(story: OutcomeStory) -> str:
    """What an outcome is called in keys of parts and tables: a code alone may stand for one in each biennium."""
    outcome = story.profile.outcome
    return f"{outcome.address_code}-{outcome.biennium.start_year}"
