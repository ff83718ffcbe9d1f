"""`manage.py load_demo`: the real programme, a person for each role and a team of reviewers, for a look around."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import Constituency, Permission, Role
from accounts.models import Organisation, User
from dwcp.toolkit.snapshots import fingerprint
from indicators.services import save_period
from outcomes.models import Programme, ProgrammeMembership
from reviews.choices import TeamCapacity
from reviews.models import TeamMember
from reviews.programme_folder import load_programme_folder
from reviews.template_folder import load_template_folder

FOLDER = settings.BASE_DIR / "fixtures" / "khm-dwcp-2008-2010"
TEMPLATES = settings.BASE_DIR / "fixtures" / "review-templates"
PROGRAMME = "KHM-DWCP-2008-2010"
DUE_IN, LATE_FOR = timedelta(days=10), timedelta(days=20)
PASSWORD = "decent-work-2010"  # noqa: S105 - for everyone to know; refused outside local settings


@dataclass(frozen=True)
class DemoPerson:
    """Somebody who holds one role; an outcome manager has these outcomes in their care.

    A reviewer may speak for a constituency in the team.
    """

    key: str
    role: Role
    organisation: str
    outcomes: tuple[int, ...] = ()
    constituency: str = ""

    @property
    def email(self):
        """What they sign in with."""
        return f"{self.key}@example.org"

    @property
    def name(self):
        """Their name on the pages: what they are here for."""
        return self.key.replace("-", " ").capitalize()


OFFICER = DemoPerson("programme-officer", Role.PROGRAMME_OFFICER, "ILO")
PEOPLE = (
    DemoPerson("administrator", Role.ADMINISTRATOR, "ILO"),
    OFFICER,
    DemoPerson("outcome-manager", Role.OUTCOME_MANAGER, "ILO", outcomes=(1, 2)),
    DemoPerson("verifier", Role.VERIFIER, "ILO"),
    DemoPerson("reviewer", Role.REVIEWER, "ILO"),
    DemoPerson("second-reviewer", Role.REVIEWER, "CAMFEBA", constituency=Constituency.EMPLOYERS),
    DemoPerson("third-reviewer", Role.REVIEWER, "CLC", constituency=Constituency.WORKERS),
    DemoPerson("government", Role.CONSTITUENT, "MOLVT"),
    DemoPerson("employers", Role.CONSTITUENT, "CAMFEBA"),
    DemoPerson("workers", Role.CONSTITUENT, "CLC"),
    DemoPerson("observer", Role.OBSERVER, "ILO"),
)


class Command(BaseCommand):
    help = "Loads the real programme of Cambodia 2008-2010, the shipped templates, and demo people for every role."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="leave the programme alone if it is there already")

    def handle(self, *, if_empty, **options):
        if not settings.DEMO_PEOPLE_ALLOWED:
            raise CommandError(_("Demo people have passwords that everybody knows; these settings refuse them."))
        with transaction.atomic():
            if not (if_empty and Programme.objects.filter(code=PROGRAMME).exists()):
                self.stdout.write(_("Loading the programme from %(folder)s …") % {"folder": FOLDER.name})
                load_programme_folder(FOLDER)
            for folder in sorted(path for path in TEMPLATES.iterdir() if path.is_dir()):
                load_template_folder(folder)
            programme = Programme.objects.get(code=PROGRAMME)
            for person in PEOPLE:
                self.ensure(person, programme)
            self.ensure_something_due(programme)
            self.ensure_a_team(programme)
        self.stdout.write(_("Sign in as (the password is %(password)s):") % {"password": PASSWORD})
        for person in PEOPLE:
            self.stdout.write(f"  {person.email:32} {person.role.label}: {person.role.summary}")

    @staticmethod
    def ensure(person, programme):
        """Make the person and their membership, unless they are there already."""
        user = User.objects.filter(email=person.email).first()
        if user is None:
            organisation = Organisation.objects.filter(acronym=person.organisation).first()
            user = User.objects.create_user(
                person.email,
                PASSWORD,
                name=person.name,
                organisation=organisation,
                # The administration pages are for configuration and rescue.
                is_staff=person.role == Role.ADMINISTRATOR,
                is_superuser=person.role == Role.ADMINISTRATOR,
            )
        membership, created = ProgrammeMembership.objects.get_or_create(
            user=user, programme=programme, defaults={"role": person.role}
        )
        if created:
            membership.outcomes.set(programme.outcomes.filter(number__in=person.outcomes))

    @staticmethod
    def ensure_a_team(programme):
        """The demo reviewers are the team of the latest review, the first of them leads it; a team stays as it is."""
        latest = programme.reviews.order_by("slug").last()
        if latest is None or latest.team.exists():
            return
        reviewers = [person for person in PEOPLE if person.role == Role.REVIEWER]
        for place, person in enumerate(reviewers):
            TeamMember.objects.create(
                review=latest,
                person=User.objects.get(email=person.email),
                capacity=TeamCapacity.MEMBER if place else TeamCapacity.LEAD,
                constituency=person.constituency,
            )

    @staticmethod
    def ensure_something_due(programme):
        """Let the reports of the open period be due in a few days, unless somebody has said when they are."""
        period = programme.periods.open().filter(due_on=None).order_by("ends_on").last()
        if period is None:
            return
        seen, today = fingerprint(period), timezone.localdate()
        period.due_on, period.closes_on = today + DUE_IN, today + DUE_IN + LATE_FOR
        officer = User.objects.get(email=OFFICER.email)
        if officer.has_perm(Permission.PERIOD_MANAGE, programme):
            save_period(record=period, seen=seen, by=officer, programme=programme)
