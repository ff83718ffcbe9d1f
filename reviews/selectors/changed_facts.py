"""What has changed in the programme since a review was opened, in words and with the pages where it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dwcp.toolkit.figures import day, figure
from indicators.choices import Status

from ..facts import ChangedFact, changed_facts, facts_from_json
from .facts import facts_of

# What a field of a fact is called.
FIELDS = {
    "statement": gettext_lazy("wording"),
    "outcome": gettext_lazy("outcome"),
    "baseline": gettext_lazy("baseline"),
    "target": gettext_lazy("target"),
    "target_text": gettext_lazy("target in words"),
    "shown": gettext_lazy("verified figure"),
    "words": gettext_lazy("what is told in words"),
    "measured_on": gettext_lazy("measured on"),
    "status": gettext_lazy("status"),
    "waiting": gettext_lazy("entries waiting for verification"),
    "allocated": gettext_lazy("allocated"),
    "spent": gettext_lazy("spent"),
    "text": gettext_lazy("wording"),
}
NAMES = {
    "indicator": gettext_lazy("Indicator %(name)s"),
    "budget": gettext_lazy("Budget line: %(name)s"),
    "recommendation": gettext_lazy("Recommendation %(name)s"),
}
# The field that every fact of a kind has.
MAIN = {"indicator": "shown", "budget": "allocated", "recommendation": "text"}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different today: `before` or `after` is "" where there was, or is, nothing."""

    name: str
    address: str
    what: str
    before: str
    after: str


def changes_since(review) -> tuple[Change, ...]:
    """What is different today from the facts that a review judges; nothing for one that is not opened (8 queries)."""
    if not review.facts:
        return ()
    now = facts_of(review)
    known = {fact.code for fact in now.indicators}
    return tuple(_in_words(review, changed, known) for changed in changed_facts(facts_from_json(review.facts), now))


def _in_words(review, changed: ChangedFact, known: Iterable[str]) -> Change:
    return Change(
        name=str(NAMES[changed.kind]) % {"name": changed.name},
        address=_address(review.programme.code, changed, known),
        what=_came_or_went(changed) or str(FIELDS[changed.what]),
        before=_shown(changed.what, changed.before),
        after=_shown(changed.what, changed.after),
    )


def _came_or_went(changed):
    """Whether a fact is new or gone: its main field, which every fact has, says so."""
    if changed.what != MAIN[changed.kind] or None not in (changed.before, changed.after):
        return ""
    if changed.before is None:
        return _("new")
    return _("no longer open") if changed.kind == "recommendation" else _("no longer there")


def _address(programme, changed, known):
    """The page where the fact stands today; "" for an indicator that is gone."""
    if changed.kind == "budget":
        return reverse("outcomes:budget", kwargs={"programme": programme})
    if changed.kind == "recommendation":
        place = {"programme": programme, "review": changed.name.partition(", ")[0]}
        return reverse("reviews:recommendations", kwargs=place)
    if changed.name not in known:
        return ""
    return reverse("indicators:indicator", kwargs={"programme": programme, "indicator": changed.name})


def _shown(field, text):
    """A stored text as pages show such things: figures with their thousands apart, days with their month in words."""
    if not text:
        return ""
    if field in ("baseline", "target", "allocated", "spent"):
        return figure(Decimal(text))
    if field == "measured_on":
        return day(date.fromisoformat(text))
    if field == "status":
        return str(Status(text).label)
    return text
