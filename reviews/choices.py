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


# How many characters a rationale, a comment or another view may have: some pages of a document.
LONGEST_TEXT = 10_000

# In these states nobody sees how the others score.
ALONE_STATES = (ReviewState.PLANNED, ReviewState.SCORING)
# In these states agreed scores and ratings may be written: before, each reviewer scores alone.
SCORABLE_STATES = (ReviewState.CONSOLIDATION, ReviewState.DRAFT_REPORT)
# In these states the words of the report may be written.
WRITABLE_STATES = (ReviewState.SCORING, ReviewState.CONSOLIDATION, ReviewState.DRAFT_REPORT)


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


class FindingBasis(models.TextChoices):
    """What a finding on an indicator rests on."""

    STATED = "stated", _("Stated by the review")
    MEASURED = "measured", _("Measured: verified figures")
    SELF_REPORTED = "self_reported", _("Reported by those responsible, not verified")
    LIKELY = "likely", _("Likely, without data")


class Attribution(models.TextChoices):
    """Whose doing a result is."""

    CLEAR = "clear", _("Clearly the programme's")
    SHARED = "shared", _("Shared with others")
    UNCLEAR = "unclear", _("Unclear")


class TeamCapacity(models.TextChoices):
    """What somebody is in a review team."""

    LEAD = "lead", _("Leads the review")
    MEMBER = "member", _("Member")


class Stance(models.TextChoices):
    """What a constituent says to a draft."""

    ENDORSES = "endorses", _("Endorses")
    COMMENTS = "comments", _("Comments")
    RESERVES = "reserves", _("Has a reservation")


class ResponseVerdict(models.TextChoices):
    """What the office answers to a recommendation."""

    ACCEPTED = "accepted", _("Accepted")
    PARTIALLY_ACCEPTED = "partially_accepted", _("Partially accepted")
    REJECTED = "rejected", _("Rejected")


class ActionStatus(models.TextChoices):
    """How far a follow-up action has come, in the words used in the region."""

    OUTSTANDING = "outstanding", _("Outstanding")
    PARTIALLY_COMPLETED = "partially_completed", _("Partially completed")
    COMPLETED = "completed", _("Completed")
    NO_ACTION_PLANNED = "no_action_planned", _("No action planned")


# An action that still waits for its owner.
OPEN_ACTIONS = (ActionStatus.OUTSTANDING, ActionStatus.PARTIALLY_COMPLETED)
# One that came to its end, so that it can be judged.
ENDED_ACTIONS = (ActionStatus.COMPLETED, ActionStatus.NO_ACTION_PLANNED)


class Adequacy(models.TextChoices):
    """Whether what was done answers the recommendation, as somebody judges who did not do it."""

    ADEQUATE = "adequate", _("Adequate")
    PARTLY_ADEQUATE = "partly_adequate", _("Partly adequate")
    INADEQUATE = "inadequate", _("Not adequate")


class FollowUpState(models.TextChoices):
    """How far a recommendation has come, from the office's answer and what was done since (`reviews.follow_up`)."""

    UNANSWERED = "unanswered", _("Not answered")
    REJECTED = "rejected", _("Rejected")
    NOTHING_PLANNED = "nothing_planned", _("Accepted, nothing planned yet")
    UNDER_WAY = "under_way", _("Under way")
    INADEQUATE = "inadequate", _("Done, but it does not answer the recommendation")
    NO_ACTION = "no_action", _("Closed without action")
    DONE = "done", _("Done, not checked")
    CHECKED = "checked", _("Done and judged")


# A recommendation that still asks for something: the next review may carry it over.
OPEN_FOLLOW_UP = (
    FollowUpState.UNANSWERED,
    FollowUpState.NOTHING_PLANNED,
    FollowUpState.UNDER_WAY,
    FollowUpState.INADEQUATE,
)


class CheckKind(models.TextChoices):
    """What the consistency check looks for, in the order in which it is worked through."""

    SCORES = "scores", _("Scores that disagree with the figures beneath them")
    CONTRADICTIONS = "contradictions", _("Findings that differ from the figures")
    TYPED = "typed", _("Figures typed into the prose that differ from the tables")
    FACTS = "facts", _("Facts that changed since the review was opened")
    NOT_SCORED = "not_scored", _("Not scored, and nothing says why")
    NO_WORDS = "no_words", _("Scores and ratings without a word of explanation")
    NO_EVIDENCE = "no_evidence", _("Criteria without evidence")
    SPREAD = "spread", _("Views far apart, and nothing says so")
    COVERAGE = "coverage", _("Indicators nobody assessed")
    NO_BASIS = "no_basis", _("Findings that do not say what they rest on")
    TO_NOBODY = "to_nobody", _("Recommendations addressed to nobody")
    SILENCE = "silence", _("Constituents who said nothing to the draft")
    OTHER_NUMBERS = "other_numbers", _("Other figures typed into the prose")


# Where something is missing, mostly for one reason, which is said once. What differs has a reason each.
ANSWERED_ALIKE = (
    CheckKind.NOT_SCORED,
    CheckKind.NO_WORDS,
    CheckKind.NO_EVIDENCE,
    CheckKind.COVERAGE,
    CheckKind.NO_BASIS,
    CheckKind.TO_NOBODY,
)


class SectionKey(models.TextChoices):
    """The sections a report may have, in the order of the report of 2011; the new ones stand where they belong."""

    PREFACE = "preface", _("Preface")
    CONTENTS = "contents", _("Contents")
    LIST_OF_TABLES = "list_of_tables", _("List of tables")
    EXECUTIVE_SUMMARY = "executive_summary", _("Executive summary")
    ABBREVIATIONS = "abbreviations", _("Abbreviations")
    INTRODUCTION = "introduction", _("Introduction and method")
    CONTEXT = "context", _("Context")
    CRITERIA = "criteria", _("Performance by criterion")
    PROGRESS = "progress", _("Progress by priority and outcome")
    CONTROL = "control", _("Ratings by who controls what was rated")
    SUGGESTIONS = "suggestions", _("Suggestions for the next programme")
    CONCLUSIONS = "conclusions", _("Conclusions and recommendations")
    FOLLOW_UP = "follow_up", _("Management response and follow-up")
    VALIDATION = "validation", _("Tripartite validation")
    REFERENCES = "references", _("References")
    ANNEX_TERMS = "annex_terms", _("Terms of reference and timetable")
    ANNEX_BIENNIA = "annex_biennia", _("Outcomes by biennium")
    ANNEX_CONSULTED = "annex_consulted", _("Organisations and people consulted")
    ANNEX_OUTCOMES = "annex_outcomes", _("Performance of the outcomes")
    ANNEX_FEEDBACK = "annex_feedback", _("Comments from the workshop")
    ANNEX_PRIORITIES = "annex_priorities", _("Priorities and themes suggested")
    ANNEX_PRINTED = "annex_printed", _("Printed and computed figures")
    ANNEX_FIGURES = "annex_figures", _("How each figure is computed")


class ReportFormat(models.TextChoices):
    """The files a report can be had as."""

    PDF = "pdf", _("PDF")
    DOCX = "docx", _("Word (DOCX)")
    XLSX = "xlsx", _("All tables (XLSX)")
    HTML = "html", _("Web page (HTML)")


class JobStep(models.TextChoices):
    """What is done, one after the other, to make a file of a report."""

    GATHERING = "gathering", _("Gathering figures")
    LAYING_OUT = "laying_out", _("Laying out pages")
    WRITING = "writing", _("Writing the file")


class JobState(models.TextChoices):
    """How far the making of a file has come."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Being made")
    DONE = "done", _("Ready")
    FAILED = "failed", _("Could not be made")
