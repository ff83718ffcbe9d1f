"""Writing a review: its life, its scores, its words, and what follows from it."""

from .actions import change_action, check_action, plan_action, put_back_action, remove_action, report_on_action
from .checks import answer_check, answer_checks_alike, withdraw_check_answer
from .citations import Source, cite, remove_citation
from .dissent import dissent, withdraw_dissent
from .facts import fix_facts
from .files import ask_for_file, finish_reports, next_file
from .findings import add_finding_for, decide_finding, remove_finding
from .individual import hand_in_scores, score_alone, take_back_scores
from .making import make_file
from .moves import MOVES, held_review, move_review, moves_from, set_state
from .published import take_over_published_figures
from .recommendations import (
    add_recommendation,
    carry_over_recommendations,
    change_recommendation,
    link_indicators,
    move_recommendation,
    put_back_recommendation,
    remove_recommendation,
    renumber_recommendations,
)
from .refusals import ReviewRefused, StaleReview
from .responses import respond
from .reviews import change_review, create_review, link_consultations, take_facts_anew, write_terms
from .scores import rate_area, score_criterion
from .signing import correct_report, sign_report
from .sub_criteria import remove_sub_criterion_finding, save_sub_criterion_finding
from .taking_out import put_back_into_review
from .team import add_to_team, change_in_team, remove_from_team
from .templates import (
    add_template,
    change_template,
    copy_template,
    offer_template,
    remove_template_part,
    retire_template,
    save_area,
    save_criterion,
    save_match,
    set_scale,
    set_sections,
)
from .texts import write_narrative, write_text
from .timetable import remove_task, save_task
from .validation import put_back_validation, validate_draft, withdraw_validation

__all__ = [
    "MOVES",
    "ReviewRefused",
    "Source",
    "StaleReview",
    "add_finding_for",
    "add_recommendation",
    "add_template",
    "add_to_team",
    "answer_check",
    "answer_checks_alike",
    "ask_for_file",
    "carry_over_recommendations",
    "change_action",
    "change_in_team",
    "change_recommendation",
    "change_review",
    "change_template",
    "check_action",
    "cite",
    "copy_template",
    "correct_report",
    "create_review",
    "decide_finding",
    "dissent",
    "finish_reports",
    "fix_facts",
    "hand_in_scores",
    "held_review",
    "link_consultations",
    "link_indicators",
    "make_file",
    "move_recommendation",
    "move_review",
    "moves_from",
    "next_file",
    "offer_template",
    "plan_action",
    "put_back_action",
    "put_back_into_review",
    "put_back_recommendation",
    "put_back_validation",
    "rate_area",
    "remove_action",
    "remove_citation",
    "remove_finding",
    "remove_from_team",
    "remove_recommendation",
    "remove_sub_criterion_finding",
    "remove_task",
    "remove_template_part",
    "renumber_recommendations",
    "report_on_action",
    "respond",
    "retire_template",
    "save_area",
    "save_criterion",
    "save_match",
    "save_sub_criterion_finding",
    "save_task",
    "score_alone",
    "score_criterion",
    "set_scale",
    "set_sections",
    "set_state",
    "sign_report",
    "take_back_scores",
    "take_facts_anew",
    "take_over_published_figures",
    "validate_draft",
    "withdraw_check_answer",
    "withdraw_dissent",
    "withdraw_validation",
    "write_narrative",
    "write_terms",
    "write_text",
]
