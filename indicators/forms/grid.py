"""What people type about many indicators at once: a form in each row of a grid, its fields in the cells."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import prefetch_related_objects
from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dwcp.toolkit.figures import CURRENCY_SIGNS, figure

from ..choices import MEASURES_WITH_CROSSED_PARTS, SEX, WRITABLE_STATES, Measure
from ..display import measured, stated
from ..selectors import address_of, doubts_about, parts_of
from ..services import EntryRefused, Row
from ..services.weighing import as_entry
from .progress import ProgressForm

# The columns after those of women and men, in their order: a name and its heading. A step stands under its figure.
COLUMNS = {
    "numerator": gettext_lazy("Part"),
    "denominator": gettext_lazy("Whole"),
    "value": gettext_lazy("Figure"),
    "narrative": gettext_lazy("Note"),
    "source": gettext_lazy("Source"),
    "measured_on": gettext_lazy("Date"),
    "absence": gettext_lazy("No figure"),
    "absence_reason": gettext_lazy("Why is there none?"),
    "total_only_reason": gettext_lazy("Why only a total?"),
    "explanation": gettext_lazy("What explains it?"),
}
# Not every grid has them: nobody is asked for the part of a whole where nothing is a percentage.
ONLY_WHERE_ASKED = {"numerator", "denominator", "value", "total_only_reason"}
IN_WORDS = ("narrative", "explanation")
STEP, FIGURE = "step", "value"
# What goes along with a row and is no cell of it.
CONTROLS = ("revision", "client_key", "before", "hand_in", "choice", "newer")
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Column:
    """A column of cells to type in: the name of its fields, and its heading."""

    name: str
    label: str

    @property
    def kind(self):
        """What is typed in it, for the width: a figure, a day, one of a list, or text."""
        figures = self.name not in COLUMNS or self.name in ("numerator", "denominator", FIGURE)
        return "figure" if figures else {"measured_on": "day", "absence": "list"}.get(self.name, "text")


class QuickInput(forms.TextInput):
    """An input without its three templates: a grid has hundreds, and they took half the time of the page."""

    def _render(self, template_name, context, renderer=None):
        widget = context["widget"]
        attrs = {"type": widget["type"], "name": widget["name"], **widget["attrs"]}
        if widget["value"] is not None:
            attrs["value"] = widget["value"]
        return format_html("<input{}>", flatatt(attrs))


class QuickDate(QuickInput, forms.DateInput):
    """A date as text, so that it can be pasted."""


class QuickTextarea(forms.Textarea):
    """The same for a text of several lines."""

    def _render(self, template_name, context, renderer=None):
        widget = context["widget"]
        attrs = {"name": widget["name"], **widget["attrs"]}
        return format_html("<textarea{}>\n{}</textarea>", flatatt(attrs), widget["value"] or "")


class GridForm(ProgressForm):
    """The progress form of one row. What has no cell in the grid stays as it is saved.

    `row` is a GridRow; the fields bear the key of its indicator before their names.
    """

    def __init__(self, *args, row, **kwargs):
        super().__init__(
            *args,
            indicator=row.indicator,
            period=row.period,
            entry=row.entry,
            splits=row.splits,
            prefix=prefix_of(row),
            use_required_attribute=False,
            **kwargs,
        )
        self.row = row
        labels = {name: str(category) for name, category in sex_parts(row).items()} | COLUMNS
        for name, field in self.fields.items():
            field.help_text = ""
            if name in self.cells:
                field.label = self._label(name, labels[column_of(name)])
                field.widget = self._widget(name, field)
                field.widget.attrs["aria-label"] = f"{row.indicator.code} {field.label}"
            else:
                field.disabled = name not in CONTROLS

    @cached_property
    def cells(self):
        """The names of its fields that have a cell, in the order of the columns."""
        names = [*sex_parts(self.row), *COLUMNS]
        if STEP in self.fields:
            names[names.index(FIGURE)] = STEP
        return [name for name in names if name in self.fields]

    @property
    def before(self):
        """A short text that changes with anything that is saved in its cells."""
        return fingerprint({name: self._saved(name) for name in self.cells})

    @property
    def changed_cells(self):
        """The names of the cells in which something else stands than is saved."""
        typed = {name: fingerprint({name: _text(self.fields[name], self[name].value())}) for name in self.cells}
        return [name for name in self.cells if typed[name] != fingerprint({name: self._saved(name)})]

    def doubts(self):
        """What is unusual about what was typed, sentence by sentence, as far as it can be read."""
        if not self.is_valid():
            return ()
        row, typed = self.row, self.figure()
        try:
            entry, parts = as_entry(row.indicator, row.period, typed, row.splits)
        except EntryRefused:
            return ()
        if entry.absence:
            return ()
        return doubts_about(
            row.indicator, row.period, entry.value, parts, row.standing.entries, numerator=entry.numerator
        )

    def refuse(self, problems):
        """Put the service's sentences into their cells; what has no cell is said of the row."""
        for name, message in problems.items():
            if name in self.cells:
                self.add_error(name, message)
            elif name == "client_key":
                self.add_error(None, _("You have sent this row before, with something else in it. Look at it again."))
            else:
                self.add_error(None, message)

    def _saved(self, name):
        field = self.fields[name]
        return _text(field, field.prepare_value(self[name].initial))

    def _label(self, name, label):
        if name != FIGURE:
            return label
        indicator = self.indicator
        if indicator.measure == Measure.PERCENTAGE:
            return _("Figure in per cent")
        if indicator.measure == Measure.MONEY:
            sign = CURRENCY_SIGNS.get(indicator.currency, indicator.currency)
            return _("Figure in %(currency)s") % {"currency": sign}
        return label

    def _widget(self, name, field):
        """One line in a cell: choices from a list, a date as text, so that it can be pasted."""
        if choices := getattr(field, "choices", None):
            field.choices = [("", ""), *(choice for choice in choices if choice[0])]
            return forms.Select(choices=field.choices)
        if name == "measured_on":
            return QuickDate(format="%Y-%m-%d", attrs={"inputmode": "numeric", "autocomplete": "off"})
        attrs = field.widget.attrs
        if name in IN_WORDS:
            return QuickTextarea(attrs=attrs | {"rows": 1})
        if adds_up_into := attrs.get("data-sum-into"):
            # The total stands in the same row, not just anywhere on the page.
            attrs = attrs | {"data-sum-into": f"id_{self.add_prefix(adds_up_into.removeprefix('id_'))}"}
        return QuickInput(attrs=attrs)


@dataclass
class Cell:
    """One cell: a field to type in, or a text to read, or neither where the indicator takes nothing there."""

    column: Column
    field: forms.BoundField | None = None
    text: str = ""
    is_changed: bool = False


class Line:
    """A row of the grid as a person sees it: what is saved, what they typed, and what stands against it.

    It is to be written if anything in its cells was changed, or – with `submits` – if it is ticked: then what is saved
    is handed in. Where somebody was quicker, `choice` says whose version is to stand.
    """

    def __init__(self, row, data=None, *, submits=False):
        self.row = row
        self.prefix = prefix_of(row)
        self.is_stale, self.stale = False, None
        sent = _sent(data, self.prefix)
        typed = {name: text for name, text in sent.items() if name not in CONTROLS}
        self.is_let_go = sent.get("choice") == THEIRS
        stands = "before" in sent and not self.is_let_go
        self.is_touched = stands and fingerprint(typed) != sent["before"]
        self.is_ticked = stands and "hand_in" in sent
        self.is_sent = self.is_touched or (self.is_ticked and submits)
        self.before = sent.get("before", "")
        self.form: Any = None  # where nothing can be typed
        self.row_cells: list[Cell] = []
        if self.is_sent:
            if sent.get("choice") == MINE:
                sent["revision"] = sent.get("newer", "")
            self.form = GridForm({f"{self.prefix}-{name}": text for name, text in sent.items()}, row=row)
            self._refuse_lost(typed)
        elif row.is_writable:
            self.form = GridForm(row=row)
            self.before = self.form.before

    @property
    def indicator(self):
        """What the row is about."""
        return self.row.indicator

    @property
    def client_key(self):
        """A new key each time the row is shown: what was refused was not done."""
        return uuid4().hex

    @property
    def revision(self):
        """The one that the person has looked at."""
        return self.form["revision"].value()

    @property
    def newer(self):
        """The revision that stands now, over which the row may be saved."""
        return self.stale.revision if self.stale else 0

    @property
    def problems(self):
        """What stands against the row: (where it is found, what it is called, a sentence)."""
        if not self.is_sent:
            return
        code = self.indicator.code
        if self.is_stale:
            sentence = _("Somebody saved this row after you opened it. Choose what stands.")
            yield f"choice-{self.indicator.pk}", code, sentence
        for name, messages in self.form.errors.items():
            shown = name in self.form.cells
            where = self.form[name].auto_id if shown else f"row-{self.indicator.pk}"
            label = f"{code} {self.form.fields[name].label}" if shown else code
            yield from ((where, label, message) for message in messages)

    @cached_property
    def doubts(self):
        """What is unusual: about what was typed where something was, else about what is saved."""
        return self.form.doubts() if self.is_touched else self.row.doubts

    @property
    def more_splits(self):
        """The splits that have no cells here, in words."""
        shown = sex_parts(self.row).keys()
        return ", ".join(one.label for one in self.row.splits if not one.parts.keys() & shown and one.is_expected)

    @property
    def address(self):
        """Where one reads more of it: its own form where it may be written, else its entry, else the indicator."""
        row = self.row
        if row.may_record and row.period.is_open and (row.entry is None or row.entry.is_writable or row.is_restatable):
            keys = {"programme": row.indicator.programme.code, "indicator": row.indicator.code}
            return reverse("indicators:record-progress", kwargs=keys | {"period": row.period.label})
        return row.indicator.get_absolute_url() if row.entry is None else address_of(row.entry)

    @property
    def may_replace(self):
        """Whether what was saved meanwhile may be replaced: not if it was handed in."""
        return self.stale is None or self.stale.state in WRITABLE_STATES

    @property
    def saved_now(self):
        """What was saved meanwhile: a name and a text for all that it states."""
        labels = {name: str(category) for name, category in sex_parts(self.row).items()} | COLUMNS
        texts = _texts(self.stale) | {"absence": ""}  # it stands in place of the figure
        return [(label, text) for name, label in labels.items() if (text := texts.get(name))]

    @property
    def why_elsewhere(self):
        """Why this person, who may write the row, cannot do it here; "" if they can."""
        return self.row.why_elsewhere if self.row.may_record and self.row.period.is_open else ""

    @property
    def has_more_to_say(self):
        """Whether something is to be said below it."""
        refused = self.is_sent and (self.is_stale or self.form.non_field_errors())
        writes = self.form is not None and (self.row.has_unsaved or self.more_splits)
        return bool(refused or writes or self.row.returned or self.doubts or self.why_elsewhere)

    def to_record(self, *, submits):
        """What the service is told about it."""
        figures = self.form.cleaned_data
        return Row(
            indicator=self.indicator,
            period=self.row.period,
            figure=self.form.figure() if self.is_touched else None,
            revision=figures["revision"],
            submits=submits,
            client_key=figures["client_key"],
        )

    def cells(self, columns):
        """Its cells, one for each column."""
        if self.form is None:
            texts = _texts(self.row.entry) if self.row.entry else {}
            return [Cell(column, text=texts.get(column.name, "")) for column in columns]
        fields = {column_of(name): self.form[name] for name in self.form.cells}
        changed = {column_of(name) for name in self.form.changed_cells} if self.is_touched else ()
        return [Cell(column, fields.get(column.name), is_changed=column.name in changed) for column in columns]

    def _refuse_lost(self, typed):
        """What was typed into cells that are gone is told, not dropped."""
        lost = [text for name, text in typed.items() if name not in self.form.cells and text.strip()]
        if lost:
            self.form.full_clean()
            message = _("The indicator was changed while you typed. It does not take this any more: %(typed)s.")
            self.form.add_error(None, message % {"typed": ", ".join(f"“{text}”" for text in lost)})


class Grid:
    """All rows of a grid, and what was sent of them."""

    def __init__(self, rows, data=None, *, submits=False):
        self.lines = [Line(row, data, submits=submits) for row in rows]
        self.submits, self.is_unchanged = submits, False
        self.lost = list(_lost(data, self.lines))
        self.columns = _columns(rows)
        for line in self.lines:
            line.row_cells = line.cells(self.columns)

    @property
    def sent(self):
        """The rows that are to be written."""
        return [line for line in self.lines if line.is_sent]

    @property
    def width(self):
        """How many columns the table has: what a row is held against, and its cells."""
        return 5 + len(self.columns)

    @property
    def is_let_go(self):
        """Whether somebody chose what others had saved."""
        return any(line.is_let_go for line in self.lines)

    @property
    def writable(self):
        """How many rows can be typed in."""
        return sum(line.form is not None for line in self.lines)

    @property
    def readable(self):
        """The rows that are to be written and can be read as figures."""
        return [line for line in self.sent if line.form.is_valid()]

    @property
    def is_stale(self):
        """Whether somebody saved one of the rows meanwhile."""
        return any(line.is_stale for line in self.lines)

    @property
    def problems(self):
        """All that stands against saving, row by row."""
        message = _("This row is not in the grid any more. You typed: %(typed)s.")
        gone = [("grid", "", message % {"typed": ", ".join(f"“{one}”" for one in texts)}) for texts in self.lost]
        return gone + [problem for line in self.lines for problem in line.problems]

    @property
    def remarked(self):
        """The rows about which something is unusual and nobody has said a word yet."""
        return [line for line in self.lines if line.doubts and not _explained(line)]

    def to_record(self):
        """The rows for the service."""
        return [line.to_record(submits=self.submits) for line in self.readable]

    def refuse(self, refused):
        """Put what the service said into the rows; who was quicker is shown beside what was typed."""
        lines = {(line.indicator.pk, line.row.period.pk): line for line in self.lines}
        for key, problems in refused.problems.items():
            if key in refused.stale:
                lines[key].is_stale, lines[key].stale = True, refused.stale[key]
            else:
                lines[key].form.refuse(problems)
        current = [entry for entry in refused.stale.values() if entry is not None]
        prefetch_related_objects(current, "recorded_by", "step")
        for line in self.lines:
            if line.stale:
                line.stale.indicator = line.indicator


def prefix_of(row):
    """What stands before the names of a row's fields."""
    return f"row{row.indicator.pk}"


def column_of(name):
    """The column in which a field stands."""
    return FIGURE if name == STEP else name


def sex_parts(row):
    """The categories of women and men that a row has cells for, by the names of its fields.

    A thing that is to be done once counts nobody, unless somebody was counted already; and a part of a percentage has
    a whole of its own, for which there is room in the indicator's own form.
    """
    indicator, entry = row.indicator, row.entry
    if indicator.measure not in MEASURES_WITH_CROSSED_PARTS:
        return {}
    for asked in row.splits:
        if asked.name == SEX:
            stated_already = entry is not None and parts_of(entry).keys() & asked.parts.keys()
            if asked.is_expected or not indicator.is_milestone or stated_already:
                return {name: category for name, (category, _crossed) in asked.parts.items()}
    return {}


def fingerprint(texts):
    """A short text that changes with any of these; what the browser does to the ends of lines does not count."""
    same = {}
    for name, text in texts.items():
        lines = text.replace("\r\n", "\n").strip()
        same[name] = lines if name in IN_WORDS else lines.replace("\n", "")
    return hashlib.sha256(json.dumps(same, sort_keys=True).encode()).hexdigest()[:16]


def _text(field, value):
    """What the browser sends of a field in which this stands."""
    shown = field.widget.format_value(value)
    if isinstance(shown, list):
        shown = shown[0]
    return "" if shown is None else str(shown)


def _sent(data, prefix):
    start = f"{prefix}-"
    return {name.removeprefix(start): text for name, text in (data or {}).items() if name.startswith(start)}


def _lost(data, lines):
    """What was typed into rows that are not expected any more: the texts of each such row."""
    known = {line.prefix for line in lines}
    for name, before in (data or {}).items():
        prefix, _dash, control = name.partition("-")
        if control == "before" and prefix not in known:
            typed = {one: text for one, text in _sent(data, prefix).items() if one not in CONTROLS}
            if fingerprint(typed) != before:
                yield [text for text in typed.values() if text.strip()]


def _columns(rows):
    by_sex: dict[str, Any] = {}
    used: set[str] = set()
    for row in rows:
        by_sex |= {name: str(category) for name, category in sex_parts(row).items()}
        used |= _asked(row)
    names = by_sex | {name: label for name, label in COLUMNS.items() if name not in ONLY_WHERE_ASKED or name in used}
    return [Column(name, label) for name, label in names.items()]


def _asked(row):
    """The columns that are there because of this row."""
    asked = {
        Measure.PERCENTAGE: {"numerator", "denominator", "value"},
        Measure.NARRATIVE: set(),
    }.get(row.indicator.measure, {"value"})
    return asked | ({"total_only_reason"} if any(one.is_expected for one in row.splits) else set())


def _texts(entry):
    """What an entry states, as texts by the names of the columns, to be read and not typed in."""
    definition = entry.definition
    parts = {name: measured(part, definition) for name, part in parts_of(entry).items()}
    return parts | {
        "numerator": "" if entry.numerator is None else figure(entry.numerator),
        "denominator": "" if entry.denominator is None else figure(entry.denominator),
        "value": "" if entry.value is None and not entry.step and not entry.absence else stated(entry),
        "narrative": entry.narrative,
        "source": entry.source,
        "measured_on": entry.measured_on.isoformat(),
        "absence": entry.get_absence_display(),
        "absence_reason": entry.absence_reason,
        "total_only_reason": entry.total_only_reason,
        "explanation": entry.explanation,
    }


def _explained(line):
    if line.is_touched:
        return bool(line.form["explanation"].value())
    return line.row.entry is not None and bool(line.row.entry.explanation)
