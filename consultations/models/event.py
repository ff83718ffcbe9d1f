"""A meeting, interview or workshop, and who took part."""

from django.core.validators import validate_slug
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.choices import Constituency
from accounts.models import Organisation
from outcomes.models import Programme

from ..choices import EventKind, Sex


class EventQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Events of the programmes this person belongs to."""
        return self.filter(programme__in=Programme.objects.visible_to(user))


class Event(models.Model):
    """One consultation on one day. `code` names it in files; whom it was with is said in `group_label`."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="events")
    code = models.CharField(_("code"), max_length=20, validators=[validate_slug])
    kind = models.CharField(_("kind"), max_length=9, choices=EventKind, default=EventKind.INTERVIEW)
    held_on = models.DateField(_("held on"))
    starts_at = models.TimeField(_("from"), null=True, blank=True)
    ends_at = models.TimeField(_("until"), null=True, blank=True)
    group_label = models.CharField(_("with whom"), max_length=250, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["held_on", "starts_at", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"],
                name="one_event_per_programme_and_code",
                violation_error_message=_("The programme already has a consultation with this code."),
            ),
            models.CheckConstraint(
                condition=models.Q(starts_at=None)
                | models.Q(ends_at=None)
                | models.Q(ends_at__gte=models.F("starts_at")),
                name="event_ends_after_it_starts",
                violation_error_message=_("The consultation ends before it starts."),
            ),
        ]

    def __str__(self):
        return f"{self.held_on:%Y-%m-%d} {self.group_label or self.code}"

    def get_absolute_url(self):
        return reverse("consultations:consultation", kwargs={"programme": self.programme.code, "event": self.code})


class ParticipationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """People met at the events of the programmes this person belongs to."""
        return self.filter(event__programme__in=Programme.objects.visible_to(user))


class Participation(models.Model):
    """One person at an event, by position and organisation; names are not kept."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="participations")
    place = models.PositiveIntegerField(_("place in the list"))
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    position = models.CharField(_("position"), max_length=250, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="participations"
    )
    constituency = models.CharField(_("constituency"), max_length=12, choices=Constituency, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["event", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "place"],
                name="one_participant_per_event_and_place",
                violation_error_message=_("The list already has somebody in this place."),
            ),
        ]

    def __str__(self):
        return f"{self.position}, {self.organisation}" if self.organisation_id else self.position
