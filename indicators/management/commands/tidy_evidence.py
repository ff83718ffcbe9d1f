"""`manage.py tidy_evidence`."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from dwcp.toolkit.kept_files import kept_files
from indicators.models import Evidence

# What is sent in now gets its row within minutes.
DAY = 24 * 60 * 60


class Command(BaseCommand):
    help = (
        "Removes files of evidence that nobody needs – what was never saved, or left over when the server stopped – "
        "once they are older than a day, and says which files are missing or damaged. For cron, once a day."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say what would be removed, and remove nothing")

    def handle(self, *, dry_run, **options):
        storage = kept_files("evidence")
        needed = set(Evidence.objects.exclude(sha256="").values_list("sha256", flat=True))
        for name in list(storage.unfinished(DAY)):
            self.say(_("unfinished"), name, dry_run)
            if not dry_run:
                storage.delete(name)
        for sha256 in list(storage.hashes()):
            if sha256 in needed:
                continue
            if dry_run:
                if storage.age_of(sha256) > DAY:
                    self.say(_("not needed"), sha256, dry_run)
            elif storage.drop(sha256, older_than=DAY, unless=Evidence.objects.filter(sha256=sha256).exists):
                self.say(_("not needed"), sha256, dry_run)
        wrong = [sha256 for sha256 in sorted(needed) if not storage.is_whole(sha256)]
        for evidence in Evidence.objects.filter(sha256__in=wrong).order_by("pk"):
            is_there = storage.exists(storage.name_of(evidence.sha256))
            what = _("DAMAGED") if is_there else _("MISSING")
            self.stdout.write(f"{what}: {evidence.sha256} {evidence.pk} {evidence.name}")
        if wrong:
            message = _("%(number)s files of evidence are missing or damaged: bring them back from a backup.")
            raise CommandError(message % {"number": len(wrong)})

    def say(self, what, name, dry_run):
        """One line for each file."""
        done = _("would be removed") if dry_run else _("removed")
        self.stdout.write(f"{done} ({what}): {name}")
