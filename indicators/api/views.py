"""Indicators and entries over HTTP; every write is one of the services."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from accounts.choices import Permission
from outcomes.api import InProgramme

from ..choices import Expected
from ..filters import IndicatorFilter, ProgressEntryFilter, ReportFilter
from ..models import Indicator, ProgressEntry, ReportingPeriod, ScaleStep
from ..selectors import (
    WITH_PARTS,
    assessment_of,
    doubts_of,
    entry_of_series,
    expected_reports,
    reporters_of,
    reports_in,
    standing_of,
    standings_of,
    who_reports,
)
from ..services import (
    EntryRefused,
    Figure,
    StaleEntry,
    record_and_submit,
    record_progress,
    reopen_entry,
    return_entry,
    submit_entry,
    verify_entry,
)
from .serializers import (
    PROBLEMS,
    STALE,
    EntrySerializer,
    IndicatorSerializer,
    ReasonSerializer,
    RecordSerializer,
    ReportSerializer,
    SubmitSerializer,
    VerificationSerializer,
)


def answers(serializer=EntrySerializer, **more):
    """The answers of an address that writes."""
    return {200: serializer, **more, 400: PROBLEMS, 409: STALE}


class IndicatorViewSet(InProgramme, viewsets.GenericViewSet):
    """The indicators of a programme and how they stand, with the figures of the pages."""

    queryset = Indicator.objects.none()
    serializer_class = IndicatorSerializer
    filterset_class = IndicatorFilter
    lookup_field = "code"
    lookup_url_kwarg = "indicator"

    def get_queryset(self):
        return Indicator.objects.visible_to(self.request.user).in_programme(self.programme).with_split_by_sex()

    def list(self, request, *args, **kwargs):
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        standings = {standing.indicator.pk: standing for standing in standings_of(self.programme)}
        shown = [self._shown(indicator, standings[indicator.pk]) for indicator in page or ()]
        return self.get_paginated_response(shown)

    def retrieve(self, request, *args, **kwargs):
        indicator = self.get_object()
        return Response(self._shown(indicator, standing_of(indicator)))

    def _shown(self, indicator, standing):
        context = {**self.get_serializer_context(), "assessment": assessment_of(indicator, standing.target)}
        return IndicatorSerializer(standing, context=context).data


class EntryAnswers(InProgramme):
    """How writing entries answers: refusals as fields and sentences, a newer version with that version."""

    queryset = ProgressEntry.objects.none()
    serializer_class = EntrySerializer

    def get_queryset(self):
        entries = ProgressEntry.objects.visible_to(self.request.user).in_programme(self.programme)
        return entries.prefetch_related(WITH_PARTS, "moves__by", "verifications__by", "evidence")

    def handle_exception(self, exc):
        if isinstance(exc, StaleEntry):
            return Response(
                {
                    "detail": _(
                        "Somebody else has changed this entry since you read it. Look at the current one; "
                        "send its revision to replace it."
                    ),
                    "current": exc.current and self.answer(exc.current),
                },
                status=409,
            )
        if isinstance(exc, EntryRefused):
            exc = ValidationError(
                {field or "detail": [problem] for field, problem in exc.problems.items()},
            )
        return super().handle_exception(exc)

    def cleaned(self, serializer_class):
        """What was sent, as the serializer understands it."""
        serializer = serializer_class(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def answer(self, entry):
        """The entry as it stands in the database."""
        return self.shown([self.get_queryset().get(pk=entry.pk)])[0]

    def shown(self, entries):
        """Entries as they are answered, each with what is unusual about it."""
        return EntrySerializer(entries, many=True, context={"doubts": doubts_of(entries)}).data


class EntryViewSet(EntryAnswers, viewsets.GenericViewSet):
    """All entries of a programme, and recording one."""

    filterset_class = ProgressEntryFilter

    def list(self, request, *args, **kwargs):
        return self.get_paginated_response(
            self.shown(self.paginate_queryset(self.filter_queryset(self.get_queryset())))
        )

    @extend_schema(request=RecordSerializer, responses=answers(**{"201": EntrySerializer}))
    def create(self, request, *args, **kwargs):
        """Record what an indicator showed in an open period, as a draft or for verification; a draft is replaced."""
        cleaned = self.cleaned(RecordSerializer)
        indicators = Indicator.objects.visible_to(request.user).in_programme(self.programme)
        indicator = self._named("indicator", indicators, code=cleaned.pop("indicator"))
        # Who may not record learns nothing about what they sent.
        if not request.user.has_perm(Permission.ENTRY_RECORD, indicator):
            raise PermissionDenied
        periods = ReportingPeriod.objects.visible_to(request.user).filter(programme=self.programme)
        period = self._named("period", periods, label=cleaned.pop("period"))
        sent = {name: cleaned.pop(name) for name in ("revision", "client_key")}
        write = record_and_submit if cleaned.pop("submit") else record_progress
        if cleaned["step"] is not None:
            cleaned["step"] = self._named("step", indicator.steps, number=cleaned["step"])
        entry = write(indicator=indicator, period=period, figure=Figure(**cleaned), by=request.user, **sent)
        return Response(self.answer(entry), status=200 if sent["revision"] else 201)

    @staticmethod
    def _named(field, queryset, **key):
        try:
            return queryset.get(**key)
        except queryset.model.DoesNotExist:
            (name,) = key.values()
            message = _("“%(name)s” is not known in this programme.")
            if queryset.model is ScaleStep:
                message = _("The indicator's scale has no step “%(name)s”.")
            raise ValidationError({field: [message % {"name": name}]}) from None


class IndicatorEntryViewSet(EntryAnswers, viewsets.GenericViewSet):
    """The entry of one indicator for one period, and its moves; of the latest series, or `?series=1` of another."""

    lookup_url_kwarg = "period"

    @cached_property
    def entry(self):
        """The entry the address names; otherwise 404."""
        entries = self.get_queryset().filter(
            indicator__code=self.kwargs["indicator"], period__label=self.kwargs["period"]
        )
        entry = entry_of_series(entries, self.request.query_params.get("series"))
        if entry is None:
            raise Http404
        return entry

    def get_permission_subject(self):
        return self.entry

    def retrieve(self, request, *args, **kwargs):
        return Response(self.answer(self.entry))

    @extend_schema(request=SubmitSerializer, responses=answers())
    @action(detail=True, methods=["post"], permission_required=Permission.ENTRY_RECORD)
    def submit(self, request, **kwargs):
        """Hand the entry to verification."""
        return self._move(submit_entry, SubmitSerializer)

    @extend_schema(request=VerificationSerializer, responses=answers())
    @action(detail=True, methods=["post"], permission_required=Permission.ENTRY_VERIFY)
    def verify(self, request, **kwargs):
        """Vouch for the submitted figure; from now on it counts."""
        return self._move(verify_entry, VerificationSerializer)

    @extend_schema(request=ReasonSerializer, responses=answers())
    @action(detail=True, methods=["post"], url_path="return", permission_required=Permission.ENTRY_VERIFY)
    def give_back(self, request, **kwargs):
        """Give the submitted entry back, saying what is to be mended."""
        return self._move(return_entry, ReasonSerializer)

    @extend_schema(request=ReasonSerializer, responses=answers())
    @action(detail=True, methods=["post"], permission_required=Permission.ENTRY_VERIFY)
    def reopen(self, request, **kwargs):
        """Take back a verification, saying why."""
        return self._move(reopen_entry, ReasonSerializer)

    def _move(self, service, serializer_class):
        return Response(self.answer(service(entry=self.entry, by=self.request.user, **self.cleaned(serializer_class))))


class ReportViewSet(InProgramme, viewsets.GenericViewSet):
    """The reports that are expected: an indicator, a period, who is to report, and where it stands."""

    serializer_class = ReportSerializer
    queryset = Indicator.objects.none()

    @extend_schema(
        parameters=[
            OpenApiParameter("period", str, description="The label of a period; without it, of all that were opened"),
            OpenApiParameter("outcome", int, description="The number of an outcome"),
            OpenApiParameter("state", str, enum=Expected.values, many=True, description="Where they stand"),
        ]
    )
    def list(self, request, *args, **kwargs):
        """What is expected, the earliest period first."""
        known = list(ReportingPeriod.objects.visible_to(request.user).filter(programme=self.programme))
        asked = ReportFilter(data=request.query_params, periods=known)
        if not asked.is_valid():
            raise ValidationError({field: [str(one) for one in wrong] for field, wrong in asked.errors.items()})
        periods = asked.periods()
        page = self.paginate_queryset(asked.narrowed(expected_reports(periods, among=known)))
        people = reporters_of(self.programme)
        context = {"reporters": lambda one: who_reports(one, people)}
        return self.get_paginated_response(ReportSerializer(reports_in(page, periods), many=True, context=context).data)
