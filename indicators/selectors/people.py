"""Who does what in a programme."""

from accounts.choices import Role


def people_with(permission, programme):
    """The people whose role in the programme includes a permission, by name (1 query)."""
    roles = [role for role in Role if permission in role.permissions]
    members = programme.memberships.filter(role__in=roles, user__is_active=True).select_related("user")
    return [member.user for member in members.order_by("user__name")]
