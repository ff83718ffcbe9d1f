"""Whether a statement can be measured as it is put: remarks by rule, each with its reason. They warn, never block."""

from .checklist import Assessment, Remark, Tally, assess, assess_outcome, tally
from .criteria import ABOUT_WORDS, CRITERIA, OUTCOME_CRITERIA, Criterion, Severity
from .reading import Reading, level_of_statement
from .sheet import Sheet, reads_as_english

__all__ = [
    "ABOUT_WORDS",
    "CRITERIA",
    "OUTCOME_CRITERIA",
    "Assessment",
    "Criterion",
    "Reading",
    "Remark",
    "Severity",
    "Sheet",
    "Tally",
    "assess",
    "assess_outcome",
    "level_of_statement",
    "reads_as_english",
    "tally",
]
