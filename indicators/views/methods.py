"""How figures are made: the rules in words, and every combination with an example computed on the spot."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from dwcp.toolkit.figures import figure, percent

from ..achievement import achievement, target_level
from ..choices import Accumulation, BaselineKind, Direction, Measure, Status, TargetReading
from ..combinations import COMBINATIONS, Worked, worked
from ..display import shown
from ..models import ScaleStep
from ..status import STANDARD_THRESHOLDS
from ..words import BASES, EXAMPLES, POOLED, REASONS, REFUSALS, RULES, SCALES, STATUS_MEANINGS, TOLD


@method_decorator(login_not_required, name="dispatch")
class Methods(TemplateView):
    """How figures are made."""

    template_name = "indicators/methods.html"

    # The rules are nobody's secret, and nothing of any programme stands on the page.
    permission_required = None

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            groups=list(groups()),
            rules=[(Accumulation(code).label, rule) for code, rule in RULES.items()],
            pooled=POOLED,
            statuses=[(Status(code), meaning) for code, meaning in STATUS_MEANINGS.items()],
            thresholds=STANDARD_THRESHOLDS,
            readings=target_readings(),
            baselines=list(baseline_kinds()),
            **kwargs,
        )


@dataclass(frozen=True)
class Row:
    """One combination as the page shows it: its example in words, or why it makes no sense."""

    direction: str
    refusal: object = ""
    what: object = ""
    promise: str = ""
    entries: str = ""
    figure: str = ""
    share: str = ""
    status: Status | None = None
    reason: object = ""


def groups():
    """The combinations of each measure and accumulation, with the rule that adds them up; none where there is none."""
    for (measure, accumulation), combinations in groupby(COMBINATIONS, key=lambda one: (one.measure, one.accumulation)):
        rows = [_row(one, worked(one)) for one in combinations]
        has_sense = any(not row.refusal for row in rows)
        yield Measure(measure).label, Accumulation(accumulation).label, has_sense and _rule(measure, accumulation), rows


def target_readings():
    """What a target of 10 asks for, read in each way, where the baseline is 86."""
    baseline, value = Decimal(86), Decimal(10)
    return [
        (
            reading.label,
            figure(value),
            figure(baseline),
            figure(target_level(value, cast(Any, reading.value), baseline)),
        )
        for reading in TargetReading
    ]


def baseline_kinds():
    """What each kind of baseline makes of a figure of 40 against a target of 60."""
    actual, target = Decimal(40), Decimal(60)
    starts = {BaselineKind.VALUE: Decimal(20), BaselineKind.ZERO: Decimal(0), BaselineKind.NOT_AVAILABLE: None}
    for kind, baseline in starts.items():
        result = achievement(direction="increase", actual=actual, target=target, baseline=baseline)
        yield kind.label, figure(baseline), figure(actual), figure(target), percent(result.share), BASES[result.basis]


def _rule(measure, accumulation):
    if measure == "narrative":
        return TOLD
    return POOLED if (measure, accumulation) == ("percentage", "increment") else RULES[accumulation]


def _row(combination, result: Worked | None):
    direction, example = str(Direction(combination.direction).label), combination.example
    if example is None or result is None:
        return Row(direction, refusal=REFUSALS[combination.refusal])
    return Row(
        direction,
        what=EXAMPLES[combination.key],
        promise=_promised(combination),
        entries=" · ".join(_stated(combination, entry) for entry in example.entries) or _("in words"),
        figure=_shown(combination, result.total.value),
        share=percent(result.verdict.achievement.share, 1),
        status=Status(result.verdict.status),
        reason=REASONS[result.verdict.reason],
    )


def _promised(combination):
    promise = combination.example.promise
    if promise.band:
        ends = {"low": _shown(combination, promise.band[0]), "high": _shown(combination, promise.band[1])}
        return _("keep between %(low)s and %(high)s") % ends
    ends = {"start": _shown(combination, promise.baseline), "target": _shown(combination, promise.target)}
    if promise.target is None:
        return _("described in words")
    if combination.direction == "maintain":
        return _("keep at %(target)s or better") % ends
    if len(promise.path) > 2:
        (milestone,) = promise.path[1:-1]
        ends |= {"milestone": _shown(combination, milestone.value)}
        return _("from %(start)s over %(milestone)s at the end of 2025 to %(target)s") % ends
    return _("from %(start)s to %(target)s") % ends


def _stated(combination, entry):
    if entry.fraction is None:
        return _shown(combination, entry.value)
    part, whole = entry.fraction
    return _("%(part)s of %(whole)s") % {"part": figure(part), "whole": figure(whole)}


def _shown(combination, value):
    names = SCALES[combination.direction] if combination.measure == "scale" else ()
    steps = [ScaleStep(number=number, name=str(name)) for number, name in enumerate(names)]
    return shown(value, combination.measure, currency="USD", steps=steps)
