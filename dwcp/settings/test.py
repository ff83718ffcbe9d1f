"""Settings of the test suite: like `local`, only quicker."""

from .base import *  # noqa: F403 - settings modules build on one another

SECRET_KEY = "only-for-tests"  # noqa: S105 - no secret
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # nothing is collected here
WHITENOISE_AUTOREFRESH = False
