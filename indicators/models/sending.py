"""What came in and what went out once and must not do so twice: keys of clients, and digests."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .entry import ProgressEntry


class ClientKey(models.Model):
    """A name that a client gave what it sent: sent again under the same name, it is answered and not done again.

    `fingerprint` is that of what was sent, so that another thing under the same name is refused.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(_("key"), max_length=64)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    entry = models.ForeignKey(ProgressEntry, on_delete=models.CASCADE, related_name="client_keys")
    at = models.DateTimeField(_("sent"), default=timezone.now)

    goes_along = True

    class Meta:
        verbose_name = _("key of a client")
        verbose_name_plural = _("keys of clients")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "key"],
                name="one_act_per_person_and_client_key",
                violation_error_message=_("Something was sent under this key already."),
            ),
        ]

    def __str__(self):
        return self.key


class DigestSent(models.Model):
    """A digest that a person was sent, and how much of each kind it told them of."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests")
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    told = models.JSONField(_("how many of each"), default=dict, blank=True)

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["to", "-sent_at"], name="digests_by_person")]

    def __str__(self):
        return f"{self.to}, {self.sent_at:%Y-%m-%d}"
