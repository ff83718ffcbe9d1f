"""The API of reviews: the same overview that the pages and the report print, table by table."""

from dataclasses import asdict

from django.db.models import F
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.response import Response

from outcomes.api import FigureField, InProgramme

from ..filters import ReviewFilter
from ..models import Citation, IndividualScore, Review
from ..selectors import citations, overview_of, with_served_outcomes
from .findings import FindingsActions
from .validation import ValidationActions


class ReviewSerializer(serializers.ModelSerializer):
    """A review and how far it has come."""

    class Meta:
        model = Review
        fields = ["slug", "title", "state"]


class AverageSerializer(serializers.Serializer):
    """The average of a review's criteria and the rating it rounds to."""

    average = FigureField(allow_null=True)
    final = serializers.IntegerField(allow_null=True)
    label = serializers.CharField(allow_null=True)
    unscored = serializers.ListField(child=serializers.IntegerField())


class ScoredCriterionSerializer(serializers.Serializer):
    """A criterion with its score, and the scores of the other reviews in the order of `reviews`."""

    number = serializers.IntegerField(source="score.criterion.number")
    title = serializers.CharField(source="score.criterion.title")
    score = serializers.IntegerField(source="score.score", allow_null=True)
    label = serializers.CharField(allow_null=True)
    published_label = serializers.CharField(source="score.published_label")
    rationale = serializers.CharField(source="score.rationale")
    revision = serializers.IntegerField(source="score.revision")
    scores = serializers.ListField(child=serializers.IntegerField(allow_null=True))


class CriteriaTableSerializer(serializers.Serializer):
    """Table 6.1; averages stand in the order of `reviews`, this review first."""

    reviews = serializers.ListField(source="review_slugs", child=serializers.CharField())
    rows = ScoredCriterionSerializer(many=True)
    averages = AverageSerializer(many=True)


class ControlSplitSerializer(serializers.Serializer):
    """Means by who controls what was rated, and of all together."""

    ilo = FigureField(allow_null=True)
    external = FigureField(allow_null=True)
    mixed = FigureField(allow_null=True)
    overall = FigureField(allow_null=True)


class RatedAreaSerializer(serializers.Serializer):
    """The rating of an outcome in one area."""

    area = serializers.CharField(source="rating.area.letter")
    title = serializers.CharField(source="rating.area.title")
    rating = serializers.IntegerField(source="rating.rating", allow_null=True)
    label = serializers.CharField(allow_null=True)
    control = serializers.CharField()
    comment = serializers.CharField(source="rating.comment")
    revision = serializers.IntegerField(source="rating.revision")


class OutcomeProfileSerializer(serializers.Serializer):
    """A country programme outcome with its ratings, their sum and average, and the split by control."""

    code = serializers.CharField(source="outcome.code")
    biennium = serializers.CharField(source="outcome.biennium.label")
    title = serializers.CharField(source="outcome.title")
    outcomes = serializers.SerializerMethodField()
    areas = RatedAreaSerializer(many=True)
    total = serializers.IntegerField(source="score.total")
    average = FigureField(source="score.average", allow_null=True)
    label = serializers.CharField(source="score.label", allow_null=True)
    unrated = serializers.ListField(source="score.unrated", child=serializers.CharField())
    split = ControlSplitSerializer()

    def get_outcomes(self, profile) -> list[int]:
        return [outcome.number for outcome in profile.outcome.dwcp_outcomes.all()]


class BudgetRowSerializer(serializers.Serializer):
    """Money of one outcome; the amounts stand in the order of `sources`."""

    outcome = serializers.IntegerField(source="outcome.number")
    amounts = serializers.ListField(child=FigureField())
    total = FigureField()


class BudgetTableSerializer(serializers.Serializer):
    """Table 3.1; the predefined outcomes stand outside its total, as printed."""

    currency = serializers.CharField()
    sources = serializers.ListField(child=serializers.CharField())
    rows = BudgetRowSerializer(many=True)
    totals = serializers.ListField(child=FigureField())
    total = FigureField()
    predefined = FigureField()


class FindingCountsSerializer(serializers.Serializer):
    """How many indicators were found exceeded, achieved and so on."""

    exceeded = serializers.IntegerField()
    achieved = serializers.IntegerField()
    partially_achieved = serializers.IntegerField()
    not_achieved = serializers.IntegerField()
    not_assessed = serializers.IntegerField()
    achieved_or_exceeded = serializers.IntegerField()
    total = serializers.IntegerField()


class FindingsTableSerializer(serializers.Serializer):
    """Tables 4.1 and 6.2; findings on predefined outcomes are counted apart."""

    rows = serializers.SerializerMethodField()
    total = FindingCountsSerializer()
    percent = serializers.SerializerMethodField()
    predefined = FindingCountsSerializer()

    def get_rows(self, table) -> list[dict[str, int]]:
        return [{"outcome": outcome.number, **FindingCountsSerializer(counts).data} for outcome, counts in table.rows]

    def get_percent(self, table) -> dict[str, int | None]:
        names = [*asdict(table.total), "achieved_or_exceeded"]
        return {name: table.total.percent(name) for name in names}


class OverviewSerializer(serializers.Serializer):
    """A review with all its tables."""

    slug = serializers.CharField(source="review.slug")
    title = serializers.CharField(source="review.title")
    state = serializers.CharField(source="review.state")
    scale = serializers.DictField(source="overview.scale.labels", child=serializers.CharField())
    criteria = CriteriaTableSerializer(source="overview.criteria")
    profiles = OutcomeProfileSerializer(source="overview.profiles", many=True)
    split = ControlSplitSerializer(source="overview.split")
    findings = FindingsTableSerializer(source="overview.findings")
    budget = BudgetTableSerializer(source="overview.budget")


class CitationSerializer(serializers.ModelSerializer):
    """One thing a score rests on; the others are null or empty."""

    indicator = serializers.CharField(source="indicator.code", default=None, allow_null=True)
    entry = serializers.CharField(source="entry.__str__", default=None, allow_null=True)
    event = serializers.CharField(source="event.code", default=None, allow_null=True)

    class Meta:
        model = Citation
        fields = ["indicator", "entry", "event", "document"]


class IndividualScoreSerializer(serializers.ModelSerializer):
    """What one reviewer gave a criterion, or an outcome in an area."""

    reviewer = serializers.CharField(source="reviewer.name")
    criterion = serializers.IntegerField(source="criterion.number", default=None, allow_null=True)
    outcome = serializers.CharField(source="country_programme_outcome.code", default=None, allow_null=True)
    biennium = serializers.CharField(source="country_programme_outcome.biennium.label", default=None, allow_null=True)
    area = serializers.CharField(source="area.letter", default=None, allow_null=True)
    citations = CitationSerializer(many=True)

    class Meta:
        model = IndividualScore
        fields = [
            "reviewer",
            "criterion",
            "outcome",
            "biennium",
            "area",
            "score",
            "is_not_assessed",
            "rationale",
            "revision",
            "citations",
        ]


class IndividualScoreViewSet(InProgramme, mixins.ListModelMixin, viewsets.GenericViewSet):
    """The scores of single reviewers: as long as everybody scores alone, one's own and no others."""

    queryset = IndividualScore.objects.none()
    serializer_class = IndividualScoreSerializer

    def get_queryset(self):
        reviews = Review.objects.visible_to(self.request.user).filter(programme=self.programme)
        review = get_object_or_404(reviews, slug=self.kwargs["review"])
        scores = IndividualScore.objects.visible_to(self.request.user).filter(review=review)
        return (
            scores.select_related("reviewer", "criterion", "country_programme_outcome__biennium", "area")
            .prefetch_related(citations())
            .order_by(
                F("criterion__number").asc(nulls_last=True),
                "country_programme_outcome__code",
                "country_programme_outcome__biennium__start_year",
                "area__letter",
                "reviewer__name",
            )
        )


class ReviewViewSet(FindingsActions, ValidationActions, InProgramme, mixins.ListModelMixin, viewsets.GenericViewSet):
    """The reviews of a programme, and the figures of one."""

    queryset = Review.objects.none()
    serializer_class = ReviewSerializer
    filterset_class = ReviewFilter
    lookup_field = "slug"
    lookup_url_kwarg = "review"
    lookup_value_converter = "slug"

    def get_queryset(self):
        reviews = Review.objects.visible_to(self.request.user).filter(programme=self.programme)
        return reviews.select_related("programme__country", "template")

    @extend_schema(responses=OverviewSerializer)
    def retrieve(self, request, *args, **kwargs):
        """Tables 3.1, 4.1, 6.1 and 6.2 and the rating of every outcome."""
        review = get_object_or_404(self.get_queryset(), slug=self.kwargs["review"])
        overview = overview_of(review)
        with_served_outcomes(overview.profiles)
        return Response(OverviewSerializer({"review": review, "overview": overview}).data)
