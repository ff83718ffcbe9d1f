"""Who may act where: the role a person has in a programme, asked as predicates."""

import rules

from accounts.choices import Permission, Role

# What an archived programme still allows.
IN_THE_ARCHIVE = {Permission.PROGRAMME_VIEW, Permission.PROGRAMME_ARCHIVE}
FOUNDERS = (Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER)


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


def role_as_founder(user):
    """What this person becomes in a programme they begin: what they are elsewhere; None if they may begin none.

    The very first programme is begun by who may use the administration pages.
    """
    roles = {membership.role for membership in memberships_of(user).values()}
    if user.is_superuser and user.is_active:
        return Role.ADMINISTRATOR
    return next((role for role in FOUNDERS if role in roles), None)


def role_allows(permission):
    """A predicate: the person's role in the subject's programme includes `permission`, and the programme allows it.

    The subject is a programme or anything with a `programme`.
    """

    @rules.predicate(f"role_allows:{permission}")
    def predicate(user, subject):
        if subject is None:
            return False
        programme = getattr(subject, "programme", subject)
        membership = membership_of(user, programme)
        if membership is None or permission not in Role(membership.role).permissions:
            return False
        return permission in IN_THE_ARCHIVE or not membership.programme.is_archived

    return predicate


@rules.predicate
def is_founder(user):
    """An officer or administrator of some programme, or who may use the administration pages."""
    return role_as_founder(user) is not None


rules.add_perm(Permission.PROGRAMME_VIEW, role_allows(Permission.PROGRAMME_VIEW))
rules.add_perm(Permission.PROGRAMME_CREATE, is_founder)
rules.add_perm(Permission.PROGRAMME_ARCHIVE, role_allows(Permission.PROGRAMME_ARCHIVE))
rules.add_perm(Permission.STRUCTURE_EDIT, role_allows(Permission.STRUCTURE_EDIT))
rules.add_perm(Permission.MEMBERS_MANAGE, role_allows(Permission.MEMBERS_MANAGE))
