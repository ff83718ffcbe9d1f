"""Figures of verification: the queue of 100 entries, verifying them one by one and together, drawing a sample.

Prints, asserts no times: `script/benchmark`.
"""

import time
from statistics import median

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from accounts.models import User
from indicators.choices import EntryState, Grade
from indicators.models import ProgressEntry, Verification
from indicators.services import draw_sample, verify_entries, verify_entry
from outcomes.models import ProgrammeMembership

from .big_programme import big_programme

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db]

WAITING = 100


def say(name, queries, seconds, more=""):
    print(f"{connection.vendor:11} {name:44} {queries:4} queries {seconds * 1000:8.1f} ms  {more}")


@pytest.fixture
def programme():
    """100 indicators over 8 half-years; what was reported for the last of them waits for verification."""
    programme, _officer = big_programme(WAITING)
    waiting(programme)
    return programme


def waiting(programme):
    """The entries of the last half-year, handed in anew; they grow as they did before, so nothing is unusual."""
    entries = ProgressEntry.objects.filter(indicator__outcome__programme=programme, period__label="2023-H2")
    Verification.objects.filter(entry__in=entries).delete()
    entries.update(state=EntryState.SUBMITTED, revision=1)
    return list(entries.select_related("indicator__outcome__programme", "period"))


@pytest.fixture
def verifier(programme):
    user = User.objects.create_user("verifier-of-many@example.org", name="Verifier of many")
    ProgrammeMembership.objects.create(user=user, programme=programme, role=Role.VERIFIER)
    return user


def run(name, act, before=lambda: None, times=5, more=""):
    """Queries and median of some runs; the first one warms up. What is done before each is not counted."""
    taken, queries = [], 0
    for _round in range(times + 1):
        before()
        with CaptureQueriesContext(connection) as asked:
            start = time.perf_counter()
            act()
            taken.append(time.perf_counter() - start)
        queries = len([one for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])
    say(name, queries, median(taken[1:]), more)


def test_the_queue(programme, verifier, sign_in):
    client, answers = sign_in(verifier), []
    path = f"/{programme.code}/verification/"
    run("queue of 100 entries, 50 on the page", lambda: answers.append(client.get(path)))
    assert answers[-1].context["shown"] == WAITING
    print(f"{'':11} {len(answers[-1].content) / 1000:.0f} kB, {answers[-1].context['simple']} without remarks")
    run("the same, without remarks only", lambda: answers.append(client.get(path + "?remarks=without")))


def test_verifying_a_hundred(programme, verifier):
    how = {"grade": Grade.SOURCE_CHECKED, "checked": "The totals", "checked_against": "Lists", "by": verifier}

    def together():
        verified = verify_entries(entries=[(entry, 1) for entry in waiting_now], **how)
        assert len(verified) == WAITING

    def one_by_one():
        for entry in waiting_now:
            verify_entry(entry=entry, revision=1, **how)

    waiting_now = waiting(programme)
    run("verifying 100 entries together", together, before=lambda: waiting(programme))
    run("verifying 100 entries one by one", one_by_one, before=lambda: waiting(programme), times=2)


def test_drawing_a_sample(programme, verifier):
    period = programme.periods.get(label="2023-H2")
    run("drawing 10 of 100 entries", lambda: draw_sample(period=period, size=10, seed=7, by=verifier))
