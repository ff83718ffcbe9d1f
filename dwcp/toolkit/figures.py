"""How figures and dates look everywhere: `1,234.5` and `14 January 2010`, in every language.

Figures never follow the locale: a reader of a Khmer page compares them with an English report, and what
a page shows must be what may be typed back.
"""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dwcp.toolkit.rounding import round_half_up

NOTHING = "–"
# What people write in reports for the code in the data.
CURRENCY_SIGNS = {"USD": "US$"}


def exact(value: Decimal | int) -> Decimal:
    """The figure as a Decimal; refuses floats, which have lost their exact value already."""
    if isinstance(value, bool) or not isinstance(value, (Decimal, int)):
        raise TypeError(f"A figure is a Decimal or a whole number, not {value!r}.")
    return Decimal(value)


def figure(value: Decimal | int | None, places: int | None = None) -> str:
    """`1,234.5`: trailing zeros dropped, at most `places` decimals (half up); a dash when there is none."""
    if value is None or value == "":
        return NOTHING
    number = exact(value)
    if places is not None:
        number = round_half_up(number, places)
    text = f"{number:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def money(value: Decimal | int | None, currency: str = "USD") -> str:
    """`US$ 1,234`: whole units, half up, sign and figure never torn apart at a line's end."""
    if value is None or value == "":
        return NOTHING
    return f"{CURRENCY_SIGNS.get(currency, currency)}\N{NO-BREAK SPACE}{figure(value, 0)}"


def percent(value: Decimal | int | None, places: int = 0) -> str:
    """A share of one as a percentage: 0.856 is `86%`, half up."""
    if value is None or value == "":
        return NOTHING
    return f"{figure(exact(value) * 100, places)}%"


def day(value: date | datetime | None) -> str:
    """`14 January 2010`: the month in words, since 03/09 means two different days to two readers."""
    if not value:
        return NOTHING
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return format_date(value, "j F Y")


def time_left(due_on: date | None, today: date | None = None) -> str:
    """`in 5 days`, `tomorrow`, `3 days late`: how far off a day is, in months from 60 days on, in years from 2."""
    if due_on is None:
        return ""
    days = (due_on - (today or timezone.localdate())).days
    if days in (0, 1):
        return _("tomorrow") if days else _("today")
    number, unit = _in_words(abs(days))
    if days > 0:
        ahead = {
            "days": ngettext("in %(number)s day", "in %(number)s days", number),
            "months": ngettext("in %(number)s month", "in %(number)s months", number),
            "years": ngettext("in %(number)s year", "in %(number)s years", number),
        }
        return ahead[unit] % {"number": number}
    behind = {
        "days": ngettext("%(number)s day late", "%(number)s days late", number),
        "months": ngettext("%(number)s month late", "%(number)s months late", number),
        "years": ngettext("%(number)s year late", "%(number)s years late", number),
    }
    return behind[unit] % {"number": number}


def _in_words(days: int) -> tuple[int, str]:
    if days < 60:
        return days, "days"
    return (days // 30, "months") if days < 730 else (days // 365, "years")
