"""The fixed cast of people, and the real programme loaded once for the whole run.

Tests that only read, or whose changes are rolled back, take `programme`: the programme of Cambodia 2008-2010
as `load_programme` leaves it. Small worlds come from `tests.factories`.
"""

from pathlib import Path

import pytest

from accounts.choices import Constituency, Role
from accounts.models import Organisation, User
from outcomes.models import Programme, ProgrammeMembership
from reviews.choices import TeamCapacity
from reviews.models import TeamMember
from reviews.programme_folder import load_programme_folder

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "khm-dwcp-2008-2010"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Loads the real data once; every test's own changes are rolled back."""
    with django_db_blocker.unblock():
        load_programme_folder(FOLDER)


@pytest.fixture
def programme(db):
    """The real programme of Cambodia 2008-2010."""
    return Programme.objects.select_related("country").get(code="KHM-DWCP-2008-2010")


@pytest.fixture
def review(programme):
    """Its review of 2010."""
    return programme.reviews.select_related("programme__country", "template").get(slug="2010")


@pytest.fixture
def make_person(db):
    """Makes a person with a role in a programme; without a programme they belong to none."""

    def make(name, *, role=None, programme=None, constituency=Constituency.ILO, outcomes=()):
        organisation, _created = Organisation.objects.get_or_create(
            acronym=f"TEST-{constituency}", defaults={"name": "", "constituency": constituency}
        )
        user = User.objects.create_user(
            f"{name.lower().replace(' ', '-')}@example.org", name=name, organisation=organisation
        )
        if programme is not None:
            membership = ProgrammeMembership.objects.create(user=user, programme=programme, role=role)
            membership.outcomes.set(outcomes)
        return user

    return make


@pytest.fixture
def officer(make_person, programme):
    return make_person("Officer", role=Role.PROGRAMME_OFFICER, programme=programme)


@pytest.fixture
def outcome_manager(make_person, programme):
    """Has outcome 1 in their care."""
    return make_person(
        "Outcome manager",
        role=Role.OUTCOME_MANAGER,
        programme=programme,
        outcomes=programme.outcomes.filter(number=1),
    )


@pytest.fixture
def verifier(make_person, programme):
    return make_person("Verifier", role=Role.VERIFIER, programme=programme)


@pytest.fixture
def reviewer(make_person, programme):
    """Leads the review of 2010."""
    person = make_person("Reviewer", role=Role.REVIEWER, programme=programme)
    latest = programme.reviews.get(slug="2010")
    TeamMember.objects.create(review=latest, person=person, capacity=TeamCapacity.LEAD)
    return person


@pytest.fixture
def colleague(make_person, programme):
    """Scores the review of 2010 beside the reviewer, and speaks for the workers."""
    person = make_person("Colleague", role=Role.REVIEWER, programme=programme, constituency=Constituency.WORKERS)
    latest = programme.reviews.get(slug="2010")
    TeamMember.objects.create(review=latest, person=person, constituency=Constituency.WORKERS)
    return person


@pytest.fixture
def administrator(make_person, programme):
    return make_person("Administrator", role=Role.ADMINISTRATOR, programme=programme)


@pytest.fixture
def government_member(make_person, programme):
    return make_person(
        "Government member",
        role=Role.CONSTITUENT,
        programme=programme,
        constituency=Constituency.GOVERNMENT,
    )


@pytest.fixture
def employers_member(make_person, programme):
    return make_person(
        "Employers member", role=Role.CONSTITUENT, programme=programme, constituency=Constituency.EMPLOYERS
    )


@pytest.fixture
def workers_member(make_person, programme):
    return make_person("Workers member", role=Role.CONSTITUENT, programme=programme, constituency=Constituency.WORKERS)


@pytest.fixture
def observer(make_person, programme):
    return make_person("Observer", role=Role.OBSERVER, programme=programme)


@pytest.fixture
def outsider(make_person):
    """Signs in, but belongs to no programme."""
    return make_person("Outsider")


@pytest.fixture
def sign_in(client):
    """Signs a person in and gives the client back."""

    def sign_in(person):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
