"""A machine of one's own: `script/server`. Not for a service (see `production`)."""

from .base import *  # noqa: F403 - settings modules build on one another
from .base import DATABASES, env

# DWCP_DEBUG=1 shows Django's technical error pages and the gallery of components.
DEBUG = env.bool("DWCP_DEBUG", default=False)
SECRET_KEY = "only-for-a-machine-of-ones-own"  # noqa: S105 - a service must set its own
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.list("ALLOWED_HOSTS", default=[])]
# Static files come straight from the folders, without a collecting step.
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # nothing is collected here
WHITENOISE_AUTOREFRESH = DEBUG
# Mail is written where the server writes, unless EMAIL_URL names a mail server.
globals().update(env.email_url("EMAIL_URL", default="consolemail://"))
# Never in the database of a service, whatever DATABASE_URL names.
DEMO_PEOPLE_ALLOWED = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
