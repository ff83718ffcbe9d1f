"""What printed figures, and reasons of the calculations, are called where people read them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dwcp.toolkit.figures import figure, percent

from .choices import ResponseVerdict

KINDS = {
    "outcome_total": gettext_lazy("Total of an outcome"),
    "outcome_average": gettext_lazy("Average of an outcome"),
    "outcome_label": gettext_lazy("Rating of an outcome in words"),
    "criterion_score": gettext_lazy("Score of a criterion"),
    "criterion_label": gettext_lazy("Score of a criterion in words"),
    "criterion_average": gettext_lazy("Average of the criteria"),
    "criterion_average_rounded": gettext_lazy("Average of the criteria, rounded"),
    "criterion_average_label": gettext_lazy("Average of the criteria in words"),
    "table_3_1_row_total": gettext_lazy("Table 3.1, total of an outcome in US$"),
    "table_3_1_total": gettext_lazy("Table 3.1, total of a funding source in US$"),
    "text_budget_total": gettext_lazy("Resources as the text states them in US$"),
    "table_4_1": gettext_lazy("Table 4.1, indicators of an outcome"),
    "table_6_2": gettext_lazy("Table 6.2, indicators"),
    "table_6_2_percent": gettext_lazy("Table 6.2, indicators in per cent"),
    "count": gettext_lazy("Counts in the text"),
}

# Why a finding on an indicator is suggested (`reviews.suggesting`).
SUGGESTED = {
    "target_passed": gettext_lazy("The verified figure passed the target."),
    "target_reached": gettext_lazy("The verified figure reached the target."),
    "judged_by_a_person": gettext_lazy("There is no figure; a person judged it so."),
    "most_of_the_way": gettext_lazy(
        "The verified figure went %(share)s of the way to the target, at least half of it."
    ),
    "little_of_the_way": gettext_lazy(
        "The verified figure went %(share)s of the way to the target, less than half of it."
    ),
    "on_its_way": gettext_lazy("It stands where it was expected, and is not complete."),
    "off_its_way": gettext_lazy("It stands where it was not to stand."),
    "waits_for_verification": gettext_lazy("There is no verified figure yet; what was entered waits for verification."),
    "told_in_words": gettext_lazy("There is no figure to judge by, only words: read them, and judge."),
    "too_old": gettext_lazy("The latest verified figure is too old to judge by."),
    "no_target": gettext_lazy("There is a figure, and no target or baseline to hold it against."),
    "no_figure": gettext_lazy("Nothing was reported on it."),
}


def suggested_because(suggestion):
    """Why this finding is suggested, in a sentence."""
    return SUGGESTED[suggestion.reason] % {"share": percent(suggestion.share)}


def subject_of(key):
    """What a printed figure is about: `1/partially_achieved` is "1, partially achieved"."""
    return key.replace("/", ", ").replace("_", " ")


def in_groups(value):
    """A printed or computed figure with its thousands apart: 142727 is 142,727; all else stays as it is."""
    return figure(int(value)) if value and value.isdecimal() else value


def takes_no_words(review):
    """Why nothing of a report can be written now."""
    return _("The review is “%(state)s” and takes no words now.") % {"state": review.get_state_display()}


def not_written(review):
    """Why the recommendations of a report cannot be written now."""
    message = _("The review is “%(state)s”: its recommendations stay as they are.")
    return message % {"state": review.get_state_display()}


def not_answered(review):
    """Why recommendations cannot be answered yet."""
    message = _("The review is “%(state)s”: recommendations are answered once the constituents read the draft.")
    return message % {"state": review.get_state_display()}


def not_judged(action):
    """Why an action cannot be judged yet."""
    message = _("The action is “%(status)s”: there is nothing to judge before it has come to its end.")
    return message % {"status": action.get_status_display()}


def not_accepted(verdict):
    """Why nothing is planned for a recommendation with this answer, None for no answer yet; "" where it can be."""
    if verdict is None:
        return _("Nobody has answered this recommendation yet. Answer it first.")
    if verdict == ResponseVerdict.REJECTED:
        return _("The recommendation was rejected. Accept it, at least in part, before you plan what to do.")
    return ""
