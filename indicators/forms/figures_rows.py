"""Reading one row of a workbook with figures: what it would do, and all there is to say about it."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import cast

from django.utils.translation import gettext as _

from accounts.choices import Permission
from dwcp.toolkit.fields import KHMER_DIGITS, FigureField
from dwcp.toolkit.workbooks import FilledRow, print_of
from dwcp.toolkit.workbooks.cells import Taken, plain, unreadable
from dwcp.toolkit.workbooks.filling import ASKS, KEY, REVISION, SEEN

from ..choices import HANDED_IN, Absence, Measure
from ..selectors import AskedReport, doubts_about
from ..services import EntryRefused, Figure, Row
from ..services.figures_book import (
    DONE,
    TO_READ,
    YES_NO,
    as_kept,
    asks_print,
    parts_taken,
    stated_by,
    taken_by,
    texts_of,
    unit_of,
)
from .progress import ProgressForm

# What a spreadsheet program makes of 50%: the number 0.5, shown with the sign.
SHARE = re.compile(r"-?\d+(\.\d+)?%")


class Does(StrEnum):
    """What a row does."""

    NOTHING = "nothing"
    RECORDS = "records"
    ASKS = "asks"  # somebody has written since: the person chooses
    LEFT_OUT = "left_out"
    WRONG = "wrong"


@dataclass(kw_only=True)
class ReadRow:
    """A row that came back.

    `before` and `after` are what the cells say in the database and in the file, by the names of `taken_by`; `wrong`
    and `doubts` are sentences by column ("" for the row).
    """

    filled: FilledRow
    asked: AskedReport | None = None
    does: Does = Does.NOTHING
    figure: Figure | None = None
    submits: bool = False
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, str] = field(default_factory=dict)

    @property
    def line(self) -> int:
        return self.filled.line

    @property
    def key(self) -> str:
        return self.filled.hidden[KEY]

    @property
    def name(self) -> str:
        """What the row is about, for people."""
        if self.asked is None:
            return " ".join(text for name in ("period", "code") if (text := self.filled.texts.get(name)))
        return f"{self.asked.period.label}: {self.asked.indicator}"

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the cells that people fill in, and in columns of their own."""
        return {name: text for name, text in self.filled.texts.items() if text and name not in TO_READ}

    @property
    def changes(self) -> dict[str, tuple[str, str]]:
        """What stands in each cell that changes, before and after."""
        names = dict.fromkeys([*self.after, *self.before])
        pairs = {name: (self.before.get(name, ""), self.after.get(name, "")) for name in names}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}

    def leave_out(self, sentence: str) -> None:
        """It is not recorded, and nobody can mend that in the file: it is only said."""
        self.does, self.doubts = Does.LEFT_OUT, {"": f"{sentence} {_('The row is left out.')}"}

    def refuse(self, problems: dict[str, str]) -> None:
        """Note what is wrong, by column; sentences about the same cell stand together."""
        for name, sentence in problems.items():
            known = self.wrong.get(name, "")
            if sentence not in known:
                self.wrong[name] = f"{known} {sentence}".strip()
        self.does = Does.WRONG

    def refuse_fields(self, problems: dict[str, str]) -> None:
        """The same for problems by the fields of the entry form."""
        self.refuse({_cell_of(self.asked, name): sentence for name, sentence in problems.items()})

    def as_row(self) -> Row:
        """The row for the service; where only the handing in is new, what is saved is handed in as it stands."""
        asked = cast(AskedReport, self.asked)  # what is recorded is known
        is_new = bool(self.changes) or asked.entry is None
        return Row(
            indicator=asked.indicator,
            period=asked.period,
            figure=self.figure if is_new else None,
            revision=asked.revision,
            submits=self.submits,
        )


def read_row(filled: FilledRow, asked: AskedReport | None, *, person, is_key_known=True) -> ReadRow:
    """Read a row against what is there now; nothing is written.

    `asked` is None where there is no such report; `is_key_known` says whether the key is one of this programme.
    """
    row = ReadRow(filled=filled, asked=asked)
    if not row.key:
        sentence = _(
            "The row has no key, so nobody knows what it is about. Type it into the row of its indicator; if there is "
            "none, download the workbook anew."
        )
        row.refuse({"": sentence})
    elif print_of(row.typed) == filled.hidden[SEEN]:
        pass  # left alone, whatever has become of it since
    elif asked is None and is_key_known:
        row.leave_out(_("This indicator or period is not there any more."))
    elif asked is None:
        sentence = _(
            "The hidden key of this row was changed, or is of another programme, so nobody knows what it is about. "
            "Download the workbook anew, and type the row there."
        )
        row.refuse({"": sentence})
    elif not person.has_perm(Permission.ENTRY_RECORD, asked.indicator):
        row.leave_out(_("This indicator is not in your care any more, so you cannot record it."))
    else:
        _read_cells(row)
    return row


def _read_cells(row):
    asked, taken = row.asked, taken_by(row.asked)
    typed = {name: text for name, text in row.typed.items() if name in taken}
    row.before = texts_of(asked, stated_by(asked.entry)) if asked.entry else {}
    problems = {name: sentence for name, text in row.typed.items() if (sentence := unreadable(text))}
    readable = {name: text for name, text in typed.items() if name not in problems}
    if not readable.keys() - {"measured_on"} and not problems and row.typed == typed and asked.entry is None:
        return  # only the day, which was there from the beginning, was changed or taken out
    not_asked = _("This indicator is measured as “%(measure)s”; leave this empty.")
    measured_as = {"measure": asked.indicator.get_measure_display()}
    problems |= dict.fromkeys(row.typed.keys() - taken, not_asked % measured_as)
    data, unknown = _as_data(asked, readable)
    problems |= unknown
    row.submits = data.pop("hand_in", "") == "yes"
    form = ProgressForm({**data, "revision": "0"}, indicator=asked.indicator, period=asked.period, splits=asked.splits)
    for name, sentences in form.errors.items():
        problems.setdefault(_cell_of(asked, name), " ".join(map(str, sentences)))
    row.after = {name: str(text) for name, text in typed.items() if name != "hand_in"}
    if problems:
        row.refuse(problems)
    else:
        _read_figure(row, form.figure())


def _read_figure(row, figure):
    asked = row.asked
    try:
        row.figure, entry = as_kept(asked, figure)
    except EntryRefused as error:
        row.refuse_fields(error.problems)
        return
    row.after = texts_of(asked, row.figure)
    is_handed_in = asked.entry is not None and asked.entry.state in HANDED_IN
    if asked.entry is not None and not row.changes and (is_handed_in or not row.submits):
        return  # that is there already: such as a file that is sent in a second time
    if asked.entry is None and not row.submits and not row.typed.keys() - {"measured_on", "hand_in"}:
        return
    if why := asked.period.why_closed:
        row.leave_out(why)
    elif asked.entry is not None and not asked.entry.is_writable:
        sentence = _("The entry is “%(state)s” already: it has to be returned or reopened before it can be changed.")
        row.leave_out(sentence % {"state": asked.entry.get_state_display()})
    elif row.filled.hidden[ASKS] != asks_print(asked):
        sentence = _(
            "What is asked for was changed since you downloaded the workbook: it is measured as “%(measure)s” now, in "
            "“%(unit)s”. Look at the row in the workbook with remarks, and send that one in."
        )
        known = {"measure": asked.indicator.get_measure_display(), "unit": unit_of(asked.indicator)}
        row.refuse({"": sentence % known})
    else:
        row.does = Does.RECORDS if row.filled.hidden[REVISION] == str(asked.revision) else Does.ASKS
        _doubt(row, entry)


def _doubt(row, entry):
    """Note what is unusual about the figure; nothing is refused for that."""
    asked = row.asked
    if entry.absence:
        return
    parts = {name: part for name, part in row.figure.parts.items() if part is not None}
    doubts = doubts_about(
        asked.indicator, asked.period, entry.value, parts, asked.standing.entries, numerator=entry.numerator
    )
    if doubts:
        row.doubts["value" if "value" in taken_by(asked) else ""] = " ".join(doubts)


def _as_data(asked, typed):
    """What was typed, as the entry form takes it, and what is wrong with the words that were chosen."""
    data, problems = {}, {}
    indicator = asked.indicator
    numbers = {"numerator", "denominator", "value", *parts_taken(asked)}
    words = {
        "done": {str(label): str(value) for value, label in DONE.items()},
        "step": {str(step): str(step.pk) for step in indicator.scale_steps}
        | {str(step.number): str(step.pk) for step in indicator.scale_steps},
        "absence": {str(label): value for value, label in Absence.choices},
        "hand_in": {str(label): "yes" if value else "" for value, label in YES_NO.items()},
    }
    for name, text in typed.items():
        field_name = "value" if name == "done" else name
        if name in words:
            known = {word.casefold(): value for word, value in words[name].items()}
            if text.casefold() in known:
                data[field_name] = known[text.casefold()]
            else:
                sentence = _("“%(text)s” is not one of: %(words)s. Choose from the list.")
                problems[name] = sentence % {"text": text, "words": ", ".join(words[name])}
        elif name in numbers:
            data[field_name] = _number(text, is_percentage=indicator.measure == Measure.PERCENTAGE and name == "value")
        elif name == "measured_on":
            data[field_name] = text.translate(KHMER_DIGITS)
        else:
            data[field_name] = str(text)
    return data, problems


def _number(text, *, is_percentage):
    """A number as somebody would type it: what the spreadsheet program took for one means one thing only."""
    if not isinstance(text, Taken):
        return text
    if is_percentage and SHARE.fullmatch(text):
        return FigureField().prepare_value(Decimal(text[:-1]) * 100)
    try:
        return FigureField().prepare_value(Decimal(text))
    except ArithmeticError:
        return str(text)


def as_typed(row: ReadRow) -> dict[str, str]:
    """What was typed, for the workbook that goes back: a percentage as the number it means."""
    texts = dict(row.typed)
    is_percentage = row.asked is not None and row.asked.indicator.measure == Measure.PERCENTAGE
    if is_percentage and isinstance(text := texts.get("value"), Taken) and SHARE.fullmatch(text):
        texts["value"] = plain(Decimal(text[:-1]) * 100)
    return texts


def _cell_of(asked, name):
    """The cell in which a field of the entry form stands."""
    if name == "value" and asked.indicator.measure == Measure.YES_NO:
        return "done"
    return name if name in taken_by(asked) else ""
