"""Models speak: names, constraints in sentences; references point down; no work hides in save() or signals."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.db import models

OWN_APPS = ["accounts", "outcomes", "indicators", "consultations", "reviews"]
MODELS = [model for app in OWN_APPS for model in apps.get_app_config(app).get_models()]
CONSTRAINTS = [(model, constraint) for model in MODELS for constraint in model._meta.constraints]
SOURCES = sorted(
    path
    for folder in ["dwcp", *OWN_APPS]
    for path in (Path(settings.BASE_DIR) / folder).rglob("*.py")
    if "migrations" not in path.parts
)

each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
each_constraint = pytest.mark.parametrize(
    ("model", "constraint"), CONSTRAINTS, ids=[constraint.name for _model, constraint in CONSTRAINTS]
)


@each_model
def test_model_has_names_for_people(model):
    assert {"verbose_name", "verbose_name_plural"} <= model._meta.original_attrs.keys()
    assert model.__doc__ and not model.__doc__.startswith(f"{model.__name__}(")


@each_model
def test_model_does_no_work_in_save(model):
    assert not {"save", "delete", "save_base"} & vars(model).keys()


@each_model
def test_model_is_registered_for_rescue(model):
    assert model in admin.site._registry


@each_constraint
def test_constraint_is_named_as_a_sentence(model, constraint):
    assert re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+){2,}", constraint.name)


@each_constraint
def test_constraint_has_a_message_for_people(model, constraint):
    message = str(constraint.violation_error_message)
    assert message != str(models.BaseConstraint.default_violation_error_message)
    assert re.fullmatch(r"[A-Z“].*\.", message)


def test_references_point_down():
    order = ["contenttypes", "auth", *OWN_APPS]
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in MODELS
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and order.index(field.related_model._meta.app_label) > order.index(model._meta.app_label)
    ]
    assert wrong == []


SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals", "django.contrib.auth.signals")


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_no_signals(source):
    imported = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    assert not [name for name in imported if name.startswith(SIGNALS) or name.endswith(".signals")]


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_trails_are_read_only_on_the_administration_pages(rf):
    request = rf.get("/")
    for label in (
        "accounts.AuditEvent",
        "indicators.DisaggregatedValue",
        "indicators.EntryMove",
        "indicators.ProgressEntry",
        "indicators.Evidence",
        "indicators.Comment",
        "indicators.ClientKey",
        "indicators.DigestSent",
        "indicators.Verification",
        "indicators.VerificationSample",
        "reviews.AreaRating",
        "reviews.CriterionScore",
        "reviews.Endorsement",
        "reviews.ReportJob",
        "reviews.ReportVersion",
    ):
        model_admin = admin.site._registry[apps.get_model(label)]
        assert not model_admin.has_add_permission(request)
        assert not model_admin.has_change_permission(request)
        assert not model_admin.has_delete_permission(request)
