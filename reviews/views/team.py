"""The team and the timetable of a review: adding, changing and removing one record."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Permission
from outcomes.services import Refused

from ..forms.team import ChangeTeamMemberForm, TaskForm, TeamMemberForm
from ..models import TeamMember, TimetableTask
from ..services import add_to_team, change_in_team, remove_from_team, remove_task, save_task
from ..services.team import SCORING_ROLES
from .base import ReviewPage
from .writing import WritingPage


class RecordPage(WritingPage):
    """A form for one record of a review: the one of the address, or a new one."""

    @cached_property
    def record(self):
        """The record that is added or changed."""
        raise NotImplementedError

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.record, "programme": self.programme}

    def seen_now(self, current):
        if current is None:
            return {}
        return {"seen": type(self.get_form())(instance=current, programme=self.programme).initial["seen"]}


class RemovePage(ReviewPage):
    """Asks before a record of a review is removed; it can be put back."""

    http_method_names = ["get", "head", "post"]
    permission_required = Permission.REVIEW_MANAGE
    template_name = "reviews/remove.html"
    tab = "set-up"
    heading = gettext_lazy("Remove")

    def get_trail(self):
        return [*super().get_trail(), (gettext_lazy("Set-up"), self.address("set-up"))]

    def get_context_data(self, **kwargs):
        return super().get_context_data(record=self.record, back=self.address("set-up"), **kwargs)

    def post(self, request, *args, **kwargs):
        name = str(self.record)
        try:
            self.remove()
        except Refused as refused:
            return self.render_to_response(self.get_context_data(refused=str(refused)), status=422)
        messages.success(request, _("Removed: %(what)s. You can put it back below.") % {"what": name})
        return redirect(self.address("set-up"))


class OfMember:
    """The member of the team in the address; otherwise 404."""

    @cached_property
    def record(self):
        """The member, who knows the review."""
        member = get_object_or_404(self.review.team.select_related("person"), pk=self.kwargs["record"])
        member.review = self.review
        return member


class OfTask:
    """The task of the timetable in the address; otherwise 404."""

    @cached_property
    def record(self):
        """The task, which knows the review."""
        task = get_object_or_404(self.review.tasks.all(), pk=self.kwargs["record"])
        task.review = self.review
        return task


class AddTeamMember(RecordPage):
    """Let somebody score the review."""

    form_class = TeamMemberForm
    heading = gettext_lazy("Add somebody to the team")

    @cached_property
    def record(self):
        return TeamMember(review=self.review)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"roles": SCORING_ROLES}

    def save(self, form):
        typed = {name: form.cleaned_data[name] for name in ("person", "capacity", "constituency")}
        add_to_team(review=self.review, by=self.request.user, **typed)


class ChangeTeamMember(OfMember, RecordPage):
    """Change what somebody is in the team."""

    form_class = ChangeTeamMemberForm

    def get_heading(self):
        return _("%(person)s in the team") % {"person": self.record.person}

    def save(self, form):
        change_in_team(member=form.instance, seen=form.cleaned_data["seen"], by=self.request.user)


class RemoveTeamMember(OfMember, RemovePage):
    """Ask before somebody scores no longer."""

    def remove(self):
        """Call the service's verb."""
        remove_from_team(member=self.record, by=self.request.user)


class AddTask(RecordPage):
    """Add a task to the timetable."""

    form_class = TaskForm
    heading = gettext_lazy("Add a task to the timetable")

    @cached_property
    def record(self):
        return TimetableTask(review=self.review)

    def save(self, form):
        save_task(task=form.instance, by=self.request.user)


class ChangeTask(OfTask, RecordPage):
    """Change a task, or say when it was done."""

    form_class = TaskForm
    heading = gettext_lazy("Change the task")

    def save(self, form):
        save_task(task=form.instance, seen=form.cleaned_data["seen"], by=self.request.user)


class RemoveTask(OfTask, RemovePage):
    """Ask before a task is taken out of the timetable."""

    def remove(self):
        """Call the service's verb."""
        remove_task(task=self.record, by=self.request.user)
