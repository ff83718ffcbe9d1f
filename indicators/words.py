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
    "told_in_words": _("It is told in words, which only a person can judge."),
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
    "in_words": _("It is told in words."),
    "no_actual": _("There is no figure."),
    "no_target": _("There is no target."),
    "no_baseline": _("The baseline is missing."),
    "target_is_baseline": _("Target and baseline are the same."),
}
# What makes the figure, by accumulation; percentages and words have rules of their own.
RULES = {
    "increment": _("The entries are added up, on top of a known baseline."),
    "cumulative": _("The latest one counts."),
    "level": _("The latest one counts."),
}
POOLED = _("Part and whole of every entry are added up, then divided. Percentages are never averaged.")
TOLD = _("What it showed is told in words, so there is nothing to add up.")
# Why an entry is in the figure or not.
FATES = {
    "counted": _("counted"),
    "not_verified": _("left out: not verified"),
    "no_figure": _("left out: states no figure"),
    "in_words": _("left out: told in words"),
    "earlier_definition": _("left out: reported under an earlier definition, before series %(series)s"),
    "restated": _("left out: restated in series %(series)s"),
    "none_any_more": _("left out: series %(series)s says that there is no figure for this period"),
    "replaced": _("left out: a later entry replaces it"),
    "not_pooled": _("left out: not every entry has part and whole, so only the latest percentage counts"),
}
# Why a combination of measure, accumulation and direction makes no sense.
REFUSALS = {
    "sums_only_grow": _(
        "What is added up can only grow: it can neither decrease nor be kept. State the level at each date, or count "
        "what was taken away as an increase."
    ),
    "done_stays_done": _("A thing done twice is still done, so entries do not add up: each is the level at its date."),
    "done_does_not_decrease": _("What is done or not done cannot decrease: say what is to be done."),
    "steps_do_not_add_up": _("Twice step 2 is not step 4, so entries do not add up: each is the level at its date."),
    "words_do_not_add_up": _("Words do not add up: each entry tells how things stand at its date."),
}
# Why something cannot stand in a reference sheet: said beside its field, and by the database's rule of that name.
UNFIT = {
    "only_a_missing_baseline_is_due": _("Only a baseline that is not available is due. Leave this empty."),
    "only_what_is_maintained_has_a_band": _("A band is for what is to be maintained. Leave both ends empty."),
    "target_has_a_value_or_words": _("State the target as a figure or in words."),
    "category_target_is_a_figure_or_a_share": _(
        "State the target of a category as a share or as a figure: one of the two."
    ),
    "share_of_a_category_is_up_to_100": _("A share goes from 0 to 100 per cent."),
}
# What the worked examples count, by measure, accumulation and direction.
EXAMPLES = {
    ("number", "increment", "increase"): _("Workers trained in each half-year"),
    ("number", "cumulative", "increase"): _("Enterprises registered so far"),
    ("number", "cumulative", "decrease"): _("Cases in the backlog, those settled so far taken off"),
    ("number", "cumulative", "maintain"): _("Offices opened so far, those closed taken off"),
    ("number", "level", "increase"): _("Members of trade unions at the end of the half-year"),
    ("number", "level", "decrease"): _("Children at work in brick kilns"),
    ("number", "level", "maintain"): _("Labour inspectors in service"),
    ("percentage", "increment", "increase"): _("Trainees in work, of those trained in each half-year"),
    ("percentage", "increment", "decrease"): _("Workplaces in breach, of those visited in each half-year"),
    ("percentage", "increment", "maintain"): _("Women, of those trained in each half-year"),
    ("percentage", "cumulative", "increase"): _("Complaints settled, of all lodged so far"),
    ("percentage", "cumulative", "decrease"): _("Accidents without compensation, of all so far"),
    ("percentage", "cumulative", "maintain"): _("Reports sent in time, of all due so far"),
    ("percentage", "level", "increase"): _("Workers insured, of all in the sector"),
    ("percentage", "level", "decrease"): _("Young people out of work, of all in the labour force"),
    ("percentage", "level", "maintain"): _("Factories that let inspectors in, of all"),
    ("money", "increment", "increase"): _("Back wages paid in each half-year"),
    ("money", "cumulative", "increase"): _("Savings in the workers' fund so far"),
    ("money", "cumulative", "decrease"): _("Contributions owed, what was paid so far taken off"),
    ("money", "cumulative", "maintain"): _("Balance of the benefit fund so far"),
    ("money", "level", "increase"): _("Average wage in a month"),
    ("money", "level", "decrease"): _("Average debt of a household"),
    ("money", "level", "maintain"): _("Price of the basket of food"),
    ("yes_no", "level", "increase"): _("The law is adopted"),
    ("yes_no", "level", "maintain"): _("The tripartite council meets"),
    ("scale", "level", "increase"): _("How far the policy has come"),
    ("scale", "level", "decrease"): _("Danger at the workplace"),
    ("scale", "level", "maintain"): _("Quality of inspection"),
    ("narrative", "level", "increase"): _("How disputes are prevented"),
    ("narrative", "level", "decrease"): _("How workers are put under pressure"),
    ("narrative", "level", "maintain"): _("How the partners work together"),
}
# The steps of the scales in the examples, from 0 on, by direction.
SCALES = {
    "increase": (_("No policy"), _("Drafted"), _("Discussed"), _("Adopted"), _("Applied")),
    "decrease": (_("None"), _("Low"), _("Middling"), _("High"), _("Very high")),
    "maintain": (_("Very poor"), _("Poor"), _("Fair"), _("Good"), _("Very good")),
}
# What each status says, in the order of the statuses.
STATUS_MEANINGS = {
    "exceeded": _("The figure has passed the target."),
    "achieved": _("The target is reached; what was to be kept was kept up to its last day."),
    "on_track": _("Most of what was expected at the date of the figure is there."),
    "at_risk": _("Part of what was expected is there."),
    "off_track": _("Too little of what was expected is there, or the figure has left its band."),
    "in_words": _("It is reported in words, which only a person can judge."),
    "no_recent": _(
        "The latest verified figure is older than the reporting period before the current one; only periods that have "
        "been opened count."
    ),
    "no_data": _("There is no verified figure, no target as a figure, or no baseline to start from."),
}
