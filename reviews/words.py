"""What printed figures are called where people read them."""

from django.utils.translation import gettext_lazy

from dwcp.toolkit.figures import figure

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


def subject_of(key):
    """What a printed figure is about: `1/partially_achieved` is "1, partially achieved"."""
    return key.replace("/", ", ").replace("_", " ")


def in_groups(value):
    """A printed or computed figure with its thousands apart: 142727 is 142,727; all else stays as it is."""
    return figure(int(value)) if value and value.isdecimal() else value
