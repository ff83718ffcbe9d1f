"""Every model has a factory, and what it makes is valid."""

import pytest
from django.apps import apps

from tests import factories

OWN_APPS = ("accounts", "outcomes", "indicators", "consultations", "reviews")
FACTORIES = {factory._meta.model: factory for factory in map(factories.__dict__.get, factories.__all__)}


def test_every_model_has_a_factory():
    models = {model for app in OWN_APPS for model in apps.get_app_config(app).get_models()}
    assert set(FACTORIES) == models


@pytest.mark.django_db
@pytest.mark.parametrize("model", FACTORIES, ids=lambda model: model.__name__)
def test_factory_makes_a_valid_record(model):
    made = FACTORIES[model]()
    made.full_clean(exclude=["password", "submitted_by"])
    assert model.objects.get(pk=made.pk) == made
    assert str(made)
