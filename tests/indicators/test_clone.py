"""The next cycle begins with the structure and the reference sheets of the one before, and with none of its figures."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.choices import AuditVerb, Role
from accounts.models import AuditEvent, User
from indicators.choices import BaselineKind, EntryState, Measure
from indicators.models import Dimension, Indicator, ProgressEntry, Target
from indicators.services import clone_programme
from outcomes.models import Programme
from outcomes.services import Refused
from tests import factories

pytestmark = pytest.mark.django_db

NOTE = "Baseline and target are to be agreed for the new programme."


@pytest.fixture
def source():
    """A programme with figures and a dimension of its own."""
    programme = factories.ProgrammeFactory(code="LAO-DWCP-2011-2015")
    outcome = factories.DwcpOutcomeFactory(programme=programme, number=1)
    own = factories.DimensionFactory(code="enterprise", name="Size of enterprise", programme=programme)
    for place, code in enumerate(("small", "large", "old")):
        factories.CategoryFactory(dimension=own, code=code, position=place, is_retired=code == "old")
    number = factories.IndicatorFactory(
        outcome=outcome,
        code="1.1",
        position=1,
        responsible="Ministry",
        note="Old",
        baseline_kind=BaselineKind.VALUE,
        baseline_value=Decimal(5),
        baseline_on=date(2010, 12, 31),
        series=3,
        comparable_from=2,
    )
    factories.DisaggregationFactory(indicator=number, dimension=own, first_series=3)
    factories.DisaggregationFactory(indicator=number, first_series=1, last_series=2)
    factories.TargetFactory(indicator=number)
    factories.ProgressEntryFactory(indicator=number, state=EntryState.VERIFIED)
    scale = factories.IndicatorFactory(outcome=outcome, code="1.2", position=2, measure=Measure.SCALE)
    factories.ScaleStepFactory(indicator=scale)
    return programme


@pytest.fixture
def founder(make_person, source):
    return make_person("Founder", role=Role.PROGRAMME_OFFICER, programme=source)


def clone(source, by, **fields):
    known = {"code": "LAO-DWCP-2016-2020", "title": "The next one", "start_year": 2016, "end_year": 2020}
    return clone_programme(source=source, by=by, **known | {"with_people": False} | fields)


def test_reference_sheets_are_copied_without_what_was_agreed_for_the_old_cycle(source, founder):
    new = clone(source, founder)
    sheets = Indicator.objects.in_programme(new)
    assert [(one.code, one.position, one.measure, one.responsible) for one in sheets] == [
        ("1.1", 1, "number", "Ministry"),
        ("1.2", 2, "scale", ""),
    ]
    assert {(one.baseline_kind, one.baseline_value, one.baseline_on, one.note) for one in sheets} == {
        (BaselineKind.NOT_AVAILABLE, None, None, NOTE)
    }
    assert {(one.series, one.comparable_from) for one in sheets} == {(1, 1)}
    assert not Target.objects.filter(indicator__in=sheets).exists()
    assert not ProgressEntry.objects.in_programme(new).exists()
    assert not new.periods.exists()
    assert [str(step) for step in sheets[1].steps.all()] == ["1 Step 1"]


def test_own_dimensions_are_copied_and_current_splits_use_the_copies(source, founder):
    new = clone(source, founder)
    own = Dimension.objects.get(programme=new)
    assert (own.code, [one.code for one in own.categories.all()]) == ("enterprise", ["small", "large"])
    (split,) = Indicator.objects.in_programme(new)[0].disaggregations.all()
    assert (split.dimension, split.first_series, split.last_series) == (own, 1, None)


def test_the_old_programme_stays_as_it_is(source, founder):
    before = list(Indicator.objects.in_programme(source).values()), list(Target.objects.values())
    clone(source, founder)
    after = list(Indicator.objects.in_programme(source).values()), list(Target.objects.values())
    assert after == before


def test_it_follows_the_old_one_and_the_trail_says_so(source, founder):
    new = clone(source, founder)
    assert (new.follows, new.memberships.get().user) == (source, founder)
    cloned = AuditEvent.objects.about(new).filter(verb=AuditVerb.CLONED)
    assert [event.changes for event in cloned] == [
        {"indicators": [None, 2]},
        {"follows": [None, source.code]},
    ]


def test_the_clone_of_the_real_programme_has_all_its_indicators(programme, officer):
    new = clone(programme, officer, code="KHM-DWCP-2011-2015", start_year=2011, end_year=2015, with_people=True)
    assert Indicator.objects.in_programme(new).count() == Indicator.objects.in_programme(programme).count() == 56


def test_it_concerns_the_same_organisations(source, founder):
    concerned = {factories.OrganisationFactory(), factories.OrganisationFactory()}
    source.organisations.set(concerned)
    factories.OrganisationFactory()
    assert set(clone(source, founder).organisations.all()) == concerned


def test_what_cannot_be_leaves_nothing_behind(source, founder):
    with pytest.raises(Refused) as refused:
        clone(source, founder, code=source.code, start_year=2020, end_year=2016)
    assert refused.value.problems.keys() == {"code", "end_year"}
    assert list(Programme.objects.filter(country=source.country)) == [source]


def test_only_who_may_begin_programmes_and_sees_this_one(source, make_person):
    observer = make_person("Reader", role=Role.OBSERVER, programme=source)
    stranger = make_person("Stranger", role=Role.PROGRAMME_OFFICER, programme=factories.ProgrammeFactory())
    for person in (observer, stranger):
        with pytest.raises(PermissionDenied):
            clone(source, person)
    assert not Programme.objects.filter(code="LAO-DWCP-2016-2020").exists()


def test_the_page_begins_the_next_programme(source, founder, sign_in):
    client = sign_in(founder)
    page = reverse("indicators:clone-programme", kwargs={"programme": source.code})
    initial = client.get(page).context["form"].initial
    assert (initial["code"], initial["start_year"], initial["end_year"]) == ("LAO-DWCP-2016-2020", 2016, 2020)
    typed = {"title": "Next", "code": "lao-dwcp-2016-2020", "start_year": "2016", "end_year": "2020"}
    answer = client.post(page, typed)
    assert answer.url == reverse("indicators:framework", kwargs={"programme": "LAO-DWCP-2016-2020"})
    again = client.post(page, typed)
    assert (again.status_code, again.context["form"].errors.keys()) == (422, {"code"})


class TestPeople:
    """Who is in the source: an administrator, a manager, somebody whose account is closed."""

    @pytest.fixture
    def people(self, source, make_person):
        outcome = source.outcomes.get()
        make_person("Keeper", role=Role.ADMINISTRATOR, programme=source)
        make_person("Manager", role=Role.OUTCOME_MANAGER, programme=source, outcomes=[outcome])
        gone = make_person("Gone", role=Role.VERIFIER, programme=source)
        User.objects.filter(pk=gone.pk).update(is_active=False)

    def roles(self, programme):
        return dict(programme.memberships.order_by("user__name").values_list("user__name", "role"))

    def test_they_come_along_but_for_closed_accounts_and_administrators(self, source, founder, people):
        new = clone(source, founder, with_people=True)
        assert self.roles(new) == {"Founder": Role.PROGRAMME_OFFICER, "Manager": Role.OUTCOME_MANAGER}
        membership = new.memberships.get(user__name="Manager")
        assert list(membership.outcomes.all()) == list(new.outcomes.all())
        (event,) = AuditEvent.objects.about(membership)
        assert (event.verb, event.by, event.changes["role"]) == (
            AuditVerb.ADDED,
            founder,
            [None, Role.OUTCOME_MANAGER],
        )

    def test_an_administrator_takes_administrators_along(self, source, make_person, people):
        keeper = make_person("Second keeper", role=Role.ADMINISTRATOR, programme=source)
        assert self.roles(clone(source, keeper, with_people=True)) == {
            "Keeper": Role.ADMINISTRATOR,
            "Manager": Role.OUTCOME_MANAGER,
            "Second keeper": Role.ADMINISTRATOR,
        }

    def test_only_who_says_who_takes_part_takes_them_along(self, source, make_person, people, sign_in):
        """Somebody who reads here and is an officer elsewhere may take the structure, not the people."""
        elsewhere = factories.ProgrammeFactory()
        reader = make_person("Reader", role=Role.OBSERVER, programme=source)
        factories.ProgrammeMembershipFactory(user=reader, programme=elsewhere, role=Role.PROGRAMME_OFFICER)
        with pytest.raises(PermissionDenied):
            clone(source, reader, with_people=True)
        client = sign_in(reader)
        page = reverse("indicators:clone-programme", kwargs={"programme": source.code})
        assert "with_people" not in client.get(page).context["form"].fields
        typed = {"title": "Next", "code": "LAO-DWCP-2016-2020", "start_year": "2016", "end_year": "2020"}
        assert client.post(page, typed | {"with_people": "on"}).status_code == 302
        assert self.roles(Programme.objects.get(title="Next")) == {"Reader": Role.PROGRAMME_OFFICER}
