"""Settings of the test suite: like `local`, only quicker."""

from pathlib import Path
from tempfile import TemporaryDirectory

from .base import *  # noqa: F403 - settings modules build on one another
from .base import STORAGES, env

SECRET_KEY = "only-for-tests"  # noqa: S105 - no secret
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # nothing is collected here
WHITENOISE_AUTOREFRESH = False
# It is gone when the tests end.
EVIDENCE_FOLDER = TemporaryDirectory(prefix="dwcp-evidence-")
EVIDENCE_ROOT = Path(EVIDENCE_FOLDER.name)
STORAGES = STORAGES | {"evidence": {**STORAGES["evidence"], "OPTIONS": {"location": EVIDENCE_ROOT}}}
EVIDENCE_SCAN_COMMAND = ""
# A test sees what a task has come to when it has asked for it.
TASKS = {
    "default": {"BACKEND": env("TASKS_BACKEND", default="django_tasks.backends.immediate.ImmediateBackend")},
}
