"""Who takes part, and as what: services and pages."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.choices import Constituency, Role
from accounts.models import Organisation, User
from dwcp.toolkit.snapshots import fingerprint
from outcomes.models import ProgrammeMembership
from outcomes.services import Refused, Stale, add_member, change_member, put_back, remove_member
from tests.factories import DwcpOutcomeFactory, OrganisationFactory, ProgrammeMembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def address(name, programme, **kwargs):
    return reverse(f"outcomes:{name}", kwargs={"programme": programme.code, **kwargs})


def member_of(programme, person):
    return programme.memberships.get(user=person)


@pytest.fixture
def union(db):
    return OrganisationFactory(acronym="LFTU", name="Lao Federation of Trade Unions", constituency="workers")


class TestAdding:
    def typed(self, **changes):
        return {"email": "Dara@Example.org", "role": Role.VERIFIER, "name": "Sok Dara"} | changes

    def test_who_has_an_account_takes_part_with_it(self, sign_in, builder, lao):
        known = UserFactory(email="dara@example.org", name="Dara")
        answer = sign_in(builder).post(address("add-member", lao), self.typed())
        assert (answer.status_code, answer.url) == (302, address("members", lao))
        assert member_of(lao, known).role == Role.VERIFIER
        assert User.objects.get(email="dara@example.org").name == "Dara"

    def test_who_is_new_gets_an_account_and_chooses_a_password_by_mail(self, sign_in, builder, lao, union, client):
        sign_in(builder).post(address("add-member", lao), self.typed(organisation=union.pk))
        made = User.objects.get(email="dara@example.org")
        assert (made.name, made.organisation, made.has_usable_password()) == ("Sok Dara", union, False)
        assert member_of(lao, made).role == Role.VERIFIER
        client.logout()
        client.post(reverse("account_reset_password"), {"email": "dara@example.org"})
        assert [message.to for message in mail.outbox] == [["dara@example.org"]]

    def test_a_new_organisation_is_added(self, sign_in, builder, lao):
        sign_in(builder).post(
            address("add-member", lao), self.typed(new_organisation="Garment Union", constituency="workers")
        )
        made = User.objects.get(email="dara@example.org").organisation
        assert (made.name, made.constituency) == ("Garment Union", Constituency.WORKERS)

    @pytest.mark.parametrize(
        ("changes", "problems"),
        [
            ({"email": "dara"}, {"email": ["Enter a valid email address."]}),
            (
                {"name": "", "new_organisation": "Garment Union", "constituency": "workers"},
                {"name": ["Nobody signs in with this address yet. Give the person's name."]},
            ),
            ({}, {"organisation": ["Choose the organisation this person speaks for, or type a new one."]}),
            (
                {"new_organisation": "lftu", "constituency": "workers"},
                {"new_organisation": ["“LFTU” is in the list already: choose it there and leave this empty."]},
            ),
            (
                {"new_organisation": "Garment Union"},
                {"constituency": ["Say whom the new organisation speaks for."]},
            ),
            (
                {"constituency": "workers"},
                {"new_organisation": ["Type the name of the new organisation, or take this choice back."]},
            ),
            (
                {"email": "builder@example.org"},
                {"email": ["Builder takes part already. Go back to the list to change their role."]},
            ),
            (
                {"email": "closed@example.org"},
                {"email": ["This person's account is closed. An administrator of the site can open it again."]},
            ),
            (
                {"role": Role.ADMINISTRATOR, "name": ""},
                {
                    "role": ["Only an administrator of the programme decides who is one."],
                    "name": ["Nobody signs in with this address yet. Give the person's name."],
                    "organisation": ["Choose the organisation this person speaks for, or type a new one."],
                },
            ),
            (
                {"role": Role.OUTCOME_MANAGER, "name": "", "new_organisation": "lftu", "constituency": "workers"},
                {
                    "outcomes": ["Choose at least one outcome: without any, an outcome manager records nothing."],
                    "name": ["Nobody signs in with this address yet. Give the person's name."],
                    "new_organisation": ["“LFTU” is in the list already: choose it there and leave this empty."],
                },
            ),
            (
                {"role": Role.OUTCOME_MANAGER, "email": "closed@example.org"},
                {
                    "outcomes": ["Choose at least one outcome: without any, an outcome manager records nothing."],
                    "email": ["This person's account is closed. An administrator of the site can open it again."],
                },
            ),
        ],
        ids=str,
    )
    def test_what_cannot_stand_is_said_beside_its_field(self, changes, problems, sign_in, builder, keeper, lao, union):
        UserFactory(email="closed@example.org", is_active=False)
        before = (User.objects.count(), Organisation.objects.count(), ProgrammeMembership.objects.count())
        answer = sign_in(builder).post(address("add-member", lao), self.typed(**changes))
        assert (answer.status_code, answer.context["form"].errors) == (422, problems)
        assert before == (User.objects.count(), Organisation.objects.count(), ProgrammeMembership.objects.count())

    def test_outcomes_are_for_managers_and_of_this_programme(self, builder, lao, union):
        asked = {"programme": lao, "email": "dara@example.org", "name": "Dara", "organisation": union, "by": builder}
        ours, theirs = DwcpOutcomeFactory(programme=lao), DwcpOutcomeFactory()
        for role, outcomes in ((Role.VERIFIER, [ours]), (Role.OUTCOME_MANAGER, [theirs])):
            with pytest.raises(Refused) as refused:
                add_member(role=role, outcomes=outcomes, **asked)
            assert refused.value.problems.keys() == {"outcomes"}
        assert list(add_member(role=Role.OUTCOME_MANAGER, outcomes=[ours], **asked).outcomes.all()) == [ours]


class TestChanging:
    def change(self, membership, by, **changes):
        asked = {"role": Role.VERIFIER, "outcomes": [], "seen": fingerprint(membership)} | changes
        return change_member(membership=membership, by=by, **asked)

    def test_another_role_and_outcomes(self, sign_in, builder, reader, lao):
        outcome, member = DwcpOutcomeFactory(programme=lao), member_of(lao, reader)
        sent = {"seen": fingerprint(member), "role": Role.OUTCOME_MANAGER, "outcomes": [outcome.pk]}
        page = address("change-member", lao, record=member.pk)
        assert sign_in(builder).post(page, sent).status_code == 302
        member = member_of(lao, reader)
        assert (member.role, list(member.outcomes.all())) == (Role.OUTCOME_MANAGER, [outcome])

    def test_a_newer_change_is_not_overwritten(self, sign_in, builder, reader, lao):
        member = member_of(lao, reader)
        seen = fingerprint(member)
        ProgrammeMembership.objects.filter(pk=member.pk).update(role=Role.REVIEWER)
        answer = sign_in(builder).post(
            address("change-member", lao, record=member.pk), {"seen": seen, "role": Role.VERIFIER}
        )
        assert (answer.status_code, member_of(lao, reader).role) == (409, Role.REVIEWER)
        member.delete()
        with pytest.raises(Stale):
            self.change(ProgrammeMembership(pk=10**6, user=reader, programme=lao, role=Role.REVIEWER), builder)

    def test_nobody_changes_or_removes_their_own_so_that_the_last_officer_stays(self, sign_in, builder, lao):
        own, client = member_of(lao, builder), sign_in(builder)
        sentence = "Somebody else has to change your own role, so that nobody locks themselves out."
        answer = client.post(
            address("change-member", lao, record=own.pk), {"seen": fingerprint(own), "role": Role.OBSERVER}
        )
        assert (answer.status_code, answer.context["form"].non_field_errors()) == (422, [sentence])
        answer = client.post(address("remove-member", lao, record=own.pk))
        assert (answer.status_code, answer.context["refused"]) == (422, sentence)
        assert member_of(lao, builder).role == Role.PROGRAMME_OFFICER
        page = client.get(address("members", lao)).content.decode()
        assert address("change-member", lao, record=own.pk) not in page

    def test_an_officer_makes_changes_and_removes_no_administrator(self, sign_in, builder, keeper, reader, lao):
        own, client = member_of(lao, keeper), sign_in(builder)
        sentence = "Only an administrator of the programme decides who is one."
        answer = client.post(
            address("change-member", lao, record=own.pk), {"seen": fingerprint(own), "role": Role.OBSERVER}
        )
        assert (answer.status_code, answer.context["form"].errors) == (422, {"role": [sentence]})
        answer = client.post(address("remove-member", lao, record=own.pk))
        assert (answer.status_code, answer.context["refused"]) == (422, sentence)
        change = address("change-member", lao, record=own.pk)
        assert change not in client.get(address("members", lao)).content.decode()
        with pytest.raises(Refused):
            self.change(member_of(lao, reader), builder, role=Role.ADMINISTRATOR)
        assert self.change(member_of(lao, reader), keeper, role=Role.ADMINISTRATOR).role == Role.ADMINISTRATOR

    def test_an_observer_changes_nobody(self, reader, builder, lao):
        for act in (
            lambda: self.change(member_of(lao, builder), reader),
            lambda: remove_member(membership=member_of(lao, builder), by=reader),
            lambda: self.change(member_of(lao, reader), reader, role=Role.PROGRAMME_OFFICER),
        ):
            with pytest.raises(PermissionDenied):
                act()


class TestRemoving:
    def test_who_may_not_sign_in_any_more_is_not_put_back(self, builder, make_person, lao):
        person = make_person("Gone", role=Role.VERIFIER, programme=lao)
        removal = remove_member(membership=member_of(lao, person), by=builder)
        User.objects.filter(pk=person.pk).update(is_active=False)
        with pytest.raises(Refused, match="account is closed"):
            put_back(removal=removal, by=builder)
        assert not lao.memberships.filter(user=person).exists()

    def test_who_is_removed_is_put_back_with_their_outcomes(self, sign_in, builder, make_person, lao):
        outcome = DwcpOutcomeFactory(programme=lao)
        person = make_person("Manager", role=Role.OUTCOME_MANAGER, programme=lao, outcomes=[outcome])
        client = sign_in(builder)
        client.post(address("remove-member", lao, record=member_of(lao, person).pk))
        assert not lao.memberships.filter(user=person).exists()
        assert User.objects.filter(pk=person.pk).exists()
        client.post(address("put-back", lao, removal=lao.removals.get().pk))
        assert list(member_of(lao, person).outcomes.all()) == [outcome]

    def test_an_officer_does_not_put_an_administrator_back(self, builder, keeper, make_person, lao):
        second = make_person("Second", role=Role.ADMINISTRATOR, programme=lao)
        removal = remove_member(membership=member_of(lao, second), by=keeper)
        with pytest.raises(Refused, match="Only an administrator"):
            put_back(removal=removal, by=builder)
        put_back(removal=removal, by=keeper)
        assert member_of(lao, second).role == Role.ADMINISTRATOR


class TestTheList:
    def test_addresses_are_for_who_manages_members(self, sign_in, builder, reader, keeper, lao):
        shown = {}
        for person in (builder, keeper, reader):
            page = sign_in(person).get(address("members", lao)).content.decode()
            assert "Keeper" in page and "keeps the programme and its people in order" in page
            shown[person.name] = "keeper@example.org" in page
        assert shown == {"Builder": True, "Keeper": True, "Reader": False}

    def test_members_of_another_programme_do_not_exist(self, sign_in, builder, lao):
        theirs = ProgrammeMembershipFactory()
        client = sign_in(builder)
        assert theirs.user.name not in client.get(address("members", lao)).content.decode()
        for name in ("change", "remove"):
            assert client.post(address(f"{name}-member", lao, record=theirs.pk)).status_code == 404

    def test_it_needs_as_many_queries_for_three_as_for_one(self, sign_in, builder, lao, django_assert_max_num_queries):
        client = sign_in(builder)
        for _ in range(3):
            with django_assert_max_num_queries(8):
                client.get(address("members", lao))
            ProgrammeMembershipFactory(programme=lao).outcomes.add(DwcpOutcomeFactory(programme=lao))
