"""What people say to each other about an entry, and what was said to somebody."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F, Q

from accounts.models import User

from ..models import Comment


@dataclass(frozen=True)
class Said:
    """A comment, and the names of those it mentions."""

    comment: Comment
    mentions: tuple[str, ...]


@dataclass(frozen=True)
class Thread:
    """A comment with its answers, the oldest first."""

    said: Said
    answers: tuple[Said, ...]

    @property
    def comment(self):
        """The comment that began it."""
        return self.said.comment


def threads_of(entry):
    """What was said about an entry, the oldest first; also what was taken back (1 query, however much it is)."""
    rows = entry.comments.select_related("by__organisation").annotate(mentioned_name=F("mentions__name"))
    comments, names = {}, defaultdict(list)
    # A comment comes once for each person it mentions.
    for row in rows.order_by("at", "pk", "mentions__name"):
        comments[row.pk] = row
        if row.mentioned_name is not None:
            names[row.pk].append(row.mentioned_name)
    answers = defaultdict(list)
    for comment in comments.values():
        answers[comment.answers_id].append(Said(comment, tuple(names[comment.pk])))
    return tuple(Thread(said, tuple(answers[said.comment.pk])) for said in answers[None])


def members_to_mention(programme):
    """The people who take part in a programme and may sign in, by name (1 query)."""
    members = User.objects.filter(memberships__programme=programme, is_active=True)
    return tuple(members.order_by("name", "pk"))


def mentions_of(user, since=None):
    """Standing comments of others that mention this person, since a moment, in programmes they work in."""
    return _said_to(user, since).filter(mentions=user)


def answers_to(user, since=None):
    """Standing answers of others, since a moment, where this person began the thread or answered in it too.

    Those that also mention the person are in `mentions_of`.
    """
    took_part = Q(answers__by=user) | Q(answers__answered_by__by=user)
    return _said_to(user, since).filter(took_part).exclude(mentions=user).distinct()


def _said_to(user, since):
    comments = Comment.objects.visible_to(user).standing().exclude(by=user)
    if since is not None:
        comments = comments.filter(at__gt=since)
    # In an archived programme nobody can answer any more.
    comments = comments.filter(entry__indicator__outcome__programme__archived_on=None)
    return comments.select_related("by", "entry__period", "entry__indicator__outcome__programme__country")
