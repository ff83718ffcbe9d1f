from django.apps import AppConfig


class ToolkitConfig(AppConfig):
    """Shared machinery without tables and without domain words."""

    name = "dwcp.toolkit"

    def ready(self):
        from . import checks  # noqa: F401 - they register themselves
