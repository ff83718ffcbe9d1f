"""Sending each person their digest: once a day at most, and noted only when the mail went out."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.mail import get_connection
from django.db import connection as database
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import Digest
from accounts.models import User

from ..models import DigestSent
from ..notifications import DigestMail, digest_of, in_language_of, message_of

# So many days lie at least between two digests.
DAYS_BETWEEN = {Digest.DAILY: 1, Digest.WEEKLY: 7}
# What was being written while the last digest was made is looked for again; nothing is told twice.
OVERLAP = timedelta(hours=1)
# How a mail server, or the way to it, refuses.
REFUSALS = (smtplib.SMTPException, OSError, ValueError)


class MailServerDown(Exception):
    """No mail server answers, so nobody else can be written to; `sending` is what became of the digests until then."""

    def __init__(self, message, sending):
        self.sending = sending
        super().__init__(message)


@dataclass
class Sending:
    """What became of each digest: `sent` and `failed` (with the reason), and who has nothing waiting."""

    sent: list[DigestMail] = field(default_factory=list)
    failed: list[tuple[User, str]] = field(default_factory=list)
    nothing_waits: list[User] = field(default_factory=list)


def send_digests(*, to=None, only_try=False, now=None):
    """Send everybody who wants one the digest of what waits for them; with `to`, only this person.

    Nobody is written to for whom nothing waits, who was written to today (in the last seven days, if they chose that),
    or may not sign in. A digest is noted when its mail went out, so that who could not be reached is written to the
    next time; one address that fails stops nobody else. With `only_try` nothing is sent and noted. Raises
    MailServerDown when there is no server. The same number of queries for each person, however much waits.
    """
    sending, now = Sending(), now or timezone.now()
    mail = get_connection()
    try:
        for person in _people_due(now, to):
            with _held(person) as is_ours, in_language_of(person):
                digest = _digest_for(person, now) if is_ours else None
                if digest is None:
                    continue
                if not digest:
                    sending.nothing_waits.append(person)
                elif only_try:
                    sending.sent.append(digest)
                else:
                    _send(digest, mail, now, sending)
    finally:
        _hang_up(mail)
    return sending


def _people_due(now, to):
    """Those who may be written to now, with when they were last, by name (1 query)."""
    last = DigestSent.objects.filter(to=OuterRef("pk")).order_by("-sent_at", "-pk")
    people = User.objects.filter(is_active=True, memberships__programme__archived_on=None).exclude(digest=Digest.NEVER)
    if to is not None:
        people = people.filter(pk=to.pk)
    people = people.annotate(last_sent_at=Subquery(last.values("sent_at")[:1])).distinct().order_by("name", "pk")
    return [person for person in people if _is_due(person, now)]


def _is_due(person, now):
    if person.last_sent_at is None:
        return True
    days = timezone.localdate(now) - timezone.localdate(person.last_sent_at)
    return days >= timedelta(days=DAYS_BETWEEN[Digest(person.digest)])


@contextmanager
def _held(person) -> Iterator[bool]:
    """Whether nobody else is writing to this person, who is held meanwhile.

    Only where a row can be held: SQLite would keep everybody from writing for as long as a mail takes.
    """
    if not database.features.has_select_for_update:
        yield True
        return
    with transaction.atomic():
        yield User.objects.select_for_update(of=("self",), skip_locked=True, no_key=True).filter(pk=person.pk).exists()


def _digest_for(person, now):
    """What waits for this person; None where somebody else has written to them a moment ago."""
    last = person.digests.first()
    if last is None:
        return digest_of(person, today=timezone.localdate(now))
    person.last_sent_at = last.sent_at
    if not _is_due(person, now):
        return None
    told = last.told.get("comments", ())
    return digest_of(person, today=timezone.localdate(now), since=last.sent_at - OVERLAP, told=told)


def _send(digest, mail, now, sending):
    try:
        try:
            _hand_over(digest, mail, sending)
        except smtplib.SMTPServerDisconnected:
            # Servers hang up after so many mails, or so much time: this one is handed over once more.
            _hang_up(mail)
            _hand_over(digest, mail, sending)
    except REFUSALS as error:
        sending.failed.append((digest.to, _why(error)))
        _hang_up(mail)
    else:
        DigestSent.objects.create(to=digest.to, sent_at=now, told=digest.told)
        sending.sent.append(digest)


def _hand_over(digest, mail, sending):
    """Give a mail to the server; the first one calls it, and all others speak on the same line."""
    try:
        mail.open()
    except REFUSALS as error:
        server = f"{mail.host}:{mail.port}" if hasattr(mail, "host") else type(mail).__module__
        message = _("The mail server %(server)s does not answer (%(why)s).") % {"server": server, "why": _why(error)}
        raise MailServerDown(message, sending) from error
    message_of(digest, mail).send()


def _why(error):
    """What a mail server says against a mail, without the wrapping of the protocol."""
    answers = [(error.smtp_code, error.smtp_error)] if isinstance(error, smtplib.SMTPResponseException) else []
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = list(error.recipients.values())
    said = [f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}" for code, text in answers]
    return "; ".join(said) or str(error) or type(error).__name__


def _hang_up(mail):
    try:
        mail.close()
    except REFUSALS:
        # Whoever does not take leave is gone, too.
        mail.connection = None
