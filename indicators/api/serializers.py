"""What the API says and takes about indicators and entries."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, inline_serializer
from rest_framework import serializers

from outcomes.api import FigureField

from ..choices import Absence, Grade, Status
from ..models import EntryMove, ProgressEntry, Target
from ..services import LONGEST


class TargetSerializer(serializers.ModelSerializer):
    """The final target as it was agreed; a rise over the baseline stands here as a rise."""

    value = FigureField()

    class Meta:
        model = Target
        fields = ["value", "reading", "text", "due_on", "due_text"]


class StandingSerializer(serializers.Serializer):
    """How the indicator stands: the figure counts verified entries only. Figures are levels in its unit."""

    figure = FigureField(source="total.value", allow_null=True)
    as_at = serializers.DateField(source="total.as_at", allow_null=True)
    periods_counted = serializers.SerializerMethodField()
    target_level = FigureField(allow_null=True)
    expected = FigureField(source="verdict.expected", allow_null=True)
    achievement = FigureField(source="verdict.achievement.share", allow_null=True, max_digits=None)
    achievement_basis = serializers.CharField(source="verdict.achievement.basis")
    status = serializers.ChoiceField(Status.choices)
    reason = serializers.CharField(source="verdict.reason")
    waits_for_verification = serializers.SerializerMethodField()

    def get_waits_for_verification(self, standing) -> bool:
        return bool(standing.submitted)

    def get_periods_counted(self, standing) -> int:
        return len(standing.total.counted)


class IndicatorSerializer(serializers.Serializer):
    """An indicator with its reference sheet, its target and its standing."""

    code = serializers.CharField(source="indicator.code")
    outcome = serializers.IntegerField(source="indicator.outcome.number")
    statement = serializers.CharField(source="indicator.statement")
    definition = serializers.CharField(source="indicator.definition")
    level = serializers.CharField(source="indicator.level")
    measure = serializers.CharField(source="indicator.measure")
    unit = serializers.CharField(source="indicator.unit")
    direction = serializers.CharField(source="indicator.direction")
    accumulation = serializers.CharField(source="indicator.accumulation")
    population = serializers.CharField(source="indicator.population")
    baseline_kind = serializers.CharField(source="indicator.baseline_kind")
    baseline_value = FigureField(source="indicator.baseline_value", allow_null=True)
    baseline_year = serializers.IntegerField(source="indicator.baseline_year", allow_null=True)
    baseline_text = serializers.CharField(source="indicator.baseline_text")
    target = TargetSerializer(allow_null=True)
    standing = StandingSerializer(source="*")


class EntryMoveSerializer(serializers.ModelSerializer):
    """One step in the life of an entry."""

    from_state = serializers.CharField()
    to_state = serializers.CharField()
    by = serializers.StringRelatedField()

    class Meta:
        model = EntryMove
        fields = ["from_state", "to_state", "by", "at", "reason"]


class EntrySerializer(serializers.ModelSerializer):
    """What an indicator showed in one period; `revision` is what a writer sends back."""

    indicator = serializers.CharField(source="indicator.code")
    outcome = serializers.IntegerField(source="indicator.outcome.number")
    period = serializers.CharField(source="period.label")
    value = FigureField(allow_null=True)
    numerator = FigureField(allow_null=True)
    denominator = FigureField(allow_null=True)
    step = serializers.IntegerField(source="step.number", default=None, allow_null=True)
    parts = serializers.SerializerMethodField()
    recorded_by = serializers.StringRelatedField()
    submitted_by = serializers.StringRelatedField()
    moves = EntryMoveSerializer(many=True)

    class Meta:
        model = ProgressEntry
        fields = [
            "indicator",
            "outcome",
            "period",
            "state",
            "revision",
            "measured_on",
            "value",
            "numerator",
            "denominator",
            "step",
            "parts",
            "narrative",
            "absence",
            "absence_reason",
            "source",
            "recorded_by",
            "recorded_at",
            "submitted_by",
            "moves",
        ]

    def get_parts(self, entry) -> dict[str, str]:
        return {part.category.code: FigureField().to_representation(part.value) for part in entry.parts.all()}


class RecordSerializer(serializers.Serializer):
    """What somebody records. `revision` is the one they saw, 0 where there was no entry."""

    indicator = serializers.CharField()
    period = serializers.CharField()
    revision = serializers.IntegerField(min_value=0)
    measured_on = serializers.DateField(default=None, allow_null=True)
    value = FigureField(default=None, allow_null=True)
    numerator = FigureField(default=None, allow_null=True)
    denominator = FigureField(default=None, allow_null=True)
    step = serializers.IntegerField(default=None, allow_null=True, help_text="The number of a step on its scale")
    parts = serializers.DictField(
        child=FigureField(allow_null=True), default=dict, help_text='By sex: {"women": "120", "men": "80"}'
    )
    narrative = serializers.CharField(default="", allow_blank=True, max_length=LONGEST["narrative"])
    source = serializers.CharField(default="", allow_blank=True, max_length=300)
    absence = serializers.ChoiceField(Absence.choices, default="", allow_blank=True)
    absence_reason = serializers.CharField(default="", allow_blank=True, max_length=LONGEST["absence_reason"])

    def validate(self, attrs):
        """A name that is none of the fields would be lost without a word."""
        unknown = set(self.initial_data) - set(self.fields)
        if unknown:
            message = _("This is no field of an entry. Women and men go into “parts”.")
            raise serializers.ValidationError(dict.fromkeys(sorted(unknown), message))
        return attrs


class RevisionSerializer(serializers.Serializer):
    """The revision the writer saw."""

    revision = serializers.IntegerField(min_value=1)


class VerificationSerializer(RevisionSerializer):
    """How closely the figure was checked, and against what."""

    grade = serializers.ChoiceField(Grade.choices)
    checked_against = serializers.CharField(default="", allow_blank=True, max_length=300)


class ReasonSerializer(RevisionSerializer):
    """Why the entry goes back."""

    reason = serializers.CharField(default="", allow_blank=True, max_length=LONGEST["reason"])


PROBLEMS = OpenApiResponse(
    {"type": "object", "additionalProperties": {"type": "string"}},
    description="Fields and what is wrong with each; `detail` is about the whole.",
)

STALE = inline_serializer(
    "StaleEntry", {"detail": serializers.CharField(), "current": EntrySerializer(allow_null=True)}
)
