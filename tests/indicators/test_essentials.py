"""From where, to where and by when: whoever remarks on what is missing says the same."""

from datetime import date

import pytest

from indicators.choices import BaselineKind, Direction, Measure
from indicators.forms.evaluability import StatementForm
from indicators.models import Indicator
from indicators.selectors import assessment_of
from indicators.services.definitions import definition_of
from indicators.services.remarks import remarks_on
from tests.factories import IndicatorFactory, TargetFactory

pytestmark = pytest.mark.django_db

NO_BASELINE = "The baseline is not available, and nobody has said by when it will be."
NO_TARGET = "There is no final target yet: nothing can be judged against it."
ASKED = {"no_baseline", "no_target", "no_date"}
BAND = {"direction": Direction.MAINTAIN, "band_low": 90, "band_high": 110}
ZERO = {"baseline_kind": BaselineKind.ZERO, "baseline_value": 0}
DUE = date(2015, 12, 31)


@pytest.mark.parametrize(
    ("facts", "target", "missing"),
    [
        ({}, None, ASKED),
        ({}, {"value": 10}, {"no_baseline", "no_date"}),
        ({"baseline_due_on": DUE}, {"value": 10, "due_on": DUE}, set()),
        ({"baseline_text": "Nobody knows."}, {"value": 10, "due_on": DUE}, {"no_baseline"}),
        (ZERO, None, {"no_target", "no_date"}),
        (ZERO | BAND, None, set()),
        (BAND, None, {"no_baseline"}),
        (ZERO | BAND, {"value": 100}, {"no_date"}),
        ({"measure": Measure.YES_NO}, {"value": None, "text": "It is adopted.", "due_on": DUE}, set()),
        ({"measure": Measure.NARRATIVE}, {"value": None, "text": "It works.", "due_on": DUE}, set()),
        ({"measure": Measure.SCALE}, None, ASKED),
    ],
)
def test_three_lists_agree(facts, target, missing):
    indicator = IndicatorFactory(**facts)
    final = TargetFactory(indicator=indicator, **target) if target else None
    read = Indicator.objects.with_split_by_sex().get(pk=indicator.pk)
    assert set(assessment_of(read, final).codes) & ASKED == missing
    sentences = {NO_BASELINE: "no_baseline", NO_TARGET: "no_target"}
    remarked = {code for sentence, code in sentences.items() if sentence in remarks_on(definition_of(read))}
    assert remarked == missing - {"no_date"}
    sent = {
        "statement": read.statement,
        "measure": read.measure,
        "direction": read.direction,
        "baseline_kind": read.baseline_kind,
        "baseline_due_on": read.baseline_due_on or "",
        "band_low": read.band_low or "",
        "band_high": read.band_high or "",
        "target_value": (final and final.value) or "",
        "target_text": (final and final.text) or "",
        "target_due_on": (final and final.due_on) or "",
    }
    form = StatementForm({name: str(value) for name, value in sent.items()})
    assert set(form.assessment().codes) & ASKED == missing
