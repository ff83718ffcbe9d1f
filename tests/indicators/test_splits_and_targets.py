"""What becomes of the targets of categories when an indicator is split otherwise."""

import pytest

from accounts.models import AuditEvent
from indicators.models import Category
from indicators.services import change_splits, copy_dimension
from outcomes.services import Refused
from tests.factories import CategoryTargetFactory, IndicatorFactory
from tests.indicators.splitting import current, record, shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(programme, officer):
    """Split by sex, with a target for women."""
    one = IndicatorFactory(outcome=programme.outcomes.get(number=1), code="1.99")
    change_splits(indicator=one, splits=[(shared("sex"), None)], reason="", by=officer)
    CategoryTargetFactory(indicator=one, category=Category.objects.get(code="women"), share=40, value=None)
    return one


def targets(indicator):
    """Each target with the programme whose category it is for."""
    known = indicator.category_targets.select_related("category__dimension")
    return [(one.category.code, one.category.dimension.programme, one.share) for one in known]


def test_a_split_does_not_end_under_targets_of_its_categories(indicator, officer):
    before = (current(indicator), AuditEvent.objects.count())
    with pytest.raises(Refused) as refused:
        change_splits(indicator=indicator, splits=[(shared("age"), None)], reason="", by=officer)
    assert refused.value.problems == {
        "": "There are targets for categories that figures would not be split into any more: Women: 40.00 %. Remove "
        "these targets on the indicator's page first, or keep the split."
    }
    assert (current(indicator), AuditEvent.objects.count()) == before
    indicator.category_targets.all().delete()
    change_splits(indicator=indicator, splits=[(shared("age"), None)], reason="", by=officer)
    assert current(indicator) == [("Age", 1)]


def test_crossing_the_dimension_keeps_its_targets(indicator, officer):
    change_splits(indicator=indicator, splits=[(shared("age"), shared("sex"))], reason="", by=officer)
    assert targets(indicator) == [("women", None, 40)]


def test_targets_go_over_to_the_programmes_own_copy_and_back(indicator, programme, officer):
    record(indicator, programme.periods.get(label="2010"), officer, value=12)
    own = copy_dimension(dimension=shared("sex"), programme=programme, by=officer)
    change_splits(indicator=indicator, splits=[(own, None)], reason="With a third category.", by=officer)
    assert targets(indicator) == [("women", programme, 40)]
    change_splits(indicator=indicator, splits=[(shared("sex"), None)], reason="It was not needed.", by=officer)
    assert targets(indicator) == [("women", None, 40)]


def test_a_copy_without_the_category_does_not_take_its_target(indicator, programme, officer):
    own = copy_dimension(dimension=shared("sex"), programme=programme, by=officer)
    own.categories.filter(code="women").update(code="women-and-girls")
    with pytest.raises(Refused):
        change_splits(indicator=indicator, splits=[(own, None)], reason="", by=officer)
    assert targets(indicator) == [("women", None, 40)]


def test_targets_that_never_fitted_a_split_do_not_keep_anybody_from_changing_others(indicator, officer):
    CategoryTargetFactory(indicator=indicator, category=Category.objects.get(code="rural"), share=30, value=None)
    splits = [(shared("sex"), None), (shared("age"), None)]
    change_splits(indicator=indicator, splits=splits, reason="", by=officer)
    assert current(indicator) == [("Sex", 1), ("Age", 1)]
