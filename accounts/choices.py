"""Who people are, what they may be in a programme, and what each role may do."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Constituency(models.TextChoices):
    """The group an organisation speaks for. The first three are the tripartite constituents."""

    GOVERNMENT = "government", _("Government")
    EMPLOYERS = "employers", _("Employers")
    WORKERS = "workers", _("Workers")
    ILO = "ilo", _("ILO")
    UN = "un", _("United Nations")
    DONOR = "donor", _("Donor")
    NGO = "ngo", _("Non-governmental organisation")
    PRIVATE = "private", _("Private sector")
    OTHER = "other", _("Other")


class Role(models.TextChoices):
    """What a person is in one programme."""

    ADMINISTRATOR = "administrator", _("Administrator")
    PROGRAMME_OFFICER = "programme_officer", _("Programme officer")
    OUTCOME_MANAGER = "outcome_manager", _("Outcome manager")
    VERIFIER = "verifier", _("Verifier")
    REVIEWER = "reviewer", _("Reviewer")
    CONSTITUENT = "constituent", _("Constituent")
    OBSERVER = "observer", _("Observer")

    @property
    def summary(self):
        """What the role is there for, in one line."""
        return ROLE_SUMMARIES[self]

    @property
    def permissions(self):
        """Everything this role may do in its programme."""
        return ROLE_PERMISSIONS[self]


class Permission(models.TextChoices):
    """One act that a role may allow. Pages, API and templates ask for it by this name."""

    PROGRAMME_VIEW = "outcomes.view_programme_results", _("see the programme")
    PROGRAMME_CREATE = "outcomes.create_programme", _("begin a programme")
    PROGRAMME_ARCHIVE = "outcomes.archive_programme", _("archive a programme and bring it back")
    STRUCTURE_EDIT = "outcomes.edit_structure", _("build the programme: structure, indicators, targets")
    MEMBERS_MANAGE = "outcomes.manage_members", _("say who takes part, and as what")
    STATUS_OVERRIDE = "indicators.override_status", _("judge an indicator otherwise than its figures do")
    ENTRY_RECORD = "indicators.record_entry", _("record progress")
    ENTRY_VERIFY = "indicators.verify_entry", _("verify or return entries")
    ENTRY_DISCUSS = "indicators.discuss_entry", _("comment on entries")
    PERIOD_MANAGE = "indicators.manage_period", _("open and close reporting periods")
    REVIEW_MANAGE = "reviews.manage_review", _("plan a review, its team and its method, and move it on")
    REVIEW_SCORE = "reviews.score_review", _("score a review")
    REPORT_WRITE = "reviews.write_report", _("write the words of a report")
    REPORT_VALIDATE = "reviews.validate_report", _("endorse, comment or reserve on a draft report")
    RECOMMENDATION_ANSWER = "reviews.answer_recommendation", _("answer recommendations and plan what follows")
    ACTION_REPORT = "reviews.report_on_action", _("report on a follow-up action")
    ACTION_CHECK = "reviews.check_action", _("judge whether an action answers its recommendation")


class Digest(models.TextChoices):
    """How often a person is written to about what waits for them."""

    DAILY = "daily", _("Every day on which something waits")
    WEEKLY = "weekly", _("Once a week")
    NEVER = "never", _("Never")


ROLE_SUMMARIES = {
    Role.ADMINISTRATOR: _("keeps the programme and its people in order"),
    Role.PROGRAMME_OFFICER: _("keeps the structure and the reporting periods"),
    Role.OUTCOME_MANAGER: _("records progress for the outcomes in their care"),
    Role.VERIFIER: _("checks recorded progress against its source"),
    Role.REVIEWER: _("scores the programme and its outcomes"),
    Role.CONSTITUENT: _("reads, and speaks for government, employers or workers"),
    Role.OBSERVER: _("reads"),
}

_READS = frozenset({Permission.PROGRAMME_VIEW})
ROLE_PERMISSIONS = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.PROGRAMME_OFFICER: _READS
    | {
        Permission.PROGRAMME_CREATE,
        Permission.PROGRAMME_ARCHIVE,
        Permission.STRUCTURE_EDIT,
        Permission.MEMBERS_MANAGE,
        Permission.STATUS_OVERRIDE,
        Permission.ENTRY_RECORD,
        Permission.ENTRY_DISCUSS,
        Permission.PERIOD_MANAGE,
        Permission.REVIEW_MANAGE,
        Permission.REPORT_WRITE,
        Permission.RECOMMENDATION_ANSWER,
        Permission.ACTION_REPORT,
    },
    Role.OUTCOME_MANAGER: _READS | {Permission.ENTRY_RECORD, Permission.ENTRY_DISCUSS, Permission.ACTION_REPORT},
    Role.VERIFIER: _READS
    | {Permission.ENTRY_VERIFY, Permission.ENTRY_DISCUSS, Permission.ACTION_REPORT, Permission.ACTION_CHECK},
    Role.REVIEWER: _READS | {Permission.REVIEW_SCORE, Permission.REPORT_WRITE, Permission.ENTRY_DISCUSS},
    Role.CONSTITUENT: _READS | {Permission.REPORT_VALIDATE, Permission.ENTRY_DISCUSS, Permission.ACTION_REPORT},
    Role.OBSERVER: _READS,
}


class AuditVerb(models.TextChoices):
    """What happened. Each service that writes records one."""

    PROGRAMME_LOADED = "programme_loaded", _("loaded from files")
    ADDED = "added", _("added")
    CHANGED = "changed", _("changed")
    REMOVED = "removed", _("removed")
    PUT_BACK = "put_back", _("put back")
    MOVED = "moved", _("moved in the order")
    CLONED = "cloned", _("begun as a copy")
    ARCHIVED = "archived", _("archived")
    BROUGHT_BACK = "brought_back", _("brought back from the archive")
    CARRIED_OVER = "carried_over", _("carried over")
    SERIES_BEGUN = "series_begun", _("begun as a new series")
    STATUS_OVERRIDDEN = "status_overridden", _("judged otherwise")
    OVERRIDE_WITHDRAWN = "override_withdrawn", _("judged by its figures again")
    WORKBOOK_IMPORTED = "workbook_imported", _("imported from a workbook")
    WORKBOOK_UNDONE = "workbook_undone", _("import undone")
    ENTRY_RECORDED = "entry_recorded", _("recorded")
    ENTRY_SUBMITTED = "entry_submitted", _("submitted")
    ENTRY_VERIFIED = "entry_verified", _("verified")
    ENTRY_RETURNED = "entry_returned", _("returned")
    ENTRY_REOPENED = "entry_reopened", _("reopened")
    EVIDENCE_ADDED = "evidence_added", _("given evidence")
    EVIDENCE_WITHDRAWN = "evidence_withdrawn", _("relieved of evidence")
    EVIDENCE_PUT_BACK = "evidence_put_back", _("given back evidence")
    COMMENTED = "commented", _("commented on")
    COMMENT_WITHDRAWN = "comment_withdrawn", _("relieved of a comment")
    SAMPLE_DRAWN = "sample_drawn", _("drawn a sample of")
    PROGRESS_IMPORTED = "progress_imported", _("recorded from a workbook")
    PERIOD_OPENED = "period_opened", _("opened")
    PERIOD_IN_GRACE = "period_in_grace", _("open for late entries")
    PERIOD_CLOSED = "period_closed", _("closed")
    CRITERION_SCORED = "criterion_scored", _("scored")
    AREA_RATED = "area_rated", _("rated")
    REVIEW_MOVED = "review_moved", _("moved on")
    FACTS_FIXED = "facts_fixed", _("given its facts")
    SCORES_HANDED_IN = "scores_handed_in", _("handed in scores of")
    SCORES_TAKEN_BACK = "scores_taken_back", _("took back scores of")
    DISSENTED = "dissented", _("dissented from")
    DISSENT_WITHDRAWN = "dissent_withdrawn", _("relieved of a dissent")
    EVIDENCE_CITED = "evidence_cited", _("given what it rests on")
    FINDING_DECIDED = "finding_decided", _("found")
    TEXT_WRITTEN = "text_written", _("written")
    DRAFT_VALIDATED = "draft_validated", _("answered by a constituent")
    CHECK_ANSWERED = "check_answered", _("answered a check of")
    REPORT_SIGNED = "report_signed", _("signed as final")
    RESPONSE_GIVEN = "response_given", _("answered")
    ACTION_REPORTED = "action_reported", _("reported on")
    ACTION_CHECKED = "action_checked", _("judged")
