"""Reasons of the calculations, in words."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "target_passed": _("The target was passed."),
    "target_reached": _("The target was reached."),
    "against_expected": _("The figure is held against what was expected at its date."),
    "nothing_due_yet": _("Nothing beyond the baseline was expected at the date of the figure."),
    "achievement_only": _("There are no dates to expect anything by, so the achievement itself is judged."),
    "inside_band": _("The figure lies inside the band in which it is to be kept."),
    "outside_band": _("The figure lies outside the band in which it is to be kept."),
    "no_actual": _("There is no verified figure."),
    "no_recent_value": _("The latest verified figure is too old to judge by."),
    "no_target": _("No target was stated as a figure, so there is nothing to judge against."),
    "no_baseline": _("The baseline that the target starts from is missing, so it cannot be judged."),
}
BASES = {
    "from_baseline": _("Both are counted from the baseline."),
    "from_zero": _("There is no baseline, so both are counted from zero."),
    "rise": _("Both are counted as a rise over the baseline."),
    "inside_band": _("The figure is to be kept inside a band."),
    "outside_band": _("The figure is to be kept inside a band."),
    "step": _("Both are steps on the scale."),
    "no_actual": _("There is no figure."),
    "no_target": _("There is no target."),
    "no_baseline": _("The baseline is missing."),
    "target_is_baseline": _("Target and baseline are the same."),
}
