"""A country's programme and the people who belong to it."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import Organisation


class Country(models.Model):
    """A member State with a programme."""

    iso3 = models.CharField(_("ISO code"), max_length=3, primary_key=True)
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["name"]

    def __str__(self):
        return self.name


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Programmes this person belongs to."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(memberships__user=user)


class Programme(models.Model):
    """The agreement between a country's constituents and the ILO on priorities and outcomes."""

    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                r"^[A-Z]{3}-[A-Z0-9-]+\Z",
                _("A programme's code looks like KHM-DWCP-2008-2010: capital letters, digits and hyphens."),
            )
        ],
    )
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="programmes")
    title = models.CharField(_("title"), max_length=250)
    start_year = models.PositiveSmallIntegerField(_("first year"))
    end_year = models.PositiveSmallIntegerField(_("last year"))
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    is_public = models.BooleanField(_("open to the public"), default=False)
    on_track_from = models.DecimalField(_("on track from"), max_digits=4, decimal_places=2, default=Decimal("0.85"))
    at_risk_from = models.DecimalField(_("at risk from"), max_digits=4, decimal_places=2, default=Decimal("0.50"))
    jump_factor = models.DecimalField(
        _("jump to ask about"),
        max_digits=4,
        decimal_places=1,
        default=Decimal("3.0"),
        help_text=_("A figure so many times larger or smaller than the one before asks for a word of explanation."),
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    follows = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="followed_by", verbose_name=_("follows")
    )
    archived_on = models.DateField(_("archived on"), null=True, blank=True)
    # Its constituents and partners: whom it should hear, and whose acronyms its report spells out.
    organisations = models.ManyToManyField(
        Organisation, blank=True, related_name="programmes", verbose_name=_("organisations concerned")
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["country__name", "-start_year"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end_year__gte=models.F("start_year")),
                name="programme_ends_after_it_starts",
                violation_error_message=_("The last year lies before the first."),
            ),
            models.CheckConstraint(
                condition=models.Q(at_risk_from__gt=0, on_track_from__gt=models.F("at_risk_from")),
                name="on_track_asks_for_more_than_at_risk",
                violation_error_message=_("“On track” must ask for more than “at risk”, and both for more than 0."),
            ),
            models.CheckConstraint(
                condition=models.Q(jump_factor__gt=1),
                name="a_jump_is_more_than_the_same",
                violation_error_message=_("A jump is more than 1: a figure that is as large as before has not jumped."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("dashboard", kwargs={"programme": self.code})

    @property
    def is_archived(self):
        """Whether it is only read: nothing in it is changed until it is brought back."""
        return self.archived_on is not None

    @property
    def first_day(self):
        """The day it began."""
        return date(self.start_year, 1, 1)

    @property
    def short_title(self):
        """Country and years, where the whole title would not fit."""
        return f"{self.country.name} {self.start_year}–{self.end_year}"


class InProgrammeQuerySet(models.QuerySet):
    """What belongs to a programme; `path` leads from the record to it."""

    path = "programme"

    def visible_to(self, user):
        """Records of the programmes this person belongs to."""
        return self.filter(**{f"{self.path}__in": Programme.objects.visible_to(user)})

    def in_programme(self, programme):
        """Records of one programme."""
        return self.filter(**{self.path: programme})


class InOutcomeQuerySet(InProgrammeQuerySet):
    """What belongs to an outcome of a programme."""

    path = "outcome__programme"


class ProgrammeMembership(models.Model):
    """What a person is in a programme; an outcome manager also has outcomes in their care."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    outcomes = models.ManyToManyField(
        "outcomes.DwcpOutcome",
        blank=True,
        related_name="managers",
        verbose_name=_("outcomes in their care"),
    )

    objects = InProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "programme"],
                name="one_role_per_person_and_programme",
                violation_error_message=_("This person already has a role in the programme."),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}"

    @cached_property
    def outcome_ids(self):
        """The keys of the outcomes in their care, read once."""
        return set(self.outcomes.values_list("pk", flat=True))

    @property
    def role_summary(self):
        """What the role is there for, in one line."""
        return Role(self.role).summary
