"""What people say about an entry."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outcomes.models import InProgrammeQuerySet

from .entry import ProgressEntry


class CommentQuerySet(InProgrammeQuerySet):
    path = "entry__indicator__outcome__programme"

    def standing(self):
        """Those that their writers did not take back."""
        return self.filter(withdrawn_at=None)


class Comment(models.Model):
    """A remark, a question or an answer on an entry; the people it mentions are told in their next digest.

    It is kept for ever; who wrote it may take it back, and then it is shown as taken back.
    """

    entry = models.ForeignKey(ProgressEntry, on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now)
    text = models.TextField(_("comment"))
    answers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="answered_by")
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="mentioned_in")
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    goes_along = True
    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="a_comment_says_something",
                violation_error_message=_("Write what you want to say."),
            ),
        ]

    def __str__(self):
        return f"{self.by}: {self.text[:60]}"
