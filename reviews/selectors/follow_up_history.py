"""What was done about one recommendation: every act, who did it and when, and what that changed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, Model, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import AuditEvent, User
from dwcp.toolkit.figures import day

from ..models import FollowUpAction, ManagementResponse, Recommendation

# An answer is an act on its recommendation.
OF_RECOMMENDATION: tuple[type[Model], ...] = (Recommendation, ManagementResponse)
# What the trail keeps that people call otherwise than the field.
LABELS = {"carried_from": gettext_lazy("Repeats"), "checked_by": gettext_lazy("Judged by")}


@dataclass(frozen=True)
class Change:
    """What a field said before and after; "" for nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Act:
    """One act on a recommendation or, with its number, on one of its actions."""

    at: datetime
    by: User | None
    what: str
    changes: tuple[Change, ...]


def follow_up_history_of(recommendation, actions):
    """Every act on a recommendation and on these actions of it, the latest first (1 query)."""
    of_actions = Q(
        subject_type=ContentType.objects.get_for_model(FollowUpAction),
        subject_id__in=[action.pk for action in actions],
    )
    itself = Q(subject_type=ContentType.objects.get_for_model(Recommendation), subject_id=recommendation.pk)
    numbers = {action.pk: action.number for action in actions}
    events = AuditEvent.objects.filter(itself | of_actions).select_related("by__organisation", "subject_type")
    return tuple(_act(event, numbers) for event in events)


def _act(event, numbers):
    what, models = capfirst(event.get_verb_display()), OF_RECOMMENDATION
    if event.subject_type.model == FollowUpAction._meta.model_name:
        words = {"number": numbers[event.subject_id], "what": event.get_verb_display()}
        what, models = _("Action %(number)s: %(what)s") % words, (FollowUpAction,)
    changes = []
    for name, pair in event.changes.items():
        field = _field(models, name)
        label = LABELS.get(name) or capfirst(getattr(field, "verbose_name", name))
        changes.append(Change(str(label), *(_text(field, value) for value in pair)))
    return Act(event.at, event.by, what, tuple(change for change in changes if change.before != change.after))


def _field(models, name):
    for model in models:
        try:
            return model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
    return None


def _text(field, value):
    """What a field said, as people read it: the trail keeps codes and days as programs write them."""
    if value in (None, ""):
        return ""
    if isinstance(field, DateField):
        return day(date.fromisoformat(value))
    choices = getattr(field, "choices", None)
    return str(dict(choices).get(value, value)) if choices else str(value)
