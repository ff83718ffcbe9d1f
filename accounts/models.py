"""People, the organisations they speak for, and the trail of what they did."""

import rules
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import AuditVerb, Constituency, Digest


class Organisation(models.Model):
    """A body that takes part: a ministry, a union, an employers' federation, a donor, an ILO office."""

    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=250, blank=True)
    constituency = models.CharField(_("constituency"), max_length=12, choices=Constituency)
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["acronym", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(acronym="", name=""),
                name="organisation_has_an_acronym_or_a_name",
                violation_error_message=_("Give the organisation an acronym or a name."),
            ),
            models.UniqueConstraint(
                fields=["acronym"],
                condition=~models.Q(acronym=""),
                name="one_organisation_per_acronym",
                violation_error_message=_("There is already an organisation with this acronym."),
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(acronym=""),
                name="one_organisation_per_name_without_acronym",
                violation_error_message=_("There is already an organisation with this name."),
            ),
        ]

    def __str__(self):
        return self.acronym or self.name


class UserManager(BaseUserManager["User"]):
    """Makes accounts that sign in with an e-mail address."""

    def get_queryset(self):
        """People with their organisation: every page shows both, for one query."""
        return super().get_queryset().select_related("organisation")

    def create_user(self, email, password=None, **fields):
        """Make an account; without a password it can only be signed into after a reset."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """Make an account that may use the administration pages."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. What they may do follows from their programme memberships."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("organisation"),
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    digest = models.CharField(_("mail about what waits"), max_length=6, choices=Digest, default=Digest.DAILY)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("may use the administration pages"), default=False)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_person_per_e_mail_address",
                violation_error_message=_("Somebody signs in with this e-mail address already."),
            ),
        ]

    def __str__(self):
        return self.name

    def has_perm(self, perm, obj=None):
        """Whether this person may do something, to `obj` if one is named.

        Who may use the administration pages may do everything there. In a programme everybody may do what their
        membership says, and in an archived one nothing.
        """
        if obj is None:
            return super().has_perm(perm)
        return self.is_active and rules.has_perm(perm, self, obj)


class AuditEventQuerySet(models.QuerySet):
    def about(self, subject):
        """What was done to one record."""
        return self.filter(subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk)


class AuditEvent(models.Model):
    """Who did what to which record, when, and why. Written by services, never changed."""

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="audit_events", verbose_name=_("by"))
    verb = models.CharField(_("what"), max_length=30, choices=AuditVerb)
    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    subject_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    subject_label = models.CharField(max_length=250)
    changes = models.JSONField(_("before and after"), default=dict)
    reason = models.TextField(_("why"), blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "-at"], name="audit_by_subject")]

    def __str__(self):
        return f"{self.subject_label}: {self.get_verb_display()}"
