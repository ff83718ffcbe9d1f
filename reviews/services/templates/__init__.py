"""Building the method of a review: a template, its parts, and its next version.

A template that any review uses – a planned one, too – is not edited: what the team was shown stays. What is to be
different is made as its next version, and a review keeps the version it was planned with.
"""

from .holding import held_template, is_in_use, seen_of, why_it_stays
from .parts import remove_template_part, save_area, save_criterion, save_match
from .scale import check_steps, set_scale
from .sections import SectionPlan, set_sections
from .versions import add_template, change_template, copy_template, offer_template, retire_template

__all__ = [
    "SectionPlan",
    "add_template",
    "change_template",
    "check_steps",
    "copy_template",
    "held_template",
    "is_in_use",
    "offer_template",
    "remove_template_part",
    "retire_template",
    "save_area",
    "save_criterion",
    "save_match",
    "seen_of",
    "set_scale",
    "set_sections",
    "why_it_stays",
]
