"""What a workshop said about a programme, and what its groups suggested for the next one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from outcomes.models import Programme

from ..choices import SuggestingGroup


class OfProgrammeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the programmes this person belongs to."""
        return self.filter(programme__in=Programme.objects.visible_to(user))


class SuggestedPriority(models.Model):
    """A priority area that a group suggests for the next programme. Source: review 2011, tables 5.1 to 5.3."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="suggested_priorities")
    group = models.CharField(_("group"), max_length=10, choices=SuggestingGroup)
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=250)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggested priority")
        verbose_name_plural = _("suggested priorities")
        ordering = ["group", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "group", "number"],
                name="one_suggested_priority_per_group_and_number",
                violation_error_message=_("The group already suggests a priority with this number."),
            ),
        ]

    def __str__(self):
        return f"{self.get_group_display()} {self.number}"


class SuggestedTheme(models.Model):
    """A theme under a suggested priority; one that cuts across all has no priority. Source: review 2011, Annex VI."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="suggested_themes")
    group = models.CharField(_("group"), max_length=10, choices=SuggestingGroup)
    priority = models.ForeignKey(
        SuggestedPriority, on_delete=models.CASCADE, null=True, blank=True, related_name="themes"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    theme = models.TextField(_("theme"))
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggested theme")
        verbose_name_plural = _("suggested themes")
        ordering = ["group", "priority__number", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["priority", "position"],
                name="one_suggested_theme_per_priority_and_place",
                violation_error_message=_("The priority already has a theme in this place."),
            ),
            models.UniqueConstraint(
                fields=["programme", "group", "position"],
                condition=models.Q(priority=None),
                name="one_cross_cutting_theme_per_group_and_place",
                violation_error_message=_("The group already has a cross-cutting theme in this place."),
            ),
        ]

    def __str__(self):
        return self.theme[:80]


class Feedback(models.Model):
    """What somebody said in the plenary, by organisation. Source: review 2011, Annex V."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="feedback")
    position = models.PositiveSmallIntegerField(_("position"))
    # As the minutes name it; the organisation is linked where the list knows it.
    speaker = models.CharField(_("speaker's organisation"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="feedback"
    )
    comment = models.TextField(_("comment"))
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment from the plenary")
        verbose_name_plural = _("comments from the plenary")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "position"],
                name="one_feedback_per_position",
                violation_error_message=_("The minutes already have a comment in this place."),
            ),
        ]

    def __str__(self):
        return f"{self.speaker}: {self.comment[:60]}"
