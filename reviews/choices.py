"""Fixed vocabularies of reviews."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewState(models.TextChoices):
    """How far a review has come. A final one is locked."""

    PLANNED = "planned", _("Planned")
    SCORING = "scoring", _("Scoring")
    CONSOLIDATION = "consolidation", _("Consolidation")
    DRAFT_REPORT = "draft_report", _("Draft report")
    CONSULTATION = "consultation", _("Consultation")
    FINAL = "final", _("Final")


# In these states agreed scores and ratings may be written.
SCORABLE_STATES = (ReviewState.SCORING, ReviewState.CONSOLIDATION, ReviewState.DRAFT_REPORT)


class Control(models.TextChoices):
    """Who decides how a performance area turns out (recommendation 14 of the review of 2011)."""

    ILO = "ilo", _("Within the ILO's control")
    EXTERNAL = "external", _("External")
    MIXED = "mixed", _("Mixed")


class Finding(models.TextChoices):
    """What a review found on an indicator."""

    EXCEEDED = "exceeded", _("Exceeded")
    ACHIEVED = "achieved", _("Achieved")
    PARTIALLY_ACHIEVED = "partially_achieved", _("Partially achieved")
    NOT_ACHIEVED = "not_achieved", _("Not achieved")
    NOT_ASSESSED = "not_assessed", _("Could not be assessed")


class NarrativeHeading(models.TextChoices):
    """The headings under which a review tells about an outcome, in their order."""

    CONTEXT = "context/resources", _("Context and resources")
    DELIVERY = "delivery", _("Delivery of outputs")
    UPTAKE = "uptake", _("Use by partners and target groups")
    PROGRESS = "progress", _("Progress")
    OUTLOOK = "outlook", _("Risks, opportunities and outlook")
