"""Fixed vocabularies of measurement, and the one table of moves an entry may make."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ResultLevel(models.TextChoices):
    """Where on the results chain a statement stands."""

    ACTIVITY = "activity", _("Activity")
    OUTPUT = "output", _("Output")
    OUTCOME = "outcome", _("Outcome")


class Measure(models.TextChoices):
    """What kind of thing an entry states."""

    NUMBER = "number", _("Number")
    PERCENTAGE = "percentage", _("Percentage")
    MONEY = "money", _("Money")
    YES_NO = "yes_no", _("Done or not done")
    SCALE = "scale", _("Step on a scale")
    NARRATIVE = "narrative", _("Narrative")


# Measures whose entries cannot be added up: each states where things stand at its date.
MEASURES_WITHOUT_SUMS = (Measure.YES_NO, Measure.SCALE, Measure.NARRATIVE)
# Measures whose figures can be split: what is done, a step and words have no parts. A part of a percentage is counted
# with a whole of its own (women insured of women who work), and nobody fills a crossed table with such pairs.
MEASURES_WITH_PARTS = (Measure.NUMBER, Measure.MONEY, Measure.PERCENTAGE)
MEASURES_WITH_CROSSED_PARTS = (Measure.NUMBER, Measure.MONEY)
# The dimension that every programme reports by; who counts one sex only has nothing to split by it.
SEX = "sex"
ONE_SEX_ONLY = ("women only", "men only")


class Direction(models.TextChoices):
    """Which way a figure should go."""

    INCREASE = "increase", _("Increase")
    DECREASE = "decrease", _("Decrease")
    MAINTAIN = "maintain", _("Maintain")


class Accumulation(models.TextChoices):
    """How the entries of several periods make one figure (design rule 6)."""

    INCREMENT = "increment", _("Each entry adds to what was there before")
    CUMULATIVE = "cumulative", _("Each entry is the total so far")
    LEVEL = "level", _("Each entry is the level at its date")


class BaselineKind(models.TextChoices):
    """Whether the starting point is known."""

    VALUE = "value", _("Known")
    ZERO = "zero", _("Zero by definition")
    NOT_AVAILABLE = "not_available", _("Not available")


class TargetKind(models.TextChoices):
    """Whether a target ends the programme or stands on the way."""

    MILESTONE = "milestone", _("Milestone")
    FINAL = "final", _("Final target")


class TargetReading(models.TextChoices):
    """How a target's figure is to be read."""

    FIGURE = "figure", _("figure to reach")
    RISE = "rise", _("rise over the baseline")
    PERCENT_RISE = "percent_rise", _("rise over the baseline in per cent")


class Frequency(models.TextChoices):
    """How often a programme reports."""

    YEARLY = "yearly", _("Every year")
    HALF_YEARLY = "half_yearly", _("Every half-year")
    QUARTERLY = "quarterly", _("Every quarter")


class PeriodState(models.TextChoices):
    """Whether a reporting period takes entries."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    GRACE = "grace", _("Open for late entries")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Reopened")


# The moves a period may make (design, section 5).
PERIOD_MOVES = {
    PeriodState.PLANNED: {PeriodState.OPEN},
    PeriodState.OPEN: {PeriodState.GRACE, PeriodState.CLOSED},
    PeriodState.GRACE: {PeriodState.CLOSED},
    PeriodState.CLOSED: {PeriodState.REOPENED},
    PeriodState.REOPENED: {PeriodState.CLOSED},
}
OPEN_PERIOD_STATES = (PeriodState.OPEN, PeriodState.GRACE, PeriodState.REOPENED)


class EntryState(models.TextChoices):
    """How far an entry has come. Only verified entries count in published figures."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for verification")
    RETURNED = "returned", _("Returned")
    VERIFIED = "verified", _("Verified")
    REOPENED = "reopened", _("Reopened")


# The moves an entry may make (design, section 5). Nothing else decides this.
ENTRY_MOVES = {
    EntryState.DRAFT: {EntryState.SUBMITTED},
    EntryState.SUBMITTED: {EntryState.VERIFIED, EntryState.RETURNED},
    EntryState.RETURNED: {EntryState.SUBMITTED},
    EntryState.VERIFIED: {EntryState.REOPENED},
    EntryState.REOPENED: {EntryState.SUBMITTED},
}
# In these states an entry is out of its writer's hands: it waits, or it counts.
HANDED_IN = (EntryState.SUBMITTED, EntryState.VERIFIED)
# In these states the figures may be written.
WRITABLE_STATES = (EntryState.DRAFT, EntryState.RETURNED, EntryState.REOPENED)


class Expected(models.TextChoices):
    """Where the report stands that an indicator owes for a period. It follows from the schedule and the entry."""

    NOT_YET_DUE = "not_yet_due", _("Not yet due")
    DUE = "due", _("Due")
    OVERDUE = "overdue", _("Overdue")
    SUBMITTED = "submitted", _("Waiting for verification")
    RETURNED = "returned", _("Returned")
    VERIFIED = "verified", _("Verified")
    MISSED = "missed", _("Not reported")


# What somebody has to write now.
TO_WRITE = (Expected.RETURNED, Expected.OVERDUE, Expected.DUE)


class WorkState(models.TextChoices):
    """Where something stands that waits for a person, what is most urgent first."""

    RETURNED = "returned", _("Returned")
    OVERDUE = "overdue", _("Overdue")
    DUE = "due", _("Due")
    BEGUN = "begun", _("Begun before it is due")
    TO_VERIFY = "to_verify", _("To verify")
    NOT_YET_DUE = "not_yet_due", _("Not yet due")


class Absence(models.TextChoices):
    """Why an entry states no figure. Blank is not zero."""

    NOT_AVAILABLE = "not_available", _("Not available")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class Grade(models.TextChoices):
    """How closely a figure was checked."""

    DESK_CHECKED = "desk_checked", _("Desk-checked")
    SOURCE_CHECKED = "source_checked", _("Checked against its source")
    INDEPENDENTLY_VERIFIED = "independently_verified", _("Independently verified")


class EvidenceKind(models.TextChoices):
    """What was laid beside a figure."""

    FILE = "file", _("File")
    LINK = "link", _("Link")


class Status(models.TextChoices):
    """How an indicator stands (design rule 8). What is told in words only a person can judge."""

    EXCEEDED = "exceeded", _("Exceeded")
    ACHIEVED = "achieved", _("Achieved")
    ON_TRACK = "on_track", _("On track")
    AT_RISK = "at_risk", _("At risk")
    OFF_TRACK = "off_track", _("Off track")
    IN_WORDS = "in_words", _("Reported in words")
    NO_RECENT = "no_recent", _("No recent data")
    NO_DATA = "no_data", _("No figure to judge by")


# What a person may judge otherwise than the figures do. That there is no figure, or only words, is no judgement.
STATUSES_TO_GIVE = (Status.EXCEEDED, Status.ACHIEVED, Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK)


class ImportState(models.TextChoices):
    """How far an imported workbook has come."""

    PREVIEWED = "previewed", _("Looked at, not imported")
    CONFIRMED = "confirmed", _("Imported")
    UNDONE = "undone", _("Undone")
