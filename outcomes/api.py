"""The API of programmes and their outcomes, and what every address inside a programme has in common.

Everything is read below its programme, by the codes that documents print:
`programmes/KHM-DWCP-2008-2010/outcomes/1/`. Figures are text in plain digits, so that no reader rounds them.
"""

from decimal import ROUND_HALF_UP

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from rest_framework import mixins, serializers, viewsets
from rest_framework.exceptions import ValidationError

from accounts.choices import Permission, Role

from .filters import DwcpOutcomeFilter, ProgrammeFilter
from .models import DwcpOutcome, Programme
from .rules import membership_of


class FigureField(serializers.DecimalField):
    """A figure with the digits it needs and no others: `108711`, `44.5`; blank is null and never 0."""

    def __init__(self, *, max_digits=18, decimal_places=4, **options):
        super().__init__(
            max_digits=max_digits,
            decimal_places=decimal_places,
            normalize_output=True,
            rounding=ROUND_HALF_UP,
            **options,
        )


class InProgramme:
    """An address inside a programme: somebody else's programme does not exist, an act not allowed is refused.

    Views and actions name their `permission_required`; it is asked of `get_permission_subject`. Problems with
    what was sent come as a field and its sentence; `detail` is about the whole.
    """

    permission_required = Permission.PROGRAMME_VIEW

    @cached_property
    def programme(self):
        """The programme in the address, if this person belongs to it; otherwise 404."""
        programmes = Programme.objects.visible_to(self.request.user).select_related("country")
        return get_object_or_404(programmes, code=self.kwargs["programme"])

    def get_permission_subject(self):
        """What the permission is asked of."""
        return self.programme

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if not request.user.has_perm(self.permission_required, self.get_permission_subject()):
            raise PermissionDenied

    def handle_exception(self, exc):
        if isinstance(exc, ValidationError):
            exc.detail = dict(sentences(exc.detail))
        return super().handle_exception(exc)


def sentences(problems, field="detail"):
    """Each field with what is wrong with it; the parts of a field are named by themselves."""
    if isinstance(problems, dict):
        for name, inner in problems.items():
            yield from sentences(inner, "detail" if name == "non_field_errors" else name)
    elif problems:
        yield field, " ".join(map(str, problems)) if isinstance(problems, list) else str(problems)


class ProgrammeSerializer(serializers.ModelSerializer):
    """A programme and what the reader is in it."""

    country = serializers.CharField(source="country.name")
    role = serializers.SerializerMethodField()

    class Meta:
        model = Programme
        fields = ["code", "title", "country", "start_year", "end_year", "signed_on", "summary", "role"]

    def get_role(self, programme) -> Role:
        return Role(membership_of(self.context["request"].user, programme).role)


class DwcpOutcomeSerializer(serializers.ModelSerializer):
    """A change promised in the programme document."""

    priority = serializers.CharField(source="priority.letter")
    priority_title = serializers.CharField(source="priority.title")
    country_programme_outcomes = serializers.SerializerMethodField()

    class Meta:
        model = DwcpOutcome
        fields = ["number", "title", "short_title", "priority", "priority_title", "country_programme_outcomes"]

    def get_country_programme_outcomes(self, outcome) -> list[dict[str, str]]:
        return [
            {"code": unit.code, "biennium": unit.biennium.label, "title": unit.title}
            for unit in outcome.country_programme_outcomes.all()
        ]


class ProgrammeViewSet(viewsets.ReadOnlyModelViewSet):
    """The programmes the reader belongs to."""

    queryset = Programme.objects.none()
    serializer_class = ProgrammeSerializer
    filterset_class = ProgrammeFilter
    lookup_field = "code"
    lookup_url_kwarg = "programme"
    # Everybody reads a list; it holds only what is theirs.
    permission_required = None

    def get_queryset(self):
        return Programme.objects.visible_to(self.request.user).select_related("country")


class DwcpOutcomeViewSet(InProgramme, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """The outcomes of a programme, by their number."""

    queryset = DwcpOutcome.objects.none()
    serializer_class = DwcpOutcomeSerializer
    filterset_class = DwcpOutcomeFilter
    lookup_field = "number"
    lookup_url_kwarg = "outcome"
    lookup_value_converter = "int"

    def get_queryset(self):
        return (
            DwcpOutcome.objects.visible_to(self.request.user)
            .filter(programme=self.programme)
            .select_related("priority")
            .prefetch_related("country_programme_outcomes__biennium")
        )
