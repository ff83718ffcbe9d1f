"""Fixed vocabularies of the programme's structure."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# ILO guidance on a programme's focus (review 2011, section 3.3 and recommendation 4).
MOST_OUTCOMES_PER_PRIORITY = 3


class FundingSource(models.TextChoices):
    """Where money comes from, in the ILO's own abbreviations."""

    RB = "RB", _("Regular budget")
    RBTC = "RBTC", _("Regular budget for technical cooperation")
    PSI = "PSI", _("Programme support income")
    RBSA = "RBSA", _("Regular Budget Supplementary Account")
    XBTC = "XBTC", _("Extra-budgetary technical cooperation")


class ProjectStatus(models.TextChoices):
    """Where a project stands."""

    PIPELINE = "pipeline", _("Pipeline")
    ONGOING = "ongoing", _("Ongoing")
    ENDED = "ended", _("Ended")


class RiskStatus(models.TextChoices):
    """Whether a risk still has to be watched."""

    OPEN = "open", _("Open")
    HAPPENED = "happened", _("Happened")
    CLOSED = "closed", _("Closed")
