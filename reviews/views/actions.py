"""The forms of follow-up actions: planning, reporting, judging, removing."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Permission

from ..choices import ENDED_ACTIONS
from ..forms import CheckForm, PlanForm, ReportForm
from ..models import FollowUpAction
from ..services import change_action, check_action, plan_action, put_back_action, remove_action, report_on_action
from ..words import not_accepted, not_judged
from .follow_up import (
    ActionPage,
    AskingMixin,
    ButtonMixin,
    RecommendationPage,
    WritingMixin,
    removal_or_404,
    removals_in,
)

ANSWER = Permission.RECOMMENDATION_ANSWER


class PlanAction(WritingMixin, RecommendationPage):
    """Plan what is to be done about a recommendation."""

    permission_required = ANSWER
    heading = gettext_lazy("Plan an action")
    form_class = PlanForm
    saved = gettext_lazy("The action is planned.")

    def not_now(self):
        response = getattr(self.recommendation, "response", None)
        return not_accepted(response and response.verdict)

    def write(self, **cleaned):
        del cleaned["revision"]  # there was none to see
        plan_action(recommendation=self.recommendation, by=self.request.user, **cleaned)


class ActionForm(WritingMixin, ActionPage):
    """A form about one action."""

    template_name = "reviews/action_form.html"

    def record(self):
        return self.action

    def get_success_url(self):
        return f"{self.page}#action-{self.action.pk}"


class ChangeAction(ActionForm):
    """Plan an action otherwise."""

    permission_required = ANSWER
    template_name = "reviews/follow_up_form.html"
    form_class = PlanForm
    saved = gettext_lazy("Saved.")

    def get_heading(self):
        return _("Change action %(number)s") % {"number": self.action}

    def write(self, **cleaned):
        change_action(action=self.action, by=self.request.user, **cleaned)


class ReportOnAction(ActionForm):
    """Say what was done; by its owner or an officer."""

    permission_required = Permission.ACTION_REPORT
    form_class = ReportForm
    saved = gettext_lazy("Saved. Who judges it sees what you reported.")

    def get_heading(self):
        return _("Report on action %(number)s") % {"number": self.action}

    def get_here(self):
        return _("Report")

    def write(self, **cleaned):
        report_on_action(action=self.action, by=self.request.user, **cleaned)


class CheckAction(ActionForm):
    """Judge whether what was done answers the recommendation; by somebody who had no hand in it."""

    permission_required = Permission.ACTION_CHECK
    form_class = CheckForm
    saved = gettext_lazy("Your judgement is saved.")

    def not_now(self):
        return "" if self.action.status in ENDED_ACTIONS else not_judged(self.action)

    def get_heading(self):
        return _("Judge action %(number)s") % {"number": self.action}

    def get_here(self):
        return _("Judge")

    def write(self, **cleaned):
        check_action(action=self.action, by=self.request.user, **cleaned)


class RemoveAction(AskingMixin, ActionPage):
    """Take an action out of the plan; it can be put back."""

    permission_required = ANSWER

    def get_heading(self):
        return _("Remove action %(number)s?") % {"number": self.action}

    def get_here(self):
        return _("Remove")

    def remove(self, revision):
        return remove_action(action=self.action, revision=revision, by=self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(record=self.action, revision=self.action.revision, back=self.page, **kwargs)


class PutBackAction(ButtonMixin, RecommendationPage):
    """Put a removed action back."""

    permission_required = ANSWER

    @cached_property
    def removal(self):
        """What was removed from the plan for this recommendation; otherwise 404."""
        removals = removals_in(self.programme, FollowUpAction, recommendation=self.recommendation.pk)
        return removal_or_404(removals, self.kwargs["removal"])

    def act(self):
        put_back_action(removal=self.removal, recommendation=self.recommendation, by=self.request.user)
        return _("“%(what)s” is back.") % {"what": self.removal.what}
