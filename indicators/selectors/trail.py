"""The history of an entry: every act on it, who did it and when, what it changed and why. Nothing is ever left out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import groupby

from django.core.exceptions import FieldDoesNotExist
from django.db.models import JSONField, TextField, Value
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import AuditVerb
from accounts.models import AuditEvent
from dwcp.toolkit.figures import day, figure

from ..choices import Absence, EntryState, Grade, Measure
from ..disaggregation import whole_name
from ..display import measured, shown
from ..models import Category, Dimension, ProgressEntry
from .sheet import Change, Fact
from .splits import name_of

# A move of an entry is noted in the trail too: the move says it, the trail only adds what it changed.
MOVE_VERBS = {
    AuditVerb.ENTRY_SUBMITTED: EntryState.SUBMITTED,
    AuditVerb.ENTRY_VERIFIED: EntryState.VERIFIED,
    AuditVerb.ENTRY_RETURNED: EntryState.RETURNED,
    AuditVerb.ENTRY_REOPENED: EntryState.REOPENED,
}
MOVES = {
    EntryState.DRAFT: gettext_lazy("Draft"),
    EntryState.SUBMITTED: gettext_lazy("Submitted for verification"),
    EntryState.VERIFIED: gettext_lazy("Verified"),
    EntryState.RETURNED: gettext_lazy("Returned"),
    EntryState.REOPENED: gettext_lazy("Opened again"),
}
# Comments stand in their own thread.
IN_THE_THREAD = (AuditVerb.COMMENTED, AuditVerb.COMMENT_WITHDRAWN)
EVIDENCE = {
    AuditVerb.EVIDENCE_ADDED: gettext_lazy("Evidence added"),
    AuditVerb.EVIDENCE_WITHDRAWN: gettext_lazy("Evidence taken back"),
    AuditVerb.EVIDENCE_PUT_BACK: gettext_lazy("Evidence put back"),
}
# What is read by the measure of the indicator, and what is a plain count.
IN_THE_UNIT = ("value",)
COUNTS = ("numerator", "denominator")
# What the trail keeps of an entry besides its own fields.
LABELS = {
    "value": gettext_lazy("Figure"),
    "numerator": gettext_lazy("Part"),
    "denominator": gettext_lazy("Whole"),
    "step": gettext_lazy("Step"),
    "evidence": gettext_lazy("Evidence"),
}
# Figures stand first, then words, as on the form; parts come between the two.
ORDER = ("value", "numerator", "denominator", "step", "absence", "absence_reason")
# So many of the latest acts stand in the open.
IN_THE_OPEN = 5


@dataclass(frozen=True)
class Actor:
    """Who did something, and for whom they speak."""

    key: int
    name: str
    organisation: str

    def __str__(self):
        return self.name


@dataclass(frozen=True)
class Act:
    """What the trail, a move or a verification says, in one shape.

    `code` is the verb, the state it led to, or the grade; `text` why, or what was checked; `source` against what.
    """

    kind: str
    key: int
    at: datetime
    by: Actor | None
    code: str
    text: str
    source: str
    changes: dict


@dataclass(frozen=True)
class Vouching:
    """Somebody vouched for the figure: how closely they looked, at what, and against what."""

    key: int
    at: datetime
    by: Actor | None
    grade: str
    checked: str
    checked_against: str

    def get_grade_display(self):
        """The grade in words."""
        return str(Grade(self.grade).label)


@dataclass(frozen=True)
class Step:
    """One act on an entry.

    `kind` is the state it led to, "recorded", "evidence" or "other"; `facts` say how a figure was verified.
    """

    at: datetime
    by: Actor | None
    kind: str
    what: str
    changes: tuple[Change, ...] = ()
    reason: str = ""
    facts: tuple[Fact, ...] = ()

    @property
    def stays_in_sight(self):
        """Whether it is never folded away: why something was given back is read by everybody, however old it is."""
        return self.kind in (EntryState.RETURNED, EntryState.REOPENED)


@dataclass(frozen=True)
class Stretch:
    """Acts that follow each other; those of long ago are folded."""

    steps: tuple[Step, ...]
    is_folded: bool


@dataclass(frozen=True)
class Trail:
    """What was done to an entry, the latest first, and who vouched for it last, if anybody ever did."""

    steps: tuple[Step, ...]
    verification: Vouching | None = None

    @property
    def stretches(self):
        """The latest acts, then the earlier ones, folded but for those that stay in sight."""
        in_sight = [place < IN_THE_OPEN or step.stays_in_sight for place, step in enumerate(self.steps)]
        # A fold around a single step would hide no more than it says.
        around = [True, *in_sight, True]
        in_sight = [is_open or (around[place] and around[place + 2]) for place, is_open in enumerate(in_sight)]
        return tuple(
            Stretch(tuple(step for _open, step in group), not is_open)
            for is_open, group in groupby(zip(in_sight, self.steps, strict=True), key=lambda one: one[0])
        )


def trail_of(entry):
    """Everything that was done to an entry, the latest first (1 query, 2 where parts were stated that are no longer).

    `entry` comes with its parts (`WITH_PARTS`) and with who recorded it.
    """
    acts = _acts_on(entry)
    events, moves, verifications = ([act for act in acts if act.kind == kind] for kind in ("event", "move", "vouching"))
    vouchings = [Vouching(act.key, act.at, act.by, act.code, act.text, act.source) for act in verifications]
    words = _Words(entry, events)
    steps = [
        *_recordings(entry, events, words),
        *_moves(entry, moves, vouchings, events, words),
        *_evidence(events),
        *_others(events, words),
    ]
    # Of what happened in the same moment, what became of a figure stands above the figure.
    steps.reverse()
    in_time = sorted(steps, key=lambda step: step.at, reverse=True)
    return Trail(tuple(in_time), vouchings[-1] if vouchings else None)


def _acts_on(entry):
    """What the trail, the moves and the verifications say, the oldest first (1 query)."""
    who = ("by", "by__name", "by__organisation__acronym", "by__organisation__name")
    nothing, unchanged = Value("", output_field=TextField()), Value(None, output_field=JSONField())
    events = AuditEvent.objects.about(entry).exclude(verb__in=IN_THE_THREAD)
    acts = {
        "event": (events, "verb", "reason", nothing, "changes"),
        "move": (entry.moves, "to_state", "reason", nothing, unchanged),
        "vouching": (entry.verifications, "grade", "checked", "checked_against", unchanged),
    }
    rows = [
        found.order_by().values_list(Value(kind, output_field=TextField()), "pk", "at", *who, *said)
        for kind, (found, *said) in acts.items()
    ]
    return sorted(
        (
            Act(kind, key, at, by and Actor(by, name, acronym or organisation or ""), code, text, source, changes or {})
            for kind, key, at, by, name, acronym, organisation, code, text, source, changes in rows[0].union(
                *rows[1:], all=True
            )
        ),
        key=lambda act: (act.at, act.key),
    )


def _actor(person):
    return Actor(person.pk, person.name, str(person.organisation or ""))


def _recordings(entry, events, words) -> Iterable[Step]:
    recorded = [event for event in events if event.code == AuditVerb.ENTRY_RECORDED]
    if not recorded and entry.recorded_by:
        yield Step(entry.recorded_at, _actor(entry.recorded_by), "recorded", _("Recorded"))
    for place, event in enumerate(recorded):
        changes = words.of(event)
        what = _("Recorded") if place == 0 else _("Changed") if changes else _("Saved without a change")
        yield Step(event.at, event.by, "recorded", what, changes, event.text)


def _moves(entry, moves, vouchings, events, words) -> Iterable[Step]:
    """Each move, with what the trail says that it changed, and with the verification that belongs to it."""
    noted = defaultdict(list)
    for event in events:
        if event.code in MOVE_VERBS:
            state = MOVE_VERBS[AuditVerb(event.code)]
            move = _move_of(moves, state, event.at)
            if move is not None:
                noted[move.key].append(event)
            else:
                yield Step(event.at, event.by, state, str(MOVES[state]), words.of(event), event.text)
    vouched = {}
    for vouching in vouchings:
        move = _move_of(moves, EntryState.VERIFIED, vouching.at)
        if move is not None and move.key not in vouched:
            vouched[move.key] = vouching
        else:
            # Of an entry that counts already somebody may look closer.
            what = MOVES[EntryState.VERIFIED] if move is None else _("Checked once more")
            yield _vouched(vouching.at, vouching.by, vouching, what=str(what))
    is_late = entry.is_late
    for move in moves:
        changes = tuple(change for event in noted[move.key] for change in words.of(event))
        if move.code == EntryState.VERIFIED:
            yield _vouched(move.at, move.by, vouched.get(move.key), changes, move.text)
            continue
        what = str(MOVES[EntryState(move.code)])
        if move.code == EntryState.SUBMITTED and is_late:
            what, is_late = _("Submitted for verification, after the day it was due"), False
        yield Step(move.at, move.by, move.code, what, changes, move.text)


def _move_of(moves, state, at):
    """The move to a state that was made just before this moment, in the same act."""
    return next((move for move in reversed(moves) if move.code == state and move.at <= at), None)


def _vouched(at, by, vouching, changes=(), reason="", what=""):
    facts = []
    if vouching is not None:
        facts.append(Fact(_("How"), vouching.get_grade_display()))
        if vouching.checked:
            facts.append(Fact(_("What was checked"), vouching.checked))
        if vouching.checked_against:
            facts.append(Fact(_("Against"), vouching.checked_against))
        # What it was checked against is not a reason besides.
        reason = "" if reason == vouching.checked_against else reason
    what = what or str(MOVES[EntryState.VERIFIED])
    return Step(at, by, EntryState.VERIFIED, what, changes, reason, tuple(facts))


def _evidence(events) -> Iterable[Step]:
    for event in events:
        if event.code in EVIDENCE:
            before, after = _before_after(event.changes.get("evidence"))
            name = Change(_("Evidence"), "", str(after or before or ""))
            yield Step(event.at, event.by, "evidence", str(EVIDENCE[AuditVerb(event.code)]), (name,), event.text)


def _others(events, words) -> Iterable[Step]:
    """What the trail tells besides, in its own words; a verb nobody knows any more stands as it is."""
    known = {AuditVerb.ENTRY_RECORDED, *MOVE_VERBS, *EVIDENCE}
    for event in events:
        if event.code not in known:
            what = str(capfirst(dict(AuditVerb.choices).get(event.code, event.code)))
            yield Step(event.at, event.by, "other", what, words.of(event), event.text)


def _before_after(value):
    """What the trail keeps of a field: before and after; a figure that was taken over has only what it became."""
    return value if isinstance(value, list) and len(value) == 2 else (None, value)


class _Words:
    """Reads what the trail keeps of an entry's fields and parts as people say it."""

    def __init__(self, entry: ProgressEntry, events):
        self.definition = entry.definition
        own = {field.name for field in ProgressEntry._meta.get_fields()}
        names = {name for event in events if event.code not in EVIDENCE for name in event.changes} - own
        self.parts = self._parts_named(entry, names) if names else {}

    def of(self, event):
        """What an act changed, field by field; what was empty before and after is nothing."""
        rows = []
        for name, kept in event.changes.items():
            before, after = (self.text(name, value) for value in _before_after(kept))
            if before != after:
                rows.append((self._place(name), Change(self.label(name), before, after)))
        return tuple(change for _place, change in sorted(rows, key=lambda row: row[0]))

    def label(self, name):
        """What people call a field or a part; a name nobody knows any more stands as it is."""
        if name in LABELS:
            return str(LABELS[name])
        if name in self.parts:
            return self.parts[name]
        try:
            return str(capfirst(getattr(ProgressEntry._meta.get_field(name), "verbose_name", name)))
        except FieldDoesNotExist:
            return name

    def text(self, name, value):
        """What a field said; "" for nothing."""
        if value in (None, ""):
            return ""
        if name == "measured_on":
            return _day(str(value))
        if name == "absence":
            return str(dict(Absence.choices).get(str(value), value))
        if name in IN_THE_UNIT:
            return self._figure(value, lambda number: measured(number, self.definition))
        if name in COUNTS or name.endswith(whole_name("")):
            return self._figure(value, figure)
        if name in self.parts:
            # Of a percentage a part says how many fulfil it.
            is_share = self.definition.measure == Measure.PERCENTAGE
            measure = Measure.NUMBER if is_share else self.definition.measure
            currency = self.definition.currency
            return self._figure(value, lambda number: shown(number, measure, currency=currency))
        return str(value)

    def _place(self, name):
        fields = [field.name for field in ProgressEntry._meta.concrete_fields]
        if name in ORDER:
            return (0, ORDER.index(name), name)
        if name in self.parts:
            return (1, list(self.parts).index(name), name)
        return (2, fields.index(name) if name in fields else len(fields), name)

    @staticmethod
    def _figure(value, show):
        try:
            return show(Decimal(str(value)))
        except InvalidOperation:  # words, from before it was kept as a figure
            return str(value)

    @staticmethod
    def _parts_named(entry, names):
        """What the parts among these names are called now, also retired ones (1 query where the entry lacks them)."""
        stated = [one for part in entry.parts.all() for one in (part.category, part.crossed_category) if one]
        found = _labels(names, stated)
        if any(name not in found for name in names):
            dimensions = Dimension.objects.for_programme(entry.programme)
            found = _labels(names, Category.objects.filter(dimension__in=dimensions).select_related("dimension"))
        return found


def _labels(names, categories):
    """What parts are called by their names, as far as these categories make them, in the order of the tables."""
    by_code = {f"{one.dimension.code}.{one.code}": one for one in categories}
    found = {}
    for one in by_code.values():
        is_by_sex = name_of(one) == one.code
        label = str(one) if is_by_sex else f"{one.dimension}: {one}"
        found[name_of(one)] = label
        found[whole_name(name_of(one))] = _("%(part)s: out of how many") % {"part": label}
    for name in sorted(names):
        crossed = [by_code.get(code) for code in name.split("×")]
        if len(crossed) == 2 and None not in crossed:
            found[name] = " × ".join(str(one) for one in crossed)
    return {name: label for name, label in found.items() if name in names}


def _day(text):
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text
