"""Indicators and entries on the administration pages: for configuration and rescue only.

An entry's state changes by its services alone; its moves and verifications are kept for ever.
"""

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin

from . import models


@admin.register(models.Dimension)
class DimensionAdmin(admin.ModelAdmin):
    list_display = ["code", "name"]
    search_fields = ["code", "name"]


@admin.register(models.Category)
class CategoryAdmin(admin.ModelAdmin):
    list_display = ["dimension", "code", "name", "position"]
    list_display_links = ["code", "name"]
    list_select_related = ["dimension"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["dimension"]


@admin.register(models.Indicator)
class IndicatorAdmin(admin.ModelAdmin):
    list_display = ["code", "statement", "outcome", "measure", "unit"]
    list_display_links = ["code", "statement"]
    list_filter = ["measure", "level", "direction"]
    list_select_related = ["outcome"]
    search_fields = ["code", "statement"]
    autocomplete_fields = ["outcome"]


@admin.register(models.ScaleStep)
class ScaleStepAdmin(admin.ModelAdmin):
    list_display = ["indicator", "number", "name"]
    list_display_links = ["number", "name"]
    list_select_related = ["indicator"]
    search_fields = ["name", "indicator__code"]
    autocomplete_fields = ["indicator"]


@admin.register(models.Target)
class TargetAdmin(admin.ModelAdmin):
    list_display = ["indicator", "kind", "value", "reading", "due_on"]
    list_filter = ["kind", "reading"]
    list_select_related = ["indicator"]
    search_fields = ["text", "indicator__code"]
    autocomplete_fields = ["indicator"]


@admin.register(models.CategoryTarget)
class CategoryTargetAdmin(admin.ModelAdmin):
    list_display = ["indicator", "category", "value", "share"]
    list_select_related = ["indicator", "category"]
    search_fields = ["indicator__code"]
    autocomplete_fields = ["indicator", "category"]


@admin.register(models.Disaggregation)
class DisaggregationAdmin(ReadOnlyAdmin):
    """Splits are changed on the pages, where a new series begins."""

    list_display = ["indicator", "dimension", "crossed_with", "first_series", "last_series"]
    list_select_related = ["indicator", "dimension", "crossed_with"]
    search_fields = ["indicator__code"]


@admin.register(models.SeriesChange)
class SeriesChangeAdmin(ReadOnlyAdmin):
    list_display = ["indicator", "number", "totals_carry_on", "begun_at", "begun_by"]
    list_select_related = ["indicator", "begun_by"]
    search_fields = ["indicator__code", "reason"]


@admin.register(models.StatusOverride)
class StatusOverrideAdmin(ReadOnlyAdmin):
    list_display = ["indicator", "period", "status", "by", "withdrawn_at"]
    list_filter = ["status"]
    list_select_related = ["indicator", "period", "by"]
    search_fields = ["indicator__code", "reason"]


@admin.register(models.FrameworkImport)
class FrameworkImportAdmin(ReadOnlyAdmin):
    list_display = ["file_name", "programme", "state", "uploaded_by", "uploaded_at"]
    list_filter = ["state"]
    list_select_related = ["programme", "uploaded_by"]
    search_fields = ["file_name"]
    exclude = ["content"]


@admin.register(models.ReportingPeriod)
class ReportingPeriodAdmin(admin.ModelAdmin):
    list_display = ["programme", "label", "starts_on", "ends_on", "state"]
    list_display_links = ["label"]
    list_filter = ["state"]
    list_select_related = ["programme"]
    search_fields = ["label", "programme__code"]
    autocomplete_fields = ["programme"]


@admin.register(models.ProgressEntry)
class ProgressEntryAdmin(ReadOnlyAdmin):
    """Figures are written, verified and reopened on the pages, where each step leaves its trace."""

    list_display = ["indicator", "period", "value", "state", "recorded_by"]
    list_filter = ["state", "period"]
    list_select_related = ["indicator", "period", "recorded_by"]
    search_fields = ["indicator__code", "indicator__statement", "narrative"]


@admin.register(models.DisaggregatedValue)
class DisaggregatedValueAdmin(ReadOnlyAdmin):
    list_display = ["entry", "category", "value", "denominator"]
    list_select_related = ["entry__indicator", "entry__period", "category"]
    search_fields = ["entry__indicator__code"]


@admin.register(models.EntryMove)
class EntryMoveAdmin(ReadOnlyAdmin):
    list_display = ["entry", "from_state", "to_state", "by", "at"]
    list_filter = ["to_state"]
    list_select_related = ["entry__indicator", "entry__period", "by"]
    search_fields = ["entry__indicator__code", "reason"]


@admin.register(models.Verification)
class VerificationAdmin(ReadOnlyAdmin):
    list_display = ["entry", "grade", "checked_against", "by", "at"]
    list_filter = ["grade"]
    list_select_related = ["entry__indicator", "entry__period", "by"]
    search_fields = ["entry__indicator__code", "checked_against"]


@admin.register(models.Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "entry", "size", "added_by", "added_at"]
    list_filter = ["kind"]
    list_select_related = ["entry__indicator", "entry__period", "added_by"]
    search_fields = ["name", "sha256"]


@admin.register(models.UnsavedProgress)
class UnsavedProgressAdmin(ReadOnlyAdmin):
    list_display = ["indicator", "period", "by", "typed_at"]
    list_select_related = ["indicator", "period", "by"]
    search_fields = ["indicator__code"]


@admin.register(models.Comment)
class CommentAdmin(ReadOnlyAdmin):
    list_display = ["entry", "by", "at", "withdrawn_at"]
    list_select_related = ["entry__indicator", "entry__period", "by"]
    search_fields = ["text", "entry__indicator__code"]


@admin.register(models.VerificationSample)
class VerificationSampleAdmin(ReadOnlyAdmin):
    list_display = ["period", "seed", "drawn_by", "drawn_at"]
    list_select_related = ["period", "drawn_by"]
    search_fields = ["period__label"]


@admin.register(models.ProgressImport)
class ProgressImportAdmin(ReadOnlyAdmin):
    list_display = ["file_name", "programme", "state", "uploaded_by", "uploaded_at"]
    list_filter = ["state"]
    list_select_related = ["programme", "uploaded_by"]
    search_fields = ["file_name"]
    exclude = ["content"]


@admin.register(models.ClientKey)
class ClientKeyAdmin(ReadOnlyAdmin):
    list_display = ["key", "by", "entry", "at"]
    list_select_related = ["by", "entry__indicator", "entry__period"]
    search_fields = ["key"]


@admin.register(models.DigestSent)
class DigestSentAdmin(ReadOnlyAdmin):
    list_display = ["to", "sent_at"]
    list_select_related = ["to"]
    search_fields = ["to__name"]
