"""Answering what the consistency check points out: why it may stand."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb, Permission
from accounts.services import record_event

from ..choices import ANSWERED_ALIKE, ReviewState
from ..models import CheckAnswer
from ..selectors.checks import checks_of, open_checks_of, seen_together
from .moves import held_review
from .refusals import ReviewRefused


@transaction.atomic
def answer_check(*, review, key, seen, answer, by):
    """Say why something the check points out may stand; said again, it replaces what was said before.

    `seen` is the sentence the writer saw: when the figures behind it changed meanwhile, or it is solved, nothing is
    kept. Raises ReviewRefused then, without words, and once the report is final; PermissionDenied without permission.
    """
    review, answer = _answerable(review, by), _words(answer)
    check = next((check for check in checks_of(review) if check.key == key), None)
    if check is None:
        raise ReviewRefused({"": _("This is solved already: it stands in the list no more.")})
    if check.sentence != seen:
        raise ReviewRefused({"": _changed()})
    return _kept(review, check, answer, by)


@transaction.atomic
def answer_checks_alike(*, review, kind, seen, answer, by):
    """Say once why all that is open of one kind may stand: each keeps the same answer as its own, all of them or none.

    `seen` is what `seen_together` says of those the writer saw: nothing is kept once it is another. Raises
    ReviewRefused then, without words, for a kind in which each has its own reason, and once the report is final;
    PermissionDenied without permission. Returns the answers.
    """
    review, answer = _answerable(review, by), _words(answer)
    if kind not in ANSWERED_ALIKE:
        raise ReviewRefused({"": _("Of this kind each has its own reason: answer them one by one.")})
    checks = [check for check in open_checks_of(review) if check.kind == kind]
    if not checks:
        raise ReviewRefused({"": _("Of this kind nothing is open any more.")})
    if seen_together(checks) != seen:
        raise ReviewRefused({"": _changed()})
    return [_kept(review, check, answer, by) for check in checks]


@transaction.atomic
def withdraw_check_answer(*, review, key, by):
    """Take an answer back: what it answered is open again. Raises ReviewRefused, PermissionDenied as answering does."""
    review = _answerable(review, by)
    # Looked for here: a key that was made up may hold what no database takes.
    answer = next((one for one in review.check_answers.all() if one.check_key == key), None)
    if answer is None:
        raise ReviewRefused({"": _("There is no answer to withdraw.")})
    changes = {"seen": [answer.seen, None], "answer": [answer.answer, None]}
    record_event(AuditVerb.CHECK_ANSWERED, review, by=by, changes=changes)
    answer.delete()


def _kept(review, check, answer, by):
    before = check.answer
    if before is not None and (before.answer, before.seen) == (answer, check.sentence):
        return before
    kept, _created = CheckAnswer.objects.update_or_create(
        review=review,
        check_key=check.key,
        defaults={"seen": check.sentence, "answer": answer, "answered_by": by, "answered_at": timezone.now()},
    )
    changes = {"seen": [before and before.seen, kept.seen], "answer": [before and before.answer, answer]}
    record_event(AuditVerb.CHECK_ANSWERED, review, by=by, changes=changes)
    return kept


def _changed():
    return _("What you answered has changed meanwhile: read it again below, and answer what stands there now.")


def _words(answer):
    if not answer.strip():
        raise ReviewRefused({"answer": _("Say why it may stand.")})
    return answer.strip()


def _answerable(review, by):
    """The review, held, if this person may answer its checks now."""
    if not by.has_perm(Permission.REPORT_WRITE, review):
        raise PermissionDenied
    current = held_review(review)
    if current.state == ReviewState.FINAL:
        raise ReviewRefused({"": _("The report is final: its checks stay as they were answered.")})
    return current
