"""Tasks in workers of their own: `celery -A dwcp.toolkit.tasks.celery worker`, with Redis between.

What a task has come to is not kept here: tasks write that themselves.
"""

from typing import Any

from celery import Celery
from django.utils.module_loading import import_string
from django_tasks import TaskResult
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task

from .results import taken

app = Celery("dwcp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_ignore_result=True,
    # A task counts as done when it is done: one whose worker dies is given to another.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    # A worker takes no second task aside while it is busy for a minute.
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
)


@app.task(name="dwcp.run_task")
def run_task(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Do a task, named by where it stands. Raises TypeError for anything that is no task."""
    task = import_string(path)
    if not isinstance(task, Task):
        raise TypeError(f"{path} is no task")
    task.call(*args, **kwargs)


class CeleryBackend(BaseTaskBackend):
    """Hands a task to the workers; raises `kombu.exceptions.OperationalError` when Redis does not answer."""

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        self.validate_task(task)
        result = taken(task, args, kwargs, alias=self.alias)
        run_task.apply_async((task.module_path, result.args, result.kwargs), task_id=result.id)
        return result
