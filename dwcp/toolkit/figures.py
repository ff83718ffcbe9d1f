"""How figures and dates look everywhere: `1,234.5` and `14 January 2010`, in every language.

Figures never follow the locale: a reader of a Khmer page compares them with an English report, and what
a page shows must be what may be typed back.
"""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.dateformat import format as format_date

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
