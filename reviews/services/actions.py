"""What follows from a recommendation: planning it, reporting what was done, and judging whether that is an answer."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission, Role
from accounts.services import record_event
from outcomes.models import ProgrammeMembership, Removal
from outcomes.services.records import hold
from outcomes.services.removals import FITS_NO_MORE

from ..choices import ENDED_ACTIONS, ActionStatus, Adequacy
from ..models import FollowUpAction
from ..words import not_accepted, not_judged
from .refusals import ReviewRefused, StaleReview
from .responses import held_recommendation
from .taking_out import put_back_as_kept, take_out_words


@transaction.atomic
def plan_action(*, recommendation, text, owner=None, organisation=None, due_on, by):
    """Plan what is to be done about an accepted recommendation: what, by whom (a person, an organisation), until when.

    Raises ReviewRefused with every field that cannot stand, or for a recommendation that nobody has accepted;
    PermissionDenied without permission.
    """
    if not by.has_perm(Permission.RECOMMENDATION_ANSWER, recommendation):
        raise PermissionDenied
    recommendation = held_recommendation(recommendation)
    if problem := _not_accepted(recommendation):
        raise ReviewRefused({"": problem})
    plan = _checked_plan(recommendation, text, owner, organisation, due_on)
    last = recommendation.actions.aggregate(last=Max("number"))["last"] or 0
    action = FollowUpAction.objects.create(recommendation=recommendation, number=last + 1, **plan)
    changes = {name: [None, _as_text(value)] for name, value in plan.items() if value}
    record_event(AuditVerb.ADDED, action, by=by, changes=changes)
    return action


@transaction.atomic
def change_action(*, action, text, owner, organisation, due_on, revision, by):
    """Plan an action otherwise. A check of an action that reads otherwise now is withdrawn.

    `revision` is the one the writer saw: StaleReview if there is a newer one. Raises as plan_action does.
    """
    current = _held(action, Permission.RECOMMENDATION_ANSWER, revision, by)
    plan = _checked_plan(current.recommendation, text, owner, organisation, due_on)
    changes = _changes(current, plan)
    if "text" in changes or "owner" in changes:
        changes |= _check_withdrawn(current)
    return _saved(current, AuditVerb.CHANGED, changes, by)


@transaction.atomic
def remove_action(*, action, revision, by):
    """Take an action out of the plan with all that was reported on it; it can be put back. Returns the Removal."""
    current = _held(action, Permission.RECOMMENDATION_ANSWER, revision, by)
    return take_out_words(current, by)


@transaction.atomic
def put_back_action(*, removal, recommendation, by):
    """Put a removed action back, under its number or, where that is taken, behind the others.

    Raises ReviewRefused where it does not go with what is there now, PermissionDenied without permission.
    """
    if not by.has_perm(Permission.RECOMMENDATION_ANSWER, recommendation):
        raise PermissionDenied
    hold(recommendation.programme)
    recommendation = held_recommendation(recommendation)
    removal = Removal.objects.select_for_update(of=("self",)).get(pk=removal.pk)
    fields = removal.content[0]["fields"]
    if recommendation.actions.filter(number=fields["number"]).exists():
        fields["number"] = recommendation.actions.aggregate(last=Max("number"))["last"] + 1
        removal.save(update_fields=["content"])
    return put_back_as_kept(removal, Permission.RECOMMENDATION_ANSWER, recommendation, by)


@transaction.atomic
def report_on_action(*, action, status, progress="", evidence="", completed_on=None, revision, by):
    """Say how far an action has come, what was done and where that can be seen; by its owner or an officer.

    A check that was made before is withdrawn: it judged something else. The trail keeps it. Raises ReviewRefused
    with every field that cannot stand, StaleReview, PermissionDenied.
    """
    current = _held(action, Permission.ACTION_REPORT, revision, by)
    report = {
        "status": str(status),
        "progress": progress.strip(),
        "evidence": evidence.strip(),
        "completed_on": completed_on if status == ActionStatus.COMPLETED else None,
    }
    _check_report(report)
    changes = _changes(current, report)
    if changes or current.reported_by is None:
        changes |= _check_withdrawn(current)
        current.reported_by = by
    return _saved(current, AuditVerb.ACTION_REPORTED, changes, by)


@transaction.atomic
def check_action(*, action, adequacy, note="", revision, by):
    """Judge whether what was done answers the recommendation; by somebody who neither owns nor reported it.

    Anything but adequate needs its reason. Raises ReviewRefused for an action that has not come to its end,
    StaleReview, PermissionDenied – also for who had a hand in it.
    """
    current = _held(action, Permission.ACTION_CHECK, revision, by)
    if current.status not in ENDED_ACTIONS:
        raise ReviewRefused({"": not_judged(current)})
    if adequacy not in Adequacy.values:
        raise ReviewRefused({"adequacy": _("Choose whether it answers the recommendation.")})
    if adequacy != Adequacy.ADEQUATE and not note.strip():
        raise ReviewRefused({"note": _("Say what is lacking, so that somebody can do it.")})
    changes = _changes(current, {"adequacy": str(adequacy), "adequacy_note": note.strip()})
    if changes:
        current.checked_by, current.checked_at = by, timezone.now()
    return _saved(current, AuditVerb.ACTION_CHECKED, changes, by)


def _held(action, permission, revision, by):
    """The action as it stands now, held, if this person may do this with it and saw that one."""
    kept = FollowUpAction.objects.select_for_update(of=("self",), no_key=True)
    related = kept.select_related("recommendation__review__programme", "owner", "organisation", "reported_by")
    current = related.filter(pk=action.pk).first()
    if not by.has_perm(permission, current or action):
        raise PermissionDenied
    if current is None:
        raise ReviewRefused({"": _("Somebody has removed this action meanwhile. Go back to the recommendation.")})
    if current.revision != revision:
        raise StaleReview(current)
    return current


def _not_accepted(recommendation):
    response = getattr(recommendation, "response", None)
    return not_accepted(response and response.verdict)


def _refused_meanwhile(action):
    """Wherever an action is put back from: one of a recommendation that nobody accepts has no place any more."""
    problem = _not_accepted(action.recommendation)
    return {"": problem} if problem else {}


FITS_NO_MORE[FollowUpAction] = _refused_meanwhile


def _checked_plan(recommendation, text, owner, organisation, due_on):
    problems = {}
    if not text.strip():
        problems["text"] = _("Say what is to be done.")
    if owner is None and organisation is None:
        problems["owner"] = _("Say who does it: a person, an organisation, or both.")
    elif owner is not None and not may_own(owner, recommendation.programme):
        problems["owner"] = _("Choose somebody of the programme who may report on an action.")
    if due_on is None:
        problems["due_on"] = _("Say until when.")
    if problems:
        raise ReviewRefused(problems)
    return {"text": text.strip(), "owner": owner, "organisation": organisation, "due_on": due_on}


def may_own(person, programme):
    """Whether this person takes part in the programme in a role that reports on actions."""
    membership = ProgrammeMembership.objects.filter(user=person, programme=programme).first()
    return membership is not None and Permission.ACTION_REPORT in Role(membership.role).permissions


def _check_report(report):
    problems = {}
    if report["status"] not in ActionStatus.values:
        problems["status"] = _("Choose how far it has come.")
    if report["status"] != ActionStatus.OUTSTANDING and not report["progress"]:
        problems["progress"] = (
            _("Say why nothing is planned.")
            if report["status"] == ActionStatus.NO_ACTION_PLANNED
            else _("Say what was done.")
        )
    if report["status"] == ActionStatus.COMPLETED:
        if report["completed_on"] is None:
            problems["completed_on"] = _("Say when the action was completed.")
        elif report["completed_on"] > timezone.localdate():
            problems["completed_on"] = _("This day has not come yet. Give the day on which it was completed.")
    if problems:
        raise ReviewRefused(problems)


def _changes(current, new):
    """Set what is new, and give what that changes."""
    changes = {}
    for name, value in new.items():
        before = getattr(current, name)
        if before != value:
            setattr(current, name, value)
            changes[name] = [_as_text(before), _as_text(value)]
    return changes


def _check_withdrawn(action):
    """Take the check back, and give what that changes."""
    before = {"adequacy": action.adequacy, "adequacy_note": action.adequacy_note, "checked_by": action.checked_by}
    action.adequacy, action.adequacy_note, action.checked_by, action.checked_at = "", "", None, None
    return {name: [_as_text(value), None] for name, value in before.items() if value}


def _as_text(value):
    return None if value in (None, "") else str(value)


def _saved(current, verb, changes, by):
    if changes:
        current.revision += 1
        current.save()
        record_event(verb, current, by=by, changes=changes)
    return current
