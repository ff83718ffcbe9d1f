"""The list of work of somebody with 500 things to do: queries and median milliseconds, and what the navigation adds.

Prints, asserts no times: `script/benchmark`. Every page is asked for eleven times; the first is not counted.
"""

import time
from statistics import median

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from accounts.models import User
from indicators.choices import EntryState
from indicators.models import EntryMove, ProgressEntry
from indicators.selectors import work_counts, work_list_of
from outcomes.models import ProgrammeMembership

from .big_programme import big_programme

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db]
SIZE = 500
PAGES = {
    "work list, page 1": "",
    "work list, page 10": "?page=10",
    "work list, one outcome, overdue": "?outcome={code}.1&state=overdue",
    "work list, everything I may record": "?whose=all",
}


def say(name, queries, milliseconds, more=""):
    print(f"{connection.vendor:11} {name:34} {queries:4} queries {milliseconds:8.1f} ms  {more}")


def timed(act, times=10):
    """Queries of the first run, and the median of the following ones in milliseconds."""
    with CaptureQueriesContext(connection) as queries:
        act()
    count = len(queries)  # the next request forgets them
    taken = []
    for _round in range(times):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return count, median(taken)


@pytest.fixture
def keeper(db):
    """The administrator of a programme of 500 indicators, each with something to do about its last half-year.

    A fifth was returned, a fifth is to be verified, the rest is overdue: a third of that is begun. The other seven
    half-years were verified, so that there is a history to look up.
    """
    programme, _officer = big_programme(SIZE)
    keeper = User.objects.create_user("keeper@example.org", name="Keeper of many")
    ProgrammeMembership.objects.create(user=keeper, programme=programme, role=Role.ADMINISTRATOR)
    last = programme.periods.order_by("ends_on").last()
    last.due_on = last.ends_on
    last.save()
    entries = list(ProgressEntry.objects.filter(period=last).order_by("pk").values_list("pk", flat=True))
    states = {EntryState.RETURNED: entries[0::5], EntryState.SUBMITTED: entries[1::5], EntryState.DRAFT: entries[2::5]}
    for state, keys in states.items():
        ProgressEntry.objects.filter(pk__in=keys).update(state=state)
    untouched = ProgressEntry.objects.filter(pk__in=entries[3::5] + entries[4::5])
    for related in ("parts", "verifications"):
        untouched.model._meta.get_field(related).related_model.objects.filter(entry__in=untouched).delete()
    untouched.delete()
    EntryMove.objects.bulk_create(
        EntryMove(entry_id=key, from_state="submitted", to_state="returned", by=keeper, reason="Count again.")
        for key in states[EntryState.RETURNED]
    )
    return keeper


def test_page(keeper, client):
    client.force_login(keeper, backend="django.contrib.auth.backends.ModelBackend")
    (membership,) = keeper.memberships.select_related("programme")
    code = membership.programme.code
    for name, query in PAGES.items():
        answers = []
        figures = timed(
            lambda query=query, seen=answers: seen.append(client.get("/my-work/" + query.format(code=code)))
        )
        assert {answer.status_code for answer in answers} == {200}
        shown = answers[0].context["work"]
        say(name, *figures, f"{len(shown)} things, {len(answers[0].content) / 1000:.0f} kB")
        if not query:
            assert len(shown) == SIZE


def test_counting(keeper):
    """What every page pays for the number in the navigation, and what the list pays before anything is shown."""

    def anew(ask):
        # As at the beginning of a request: nothing is known of the person yet.
        return lambda: ask(User.objects.get(pk=keeper.pk))

    say("count in the navigation", *timed(anew(work_counts)), "with the person and their memberships")
    say("the whole list, nothing shown", *timed(anew(work_list_of)), "with the person and their memberships")
    assert len(work_counts(keeper)) == SIZE
