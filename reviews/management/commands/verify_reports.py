"""`manage.py verify_reports`."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dwcp.toolkit.documents.storing import UnreadableDocument, from_json
from reviews.models import ReportVersion
from reviews.selectors import fingerprint_of


class Command(BaseCommand):
    help = (
        "Computes the SHA-256 of every signed report and of its snapshot anew, and says which differ from what was "
        "noted when it was signed, or can no longer be read. Changes nothing."
    )

    def handle(self, **options):
        number = differing = 0
        versions = ReportVersion.objects.select_related("review__programme").order_by("review_id", "number")
        # One at a time: a report may take many megabytes.
        for version in versions.iterator(chunk_size=1):
            number += 1
            wrong = self.wrong(version)
            differing += bool(wrong)
            name = f"{version.review.programme.code} {version.review.slug}, {_('version')} {version.number}"
            self.stdout.write(f"{name}: {'; '.join(wrong) or _('as signed')}")
        if differing:
            message = _(
                "%(differing)s of %(number)s versions are not as they were signed: bring them back from a backup."
            )
            raise CommandError(message % {"differing": differing, "number": number})
        message = ngettext(
            "%(number)s version, as it was signed.", "%(number)s versions, all as they were signed.", number
        )
        self.stdout.write(message % {"number": number})

    def wrong(self, version):
        """What is no longer as it was signed."""
        found = []
        if fingerprint_of(version.pdf) != version.pdf_sha256:
            found.append(_("the PDF DIFFERS"))
        if fingerprint_of(version.snapshot) != version.snapshot_sha256:
            found.append(_("the snapshot DIFFERS"))
        try:
            from_json(version.snapshot)
        except UnreadableDocument as error:
            found.append(_("the snapshot CANNOT BE READ (%(why)s)") % {"why": error})
        return found
