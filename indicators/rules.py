"""Who may record and who may verify."""

import rules

from accounts.choices import Permission, Role
from outcomes.models import Programme
from outcomes.rules import membership_of, role_allows


@rules.predicate
def is_in_their_care(user, subject):
    """An outcome manager acts on the outcomes assigned to them, and on indicators that name them; other roles on all.

    The subject is an outcome, or belongs to one as an indicator or an entry does. Of a programme it is asked whether
    they act on anything in it.
    """
    if isinstance(subject, Programme):
        return True
    membership = membership_of(user, subject.programme)
    if membership is None:
        return False
    if membership.role != Role.OUTCOME_MANAGER:
        return True
    if getattr(getattr(subject, "indicator", subject), "reporter_id", None) == user.pk:
        return True
    return getattr(subject, "outcome_id", subject.pk) in membership.outcome_ids


@rules.predicate
def is_their_own(user, entry):
    """The person recorded or submitted the entry. A programme, or a period of one, is nobody's own."""
    return user.pk in {getattr(entry, name, 0) for name in ("recorded_by_id", "submitted_by_id")}


rules.add_perm(Permission.ENTRY_RECORD, role_allows(Permission.ENTRY_RECORD) & is_in_their_care)
rules.add_perm(Permission.ENTRY_VERIFY, role_allows(Permission.ENTRY_VERIFY) & ~is_their_own)
rules.add_perm(Permission.ENTRY_DISCUSS, role_allows(Permission.ENTRY_DISCUSS))
rules.add_perm(Permission.PERIOD_MANAGE, role_allows(Permission.PERIOD_MANAGE))
rules.add_perm(Permission.STATUS_OVERRIDE, role_allows(Permission.STATUS_OVERRIDE))
