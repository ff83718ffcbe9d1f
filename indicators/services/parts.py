"""What the parts of a figure may be, and why they are refused."""

from django.utils.translation import gettext as _

from ..choices import SEX, Measure
from ..disaggregation import CategoriesExceedTotal, CrossedExceed
from ..selectors import divided, name_of

# Who splits by these counts people.
OF_PEOPLE = {SEX, "age", "disability"}
WOMEN_AND_MEN = {"women", "men"}


def part_problems(indicator, splits, total, parts):
    """What is wrong with the parts of a figure: a sentence by the name of the part, or by "value" for the whole."""
    problems = unknown_parts(parts, {name for asked in splits for name in asked.parts})
    of_the_whole = []
    if indicator.measure == Measure.NUMBER:
        of_the_whole += [_whole_numbers(asked) for asked in splits if _has_halves(asked, parts)]
    below = {name for name, value in (*parts.items(), ("value", total)) if value is not None and value < 0}
    if below:
        is_money = indicator.measure == Measure.MONEY
        message = _("An amount cannot be below 0.") if is_money else _("A number of people cannot be below 0.")
        problems |= dict.fromkeys(below, message)
    else:
        excesses = [one for asked in splits for one in _excesses(asked, total, parts)]
        problems |= {name: sentence for name, sentence in excesses if name is not None}
        of_the_whole += [sentence for name, sentence in excesses if name is None]
    if of_the_whole:
        problems["value"] = " ".join(of_the_whole)
    return problems


def unknown_parts(parts, known):
    """A sentence for each part that the indicator is not split into."""
    unknown = _("“%(part)s” is no part that a figure is split into.")
    return {name: unknown % {"part": name} for name in sorted(parts.keys() - known)}


def least_total(splits, parts):
    """The total that parts make without one: the least that holds them all, by whatever they are split."""
    totals = [divided(asked, None, parts).total for asked in splits]
    return max((total for total in totals if total is not None), default=None)


def _has_halves(asked, parts):
    stated = (parts[name] for name in asked.parts if name in parts)
    return not OF_PEOPLE.isdisjoint(asked.codes) and any(part != part.to_integral_value() for part in stated)


def _whole_numbers(asked):
    if _counts_women_and_men(asked):
        return _("People are counted in whole numbers. Correct women or men.")
    return _("People are counted in whole numbers. Correct the figures by %(split)s.") % {"split": asked.label.lower()}


def _excesses(asked, total, parts):
    """Where the parts of one split are more than their whole: the name of a part, or None for the total; a sentence."""
    if not any(name in parts for name in asked.parts):
        return  # what another split gets wrong is said there
    try:
        divided(asked, total, parts)
    except CategoriesExceedTotal as error:
        yield None, _too_many(asked) % {"split": asked.label, "sum": plain(error.sum), "total": plain(error.total)}
    except CrossedExceed as error:
        names = {name_of(category): category for category in (*asked.categories, *asked.crossed_categories)}
        for one in error.excesses:
            stated = {"split": asked.label, "sum": plain(one.sum), "whole": plain(one.whole), "by": plain(one.by)}
            if one.category is None:
                sentence = _(
                    "%(split)s: all together are %(sum)s, which is %(by)s more than the total of %(whole)s. "
                    "Correct one of them."
                )
                yield None, sentence % stated
            else:
                sentence = _(
                    "%(split)s: “%(category)s” adds up to %(sum)s, which is %(by)s more than its own figure of "
                    "%(whole)s. Correct one of them."
                )
                yield one.category, sentence % (stated | {"category": names[one.category]})


def _too_many(asked):
    if _counts_women_and_men(asked):
        return _("Women and men together are %(sum)s, more than the total of %(total)s. Correct one of the three.")
    return _("%(split)s: the categories together are %(sum)s, more than the total of %(total)s. Correct one of them.")


def _counts_women_and_men(asked):
    return asked.name == SEX and asked.parts.keys() == WOMEN_AND_MEN


def plain(number):
    """A number in a sentence, without needless zeros."""
    return f"{number.normalize():f}"
