"""The words of a report, what was said to its draft and its checks, and the files that were made of it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Constituency
from accounts.models import Organisation
from outcomes.models import Programme

from ..choices import JobState, JobStep, ReportFormat, SectionKey, Stance
from .review import Review


class OfReviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the reviews of the programmes this person belongs to."""
        return self.filter(review__programme__in=Programme.objects.visible_to(user))


class OfReview(models.Model):
    """What belongs to one review."""

    objects = OfReviewQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def programme(self):
        """The programme under review."""
        return self.review.programme  # type: ignore[attr-defined]  # every subclass has one


class ReportText(OfReview):
    """What the team writes into a section of the report, in Markdown with live figures (`{criteria.average}`)."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="texts")
    section = models.CharField(_("section"), max_length=20, choices=SectionKey)
    text = models.TextField(_("text"), blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("text of the report")
        verbose_name_plural = _("texts of the report")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "section"],
                name="one_text_per_review_and_section",
                violation_error_message=_("The section already has a text."),
            ),
        ]

    def __str__(self):
        return self.get_section_display()


class EndorsementQuerySet(OfReviewQuerySet):
    def standing(self):
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)


class Endorsement(OfReview):
    """What one organisation says to a draft: it endorses, comments or reserves, for its constituency alone.

    One that was withdrawn is kept, so that it can be given again as it was; it does not count.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="endorsements")
    consultation_round = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="endorsements")
    constituency = models.CharField(_("constituency"), max_length=12, choices=Constituency)
    stance = models.CharField(_("stance"), max_length=8, choices=Stance)
    text = models.TextField(_("in words"), blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="endorsements")
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = EndorsementQuerySet.as_manager()  # type: ignore[misc]  # another manager than the abstract model's

    class Meta:
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        ordering = ["consultation_round", "constituency", "organisation"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "consultation_round", "organisation"],
                name="one_endorsement_per_round_and_organisation",
                violation_error_message=_("Your organisation has said what it thinks of this draft: change that."),
            ),
            models.CheckConstraint(
                condition=models.Q(constituency__in=("government", "employers", "workers")),
                name="only_tripartite_constituents_endorse",
                violation_error_message=_("Only government, employers and workers endorse a report."),
            ),
            models.CheckConstraint(
                condition=models.Q(stance="endorses") | ~models.Q(text=""),
                name="comment_or_reservation_is_in_words",
                violation_error_message=_("Say in words what you comment on or reserve."),
            ),
        ]

    def __str__(self):
        return f"{self.organisation}: {self.get_stance_display()}"


class CheckAnswer(OfReview):
    """Why something the consistency check points out may stand. `check_key` names it, `seen` is what was seen then."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="check_answers")
    check_key = models.CharField(max_length=120)
    # The sentence that was answered: when the figures behind it change, the answer no longer counts.
    seen = models.TextField()
    answer = models.TextField(_("answer"))
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("answered"))

    class Meta:
        verbose_name = _("answer to the consistency check")
        verbose_name_plural = _("answers to the consistency check")
        ordering = ["check_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "check_key"],
                name="one_answer_per_review_and_check",
                violation_error_message=_("This has been answered already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(answer=""),
                name="check_answer_is_in_words",
                violation_error_message=_("Say why it may stand."),
            ),
        ]

    def __str__(self):
        return self.check_key


class ReportVersionQuerySet(OfReviewQuerySet):
    def without_files(self):
        """Leaves the file and the snapshot where they are: lists need neither."""
        return self.defer("pdf", "snapshot")


class ReportVersion(OfReview):
    """A final report as it was signed: the file, what it was made of, and their fingerprints. Never changed.

    `snapshot` is the document as canonical JSON (`dwcp.toolkit.documents.storing`), stored as text because its
    bytes are what the fingerprint is of.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    pdf = models.BinaryField(editable=False)
    pdf_sha256 = models.CharField(max_length=64, editable=False)
    snapshot = models.TextField(editable=False)
    snapshot_sha256 = models.CharField(max_length=64, editable=False)
    erratum = models.TextField(_("what it corrects"), blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(_("signed"))

    objects = ReportVersionQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("version of a report")
        verbose_name_plural = _("versions of reports")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "number"],
                name="one_report_version_per_number",
                violation_error_message=_("The report already has a version with this number."),
            ),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(erratum=""),
                name="later_version_says_what_it_corrects",
                violation_error_message=_("A later version says what it corrects."),
            ),
        ]

    def __str__(self):
        return f"{self.review} {self.number}"


# Whoever makes a file says every few seconds that they still do, and less often only while a long one is written at its
# end; after so long without a word they are taken for gone.
SILENCE = timedelta(minutes=5)


class ReportJobQuerySet(OfReviewQuerySet):
    def without_content(self):
        """Leaves the files where they are: how far they have come is read often."""
        return self.defer("content")

    def forgotten(self, after=SILENCE):
        """Waiting or being made, and nobody has said a word for so long: who had it in hand is gone."""
        heard = Coalesce("beat_at", "asked_at")
        unfinished = self.filter(state__in=(JobState.WAITING, JobState.RUNNING))
        return unfinished.alias(heard_at=heard).filter(heard_at__lte=timezone.now() - after)


class ReportJob(OfReview):
    """A file of a report that was asked for: how far it has come, and the file once it is there.

    `edition` is 0 for the draft as it stands, otherwise the version that the file is of, or is made to become.
    `fingerprint` is that of the document it is made of: the same document is not made twice. It is empty until the
    document is there, so only one of a kind waits at a time.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="jobs")
    format = models.CharField(_("format"), max_length=4, choices=ReportFormat)
    edition = models.PositiveSmallIntegerField(_("version"), default=0)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=7, choices=JobState, default=JobState.WAITING)
    # What is being done now, and how much of the whole is done, in per cent.
    step = models.CharField(max_length=100, choices=JobStep, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    # The last sign of life of whoever makes it.
    beat_at = models.DateTimeField(null=True, blank=True)
    # How often it was begun. It tells whoever makes it that somebody else has taken it over.
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)
    content = models.BinaryField(null=True, blank=True, editable=False)

    objects = ReportJobQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("file of a report")
        verbose_name_plural = _("files of reports")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "format", "edition", "fingerprint"],
                name="one_job_per_document_and_format",
                violation_error_message=_("This file has been asked for already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(content__isnull=False),
                name="job_that_is_done_has_its_file",
                violation_error_message=_("A file that is ready is there."),
            ),
        ]

    def __str__(self):
        return f"{self.review} {self.format}"

    @property
    def is_under_way(self):
        """Whether it is waited for."""
        return self.state in (JobState.WAITING, JobState.RUNNING)

    @property
    def is_silent(self):
        """Whether whoever had it in hand is taken for gone."""
        return self.is_under_way and (self.beat_at or self.asked_at) <= timezone.now() - SILENCE

    @property
    def filename(self):
        """What the file is called where it is saved; codes and short names need no quoting."""
        edition = f"v{self.edition}" if self.edition else "draft"
        return f"{self.review.programme.code}-review-{self.review.slug}-{edition}.{self.format}"
