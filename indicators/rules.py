"""Who may record and who may verify."""

import rules

from accounts.choices import Permission, Role
from outcomes.rules import membership_of, role_allows


@rules.predicate
def is_in_their_care(user, subject):
    """An outcome manager acts on the outcomes assigned to them; other roles on all of the programme.

    The subject is an outcome, or belongs to one as an indicator or an entry does.
    """
    membership = membership_of(user, subject.programme)
    if membership is None:
        return False
    if membership.role != Role.OUTCOME_MANAGER:
        return True
    return getattr(subject, "outcome_id", subject.pk) in membership.outcome_ids


@rules.predicate
def is_their_own(user, entry):
    """The person recorded or submitted the entry."""
    return user.pk in {entry.recorded_by_id, entry.submitted_by_id}


rules.add_perm(Permission.ENTRY_RECORD, role_allows(Permission.ENTRY_RECORD) & is_in_their_care)
rules.add_perm(Permission.ENTRY_VERIFY, role_allows(Permission.ENTRY_VERIFY) & ~is_their_own)
rules.add_perm(Permission.PERIOD_MANAGE, role_allows(Permission.PERIOD_MANAGE))
rules.add_perm(Permission.STATUS_OVERRIDE, role_allows(Permission.STATUS_OVERRIDE))
