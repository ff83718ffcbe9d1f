"""`manage.py send_digests [--to e-mail] [--dry-run]`: for cron, once a day."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.models import User
from indicators.services import MailServerDown, send_digests


class Command(BaseCommand):
    help = "Writes to everybody who wants it what waits for them: one mail a day at most, none when nothing waits."

    def add_arguments(self, parser):
        parser.add_argument("--to", metavar="e-mail", help="only to this person")
        parser.add_argument("--dry-run", action="store_true", help="say what would be sent, and send nothing")

    def handle(self, *, to, dry_run, **options):
        person = User.objects.filter(email__iexact=to).first() if to else None
        if to and person is None:
            raise CommandError(_("Nobody signs in with %(email)s.") % {"email": to})
        try:
            sending = send_digests(to=person, only_try=dry_run)
        except MailServerDown as down:
            self.tell(down.sending, dry_run)
            again = _("Who was not written to is written to the next time: run the command again.")
            raise CommandError(f"{down} {again}") from None
        self.tell(sending, dry_run)
        if sending.failed:
            lines = [f"  {one.email}: {why}" for one, why in sending.failed]
            raise CommandError("\n".join([_("Not everybody could be reached:"), *lines]))

    def tell(self, sending, dry_run):
        """Who was written to, and what about."""
        for digest in sending.sent:
            self.stdout.write(f"  {digest.to.email}: {digest.subject}")
        words = _("Would be sent: %(sent)s.") if dry_run else _("Sent: %(sent)s.")
        nothing = _("Nothing waits for %(number)s.") % {"number": len(sending.nothing_waits)}
        self.stdout.write(f"{words % {'sent': len(sending.sent)}} {nothing}")
        if not (sending.sent or sending.nothing_waits or sending.failed):
            self.stdout.write(_("Everybody else was written to already, does not want it, or may not sign in."))
