"""Who belongs where, codes as documents write them, and what the database refuses."""

import pytest
from django.db import IntegrityError, transaction

from accounts.choices import Permission, Role
from outcomes.codes import UnknownCode, address_code, normalise_code
from outcomes.models import CountryProgrammeOutcome, DwcpOutcome, Programme
from outcomes.rules import membership_of
from tests.factories import (
    BienniumFactory,
    BudgetLineFactory,
    CountryProgrammeOutcomeFactory,
    DwcpOutcomeFactory,
    ProgrammeFactory,
    ProgrammeMembershipFactory,
    RiskFactory,
    UserFactory,
)


@pytest.mark.parametrize("text", ["KHM 104", "KHM104", "khm104", " KHM-104 ", "KHM\u00a0104", "KHM  104"])
def test_a_code_is_kept_in_one_form(text):
    assert normalise_code(text) == "KHM 104"
    assert address_code(normalise_code(text)) == "KHM104"


@pytest.mark.parametrize("text", ["", "KHM", "104", "KHM 1040", "KH 104", "KHM/104", "KHM 104 KHM 105"])
def test_what_is_no_code(text):
    with pytest.raises(UnknownCode):
        normalise_code(text)


@pytest.mark.django_db
class TestWhoBelongsWhere:
    def test_a_member_sees_their_programme_and_no_other(self):
        member = ProgrammeMembershipFactory()
        ours, theirs = DwcpOutcomeFactory(programme=member.programme), DwcpOutcomeFactory()
        unit = CountryProgrammeOutcomeFactory(programme=member.programme)
        CountryProgrammeOutcomeFactory(programme=theirs.programme)
        assert list(Programme.objects.visible_to(member.user)) == [member.programme]
        assert list(DwcpOutcome.objects.visible_to(member.user)) == [ours]
        assert list(CountryProgrammeOutcome.objects.visible_to(member.user)) == [unit]

    def test_an_outsider_sees_none(self):
        DwcpOutcomeFactory()
        assert not Programme.objects.visible_to(UserFactory()).exists()
        assert not DwcpOutcome.objects.visible_to(UserFactory()).exists()

    def test_a_role_holds_in_its_own_programme(self):
        member = ProgrammeMembershipFactory(role=Role.ADMINISTRATOR)
        other = ProgrammeFactory()
        assert membership_of(member.user, member.programme) == member
        assert membership_of(member.user, other) is None
        assert member.user.has_perm(Permission.PROGRAMME_VIEW, member.programme)
        assert not member.user.has_perm(Permission.PROGRAMME_VIEW, other)
        assert not member.user.has_perm(Permission.PROGRAMME_VIEW)


@pytest.mark.django_db
class TestWhatTheDatabaseRefuses:
    @pytest.mark.parametrize(
        ("make", "wrong"),
        [
            (ProgrammeFactory, {"start_year": 2012, "end_year": 2011}),
            (ProgrammeFactory, {"on_track_from": "0.50", "at_risk_from": "0.50"}),
            (ProgrammeFactory, {"at_risk_from": "0"}),
            (BienniumFactory, {"start_year": 2030, "end_year": 2030}),
            (BudgetLineFactory, {"allocated": -1}),
            (BudgetLineFactory, {"spent": -1}),
            (RiskFactory, {"likelihood": 0}),
            (RiskFactory, {"impact": 6}),
        ],
    )
    def test_a_wrong_figure(self, make, wrong):
        make()
        with pytest.raises(IntegrityError), transaction.atomic():
            make(**wrong)

    def test_the_same_code_in_another_biennium_is_another_outcome(self):
        first = CountryProgrammeOutcomeFactory(code="LAO 156")
        again = {"programme": first.programme, "code": "LAO 156"}
        assert CountryProgrammeOutcomeFactory(biennium__start_year=2014, **again).pk
        with pytest.raises(IntegrityError), transaction.atomic():
            CountryProgrammeOutcomeFactory(biennium=first.biennium, **again)

    def test_two_budget_lines_for_the_predefined_outcomes_and_one_source(self):
        line = BudgetLineFactory(outcome=None)
        with pytest.raises(IntegrityError), transaction.atomic():
            BudgetLineFactory(outcome=None, programme=line.programme)

    def test_two_roles_in_one_programme(self):
        member = ProgrammeMembershipFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            ProgrammeMembershipFactory(user=member.user, programme=member.programme, role=Role.REVIEWER)
