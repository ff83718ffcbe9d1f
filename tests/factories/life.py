"""The life of a review: its team, what constituents say, and more of its method."""

from django.utils import timezone
from factory import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from accounts.choices import Constituency
from reviews.choices import SectionKey, Stance
from reviews.models import CriterionMatch, Endorsement, ReportSection, TeamMember

from .accounts import OrganisationFactory, UserFactory
from .reviews import CriterionFactory, ReviewFactory, ReviewTemplateFactory


class TeamMemberFactory(DjangoModelFactory):
    class Meta:
        model = TeamMember

    review = SubFactory(ReviewFactory)
    person = SubFactory(UserFactory)


class EndorsementFactory(DjangoModelFactory):
    class Meta:
        model = Endorsement

    review = SubFactory(ReviewFactory)
    consultation_round = 1
    organisation = SubFactory(OrganisationFactory, constituency=Constituency.WORKERS)
    constituency = LazyAttribute(lambda endorsement: endorsement.organisation.constituency)
    stance = Stance.ENDORSES
    given_by = SubFactory(UserFactory)
    given_at = LazyFunction(timezone.now)


class ReportSectionFactory(DjangoModelFactory):
    class Meta:
        model = ReportSection

    template = SubFactory(ReviewTemplateFactory)
    section = SectionKey.PREFACE
    position = Sequence(lambda n: n + 1)


class CriterionMatchFactory(DjangoModelFactory):
    class Meta:
        model = CriterionMatch

    criterion = SubFactory(CriterionFactory)
    other = SubFactory(CriterionFactory)
    note = "Asks more."
