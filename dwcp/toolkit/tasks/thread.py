"""Tasks in a thread of the process that was asked: one after the other, while its pages go on answering.

For a server without a queue beside it. What waits is lost with the process.
"""

import logging
import threading
from queue import SimpleQueue
from typing import Any

from django.db import connections
from django_tasks import TaskResult
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task

from .results import taken

logger = logging.getLogger(__name__)


class ThreadBackend(BaseTaskBackend):
    """Takes a task and answers at once; raises TypeError for arguments that are no plain values."""

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        self.validate_task(task)
        result = taken(task, args, kwargs, alias=self.alias)
        _worker.take(result)
        return result


class Worker:
    """One thread, begun with the first task: again after a fork, which leaves threads behind."""

    def __init__(self) -> None:
        self.waiting: SimpleQueue[TaskResult] = SimpleQueue()
        self.thread: threading.Thread | None = None
        self.lock = threading.Lock()

    def take(self, result: TaskResult) -> None:
        """Leave a task to the thread."""
        self.waiting.put(result)
        with self.lock:
            if self.thread is None or not self.thread.is_alive():
                # A server that is stopped does not wait for it.
                self.thread = threading.Thread(target=self._work, name="tasks", daemon=True)
                self.thread.start()

    def _work(self) -> None:
        while True:
            result = self.waiting.get()
            try:
                result.task.call(*result.args, **result.kwargs)
            except Exception:
                logger.exception("The task %s failed", result.task.module_path)
            finally:
                connections.close_all()


_worker = Worker()
