"""Entry point of a web server in service."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dwcp.settings.production")
application = get_wsgi_application()
