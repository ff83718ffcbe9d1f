"""Choosing who records the figures of an indicator."""

from django import forms
from django.utils.translation import gettext as _

from accounts.models import User

from ..selectors.expected import recorders_of


class ReporterField(forms.ModelChoiceField):
    """One of the people of a programme who may record, each with their role.

    `kept` is the key of who is chosen already: they stay to be chosen, and it is said if they record no more.
    """

    def __init__(self, *, programme, kept=None, **kwargs):
        self.roles = {member.user_id: member.get_role_display() for member in recorders_of(programme)}
        people = User.objects.filter(pk__in=[*self.roles, kept] if kept else list(self.roles))
        empty = _("Those who have the outcome in their care")
        super().__init__(queryset=people, required=False, empty_label=empty, **kwargs)

    def label_from_instance(self, person):
        return f"{person} ({self.roles.get(person.pk) or _('records here no more')})"
