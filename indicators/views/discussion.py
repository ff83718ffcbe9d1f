"""What was said about an entry, with the forms to say more, as one person sees it on the entry's page."""

from dataclasses import dataclass

from accounts.choices import Permission

from ..forms import CommentForm
from ..selectors import Thread, threads_of


@dataclass(frozen=True)
class Discussion:
    """What was said about an entry, and – for who may – the forms to say more: one of its own, one for each thread.

    `number` is how many comments stand; what was taken back is not counted, and not answered any more.
    """

    threads: tuple[tuple[Thread, CommentForm | None], ...]
    form: CommentForm | None
    number: int


def discussion_of(entry, user, sent=None):
    """The comments on an entry as this person sees them; `sent` is the form they sent, which has to be mended."""
    threads = threads_of(entry)
    number = sum(one.comment.withdrawn_at is None for thread in threads for one in (thread.said, *thread.answers))
    if not user.has_perm(Permission.ENTRY_DISCUSS, entry):
        return Discussion(tuple((thread, None) for thread in threads), None, number)

    def form_for(comment):
        if sent is not None and sent.answered == comment:
            return sent
        if comment is not None and comment.withdrawn_at:
            return None
        return CommentForm(threads=threads, answered=comment)

    return Discussion(tuple((thread, form_for(thread.comment)) for thread in threads), form_for(None), number)
