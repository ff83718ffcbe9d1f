"""Everything that was removed, on a page of its own, and the latest of it on every list."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import Role
from outcomes.services import put_back, remove_record
from outcomes.views.lists import Removed
from tests.factories import PriorityFactory, RemovalFactory, RiskFactory, UserFactory

pytestmark = pytest.mark.django_db

LISTS = [
    "outcomes:settings",
    "outcomes:country-programme-outcomes",
    "outcomes:members",
    "outcomes:frameworks",
    "outcomes:projects",
    "outcomes:budget",
    "outcomes:risks",
    "indicators:framework",
    "indicators:periods",
    "indicators:dimensions",
]


def address(name, programme):
    return reverse(name, kwargs={"programme": programme.code})


@pytest.fixture
def page(lao):
    return address("outcomes:removed", lao)


def test_what_eleven_others_were_removed_after_is_still_put_back(sign_in, builder, lao, page):
    first = remove_record(record=PriorityFactory(programme=lao, letter="A"), by=builder, programme=lao)
    others = [remove_record(record=RiskFactory(programme=lao), by=builder, programme=lao) for _number in range(11)]
    answer = sign_in(builder).get(page)
    assert list(answer.context["removals"]) == [*reversed(others), first]
    put_back(removal=others[3], by=builder)
    assert others[3] not in sign_in(builder).get(page).context["removals"]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_shows_the_latest_and_leads_to_all(name, sign_in, builder, lao, page):
    removals = [RemovalFactory(programme=lao, what=f"risk: number {number}") for number in range(4)]
    answer = sign_in(builder).get(address(name, lao))
    assert list(answer.context["removals"]) == removals[:0:-1]
    assert f'href="{page}"' in answer.content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_who_only_reads_is_not_shown_the_way(name, sign_in, builder, reader, lao, page):
    RemovalFactory(programme=lao)
    assert page in sign_in(builder).get(address(name, lao)).content.decode()
    assert page not in sign_in(reader).get(address(name, lao)).content.decode()
    assert sign_in(reader).get(page).status_code == 403


def test_a_long_list_has_pages(monkeypatch, sign_in, builder, lao, page):
    monkeypatch.setattr(Removed, "paginate_by", 2)
    removals = [RemovalFactory(programme=lao) for _number in range(3)]
    client = sign_in(builder)
    assert list(client.get(page).context["removals"]) == [removals[2], removals[1]]
    assert list(client.get(page, {"page": 2}).context["removals"]) == [removals[0]]


def test_nothing_removed_is_said(sign_in, builder, page):
    assert "Nothing has been removed" in sign_in(builder).get(page).content.decode()


def test_the_number_of_queries_does_not_grow(sign_in, make_person, lao, page):
    client = sign_in(make_person("Builder", role=Role.PROGRAMME_OFFICER, programme=lao))
    counts = []
    for more in (1, 2):
        for _number in range(more):
            RemovalFactory(programme=lao, removed_by=UserFactory())
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
