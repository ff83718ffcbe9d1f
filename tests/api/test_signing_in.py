"""A token for an e-mail address and a password, and no way around the limits of the sign-in page."""

import pytest
from django.core.cache import cache

PASSWORD = "a long enough password"
WRONG = {"detail": "The e-mail address and the password do not belong together."}


@pytest.fixture
def person(observer):
    observer.set_password(PASSWORD)
    observer.save()
    return observer


@pytest.fixture
def ask(api):
    def ask(email="observer@example.org", password=PASSWORD, **headers):
        return api().post("/api/token/", {"email": email, "password": password}, format="json", **headers)

    return ask


def test_the_token_opens_the_api(ask, api, person):
    answer = ask()
    assert (answer.status_code, list(answer.json())) == (200, ["token"])
    client = api()
    client.credentials(HTTP_AUTHORIZATION=f"Token {answer.json()['token']}")
    assert client.get("/api/v1/programmes/").json()["count"] == 1


def test_it_is_the_same_each_time_and_case_does_not_matter(ask, person):
    assert ask().json() == ask(email="Observer@Example.org").json()


@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"email": "nobody@example.org"}])
def test_what_does_not_belong_together(wrong, ask, person):
    answer = ask(**wrong)
    assert (answer.status_code, answer.json()) == (400, WRONG)


def test_somebody_who_may_not_sign_in(ask, api, person):
    token = ask().json()["token"]
    person.is_active = False
    person.save()
    assert (ask().status_code, ask().json()) == (400, WRONG)
    client = api()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    assert client.get("/api/v1/programmes/").status_code == 401


def test_what_is_missing(api, db):
    answer = api().post("/api/token/", {"email": "not an address"}, format="json")
    assert (answer.status_code, answer.json()) == (
        400,
        {"email": "Enter a valid email address.", "password": "This field is required."},
    )


def test_many_attempts_from_one_place_are_refused(ask, person):
    answers = [ask(password="wrong", email=f"person{place}@example.org").status_code for place in range(11)]
    assert answers == [400] * 10 + [429]


def test_a_made_up_address_does_not_help(ask, person):
    answers = [
        ask(password="wrong", email=f"p{place}@example.org", HTTP_X_FORWARDED_FOR=f"10.0.0.{place}").status_code
        for place in range(11)
    ]
    assert answers[-1] == 429


def test_many_wrong_passwords_for_one_person_are_refused(ask, person):
    answers = [ask(password="wrong").status_code for _attempt in range(5)]
    assert answers == [400] * 5
    answer = ask()
    assert (answer.status_code, answer.json()) == (
        400,
        {"detail": "Too many failed login attempts. Try again later."},
    )
    cache.clear()
    assert ask().status_code == 200


def test_asking_needs_post(api, db):
    assert api().get("/api/token/").status_code == 405
