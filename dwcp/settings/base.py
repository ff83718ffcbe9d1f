"""Settings that hold everywhere. `local`, `production` and `test` say what differs."""

from pathlib import Path
from typing import Any

import environ
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

DEBUG = False
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "rules.apps.AutodiscoverRulesConfig",
    "django_htmx",
    "template_partials",
    "csp",
    "import_export",
    "rest_framework",
    "rest_framework.authtoken",
    "django_filters",
    "django_tasks",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "dwcp.toolkit",
    "accounts",
    "outcomes",
    "indicators",
    "consultations",
    "reviews",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages are read over slow lines. Every answer is padded at random, so that its length gives no secret away.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Signed-in is the default; an open page is the marked exception.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "dwcp.urls"
WSGI_APPLICATION = "dwcp.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dwcp.pages.context_processors.work",
            ],
            "builtins": ["dwcp.toolkit.templatetags.figures"],
        },
    },
]

# SQLite is the embedded default; DATABASE_URL names the PostgreSQL database of a service.
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A writer waits for its turn instead of failing; readers never wait for writers.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People sign in with their e-mail address; accounts are made for them, nobody signs up.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "outcomes:programmes"
ACCOUNT_ADAPTER = "accounts.adapter.ClosedSignupAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key"}
# No proxy stands in front unless a service says so: the address seen is the visitor's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

# English until there is a Khmer catalogue: a browser's wish alone would show half of each.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("km", _("Khmer"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
# Figures are typed and shown the same way in both languages: 1,234.5 (see toolkit/templatetags).
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "Asia/Phnom_Penh"
USE_TZ = True

# The grid sends some 18 fields for each row, typed in or not: this is room for 270 indicators of one outcome.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# A far too long text that somebody pastes comes back with a sentence, instead of a refusal of the whole.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

STATIC_URL = "static/"
STATIC_ROOT: Path | None = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]

# Files laid beside figures lie where no web server looks: pages give them to who may see the programme.
EVIDENCE_ROOT = Path(env("EVIDENCE_ROOT", default=str(BASE_DIR / "evidence")))
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "evidence": {"BACKEND": "dwcp.toolkit.kept_files.KeptFiles", "OPTIONS": {"location": EVIDENCE_ROOT}},
}
# A command that reads a file from its standard input and ends with 0 if it is clean, with 1 if it is not, such as
# "clamdscan --no-summary --fdpass -". What it does not call clean is not kept. Empty: nothing is scanned.
EVIDENCE_SCAN_COMMAND = env("EVIDENCE_SCAN_COMMAND", default="")
EVIDENCE_SCAN_TIMEOUT = env.int("EVIDENCE_SCAN_TIMEOUT", default=60)  # seconds

# Long work, such as a report: in a thread of this process, or in workers of their own when CELERY_BROKER_URL names the
# Redis between (see docs/operating.md).
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="")
# After so many seconds Redis takes a worker for dead and gives its task to another. A task that lasts longer is begun
# twice; it has to see that.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 360}
TASKS = {
    "default": {
        "BACKEND": env(
            "TASKS_BACKEND",
            default="dwcp.toolkit.tasks.celery.CeleryBackend"
            if CELERY_BROKER_URL
            else "dwcp.toolkit.tasks.thread.ThreadBackend",
        )
    }
}

# Nothing from elsewhere, nothing inline: scripts and styles are files of this server.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    # JSON only: the browsable pages of the framework need inline scripts, which our policy refuses.
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 100,
    "DEFAULT_THROTTLE_RATES": {"token": "10/min"},
}
SPECTACULAR_SETTINGS = {
    "TITLE": "DWCP results",
    "DESCRIPTION": "Read programmes, outcomes, indicators, entries, reviews and consultations; record progress.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # One vocabulary under two names: the status in force, and the one the figures give.
    "ENUM_NAME_OVERRIDES": {
        "IndicatorStatusEnum": "indicators.choices.Status",
        "ActionStatusEnum": "reviews.choices.ActionStatus",
    },
}

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
# A mail server that does not answer keeps nobody waiting for ever.
EMAIL_TIMEOUT = 20
# Where people open the application: links in mails begin so. Without a slash at the end.
SITE_URL = env("SITE_URL", default="http://localhost:8000").rstrip("/")

# What went wrong on a page is told where the server writes, with its traceback, and mailed to ADMINS if there are any.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {
        "console": {"class": "logging.StreamHandler"},
        "mail_admins": {"class": "django.utils.log.AdminEmailHandler", "level": "ERROR"},
    },
    "loggers": {
        "django": {"handlers": ["console", "mail_admins"], "level": "WARNING"},
        # Pages that are not there, or not for this person, are everyday life.
        "django.request": {"level": "ERROR"},
    },
}

# Demo people have known passwords: only settings for a machine of one's own allow them.
DEMO_PEOPLE_ALLOWED = False
# Text that begins like a formula is written as text into exported tables.
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
