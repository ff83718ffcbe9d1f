"""Follow-up actions that wait for a person: theirs that are overdue or due soon, and those they are to judge."""

from datetime import timedelta
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.choices import Permission
from dwcp.toolkit.figures import time_left

from ..models import FollowUpAction
from .waiting import Source, Waiting, programmes_where

# An action takes longer than a report, so it is told earlier.
SOON = timedelta(days=30)
LONGEST = 160


def _overdue_for(user, today):
    """What is theirs and late, the latest first."""
    actions = _theirs(user)
    return None if actions is None else actions.overdue(today).order_by("due_on", "pk")


def _due_for(user, today):
    """What is theirs and due within a month."""
    actions = _theirs(user)
    return None if actions is None else actions.filter(due_on__range=(today, today + SOON)).order_by("due_on", "pk")


def _to_check_for(user, today):
    """What came to its end and nobody has judged; not what they own or reported themselves."""
    programmes = programmes_where(user, Permission.ACTION_CHECK)
    if not programmes:
        return None
    actions = FollowUpAction.objects.filter(recommendation__review__programme__in=programmes).to_be_checked()
    return actions.exclude(owner=user).exclude(reported_by=user).order_by("completed_on", "pk")


def _theirs(user):
    """Open actions that name them, or no person and the organisation they belong to; None where their role has none."""
    programmes = programmes_where(user, Permission.ACTION_REPORT)
    if not programmes:
        return None
    actions = FollowUpAction.objects.filter(recommendation__review__programme__in=programmes)
    return actions.owned_by(user).still_open()


def _as_waiting(kind, action, *, note, word, page):
    recommendation = action.recommendation
    review = recommendation.review
    place = {
        "programme": review.programme.code,
        "review": review.slug,
        "recommendation": recommendation.pk,
        "action": action.pk,
    }
    text = action.text if len(action.text) <= LONGEST else f"{action.text[:LONGEST].rstrip()} …"
    return Waiting(
        kind=kind,
        what=_("Review %(review)s, action %(number)s: %(text)s")
        % {"review": review.slug, "number": action, "text": text},
        note=note,
        action=word,
        address=reverse(f"reviews:{page}", kwargs=place),
        programme=review.programme,
        due_on=action.due_on,
    )


def _to_report(kind, action):
    note = time_left(action.due_on)
    return _as_waiting(kind, action, note=note, word=_("Report"), page="report-on-action")


def _to_check(action):
    note = _("reported as “%(status)s” by %(who)s") % {
        "status": action.get_status_display(),
        "who": action.reported_by,
    }
    return _as_waiting("actions_to_check", action, note=note, word=_("Judge"), page="check-action")


RELATED = ("recommendation__review__programme__country", "reported_by")
OVERDUE_ACTIONS = Source(
    kind="overdue_actions",
    title=gettext_lazy("Overdue follow-up actions"),
    summary=lambda number: (
        ngettext("%(number)s action overdue", "%(number)s actions overdue", number) % {"number": number}
    ),
    rows=_overdue_for,
    related=RELATED,
    item=partial(_to_report, "overdue_actions"),
)
DUE_ACTIONS = Source(
    kind="due_actions",
    title=gettext_lazy("Follow-up actions due within a month"),
    summary=lambda number: (
        ngettext("%(number)s action due soon", "%(number)s actions due soon", number) % {"number": number}
    ),
    rows=_due_for,
    related=RELATED,
    item=partial(_to_report, "due_actions"),
)
ACTIONS_TO_CHECK = Source(
    kind="actions_to_check",
    title=gettext_lazy("Actions to judge: do they answer the recommendation?"),
    summary=lambda number: (
        ngettext("%(number)s action to judge", "%(number)s actions to judge", number) % {"number": number}
    ),
    rows=_to_check_for,
    related=RELATED,
    item=_to_check,
)
