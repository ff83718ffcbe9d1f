"""Accounts sign in with an e-mail address; the database keeps addresses and names apart."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.choices import ROLE_SUMMARIES, AuditVerb, Permission, Role
from accounts.models import AuditEvent, Organisation, User
from accounts.services import record_event
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


class TestAccounts:
    def test_an_address_is_kept_in_small_letters(self):
        assert User.objects.create_user("Sok.Dara@Example.ORG", name="Sok Dara").email == "sok.dara@example.org"

    def test_without_a_password_nobody_signs_in(self):
        assert not User.objects.create_user("a@example.org", name="A").has_usable_password()

    def test_an_address_is_needed(self):
        with pytest.raises(ValueError, match="An account needs an e-mail address"):
            User.objects.create_user("", name="A")

    def test_one_person_per_address_whatever_the_case(self):
        User.objects.create_user("a@example.org", name="A")
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.bulk_create([User(email="A@example.org", name="B")])

    def test_a_superuser_uses_the_administration(self):
        user = User.objects.create_superuser("a@example.org", PASSWORD, name="A")
        assert (user.is_staff, user.is_superuser, user.check_password(PASSWORD)) == (True, True, True)


class TestOrganisations:
    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ({"acronym": "NEW"}, {"acronym": "NEW"}),
            ({"acronym": "", "name": "Union"}, {"acronym": "", "name": "Union"}),
            ({}, {"acronym": "", "name": ""}),
        ],
        ids=["acronym twice", "name twice", "neither"],
    )
    def test_what_the_database_refuses(self, first, second):
        OrganisationFactory(**first)
        with pytest.raises(IntegrityError), transaction.atomic():
            OrganisationFactory(**second)

    def test_two_may_share_a_name_when_they_have_acronyms(self):
        OrganisationFactory(acronym="ONE", name="Union")
        assert Organisation.objects.get(acronym=OrganisationFactory(acronym="TWO", name="Union").acronym)

    def test_is_called_by_its_acronym_or_its_name(self):
        assert [str(Organisation(acronym="CLC", name="Labour")), str(Organisation(name="Labour"))] == ["CLC", "Labour"]


class TestRoles:
    def test_every_role_reads_and_describes_itself(self):
        assert all(Permission.PROGRAMME_VIEW in role.permissions for role in Role)
        assert set(ROLE_SUMMARIES) == set(Role)
        assert Role.VERIFIER.summary == "checks recorded progress against its source"

    def test_who_records_does_not_verify_but_for_the_administrator(self):
        both = {Permission.ENTRY_RECORD, Permission.ENTRY_VERIFY}
        assert [role for role in Role if both <= role.permissions] == [Role.ADMINISTRATOR]


class TestTheTrail:
    def test_an_event_keeps_who_what_and_why(self, officer):
        organisation = OrganisationFactory(acronym="X" * 40)
        event = record_event(
            AuditVerb.PROGRAMME_LOADED, organisation, by=officer, changes={"name": ["a", "b"]}, reason="because"
        )
        kept = AuditEvent.objects.get(pk=event.pk)
        assert (kept.verb, kept.subject, kept.subject_label, kept.by, kept.changes, kept.reason) == (
            "programme_loaded",
            organisation,
            "X" * 40,
            officer,
            {"name": ["a", "b"]},
            "because",
        )
        assert str(kept) == f"{'X' * 40}: loaded from files"

    def test_the_newest_stands_first(self, officer):
        first, second = (
            record_event(AuditVerb.PROGRAMME_LOADED, officer, by=officer, reason=reason) for reason in ("1", "2")
        )
        assert list(AuditEvent.objects.filter(by=officer)) == [second, first]


class TestTheAdministration:
    @pytest.fixture
    def administration(self, sign_in):
        return sign_in(User.objects.create_superuser("super@example.org", PASSWORD, name="Super"))

    def test_makes_an_account_that_signs_in(self, administration, client):
        organisation = OrganisationFactory()
        answer = administration.post(
            reverse("admin:accounts_user_add"),
            {
                "email": "New.Person@example.org",
                "name": "New Person",
                "organisation": organisation.pk,
                "language": "km",
                "usable_password": "true",
                "password1": "quite another password",
                "password2": "quite another password",
            },
        )
        assert answer.status_code == 302, answer.context["adminform"].form.errors
        person = User.objects.get(name="New Person")
        assert (person.email, person.language, person.organisation) == ("new.person@example.org", "km", organisation)
        assert client.login(username="new.person@example.org", password="quite another password")

    def test_refuses_a_second_account_for_an_address(self, administration):
        User.objects.create_user("taken@example.org", name="A")
        answer = administration.post(
            reverse("admin:accounts_user_add"),
            {"email": "Taken@example.org", "name": "B", "language": "en", "usable_password": "false"},
        )
        assert answer.status_code == 200
        assert "Somebody signs in with this e-mail address already." in str(answer.context["adminform"].form.errors)

    def test_shows_the_trail_and_changes_none_of_it(self, administration, officer):
        event = record_event(AuditVerb.PROGRAMME_LOADED, officer, by=officer)
        address = reverse("admin:accounts_auditevent_change", args=[event.pk])
        assert administration.get(address).status_code == 200
        assert administration.post(address, {"reason": "forged"}).status_code == 403


class TestSigningIn:
    def test_with_address_and_password(self, client):
        User.objects.create_user("a@example.org", PASSWORD, name="A")
        answer = client.post(reverse("account_login"), {"login": "A@example.org", "password": PASSWORD})
        assert (answer.status_code, answer.url) == (302, "/")

    def test_nobody_signs_up(self, client):
        answer = client.post(reverse("account_signup"), {"email": "me@example.org", "password1": PASSWORD})
        assert answer.status_code == 200
        assert not User.objects.filter(email="me@example.org").exists()

    def test_an_account_that_was_closed(self, client):
        User.objects.create_user("a@example.org", PASSWORD, name="A", is_active=False)
        client.post(reverse("account_login"), {"login": "a@example.org", "password": PASSWORD})
        assert client.get("/").status_code == 302
