"""Fixed vocabularies of consultations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    """What sort of consultation it is."""

    INTERVIEW = "interview", _("Interview or meeting")
    WORKSHOP = "workshop", _("Workshop")


class Sex(models.TextChoices):
    """As the list of participants states it; empty where it does not."""

    WOMAN = "W", _("Woman")
    MAN = "M", _("Man")


class SuggestingGroup(models.TextChoices):
    """Who suggests something for the next programme: a group, all together, or the example put before them."""

    GOVERNMENT = "government", _("Government")
    EMPLOYERS = "employers", _("Employers")
    WORKERS = "workers", _("Workers")
    OTHER = "other", _("Others")
    EXAMPLE = "example", _("Example")
    CONSENSUS = "consensus", _("Consensus")
