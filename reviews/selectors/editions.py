"""Editions of a report: the draft as it stands, the version that is to be signed next, and those that were."""

from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import Permission

from ..choices import ReviewState
from ..rules import reads_drafts
from .checks import open_checks_of

# The edition that is no version.
DRAFT = 0


def next_version_of(review):
    """The number of the version that is signed next."""
    return (latest_version_of(review) or 0) + 1


def latest_version_of(review):
    """The number of the version that was signed last, or None."""
    return review.versions.order_by("-number").values_list("number", flat=True).first()


def may_be_signed(review):
    """Whether the review is where its report is signed: the constituents have the draft, or a version is corrected."""
    if review.state == ReviewState.DRAFT_REPORT:
        return review.versions.exists()
    return review.state == ReviewState.CONSULTATION


def reads_edition(user, review, edition):
    """Whether this person, who sees the programme, reads an edition.

    What was signed is for all; a draft for who `reads_drafts`; the file that waits to be signed for who signs it.
    """
    if edition == DRAFT:
        return reads_drafts(user, review)
    return review.versions.filter(number=edition).exists() or user.has_perm(Permission.REVIEW_MANAGE, review)


def what_keeps_from_signing(review):
    """What has to be done before the report is signed, a sentence each; nothing when it can be."""
    problems = []
    if not may_be_signed(review):
        state = {"state": review.get_state_display()}
        problems.append(_("The review is “%(state)s”: its report is signed after the consultation.") % state)
    if not review.team.exists():
        problems.append(_("Name the team that stands behind the report."))
    if number := len(open_checks_of(review)):
        message = ngettext(
            "%(number)s check is open: solve it, or answer why it may stand.",
            "%(number)s checks are open: solve each, or answer why it may stand.",
            number,
        )
        problems.append(message % {"number": number})
    return problems


def fingerprint_of(content):
    """The SHA-256 of a text or file, in hexadecimal."""
    return sha256(content.encode() if isinstance(content, str) else content).hexdigest()
