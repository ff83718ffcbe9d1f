"""What a backend answers when it has taken a task."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django_tasks import TaskResult, TaskResultStatus
from django_tasks.base import Task
from django_tasks.utils import get_random_id


def taken(task: Task, args: Sequence[Any], kwargs: Mapping[str, Any], *, alias: str) -> TaskResult:
    """A task that waits, its arguments as plain values; raises TypeError for arguments that are not."""
    return TaskResult(
        task=task,
        id=get_random_id(),
        status=TaskResultStatus.READY,
        enqueued_at=timezone.now(),
        started_at=None,
        finished_at=None,
        last_attempted_at=None,
        args=list(args),
        kwargs=dict(kwargs),
        backend=alias,
        errors=[],
        worker_ids=[],
    )
