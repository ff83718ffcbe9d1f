"""Reviews and their method on the administration pages: for configuration and rescue only."""

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin

from . import models
from .choices import ALONE_STATES


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
    # A review moves on its own pages, with a trace: who moved it here could look at what reviewers score alone.
    readonly_fields = ["state"]


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


class AfterScoring(ReadOnlyAdmin):
    """What reviewers give alone is seen by nobody before the team comes together, and here neither."""

    # The way from a record to the review it belongs to.
    path_to_review = "review"

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(**{f"{self.path_to_review}__state__in": ALONE_STATES})


@admin.register(models.IndividualScore)
class IndividualScoreAdmin(AfterScoring):
    list_display = ["review", "reviewer", "criterion", "country_programme_outcome", "area", "score"]
    list_select_related = ["review", "reviewer", "criterion", "country_programme_outcome", "area"]
    search_fields = ["criterion__title", "country_programme_outcome__code", "rationale"]


@admin.register(models.Citation)
class CitationAdmin(AfterScoring):
    path_to_review = "individual_score__review"
    list_display = ["pk", "criterion_score", "area_rating", "individual_score", "document"]
    list_select_related = [
        "criterion_score__review",
        "criterion_score__criterion",
        "area_rating__review",
        "area_rating__country_programme_outcome",
        "area_rating__area",
        "individual_score__reviewer",
        "individual_score__criterion",
        "individual_score__country_programme_outcome",
        "individual_score__area",
    ]
    search_fields = ["document"]


@admin.register(models.Dissent)
class DissentAdmin(ReadOnlyAdmin):
    """Whoever sees a score otherwise says so on its page, and only for themselves."""

    list_display = ["by", "criterion_score", "area_rating", "score"]
    list_select_related = [
        "by",
        "criterion_score__review",
        "criterion_score__criterion",
        "area_rating__review",
        "area_rating__country_programme_outcome",
        "area_rating__area",
    ]
    search_fields = ["text"]


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


@admin.register(models.ManagementResponse)
class ManagementResponseAdmin(ReadOnlyAdmin):
    """Answers are given on the page of their recommendation, where each leaves its trace."""

    list_display = ["recommendation", "verdict", "responded_by", "responded_at"]
    list_select_related = ["recommendation", "responded_by"]
    list_filter = ["verdict"]
    search_fields = ["reason", "resources"]


@admin.register(models.FollowUpAction)
class FollowUpActionAdmin(ReadOnlyAdmin):
    """Actions are planned, reported and judged on the page of their recommendation."""

    list_display = ["recommendation", "number", "text", "owner", "due_on", "status", "adequacy"]
    list_display_links = ["number", "text"]
    list_select_related = ["recommendation", "owner"]
    list_filter = ["status", "adequacy"]
    search_fields = ["text", "progress"]


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


@admin.register(models.ReportText)
class ReportTextAdmin(ReadOnlyAdmin):
    """The words of a report; they are written on its pages, which keep two writers apart."""

    list_display = ["review", "section", "revision"]
    list_display_links = ["section"]
    list_filter = ["section"]
    list_select_related = ["review"]
    search_fields = ["review__slug", "review__programme__code", "text"]


@admin.register(models.CheckAnswer)
class CheckAnswerAdmin(ReadOnlyAdmin):
    """Why something the consistency check points out may stand, as somebody said it then."""

    list_display = ["review", "check_key", "answer", "answered_by", "answered_at"]
    list_display_links = ["check_key"]
    list_select_related = ["review", "answered_by"]
    search_fields = ["review__slug", "check_key", "seen", "answer"]


@admin.register(models.ReportVersion)
class ReportVersionAdmin(ReadOnlyAdmin):
    """What was signed is never changed."""

    list_display = ["review", "number", "signed_by", "signed_at"]
    list_display_links = ["number"]
    list_select_related = ["review", "signed_by"]
    search_fields = ["review__slug", "review__programme__code", "pdf_sha256", "snapshot_sha256"]

    def get_queryset(self, request):
        return super().get_queryset(request).without_files()  # type: ignore[attr-defined]


@admin.register(models.ReportJob)
class ReportJobAdmin(ReadOnlyAdmin):
    """Files are made by tasks; here one sees how far they are, and what went wrong."""

    list_display = ["review", "format", "edition", "state", "percent", "attempts", "asked_by", "asked_at", "beat_at"]
    list_display_links = ["format"]
    list_filter = ["state", "format"]
    list_select_related = ["review", "asked_by"]
    search_fields = ["review__slug", "review__programme__code", "problem"]

    def get_queryset(self, request):
        return super().get_queryset(request).without_content()  # type: ignore[attr-defined]


@admin.register(models.ReportSection)
class ReportSectionAdmin(admin.ModelAdmin):
    list_display = ["template", "position", "section", "title"]
    list_display_links = ["section", "title"]
    list_select_related = ["template"]
    search_fields = ["title", "wording"]
    autocomplete_fields = ["template"]


@admin.register(models.CriterionMatch)
class CriterionMatchAdmin(admin.ModelAdmin):
    list_display = ["criterion", "other", "is_strict", "note"]
    list_display_links = ["criterion", "other"]
    list_select_related = ["criterion", "other"]
    search_fields = ["criterion__title", "other__title", "note"]
    autocomplete_fields = ["criterion", "other"]


@admin.register(models.TeamMember)
class TeamMemberAdmin(admin.ModelAdmin):
    list_display = ["review", "person", "capacity", "constituency"]
    list_display_links = ["person"]
    list_select_related = ["review", "person"]
    search_fields = ["person__name", "review__slug"]
    autocomplete_fields = ["review", "person"]


@admin.register(models.Endorsement)
class EndorsementAdmin(ReadOnlyAdmin):
    list_display = ["review", "consultation_round", "organisation", "stance", "given_by", "withdrawn_at"]
    list_display_links = ["organisation"]
    list_filter = ["constituency", "stance"]
    list_select_related = ["review", "organisation", "given_by"]
    search_fields = ["organisation__acronym", "organisation__name", "text"]
