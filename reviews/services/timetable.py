"""The work plan of a review: its tasks, and when each was done."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import Permission
from outcomes.services import remove_record, save_record
from outcomes.services.records import hold
from outcomes.services.removals import FITS_NO_MORE

from ..choices import ReviewState
from ..models import TimetableTask
from .moves import held_review
from .refusals import ReviewRefused

# What the terms of reference say about a task; the day it was done is no part of them.
PLANNED = ("task", "time_frame", "responsible", "consultations", "position")


@transaction.atomic
def save_task(*, task, seen="", by):
    """Add a task to the timetable of its review, at the end unless it has a place, or change it.

    Of a final review only the day on which a task was done is still noted: the follow-up comes after it. Raises
    Refused with every problem, Stale, PermissionDenied.
    """
    review = _held(task, by)
    problems = {}
    if task.position is None:
        task.position = (review.tasks.aggregate(last=Max("position"))["last"] or 0) + 1
    if review.state == ReviewState.FINAL and _is_planned_otherwise(task):
        problems[""] = _("The review is final. Only the day on which a task was done can still be noted.")
    if task.done_on is not None and task.done_on > timezone.localdate():
        problems["done_on"] = _("This day has not come yet. Leave it empty until the task is done.")
    if problems:
        raise ReviewRefused(problems)
    return save_record(record=task, seen=seen, by=by, programme=review.programme, permission=Permission.REVIEW_MANAGE)


@transaction.atomic
def remove_task(*, task, by):
    """Take a task out of the timetable; it can be put back. Raises Refused, PermissionDenied."""
    review = _held(task, by)
    task.review = review
    if problems := _of_a_final_review(task):
        raise ReviewRefused(problems)
    return remove_record(record=task, by=by, programme=review.programme, permission=Permission.REVIEW_MANAGE)


def _of_a_final_review(task):
    if task.review.state != ReviewState.FINAL:
        return {}
    return {"": _("The review is final: its timetable stays as it is.")}


FITS_NO_MORE[TimetableTask] = _of_a_final_review


def _held(task, by):
    if not by.has_perm(Permission.REVIEW_MANAGE, task.review):
        raise PermissionDenied
    hold(task.review.programme)
    return held_review(task.review)


def _is_planned_otherwise(task):
    before = TimetableTask.objects.filter(pk=task.pk).first()
    return before is None or any(getattr(before, name) != getattr(task, name) for name in PLANNED)
