"""Consultations through the API: who was there, and nobody's name."""

import pytest

from accounts.choices import Role
from tests.api.conftest import HOME
from tests.factories import EventFactory, ParticipationFactory

pytestmark = pytest.mark.django_db


def test_a_consultation_whole(api, observer):
    answer = api(observer).get(HOME + "consultations/").json()
    assert answer["count"] == 31
    (found,) = [one for one in answer["results"] if one["code"] == "C04"]
    assert found == {
        "code": "C04",
        "kind": "interview",
        "held_on": "2011-01-13",
        "starts_at": "10:00:00",
        "ends_at": "12:00:00",
        "group_label": "CBCA and RHAC",
        "heads": {"women": 1, "men": 1, "not_stated": 0, "total": 2},
        "participants": [
            {
                "position": "Business Development Manager",
                "organisation": "CBCA",
                "constituency": "ngo",
                "sex": "M",
            },
            {"position": "Programme Officer", "organisation": "RHAC", "constituency": "ngo", "sex": "W"},
        ],
    }


@pytest.mark.parametrize("year", ["0", "99999", "9" * 30, "2011.5"])
def test_a_year_that_no_calendar_has(api, observer, year):
    answer = api(observer).get(f"{HOME}consultations/?year={year}")
    assert (answer.status_code, list(answer.json())) == (400, ["year"])


def test_who_came_without_an_organisation(api, observer):
    (found,) = [one for one in api(observer).get(HOME + "consultations/").json()["results"] if one["code"] == "C23"]
    assert [one["organisation"] for one in found["participants"]] == [None]


@pytest.mark.parametrize(("query", "number"), [("year=2011", 31), ("year=2010", 0), ("kind=workshop", 0)])
def test_narrowed(query, number, api, observer):
    assert api(observer).get(f"{HOME}consultations/?{query}").json()["count"] == number


def test_of_ones_own_programmes_only(api, observer, outsider, make_person):
    event = EventFactory()
    reader = make_person("Reader", role=Role.OBSERVER, programme=event.programme)
    path = f"/api/v1/programmes/{event.programme.code}/consultations/"
    assert api(reader).get(path).json()["count"] == 1
    assert api(observer).get(path).status_code == 404
    assert api(outsider).get(HOME + "consultations/").status_code == 404


def test_more_rows_need_no_more_queries(api, make_person, django_assert_num_queries):
    event = EventFactory()
    ParticipationFactory(event=event)
    client = api(make_person("Reader", role=Role.OBSERVER, programme=event.programme))
    path = f"/api/v1/programmes/{event.programme.code}/consultations/"
    with django_assert_num_queries(6):
        client.get(path)
    for _more in range(2):
        ParticipationFactory(event=EventFactory(programme=event.programme))
    with django_assert_num_queries(6):
        assert len(client.get(path).json()["results"]) == 3
