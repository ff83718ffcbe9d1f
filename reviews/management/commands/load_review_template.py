"""`manage.py load_review_template <folder>`."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dwcp.toolkit.importing import ImportRefused
from reviews.template_folder import load_template_folder


class Command(BaseCommand):
    help = (
        "Loads a folder of CSV files with one review template. All of it or nothing; loading it again changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", help="the folder with the CSV files")

    def handle(self, *, folder, **options):
        try:
            report = load_template_folder(folder)
        except ImportRefused as refusal:
            count = len(refusal.problems)
            head = ngettext("Nothing was loaded. %(count)s problem:", "Nothing was loaded. %(count)s problems:", count)
            lines = [f"  {problem}" for problem in refusal.problems]
            raise CommandError("\n".join([head % {"count": count}, *lines])) from None
        self.stdout.write(_("Loaded: %(template)s") % {"template": report.template})
        for tally in report.tallies:
            words = _("  %(file)s: %(rows)s rows, %(new)s new, %(changed)s changed, %(unchanged)s unchanged")
            self.stdout.write(words % vars(tally))
        for name in report.left_out:
            self.stdout.write(_("Not matched, because there is no template of this name: %(name)s") % {"name": name})
