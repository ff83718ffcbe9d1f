"""Recommendations over HTTP, with their answer, their actions and what they did to figures; reporting on an action."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from accounts.choices import Permission
from indicators.api.serializers import PROBLEMS
from outcomes.api import InProgramme

from ..choices import ActionStatus, Adequacy, FollowUpState, ResponseVerdict
from ..models import FollowUpAction, Recommendation, Review
from ..selectors import follow_up_of, followup_of
from ..services import ReviewRefused, StaleReview, report_on_action


class ReadingSerializer(serializers.Serializer):
    """How an indicator stood: its verified figure with the unit, or words, and its status."""

    figure = serializers.CharField(source="shown")
    words = serializers.CharField()
    measured_on = serializers.DateField(allow_null=True)
    status = serializers.CharField()


class EffectSerializer(serializers.Serializer):
    """An indicator when the facts of the review were fixed (null: not known) and today."""

    indicator = serializers.CharField(source="indicator.code")
    before = ReadingSerializer(allow_null=True)
    after = ReadingSerializer()
    has_changed = serializers.BooleanField()


class ResponseSerializer(serializers.Serializer):
    """What the office answers."""

    verdict = serializers.ChoiceField(ResponseVerdict.choices)
    reason = serializers.CharField()
    resources = serializers.CharField()
    responded_by = serializers.CharField(source="responded_by.name")
    responded_at = serializers.DateTimeField()


class ActionSerializer(serializers.Serializer):
    """One thing to be done; send its `revision` along when you report on it."""

    number = serializers.IntegerField(source="action.number")
    text = serializers.CharField(source="action.text")
    owner = serializers.CharField(source="action.owner.name", default=None)
    organisation = serializers.CharField(source="action.organisation.acronym", default=None)
    due_on = serializers.DateField(source="action.due_on", allow_null=True)
    status = serializers.ChoiceField(ActionStatus.choices, source="action.status")
    is_overdue = serializers.BooleanField()
    days_late = serializers.IntegerField()
    progress = serializers.CharField(source="action.progress")
    evidence = serializers.CharField(source="action.evidence")
    completed_on = serializers.DateField(source="action.completed_on", allow_null=True)
    reported_by = serializers.CharField(source="action.reported_by.name", default=None)
    adequacy = serializers.ChoiceField(Adequacy.choices, source="action.adequacy", help_text="Empty: not judged")
    adequacy_note = serializers.CharField(source="action.adequacy_note")
    checked_by = serializers.CharField(source="action.checked_by.name", default=None)
    checked_at = serializers.DateTimeField(source="action.checked_at", allow_null=True)
    revision = serializers.IntegerField(source="action.revision")


class CarriedSerializer(serializers.Serializer):
    """How often a recommendation was said before, and where first; days and years since, where that is known."""

    times = serializers.IntegerField()
    first_review = serializers.CharField(source="first.review")
    first_programme = serializers.CharField(source="first.programme")
    first_number = serializers.IntegerField(source="first.number")
    days = serializers.IntegerField(allow_null=True)
    years = serializers.IntegerField(allow_null=True)


class FollowUpSerializer(serializers.Serializer):
    """A recommendation to its end."""

    number = serializers.IntegerField(source="recommendation.number")
    text = serializers.CharField(source="recommendation.text")
    addressed_to = serializers.CharField(source="recommendation.addressed_to")
    criterion = serializers.IntegerField(source="recommendation.criterion.number", default=None)
    state = serializers.ChoiceField(FollowUpState.choices)
    is_open = serializers.BooleanField()
    is_overdue = serializers.BooleanField()
    response = ResponseSerializer(allow_null=True)
    actions = ActionSerializer(many=True)
    carried = CarriedSerializer(allow_null=True)
    effects = EffectSerializer(many=True)


class ActionReportSerializer(serializers.Serializer):
    """What is reported on an action; `revision` is the one that was read."""

    status = serializers.ChoiceField(ActionStatus.choices)
    progress = serializers.CharField(allow_blank=True, default="")
    evidence = serializers.CharField(allow_blank=True, default="")
    completed_on = serializers.DateField(allow_null=True, default=None)
    revision = serializers.IntegerField()


class StaleActionSerializer(serializers.Serializer):
    """Somebody else has changed the action; `current` is what stands now."""

    detail = serializers.CharField()
    current = ActionSerializer()


class InReview(InProgramme):
    """An address inside a review: one of another programme does not exist."""

    queryset = Recommendation.objects.none()

    @cached_property
    def review(self):
        """The review in the address; otherwise 404."""
        reviews = Review.objects.visible_to(self.request.user).select_related("template")
        review = get_object_or_404(reviews, programme=self.programme, slug=self.kwargs["review"])
        review.programme = self.programme
        return review


class RecommendationViewSet(InReview, viewsets.GenericViewSet):
    """The recommendations of a review, by number, each with its answer and its actions."""

    serializer_class = FollowUpSerializer
    lookup_field = "number"
    lookup_url_kwarg = "recommendation_number"
    lookup_value_converter = "int"

    def list(self, request, *args, **kwargs):
        page = self.paginate_queryset(list(followup_of(self.review).rows))
        return self.get_paginated_response(FollowUpSerializer(page, many=True).data)

    def retrieve(self, request, *args, **kwargs):
        recommendation = get_object_or_404(self.review.recommendations, number=self.kwargs["recommendation_number"])
        recommendation.review = self.review
        return Response(FollowUpSerializer(follow_up_of(recommendation)).data)


class FollowUpActionViewSet(InReview, viewsets.GenericViewSet):
    """One follow-up action, and reporting on it."""

    queryset = FollowUpAction.objects.none()
    serializer_class = ActionSerializer
    lookup_field = "number"
    lookup_url_kwarg = "action_number"
    lookup_value_converter = "int"

    @cached_property
    def row(self):
        """The recommendation in the address with its actions; otherwise 404."""
        recommendation = get_object_or_404(self.review.recommendations, number=self.kwargs["recommendation_number"])
        recommendation.review = self.review
        return follow_up_of(recommendation)

    @cached_property
    def standing(self):
        """The action in the address; otherwise 404."""
        get_object_or_404(self.row.recommendation.actions, number=self.kwargs["action_number"])
        return next(one for one in self.row.actions if one.action.number == self.kwargs["action_number"])

    def get_permission_subject(self):
        return self.standing.action

    def retrieve(self, request, *args, **kwargs):
        return Response(ActionSerializer(self.standing).data)

    @extend_schema(
        request=ActionReportSerializer,
        responses={200: ActionSerializer, 400: PROBLEMS, 409: StaleActionSerializer},
    )
    @action(detail=True, methods=["post"], permission_required=Permission.ACTION_REPORT)
    def report(self, request, **kwargs):
        """Say how far the action has come; a judgement on what was reported before is withdrawn."""
        sent = ActionReportSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        report_on_action(action=self.standing.action, by=request.user, **sent.validated_data)
        return Response(ActionSerializer(self._anew()).data)

    def handle_exception(self, exc):
        if isinstance(exc, StaleReview):
            detail = _("Somebody else has changed this action since you read it. Look at the current one.")
            return Response({"detail": detail, "current": ActionSerializer(self._anew()).data}, status=409)
        if isinstance(exc, ReviewRefused):
            exc = ValidationError({field or "detail": [problem] for field, problem in exc.problems.items()})
        return super().handle_exception(exc)

    def _anew(self):
        del self.row, self.standing
        return self.standing
