"""What people type when they build a programme."""

from .base import RecordForm
from .structure import DwcpOutcomeForm, PriorityForm, ProgrammeForm, StrategyForm

__all__ = [
    "DwcpOutcomeForm",
    "PriorityForm",
    "ProgrammeForm",
    "RecordForm",
    "StrategyForm",
]
