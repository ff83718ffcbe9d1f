"""Who takes part in a programme, and as what."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission, Role
from accounts.models import User
from accounts.services import add_organisation, record_event

from ..models import ProgrammeMembership
from ..rules import membership_of
from .records import (
    Refused,
    Stale,
    hold,
    problems_of,
    refuse_unless,
    refusing_what_the_database_refuses,
    remove_record,
    save_record,
    sentences_of,
)


@transaction.atomic
def add_member(*, programme, email, name, organisation, role, outcomes, by):
    """Let somebody take part. Who has no account gets one without a password: they set it by the link
    “forgotten password” on the sign-in page.

    `name` and `organisation` are only used for a new account; an organisation that is not kept yet is added.
    Raises Refused, PermissionDenied.
    """
    refuse_unless(by, Permission.MEMBERS_MANAGE, programme)
    problems = _unfit_role(programme, role, outcomes, by)
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        problems |= _unfit_account(email, name, organisation, by)
    elif unfit := closed(user):
        problems |= unfit
    elif programme.memberships.filter(user=user).exists():
        message = _("%(person)s takes part already. Go back to the list to change their role.")
        problems["email"] = message % {"person": user}
    if problems:
        raise Refused(problems)
    if user is None:
        user = _new_account(email, name, organisation, by)
    return save_record(
        record=ProgrammeMembership(user=user, programme=programme, role=role),
        related={"outcomes": outcomes},
        by=by,
        programme=programme,
        permission=Permission.MEMBERS_MANAGE,
    )


@transaction.atomic
def change_member(*, membership, role, outcomes, seen, by):
    """Give somebody another role or other outcomes. Nobody changes their own, so that a programme keeps its officer."""
    refuse_unless(by, Permission.MEMBERS_MANAGE, membership.programme)
    hold(membership.programme)
    # What they were is read anew: a form has written the new role into the membership it was given.
    before = ProgrammeMembership.objects.select_for_update().filter(pk=membership.pk).first()
    if before is None:
        raise Stale(None)
    _refuse_own(membership, by)
    refuse_naming_administrators(membership.programme, by, before.role)
    if problems := _unfit_role(membership.programme, role, outcomes, by):
        raise Refused(problems)
    membership.role = role
    return save_record(
        record=membership,
        related={"outcomes": outcomes},
        seen=seen,
        by=by,
        programme=membership.programme,
        permission=Permission.MEMBERS_MANAGE,
    )


@transaction.atomic
def remove_member(*, membership, by):
    """Let somebody no longer take part. Their account and what they did stay; the removal can be undone."""
    refuse_unless(by, Permission.MEMBERS_MANAGE, membership.programme)
    _refuse_own(membership, by)
    refuse_naming_administrators(membership.programme, by, membership.role)
    return remove_record(record=membership, by=by, programme=membership.programme, permission=Permission.MEMBERS_MANAGE)


def may_name_administrators(programme, by):
    """Whether they decide who is an administrator: administrators do, and the officer as long as there is none."""
    own = membership_of(by, programme)
    is_administrator = by.is_superuser or (own is not None and own.role == Role.ADMINISTRATOR)
    return is_administrator or not programme.memberships.filter(role=Role.ADMINISTRATOR).exists()


def refuse_naming_administrators(programme, by, role):
    """Raise Refused where this is about an administrator and the person may not name any."""
    if role == Role.ADMINISTRATOR and not may_name_administrators(programme, by):
        raise Refused({"role": _("Only an administrator of the programme decides who is one.")})


def closed(user):
    """What stands against somebody taking part who may not sign in: {field: sentence}."""
    if user.is_active:
        return {}
    return {"email": _("This person's account is closed. An administrator of the site can open it again.")}


def _refuse_own(membership, by):
    if membership.user_id == by.pk:
        raise Refused(_("Somebody else has to change your own role, so that nobody locks themselves out."))


def _unfit_role(programme, role, outcomes, by):
    """Besides administrators: only managers have outcomes in their care, and only those of this programme."""
    problems: dict[str, str] = {}
    try:
        refuse_naming_administrators(programme, by, role)
    except Refused as error:
        problems = error.problems
    if outcomes and role != Role.OUTCOME_MANAGER:
        problems["outcomes"] = _("Only an outcome manager has outcomes in their care. Leave this empty.")
    elif role == Role.OUTCOME_MANAGER and not outcomes:
        problems["outcomes"] = _("Choose at least one outcome: without any, an outcome manager records nothing.")
    elif any(outcome.programme_id != programme.pk for outcome in outcomes):
        problems["outcomes"] = _("Choose outcomes of this programme.")
    return problems


def _unfit_account(email, name, organisation, by):
    """What stands against a new account: {field: sentence}. An organisation that is not kept yet is added first."""
    problems = {}
    if not name:
        problems["name"] = _("Nobody signs in with this address yet. Give the person's name.")
    if organisation is None:
        problems["organisation"] = _("Choose the organisation this person speaks for, or type a new one.")
    elif organisation.pk is None:
        try:
            with refusing_what_the_database_refuses():
                add_organisation(organisation=organisation, by=by)
        except ValidationError as error:
            # The form asks for a name alone.
            names = {"constituency": "constituency"}
            problems |= {names.get(field, "new_organisation"): text for field, text in sentences_of(error).items()}
    account = User(email=User.objects.normalize_email(email).lower(), name=name)
    return problems_of(account, exclude=["password", "organisation"]) | problems


def _new_account(email, name, organisation, by):
    with refusing_what_the_database_refuses():
        user = User.objects.create_user(email, name=name, organisation=organisation)
    record_event(AuditVerb.ADDED, user, by=by)
    return user
