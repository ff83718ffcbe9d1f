"""What each section of the report holds beside its words: one small module per part."""

from ...choices import SectionKey
from ..content import Builder
from .biennia import biennia
from .conclusions import conclusions
from .consulted import consulted
from .context import context
from .control import control
from .criteria import criteria
from .follow_up import follow_up
from .front import abbreviations, contents, list_of_tables, preface
from .introduction import introduction
from .printed import printed
from .progress import progress
from .ratings import ratings
from .references import references
from .rules import rules
from .suggestions import feedback, suggested_themes, suggestions
from .summary import executive_summary
from .terms import terms
from .validation import validation

BUILDERS: dict[SectionKey, Builder] = {
    SectionKey.PREFACE: preface,
    SectionKey.CONTENTS: contents,
    SectionKey.LIST_OF_TABLES: list_of_tables,
    SectionKey.EXECUTIVE_SUMMARY: executive_summary,
    SectionKey.ABBREVIATIONS: abbreviations,
    SectionKey.INTRODUCTION: introduction,
    SectionKey.CONTEXT: context,
    SectionKey.CRITERIA: criteria,
    SectionKey.PROGRESS: progress,
    SectionKey.CONTROL: control,
    SectionKey.SUGGESTIONS: suggestions,
    SectionKey.CONCLUSIONS: conclusions,
    SectionKey.FOLLOW_UP: follow_up,
    SectionKey.VALIDATION: validation,
    SectionKey.REFERENCES: references,
    SectionKey.ANNEX_TERMS: terms,
    SectionKey.ANNEX_BIENNIA: biennia,
    SectionKey.ANNEX_CONSULTED: consulted,
    SectionKey.ANNEX_OUTCOMES: ratings,
    SectionKey.ANNEX_FEEDBACK: feedback,
    SectionKey.ANNEX_PRIORITIES: suggested_themes,
    SectionKey.ANNEX_PRINTED: printed,
    SectionKey.ANNEX_FIGURES: rules,
}
