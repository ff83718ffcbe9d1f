"""Reviews and their method on the administration pages: for configuration and rescue only."""

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin

from . import models


@admin.register(models.ReviewTemplate)
class ReviewTemplateAdmin(admin.ModelAdmin):
    search_fields = ["name"]


@admin.register(models.RatingLabel)
class RatingLabelAdmin(admin.ModelAdmin):
    list_display = ["template", "score", "label"]
    list_display_links = ["score", "label"]
    list_select_related = ["template"]
    search_fields = ["label"]
    autocomplete_fields = ["template"]


@admin.register(models.Criterion)
class CriterionAdmin(admin.ModelAdmin):
    list_display = ["template", "number", "title"]
    list_display_links = ["number", "title"]
    list_select_related = ["template"]
    search_fields = ["title"]
    autocomplete_fields = ["template"]


@admin.register(models.SubCriterion)
class SubCriterionAdmin(admin.ModelAdmin):
    list_display = ["criterion", "number", "text"]
    list_display_links = ["number", "text"]
    list_select_related = ["criterion"]
    search_fields = ["text"]
    autocomplete_fields = ["criterion"]


@admin.register(models.PerformanceArea)
class PerformanceAreaAdmin(admin.ModelAdmin):
    list_display = ["template", "letter", "title", "control"]
    list_display_links = ["letter", "title"]
    list_filter = ["control"]
    list_select_related = ["template"]
    search_fields = ["title"]
    autocomplete_fields = ["template"]


@admin.register(models.Review)
class ReviewAdmin(admin.ModelAdmin):
    list_display = ["programme", "slug", "title", "state"]
    list_display_links = ["slug", "title"]
    list_filter = ["state"]
    list_select_related = ["programme"]
    search_fields = ["slug", "title", "programme__code"]
    autocomplete_fields = ["programme", "template", "country_programme_outcomes"]


@admin.register(models.TimetableTask)
class TimetableTaskAdmin(admin.ModelAdmin):
    list_display = ["review", "position", "task", "time_frame", "responsible"]
    list_display_links = ["task"]
    list_select_related = ["review"]
    search_fields = ["task", "responsible"]
    autocomplete_fields = ["review"]


@admin.register(models.CriterionScore)
class CriterionScoreAdmin(ReadOnlyAdmin):
    """Scores are set on the pages of their review, where each leaves its trace."""

    list_display = ["review", "criterion", "score"]
    list_select_related = ["review", "criterion"]
    search_fields = ["criterion__title", "rationale"]


@admin.register(models.AreaRating)
class AreaRatingAdmin(ReadOnlyAdmin):
    """Ratings are set on the pages of their review, where each leaves its trace."""

    list_display = ["review", "country_programme_outcome", "area", "rating"]
    list_select_related = ["review", "country_programme_outcome", "area"]
    search_fields = ["country_programme_outcome__code", "comment"]


@admin.register(models.SubCriterionFinding)
class SubCriterionFindingAdmin(admin.ModelAdmin):
    list_display = ["review", "criterion", "heading"]
    list_display_links = ["heading"]
    list_select_related = ["review", "criterion"]
    search_fields = ["heading", "finding"]
    autocomplete_fields = ["review", "criterion", "sub_criteria"]


@admin.register(models.IndicatorFinding)
class IndicatorFindingAdmin(admin.ModelAdmin):
    list_display = ["review", "country_programme_outcome", "number", "statement", "finding"]
    list_display_links = ["number", "statement"]
    list_filter = ["finding"]
    list_select_related = ["review", "country_programme_outcome"]
    search_fields = ["statement", "country_programme_outcome__code"]
    autocomplete_fields = ["review", "country_programme_outcome", "dwcp_outcome", "indicator"]


@admin.register(models.OutcomeNarrative)
class OutcomeNarrativeAdmin(admin.ModelAdmin):
    list_display = ["review", "country_programme_outcome", "heading"]
    list_select_related = ["review", "country_programme_outcome"]
    search_fields = ["text", "country_programme_outcome__code"]
    autocomplete_fields = ["review", "country_programme_outcome"]


@admin.register(models.Recommendation)
class RecommendationAdmin(admin.ModelAdmin):
    list_display = ["review", "number", "text", "addressed_to"]
    list_display_links = ["number", "text"]
    list_select_related = ["review"]
    search_fields = ["text", "addressed_to"]
    autocomplete_fields = ["review", "criterion"]


@admin.register(models.ControlTotal)
class ControlTotalAdmin(admin.ModelAdmin):
    list_display = ["review", "what", "key", "published_value"]
    list_display_links = ["what", "key"]
    list_select_related = ["review"]
    search_fields = ["what", "key"]
    autocomplete_fields = ["review"]


@admin.register(models.PublishedDiscrepancy)
class PublishedDiscrepancyAdmin(admin.ModelAdmin):
    list_display = ["review", "where", "printed", "conflicting"]
    list_display_links = ["where", "printed"]
    list_select_related = ["review"]
    search_fields = ["where", "printed", "note"]
    autocomplete_fields = ["review"]
