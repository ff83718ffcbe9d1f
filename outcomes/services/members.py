"""Who takes part in a programme, and as what."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission, Role
from accounts.models import User
from accounts.services import record_event

from ..models import ProgrammeMembership
from ..rules import membership_of
from .records import Refused, refuse_unless, remove_record, save_record


@transaction.atomic
def add_member(*, programme, email, name, organisation, role, outcomes, by):
    """Let somebody take part. Who has no account gets one without a password: they set it by the link
    “forgotten password” on the sign-in page.

    `name` and `organisation` are only used for a new account. Raises Refused, PermissionDenied.
    """
    refuse_unless(by, Permission.MEMBERS_MANAGE, programme)
    _refuse_role(programme, role, outcomes, by)
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        if not name:
            raise Refused({"name": _("Nobody signs in with this address yet. Give the person's name.")})
        user = User.objects.create_user(email, name=name, organisation=organisation)
        record_event(AuditVerb.ADDED, user, by=by)
    membership = ProgrammeMembership(user=user, programme=programme, role=role)
    return save_record(
        record=membership,
        related={"outcomes": outcomes},
        by=by,
        programme=programme,
        permission=Permission.MEMBERS_MANAGE,
    )


@transaction.atomic
def change_member(*, membership, role, outcomes, seen, by):
    """Give somebody another role or other outcomes. Nobody changes their own, so that a programme keeps its officer."""
    _refuse_own(membership, by)
    _refuse_role(membership.programme, role, outcomes, by, before=membership.role)
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
    _refuse_own(membership, by)
    _refuse_role(membership.programme, membership.role, (), by, before=membership.role, is_leaving=True)
    return remove_record(record=membership, by=by, programme=membership.programme, permission=Permission.MEMBERS_MANAGE)


def _refuse_own(membership, by):
    if membership.user_id == by.pk:
        raise Refused(_("Somebody else has to change your own role, so that nobody locks themselves out."))


def _refuse_role(programme, role, outcomes, by, *, before=None, is_leaving=False):
    """Only an administrator of the programme makes, changes or removes administrators; only managers have outcomes."""
    own = membership_of(by, programme)
    is_administrator = by.is_superuser or (own is not None and own.role == Role.ADMINISTRATOR)
    if Role.ADMINISTRATOR in (role, before) and not is_administrator:
        raise Refused({"role": _("Only an administrator of the programme decides who is one.")})
    if is_leaving:
        return
    if outcomes and role != Role.OUTCOME_MANAGER:
        raise Refused({"outcomes": _("Only an outcome manager has outcomes in their care. Leave this empty.")})
    if role == Role.OUTCOME_MANAGER and not outcomes:
        raise Refused({"outcomes": _("Choose at least one outcome: without any, an outcome manager records nothing.")})
