"""What government, employers and workers said to the drafts of a review: the matrix of the page and the report."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from ..selectors import validation_of


class AnswerSerializer(serializers.Serializer):
    """What one organisation said to a draft."""

    organisation = serializers.CharField()
    stance = serializers.CharField()
    text = serializers.CharField()
    given_by = serializers.CharField()
    given_at = serializers.DateTimeField()


class GroupVoiceSerializer(serializers.Serializer):
    """One constituency: what its organisations said, and which of them have not answered."""

    constituency = serializers.CharField()
    said = AnswerSerializer(many=True)
    awaited = serializers.ListField(child=serializers.CharField())


class ValidationRoundSerializer(serializers.Serializer):
    """One draft and the answers to it, always of all three groups."""

    number = serializers.IntegerField()
    groups = GroupVoiceSerializer(many=True)


class ValidationSerializer(serializers.Serializer):
    """The latest draft (null before the first) and those before it; `missing` are the groups that have not answered."""

    is_open = serializers.BooleanField()
    missing = serializers.ListField(child=serializers.CharField())
    current = ValidationRoundSerializer(allow_null=True)
    earlier = ValidationRoundSerializer(many=True)


class ValidationActions:
    """Reading what constituents said to one review; part of `ReviewViewSet`."""

    @extend_schema(responses=ValidationSerializer)
    @action(detail=True)
    def validation(self, request, *args, **kwargs):
        """What government, employers and workers said to each draft; an answer that is missing is no consent."""
        review = get_object_or_404(self.get_queryset(), slug=self.kwargs["review"])
        return Response(ValidationSerializer(validation_of(review)).data)
