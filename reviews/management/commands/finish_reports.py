"""`manage.py finish_reports`."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from reviews.choices import JobState
from reviews.models.report import SILENCE, ReportJob
from reviews.services import finish_reports


class Command(BaseCommand):
    help = (
        "Makes the files of reports that were asked for, and whose making was cut off: the server or a worker was "
        "stopped, or the queue did not answer. For cron, every few minutes."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--after",
            type=int,
            default=int(SILENCE.total_seconds()),
            metavar="SECONDS",
            help="without a sign of life for so long a file counts as cut off; 0 when nothing else makes files now",
        )

    def handle(self, *, after, **options):
        taken_up, given_up = finish_reports(after=timedelta(seconds=after))
        failed = set(
            ReportJob.objects.filter(pk__in=[job.pk for job in taken_up], state=JobState.FAILED).values_list(
                "pk", flat=True
            )
        )
        for job in taken_up:
            said = _("COULD NOT BE MADE") if job.pk in failed else _("made")
            self.stdout.write(f"{said}: {job.filename}")
        for job in given_up:
            self.stdout.write(f"{_('GIVEN UP')}: {job.filename}")
        if failed or given_up:
            message = _("%(number)s files could not be made; the log says why.")
            raise CommandError(message % {"number": len(failed) + len(given_up)})
