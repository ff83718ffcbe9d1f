"""The API of consultations: when, with whom, and who was there by position and organisation; no names are kept."""

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers, viewsets

from outcomes.api import InProgramme

from .filters import EventFilter
from .heads import count_heads
from .models import Event, Participation


class HeadsSerializer(serializers.Serializer):
    """Entries of a list of participants, by sex as the list states it."""

    women = serializers.IntegerField()
    men = serializers.IntegerField()
    not_stated = serializers.IntegerField()
    total = serializers.IntegerField()


class ParticipationSerializer(serializers.ModelSerializer):
    """One person at a consultation."""

    organisation = serializers.CharField(allow_null=True)

    class Meta:
        model = Participation
        fields = ["position", "organisation", "constituency", "sex"]


class ConsultationSerializer(serializers.ModelSerializer):
    """A consultation and its list of participants."""

    heads = serializers.SerializerMethodField()
    participants = ParticipationSerializer(source="participations", many=True)

    class Meta:
        model = Event
        fields = ["code", "kind", "held_on", "starts_at", "ends_at", "group_label", "heads", "participants"]

    @extend_schema_field(HeadsSerializer)
    def get_heads(self, event) -> dict[str, int]:
        return HeadsSerializer(count_heads(one.sex for one in event.participations.all())).data


class ConsultationViewSet(InProgramme, mixins.ListModelMixin, viewsets.GenericViewSet):
    """The consultations of a programme, in order of time."""

    queryset = Event.objects.none()
    serializer_class = ConsultationSerializer
    filterset_class = EventFilter

    def get_queryset(self):
        participations = Participation.objects.select_related("organisation").order_by("place")
        events = Event.objects.visible_to(self.request.user).filter(programme=self.programme)
        return events.prefetch_related(Prefetch("participations", participations))
