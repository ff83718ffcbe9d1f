"""People, organisations and the audit trail on the administration pages: for configuration and rescue only."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as PasswordUserAdmin
from django.utils.translation import gettext_lazy as _

from .models import AuditEvent, Organisation, User


class ReadOnlyAdmin(admin.ModelAdmin):
    """Records that only services write: to be looked at."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ["acronym", "name", "constituency"]
    list_display_links = ["acronym", "name"]
    list_filter = ["constituency"]
    search_fields = ["acronym", "name"]


@admin.register(User)
class UserAdmin(PasswordUserAdmin):
    """People sign in with their e-mail address."""

    list_display = ["name", "email", "organisation", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff", "organisation__constituency"]
    list_select_related = ["organisation"]
    search_fields = ["name", "email"]
    ordering = ["name"]
    autocomplete_fields = ["organisation"]
    readonly_fields = ["last_login", "joined_at"]
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        (_("Person"), {"fields": ["name", "organisation", "language", "digest"]}),
        (_("Access"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("Dates"), {"fields": ["last_login", "joined_at"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "organisation", "language", "usable_password", "password1", "password2"]}),
    ]

    def save_model(self, request, obj, form, change):
        # As everywhere: an address is kept in small letters.
        obj.email = obj.email.lower()
        super().save_model(request, obj, form, change)


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "by", "verb", "subject_label"]
    list_filter = ["verb"]
    list_select_related = ["by"]
    search_fields = ["subject_label", "by__name", "reason"]
    date_hierarchy = "at"
