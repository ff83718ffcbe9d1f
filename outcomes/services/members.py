"""Who takes part in a programme, and as what."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission, Role
from accounts.models import Organisation, User
from accounts.services import record_event

from ..models import ProgrammeMembership
from ..rules import membership_of
from .records import Refused, Stale, refuse_unless, remove_record, save_record, sentences_of


@transaction.atomic
def add_member(*, programme, email, name, organisation, role, outcomes, by):
    """Let somebody take part. Who has no account gets one without a password: they set it by the link
    “forgotten password” on the sign-in page.

    `name` and `organisation` are only used for a new account; an organisation that is not kept yet is added.
    Raises Refused, PermissionDenied.
    """
    refuse_unless(by, Permission.MEMBERS_MANAGE, programme)
    _refuse_role(programme, role, outcomes, by)
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = _new_account(email, name, organisation, by)
    elif not user.is_active:
        raise Refused({"email": _("This person's account is closed. An administrator of the site can open it again.")})
    elif programme.memberships.filter(user=user).exists():
        message = _("%(person)s takes part already. Go back to the list to change their role.")
        raise Refused({"email": message % {"person": user}})
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
    # What they were is read anew: a form has written the new role into the membership it was given.
    before = ProgrammeMembership.objects.select_for_update().filter(pk=membership.pk).first()
    if before is None:
        raise Stale(None)
    _refuse_own(membership, by)
    refuse_naming_administrators(membership.programme, by, before.role)
    _refuse_role(membership.programme, role, outcomes, by)
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


def refuse_naming_administrators(programme, by, role):
    """Only an administrator of the programme makes, changes or removes administrators."""
    own = membership_of(by, programme)
    is_administrator = by.is_superuser or (own is not None and own.role == Role.ADMINISTRATOR)
    if role == Role.ADMINISTRATOR and not is_administrator:
        raise Refused({"role": _("Only an administrator of the programme decides who is one.")})


def _refuse_own(membership, by):
    if membership.user_id == by.pk:
        raise Refused(_("Somebody else has to change your own role, so that nobody locks themselves out."))


def _refuse_role(programme, role, outcomes, by):
    """Besides administrators: only managers have outcomes in their care, and only those of this programme."""
    refuse_naming_administrators(programme, by, role)
    if outcomes and role != Role.OUTCOME_MANAGER:
        raise Refused({"outcomes": _("Only an outcome manager has outcomes in their care. Leave this empty.")})
    if role == Role.OUTCOME_MANAGER and not outcomes:
        raise Refused({"outcomes": _("Choose at least one outcome: without any, an outcome manager records nothing.")})
    if any(outcome.programme_id != programme.pk for outcome in outcomes):
        raise Refused({"outcomes": _("Choose outcomes of this programme.")})


def _new_account(email, name, organisation, by):
    problems = {}
    if not name:
        problems["name"] = _("Nobody signs in with this address yet. Give the person's name.")
    if organisation is None:
        problems["organisation"] = _("Choose the organisation this person speaks for, or type a new one.")
    if problems:
        raise Refused(problems)
    if organisation.pk is None:
        _add_organisation(organisation, by)
    account = {"email": User.objects.normalize_email(email).lower(), "name": name, "organisation": organisation}
    try:
        User(**account).full_clean(exclude=["password"])
    except ValidationError as error:
        raise Refused(sentences_of(error)) from None
    user = User.objects.create_user(account.pop("email"), **account)
    record_event(AuditVerb.ADDED, user, by=by)
    return user


def _add_organisation(organisation, by):
    known = Organisation.objects.filter(Q(name__iexact=organisation.name) | Q(acronym__iexact=organisation.name))
    if organisation.name and (same := known.first()):
        message = _("“%(organisation)s” is in the list already: choose it there.")
        raise Refused({"new_organisation": message % {"organisation": same}})
    try:
        organisation.full_clean()
    except ValidationError as error:
        names = {"name": "new_organisation", "": "new_organisation"}
        raise Refused({names.get(field, field): text for field, text in sentences_of(error).items()}) from None
    organisation.save()
    record_event(AuditVerb.ADDED, organisation, by=by)
