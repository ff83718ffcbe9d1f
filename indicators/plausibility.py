"""What is unusual about a figure, so that somebody says a word about it. It is never refused for that."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

Oddity = Literal["jump_up", "jump_down", "thrice", "no_women", "only_women"]


def oddities(
    value: Decimal | None,
    earlier: Sequence[Decimal],
    *,
    jump_factor: Decimal,
    counted: Decimal | None = None,
    women: Decimal | None = None,
    men: Decimal | None = None,
) -> tuple[Oddity, ...]:
    """Return what is unusual about a figure, held against those of ``earlier`` periods, the latest of them first.

    *jump_up*, *jump_down*: more than ``jump_factor`` times the last figure, or less than that part of it; nothing jumps
    from 0, from or to something below 0. *thrice*: the same as in the two periods before, and not 0. *no_women*,
    *only_women*: of those whose sex is stated, and there are some, none is the one or the other. Women or men that were
    left blank are not stated, unless the others are all that were ``counted``: then there are none of them.

    ``value`` and ``earlier`` are in the unit of the figure; ``counted``, ``women`` and ``men`` are those who were
    counted (of a percentage, its numerators). A factor of at least 1 is expected. Without a figure nothing is unusual
    but the split. Raises nothing.
    """
    found: list[Oddity] = []
    if value is not None and earlier and earlier[0] > 0 and value >= 0:
        if value > earlier[0] * jump_factor:
            found.append("jump_up")
        elif value * jump_factor < earlier[0]:
            found.append("jump_down")
    if value and len(earlier) > 1 and value == earlier[0] == earlier[1]:
        found.append("thrice")
    if women is None and men is not None and men == counted:
        women = Decimal(0)
    if men is None and women is not None and women == counted:
        men = Decimal(0)
    if women is not None and men is not None and women + men > 0:
        if women == 0:
            found.append("no_women")
        elif men == 0:
            found.append("only_women")
    return tuple(found)
