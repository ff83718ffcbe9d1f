"""`manage.py advance_periods`: lets the calendar open, prolong and close reporting periods. For cron, once a day."""

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.choices import PeriodState
from indicators.selectors.schedule import periods_to_advance, steps_of
from indicators.services import advance_periods


class Command(BaseCommand):
    help = (
        "Moves reporting periods with a due day to where they belong today: planned ones that have begun are opened, "
        "open ones whose reports were due take late entries only, and those that take no more are closed. Run it once "
        "a day; run twice it does nothing more. Periods without a due day and those that were opened again are left "
        "to people."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only print what would be done")

    def handle(self, *, dry_run, **options):
        if dry_run:
            done = list(_planned(timezone.localdate()))
        else:
            done = [(step.period, step.from_state, step.to_state) for step in advance_periods()]
        for period, before, after in done:
            self.stdout.write(f"{period.programme.code} {period.label}: {before.label} → {after.label}")
        if not done:
            self.stdout.write(_("Every period is where it belongs today."))
        elif dry_run:
            self.stdout.write(_("Nothing was changed: this was a dry run."))


def _planned(on):
    for period in periods_to_advance(on):
        before = PeriodState(period.state)
        for after in steps_of(period, on):
            yield period, before, after
            before = after
