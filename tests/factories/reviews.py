"""Reviews and their method."""

from factory import LazyAttribute, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from reviews.choices import Control, Finding, NarrativeHeading
from reviews.models import (
    AreaRating,
    ControlTotal,
    Criterion,
    CriterionScore,
    IndicatorFinding,
    OutcomeNarrative,
    PerformanceArea,
    PublishedDiscrepancy,
    RatingLabel,
    Recommendation,
    Review,
    ReviewTemplate,
    SubCriterion,
    SubCriterionFinding,
    TimetableTask,
)

from .outcomes import CountryProgrammeOutcomeFactory, ProgrammeFactory


class ReviewTemplateFactory(DjangoModelFactory):
    class Meta:
        model = ReviewTemplate

    name = Sequence(lambda n: f"Method {n}")


class RatingLabelFactory(DjangoModelFactory):
    class Meta:
        model = RatingLabel

    template = SubFactory(ReviewTemplateFactory)
    score = 1
    label = LazyAttribute(lambda step: f"Step {step.score}")


class CriterionFactory(DjangoModelFactory):
    class Meta:
        model = Criterion

    template = SubFactory(ReviewTemplateFactory)
    number = Sequence(lambda n: n + 1)
    title = LazyAttribute(lambda criterion: f"Criterion {criterion.number}")


class SubCriterionFactory(DjangoModelFactory):
    class Meta:
        model = SubCriterion

    criterion = SubFactory(CriterionFactory)
    number = Sequence(lambda n: n + 1)
    text = "Is it relevant?"


class PerformanceAreaFactory(DjangoModelFactory):
    class Meta:
        model = PerformanceArea

    template = SubFactory(ReviewTemplateFactory)
    letter = "A"
    title = LazyAttribute(lambda area: f"Area {area.letter}")
    control = Control.ILO


class ReviewFactory(DjangoModelFactory):
    class Meta:
        model = Review
        skip_postgeneration_save = True

    programme = SubFactory(ProgrammeFactory)
    template = SubFactory(ReviewTemplateFactory)
    slug = Sequence(lambda n: f"review-{n}")
    title = LazyAttribute(lambda review: f"Review {review.slug}")


class TimetableTaskFactory(DjangoModelFactory):
    class Meta:
        model = TimetableTask

    review = SubFactory(ReviewFactory)
    position = Sequence(lambda n: n + 1)
    task = LazyAttribute(lambda task: f"Task {task.position}")


class CriterionScoreFactory(DjangoModelFactory):
    class Meta:
        model = CriterionScore

    review = SubFactory(ReviewFactory)
    criterion = SubFactory(CriterionFactory, template=SelfAttribute("..review.template"))


class AreaRatingFactory(DjangoModelFactory):
    class Meta:
        model = AreaRating

    review = SubFactory(ReviewFactory)
    country_programme_outcome = SubFactory(
        CountryProgrammeOutcomeFactory, programme=SelfAttribute("..review.programme")
    )
    area = SubFactory(PerformanceAreaFactory, template=SelfAttribute("..review.template"))


class SubCriterionFindingFactory(DjangoModelFactory):
    class Meta:
        model = SubCriterionFinding
        skip_postgeneration_save = True

    review = SubFactory(ReviewFactory)
    criterion = SubFactory(CriterionFactory, template=SelfAttribute("..review.template"))
    heading = Sequence(lambda n: f"Heading {n}")
    finding = "It is."


class IndicatorFindingFactory(DjangoModelFactory):
    class Meta:
        model = IndicatorFinding

    review = SubFactory(ReviewFactory)
    country_programme_outcome = SubFactory(
        CountryProgrammeOutcomeFactory, programme=SelfAttribute("..review.programme")
    )
    number = Sequence(lambda n: n + 1)
    statement = "Number of people trained"
    finding = Finding.ACHIEVED


class OutcomeNarrativeFactory(DjangoModelFactory):
    class Meta:
        model = OutcomeNarrative

    review = SubFactory(ReviewFactory)
    country_programme_outcome = SubFactory(
        CountryProgrammeOutcomeFactory, programme=SelfAttribute("..review.programme")
    )
    heading = NarrativeHeading.PROGRESS
    text = "It went well."


class RecommendationFactory(DjangoModelFactory):
    class Meta:
        model = Recommendation

    review = SubFactory(ReviewFactory)
    number = Sequence(lambda n: n + 1)
    text = "Compile data regularly"


class ControlTotalFactory(DjangoModelFactory):
    class Meta:
        model = ControlTotal

    review = SubFactory(ReviewFactory)
    what = "count"
    key = Sequence(lambda n: f"things {n}")
    published_value = "1"


class PublishedDiscrepancyFactory(DjangoModelFactory):
    class Meta:
        model = PublishedDiscrepancy

    review = SubFactory(ReviewFactory)
    where = "Table 1"
    printed = Sequence(lambda n: f"{n} outcomes")
