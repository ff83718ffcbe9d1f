"""Live figures in the groups that one rule computes."""

from dataclasses import dataclass

from dwcp.toolkit.documents.blocks import Figure


@dataclass(frozen=True)
class FigureGroup:
    """Figures of one kind, and the rule by which each of them is computed, in words and with its source."""

    title: str
    rule: str
    figures: tuple[Figure, ...]
