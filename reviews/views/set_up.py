"""The page from which a review is set up and moved on."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Permission
from dwcp.toolkit.documents import markdown
from outcomes.services import Refused
from outcomes.views.lists import what_is_gone

from ..choices import ReviewState
from ..forms.planning import MoveForm
from ..models import TeamMember
from ..selectors import may_be_signed
from ..selectors.history import history_of
from ..services import StaleReview, move_review, moves_from
from ..services.moves import Move, what_stands_against, who_is_left_out
from .base import ReviewPage

# What the button of a move says, and what the move does.
STEPS = {
    (ReviewState.PLANNED, ReviewState.SCORING): (
        gettext_lazy("Open for scoring"),
        gettext_lazy("The facts are taken as they stand now. Each member of the team scores alone."),
    ),
    (ReviewState.SCORING, ReviewState.CONSOLIDATION): (
        gettext_lazy("Bring the scores together"),
        gettext_lazy("From then on the team sees all scores and agrees on one."),
    ),
    (ReviewState.CONSOLIDATION, ReviewState.DRAFT_REPORT): (
        gettext_lazy("Write the draft report"),
        gettext_lazy("The agreed scores stand in the report and can still be changed."),
    ),
    (ReviewState.DRAFT_REPORT, ReviewState.CONSULTATION): (
        gettext_lazy("Send the draft to the constituents"),
        gettext_lazy("Government, employers and workers read it and answer. Nothing in it changes meanwhile."),
    ),
    (ReviewState.CONSOLIDATION, ReviewState.SCORING): (
        gettext_lazy("Back to scoring alone"),
        gettext_lazy("Each member may change their own scores again."),
    ),
    (ReviewState.DRAFT_REPORT, ReviewState.CONSOLIDATION): (
        gettext_lazy("Back to consolidation"),
        gettext_lazy("The team looks at the scores once more."),
    ),
    (ReviewState.CONSULTATION, ReviewState.DRAFT_REPORT): (
        gettext_lazy("Take the draft back to work on it"),
        gettext_lazy("This round ends with the answers given so far. The next draft is answered anew."),
    ),
}


@dataclass(frozen=True)
class NextStep:
    """A move that the review's state allows: what it is called, what it does, and what stands against it."""

    move: Move
    label: object
    effect: object
    against: tuple[str, ...]
    left_out: tuple[TeamMember, ...]
    form: MoveForm

    @property
    def needs_reason(self):
        """Whether a reason has to be given."""
        return self.move.needs_reason or bool(self.left_out)


class SetUp(ReviewPage):
    """State, team, terms of reference, timetable, outcomes, consultations and facts of a review, on one page."""

    template_name = "reviews/set_up.html"
    tab = "set-up"
    heading = gettext_lazy("Set-up")

    def get_trail(self):
        return super().get_trail()[:2]

    def get_context_data(self, *, refused=None, **kwargs):
        may_manage = self.request.user.has_perm(Permission.REVIEW_MANAGE, self.review)
        return super().get_context_data(
            may_manage=may_manage,
            may_be_signed=may_manage and may_be_signed(self.review),
            next_steps=[self._step(move, refused) for move in self._moves()] if may_manage else [],
            team=self.review.team.select_related("person__organisation"),
            outcomes=self.review.country_programme_outcomes.select_related("biennium"),
            tasks=self.review.tasks.all(),
            events=self.review.events.all(),
            terms=markdown.blocks_of(self.review.terms_of_reference),
            history=history_of(self.review),
            removals=what_is_gone(self.programme)[:3] if may_manage else (),
            refused=refused,
            **kwargs,
        )

    def _moves(self):
        """The moves that are possible, those ahead before those back."""
        return sorted(moves_from(self.review.state), key=lambda move: move.needs_reason)

    def _step(self, move, refused):
        form = MoveForm(initial={"to": move.target, "revision": self.review.revision}, auto_id=f"{move.target}-%s")
        # It is asked for only where a move needs it.
        form.fields["reason"].is_expected = True
        if refused is not None and refused.data.get("to") == move.target:
            form = refused
        label, effect = STEPS[move.origin, move.target]
        left_out = who_is_left_out(self.review, move)
        return NextStep(move, label, effect, what_stands_against(self.review, move), left_out, form)


class MoveReview(SetUp):
    """Move a review on, or back with a reason; reading the address leads to the page with its buttons."""

    http_method_names = ["get", "head", "post"]
    permission_required = Permission.REVIEW_MANAGE

    def get(self, request, *args, **kwargs):
        return redirect(self.address("set-up"))

    def post(self, request, *args, **kwargs):
        asked = request.POST.get("to", "")
        form = MoveForm(request.POST, auto_id=f"{asked}-%s" if asked in ReviewState.values else "id_%s")
        if not form.is_valid():
            return self.answer(form, 422)
        try:
            moved = move_review(review=self.review, by=request.user, **form.cleaned_data)
        except StaleReview as stale:
            form.add_error(None, _("Somebody has changed the review meanwhile. Look where it stands now."))
            self.review.state, self.review.revision = stale.current.state, stale.current.revision
            typed = request.POST.copy()
            typed["revision"] = str(stale.current.revision)
            form.data = typed
            return self.answer(form, 409)
        except Refused as refused:
            form.refuse(refused.problems)
            return self.answer(form, 422)
        messages.success(request, _("The review is “%(state)s” now.") % {"state": moved.get_state_display()})
        return redirect(self.address("set-up"))

    def answer(self, form, status):
        """The page with what was typed."""
        return self.render_to_response(self.get_context_data(refused=form), status=status)
