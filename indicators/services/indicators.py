"""Adding an indicator to a programme, and changing how it is defined."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event
from outcomes.services import Refused, Stale
from outcomes.services.records import hold, refuse_unless, refusing_what_the_database_refuses, sentences_of

from ..choices import Measure
from ..display import measured
from ..models import Indicator, ScaleStep
from ..selectors.expected import recorders_of
from ..selectors.framework import totals_otherwise
from .definitions import Definition, definition_of, fingerprint_of, measured_how, plain, stated_in_full
from .series import begin_series
from .splits import change_splits, end_splits, splits_by_fitness, splits_in_words
from .unfit import named_targets, problems_of

# Figures of another measure or currency are never put beside each other.
BEGINS_A_SERIES = {"measure", "currency"}
# Who reports, and how often, says nothing of what the figures mean: it is changed without a word.
WITHOUT_REASON = {"reporter", "reported_every"}
# Figures counted otherwise may still mean the same: whoever changes this decides.
MAY_BEGIN_A_SERIES = {"unit", "definition", "numerator", "denominator", "population", "method", "steps"}


@transaction.atomic
def save_indicator(
    *,
    indicator,
    steps,
    targets,
    category_targets,
    seen,
    reason,
    begins_series,
    by,
    programme,
    splits=(),
    recalculates=False,
):
    """Add an indicator, or change it, with the steps of its scale and its targets: all of it, or nothing.

    `steps` are (number, name) pairs, targets are records; those not among them are removed. `splits` are pairs of
    dimensions for a new indicator; later they are changed by `change_splits`. `seen` is the `fingerprint_of` the
    indicator the writer started from, "" for a new one. Once there are entries, a change needs its `reason`. Another
    measure or currency then begins a new series; another unit or definition does where `begins_series` says so;
    earlier figures stay as reported. Entries that are to add up otherwise make another figure, which `recalculates` has
    to agree to. Splits that a new measure has no parts for end. Raises Refused with every problem at once, Stale when
    somebody saved meanwhile, PermissionDenied. Returns the indicator.
    """
    refuse_unless(by, Permission.STRUCTURE_EDIT, programme)
    hold(programme)
    if indicator.outcome_id is None:
        raise Refused({"outcome": _("Choose the outcome that the indicator measures.")})
    current = _held(indicator, seen)
    before = definition_of(current) if current else None
    kept, ended = _splits_under_the_measure(current, indicator)
    pairs = [(row.dimension, row.crossed_with) for row in kept] if before else splits
    dimensions = tuple({one.pk: one for pair in pairs for one in pair if one}.values())
    wanted = Definition(indicator, tuple(steps), tuple(targets), tuple(category_targets), dimensions)
    entries = list(current.entries.select_related("period", "step")) if current else []
    changes = _changes(before, wanted)
    begins = entries and (changes.keys() & BEGINS_A_SERIES or begins_series)
    problems = _new_problems(before, wanted) | _change_problems(changes, entries, reason, begins, wanted)
    problems |= _unfit_reporter(before, indicator, programme)
    if entries and "accumulation" in changes and not begins:
        totals = totals_otherwise(current, indicator, entries)
        changes["total"] = [plain(total) for total in totals]
        if not recalculates:
            agreed = _("Tick this to go on, or keep the old rule.")
            problems["recalculates"] = f"{recalculated_in_words(current, totals)} {agreed}"
    _refuse(problems, programme, wanted)
    split_before = splits_in_words(current) if ended else ""
    if begins:
        shown = measured_how(before) | ({_("Split by"): split_before} if ended else {})
        begin_series(indicator=indicator, totals_carry_on=False, before=shown, reason=reason, by=by)
    with refusing_what_the_database_refuses():
        _write(before, wanted)
    if ended:
        end_splits(ended, last_series=indicator.series - 1 if begins else None)
        changes["splits"] = [split_before, splits_in_words(indicator)]
    if not before and splits:
        _split(indicator, splits, by)
    if changes:
        verb = AuditVerb.CHANGED if before else AuditVerb.ADDED
        record_event(verb, indicator, by=by, changes=changes, reason=reason)
    return indicator


def recalculated_in_words(indicator, totals):
    """What becomes of the verified figure when entries add up otherwise."""
    was, becomes = (measured(total, indicator) for total in totals)
    return _("The verified figure is %(before)s and will be %(after)s.") % {"before": was, "after": becomes}


def _splits_under_the_measure(current, indicator):
    """The splits there are in two lists: those that go on, and those that a new measure has no parts for."""
    if current is None:
        return [], []
    kept, unfit = splits_by_fitness(indicator)
    return (kept, unfit) if current.measure != indicator.measure else ([*kept, *unfit], [])


def _held(indicator, seen):
    """The indicator as it stands now, held until the transaction ends; None for a new one."""
    if indicator.pk is None:
        return None
    current = Indicator.objects.select_for_update(of=("self",), no_key=True).filter(pk=indicator.pk).first()
    if current is None or fingerprint_of(current) != seen:
        raise Stale(current)
    # Only `begin_series` counts them on.
    indicator.series, indicator.comparable_from = current.series, current.comparable_from
    return current


def _changes(before, wanted):
    stated_before = stated_in_full(before) if before else {}
    after = stated_in_full(wanted)
    return {name: [stated_before.get(name), after[name]] for name in after if stated_before.get(name) != after[name]}


def _new_problems(before, wanted):
    """What cannot stand, but for gaps that were there before and are left alone: documents have them."""
    tolerated = problems_of(before).items() if before else ()
    return {field: sentence for field, sentence in problems_of(wanted).items() if (field, sentence) not in tolerated}


def _unfit_reporter(before, indicator, programme):
    """Only who may record in the programme is named anew; who was named and has left may stay."""
    key = indicator.reporter_id
    if key is None or (before and before.indicator.reporter_id == key):
        return {}
    if recorders_of(programme).filter(user=key).exists():
        return {}
    return {"reporter": _("This person does not record in the programme. Choose somebody from the list.")}


def _change_problems(changes, entries, reason, begins, wanted):
    """What stands against changing an indicator that has entries."""
    if not entries:
        return {}
    problems = {}
    if changes.keys() - WITHOUT_REASON and not reason:
        problems["reason"] = _("There are figures already: say why this is changed, so that they can be read.")
    if begins and not changes.keys() & (BEGINS_A_SERIES | MAY_BEGIN_A_SERIES):
        problems["begins_series"] = _(
            "What is counted has not changed, so there is no new series to begin. Take the tick away, or change the "
            "unit or the definition."
        )
    numbers = {number for number, _name in wanted.steps}
    stated = {entry.step.number: entry.step for entry in entries if entry.step}
    lost = [str(stated[number]) for number in sorted(stated.keys() - numbers)]
    # Of an indicator that is no scale any more, the steps in its entries stay by themselves.
    if lost and wanted.indicator.measure == Measure.SCALE:
        message = _("Entries state “%(steps)s”, so it cannot be removed. Keep it, under another name if need be.")
        problems["steps"] = message % {"steps": "”, “".join(lost)}
    return problems


def _refuse(problems, programme, wanted):
    """Raise Refused with these problems and with what the records themselves cannot be."""
    indicator = wanted.indicator
    if indicator.programme.pk != programme.pk:
        problems = {"outcome": _("This outcome belongs to another programme.")} | problems
    # What the database would say of several fields together is said beside each of them already.
    found = _of_its_own(indicator, "", validate_constraints=not problems)
    for number, name in wanted.steps:
        unfit = _of_its_own(ScaleStep(number=number, name=name), "", exclude=["indicator"])
        found |= {"steps": " ".join(unfit.values())} if unfit else {}
    parts = [*named_targets(wanted), *((f"category_target_{n}", one) for n, one in enumerate(wanted.category_targets))]
    for name, part in parts:
        # Whether there is one already is seen when those that are not wanted have gone.
        found |= _of_its_own(part, f"{name}_", exclude=["indicator"], validate_unique=False, validate_constraints=False)
    if problems := found | problems:
        raise Refused(problems)


def _of_its_own(record, prefix, **how):
    try:
        record.full_clean(**how)
    except ValidationError as error:
        return {f"{prefix}{field}": sentence for field, sentence in sentences_of(error).items()}
    return {}


def _write(before, wanted):
    indicator = wanted.indicator
    if before is None or before.indicator.outcome_id != indicator.outcome_id:
        last = Indicator.objects.filter(outcome_id=indicator.outcome_id).aggregate(last=Max("position"))["last"]
        indicator.position = (last or 0) + 1
    indicator.save()
    _write_steps(indicator, wanted.steps)
    # The final target is written last: there is room for one.
    _replace(indicator, indicator.targets, [*wanted.milestones, *filter(None, [wanted.final])])
    keys = dict(indicator.category_targets.values_list("category", "pk"))
    for target in wanted.category_targets:
        target.pk = keys.get(target.category_id)
    _replace(indicator, indicator.category_targets, wanted.category_targets)


def _split(indicator, splits, by):
    try:
        change_splits(indicator=indicator, splits=splits, reason="", by=by)
    except Refused as error:
        # It is not kept after all.
        indicator.pk = None
        raise Refused({"splits": str(error)}) from None


def _write_steps(indicator, steps):
    names = dict(steps)
    for step in indicator.steps.all():
        if step.number not in names and not indicator.entries.filter(step=step).exists():
            step.delete()
        elif names.pop(step.number, step.name) != step.name:
            step.name = dict(steps)[step.number]
            step.save(update_fields=["name"])
    ScaleStep.objects.bulk_create(ScaleStep(indicator=indicator, number=number, name=names[number]) for number in names)


def _replace(indicator, there, wanted):
    """Write the wanted records of an indicator, under the keys they had, and remove the others."""
    kept = {record.pk for record in wanted if record.pk}
    there.exclude(pk__in=kept).delete()
    known = set(there.values_list("pk", flat=True))
    for record in wanted:
        record.indicator = indicator
        record.pk = record.pk if record.pk in known else None
        record.save()
