"""Two versions of one entry, field by field, for whoever has to choose between them."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from dwcp.toolkit.figures import day

NOT_SHOWN = ("revision", "client_key", "seen")


@dataclass(frozen=True)
class Compared:
    """What two versions say in one field, as people read it; "" for nothing."""

    label: str
    mine: str
    theirs: str
    differs: bool


def compared(mine, theirs=None):
    """Each field in which one of two progress forms says something: `mine` as it was typed, `theirs` as it is saved.

    Both are of the same indicator and period. Without `theirs`, what was typed alone.
    """
    rows = []
    for field in mine:
        if field.name in NOT_SHOWN:
            continue
        other = None if theirs is None else theirs[field.name]
        said = _in_words(field), "" if other is None else _in_words(other)
        if any(said):
            rows.append(Compared(str(field.label), *said, other is not None and _meant(field) != _meant(other)))
    return rows


def _in_words(field):
    """What stands in a field: its text, a day in words, or what was chosen."""
    text, meant = _text(field), _cleaned(field)
    if isinstance(meant, date):
        return day(meant)
    choices = {str(key): str(label) for key, label in getattr(field.field, "choices", ()) if key != ""}
    return choices.get(text, text)


def _meant(field):
    """What a field says, whichever way it was typed: `1250` and `១២៥០` are the same."""
    meant = _cleaned(field)
    return _text(field) if meant in (None, "") else meant


def _text(field):
    return "" if field.value() is None else str(field.value()).strip()


def _cleaned(field):
    """What a field reads from its text; None for what it cannot read."""
    try:
        return field.field.clean(field.value())
    except ValidationError:
        return None
