"""What a review found on indicators, how it stands beside earlier ones, and what the consistency check points out."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.choices import Permission
from outcomes.api import FigureField

from ..models import Review
from ..selectors import comparison_of, coverage_of
from ..selectors.checks import checks_of


class SuggestionSerializer(serializers.Serializer):
    """What the figures suggest, and why."""

    finding = serializers.CharField()
    basis = serializers.CharField()
    sentence = serializers.CharField()


class JudgedFindingSerializer(serializers.Serializer):
    """A finding as it was decided, beside what the figures suggest."""

    outcome = serializers.CharField(source="finding.country_programme_outcome.code")
    number = serializers.IntegerField(source="finding.number")
    indicator = serializers.CharField(source="finding.indicator.code", default=None)
    finding = serializers.CharField(source="finding.finding")
    basis = serializers.CharField(source="finding.basis")
    words = serializers.CharField(source="finding.finding_basis")
    attribution = serializers.CharField(source="finding.attribution")
    shared_with = serializers.CharField(source="finding.shared_with")
    suggestion = SuggestionSerializer(allow_null=True)
    differs = serializers.BooleanField()


class OutcomeCoverageSerializer(serializers.Serializer):
    """How many indicators of an outcome were assessed, and the codes of those that never were."""

    outcome = serializers.IntegerField(source="outcome.number")
    total = serializers.IntegerField()
    assessed = serializers.IntegerField()
    never = serializers.SerializerMethodField()

    def get_never(self, covered) -> list[str]:
        return [indicator.code for indicator in covered.never]


class CoverageSerializer(serializers.Serializer):
    """All findings, and how much of the programme they cover; indicators are counted by statement."""

    total = serializers.IntegerField()
    assessed = serializers.IntegerField()
    outcomes = OutcomeCoverageSerializer(many=True)
    findings = JudgedFindingSerializer(many=True)


class ComparedReviewSerializer(serializers.Serializer):
    """One review; `note` says why it is not strictly comparable with the first."""

    review = serializers.CharField(source="review.slug")
    programme = serializers.CharField(source="review.programme.code")
    scale = serializers.CharField(source="span")
    average = FigureField(source="result.average", allow_null=True)
    label = serializers.CharField(source="result.label", allow_null=True)
    is_strict = serializers.BooleanField()
    note = serializers.CharField()


class MatchedScoreSerializer(serializers.Serializer):
    """A score on the scale it was given on."""

    criterion = serializers.CharField(source="criterion.title")
    score = serializers.IntegerField(source="score.score", allow_null=True)
    label = serializers.CharField(allow_null=True)
    is_strict = serializers.BooleanField()
    note = serializers.CharField()


class ComparedCriterionSerializer(serializers.Serializer):
    """A criterion; the scores stand in the order of `reviews`, several where a criterion matches several."""

    criterion = serializers.CharField(source="criterion.title")
    is_own = serializers.BooleanField()
    scores = serializers.SerializerMethodField()

    def get_scores(self, row) -> list[list[dict]]:
        return [MatchedScoreSerializer(cell.scores, many=True).data for cell in row.cells]


class ComparisonSerializer(serializers.Serializer):
    """This review first, then earlier ones."""

    reviews = ComparedReviewSerializer(source="columns", many=True)
    criteria = ComparedCriterionSerializer(source="rows", many=True)


class ReviewCheckSerializer(serializers.Serializer):
    """What has to be solved or answered before the report is signed."""

    key = serializers.CharField()
    kind = serializers.CharField()
    sentence = serializers.CharField()
    is_answered = serializers.BooleanField()
    answer = serializers.CharField(source="answer.answer", default=None)


class FindingsActions:
    """Reading findings, comparison and checks of one review; part of `ReviewViewSet`."""

    def _review(self):
        reviews = self.get_queryset().prefetch_related("template__labels")
        return get_object_or_404(reviews, slug=self.kwargs["review"])

    def get_permission_subject(self):
        # Who writes a report is asked of the review, since its team does.
        return self._review() if self.action == "checks" else super().get_permission_subject()

    @extend_schema(responses=CoverageSerializer)
    @action(detail=True)
    def coverage(self, request, *args, **kwargs):
        """Findings on indicators beside what the figures suggest, and indicators nobody assessed."""
        return Response(CoverageSerializer(coverage_of(self._review())).data)

    @extend_schema(responses=ComparisonSerializer)
    @action(detail=True)
    def comparison(self, request, *args, **kwargs):
        """Scores beside those of all earlier reviews; nothing is rescaled."""
        comparison = comparison_of(self._review(), Review.objects.visible_to(request.user))
        return Response(ComparisonSerializer(comparison).data)

    @extend_schema(responses=ReviewCheckSerializer(many=True))
    @action(detail=True, pagination_class=None, filterset_class=None, permission_required=Permission.REPORT_WRITE)
    def checks(self, request, *args, **kwargs):
        """What the consistency check points out, those answered among them; for who writes the report."""
        return Response(ReviewCheckSerializer(checks_of(self._review()), many=True).data)
