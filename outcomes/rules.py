"""Who may act where: the role a person has in a programme, asked as predicates."""

import rules

from accounts.choices import Permission, Role


def memberships_of(user):
    """The person's memberships by the code of the programme, read once for the rest of the request."""
    if not (user.is_authenticated and user.is_active):
        return {}
    if not hasattr(user, "_memberships"):
        memberships = user.memberships.select_related("programme__country")
        user._memberships = {membership.programme.code: membership for membership in memberships}
    return user._memberships


def membership_of(user, programme):
    """The person's membership of this programme, or None."""
    return memberships_of(user).get(programme.code)


def role_allows(permission):
    """A predicate: the person's role in the subject's programme includes `permission`.

    The subject is a programme or anything with a `programme`.
    """

    @rules.predicate(f"role_allows:{permission}")
    def predicate(user, subject):
        if subject is None:
            return False
        membership = membership_of(user, getattr(subject, "programme", subject))
        return membership is not None and permission in Role(membership.role).permissions

    return predicate


rules.add_perm(Permission.PROGRAMME_VIEW, role_allows(Permission.PROGRAMME_VIEW))
