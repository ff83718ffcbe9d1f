"""When entries are due."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from outcomes.models import InProgrammeQuerySet, Programme

from ..choices import OPEN_PERIOD_STATES, PeriodState


class ReportingPeriodQuerySet(InProgrammeQuerySet):
    def open(self):
        """Periods that take entries."""
        return self.filter(state__in=OPEN_PERIOD_STATES)


class ReportingPeriod(models.Model):
    """A stretch of time that a programme reports on, such as 2010 or 2010-Q1."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="periods")
    label = models.SlugField(_("label"), max_length=20)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    due_on = models.DateField(
        _("due on"), null=True, blank=True, help_text=_("What is handed in after this day is marked as late.")
    )
    closes_on = models.DateField(
        _("late entries until"), null=True, blank=True, help_text=_("The last day on which late entries are taken.")
    )
    state = models.CharField(_("state"), max_length=8, choices=PeriodState, default=PeriodState.PLANNED)

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        ordering = ["ends_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "label"],
                name="one_period_per_label",
                violation_error_message=_("The programme already has a period with this label."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")),
                name="period_ends_after_it_starts",
                violation_error_message=_("The last day of a period lies after its first."),
            ),
            models.CheckConstraint(
                condition=models.Q(due_on=None) | models.Q(due_on__gte=models.F("ends_on")),
                name="a_period_is_due_when_it_is_over",
                violation_error_message=_("Reports on a period cannot be due before it has ended."),
            ),
            models.CheckConstraint(
                condition=models.Q(closes_on=None) | models.Q(due_on__isnull=False, closes_on__gte=models.F("due_on")),
                name="late_entries_come_after_the_due_day",
                violation_error_message=_("Late entries are taken after the day on which reports are due: state both."),
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def is_open(self):
        """Whether entries may be written."""
        return self.state in OPEN_PERIOD_STATES

    def is_past_due(self, day):
        """Whether what is handed in on this day comes late; without a due day, while only late entries are taken."""
        if self.due_on is None:
            return self.state == PeriodState.GRACE
        return day > self.due_on

    def taken_until(self, day):
        """The last day on which late entries are taken, while the calendar holds to it; None otherwise.

        It leaves alone what people opened again, or left open past that day.
        """
        held_to = self.state in (PeriodState.OPEN, PeriodState.GRACE)
        return self.closes_on if held_to and self.closes_on and day <= self.closes_on else None

    @property
    def why_closed(self):
        """Why it takes no entries, and what to do; "" while it takes them."""
        if self.is_open:
            return ""
        message = _("The period %(period)s is closed and takes no entries. Ask the programme officer to open it again.")
        if self.state == PeriodState.PLANNED:
            message = _("The period %(period)s is not open yet. Ask the programme officer to open it.")
        return message % {"period": self.label}
