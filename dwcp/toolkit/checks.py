"""What `manage.py check` looks at besides Django's own."""

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, register


@register
def site_url_leads_somewhere(app_configs, **options):
    """Links in mails begin with SITE_URL: a scheme and a host, and nothing behind them."""
    parts = urlsplit(settings.SITE_URL)
    if parts.scheme in ("http", "https") and parts.netloc and not (parts.path or parts.query or parts.fragment):
        return []
    return [
        Error(
            f"SITE_URL is {settings.SITE_URL!r}: links in mails would lead nowhere.",
            hint="Set it to where people open the application, for example https://results.example.org",
            id="dwcp.E001",
        )
    ]


@register
def evidence_is_given_out_by_the_application_alone(app_configs, **options):
    """Its folder lies neither inside one that a web server gives out, nor around it."""
    own = Path(settings.EVIDENCE_ROOT).resolve()
    served = [settings.STATIC_ROOT, settings.MEDIA_ROOT, *settings.STATICFILES_DIRS]
    folders = [Path(one).resolve() for one in served if one]
    return [
        Error(
            f"EVIDENCE_ROOT is {str(own)!r}, and {str(folder)!r} is given out to everybody.",
            hint="Set it to a folder that nothing but the application reads.",
            id="dwcp.E002",
        )
        for folder in folders
        if own.is_relative_to(folder) or folder.is_relative_to(own)
    ]
