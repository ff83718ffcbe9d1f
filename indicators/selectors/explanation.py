"""Explain this number: how a figure and its status came about, step by step, with the figures put in."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dwcp.toolkit.figures import day, figure, percent

from ..choices import Accumulation, BaselineKind, EntryState, Measure
from ..display import measured, stated
from ..measurement import MOVES_IN_STEPS
from ..models import ProgressEntry
from ..status import points_around
from ..words import FATES, POOLED, RULES, TOLD
from .figures import figure_of
from .standings import Standing, oldest_acceptable


@dataclass(frozen=True)
class EntryFate:
    """One entry: what it states, whether it is in the figure, and why."""

    entry: ProgressEntry
    stated: str
    code: str
    why: str

    @property
    def counts(self):
        """Whether it is in the figure."""
        return self.code == "counted"


@dataclass(frozen=True)
class Explanation:
    """How a figure came about, in sentences; an empty one has nothing to say.

    `rule` says how entries make the figure and `arithmetic` does so; `achievement` compares it with the target, and
    `basis` says from where; `expected` says what was due at its date and `progress` how much of that was there;
    `thresholds` are the programme's, and `reason` leads to the status that the figures give.
    """

    standing: Standing
    rule: str
    entries: tuple[EntryFate, ...]
    arithmetic: str
    achievement: str
    basis: str
    expected: str
    progress: str
    thresholds: str
    reason: str


def explanation_of(standing):
    """Explain the figure and the status of an indicator. Reads nothing but what the standing holds."""
    return Explanation(
        standing=standing,
        rule=_rule(standing.indicator),
        entries=tuple(_fate(standing, entry) for entry in standing.entries),
        arithmetic=_arithmetic(standing),
        achievement=_achievement(standing),
        basis=_with_baseline_due(standing, str(standing.basis_in_words)),
        expected=_expected(standing),
        progress=_progress(standing),
        thresholds=_thresholds(standing.indicator.programme),
        reason=_reason(standing),
    )


def _rule(indicator):
    if indicator.measure == Measure.NARRATIVE:
        return str(TOLD)
    is_pooled = indicator.measure == Measure.PERCENTAGE and indicator.accumulation == Accumulation.INCREMENT
    return f"{indicator.get_accumulation_display()}. {POOLED if is_pooled else RULES[indicator.accumulation]}"


def _fate(standing, entry):
    code, series = _why(standing, entry)
    return EntryFate(entry, stated(entry), code, FATES[code] % {"series": series})


def _why(standing, entry):
    indicator = standing.indicator
    if entry.state != EntryState.VERIFIED:
        return "not_verified", None
    if figure_of(entry) is None:
        return ("no_figure" if entry.absence else "in_words"), None
    if entry.series < indicator.comparable_from:
        return "earlier_definition", indicator.comparable_from
    if entry.pk in standing.counted:
        return "counted", None
    # The latest series stands first.
    for other in standing.entries:
        is_later = other.period_id == entry.period_id and other.series > entry.series
        if is_later and other.state == EntryState.VERIFIED:
            return ("none_any_more" if other.absence else "restated"), other.series
    return ("not_pooled" if indicator.accumulation == Accumulation.INCREMENT else "replaced"), None


def _arithmetic(standing):
    total, indicator = standing.total, standing.indicator
    if not total.counted:
        return ""
    result = measured(total.value, indicator)
    fractions = [reported.fraction for reported in total.counted]
    if all(fractions):
        parts, wholes = ([fraction[place] for fraction in fractions] for place in (0, 1))
        named = {"parts": _added(parts), "wholes": _added(wholes), "result": result}
        if sum(wholes):
            return _("%(parts)s of %(wholes)s = %(result)s") % named
        return _("%(parts)s of %(wholes)s is no percentage, so there is no figure.") % named
    if indicator.accumulation == Accumulation.INCREMENT and indicator.measure != Measure.PERCENTAGE:
        start = standing.promise.baseline
        terms = [figure(reported.value) for reported in total.counted]
        if start is not None:
            terms.insert(0, _("%(figure)s (baseline)") % {"figure": figure(start)})
        return result if len(terms) == 1 else f"{' + '.join(terms)} = {result}"
    (latest,) = total.counted
    return _("The latest one, up to %(day)s: %(result)s") % {"day": day(latest.day), "result": result}


def _added(figures):
    """`930`, or `10 + 920 = 930`."""
    total = figure(sum(figures))
    return total if len(figures) == 1 else f"({' + '.join(map(figure, figures))} = {total})"


def _achievement(standing):
    result, promise = standing.verdict.achievement, standing.promise
    if result.share is None:
        return ""
    named = {
        "actual": _shown(standing, standing.total.value),
        "baseline": _shown(standing, promise.baseline),
        "target": _shown(standing, promise.target),
        "share": percent(result.share, 1),
    }
    if result.basis in ("from_baseline", "rise"):
        return "({actual} − {baseline}) / ({target} − {baseline}) = {share}".format(**named)
    if result.basis == "from_zero":
        return "{actual} / {target} = {share}".format(**named)
    if result.basis == "step":
        return _("(%(actual)s − %(baseline)s) of (%(target)s − %(baseline)s) steps = %(share)s") % named
    if result.basis == "target_is_baseline":
        return _("The figure is %(actual)s, target and baseline are %(target)s: %(share)s") % named
    return _kept(standing, named)


def _kept(standing, named):
    is_inside, band = standing.verdict.achievement.basis == "inside_band", standing.promise.band
    if band is None:
        named |= {"floor": named["baseline"] if standing.promise.target is None else named["target"]}
        message = _("%(actual)s is not below %(floor)s.") if is_inside else _("%(actual)s is below %(floor)s.")
        return message % named
    named |= {"low": _shown(standing, min(band)), "high": _shown(standing, max(band))}
    if is_inside:
        return _("%(actual)s lies between %(low)s and %(high)s.") % named
    return _("%(actual)s does not lie between %(low)s and %(high)s.") % named


def _expected(standing):
    expected, on = standing.verdict.expected, standing.total.as_at
    if expected is None:
        return ""
    before, after = points_around(on, standing.promise.path)
    indicator = standing.indicator
    named = {"day": day(on), "expected": measured(expected, indicator)}
    if before is None:
        named |= {"first": day(after.on if after else None)}
        return _("On %(day)s, %(expected)s was expected: nothing more is due before %(first)s.") % named
    named |= {"from_day": day(before.on)}
    if after is None or standing.promise.measure in MOVES_IN_STEPS:
        return _("On %(day)s, %(expected)s was expected: it has been due since %(from_day)s.") % named
    named |= {
        "from_figure": measured(before.value, indicator),
        "to_day": day(after.on),
        "to_figure": measured(after.value, indicator),
    }
    message = _(
        "On %(day)s, %(expected)s was expected: it lies on the straight line from %(from_figure)s on %(from_day)s to "
        "%(to_figure)s on %(to_day)s."
    )
    is_assumed = indicator.baseline_kind == BaselineKind.ZERO and indicator.baseline_day is None
    if is_assumed and before.on == indicator.programme.first_day:
        start = _("The baseline is zero by definition, so the line starts on the first day of the programme, %(day)s.")
        return f"{message % named} {start % {'day': day(indicator.programme.first_day)}}"
    return message % named


def _progress(standing):
    if standing.verdict.reason != "against_expected":
        return ""
    actual, expected, start = standing.total.value, standing.verdict.expected, standing.promise.baseline or 0
    named = {
        "actual": _shown(standing, actual),
        "start": _shown(standing, start),
        "expected": _shown(standing, expected),
        "share": percent((actual - start) / (expected - start), 1),
    }
    return _("(%(actual)s − %(start)s) / (%(expected)s − %(start)s) = %(share)s of what was expected") % named


def _thresholds(programme):
    return _("On track from %(on_track)s of what was expected, at risk from %(at_risk)s, off track below.") % {
        "on_track": percent(programme.on_track_from),
        "at_risk": percent(programme.at_risk_from),
    }


def _reason(standing):
    reason = str(standing.reason_in_words)
    if standing.verdict.reason == "no_recent_value":
        oldest = oldest_acceptable(standing.indicator.programme)
        return f"{reason} " + _(
            "Figures of periods that ended before %(day)s are: they are older than the reporting period before the "
            "current one, and only periods that have been opened count."
        ) % {"day": day(oldest)}
    return _with_baseline_due(standing, reason) if standing.verdict.reason == "no_baseline" else reason


def _with_baseline_due(standing, sentence):
    due_on = standing.indicator.baseline_due_on
    return f"{sentence} " + _("It is due by %(day)s.") % {"day": day(due_on)} if due_on else sentence


def _shown(standing, value):
    """A figure inside a calculation: steps by their number, what lies below zero in brackets."""
    is_step = standing.promise.measure in MOVES_IN_STEPS
    text = figure(value) if is_step else measured(value, standing.indicator)
    return f"({text})" if value is not None and value < 0 else text
