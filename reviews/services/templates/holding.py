"""Holding a template while it is edited, and refusing that once a review uses it."""

import hashlib
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.choices import Permission
from dwcp.toolkit.snapshots import fingerprint
from outcomes.models import Programme
from outcomes.services.records import hold

from ...models import ReviewTemplate
from ..refusals import ReviewRefused


def is_in_use(template):
    """Whether a review was planned with this version; then it stays as it is."""
    return template.reviews.exists()


def why_it_stays(template):
    """The sentence that says why a template in use is not edited, and what to do instead; "" where it may be."""
    if not is_in_use(template):
        return ""
    message = _(
        "“%(template)s” is used by a review and stays as it is, so that every score keeps its meaning. "
        "Make its next version, change that, and plan the next review with it."
    )
    return message % {"template": template}


def held_template(template, *, programme, by, editing=True):
    """The template as it stands now, held until the transaction ends.

    `programme` is the one in which the person acts: templates belong to all programmes. Raises ReviewRefused where it
    is to be edited and a review uses it, PermissionDenied without permission.
    """
    refuse_unless_managing(programme, by)
    hold(programme)
    current = ReviewTemplate.objects.select_for_update(of=("self",), no_key=True).get(pk=template.pk)
    if editing and (stays := why_it_stays(current)):
        raise ReviewRefused({"": stays})
    return current


def refuse_unless_managing(programme, by):
    """Raise PermissionDenied unless this person plans reviews in the programme."""
    if not by.has_perm(Permission.REVIEW_MANAGE, programme):
        raise PermissionDenied


def refuse_what_others_use(template, by):
    """Whoever takes a template from those who plan reviews must plan them wherever it is used."""
    using = Programme.objects.filter(reviews__template__name=template.name).distinct()
    if any(not by.has_perm(Permission.REVIEW_MANAGE, programme) for programme in using):
        message = _("Another programme, in which you plan no reviews, uses “%(template)s”. Leave it as it is.")
        raise ReviewRefused({"": message % {"template": template}})


def seen_of(records: Iterable) -> str:
    """A short text that changes with anything these records state: what a form that shows all of them has seen."""
    return hashlib.sha256("".join(fingerprint(one) for one in records).encode()).hexdigest()[:32]
