"""The programme and its structure."""

from .frameworks import Alignment, Framework, FrameworkItem
from .programme import Country, Programme, ProgrammeMembership
from .projects import BudgetLine, Project, Risk
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
    "Priority",
    "Programme",
    "ProgrammeMembership",
    "Project",
    "Risk",
    "Strategy",
]
