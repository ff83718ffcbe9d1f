"""Writing progress: every rule, every write, its trace."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event
from dwcp.toolkit.rounding import round_half_up

from .choices import (
    ENTRY_MOVES,
    WRITABLE_STATES,
    BaselineKind,
    EntryState,
    Grade,
    Measure,
    PeriodState,
)
from .disaggregation import CategoriesExceedTotal, NegativeValue, split
from .models import Category, DisaggregatedValue, EntryMove, ProgressEntry, ReportingPeriod, Verification

SEX = "sex"
# What the column of the value holds: 14 digits before the point.
LARGEST_VALUE = Decimal(10) ** 14
# What an entry states by the measure of its indicator; only numbers are split into parts.
MEASURE_TAKES = {
    Measure.NUMBER: {"value"},
    Measure.MONEY: {"value"},
    Measure.PERCENTAGE: {"value", "numerator", "denominator"},
    Measure.YES_NO: {"value"},
    Measure.SCALE: {"step"},
    Measure.NARRATIVE: set(),
}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What somebody states an indicator showed: a value, a step, words, or why there is none.

    `parts` maps the code of a category of the dimension sex to its part of the value, in the same unit.
    """

    measured_on: date | None
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    step: object | None = None
    parts: dict[str, Decimal] = field(default_factory=dict)
    narrative: str = ""
    source: str = ""
    absence: str = ""
    absence_reason: str = ""


class EntryRefused(Exception):
    """What was typed cannot stand. `problems` maps a field of Figure ("" for the whole) to a sentence."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__(" ".join(problems.values()))


class StaleEntry(EntryRefused):
    """Somebody saved a newer version meanwhile; `current` is the entry as it stands now."""

    def __init__(self, current):
        self.current = current
        super().__init__(
            {
                "": _(
                    "Somebody else has changed this entry since you opened it. Below you find what you typed; "
                    "what is saved now stands above it. Save again to replace it, or leave it as it is."
                )
            }
        )


@transaction.atomic
def record_progress(*, indicator, period, figure, revision, by):
    """Record what an indicator showed in an open period, as a draft.

    Recording again replaces a draft, a returned or a reopened entry; a submitted or verified one stands.
    `revision` is the one the writer saw (0: there was no entry): if the database has another, StaleEntry is
    raised. Raises EntryRefused with every problem of the figure at once, PermissionDenied without the permission.
    Returns the saved entry.
    """
    if not by.has_perm(Permission.ENTRY_RECORD, indicator):
        raise PermissionDenied
    # The period's row is held too, so that it cannot be closed between the check and the write.
    period = type(period).objects.select_for_update().get(pk=period.pk)
    entry = (
        ProgressEntry.objects.select_for_update(of=("self",))
        .filter(indicator=indicator, period=period)
        .prefetch_related("parts__category")
        .first()
    )
    _refuse_unwritable(period, entry, revision)
    parts = _checked_parts(indicator, period, figure)
    before = _summary(entry)
    if entry is None:
        entry = ProgressEntry(indicator=indicator, period=period, revision=0)
    entry.measured_on = figure.measured_on
    entry.value, entry.numerator, entry.denominator = _value_of(figure)
    entry.step = figure.step
    entry.narrative = figure.narrative
    entry.source = figure.source
    entry.absence = figure.absence
    entry.absence_reason = figure.absence_reason if figure.absence else ""
    entry.recorded_by = by
    entry.revision += 1
    entry.save()
    _write_parts(entry, parts)
    after = _summary(entry, parts)
    names = after | before  # a part may be there no longer
    changes = {name: [before.get(name), after.get(name)] for name in names if before.get(name) != after.get(name)}
    record_event(AuditVerb.ENTRY_RECORDED, entry, by=by, changes=changes)
    return entry


@transaction.atomic
def submit_entry(*, entry, by):
    """Hand a recorded entry to verification. It must state a figure, words, or why there is none.

    Raises StaleEntry when somebody has written the entry since `entry` was read.
    """
    entry = _locked(entry, entry.revision)
    if not by.has_perm(Permission.ENTRY_RECORD, entry.indicator):
        raise PermissionDenied
    if not entry.period.is_open:
        raise EntryRefused({"": _closed(entry.period)})
    if entry.indicator.measure == Measure.NARRATIVE:
        if not entry.narrative and not entry.absence:
            raise EntryRefused({"narrative": _("Describe what the indicator showed, or say why you cannot.")})
    elif entry.value is None and entry.step is None and not entry.absence:
        message = _("Enter the figure. If there is none, choose “not available” or “not applicable” and say why.")
        raise EntryRefused({"value": message})
    entry.submitted_by = by
    _move(entry, EntryState.SUBMITTED, by=by)
    record_event(AuditVerb.ENTRY_SUBMITTED, entry, by=by)
    return entry


@transaction.atomic
def record_and_submit(*, indicator, period, figure, revision, by):
    """Record what an indicator showed and hand it to verification: both, or nothing."""
    entry = record_progress(indicator=indicator, period=period, figure=figure, revision=revision, by=by)
    return submit_entry(entry=entry, by=by)


@transaction.atomic
def verify_entry(*, entry, revision, grade, checked_against, by):
    """Vouch for a submitted entry; from now on it counts. Nobody verifies their own.

    `revision` is the one the verifier looked at. `checked_against` names the source, in words.
    """
    entry = _locked(entry, revision)
    if not by.has_perm(Permission.ENTRY_VERIFY, entry):
        raise PermissionDenied
    if grade != Grade.DESK_CHECKED and not checked_against:
        raise EntryRefused({"checked_against": _("Name the source you checked the figure against.")})
    _move(entry, EntryState.VERIFIED, by=by)
    Verification.objects.create(entry=entry, grade=grade, checked_against=checked_against, by=by)
    record_event(AuditVerb.ENTRY_VERIFIED, entry, by=by, reason=checked_against)
    return entry


@transaction.atomic
def return_entry(*, entry, revision, reason, by):
    """Give a submitted entry back to who recorded it, saying why. The reason is kept for ever."""
    entry = _locked(entry, revision)
    if not by.has_perm(Permission.ENTRY_VERIFY, entry):
        raise PermissionDenied
    if not reason:
        raise EntryRefused({"reason": _("Say what is to be mended, so that it can be.")})
    _move(entry, EntryState.RETURNED, by=by, reason=reason)
    record_event(AuditVerb.ENTRY_RETURNED, entry, by=by, reason=reason)
    return entry


@transaction.atomic
def reopen_entry(*, entry, revision, reason, by):
    """Take back the verification of an entry, saying why, so that its figure can be put right."""
    entry = _locked(entry, revision)
    if not by.has_perm(Permission.ENTRY_VERIFY, entry):
        raise PermissionDenied
    if not reason:
        raise EntryRefused({"reason": _("Say why a verified figure has to be opened again.")})
    _move(entry, EntryState.REOPENED, by=by, reason=reason)
    record_event(AuditVerb.ENTRY_REOPENED, entry, by=by, reason=reason)
    return entry


@transaction.atomic
def record_published_figure(*, indicator, period, figure, published_in):
    """Enter what a published document states about an indicator, as verified against that document.

    For loading programmes that ended before they were kept here: nobody in particular records it. An entry
    that is there already stays as it is. Returns the new entry, or None.
    """
    if ProgressEntry.objects.filter(indicator=indicator, period=period).exists():
        return None
    entry = ProgressEntry.objects.create(
        indicator=indicator,
        period=period,
        measured_on=figure.measured_on,
        value=figure.value,
        narrative=figure.narrative,
        absence=figure.absence,
        absence_reason=figure.absence_reason,
        source=published_in,
    )
    for state in (EntryState.SUBMITTED, EntryState.VERIFIED):
        _move(entry, state, by=None, reason=published_in)
    Verification.objects.create(entry=entry, grade=Grade.SOURCE_CHECKED, checked_against=published_in)
    record_event(AuditVerb.ENTRY_VERIFIED, entry, by=None, changes=_summary(entry), reason=published_in)
    return entry


def record_published_baseline(*, indicator, value, year, published_in):
    """Take a baseline that a later document states, where the programme document has none."""
    if indicator.baseline_kind != BaselineKind.NOT_AVAILABLE:
        return False
    indicator.baseline_kind = BaselineKind.VALUE
    indicator.baseline_value = value
    indicator.baseline_year = year
    indicator.baseline_source = published_in
    indicator.save()
    return True


def plan_years(*, programme):
    """A reporting period for each year of the programme that has none; the last one is open.

    Programmes that ended before they were kept here come with figures of their last year, which may still
    be completed; the years before are closed.
    """
    for year in range(programme.start_year, programme.end_year + 1):
        ReportingPeriod.objects.get_or_create(
            programme=programme,
            label=str(year),
            defaults={
                "starts_on": date(year, 1, 1),
                "ends_on": date(year, 12, 31),
                "state": PeriodState.OPEN if year == programme.end_year else PeriodState.CLOSED,
            },
        )


def _refuse_unwritable(period, entry, revision):
    if not period.is_open:
        raise EntryRefused({"": _closed(period)})
    if (entry.revision if entry else 0) != revision:
        raise StaleEntry(entry)
    if entry and entry.state not in WRITABLE_STATES:
        raise EntryRefused(
            {
                "": _(
                    "There is already an entry for this period, and it is “%(state)s”. "
                    "It has to be returned or reopened before it can be changed."
                )
                % {"state": entry.get_state_display()}
            }
        )


def _closed(period):
    return _("The period %(period)s is closed and takes no entries. Ask the programme officer to open it again.") % {
        "period": period.label
    }


def _checked_parts(indicator, period, figure):
    """The parts of the figure by category code; raises EntryRefused with all that is wrong."""
    problems = {}
    if figure.measured_on is None:
        problems["measured_on"] = _("Enter the date of the figure.")
    elif not period.starts_on <= figure.measured_on <= period.ends_on:
        problems["measured_on"] = _(
            "The date lies outside the period %(period)s. Enter one from %(first)s to %(last)s."
        ) % {"period": period.label, "first": period.starts_on, "last": period.ends_on}
    parts = {code: part for code, part in figure.parts.items() if part is not None}
    problems |= _measure_problems(indicator, figure, parts)
    if figure.absence and not figure.absence_reason:
        problems["absence_reason"] = _("Say why there is no figure.")
    if figure.absence and (figure.value is not None or figure.step or parts or figure.numerator is not None):
        problems["absence"] = _("You stated a figure and that there is none. Keep one of the two.")
    known = set(Category.objects.filter(dimension__code=SEX).values_list("code", flat=True)) if parts else set()
    for code in sorted(parts.keys() - known):
        problems[code] = _("“%(part)s” is no part that a figure is split into.") % {"part": code}
    try:
        if parts:
            split(figure.value, parts)
    except CategoriesExceedTotal as error:
        problems["value"] = _(
            "Women and men together are %(sum)s, more than the total of %(total)s. Correct one of the three."
        ) % {"sum": f"{error.sum.normalize():f}", "total": f"{error.total.normalize():f}"}
    except NegativeValue as error:
        problems[error.category or "value"] = _("A number of people cannot be below 0.")
    if problems:
        raise EntryRefused(problems)
    return parts


def _measure_problems(indicator, figure, parts):
    stated = {name: getattr(figure, name) for name in ("value", "numerator", "denominator", "step")} | parts
    takes = MEASURE_TAKES[indicator.measure] | (parts.keys() if indicator.measure == Measure.NUMBER else set())
    problems = {
        name: _("This indicator is measured as “%(measure)s”; leave this empty.")
        % {"measure": indicator.get_measure_display()}
        for name, given in stated.items()
        if given is not None and name not in takes
    }
    if indicator.measure == Measure.YES_NO and figure.value not in (None, 0, 1):
        problems["value"] = _("Choose “done” or “not done”.")
    if indicator.measure == Measure.SCALE and figure.step and figure.step.indicator_id != indicator.pk:
        problems["step"] = _("This step does not belong to the indicator's scale.")
    if (figure.numerator is None) != (figure.denominator is None):
        problems["denominator"] = _("Give both numbers, the part and the whole, or neither.")
    elif figure.denominator is not None and figure.denominator <= 0:
        problems["denominator"] = _("The whole must be above 0.")
    return problems


def _value_of(figure):
    """Value, numerator and denominator as they are kept; raises EntryRefused for a figure too large for that.

    A fraction decides its percentage; parts that were typed without a total make the total.
    """
    value, fraction = figure.value, (None, None)
    if figure.numerator is not None and figure.denominator is not None:
        # Rounded as it is kept, so that the trail and the table say the same.
        value = round_half_up(figure.numerator / figure.denominator * 100, 4)
        fraction = (figure.numerator, figure.denominator)
    elif value is None and figure.parts:
        value = split(None, figure.parts).total
    if value is not None and abs(value) >= LARGEST_VALUE:
        raise EntryRefused({"value": _("The figure is too large to be kept. Check what you typed.")})
    return value, *fraction


def _write_parts(entry, parts):
    entry.parts.all().delete()
    if parts:
        categories = {
            category.code: category for category in Category.objects.filter(dimension__code=SEX, code__in=parts)
        }
        DisaggregatedValue.objects.bulk_create(
            DisaggregatedValue(entry=entry, category=categories[code], value=value) for code, value in parts.items()
        )


def _locked(entry, revision):
    current = (
        ProgressEntry.objects.select_for_update(of=("self",))
        .select_related("indicator__outcome__programme", "period")
        .get(pk=entry.pk)
    )
    if current.revision != revision:
        raise StaleEntry(current)
    return current


def _move(entry, to_state, *, by, reason=""):
    """The only way an entry changes its state."""
    if to_state not in ENTRY_MOVES[EntryState(entry.state)]:
        raise EntryRefused(
            {
                "": _("This entry is “%(state)s” now; reload the page to see what can be done with it.")
                % {"state": entry.get_state_display()}
            }
        )
    EntryMove.objects.create(entry=entry, from_state=entry.state, to_state=to_state, by=by, reason=reason)
    entry.state = to_state
    entry.revision += 1
    entry.save(update_fields=["state", "revision", "submitted_by"])


def _summary(entry, parts=None):
    """An entry as the trail keeps it."""
    if entry is None:
        return {}
    if parts is None:
        parts = {part.category.code: part.value for part in entry.parts.all()}
    figures = {"value": entry.value, "numerator": entry.numerator, "denominator": entry.denominator, **parts}
    return {
        "measured_on": entry.measured_on.isoformat(),
        **{name: None if value is None else f"{value.normalize():f}" for name, value in figures.items()},
        "step": entry.step and str(entry.step),
        "narrative": entry.narrative,
        "source": entry.source,
        "absence": entry.absence,
        "absence_reason": entry.absence_reason,
    }
