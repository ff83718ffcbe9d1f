"""What is laid beside a figure so that others can check it: files and links."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dwcp.toolkit.filetypes import named
from outcomes.models import InProgrammeQuerySet, Programme

from ..choices import EvidenceKind
from .entry import ProgressEntry
from .unsaved import UnsavedProgress


class EvidenceQuerySet(InProgrammeQuerySet):
    """What lies beside an entry is seen by who sees the entry; beside what is not saved yet, by who typed that."""

    path = "entry__indicator__outcome__programme"
    unsaved_path = "unsaved__indicator__outcome__programme"

    def visible_to(self, user):
        """Beside entries of this person's programmes, and beside what they themselves have not saved there."""
        programmes = Programme.objects.visible_to(user)
        saved = models.Q(**{f"{self.path}__in": programmes})
        return self.filter(saved | models.Q(unsaved__by=user, **{f"{self.unsaved_path}__in": programmes}))

    def in_programme(self, programme):
        """Beside figures of one programme."""
        return self.filter(models.Q(**{self.path: programme}) | models.Q(**{self.unsaved_path: programme}))

    def standing(self):
        """What nobody took back."""
        return self.filter(withdrawn_at=None)


class Evidence(models.Model):
    """A file or a link that shows where a figure comes from.

    It belongs to an entry, or to what somebody has typed and not saved yet. A file lies in the storage for evidence
    (setting EVIDENCE_ROOT) under its SHA-256, never under the name it was sent with, which stands here.
    """

    entry = models.ForeignKey(ProgressEntry, on_delete=models.CASCADE, null=True, blank=True, related_name="evidence")
    unsaved = models.ForeignKey(
        UnsavedProgress, on_delete=models.CASCADE, null=True, blank=True, related_name="evidence"
    )
    kind = models.CharField(_("kind"), max_length=4, choices=EvidenceKind)
    name = models.CharField(_("name"), max_length=200)
    link = models.URLField(_("address"), max_length=500, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)
    content_type = models.CharField(_("type"), max_length=100, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(entry=None) ^ models.Q(unsaved=None),
                name="evidence_lies_beside_one_figure",
                violation_error_message=_("Evidence lies beside an entry, or beside what is not saved yet."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind=EvidenceKind.FILE, link="", size__gt=0) & ~models.Q(sha256="")
                | models.Q(kind=EvidenceKind.LINK, sha256="", size=0) & ~models.Q(link=""),
                name="evidence_is_a_file_or_a_link",
                violation_error_message=_("A file has its content, a link its address."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Where it is opened: a link elsewhere, a file here."""
        if self.link:
            return self.link
        return reverse("indicators:evidence", kwargs={"programme": self.programme.code, "evidence": self.pk})

    @property
    def beside(self):
        """The figure it lies beside: an entry, or what is not saved yet."""
        return self.entry or self.unsaved

    @property
    def indicator(self):
        """The indicator whose figure it is about."""
        return self.beside.indicator

    @property
    def programme(self):
        """The programme it belongs to."""
        return self.indicator.programme

    @property
    def is_file(self):
        """Whether it is a file, not a link."""
        return self.kind == EvidenceKind.FILE

    @property
    def type(self):
        """The type of the file as its content showed it (FileType), or None for a link."""
        return named(self.content_type)

    @property
    def is_picture(self):
        """Whether a page may show it."""
        return self.type is not None and self.type.is_picture
