"""Rounding and shares as a printed table has them; every other calculation builds on these three."""

from decimal import ROUND_HALF_UP, Decimal


def round_half_up(value: Decimal, places: int = 0) -> Decimal:
    """Return ``value`` with ``places`` decimals; a half goes away from zero.

    2.5 gives 3 and -2.5 gives -3, so that a fall prints like the rise of the same size. What
    rounds to nothing is 0, never -0.

    Raises decimal.InvalidOperation for infinity and beyond 28 digits.
    Source: the averages and percentages printed in review 2011 (3.83 as 3.8, 66.7 % as 67).
    """
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)


def share(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """Return part / whole, 1 being all of it; None when the whole is 0. Source: design rules 7 and 9."""
    return Decimal(part) / Decimal(whole) if whole else None


def percentage(part: Decimal | int, whole: Decimal | int) -> int | None:
    """Return part of whole in whole per cent, half up; None when the whole is 0. Source: design rule 5."""
    exact = share(100 * part, whole)
    return None if exact is None else int(round_half_up(exact))
