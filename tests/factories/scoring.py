"""What members of a review team score alone, what scores rest on, and other views."""

from factory import SelfAttribute, SubFactory
from factory.django import DjangoModelFactory

from reviews.models import Citation, Dissent, IndividualScore

from .accounts import UserFactory
from .reviews import CriterionFactory, CriterionScoreFactory, ReviewFactory


class IndividualScoreFactory(DjangoModelFactory):
    class Meta:
        model = IndividualScore

    review = SubFactory(ReviewFactory)
    reviewer = SubFactory(UserFactory)
    criterion = SubFactory(CriterionFactory, template=SelfAttribute("..review.template"))
    score = 3


class DissentFactory(DjangoModelFactory):
    class Meta:
        model = Dissent

    criterion_score = SubFactory(CriterionScoreFactory)
    by = SubFactory(UserFactory)
    text = "It was better than that."


class CitationFactory(DjangoModelFactory):
    class Meta:
        model = Citation

    criterion_score = SubFactory(CriterionScoreFactory)
    document = "Minutes of the steering committee"
