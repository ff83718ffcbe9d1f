"""How the page of an indicator is laid out: its sections, what its fields say, and which measure needs which."""

from django.utils.translation import gettext_lazy

# Which measures a field is for; the page shows the others' fields only where no script runs.
NEEDED_BY = {
    "unit": "number percentage money",
    "currency": "money",
    "numerator": "percentage",
    "denominator": "percentage",
    "may_exceed_hundred": "percentage",
    "steps": "scale",
    "is_milestone": "number",
    "direction": "number percentage money yes_no scale",
    "band_low": "number percentage money scale",
    "band_high": "number percentage money scale",
    "accumulation": "number percentage money",
    "baseline_value": "number percentage money scale yes_no",
    "target_value": "number percentage money scale",
    "target_reading": "number percentage money",
    "splits": "number percentage money",
}
SECTIONS = (
    (
        "what",
        gettext_lazy("What it is"),
        ("outcome", "code", "statement", "definition", "level", "population"),
    ),
    (
        "measured",
        gettext_lazy("How it is measured"),
        (
            "measure",
            "unit",
            "currency",
            "numerator",
            "denominator",
            "may_exceed_hundred",
            "steps",
            "is_milestone",
            "direction",
            "band_low",
            "band_high",
            "accumulation",
        ),
    ),
    (
        "from",
        gettext_lazy("From where"),
        (
            "baseline_kind",
            "baseline_value",
            "baseline_on",
            "baseline_year",
            "baseline_source",
            "baseline_due_on",
            "baseline_text",
        ),
    ),
    (
        "to",
        gettext_lazy("To where"),
        ("target_value", "target_reading", "target_due_on", "target_due_text", "target_text", "target_source"),
    ),
    ("split", gettext_lazy("Split by"), ("splits",)),
    (
        "how",
        gettext_lazy("Who and how"),
        (
            "means_of_verification",
            "frequency",
            "responsible",
            "reported_every",
            "reporter",
            "method",
            "rationale",
            "limitations",
            "source",
            "note",
        ),
    ),
    ("why", gettext_lazy("Why it is changed"), ("reason", "begins_series", "recalculates")),
)
# What the record itself holds; steps, targets and splits are records of their own.
OF_THE_RECORD = [
    name
    for section, _title, names in SECTIONS
    for name in names
    if section in ("what", "measured", "from", "how") and name != "steps"
]
# Where the page says more, or less, than the name of the field.
LABELS = {
    "numerator": gettext_lazy("Part: what is counted above the line"),
    "denominator": gettext_lazy("Whole: what is counted below the line"),
    "is_milestone": gettext_lazy("The thing counted is to exist or be done, rather than to rise year by year"),
    "baseline_on": gettext_lazy("Date"),
    "baseline_year": gettext_lazy("Or only the year"),
    "baseline_source": gettext_lazy("Source"),
    "baseline_due_on": gettext_lazy("Due by"),
    "baseline_text": gettext_lazy("In words"),
    "reported_every": gettext_lazy("Reported here"),
}
HINTS = {
    "code": gettext_lazy("Such as 1.26. Leave it empty to take the next one of the outcome."),
    "statement": gettext_lazy("What is looked at, of whom and where: “Number of … who …”."),
    "definition": gettext_lazy("What counts and what does not, so that two people count the same."),
    "population": gettext_lazy("Only if not everybody is counted, such as “women only”."),
    "measure": gettext_lazy(
        "A percentage keeps part and whole, money its currency; a scale moves in named steps; a narrative "
        "is told in words."
    ),
    "unit": gettext_lazy("For numbers, percentages and money: what is counted, such as “people”."),
    "currency": gettext_lazy("For money: three letters, such as USD or KHR."),
    "numerator": gettext_lazy("For percentages, such as “enterprises that comply”."),
    "denominator": gettext_lazy("For percentages, such as “enterprises inspected”."),
    "may_exceed_hundred": gettext_lazy("For percentages: a rise or a ratio may, a part of a whole cannot."),
    "is_milestone": "",
    "baseline_kind": gettext_lazy(
        "A known one has a value, a date or year, and a source. One that is not available says by when it is due."
    ),
    "baseline_value": gettext_lazy("For a scale the number of the step."),
    "baseline_due_on": gettext_lazy("For a baseline that is not available."),
    "frequency": gettext_lazy("How often the figure is collected, such as “every half-year”."),
    "responsible": gettext_lazy("Who collects the figure and answers for it."),
    "reported_every": gettext_lazy(
        "How often a report is expected here. Reported less often: in the last period of each."
    ),
    "means_of_verification": gettext_lazy("Where the evidence is found: a register, a survey, a report."),
}
