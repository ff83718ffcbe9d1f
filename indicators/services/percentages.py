"""What the parts of a percentage may be – each a part and a whole of its own – and why they are refused."""

from dataclasses import replace

from django.utils.translation import gettext as _

from ..disaggregation import CategoriesExceedTotal, NegativeValue, split, whole_name
from .parts import least_total, plain, unknown_parts


def fraction_problem(indicator, numerator, denominator):
    """What is wrong with one part and its whole: "numerator" or "denominator", and a sentence; None if nothing is."""
    if (numerator is None) != (denominator is None):
        return "denominator", _("Give both numbers, the part and the whole, or neither.")
    if numerator is None:
        return None
    if denominator <= 0:
        return "denominator", _("The whole must be above 0.")
    if numerator < 0:
        return "numerator", _("The part cannot be below 0.")
    if indicator.is_part_of_whole and numerator > denominator:
        return "numerator", _("The part is more than the whole. Correct one of the two.")
    return None


def with_sums(figure, splits):
    """The figure of a percentage with part and whole that were left empty as the sums of those of its categories.

    Split in several ways, it is the largest of the sums, for it holds them all. A percentage that was typed as such,
    and categories of which one number is missing, make no sum.
    """
    numerators, denominators = _stated(splits, figure.parts)
    if figure.value is not None or not numerators or numerators.keys() != denominators.keys():
        return figure
    return replace(
        figure,
        numerator=least_total(splits, numerators) if figure.numerator is None else figure.numerator,
        denominator=least_total(splits, denominators) if figure.denominator is None else figure.denominator,
    )


def percentage_part_problems(indicator, splits, figure, parts):
    """What is wrong with the parts of a percentage: a sentence by the name of the part, or of the total's field."""
    names = [name for asked in splits for name in asked.parts]
    problems = unknown_parts(parts, {*names, *map(whole_name, names)})
    numerators, denominators = _stated(splits, parts)
    for name in names:
        problem = fraction_problem(indicator, numerators.get(name), denominators.get(name))
        if problem is not None:
            field, sentence = problem
            problems[name if field == "numerator" else whole_name(name)] = sentence
    is_split = bool(numerators or denominators)
    if is_split and figure.value is not None and figure.numerator is None and figure.denominator is None:
        problems["value"] = _(
            "A percentage alone cannot be split. Enter its part and its whole, or leave the categories empty."
        )
    together = {
        "numerator": _("%(split)s: the parts together are %(sum)s, more than the part of %(total)s in all."),
        "denominator": _("%(split)s: the wholes together are %(sum)s, more than the whole of %(total)s in all."),
    }
    for field, stated in (("numerator", numerators), ("denominator", denominators)):
        sentences = [
            f"{together[field] % excess} {_('Correct one of them.')}"
            for excess in _excesses(splits, getattr(figure, field), stated)
        ]
        if sentences:
            problems[field] = " ".join(sentences)
    return problems


def _stated(splits, parts):
    """The numerators and the denominators that were given, by the names of the parts."""
    names = [name for asked in splits for name in asked.parts]
    numerators = {name: parts[name] for name in names if parts.get(name) is not None}
    denominators = {name: parts[whole_name(name)] for name in names if parts.get(whole_name(name)) is not None}
    return numerators, denominators


def _excesses(splits, total, stated):
    for asked in splits:
        try:
            split(total, {name: stated.get(name) for name in asked.parts})
        except CategoriesExceedTotal as error:
            yield {"split": asked.label, "sum": plain(error.sum), "total": plain(error.total)}
        except NegativeValue:
            continue  # said beside its own field
