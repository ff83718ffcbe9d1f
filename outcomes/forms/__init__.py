"""What people type when they build a programme."""

from .base import RecordForm, Refusable
from .frameworks import AlignmentForm, FrameworkForm, FrameworkItemForm
from .lineage import (
    BienniumForm,
    CarryOverForm,
    CarryOverTogetherForm,
    CountryProgrammeOutcomeForm,
    MergeForm,
    SplitForm,
)
from .members import MemberForm, NewMemberForm
from .projects import BudgetLineForm, ProjectForm
from .risks import RiskForm
from .structure import DwcpOutcomeForm, NewProgrammeForm, PriorityForm, ProgrammeForm, StrategyForm

__all__ = [
    "AlignmentForm",
    "BienniumForm",
    "BudgetLineForm",
    "CarryOverForm",
    "CarryOverTogetherForm",
    "CountryProgrammeOutcomeForm",
    "DwcpOutcomeForm",
    "FrameworkForm",
    "FrameworkItemForm",
    "MemberForm",
    "MergeForm",
    "NewMemberForm",
    "NewProgrammeForm",
    "PriorityForm",
    "ProgrammeForm",
    "ProjectForm",
    "RecordForm",
    "Refusable",
    "RiskForm",
    "SplitForm",
    "StrategyForm",
]
