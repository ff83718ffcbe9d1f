"""Forms of the team and the timetable of a review."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import Constituency
from accounts.models import User
from outcomes.forms import RecordForm

from ..models import TeamMember, TimetableTask
from ..rules import TRIPARTITE

NOBODYS = _("for nobody: an independent reviewer")


class PersonField(forms.ModelChoiceField):
    """A person with their organisation."""

    def label_from_instance(self, person):
        return f"{person.name} ({person.organisation})" if person.organisation else person.name


class ChangeTeamMemberForm(RecordForm):
    """As what somebody is in the team, and for whom they speak."""

    class Meta:
        model = TeamMember
        fields = ["capacity", "constituency"]
        widgets = {"capacity": forms.RadioSelect}
        help_texts = {"constituency": _("Printed beside their dissent, if they have one.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        groups = [(str(group), Constituency(group).label) for group in TRIPARTITE]
        self.fields["constituency"].choices = [("", NOBODYS), *groups]  # type: ignore[attr-defined]


class TeamMemberForm(ChangeTeamMemberForm):
    """Somebody who is to score the review."""

    class Meta(ChangeTeamMemberForm.Meta):
        fields = ["person", "capacity", "constituency"]
        field_classes = {"person": PersonField}
        help_texts = ChangeTeamMemberForm.Meta.help_texts | {
            "person": _("Those who take part in the programme as reviewers. Others become one on the page “People”.")
        }
        error_messages = {
            "person": {"invalid_choice": _("Choose somebody who takes part in the programme as a reviewer.")}
        }

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        taking_part = Q(memberships__programme=self.programme, memberships__role__in=roles)
        in_team = self.instance.review.team.values("person")
        self.offer("person", User.objects.filter(taking_part, is_active=True).exclude(pk__in=in_team).order_by("name"))


class TaskForm(RecordForm):
    """A task of the timetable."""

    class Meta:
        model = TimetableTask
        fields = ["task", "time_frame", "responsible", "consultations", "done_on", "position"]
        labels = {"consultations": _("Whom it involves"), "position": _("Place in the list")}
        widgets = {
            "task": forms.Textarea(attrs={"rows": 3}),
            "consultations": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "time_frame": _("In words, such as January 2011 or 10–21 January."),
            "done_on": _("Empty as long as it is not done."),
            "position": _("Leave it empty to put the task at the end."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["position"].required = False
