"""How the services of reviews say no."""

from django.utils.translation import gettext as _

from outcomes.services import Refused


class ReviewRefused(Refused):
    """What was typed cannot stand. `problems` maps a field ("" for the whole) to a sentence."""


class StaleReview(ReviewRefused):
    """Somebody saved a newer one meanwhile; `current` is the record that stands now."""

    def __init__(self, current):
        self.current = current
        super().__init__(
            {
                "": _(
                    "This has changed since you opened it. Below you find what you typed; what is "
                    "saved now stands above it. Save again to replace it, or leave it as it is."
                )
            }
        )
