"""Tables of what one review scored, found and said."""

import re

from django.utils.translation import gettext_lazy as _

from dwcp.toolkit.importing import (
    Column,
    KnownListWidget,
    KnownWidget,
    NumberWidget,
    OneOfWidget,
    TableResource,
    TextWidget,
    WholeNumberWidget,
    YearWidget,
)
from indicators.models import Indicator
from outcomes.resources import A_CODE, AN_OUTCOME, latest_code_finder, outcome_finder

from ..choices import Finding, NarrativeHeading, ReviewState
from ..models import (
    AreaRating,
    ControlTotal,
    CriterionScore,
    IndicatorFinding,
    OutcomeNarrative,
    PublishedDiscrepancy,
    Recommendation,
    Review,
    SubCriterion,
    SubCriterionFinding,
    TimetableTask,
)
from ..suggesting import basis_in_words
from .method import A_CRITERION, criterion_finder

A_PLACE = _("the place of an indicator in indicators_programme.csv")


class ScoreWidget(WholeNumberWidget):
    """A step of the rating scale; an empty cell was not rated."""

    def __init__(self, template):
        super().__init__()
        self.scores = set(template.labels.values_list("score", flat=True))

    def clean(self, value, row=None, **kwargs):
        score = super().clean(value, row, **kwargs)
        if score is not None and score not in self.scores:
            message = _("%(score)s is not on the scale, which goes from %(lowest)s to %(highest)s.")
            raise ValueError(message % {"score": score, "lowest": min(self.scores), "highest": max(self.scores)})
        return score


class ScoreTableResource(TableResource):
    """Scores, which are also given in the application: what was given there, or is final, stays."""

    def get_queryset(self):
        # Locked, so that nobody gives a score between this look and the writing.
        return super().get_queryset().select_related("review").select_for_update(of=("self",))

    def keeps(self, instance):
        return instance.revision > 1 or instance.review.state == ReviewState.FINAL

    def before_save_instance(self, instance, row, **kwargs):
        # What was only laid out is stated now.
        instance.revision = max(instance.revision, 1)


class CriterionScoreResource(ScoreTableResource):
    """`criterion_scores.csv`: the scores of several reviews of the programme."""

    review = Column("review")
    criterion = Column("criterion")
    score = Column("score")
    published_label = Column("published_label")
    rationale = Column("rationale")
    source = Column("source")

    made = {"review": Review._meta.get_field("slug")}

    class Meta(TableResource.Meta):
        model = CriterionScore
        import_id_fields = ("review", "criterion")

    def __init__(self, programme, template):
        super().__init__()
        self.programme = programme
        known = {review.slug: review for review in programme.reviews.all()}
        self.fields["review"].widget = KnownWidget(
            lambda value, row: known[value], _("the short name of a review, such as its year")
        )
        self.fields["criterion"].widget = KnownWidget(criterion_finder(template), A_CRITERION)
        self.fields["score"].widget = ScoreWidget(template)

    def get_queryset(self):
        return super().get_queryset().filter(review__programme=self.programme)


class ReviewTableResource(TableResource):
    """A table of one review whose rows belong to a country programme outcome."""

    def __init__(self, review):
        super().__init__(review=review)
        if "country_programme_outcome" in self.fields:
            self.fields["country_programme_outcome"].widget = KnownWidget(latest_code_finder(review.programme), A_CODE)


class AreaRatingResource(ScoreTableResource, ReviewTableResource):
    """`outcome_ratings.csv`."""

    country_programme_outcome = Column("outcome_code", "country_programme_outcome")
    area = Column("area")
    rating = Column("rating")
    basis = Column("rating_basis", "basis")
    comment = Column("comment")
    source = Column("source")

    class Meta(TableResource.Meta):
        model = AreaRating
        import_id_fields = ("country_programme_outcome", "area")

    def __init__(self, review):
        super().__init__(review)
        known = {area.letter: area for area in review.template.areas.all()}
        self.fields["area"].widget = KnownWidget(
            lambda value, row: known[value], _("the letter of an area in performance_areas.csv")
        )
        self.fields["rating"].widget = ScoreWidget(review.template)


class ReviewedOutcomeResource(TableResource):
    """The column `reviewed` of `outcomes.csv`: which outcomes the review rated."""

    countryprogrammeoutcome = Column("code", "countryprogrammeoutcome")

    extra_columns = ("biennium", "reviewed")

    class Meta(TableResource.Meta):
        model = Review.country_programme_outcomes.through
        import_id_fields = ("countryprogrammeoutcome",)

    def __init__(self, review):
        super().__init__(review=review)
        outcomes = review.programme.country_programme_outcomes.select_related("biennium")
        known = {(outcome.biennium.label, outcome.code): outcome for outcome in outcomes}
        self.fields["countryprogrammeoutcome"].widget = KnownWidget(
            lambda value, row: known[row["biennium"], value], A_CODE
        )

    def skip_row(self, instance, original, row, import_validation_errors=None):
        return row["reviewed"] != "yes" or super().skip_row(instance, original, row, import_validation_errors)

    def for_delete(self, row, instance):
        return row["reviewed"] != "yes" and instance.pk is not None


class MergedSubCriteriaWidget(KnownListWidget):
    """The sub-criteria a finding treats: the one in `sub_criterion_seq`, or those merged under its heading."""

    def __init__(self, template):
        known = {
            (str(sub.criterion.number), str(sub.number)): sub
            for sub in SubCriterion.objects.filter(criterion__template=template).select_related("criterion")
        }
        super().__init__(
            SubCriterion,
            lambda value, row: known[row["criterion"], value],
            _("the place of a sub-criterion in sub_criteria.csv"),
        )

    def clean(self, value, row=None, **kwargs):
        return super().clean(value or row["sub_criterion_seq"], row, **kwargs)


class SubCriterionFindingResource(ReviewTableResource):
    """`sub_criterion_findings.csv`."""

    criterion = Column("criterion")
    sub_criteria = Column("merged_sub_criteria", "sub_criteria")
    position = Column("_row", "position", widget=WholeNumberWidget())
    heading = Column("report_heading", "heading")
    finding = Column("finding")
    source = Column("source")

    extra_columns = ("sub_criterion_seq",)

    class Meta(TableResource.Meta):
        model = SubCriterionFinding
        import_id_fields = ("criterion", "heading")

    def __init__(self, review):
        super().__init__(review)
        self.fields["criterion"].widget = KnownWidget(criterion_finder(review.template), A_CRITERION)
        self.fields["sub_criteria"].widget = MergedSubCriteriaWidget(review.template)


class BasisWidget(TextWidget):
    """What a finding rests on, where its words begin with it or say "likely"; else "", for a person to say."""

    def clean(self, value, row=None, **kwargs):
        return basis_in_words(super().clean(value, row, **kwargs))


class AlsoCoveredWidget(KnownListWidget):
    """The indicators that the note on the link names as covered too, such as `1/27`."""

    NAMED = re.compile(r"also covers programme indicator (\d+)/(\d+)")

    def clean(self, value, row=None, **kwargs):
        return super().clean(";".join("/".join(named) for named in self.NAMED.findall(value or "")), row, **kwargs)


class IndicatorFindingResource(ScoreTableResource, ReviewTableResource):
    """`indicators_reviewed.csv`: the review's own list, linked to the programme's indicators."""

    country_programme_outcome = Column("outcome_code", "country_programme_outcome")
    dwcp_outcome = Column("dwcp_outcome")
    number = Column("seq", "number", widget=WholeNumberWidget())
    statement = Column("statement")
    target_text = Column("target_text")
    target_value = Column("target_value", widget=NumberWidget())
    unit = Column("unit")
    target_type = Column("target_type")
    baseline_value = Column("baseline_value", widget=NumberWidget())
    baseline_year = Column("baseline_year", widget=YearWidget())
    actual_value = Column("actual_value", widget=NumberWidget())
    actual_text = Column("actual_text")
    finding = Column("finding", widget=OneOfWidget({word: word for word in Finding.values}))
    finding_basis = Column("finding_basis")
    basis = Column("finding_basis", "basis", widget=BasisWidget())
    indicator = Column("programme_indicator_seq", "indicator")
    also_covers = Column("match_note", "also_covers")
    match_note = Column("match_note")
    source = Column("source")

    extra_columns = ("programme_dwcp_outcome",)

    class Meta(TableResource.Meta):
        model = IndicatorFinding
        import_id_fields = ("country_programme_outcome", "number")

    def __init__(self, review):
        super().__init__(review)
        self.fields["dwcp_outcome"].widget = KnownWidget(outcome_finder(review.programme), AN_OUTCOME, required=False)
        known = {
            (str(indicator.outcome.number), str(indicator.position)): indicator
            for indicator in Indicator.objects.in_programme(review.programme)
        }
        self.fields["indicator"].widget = KnownWidget(
            lambda value, row: known[row["programme_dwcp_outcome"], value], A_PLACE, required=False
        )
        self.fields["also_covers"].widget = AlsoCoveredWidget(
            Indicator, lambda value, row: known[tuple(value.split("/"))], A_PLACE
        )


class OutcomeNarrativeResource(ReviewTableResource):
    """`outcome_narratives.csv`."""

    country_programme_outcome = Column("outcome_code", "country_programme_outcome")
    heading = Column("heading", widget=OneOfWidget({word: word for word in NarrativeHeading.values}))
    text = Column("text")
    source = Column("source")

    class Meta(TableResource.Meta):
        model = OutcomeNarrative
        import_id_fields = ("country_programme_outcome", "heading")


class RecommendationResource(ReviewTableResource):
    """`recommendations.csv`."""

    number = Column("number", widget=WholeNumberWidget())
    criterion = Column("criterion")
    text = Column("text")
    addressed_to = Column("addressed_to")
    source = Column("source")

    class Meta(TableResource.Meta):
        model = Recommendation
        import_id_fields = ("number",)

    def __init__(self, review):
        super().__init__(review)
        self.fields["criterion"].widget = KnownWidget(criterion_finder(review.template), A_CRITERION, required=False)


class ControlTotalResource(ReviewTableResource):
    """`control_totals.csv`: printed figures, kept as they were printed."""

    what = Column("what")
    key = Column("key")
    published_value = Column("published_value")
    position = Column("_row", "position", widget=WholeNumberWidget())
    source = Column("source")

    class Meta(TableResource.Meta):
        model = ControlTotal
        import_id_fields = ("what", "key")


class PublishedDiscrepancyResource(ReviewTableResource):
    """`discrepancies.csv`."""

    where = Column("where")
    printed = Column("printed")
    conflicting = Column("recomputed_or_conflicting", "conflicting")
    note = Column("note")
    position = Column("_row", "position", widget=WholeNumberWidget())
    source = Column("source")

    class Meta(TableResource.Meta):
        model = PublishedDiscrepancy
        import_id_fields = ("where", "printed")


class TimetableTaskResource(ReviewTableResource):
    """`timetable.csv`."""

    task = Column("task", widget=TextWidget())
    time_frame = Column("time_frame")
    responsible = Column("responsible")
    consultations = Column("consultations")
    position = Column("_row", "position", widget=WholeNumberWidget())
    source = Column("source")

    class Meta(TableResource.Meta):
        model = TimetableTask
        import_id_fields = ("task",)
