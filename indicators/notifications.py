"""The mail that tells a person what waits for them: one digest for everything, never one mail for each entry."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.selectors import digest_token_of
from dwcp.toolkit.figures import day

from .choices import Expected, WorkState
from .models import Comment
from .selectors import address_of, answers_to, mentions_of, work_list_of, work_rows

# What is due within so many days is told before it is late.
SOON = timedelta(days=7)
# So many of each are named; of the others it is said how many they are.
MOST = 20
# So much of a text is quoted.
LONGEST_QUOTE = 300
# What else waits for a person, as sections of their digest; apps that build on this one add theirs when they are ready.
FURTHER_SECTIONS: list[Callable[..., list["Section"]]] = []


@dataclass(frozen=True)
class Line:
    """One thing that waits: what, where it is found, in which programme, and what is to be known about it."""

    what: str
    address: str
    programme: str
    note: str = ""
    quote: str = ""


@dataclass(frozen=True)
class Section:
    """Things of one kind: `number` is how many there are, `lines` name the first of them."""

    kind: str
    title: str
    summary: str
    number: int
    lines: tuple[Line, ...]

    @property
    def more(self):
        """How many are not named."""
        return self.number - len(self.lines)


@dataclass(frozen=True)
class DigestMail:
    """What waits for a person and was said to them. Without sections nothing does, and no mail is sent."""

    to: User
    sections: tuple[Section, ...]
    comments: tuple[int, ...]

    def __bool__(self):
        return bool(self.sections)

    @property
    def told(self):
        """How many of each kind it tells of, and the comments by their keys: none of them is told twice."""
        numbers: dict[str, int | list[int]] = {section.kind: section.number for section in self.sections}
        return numbers | ({"comments": list(self.comments)} if self.comments else {})

    @property
    def subject(self):
        """The numbers: `2 reports overdue, 1 entry to verify – DWCP results`."""
        return f"{', '.join(section.summary for section in self.sections)} – {_('DWCP results')}"


def digest_of(person, *, today, since=None, told=()):
    """What waits for a person on a day, and what was said to them since a moment (up to 8 queries for any number,
    besides those of `FURTHER_SECTIONS`).

    `told` are the keys of comments that they were told of already. In the language of the person: call it, and make
    the message of it, inside `in_language_of`.
    """
    waiting = work_list_of(person, today=today).items
    until = today + SOON
    due = [item for item in waiting if item.is_theirs and _is_due_soon(item, until)]
    sections = [
        _of_reports("overdue", _by_state(waiting, WorkState.OVERDUE)),
        _of_reports("returned", _by_state(waiting, WorkState.RETURNED)),
        _of_reports("due", due),
        _of_entries(_by_state(waiting, WorkState.TO_VERIFY)),
    ]
    sections += [section for sections_of in FURTHER_SECTIONS for section in sections_of(person, today=today)]
    said = [comment for said in (mentions_of, answers_to) for comment in said(person, since).exclude(pk__in=told)]
    sections.append(_of_comments(sorted(said, key=lambda comment: (comment.at, comment.pk))))
    return DigestMail(person, tuple(filter(None, sections)), tuple(comment.pk for comment in said))


def in_language_of(person):
    """Lets what is said inside be said in the language of the person."""
    return translation.override(person.language)


def message_of(digest, connection=None):
    """The mail, as text and as HTML of the same content; mail programs offer to stop it by its header."""
    stop = absolute(reverse("digest-choice", kwargs={"token": digest_token_of(digest.to)}))
    context = {
        "digest": digest,
        "person": digest.to,
        "my_work": absolute(reverse("my-work")),
        "my_settings": absolute(reverse("my-settings")),
        "stop": stop,
    }
    message = EmailMultiAlternatives(
        subject=digest.subject,
        body=render_to_string("emails/digest.txt", context),
        to=[digest.to.email],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            # Nobody's absence note answers to this.
            "Auto-Submitted": "auto-generated",
        },
        connection=connection,
    )
    message.attach_alternative(render_to_string("emails/digest.html", context), "text/html")
    return message


def absolute(address):
    """An address as it is opened from a mail."""
    return f"{settings.SITE_URL}{address}"


def _by_state(items, state):
    return [item for item in items if item.is_theirs and item.state == state]


def _is_due_soon(item, until):
    is_open = item.state in (Expected.DUE, Expected.NOT_YET_DUE, WorkState.BEGUN)
    return is_open and item.due_on is not None and item.due_on <= until


def _of_reports(kind, items):
    """Reports to write; of those that came back, who gave them back and why."""
    if not items:
        return None
    number = len(items)
    words = {
        "overdue": (
            _("Overdue"),
            ngettext("%(number)s report overdue", "%(number)s reports overdue", number),
        ),
        "returned": (
            _("Returned to you"),
            ngettext("%(number)s returned", "%(number)s returned", number),
        ),
        "due": (
            _("Due within a week"),
            ngettext("%(number)s due soon", "%(number)s due soon", number),
        ),
    }
    title, summary = words[kind]
    lines = []
    for row in work_rows(items[:MOST]) if kind == "returned" else items[:MOST]:
        item, given_back = (row.item, row.given_back) if kind == "returned" else (row, None)
        note = _("was due on %(day)s") if kind == "overdue" else _("due on %(day)s")
        note = note % {"day": day(item.due_on)} if item.due_on else ""
        if given_back is not None:
            note = _("given back by %(who)s on %(day)s") % {"who": given_back.by, "day": day(given_back.at)}
        lines.append(
            Line(
                what=f"{item.code}, {item.period}: {item.statement}",
                address=_where_to_record(item),
                programme=item.programme.short_title,
                note=note,
                quote=_quoted(given_back.reason) if given_back is not None else "",
            )
        )
    return Section(kind, title, summary % {"number": number}, number, tuple(lines))


def _of_entries(items):
    if not items:
        return None
    number = len(items)
    summary = ngettext("%(number)s entry to verify", "%(number)s entries to verify", number) % {"number": number}
    lines = tuple(
        Line(
            what=f"{row.item.code}, {row.item.period}: {row.item.statement}",
            address=absolute(address_of(row.entry)),
            programme=row.item.programme.short_title,
        )
        for row in work_rows(items[:MOST])
    )
    return Section("to_verify", _("Waiting for your verification"), summary, number, lines)


def _of_comments(comments: list[Comment]):
    if not comments:
        return None
    number = len(comments)
    summary = ngettext("%(number)s comment for you", "%(number)s comments for you", number) % {"number": number}
    lines = tuple(
        Line(
            what=_("%(who)s on %(entry)s") % {"who": comment.by, "entry": comment.entry},
            address=f"{absolute(address_of(comment.entry))}#comment-{comment.pk}",
            programme=comment.entry.programme.short_title,
            note=day(comment.at),
            quote=_quoted(comment.text),
        )
        for comment in comments[:MOST]
    )
    return Section("said", _("Said to you"), summary, number, lines)


def _where_to_record(item):
    parts = {"programme": item.programme.code, "indicator": item.code, "period": item.period}
    return absolute(reverse("indicators:record-progress", kwargs=parts))


def _quoted(text):
    """A text on one line, and no more of it than a mail needs."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else f"{line[:LONGEST_QUOTE].rstrip()} …"
