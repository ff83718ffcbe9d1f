"""Reading a workbook with figures that came back: what it would do, row by row, and all that is wrong with it."""

import hashlib
import json
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from accounts.models import User
from dwcp.toolkit.importing import ImportRefused
from dwcp.toolkit.workbooks import FillColumn, Filled, Filling, FillRow, filled_in, filling_workbook, read_book
from dwcp.toolkit.workbooks.filling import ASKS, KEY, REVISION, SEEN
from outcomes.models import Programme
from outcomes.services import Refused

from ..selectors import asked_of
from ..services import Row, RowsRefused, check_rows
from ..services.figures_book import TO_READ, asks_print, columns_for, fill_row, note_reasons, read_me, taken_by
from .figures_rows import Does, ReadRow, as_typed, read_row

# The preview shows so many rows, and a text of so many characters; all rows are imported.
MOST_ROWS_SHOWN, LONGEST_SHOWN, LONGEST_NAME = 500, 300, 140
KEY_FORM = re.compile(r"(\d{1,18})-(\d{1,18})-(\d{1,18})")


@dataclass(kw_only=True)
class ReadFigures:
    """A workbook with figures, read against what is there now. `wrong` are sentences about columns."""

    programme: Programme
    filled: Filled
    columns: list[FillColumn]
    rows: list[ReadRow]
    wrong: dict[str, str]

    def doing(self, *does: Does) -> list[ReadRow]:
        """The rows that do one of these."""
        return [row for row in self.rows if row.does in does]

    def to_record(self, replaced=()) -> list[Row]:
        """The rows to record: those in nobody's way, and those chosen, by key, to stand over a newer figure."""
        rows = self.doing(Does.RECORDS, Does.ASKS)
        return [row.as_row() for row in rows if row.does == Does.RECORDS or row.key in replaced]

    def fingerprint(self) -> str:
        """A short text that changes with what the file does."""
        does = [
            [
                row.key,
                row.does,
                sorted(row.changes.items()),
                row.submits,
                row.asked.revision if row.asked else 0,
                sorted(row.wrong.items()),
                row.does == Does.LEFT_OUT and row.doubts[""],
            ]
            for row in self.rows
            if row.does != Does.NOTHING
        ]
        return hashlib.sha256(json.dumps([does, sorted(self.wrong.items())]).encode()).hexdigest()

    def summary(self) -> dict:
        """What the file does, as plain data: for its page, and to be held against what it does later."""
        records = self.doing(Does.RECORDS)
        return {
            "fingerprint": self.fingerprint(),
            "records": len(records),
            "submits": sum(row.submits for row in records),
            "untouched": len(self.doing(Does.NOTHING)),
            "rows": [self._told(row) for row in records[:MOST_ROWS_SHOWN]],
            "rows_left_out": max(0, len(records) - MOST_ROWS_SHOWN),
            "conflicts": [self._told(row) | _theirs(row) for row in self.doing(Does.ASKS)],
            "left_out": [self._told(row) | {"sentence": row.doubts[""]} for row in self.doing(Does.LEFT_OUT)],
            "problems": [*self._problems_of_columns(), *self._problems_of_rows()],
            "doubts": self._doubts(),
        }

    def with_remarks(self) -> bytes:
        """The workbook as it came, with all there is to say beside its cells; it can be filled in further and sent."""
        rows = [self._remarked(row) for row in self.rows]
        known = [(row, written) for row, written in zip(self.rows, rows, strict=True) if row.asked is not None]
        note_reasons([row.asked for row, _written in known], [written for _row, written in known])
        typed = {name for row in self.rows for name in row.typed} - {column.name for column in self.columns}
        extra = [
            FillColumn(name=name, title=self.filled.titles[name] or name, is_asked=True)
            for name in self.filled.titles
            if name in typed
        ]
        sheet = Filling(name=_("Figures"), columns=[*self.columns, *extra], rows=rows, wrong=self.wrong)
        return filling_workbook(sheet, read_me=read_me(self.programme, [row.asked for row, _written in known]))

    def _remarked(self, row):
        if row.asked is None:
            hidden, texts = row.filled.hidden, row.filled.texts
            return FillRow(
                line=row.line, hidden=hidden, texts=texts, asked=frozenset(), wrong=row.wrong, doubts=row.doubts
            )
        # A cell whose column was taken out says what the entry says.
        missing = {name: text for name, text in row.before.items() if name not in self.filled.titles}
        return fill_row(
            row.asked,
            row.line,
            texts=missing | as_typed(row),
            wrong=row.wrong,
            doubts=row.doubts | _newer(row),
            revision=row.filled.hidden[REVISION],
            seen=row.filled.hidden[SEEN],
        )

    def _titles(self):
        return self.filled.titles | {column.name: column.title for column in self.columns}

    def _told(self, row):
        titles = self._titles()
        return {
            "line": row.line,
            "key": row.key,
            "name": _shortened(row.name, LONGEST_NAME),
            "submits": row.submits,
            "is_new": row.asked is not None and row.asked.entry is None,
            # A list: databases do not keep the order of names.
            "changes": [
                [titles.get(name) or name, *map(_shortened, pair)]
                for name, pair in sorted(row.changes.items(), key=lambda change: list(titles).index(change[0]))
            ],
        }

    def _problems_of_columns(self):
        titles = self._titles()
        return [
            {"line": None, "cell": "", "column": titles.get(name) or name, "name": "", "sentence": sentence}
            for name, sentence in self.wrong.items()
        ]

    def _problems_of_rows(self):
        titles = self._titles()
        letters = {name: xl_col_to_name(place) for place, name in self.filled.places.items()}
        return [
            {
                "line": row.line,
                "cell": f"{letters[name]}{row.line}" if name in letters else "",
                "column": titles.get(name) or name,
                "name": _shortened(row.name, LONGEST_NAME),
                "sentence": sentence,
            }
            for row in self.rows
            for name, sentence in row.wrong.items()
        ]

    def _doubts(self):
        unread = _("Column %(letter)s has no name in the hidden first row: what stands there is not read.")
        return [
            *({"line": None, "name": "", "sentence": unread % {"letter": letter}} for letter in self.filled.unnamed),
            *(
                {"line": row.line, "name": _shortened(row.name, LONGEST_NAME), "sentence": sentence}
                for row in self.doing(Does.RECORDS, Does.ASKS)
                for sentence in row.doubts.values()
            ),
        ]


def read_figures(*, programme, content, file_name, person) -> ReadFigures:
    """Read a workbook with figures against what is there now; nothing is written.

    Raises Refused ("file") for what is no such workbook, and for that of another programme.
    """
    try:
        filled = filled_in(read_book(content, file_name))
    except ImportRefused as error:
        raise Refused({"file": " ".join(problem.message for problem in error.problems)}) from None
    if filled is None:
        message = _(
            "This is no workbook with figures, or its hidden columns are gone. Download one on this page and fill in "
            "that one."
        )
        raise Refused({"file": message})
    keys = [_key_in(row.hidden[KEY]) for row in filled.rows]
    _refuse_other_programme(keys, programme)
    asked = asked_of(programme, [key[1:] for key in keys if key and key[0] == programme.pk])
    rows = []
    for row, key in zip(filled.rows, keys, strict=True):
        is_known = key is not None and key[0] == programme.pk
        rows.append(read_row(row, asked.get(key[1:]) if is_known else None, person=person, is_key_known=is_known))
    _refuse_repeated(rows)
    columns = columns_for(list(asked.values()))
    _check(rows, person)
    return ReadFigures(
        programme=programme, filled=filled, columns=columns, rows=rows, wrong=_wrong_columns(filled, columns, rows)
    )


def _key_in(text):
    """The keys of programme, indicator and period that a hidden key is made of, or None."""
    found = KEY_FORM.fullmatch(text)
    return tuple(int(part) for part in found.groups()) if found else None


def _refuse_other_programme(keys, programme):
    known = [key[0] for key in keys if key]
    if known and programme.pk not in known:
        message = _("This is the workbook of another programme. Here you report for %(programme)s.")
        raise Refused({"file": message % {"programme": programme.code}})


def _refuse_repeated(rows):
    """Two rows about the same report: nobody can tell which is meant, unless one was left alone."""
    first: dict[str, ReadRow] = {}
    for row in rows:
        if not row.key or (row.does == Does.NOTHING and not row.wrong):
            continue
        if row.key in first:
            message = _("This row repeats row %(first)s. Keep one of the two.")
            row.refuse({"": message % {"first": first[row.key].line}})
        else:
            first[row.key] = row


def _check(rows: list[ReadRow], person: User) -> None:
    """Ask the services what stands against the rows that could be read; they are the ones to write them."""
    ready = {row.asked.key: row for row in rows if row.does in (Does.RECORDS, Does.ASKS) and row.asked}
    if not ready:
        return
    try:
        check_rows(rows=[row.as_row() for row in ready.values()], by=person)
    except RowsRefused as error:
        for key, problems in error.problems.items():
            if key in error.stale:
                problems = {"": _("Somebody is writing this entry at this moment. Send the file in again.")}
            ready[key].refuse_fields(problems)


def _wrong_columns(filled, columns, rows):
    """What is wrong with the columns as such: those that stand twice, and those that are missing."""
    twice = _("This column stands twice. Keep one of them.")
    wrong = dict.fromkeys(filled.repeated, twice)
    needed = {
        name
        for row in rows
        # What is asked for since the download has no column there.
        if row.asked is not None and row.filled.hidden[ASKS] == asks_print(row.asked)
        for name in taken_by(row.asked)
    }
    missing = _(
        "This column is missing, or its name in the hidden first row was changed. Put it back, or fill in the "
        "workbook with remarks."
    )
    for column in columns:
        if column.name in needed and column.name not in filled.titles and column.name not in TO_READ:
            wrong[column.name] = missing
    return wrong


def _theirs(row):
    """Who has written since, and when."""
    entry = row.asked.entry
    return {
        "who": str(entry.recorded_by or "") if entry else "",
        "when": entry.recorded_at.isoformat() if entry else "",
        "state": str(entry.get_state_display()) if entry else "",
        "sentences": list(row.doubts.values()),
    }


def _newer(row):
    """What somebody else has written since, beside the cells in which it differs."""
    if row.does != Does.ASKS:
        return {}
    entry = row.asked.entry
    known = {"who": (entry and entry.recorded_by) or "–"}
    remark = _("Now saved by %(who)s: “%(text)s”.")
    cells = {name: remark % (known | {"text": before or "–"}) for name, (before, _after) in row.changes.items()}
    whole = _(
        "Somebody has written this entry since you downloaded it. On the page you choose which of the two stands."
    )
    return cells | {"": whole}


def _shortened(text, longest=LONGEST_SHOWN):
    return text if len(text) <= longest else f"{text[:longest]}…"
