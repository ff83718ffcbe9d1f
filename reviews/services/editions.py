"""The document that a file of a report is made of, and its fingerprint."""

from django.conf import settings
from django.utils import timezone, translation

from dwcp.toolkit.documents.storing import from_json, to_json

from ..report import Edition, document_of
from ..selectors import fingerprint_of


def document_for(job):
    """The document that a file is made of: of a signed version what was kept, otherwise the review as it stands.

    It is in the language of the house whoever asks, and says the day on which it was asked for; the file of a version
    to be signed also says that who asked for it signs it. So it is the same as long as nothing of that has changed.
    """
    on = timezone.localdate(job.asked_at)
    with translation.override(settings.LANGUAGE_CODE):
        if not job.edition:
            return document_of(job.review, on=on)
        signed = job.review.versions.filter(number=job.edition).first()
        if signed is not None:
            return from_json(signed.snapshot)
        edition = Edition(job.edition, signed_on=on, erratum=job.review.erratum, signed_by=str(job.asked_by))
        return document_of(job.review, edition=edition, on=on)


def stored(document):
    """The document as it is kept, and its fingerprint: (text, SHA-256 in hexadecimal)."""
    text = to_json(document)
    return text, fingerprint_of(text)
