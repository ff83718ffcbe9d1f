"""Fixed vocabularies of the programme's structure."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

# What a currency is called: three letters, as banks write them (ISO 4217).
CURRENCY = RegexValidator(r"^[A-Z]{3}\Z", _("A currency is three capital letters, such as USD or KHR."))
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


class FrameworkKind(models.TextChoices):
    """Whose plan a framework is."""

    UN = "un", _("United Nations framework (UNDAF, UNSDCF)")
    NATIONAL = "national", _("National strategy or plan")
    SDG = "sdg", _("Sustainable Development Goals")
    PROGRAMME_AND_BUDGET = "p_and_b", _("ILO Programme and Budget")
    OTHER = "other", _("Other")


class Lineage(models.TextChoices):
    """How a country programme outcome comes from those of the biennium before, in the words of the documents."""

    RETAINED = "retained", _("carried over")
    RENUMBERED = "renumbered", _("renumbered")
    SPLIT = "split off", _("split off")
    MERGED = "merged", _("merged")
    NEW = "new", _("new")


class RiskStatus(models.TextChoices):
    """Whether a risk still has to be watched."""

    OPEN = "open", _("Open")
    HAPPENED = "happened", _("Happened")
    CLOSED = "closed", _("Closed")
