"""What the API says and takes about indicators and entries."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from drf_spectacular.utils import OpenApiResponse, extend_schema_field, inline_serializer
from rest_framework import serializers

from outcomes.api import FigureField

from ..choices import Absence, Expected, Grade, Status
from ..disaggregation import part_name, whole_name
from ..models import EntryMove, Evidence, ProgressEntry, StatusOverride, Target, Verification
from ..services import LONGEST
from ..split_percentages import Fraction


class TargetSerializer(serializers.ModelSerializer):
    """The final target as it was agreed; a rise over the baseline stands here as a rise."""

    value = FigureField()

    class Meta:
        model = Target
        fields = ["value", "reading", "text", "due_on", "due_text"]


class OverrideSerializer(serializers.ModelSerializer):
    """A status that a person gave; it lapses when the period after `period` begins."""

    period = serializers.CharField(source="period.label")
    by = serializers.StringRelatedField()

    class Meta:
        model = StatusOverride
        fields = ["status", "reason", "period", "by", "at"]


class StandingSerializer(serializers.Serializer):
    """How the indicator stands: the figure counts verified entries only. Figures are levels in its unit."""

    figure = FigureField(source="total.value", allow_null=True)
    as_at = serializers.DateField(source="total.as_at", allow_null=True)
    periods_counted = serializers.SerializerMethodField()
    target_level = FigureField(allow_null=True)
    expected = FigureField(source="verdict.expected", allow_null=True)
    achievement = FigureField(source="verdict.achievement.share", allow_null=True, max_digits=None)
    achievement_basis = serializers.CharField(source="verdict.achievement.basis")
    status = serializers.ChoiceField(Status.choices, help_text="The one in force: a person's, while there is one")
    computed_status = serializers.ChoiceField(Status.choices, source="computed", help_text="What the figures give")
    override = OverrideSerializer(allow_null=True)
    reason = serializers.CharField(source="verdict.reason")
    waits_for_verification = serializers.SerializerMethodField()

    def get_waits_for_verification(self, standing) -> bool:
        return bool(standing.submitted)

    def get_periods_counted(self, standing) -> int:
        return len(standing.total.counted)


class EvaluabilitySerializer(serializers.Serializer):
    """How many questions of the checklist the indicator meets, and the codes of the remarks on it."""

    met = serializers.IntegerField(source="score.met")
    asked = serializers.IntegerField(source="score.asked")
    remarks = serializers.ListField(child=serializers.CharField(), source="codes")


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
    baseline_on = serializers.DateField(source="indicator.baseline_on", allow_null=True)
    baseline_year = serializers.IntegerField(source="indicator.baseline_day.year", default=None, allow_null=True)
    baseline_text = serializers.CharField(source="indicator.baseline_text")
    target = TargetSerializer(allow_null=True)
    standing = StandingSerializer(source="*")
    level_as_stated = serializers.SerializerMethodField(help_text="The level its words speak of; null if none tells")
    evaluability = serializers.SerializerMethodField()

    def get_level_as_stated(self, standing) -> str | None:
        return self.context["assessment"].reading.level

    @extend_schema_field(EvaluabilitySerializer)
    def get_evaluability(self, standing):
        return EvaluabilitySerializer(self.context["assessment"]).data


class EntryMoveSerializer(serializers.ModelSerializer):
    """One step in the life of an entry."""

    from_state = serializers.CharField()
    to_state = serializers.CharField()
    by = serializers.StringRelatedField()

    class Meta:
        model = EntryMove
        fields = ["from_state", "to_state", "by", "at", "reason"]


# What a part of a percentage is made of.
FRACTION = {"numerator", "denominator"}


@extend_schema_field({"type": "object", "additionalProperties": True})
class PartsField(serializers.Field):
    """How a figure is split: `{"women": "120", "men": "80"}`; other dimensions by their codes.

    `{"age": {"15-24": "40"}}` is one dimension, `{"sex×age": {"women": {"15-24": "25"}}}` two that are crossed.
    Women and men may be sent as `{"sex": {"women": "120"}}` too. A part of a percentage is written as
    `{"women": {"numerator": "930", "denominator": "1950"}}`, and read with its own percentage as `value`.
    """

    default_error_messages = {"not_a_dict": _lazy('Expected a dictionary of items but got type "{input_type}".')}

    def to_internal_value(self, data):
        parts, problems = {}, {}
        for name, figure in self._named(self._dictionary(data)):
            try:
                parts[name] = FigureField(allow_null=True).run_validation(figure)
            except serializers.ValidationError as error:
                problems[name] = error.detail
        if problems:
            raise serializers.ValidationError(problems)
        return parts

    def to_representation(self, entry):
        shown: dict = {}
        for part in entry.parts.all():
            where, names = shown, [part.category.code]
            category, crossed = part.category, part.crossed_category
            if crossed is not None:
                names = [f"{category.dimension.code}×{crossed.dimension.code}", category.code, crossed.code]
            elif part_name((category.dimension.code, category.code)) != category.code:
                names = [category.dimension.code, category.code]
            for name in names[:-1]:
                where = where.setdefault(name, {})
            where[names[-1]] = self._shown(part)
        return shown

    def _shown(self, part):
        """The figure of a part; of a percentage with what it is made of."""
        stated = {"value": part.value}
        if part.denominator is not None:
            fraction = Fraction(part.value, part.denominator)
            stated = {"value": fraction.percentage, "numerator": part.value, "denominator": part.denominator}
        texts = {name: FigureField(max_digits=None).to_representation(figure) for name, figure in stated.items()}
        return texts["value"] if part.denominator is None else texts

    def _named(self, data):
        """Each figure with the name of its part."""
        for code, inside in data.items():
            first, crossed, second = code.partition("×")
            if not crossed and (not isinstance(inside, dict) or FRACTION.issuperset(inside)):
                yield from self._part(code, inside)
                continue
            for category, figure in self._dictionary(inside).items():
                if not crossed:
                    yield from self._part(part_name((first, category)), figure)
                    continue
                for other, cell in self._dictionary(figure).items():
                    yield part_name((first, category), (second, other)), cell

    def _part(self, name, figure):
        """A figure, or part and whole of a percentage, with their names."""
        if isinstance(figure, dict) and FRACTION.issuperset(figure):
            yield name, figure.get("numerator")
            yield whole_name(name), figure.get("denominator")
        else:
            yield name, figure

    def _dictionary(self, data):
        if not isinstance(data, dict):
            self.fail("not_a_dict", input_type=type(data).__name__)
        return data


class EvidenceSerializer(serializers.ModelSerializer):
    """A file or a link that shows where the figure comes from."""

    kind = serializers.CharField()
    link = serializers.SerializerMethodField(help_text="Where it is found; a file is fetched here by who is signed in")

    class Meta:
        model = Evidence
        fields = ["kind", "name", "link", "size", "sha256", "content_type", "added_at"]

    def get_link(self, evidence) -> str:
        return evidence.link or evidence.get_absolute_url()


class CheckSerializer(serializers.ModelSerializer):
    """Somebody vouched for the figure: how closely they looked, at what, and against which source."""

    grade = serializers.CharField()
    by = serializers.StringRelatedField()

    class Meta:
        model = Verification
        fields = ["grade", "checked", "checked_against", "by", "at"]


class EntrySerializer(serializers.ModelSerializer):
    """What an indicator showed in one period; `revision` is what a writer sends back."""

    indicator = serializers.CharField(source="indicator.code")
    outcome = serializers.IntegerField(source="indicator.outcome.number")
    period = serializers.CharField(source="period.label")
    value = FigureField(allow_null=True)
    numerator = FigureField(allow_null=True)
    denominator = FigureField(allow_null=True)
    step = serializers.IntegerField(source="step.number", default=None, allow_null=True)
    parts = PartsField(source="*")
    recorded_by = serializers.StringRelatedField()
    submitted_by = serializers.StringRelatedField()
    is_late = serializers.BooleanField(help_text="First handed in after the day it was due")
    doubts = serializers.SerializerMethodField(
        help_text="What is unusual about the figure; it is never refused for that"
    )
    evidence = serializers.SerializerMethodField()
    verifications = CheckSerializer(many=True)
    moves = EntryMoveSerializer(many=True)

    class Meta:
        model = ProgressEntry
        fields = [
            "indicator",
            "outcome",
            "period",
            "series",
            "state",
            "revision",
            "measured_on",
            "value",
            "numerator",
            "denominator",
            "step",
            "parts",
            "total_only_reason",
            "narrative",
            "absence",
            "absence_reason",
            "source",
            "recorded_by",
            "recorded_at",
            "submitted_by",
            "submitted_at",
            "is_late",
            "doubts",
            "explanation",
            "evidence",
            "verifications",
            "moves",
        ]

    def get_doubts(self, entry) -> list[str]:
        return list(self.context["doubts"][entry.pk])

    @extend_schema_field(EvidenceSerializer(many=True))
    def get_evidence(self, entry):
        return EvidenceSerializer([one for one in entry.evidence.all() if one.withdrawn_at is None], many=True).data


class ClientKeyField(serializers.CharField):
    """A name the client gives what it sends: sent again under the same name, it is answered and not done again."""

    def __init__(self):
        super().__init__(
            default="",
            allow_blank=True,
            max_length=64,
            help_text="A name of your own, such as a UUID: sent again under it, it is done once",
        )


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
    parts = PartsField(
        default=dict,
        help_text=(
            'By sex: {"women": "120", "men": "80"}; by another dimension: {"age": {"15-24": "40"}}; '
            'by two crossed: {"sex×age": {"women": {"15-24": "25"}}}; '
            'of a percentage: {"women": {"numerator": "930", "denominator": "1950"}}'
        ),
    )
    total_only_reason = serializers.CharField(
        default="", allow_blank=True, max_length=LONGEST["total_only_reason"], help_text="Why there are no parts"
    )
    narrative = serializers.CharField(default="", allow_blank=True, max_length=LONGEST["narrative"])
    source = serializers.CharField(default="", allow_blank=True, max_length=300)
    absence = serializers.ChoiceField(Absence.choices, default="", allow_blank=True)
    absence_reason = serializers.CharField(default="", allow_blank=True, max_length=LONGEST["absence_reason"])
    explanation = serializers.CharField(
        default="", allow_blank=True, max_length=LONGEST["explanation"], help_text="A word on what is unusual"
    )
    submit = serializers.BooleanField(default=False, help_text="Hand it to verification at once: both, or nothing")
    client_key = ClientKeyField()

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


class SubmitSerializer(RevisionSerializer):
    """What is handed in: the revision the writer saw."""

    client_key = ClientKeyField()


class VerificationSerializer(RevisionSerializer):
    """How closely the figure was checked, what of it, and against what."""

    grade = serializers.ChoiceField(Grade.choices)
    checked = serializers.CharField(default="", allow_blank=True, max_length=300)
    checked_against = serializers.CharField(default="", allow_blank=True, max_length=300)


class ReasonSerializer(RevisionSerializer):
    """Why the entry goes back."""

    reason = serializers.CharField(default="", allow_blank=True, max_length=LONGEST["reason"])


class ReportSerializer(serializers.Serializer):
    """A report that is expected for a period, and where it stands."""

    indicator = serializers.CharField(source="indicator.code")
    outcome = serializers.IntegerField(source="indicator.outcome.number")
    period = serializers.CharField(source="period.label")
    state = serializers.ChoiceField(Expected.choices)
    due_on = serializers.DateField(allow_null=True)
    is_late = serializers.BooleanField()
    is_draft = serializers.BooleanField(help_text="Somebody has begun it")
    reporters = serializers.SerializerMethodField(help_text="Who is to report")

    def get_reporters(self, report) -> list[str]:
        return [str(person) for person in self.context["reporters"](report.indicator)]


PROBLEMS = OpenApiResponse(
    {"type": "object", "additionalProperties": {"type": "string"}},
    description="Fields and what is wrong with each; `detail` is about the whole.",
)

STALE = inline_serializer(
    "StaleEntry", {"detail": serializers.CharField(), "current": EntrySerializer(allow_null=True)}
)
