"""The demo has something that is due, and leaves alone what people changed in it."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import AuditEvent, User
from indicators.choices import Expected
from indicators.selectors import count_expected, periods_of_writer, reports_to_write
from indicators.services import advance_periods
from reviews.models import ReviewTemplate

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(settings):
    settings.DEMO_PEOPLE_ALLOWED = True

    def load(**options):
        call_command("load_demo", stdout=StringIO(), **options)

    return load


def days(programme):
    return list(programme.periods.values_list("label", "due_on", "closes_on"))


@pytest.mark.parametrize("if_empty", [True, False])
def test_the_open_period_is_due_in_a_few_days(if_empty, load, programme):
    load(if_empty=if_empty)
    today = timezone.localdate()
    assert days(programme) == [
        ("2008", None, None),
        ("2009", None, None),
        ("2010", today + timedelta(days=10), today + timedelta(days=30)),
    ]
    event = AuditEvent.objects.about(programme.periods.get(label="2010")).get()
    assert str(event.by) == "Programme officer"
    manager = User.objects.get(email="outcome-manager@example.org")
    counts = count_expected(reports_to_write(manager, periods_of_writer(manager)))
    assert {state for state, number in counts.items() if number} == {Expected.DUE, Expected.VERIFIED}
    assert advance_periods() == []


def test_what_somebody_set_stays(load, programme):
    programme.periods.filter(label="2010").update(due_on=date(2011, 1, 15))
    before = days(programme)
    load(if_empty=True)
    load(if_empty=False)
    assert days(programme) == before


def team(programme):
    members = programme.reviews.get(slug="2010").team.order_by("capacity", "person__name")
    return [(str(member.person), member.capacity, member.constituency) for member in members]


def test_three_reviewers_are_the_team_of_the_latest_review(load, programme):
    load()
    assert team(programme) == [
        ("Reviewer", "lead", ""),
        ("Second reviewer", "member", "employers"),
        ("Third reviewer", "member", "workers"),
    ]
    assert list(ReviewTemplate.objects.filter(name__startswith="OECD").values_list("version", flat=True)) == [1]


def test_a_team_somebody_chose_stays(load, programme):
    load()
    programme.reviews.get(slug="2010").team.filter(capacity="lead").delete()
    before = team(programme)
    load(if_empty=True)
    assert team(programme) == before


def test_without_an_open_period_nothing_is_due(load, programme):
    programme.periods.update(state="closed")
    before = days(programme)
    load(if_empty=True)
    assert days(programme) == before
