"""Where tasks run: in a thread of the process, or handed to workers."""

from threading import Event, current_thread

import pytest
from django_tasks import TaskResultStatus, task

from dwcp.toolkit.tasks import celery, thread

THREAD = "dwcp.toolkit.tasks.thread.ThreadBackend"
CELERY = "dwcp.toolkit.tasks.celery.CeleryBackend"
PATIENCE = 30  # seconds

may_go_on, done = Event(), Event()
seen = []


@task
def note(word, wait=False):
    if wait:
        assert may_go_on.wait(PATIENCE)
    seen.append((word, current_thread().name))
    if word == "bad":
        raise ValueError("it rained")
    if word == "last":
        done.set()


def no_task(word):
    seen.append(word)


@pytest.fixture(autouse=True)
def afresh():
    seen.clear()
    may_go_on.clear()
    done.clear()


@pytest.fixture
def backend(settings):
    def backend(path):
        settings.TASKS = {"default": {"BACKEND": path}}

    return backend


class TestInAThread:
    def test_who_asks_does_not_wait_and_one_comes_after_the_other(self, backend, caplog):
        backend(THREAD)
        results = [note.enqueue("first", wait=True), note.enqueue("bad"), note.enqueue("last")]
        assert seen == []
        assert [result.status for result in results] == [TaskResultStatus.READY] * 3
        may_go_on.set()
        assert done.wait(PATIENCE)
        # What went wrong with one does not keep the next from its turn.
        assert seen == [("first", "tasks"), ("bad", "tasks"), ("last", "tasks")]
        assert "it rained" in caplog.text

    def test_the_thread_of_a_forked_process_is_begun_anew(self, backend, monkeypatch):
        backend(THREAD)

        class Gone:
            def is_alive(self):
                return False

        monkeypatch.setattr(thread._worker, "thread", Gone())
        note.enqueue("last")
        assert done.wait(PATIENCE)

    def test_a_server_that_stops_does_not_wait_for_it(self, backend):
        backend(THREAD)
        note.enqueue("last")
        assert done.wait(PATIENCE)
        assert thread._worker.thread.daemon

    @pytest.mark.parametrize("path", [THREAD, CELERY])
    def test_only_plain_values_travel(self, path, backend):
        backend(path)
        with pytest.raises(TypeError, match="Unsupported type"):
            note.enqueue(object())


class TestHandedToWorkers:
    @pytest.fixture(autouse=True)
    def sent(self, monkeypatch):
        """What went to the queue, as it went."""
        sent = []
        monkeypatch.setattr(celery.run_task, "apply_async", lambda args, **options: sent.append((args, options)))
        return sent

    def test_a_task_travels_by_its_name(self, backend, sent):
        backend(CELERY)
        result = note.enqueue("first", wait=True)
        assert (seen, result.status) == ([], TaskResultStatus.READY)
        ((path, args, kwargs), options), *others = sent
        assert (path, args, kwargs, options, others) == (
            note.module_path,
            ["first"],
            {"wait": True},
            {"task_id": result.id},
            [],
        )

    def test_a_worker_does_it(self, monkeypatch):
        monkeypatch.setattr(celery, "import_string", {note.module_path: note}.__getitem__)
        celery.run_task(note.module_path, ["last"], {})
        assert [word for word, _thread in seen] == ["last"]

    def test_whoever_writes_into_the_queue_calls_nothing_but_tasks(self):
        with pytest.raises(TypeError, match=r"os\.remove is no task"):
            celery.run_task("os.remove", ["/nowhere"], {})

    def test_a_task_counts_as_done_when_it_is_done(self):
        conf = celery.app.conf
        assert (conf.task_acks_late, conf.task_reject_on_worker_lost, conf.task_ignore_result) == (True, True, True)
        assert conf.worker_prefetch_multiplier == 1
        assert (conf.accept_content, conf.task_serializer) == (("json",), "json")
