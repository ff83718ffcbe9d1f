"""What groups suggest for the next programme: tables 5.1 to 5.3 and Annex VI of the review."""

from collections import defaultdict
from dataclasses import dataclass

from ..choices import SuggestingGroup

# All other groups stand beside each other, in the order of the choices.
BY_THEMSELVES = (SuggestingGroup.EXAMPLE, SuggestingGroup.CONSENSUS)


@dataclass(frozen=True)
class PrioritySuggested:
    """A priority area and the themes under it."""

    number: int
    title: str
    themes: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class GroupSuggestions:
    """What one group suggests; cross-cutting themes belong to all its priorities."""

    group: str
    label: str
    priorities: tuple[PrioritySuggested, ...]
    cross_cutting: tuple[str, ...]

    @property
    def number_of_themes(self) -> int:
        """Themes under priorities and across them."""
        return sum(len(priority.themes) for priority in self.priorities) + len(self.cross_cutting)


@dataclass(frozen=True)
class SideBySide:
    """One row of table 5.2: what each group, by its label, called priority `number`; empty where it has none."""

    number: int
    cells: tuple[tuple[str, str], ...]

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles alone, one for each group."""
        return tuple(title for _label, title in self.cells)


@dataclass(frozen=True)
class Suggestions:
    """Suggestions for the next programme; false where there are none."""

    example: GroupSuggestions | None
    groups: tuple[GroupSuggestions, ...]
    consensus: GroupSuggestions | None

    def __bool__(self):
        return bool(self.example or self.groups or self.consensus)

    @property
    def side_by_side(self) -> tuple[SideBySide, ...]:
        """Table 5.2: the groups' priorities by number; the titles stand in the order of `groups`."""
        titles = [
            (group.label, {priority.number: priority.title for priority in group.priorities}) for group in self.groups
        ]
        numbers = sorted({number for _label, of_group in titles for number in of_group})
        return tuple(
            SideBySide(number, tuple((label, of_group.get(number, "")) for label, of_group in titles))
            for number in numbers
        )


def suggestions_of(programme):
    """What was put before the groups as an example, what each suggests, and the consensus, in two queries.

    A group without priorities and themes is left out. Source: review 2011, section 5 and Annex VI.
    """
    themes = defaultdict(list)
    for theme in programme.suggested_themes.order_by("position", "pk"):
        themes[theme.group, theme.priority_id].append(theme.theme)
    priorities = defaultdict(list)
    for priority in programme.suggested_priorities.order_by("number"):
        under = tuple(themes[priority.group, priority.pk])
        priorities[priority.group].append(PrioritySuggested(priority.number, priority.title, under, priority.source))
    found = {
        group: GroupSuggestions(group, str(group.label), tuple(priorities[group]), tuple(themes[group, None]))
        for group in SuggestingGroup
        if group in priorities or (group, None) in themes
    }
    return Suggestions(
        example=found.get(SuggestingGroup.EXAMPLE),
        groups=tuple(one for group, one in found.items() if group not in BY_THEMSELVES),
        consensus=found.get(SuggestingGroup.CONSENSUS),
    )
