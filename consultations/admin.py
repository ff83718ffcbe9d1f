"""Consultations on the administration pages: for configuration and rescue only."""

from django.contrib import admin

from . import models


@admin.register(models.Event)
class EventAdmin(admin.ModelAdmin):
    list_display = ["programme", "code", "held_on", "group_label"]
    list_display_links = ["code", "held_on"]
    list_filter = ["kind"]
    list_select_related = ["programme"]
    search_fields = ["code", "group_label", "programme__code"]
    autocomplete_fields = ["programme"]


@admin.register(models.Participation)
class ParticipationAdmin(admin.ModelAdmin):
    list_display = ["event", "place", "position", "organisation", "constituency", "sex"]
    list_display_links = ["place", "position"]
    list_filter = ["constituency", "sex"]
    list_select_related = ["event", "organisation"]
    search_fields = ["position", "event__code"]
    autocomplete_fields = ["event", "organisation"]


@admin.register(models.SuggestedPriority)
class SuggestedPriorityAdmin(admin.ModelAdmin):
    list_display = ["programme", "group", "number", "title"]
    list_display_links = ["number", "title"]
    list_filter = ["group"]
    list_select_related = ["programme"]
    search_fields = ["title", "programme__code"]
    autocomplete_fields = ["programme"]


@admin.register(models.SuggestedTheme)
class SuggestedThemeAdmin(admin.ModelAdmin):
    list_display = ["programme", "group", "priority", "position", "theme"]
    list_display_links = ["position", "theme"]
    list_filter = ["group"]
    list_select_related = ["programme", "priority"]
    search_fields = ["theme", "programme__code"]
    autocomplete_fields = ["programme", "priority"]


@admin.register(models.Feedback)
class FeedbackAdmin(admin.ModelAdmin):
    list_display = ["programme", "position", "speaker", "comment"]
    list_display_links = ["position", "speaker"]
    list_select_related = ["programme", "organisation"]
    search_fields = ["speaker", "comment", "programme__code"]
    autocomplete_fields = ["programme", "organisation"]
