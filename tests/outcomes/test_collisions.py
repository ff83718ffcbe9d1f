"""Two people at the same moment: one after the other, and what still collides is refused in a sentence."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outcomes.models import Priority
from outcomes.services import Refused, add_member, save_record
from tests.factories import OrganisationFactory, PriorityFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_what_the_database_refuses_is_said_in_a_sentence(monkeypatch, builder, lao):
    there = PriorityFactory(programme=lao, letter="A")
    # As if the other one had been saved just after this was looked at.
    monkeypatch.setattr(Priority, "full_clean", lambda self, **how: None)
    with pytest.raises(Refused) as refused:
        save_record(record=Priority(programme=lao, letter="A", title="Jobs"), programme=lao, by=builder)
    assert refused.value.problems == {
        "": "Somebody else has just saved something that this does not go with. Look at it, and save again."
    }
    assert list(lao.priorities.all()) == [there]


def test_an_account_that_is_made_at_the_same_moment_is_no_error(monkeypatch, builder, lao):
    known = UserFactory(email="dara@example.org")
    asked = {"programme": lao, "name": "Dara", "organisation": OrganisationFactory(), "role": "verifier"}
    monkeypatch.setattr("outcomes.services.members.problems_of", lambda record, **how: {})
    monkeypatch.setattr("outcomes.services.members.User.objects.filter", lambda **how: known.__class__.objects.none())
    with pytest.raises(Refused):
        add_member(email="dara@example.org", outcomes=[], by=builder, **asked)


def test_the_programme_is_held_before_anything_is_looked_at(builder, lao):
    priority = Priority(programme=lao, letter="A", title="Jobs")
    builder.has_perm("outcomes.edit_structure", lao)
    with CaptureQueriesContext(connection) as asked:
        save_record(record=priority, programme=lao, by=builder)
    (held, *_others) = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
    assert held.startswith('SELECT "outcomes_programme"."id"')
    assert ("FOR NO KEY UPDATE" in held) == connection.features.has_select_for_update
