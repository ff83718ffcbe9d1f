from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = _("Reviews")

    def ready(self):
        # Models can only be imported now.
        from indicators.notifications import FURTHER_SECTIONS

        from .notifications import sections_of

        if sections_of not in FURTHER_SECTIONS:
            FURTHER_SECTIONS.append(sections_of)
