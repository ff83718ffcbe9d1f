"""Pages of programmes and of what they are built of."""

from .base import FormPage, ProgrammeMixin
from .budget import BudgetPage
from .country_programme_outcomes import AddBiennium, CountryProgrammeOutcomes
from .frameworks import AddDevelopmentGoals, Frameworks
from .lists import Removed
from .members import AddMember, ChangeMember, Members, RemoveMember
from .programmes import Archive, ChangeProgramme, CreateProgramme, ProgrammeList
from .projects import Projects
from .risks import Risks
from .settings import Settings
from .succession import CarryOver, CarryOverTogether, Merge, Split

__all__ = [
    "AddBiennium",
    "AddDevelopmentGoals",
    "AddMember",
    "Archive",
    "BudgetPage",
    "CarryOver",
    "CarryOverTogether",
    "ChangeMember",
    "ChangeProgramme",
    "CountryProgrammeOutcomes",
    "CreateProgramme",
    "FormPage",
    "Frameworks",
    "Members",
    "Merge",
    "ProgrammeList",
    "ProgrammeMixin",
    "Projects",
    "RemoveMember",
    "Removed",
    "Risks",
    "Settings",
    "Split",
]
