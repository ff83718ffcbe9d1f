"""Files and versions of reports."""

from hashlib import sha256

from django.utils import timezone
from factory import LazyAttribute, LazyFunction, SubFactory
from factory.django import DjangoModelFactory

from reviews.choices import ReportFormat
from reviews.models import CheckAnswer, ReportJob, ReportText, ReportVersion

from .accounts import UserFactory
from .reviews import ReviewFactory


def fingerprint(content):
    return sha256(content).hexdigest()


class ReportVersionFactory(DjangoModelFactory):
    class Meta:
        model = ReportVersion

    review = SubFactory(ReviewFactory)
    number = 1
    pdf = b"%PDF-1.7"
    pdf_sha256 = LazyAttribute(lambda version: fingerprint(version.pdf))
    snapshot = "{}"
    snapshot_sha256 = LazyAttribute(lambda version: fingerprint(version.snapshot.encode()))
    signed_by = SubFactory(UserFactory)
    signed_at = LazyFunction(timezone.now)


class ReportTextFactory(DjangoModelFactory):
    class Meta:
        model = ReportText

    review = SubFactory(ReviewFactory)
    section = "context"
    text = "The economy grew."


class CheckAnswerFactory(DjangoModelFactory):
    class Meta:
        model = CheckAnswer

    review = SubFactory(ReviewFactory)
    check_key = "other_numbers"
    seen = "3 further figures are typed into texts."
    answer = "They are quoted."
    answered_by = SubFactory(UserFactory)
    answered_at = LazyFunction(timezone.now)


class ReportJobFactory(DjangoModelFactory):
    class Meta:
        model = ReportJob

    review = SubFactory(ReviewFactory)
    format = ReportFormat.PDF
    asked_by = SubFactory(UserFactory)
