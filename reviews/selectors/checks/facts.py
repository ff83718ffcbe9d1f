"""Whether the programme says something else today than when the review was opened."""

from django.core.cache import cache
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import AuditEvent

from ...choices import CheckKind
from ...facts import changed_facts
from ..facts import facts_of
from .material import Place, Point

A_DAY = 24 * 60 * 60
# How many changed facts a sentence names before it only counts the rest.
NAMED = 12
# Who changes a fact leaves a trace on one of these: of a part of a programme, or of what follows a recommendation.
CHANGES_FACTS = Q(subject_type__app_label__in=("outcomes", "indicators")) | Q(
    subject_type__app_label="reviews",
    subject_type__model__in=("recommendation", "managementresponse", "followupaction"),
)


def facts_that_changed(review, material):
    """One point with the facts that are different today (1 query; 8 more the first time after something changed)."""
    if not review.facts:
        return
    names = _changed(review, material.coverage.facts)
    if not names:
        return
    sentence = ngettext(
        "%(number)s fact is different today from what the review judges: %(names)s.",
        "%(number)s facts are different today from what the review judges: %(names)s.",
        len(names),
    ) % {"number": len(names), "names": ", ".join(names[:NAMED]) + (_(" and others") if len(names) > NAMED else "")}
    yield Point("facts:changed", CheckKind.FACTS, sentence, Place("facts", _("Facts")))


def _changed(review, then):
    """The names of changed facts. Comparing reads the whole programme, so it is done once for each state of it."""
    # Counted, too: of two who write at once, the one who began later may be done first.
    traces = AuditEvent.objects.filter(CHANGES_FACTS).aggregate(number=Count("pk"), last=Max("pk"), at=Max("at"))
    state = (review.pk, review.facts_fixed_at, *traces.values(), timezone.localdate())
    key = "facts-changed-" + "-".join(str(part) for part in state).replace(" ", "-")
    names = cache.get(key)
    if names is None:
        names = list(dict.fromkeys(changed.name for changed in changed_facts(then, facts_of(review))))
        cache.set(key, names, A_DAY)
    return names
