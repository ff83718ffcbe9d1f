"""What a cell may hold, and the sentence for when it does not."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _
from import_export import widgets


class TextWidget(widgets.Widget):
    """Text as it stands; an empty cell is empty text."""

    def clean(self, value, row=None, **kwargs):
        return value or ""


class NumberWidget(widgets.Widget):
    """Digits with a point for decimals; an empty cell is no number."""

    def clean(self, value, row=None, **kwargs):
        if value in ("", None):
            return None
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite():
            raise ValueError(
                _("“%(value)s” is not a number. Write digits, with a point for decimals.") % {"value": value}
            )
        return number


class WholeNumberWidget(NumberWidget):
    """A whole number of 0 or more."""

    def clean(self, value, row=None, **kwargs):
        number = super().clean(value, row, **kwargs)
        if number is None:
            return None
        if number != number.to_integral_value() or number < 0:
            raise ValueError(_("“%(value)s” is not a whole number of 0 or more.") % {"value": value})
        return int(number)


class YearWidget(WholeNumberWidget):
    """A year of four digits."""

    def clean(self, value, row=None, **kwargs):
        year = super().clean(value, row, **kwargs)
        if year is not None and not 1000 <= year <= 9999:
            raise ValueError(_("“%(value)s” is not a year. Write four digits, for example 2010.") % {"value": value})
        return year


class DayWidget(widgets.Widget):
    """A day, written year-month-day."""

    def clean(self, value, row=None, **kwargs):
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            message = _("“%(value)s” is not a date. Write year-month-day, for example 2010-12-31.")
            raise ValueError(message % {"value": value}) from None


class TimeOfDayWidget(widgets.Widget):
    """A time of day: hours from 0 to 23, a colon, minutes."""

    def clean(self, value, row=None, **kwargs):
        if not value:
            return None
        try:
            return datetime.strptime(value, "%H:%M").time()
        except ValueError:
            message = _("“%(value)s” is not a time of day. Write hours and minutes, for example 13:45.")
            raise ValueError(message % {"value": value}) from None


class ListWidget(widgets.Widget):
    """Several texts in one cell, separated by semicolons."""

    def clean(self, value, row=None, **kwargs):
        return [part.strip() for part in (value or "").split(";") if part.strip()]


class OneOfWidget(widgets.Widget):
    """One of a fixed set of words; `meanings` says what each stands for."""

    def __init__(self, meanings: Mapping[str, object], *, blank=False):
        super().__init__()
        self.meanings = {"": "", **meanings} if blank else dict(meanings)

    def clean(self, value, row=None, **kwargs):
        if value not in self.meanings:
            known = ", ".join(word for word in self.meanings if word)
            message = _("“%(value)s” is not one of: %(known)s.") % {"value": value, "known": known}
            raise ValueError(message)
        return self.meanings[value]


class YesNoWidget(OneOfWidget):
    """`yes` or `no`."""

    def __init__(self):
        super().__init__({"yes": True, "no": False})


class KnownWidget(widgets.Widget):
    """A record by what the file calls it; `find` gives it, or raises ObjectDoesNotExist or ValueError."""

    def __init__(self, find: Callable, what: object, *, required=True):
        super().__init__()
        self.find, self.what, self.required = find, what, required

    def clean(self, value, row=None, **kwargs):
        if not value:
            if self.required:
                raise ValueError(_("This cell is empty. It needs %(what)s.") % {"what": self.what})
            return None
        return look_up(self.find, value, row, self.what)


class KnownListWidget(widgets.ManyToManyWidget):
    """Several records, separated by semicolons."""

    def __init__(self, model, find: Callable, what: object):
        super().__init__(model)
        self.find, self.what = find, what

    def clean(self, value, row=None, **kwargs):
        parts = [part.strip() for part in (value or "").split(";") if part.strip()]
        return [look_up(self.find, part, row, self.what) for part in dict.fromkeys(parts)]


def look_up(find, value, row, what):
    """The record that `value` names in this row; raises ValueError with a sentence when there is none."""
    try:
        return find(value, row)
    except (ObjectDoesNotExist, LookupError, ValueError):
        message = _("“%(value)s” is not known here. It should be %(what)s.") % {"value": value, "what": what}
        raise ValueError(message) from None
