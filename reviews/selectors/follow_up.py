"""What became of recommendations: the answer, what was done, how long it has been said, and what it did to figures.

One set of frozen dataclasses for the pages, the API, the report and the mails.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import ngettext

from ..choices import ENDED_ACTIONS, OPEN_FOLLOW_UP, ActionStatus, Adequacy, FollowUpState, ResponseVerdict
from ..follow_up import Done, state_of
from ..models import FollowUpAction, ManagementResponse, Recommendation
from ..rules import owns_the_action
from .carrying import Carried, Said, chains_of
from .effects import Effect, effects_of

# How states are drawn: with the shapes and colours of the statuses that mean as much.
MARKS = {
    FollowUpState.UNANSWERED: "no_data",
    FollowUpState.REJECTED: "closed",
    FollowUpState.NOTHING_PLANNED: "planned",
    FollowUpState.UNDER_WAY: "submitted",
    FollowUpState.INADEQUATE: "not_achieved",
    FollowUpState.NO_ACTION: "closed",
    FollowUpState.DONE: "submitted",
    FollowUpState.CHECKED: "verified",
}
ACTION_MARKS = {
    ActionStatus.OUTSTANDING: "due",
    ActionStatus.PARTIALLY_COMPLETED: "partially_achieved",
    ActionStatus.COMPLETED: "achieved",
    ActionStatus.NO_ACTION_PLANNED: "closed",
}
ADEQUACY_MARKS = {
    Adequacy.ADEQUATE: "verified",
    Adequacy.PARTLY_ADEQUATE: "partially_achieved",
    Adequacy.INADEQUATE: "not_achieved",
}


@dataclass(frozen=True)
class ActionStanding:
    """One thing to be done and how it stands on a day; `days_late` is 0 unless it is overdue."""

    action: FollowUpAction
    days_late: int

    @property
    def is_overdue(self):
        """Whether it is still open though its day has passed."""
        return self.days_late > 0

    @property
    def is_checked(self):
        """Whether somebody else has judged it, and the judgement still stands."""
        return bool(self.action.adequacy)

    @property
    def mark(self):
        """Shape and colour of its status (`components/status.html`)."""
        return "overdue" if self.is_overdue else ACTION_MARKS[ActionStatus(self.action.status)]

    @property
    def adequacy_mark(self):
        """Shape and colour of the judgement."""
        return ADEQUACY_MARKS[Adequacy(self.action.adequacy)] if self.action.adequacy else ""

    @property
    def takes_a_check(self):
        """Whether it has come to its end, so that it can be judged."""
        return self.action.status in ENDED_ACTIONS

    def is_theirs(self, person):
        """Whether it waits for this person, as `FollowUpActionQuerySet.owned_by` asks."""
        return owns_the_action(person, self.action)

    @property
    def responsible(self):
        """Whose it is: the person and, where one is named, the organisation; "" for nobody."""
        return ", ".join(str(one) for one in (self.action.owner, self.action.organisation) if one)


@dataclass(frozen=True)
class FollowUp:
    """One recommendation to its end."""

    recommendation: Recommendation
    response: ManagementResponse | None
    actions: tuple[ActionStanding, ...]
    state: FollowUpState
    carried: Carried | None = None
    carried_on: tuple[Said, ...] = ()
    effects: tuple[Effect, ...] = ()

    @property
    def mark(self):
        """Shape and colour of its state (`components/status.html`)."""
        return MARKS[self.state]

    @property
    def is_open(self):
        """Whether it still asks for something: then the next review may carry it over."""
        return self.state in OPEN_FOLLOW_UP

    @property
    def is_accepted(self):
        """Whether it was accepted, at least in part: then something is planned."""
        return self.response is not None and self.response.verdict != ResponseVerdict.REJECTED

    @property
    def is_overdue(self):
        """Whether any of its actions is."""
        return any(action.is_overdue for action in self.actions)

    @property
    def done(self):
        """How many of its actions are completed."""
        return sum(one.action.status == ActionStatus.COMPLETED for one in self.actions)

    @property
    def done_of_all(self):
        """`1 of 3 actions completed`; "" where nothing is planned."""
        if not self.actions:
            return ""
        number = len(self.actions)
        words = ngettext("%(done)s of %(number)s action completed", "%(done)s of %(number)s actions completed", number)
        return words % {"done": self.done, "number": number}


@dataclass(frozen=True)
class FollowUpCounts:
    """How many recommendations were answered and how, and how their actions stand."""

    total: int
    accepted: int
    partially_accepted: int
    rejected: int
    open: int
    carried: int
    actions: int
    by_status: dict[ActionStatus, int]
    overdue: int
    checked: int

    @property
    def answered(self):
        """How many have an answer."""
        return self.accepted + self.partially_accepted + self.rejected

    @property
    def completed(self):
        """How many actions are completed."""
        return self.by_status[ActionStatus.COMPLETED]

    @property
    def unanswered(self):
        """How many have none."""
        return self.total - self.answered


@dataclass(frozen=True)
class FollowUps:
    """All recommendations of one review, by number, on a day."""

    as_at: date
    rows: tuple[FollowUp, ...]
    counts: FollowUpCounts = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "counts", _counts(self.rows))

    def __bool__(self):
        return bool(self.rows)

    def __len__(self):
        return len(self.rows)


def followup_of(review, *, today=None, with_effects=True):
    """Every recommendation of a review with its answer, its actions and what came of it.

    Up to 4 queries for any number; 5 more where indicators are linked, unless nobody asks for the effects.
    """
    today = today or timezone.localdate()
    recommendations = list(review.recommendations.select_related("criterion", "response__responded_by"))
    return FollowUps(today, _rows(review, recommendations, today, with_effects=with_effects))


def follow_up_of(recommendation, *, today=None):
    """One recommendation to its end, with its effects (up to 8 queries); what of it is read already stays so."""
    (row,) = _rows(recommendation.review, [recommendation], today or timezone.localdate(), with_effects=True)
    return row


def _rows(review, recommendations, today, *, with_effects):
    if not recommendations:
        return ()
    actions = FollowUpAction.objects.select_related("owner", "organisation", "reported_by", "checked_by")
    prefetch_related_objects(recommendations, Prefetch("actions", actions), "indicators")
    chains = chains_of(review.programme, today)
    effects = effects_of(review, recommendations) if with_effects else {}
    return tuple(_row(review, one, today, chains, effects.get(one.pk, ())) for one in recommendations)


def _row(review, recommendation, today, chains, effects):
    recommendation.review = review
    response = getattr(recommendation, "response", None)
    actions = list(recommendation.actions.all())
    for action in actions:
        action.recommendation = recommendation
    return FollowUp(
        recommendation=recommendation,
        response=response,
        actions=tuple(ActionStanding(action, days_late(action, today)) for action in actions),
        state=state_of(response and response.verdict, (Done(one.status, one.adequacy) for one in actions)),
        carried=chains.before(recommendation.pk),
        carried_on=chains.after(recommendation.pk),
        effects=effects,
    )


def days_late(action, today):
    """How many days an action that is still open is late; 0 for all others."""
    if not action.is_open or action.due_on is None:
        return 0
    return max(0, (today - action.due_on).days)


def _counts(rows):
    verdicts = Counter(row.response.verdict for row in rows if row.response)
    actions = [one for row in rows for one in row.actions]
    statuses = Counter(one.action.status for one in actions)
    return FollowUpCounts(
        total=len(rows),
        accepted=verdicts[ResponseVerdict.ACCEPTED],
        partially_accepted=verdicts[ResponseVerdict.PARTIALLY_ACCEPTED],
        rejected=verdicts[ResponseVerdict.REJECTED],
        open=sum(row.is_open for row in rows),
        carried=sum(row.carried is not None for row in rows),
        actions=len(actions),
        by_status={status: statuses[status] for status in ActionStatus},
        overdue=sum(one.is_overdue for one in actions),
        checked=sum(one.is_checked for one in actions),
    )
