"""The programme and its structure."""

from .frameworks import Alignment, Framework, FrameworkItem
from .programme import Country, InOutcomeQuerySet, InProgrammeQuerySet, Programme, ProgrammeMembership
from .projects import BudgetLine, Project, Risk
from .removal import Removal
from .structure import Biennium, CountryProgrammeOutcome, DwcpOutcome, Priority, Strategy

__all__ = [
    "Alignment",
    "Biennium",
    "BudgetLine",
    "Country",
    "CountryProgrammeOutcome",
    "DwcpOutcome",
    "Framework",
    "FrameworkItem",
    "InOutcomeQuerySet",
    "InProgrammeQuerySet",
    "Priority",
    "Programme",
    "ProgrammeMembership",
    "Project",
    "Removal",
    "Risk",
    "Strategy",
]
