"""Whether an indicator says from where, to where and by when: the one set of rules for all that remarks on it."""

# What is done starts from not done, and words have no figure to start from.
STARTS_BY_ITSELF = ("yes_no", "narrative")


def has_baseline(*, measure: str, kind: str, is_due: bool) -> bool:
    """Say whether it is known where the indicator starts, or by which day it will be.

    A thing to be done starts from not done, and what is told in words has no figure to start from. Raises nothing.
    """
    return measure in STARTS_BY_ITSELF or kind in ("value", "zero") or is_due


def has_target(*, is_stated: bool, has_band: bool) -> bool:
    """Say whether it is known what the indicator is to show: a final target, or the band in which it is to be kept."""
    return is_stated or has_band


def has_date(*, is_dated: bool, is_stated: bool, has_band: bool) -> bool:
    """Say whether it is known by when. A band without a target is kept all along, so nothing is due on a day."""
    return is_dated or (has_band and not is_stated)
