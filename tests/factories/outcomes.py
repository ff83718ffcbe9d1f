"""Programmes and their structure."""

from decimal import Decimal

from factory import LazyAttribute, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from accounts.choices import Role
from outcomes.choices import FundingSource
from outcomes.models import (
    Alignment,
    Biennium,
    BudgetLine,
    Country,
    CountryProgrammeOutcome,
    DwcpOutcome,
    Framework,
    FrameworkItem,
    Priority,
    Programme,
    ProgrammeMembership,
    Project,
    Removal,
    Risk,
    Strategy,
)

from .accounts import UserFactory


class CountryFactory(DjangoModelFactory):
    class Meta:
        model = Country
        django_get_or_create = ["iso3"]

    iso3 = "LAO"
    name = "Lao People's Democratic Republic"


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme

    code = Sequence(lambda n: f"LAO-DWCP-{n}")
    country = SubFactory(CountryFactory)
    title = LazyAttribute(lambda programme: f"Programme {programme.code}")
    start_year = 2011
    end_year = 2015


class ProgrammeMembershipFactory(DjangoModelFactory):
    class Meta:
        model = ProgrammeMembership
        skip_postgeneration_save = True

    user = SubFactory(UserFactory)
    programme = SubFactory(ProgrammeFactory)
    role = Role.OBSERVER


class PriorityFactory(DjangoModelFactory):
    class Meta:
        model = Priority
        django_get_or_create = ["programme", "letter"]

    programme = SubFactory(ProgrammeFactory)
    letter = "A"
    title = LazyAttribute(lambda priority: f"Priority {priority.letter}")


class DwcpOutcomeFactory(DjangoModelFactory):
    class Meta:
        model = DwcpOutcome

    programme = SubFactory(ProgrammeFactory)
    priority = SubFactory(PriorityFactory, programme=SelfAttribute("..programme"))
    number = Sequence(lambda n: n + 1)
    title = LazyAttribute(lambda outcome: f"Outcome {outcome.number}")


class BienniumFactory(DjangoModelFactory):
    class Meta:
        model = Biennium
        django_get_or_create = ["start_year"]

    start_year = 2012
    end_year = LazyAttribute(lambda biennium: biennium.start_year + 1)
    label = LazyAttribute(lambda biennium: f"{biennium.start_year}-{biennium.end_year % 100:02}")


class CountryProgrammeOutcomeFactory(DjangoModelFactory):
    class Meta:
        model = CountryProgrammeOutcome
        skip_postgeneration_save = True

    programme = SubFactory(ProgrammeFactory)
    biennium = SubFactory(BienniumFactory)
    code = Sequence(lambda n: f"LAO {101 + n % 700}")
    title = LazyAttribute(lambda outcome: f"Country programme outcome {outcome.code}")


class StrategyFactory(DjangoModelFactory):
    class Meta:
        model = Strategy

    outcome = SubFactory(DwcpOutcomeFactory)
    letter = "a"
    text = "Work together"


class FrameworkFactory(DjangoModelFactory):
    class Meta:
        model = Framework

    name = Sequence(lambda n: f"Framework {n}")


class FrameworkItemFactory(DjangoModelFactory):
    class Meta:
        model = FrameworkItem

    framework = SubFactory(FrameworkFactory)
    reference = Sequence(str)
    title = LazyAttribute(lambda item: f"Part {item.reference}")


class AlignmentFactory(DjangoModelFactory):
    class Meta:
        model = Alignment

    outcome = SubFactory(DwcpOutcomeFactory)
    item = SubFactory(FrameworkItemFactory)


class ProjectFactory(DjangoModelFactory):
    class Meta:
        model = Project
        skip_postgeneration_save = True

    programme = SubFactory(ProgrammeFactory)
    title = Sequence(lambda n: f"Project {n}")


class BudgetLineFactory(DjangoModelFactory):
    class Meta:
        model = BudgetLine

    programme = SubFactory(ProgrammeFactory)
    outcome = SubFactory(DwcpOutcomeFactory, programme=SelfAttribute("..programme"))
    funding_source = FundingSource.RB
    allocated = Decimal(1000)


class RiskFactory(DjangoModelFactory):
    class Meta:
        model = Risk

    programme = SubFactory(ProgrammeFactory)
    statement = "Money comes late"
    likelihood = 3
    impact = 4


class RemovalFactory(DjangoModelFactory):
    class Meta:
        model = Removal

    programme = SubFactory(ProgrammeFactory)
    what = "strategy: 1a"
    content = LazyAttribute(lambda removal: [])
    removed_by = SubFactory(UserFactory)
