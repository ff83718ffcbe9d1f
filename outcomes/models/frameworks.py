"""What the programme's outcomes are aligned with: UN frameworks, national strategies, the SDGs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import FrameworkKind
from .programme import InOutcomeQuerySet
from .structure import DwcpOutcome


class Framework(models.Model):
    """A plan of others that the programme serves, such as UNDAF 2006-2010."""

    name = models.CharField(_("name"), max_length=150, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=FrameworkKind, default=FrameworkKind.OTHER)

    class Meta:
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")
        ordering = ["name"]

    def __str__(self):
        return self.name


class FrameworkItem(models.Model):
    """A part of a framework, in the wording under which an outcome refers to it."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="items")
    reference = models.CharField(_("reference"), max_length=40)
    title = models.TextField(_("title"))

    goes_along = True  # without its framework it means nothing

    class Meta:
        verbose_name = _("part of a framework")
        verbose_name_plural = _("parts of frameworks")
        ordering = ["framework__name", "reference", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "reference", "title"],
                name="one_framework_item_per_reference_and_wording",
                violation_error_message=_("The framework already has this part in this wording."),
            ),
        ]

    def __str__(self):
        return f"{self.framework} {self.reference}"


class Alignment(models.Model):
    """How an outcome contributes to a part of a framework."""

    outcome = models.ForeignKey(DwcpOutcome, on_delete=models.CASCADE, related_name="alignments")
    item = models.ForeignKey(FrameworkItem, on_delete=models.PROTECT, related_name="alignments")
    relation = models.TextField(_("contribution"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    goes_along = True  # without its outcome it means nothing
    objects = InOutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("alignment")
        verbose_name_plural = _("alignments")
        ordering = ["outcome__position", "outcome__number", "item__framework__name", "item__reference"]
        constraints = [
            models.UniqueConstraint(
                fields=["outcome", "item"],
                name="one_alignment_per_outcome_and_item",
                violation_error_message=_("The outcome is already aligned with this part."),
            ),
        ]

    def __str__(self):
        return f"{self.outcome.number}: {self.item}"

    @property
    def programme(self):
        """The programme whose outcome is aligned."""
        return self.outcome.programme
