"""Saying something about an entry. It can be said in any state of the entry, and after its period was closed."""

from collections import defaultdict
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event
from outcomes.services import Refused

from ..mentioning import folded, mentioned
from ..models import Comment, ProgressEntry
from ..selectors import members_to_mention

LONGEST_COMMENT = 4000
# The same words once more within this time were sent twice.
SENT_TWICE_WITHIN = timedelta(minutes=10)


@transaction.atomic
def add_comment(*, entry, text, by, answers=None, mentions=()):
    """Say something about an entry, or answer to what was said (`answers`, a comment).

    Mentioned are the members of the programme whose full name follows an @ in the text, and those in `mentions`; they
    find it in their next digest. An answer to an answer goes to the comment above it. The same words sent twice are
    kept once. Raises Refused with what is wrong by field (`text`, `mentions`, `answers`), PermissionDenied without the
    permission. Returns the comment.
    """
    if not by.has_perm(Permission.ENTRY_DISCUSS, entry):
        raise PermissionDenied
    # Held so that two of the same wait for each other.
    ProgressEntry.objects.select_for_update(of=("self",), no_key=True).get(pk=entry.pk)
    text = text.strip()
    if answers is not None:
        answers = answers.answers or answers
        if answers.entry_id != entry.pk:
            raise Refused({"answers": _("What you answer belongs to another entry. Reload the page and try again.")})
    people = _people_meant(entry.programme, text, mentions)
    if sent := _sent_before(entry, text, answers, by):
        return sent
    comment = Comment.objects.create(entry=entry, by=by, text=text, answers=answers)
    comment.mentions.set(person for person in people if person != by)
    record_event(AuditVerb.COMMENTED, entry, by=by, changes={"comment": [None, comment.pk]})
    return comment


@transaction.atomic
def withdraw_comment(*, comment, by):
    """Take back what one has said oneself. It stays, is shown as taken back, and can be put back."""
    comment = _own(comment, by)
    if comment.withdrawn_at is None:
        comment.withdrawn_at = timezone.now()
        comment.save(update_fields=["withdrawn_at"])
        record_event(AuditVerb.COMMENT_WITHDRAWN, comment.entry, by=by, changes={"comment": [comment.pk, None]})
    return comment


@transaction.atomic
def put_back_comment(*, comment, by):
    """Let what one has taken back stand again."""
    comment = _own(comment, by)
    if comment.withdrawn_at is not None:
        comment.withdrawn_at = None
        comment.save(update_fields=["withdrawn_at"])
        record_event(AuditVerb.PUT_BACK, comment, by=by)
    return comment


def _own(comment, by):
    """The comment as it stands now, held; PermissionDenied unless this person wrote it and may still discuss it."""
    comment = (
        Comment.objects.select_for_update(of=("self",), no_key=True).select_related("entry__period").get(pk=comment.pk)
    )
    if comment.by_id != by.pk or not by.has_perm(Permission.ENTRY_DISCUSS, comment.entry):
        raise PermissionDenied
    return comment


def _people_meant(programme, text, chosen):
    """Whom the text mentions, and who was chosen. Raises Refused where it cannot be told, or is no member."""
    problems = {}
    if not text:
        problems["text"] = _("Write what you want to say.")
    elif len(text) > LONGEST_COMMENT:
        problems["text"] = _("This is too long: %(longest)s characters are kept.") % {"longest": LONGEST_COMMENT}
    members = members_to_mention(programme)
    strangers = [person for person in chosen if person not in members]
    if strangers:
        names = ", ".join(str(person) for person in strangers)
        problems["mentions"] = _("Only who takes part in the programme can be mentioned, not: %(names)s.") % {
            "names": names
        }
    by_name = defaultdict(list)
    for person in members:
        by_name[folded(person.name)].append(person)
    people = dict.fromkeys(chosen)
    for name in mentioned(text, by_name):
        namesakes = by_name[name]
        if len(namesakes) == 1:
            people[namesakes[0]] = None
        elif not people.keys() & set(namesakes):
            problems["mentions"] = _("“@%(name)s” can be %(people)s. Choose whom you mean.") % {
                "name": namesakes[0].name,
                "people": _(" or ").join(f"{one} ({one.organisation or one.email})" for one in namesakes),
            }
    if problems:
        raise Refused(problems)
    return people


def _sent_before(entry, text, answers, by):
    since = timezone.now() - SENT_TWICE_WITHIN
    same = Comment.objects.standing().filter(entry=entry, by=by, text=text, answers=answers, at__gte=since)
    return same.first()
