"""Beginning a programme, copying one as the next cycle's start, and laying it to rest."""

import re

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission, Role
from accounts.services import record_event

from ..models import Alignment, Country, DwcpOutcome, Priority, Programme, ProgrammeMembership, Strategy
from ..rules import role_as_founder
from .members import may_name_administrators
from .records import Refused, hold, refuse_unless, refusing_what_the_database_refuses, save_record, sentences_of

# Decent Work Country Programmes began around 2000; further away than this, a year is a slip of the pen.
FIRST_YEAR, LAST_YEAR = 1990, 2050


@transaction.atomic
def create_programme(*, programme, by, new_country=None):
    """Begin a programme; who begins it becomes its programme officer (an administrator its administrator).

    `new_country` is added and becomes the programme's country; without it the programme names one that is kept.
    Raises Refused with every problem at once, PermissionDenied for who may begin none.
    """
    if not by.has_perm(Permission.PROGRAMME_CREATE):
        raise PermissionDenied
    role = role_as_founder(by)
    problems = unfit_programme(programme)
    if new_country is not None:
        problems |= _country_problems(new_country)
        programme.country = new_country
    if "country_code" not in problems and not programme.code.startswith(f"{programme.country_id}-"):
        message = _("The code begins with the letters of the country: %(letters)s-")
        problems["code"] = message % {"letters": programme.country_id}
    _refuse_unfit(programme, problems, exclude=["country"] if new_country else None)
    with refusing_what_the_database_refuses():
        if new_country is not None:
            new_country.save(force_insert=True)
        programme.save()
    ProgrammeMembership.objects.create(user=by, programme=programme, role=role)
    _forget_memberships(by)
    changes = {"country": [None, str(programme.country)], "role": [None, str(Role(role).label)]}
    record_event(AuditVerb.ADDED, programme, by=by, changes=changes)
    return programme


@transaction.atomic
def change_programme(*, programme, seen, by):
    """Change title, years, thresholds and what else the programme says of itself; not its code and country."""
    refuse_unless(by, Permission.STRUCTURE_EDIT, programme)
    hold(programme)
    _refuse_unfit(programme, _left_outside(programme) | unfit_programme(programme))
    return save_record(record=programme, by=by, programme=programme, seen=seen)


def unlikely_year(year):
    """A sentence about a year that no programme can have; "" for any other."""
    if year is None or FIRST_YEAR <= year <= LAST_YEAR:
        return ""
    return _("Give a year between %(first)s and %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}


def unfit_programme(programme):
    """What of a programme's years and thresholds cannot stand: {field: sentence}. What is empty is not looked at."""
    problems = {}
    for name in ("start_year", "end_year"):
        if unlikely := unlikely_year(getattr(programme, name)):
            problems[name] = unlikely
    years = programme.start_year, programme.end_year
    if not problems and None not in years and years[1] < years[0]:
        problems["end_year"] = _("The last year lies before the first. Look at both again.")
    on_track, at_risk = programme.on_track_from, programme.at_risk_from
    if programme.jump_factor is not None and programme.jump_factor <= 1:
        problems["jump_factor"] = _("Give a number above 1, such as 3: a figure as large as before has not jumped.")
    if at_risk is not None and at_risk <= 0:
        problems["at_risk_from"] = _("Give a share above 0, such as 0.50.")
    if on_track is not None and on_track > 1:
        problems["on_track_from"] = _("Give a share of what was expected: at most 1, which is all of it.")
    elif None not in (on_track, at_risk) and on_track <= at_risk:
        problems["on_track_from"] = _("“On track” must ask for more than “at risk” (%(share)s).") % {"share": at_risk}
    return problems


@transaction.atomic
def copy_structure(*, source, programme, with_people, by):
    """Fill a new programme with the structure of the one it follows: no figures, no money, no reviews.

    Copies priorities, outcomes, strategies, alignments and the organisations concerned; country programme outcomes
    belong to their biennium and are carried over one by one. The people come along if asked for by who says who takes
    part in the source.
    Returns {outcome of the source: its copy}, by key.
    """
    refuse_unless(by, Permission.MEMBERS_MANAGE if with_people else Permission.PROGRAMME_VIEW, source)
    refuse_unless(by, Permission.STRUCTURE_EDIT, programme)
    priorities = {
        old.pk: Priority.objects.create(
            programme=programme, letter=old.letter, code=old.code, title=old.title, position=old.position
        )
        for old in source.priorities.all()
    }
    outcomes = {
        old.pk: DwcpOutcome.objects.create(
            programme=programme,
            priority=priorities[old.priority_id],
            number=old.number,
            title=old.title,
            short_title=old.short_title,
            position=old.position,
        )
        for old in source.outcomes.all()
    }
    Strategy.objects.bulk_create(
        Strategy(outcome=outcomes[old.outcome_id], letter=old.letter, text=old.text, position=old.position)
        for old in Strategy.objects.in_programme(source)
    )
    Alignment.objects.bulk_create(
        Alignment(outcome=outcomes[old.outcome_id], item_id=old.item_id, relation=old.relation)
        for old in Alignment.objects.in_programme(source)
    )
    programme.organisations.set(source.organisations.all())
    if with_people:
        _copy_people(source, programme, outcomes, by)
    programme.follows = source
    programme.save(update_fields=["follows"])
    record_event(AuditVerb.CLONED, programme, by=by, changes={"follows": [None, source.code]})
    return outcomes


@transaction.atomic
def archive_programme(*, programme, seen, by):
    """Lay a programme to rest: it can be read, and nothing in it is changed until it is brought back."""
    programme.archived_on = timezone.localdate()
    return _archive(programme, seen, by)


@transaction.atomic
def bring_back_programme(*, programme, seen, by):
    """Let an archived programme be worked on again."""
    programme.archived_on = None
    return _archive(programme, seen, by)


def _refuse_unfit(programme, problems, exclude=None):
    """Raise Refused with these problems and with all that the programme's own fields hold against it."""
    try:
        programme.full_clean(exclude=exclude)
    except ValidationError as error:
        # What the database would say of years and thresholds together is said beside the fields already.
        found = {name: text for name, text in sentences_of(error).items() if name or not problems}
        problems = found | problems
    if problems:
        raise Refused(problems)


def _left_outside(programme):
    """Periods, and so the figures in them, that other years would leave outside: {field: sentence}.

    Those that lie outside the years as they are, such as one for a final report, are left alone.
    """
    first, last = programme.start_year, programme.end_year
    if None in (first, last):
        return {}
    before = Programme.objects.get(pk=programme.pk)
    # The app that measures hangs the periods on the programme.
    inside = programme.periods.filter(
        starts_on__year__gte=before.start_year, ends_on__year__lte=before.end_year
    ).order_by("starts_on")
    early = [one.label for one in inside if one.starts_on.year < first]
    late = [one.label for one in inside if one.ends_on.year > last]
    message = _("These periods would lie outside the programme: %(names)s. Take their years in, or remove them first.")
    return {
        name: message % {"names": ", ".join(labels)}
        for name, labels in (("start_year", early), ("end_year", late))
        if labels
    }


def _country_problems(country):
    letters, problems = country.iso3, {}
    if not re.fullmatch("[A-Z]{3}", letters):
        problems["country_code"] = _("A country has three letters, such as KHM for Cambodia.")
    elif Country.objects.filter(iso3=letters).exists():
        problems["country_code"] = _("%(letters)s is in the list already: choose it there.") % {"letters": letters}
    if not country.name:
        problems["country_name"] = _("Give the country's name.")
    elif known := Country.objects.filter(name__iexact=country.name).first():
        message = _("%(name)s is in the list already, as %(letters)s: choose it there.")
        problems["country_name"] = message % {"name": known.name, "letters": known.iso3}
    return problems


def _archive(programme, seen, by):
    programme = save_record(
        record=programme, by=by, programme=programme, seen=seen, permission=Permission.PROGRAMME_ARCHIVE
    )
    verb = AuditVerb.ARCHIVED if programme.is_archived else AuditVerb.BROUGHT_BACK
    record_event(verb, programme, by=by)
    return programme


def _copy_people(source, programme, outcomes, by):
    """Everybody who may sign in and is not in the new programme yet; administrators only if `by` may name them."""
    members = source.memberships.filter(user__is_active=True).exclude(user__memberships__programme=programme)
    if not may_name_administrators(source, by):
        members = members.exclude(role=Role.ADMINISTRATOR)
    for old in members.select_related("user").prefetch_related("outcomes"):
        save_record(
            record=ProgrammeMembership(user=old.user, programme=programme, role=old.role),
            related={"outcomes": [outcomes[outcome.pk] for outcome in old.outcomes.all()]},
            by=by,
            programme=programme,
            permission=Permission.MEMBERS_MANAGE,
        )


def _forget_memberships(user):
    """They are read once per request; now there is one more."""
    if hasattr(user, "_memberships"):
        del user._memberships
