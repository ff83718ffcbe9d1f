"""Laying evidence beside figures, taking it back, putting it back."""

import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event, record_events
from dwcp.toolkit.filetypes import LONGEST_NAME, NotTaken, clean_name, type_of
from dwcp.toolkit.kept_files import kept_files
from dwcp.toolkit.scanning import Infected, NotScanned, scan

from ..choices import WRITABLE_STATES, EntryState, EvidenceKind
from ..models import Evidence, ProgressEntry, ReportingPeriod, UnsavedProgress
from .figures import EntryRefused
from .moves import refuse_closed

logger = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024  # as file managers count
LARGEST_EVIDENCE = 20 * MEGABYTE  # bytes of one file
MOST_EVIDENCE = 50  # standing beside one figure
LONGEST_LINK = 500
IS_LINK = URLValidator(schemes=["http", "https"])


def add_evidence(*, by, entry=None, indicator=None, period=None, file=None, link="", name=""):
    """Lay one file or one link beside a figure: beside an entry, or – given its indicator and period – beside what
    this person has typed about it and not saved yet, which keeps it until they save.

    `file` is open and bears the name it was sent with; what it is its content says, and where the service has a virus
    scanner, that says whether it is clean. A link's `name` is optional. While an entry waits for verification evidence
    may still come, for whoever verifies it may have asked; once it is verified it has to be reopened first. The same
    content lies beside a figure once: what lies there already is returned, as the new evidence is.

    Raises EntryRefused ("evidence", "evidence_link", "evidence_name"; "" for the whole), PermissionDenied.
    """
    if entry is not None:
        indicator, period = entry.indicator, entry.period
    if not by.has_perm(Permission.ENTRY_RECORD, indicator):
        raise PermissionDenied
    if entry is not None:
        _refuse_adding(entry)
    # Looked at, scanned and written before anything is held in the database: that can take its time.
    stated = _stated_link(link, name) if file is None else _kept_file(file)
    with transaction.atomic():
        ReportingPeriod.objects.select_for_update(no_key=True).get(pk=period.pk, programme=indicator.programme)
        if entry is not None:
            entry = _held(entry)
            _refuse_adding(entry)
            there = entry.evidence.standing()
        else:
            there = _beside_unsaved(indicator, period, by)
        same = {"sha256": stated["sha256"]} if file is not None else {"link": stated["link"]}
        if lying := there.filter(kind=stated["kind"], **same).first():
            return lying
        if there.count() >= MOST_EVIDENCE:
            message = _(
                "%(most)s files and links lie beside this figure already. Take one back before you add another."
            )
            raise EntryRefused({"evidence": message % {"most": MOST_EVIDENCE}})
        if entry is not None:
            added = Evidence.objects.create(entry=entry, added_by=by, **stated)
            record_event(AuditVerb.EVIDENCE_ADDED, entry, by=by, changes={"evidence": [None, added.name]})
            return added
        return Evidence.objects.create(unsaved=_unsaved(indicator, period, by), added_by=by, **stated)


@transaction.atomic
def withdraw_evidence(*, evidence, by):
    """Take evidence back: it is kept, and shown as taken back. Raises EntryRefused, PermissionDenied."""
    evidence = _held_evidence(evidence, by)
    if evidence.withdrawn_at is not None:
        raise EntryRefused({"": _("“%(name)s” has been taken back already.") % {"name": evidence}})
    evidence.withdrawn_at, evidence.withdrawn_by = timezone.now(), by
    evidence.save(update_fields=["withdrawn_at", "withdrawn_by"])
    if evidence.entry is not None:
        changes = {"evidence": [evidence.name, None]}
        record_event(AuditVerb.EVIDENCE_WITHDRAWN, evidence.entry, by=by, changes=changes)
    return evidence


@transaction.atomic
def put_back_evidence(*, evidence, by):
    """Let evidence stand again that was taken back. Raises EntryRefused, PermissionDenied."""
    evidence = _held_evidence(evidence, by)
    if evidence.withdrawn_at is None:
        raise EntryRefused({"": _("“%(name)s” has been put back already.") % {"name": evidence}})
    evidence.withdrawn_at = evidence.withdrawn_by = None
    evidence.save(update_fields=["withdrawn_at", "withdrawn_by"])
    if evidence.entry is not None:
        changes = {"evidence": [None, evidence.name]}
        record_event(AuditVerb.EVIDENCE_PUT_BACK, evidence.entry, by=by, changes=changes)
    return evidence


def take_over_evidence(unsaved, entry, by):
    """What was laid beside a figure before it was saved belongs to the entry now; what was taken back is let go."""
    there = {one.sha256 or one.link for one in entry.evidence.standing()}
    taken = [one for one in unsaved.evidence.standing() if (one.sha256 or one.link) not in there]
    for one in taken:
        one.entry, one.unsaved = entry, None
    Evidence.objects.bulk_update(taken, ["entry", "unsaved"])
    changes = [(entry, {"evidence": [None, one.name]}) for one in taken]
    record_events(verb=AuditVerb.EVIDENCE_ADDED, changes=changes, by=by)


def _kept_file(file):
    """What the row of a file says; the file is kept by then."""
    name = clean_name(file.name)
    if not file.size:
        message = _("“%(name)s” is empty. Look whether it opens on your side, then choose it again.")
        raise EntryRefused({"evidence": message % {"name": name}})
    if file.size > LARGEST_EVIDENCE:
        message = _("“%(name)s” is larger than %(most)s MB. Send it in parts, or lay it somewhere and add the link.")
        raise EntryRefused({"evidence": message % {"name": name, "most": LARGEST_EVIDENCE // MEGABYTE}})
    try:
        found = type_of(file, name)
    except NotTaken as error:
        raise EntryRefused({"evidence": str(error)}) from None
    _refuse_infected(file, name)
    try:
        sha256 = kept_files("evidence").keep(file)
    except OSError:
        logger.exception("Evidence could not be kept")
        message = _("“%(name)s” could not be kept: the server has a problem with its disk. Try again later.")
        raise EntryRefused({"evidence": message % {"name": name}}) from None
    return {
        "kind": EvidenceKind.FILE,
        "name": name,
        "sha256": sha256,
        "size": file.size,
        "content_type": found.content_type,
    }


def _refuse_infected(file, name):
    if not settings.EVIDENCE_SCAN_COMMAND:
        return
    try:
        scan(file, settings.EVIDENCE_SCAN_COMMAND, timeout=settings.EVIDENCE_SCAN_TIMEOUT)
    except Infected:
        message = _("The virus scanner found something in “%(name)s”. It was not kept; have it looked at on your side.")
        raise EntryRefused({"evidence": message % {"name": name}}) from None
    except NotScanned:
        message = _("“%(name)s” could not be checked for viruses, so it was not kept. Try again later.")
        raise EntryRefused({"evidence": message % {"name": name}}) from None


def _stated_link(link, name):
    """What the row of a link says. Nobody looks whether it leads anywhere: the server fetches nothing."""
    link, name = link.strip(), " ".join(name.split())
    problems = {}
    if problem := _wrong_with(link):
        problems["evidence_link"] = problem
    if len(name) > LONGEST_NAME:
        problems["evidence_name"] = _("This is too long: %(longest)s characters are kept.") % {"longest": LONGEST_NAME}
    if problems:
        raise EntryRefused(problems)
    name = name or Truncator(link.split("://", 1)[1].rstrip("/")).chars(LONGEST_NAME)
    return {"kind": EvidenceKind.LINK, "name": name, "link": link, "sha256": ""}


def _wrong_with(link):
    """What is wrong with a link, in a sentence; "" for one that is taken."""
    try:
        parts = urlsplit(link)
        # What stands before an @ is no name of a server, but looks like one – and may be a password.
        if parts.scheme in ("http", "https") and "@" in parts.netloc:
            return _("There is a name or a password before the @ in this address. Take out that part, with the @.")
        if parts.scheme in ("http", "https") and len(link) > LONGEST_LINK:
            message = _("This address is too long: at most %(most)s characters are kept. Give a shorter one.")
            return message % {"most": LONGEST_LINK}
        IS_LINK(link)
    except (ValidationError, ValueError):
        if link.lower().startswith(("http://", "https://")):
            return _("This is not an address of the web. Copy it once more from where you read it.")
        return _("This is not an address of the web. It begins with https:// or http://.")
    return ""


def _held(entry):
    """The entry as it stands now, held until the transaction ends."""
    entries = ProgressEntry.objects.select_for_update(of=("self",), no_key=True)
    return entries.select_related("indicator__outcome__programme", "period").get(pk=entry.pk)


def _held_evidence(evidence, by):
    """Evidence that this person may take back or put back now, as it stands, held until the transaction ends."""
    if not by.has_perm(Permission.ENTRY_RECORD, evidence.indicator):
        raise PermissionDenied
    ReportingPeriod.objects.select_for_update(no_key=True).get(pk=evidence.beside.period_id)
    related = Evidence.objects.select_related("unsaved__by")
    current = related.select_for_update(of=("self",), no_key=True).filter(pk=evidence.pk).first()
    if current is None:
        raise EntryRefused({"": _("This was let go meanwhile, with what had been typed beside it.")})
    if current.unsaved is not None:
        if current.unsaved.by != by:
            raise PermissionDenied
        return current
    current.entry = _held(current.entry)
    _refuse_changing(current.entry)
    return current


def _refuse_adding(entry):
    if entry.state == EntryState.VERIFIED:
        raise EntryRefused({"": _("This entry is verified. It has to be reopened before evidence can be added.")})
    _refuse_settled(entry)


def _refuse_changing(entry):
    if entry.state not in WRITABLE_STATES:
        message = _("This entry is “%(state)s”. It has to be returned or reopened before evidence can be taken back.")
        raise EntryRefused({"": message % {"state": entry.get_state_display()}})
    _refuse_settled(entry)


def _refuse_settled(entry):
    refuse_closed(entry.period)
    if entry.series != entry.indicator.series:
        raise EntryRefused({"": _("The indicator was changed since. What was reported before stays as it is.")})


def _beside_unsaved(indicator, period, by):
    """What stands beside the figure that is being written: of the entry, if there is one, and of this person's own."""
    current = Evidence.objects.filter(
        entry__indicator=indicator, entry__period=period, entry__series=indicator.series
    ) | Evidence.objects.filter(unsaved__by=by, unsaved__indicator=indicator, unsaved__period=period)
    return current.standing()


def _unsaved(indicator, period, by):
    """What this person has typed about an indicator and a period, be it nothing yet."""
    return UnsavedProgress.objects.get_or_create(by=by, indicator=indicator, period=period)[0]
