"""`manage.py load_programme <folder>`."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dwcp.toolkit.importing import ImportRefused
from reviews.programme_folder import load_programme_folder


class Command(BaseCommand):
    help = "Loads a folder of CSV files: a programme, its indicators and its reviews. All of it or nothing."

    def add_arguments(self, parser):
        parser.add_argument("folder", help="the folder with the CSV files")

    def handle(self, *, folder, **options):
        try:
            report = load_programme_folder(folder)
        except ImportRefused as refusal:
            count = len(refusal.problems)
            lines = [f"  {problem}" for problem in refusal.problems]
            head = ngettext("Nothing was loaded. %(count)s problem:", "Nothing was loaded. %(count)s problems:", count)
            raise CommandError("\n".join([head % {"count": count}, *lines])) from None
        self.stdout.write(_("Loaded: %(programme)s") % {"programme": report.programme})
        counts = f"{_('rows'):>5} {_('new'):>5} {_('changed'):>8} {_('unchanged'):>10}"
        self.stdout.write(f"{_('file'):32} {_('kept as'):38} {counts}")
        for tally in report.tallies:
            counts = f"{tally.rows:5} {tally.new:5} {tally.changed:8} {tally.unchanged:10}"
            self.stdout.write(f"{tally.file:32} {tally.kept_as:38} {counts}")
        for tally in report.tallies:
            if tally.kept:
                words = _("%(file)s: %(kept)s kept as they were worked on here.")
                self.stdout.write(words % {"file": tally.file, "kept": tally.kept})
        self.stdout.write(
            _("Verified entries from the reviewed indicators: %(entries)s new; baselines: %(baselines)s new.")
            % {"entries": report.entries, "baselines": report.baselines}
        )
        if report.left_out:
            self.stdout.write(_("Not loaded:"))
        for left_out in report.left_out:
            self.stdout.write(
                _("  %(file)s, %(rows)s rows: %(reason)s")
                % {"file": left_out.file, "rows": left_out.rows, "reason": left_out.reason}
            )
