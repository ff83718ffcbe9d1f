"""A sample drawn by lot that anybody can draw again: from the same keys with the same seed it is the same."""

from collections.abc import Collection
from decimal import ROUND_CEILING, Decimal
from hashlib import sha256

# Seeds are short, so that they can be read out and typed.
SEEDS = 1_000_000


def sample(keys: Collection[int], size: int, seed: int) -> tuple[int, ...]:
    """Draw ``size`` of the keys by lot, in the order in which they are drawn; all of them where there are fewer.

    Each key has the ticket SHA-256 of `seed:key`, written in decimal digits, and the lowest tickets are drawn. So the
    draw does not depend on the order of the keys, on the machine, or on a library's generator of random numbers, and a
    larger sample holds every smaller one of the same seed. A key given twice has one ticket. Raises ValueError for a
    size or a seed below 0.
    """
    if size < 0 or seed < 0:
        raise ValueError("Neither the size of a sample nor its seed is below 0.")
    return tuple(sorted(set(keys), key=lambda key: (ticket(key, seed), key))[:size])


def ticket(key: int, seed: int) -> str:
    """The ticket of a key in a draw, as hexadecimal digits."""
    return sha256(f"{seed}:{key}".encode("ascii")).hexdigest()


def size_of_share(percent: Decimal, total: int) -> int:
    """How many so many per cent of a total are, rounded up: a part of an entry cannot be checked."""
    return int((percent * total / 100).to_integral_value(ROUND_CEILING))
