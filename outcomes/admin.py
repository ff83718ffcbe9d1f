"""The programme and its structure on the administration pages: for configuration and rescue only."""

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin

from . import models


@admin.register(models.Country)
class CountryAdmin(admin.ModelAdmin):
    list_display = ["iso3", "name"]
    search_fields = ["iso3", "name"]


@admin.register(models.Programme)
class ProgrammeAdmin(admin.ModelAdmin):
    list_display = ["code", "title", "start_year", "end_year"]
    search_fields = ["code", "title"]
    autocomplete_fields = ["country", "organisations"]


@admin.register(models.ProgrammeMembership)
class ProgrammeMembershipAdmin(admin.ModelAdmin):
    list_display = ["user", "programme", "role"]
    list_filter = ["role"]
    list_select_related = ["user", "programme"]
    search_fields = ["user__name", "user__email", "programme__code"]
    autocomplete_fields = ["user", "programme", "outcomes"]


@admin.register(models.Priority)
class PriorityAdmin(admin.ModelAdmin):
    list_display = ["programme", "letter", "code", "title"]
    list_display_links = ["letter", "title"]
    list_select_related = ["programme"]
    search_fields = ["title", "programme__code"]
    autocomplete_fields = ["programme"]


@admin.register(models.DwcpOutcome)
class DwcpOutcomeAdmin(admin.ModelAdmin):
    list_display = ["programme", "number", "title"]
    list_display_links = ["number", "title"]
    list_select_related = ["programme"]
    search_fields = ["title", "short_title", "programme__code"]
    autocomplete_fields = ["programme", "priority"]


@admin.register(models.Biennium)
class BienniumAdmin(admin.ModelAdmin):
    list_display = ["label", "start_year", "end_year"]
    search_fields = ["label"]


@admin.register(models.CountryProgrammeOutcome)
class CountryProgrammeOutcomeAdmin(admin.ModelAdmin):
    list_display = ["code", "biennium", "title", "is_predefined"]
    list_filter = ["biennium", "is_predefined"]
    list_select_related = ["biennium"]
    search_fields = ["code", "title", "short_title"]
    autocomplete_fields = ["programme", "biennium", "dwcp_outcomes", "parent", "predecessors"]


@admin.register(models.Strategy)
class StrategyAdmin(admin.ModelAdmin):
    list_display = ["outcome", "letter", "text"]
    list_display_links = ["letter", "text"]
    list_select_related = ["outcome"]
    search_fields = ["text"]
    autocomplete_fields = ["outcome"]


@admin.register(models.Framework)
class FrameworkAdmin(admin.ModelAdmin):
    search_fields = ["name"]


@admin.register(models.FrameworkItem)
class FrameworkItemAdmin(admin.ModelAdmin):
    list_display = ["framework", "reference", "title"]
    list_display_links = ["reference", "title"]
    list_select_related = ["framework"]
    search_fields = ["reference", "title", "framework__name"]
    autocomplete_fields = ["framework"]


@admin.register(models.Alignment)
class AlignmentAdmin(admin.ModelAdmin):
    list_display = ["outcome", "item", "relation"]
    list_select_related = ["outcome", "item__framework"]
    search_fields = ["relation", "item__title"]
    autocomplete_fields = ["outcome", "item"]


@admin.register(models.Project)
class ProjectAdmin(admin.ModelAdmin):
    list_display = ["acronym", "title", "status"]
    list_display_links = ["acronym", "title"]
    list_filter = ["status"]
    search_fields = ["acronym", "title"]
    autocomplete_fields = ["programme", "donors", "outcomes", "country_programme_outcomes"]


@admin.register(models.BudgetLine)
class BudgetLineAdmin(admin.ModelAdmin):
    list_display = ["outcome", "funding_source", "currency", "allocated", "spent"]
    list_display_links = ["outcome", "funding_source", "allocated"]
    list_filter = ["funding_source"]
    list_select_related = ["outcome"]
    search_fields = ["outcome__title", "note"]
    autocomplete_fields = ["programme", "outcome"]


@admin.register(models.Risk)
class RiskAdmin(admin.ModelAdmin):
    list_display = ["statement", "likelihood", "impact", "status"]
    list_filter = ["status"]
    search_fields = ["statement"]
    autocomplete_fields = ["programme", "outcome", "owner"]


@admin.register(models.Removal)
class RemovalAdmin(ReadOnlyAdmin):
    """What was removed is put back on the pages."""

    list_display = ["what", "programme", "removed_at", "removed_by", "put_back_at"]
    list_select_related = ["programme", "removed_by"]
    search_fields = ["what"]
