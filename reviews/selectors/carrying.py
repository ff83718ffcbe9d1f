"""Recommendations that one review repeats of another: since when they are said, and what can be carried over."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.contrib.humanize.templatetags.humanize import ordinal
from django.db.models import Exists, F, Min, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outcomes.models import Programme

from ..follow_up import full_years, said_on, year_of
from ..models import CriterionMatch, Recommendation
from .facts import of_earlier_reviews


@dataclass(frozen=True)
class Said:
    """A recommendation as one review said it; `on` and `year` are None where nothing tells when that was."""

    number: int
    review: str
    programme: str
    programme_title: str
    year: int | None
    on: date | None


@dataclass(frozen=True)
class Carried:
    """How often a recommendation has been repeated, and for how long it has been said."""

    times: int
    first: Said
    days: int | None
    years: int | None

    @property
    def sentence(self):
        """`Repeated for the 2nd time; first said in 2007, 3 years ago.`"""
        words = {"time": ordinal(self.times), "first": self.first.year or self.first.review, "age": self.age}
        if self.days is None:
            return _("Repeated for the %(time)s time; first said in the review %(first)s.") % words
        return _("Repeated for the %(time)s time; first said in %(first)s, %(age)s ago.") % words

    @property
    def age(self):
        """`3 years`; `200 days` in the first year; "" where nothing tells."""
        if self.days is None or self.years is None:
            return ""
        if self.years:
            return ngettext("%(number)s year", "%(number)s years", self.years) % {"number": self.years}
        return ngettext("%(number)s day", "%(number)s days", self.days) % {"number": self.days}


class Chains:
    """Which recommendation repeats which, in all programmes of one country."""

    def __init__(self, links, today):
        self.links = {link["pk"]: link for link in links}
        self.today = today
        self.repeated_in = defaultdict(list)
        for link in links:
            if link["carried_from"] is not None:
                self.repeated_in[link["carried_from"]].append(link)

    def before(self, key):
        """How often the recommendation was said before, or None where it is said for the first time."""
        times, link = 0, self.links.get(key)
        while link is not None and link["carried_from"] in self.links:
            times, link = times + 1, self.links[link["carried_from"]]
        if link is None or times == 0:
            return None
        first = _said(link)
        if first.on is None:
            return Carried(times, first, None, None)
        return Carried(times, first, max(0, (self.today - first.on).days), full_years(first.on, self.today))

    def after(self, key):
        """Where the recommendation is repeated."""
        return tuple(_said(link) for link in self.repeated_in[key])


def chains_of(programme, today=None):
    """Every recommendation that repeats one or is repeated, in the programmes of one country (1 query).

    Of reviews in other programmes only name, number and day are told, and no text.
    """
    linked = Recommendation.objects.filter(review__programme__country=programme.country_id)
    linked = linked.filter(Q(carried_from__isnull=False) | Exists(repeats_of(OuterRef("pk"))))
    names = {
        "review": F("review__slug"),
        "programme": F("review__programme__code"),
        "country": F("review__programme__country__name"),
        "start_year": F("review__programme__start_year"),
        "end_year": F("review__programme__end_year"),
        "fixed_at": F("review__facts_fixed_at"),
        "signed_at": Min("review__versions__signed_at"),
    }
    named = {f"of_{name}": expression for name, expression in names.items()}
    rows = linked.annotate(**named).order_by("review__slug", "number")
    return Chains(list(rows.values("pk", "carried_from", "number", *named)), today or timezone.localdate())


def repeats_of(recommendation):
    """The recommendations that repeat this one: a record, or a reference inside a query."""
    return Recommendation.objects.filter(carried_from=recommendation)


def carriable_into(review, user):
    """What earlier reviews recommended, is still open, and is not repeated since: for this review to carry over.

    Of this programme and of those before it in the same country, as far as this person belongs to them; the
    earliest first.
    """
    programme = review.programme
    before = Q(review__programme=programme.follows_id) | Q(
        review__programme__country=programme.country_id, review__programme__start_year__lt=programme.start_year
    )
    earlier = of_earlier_reviews(review) | (before & ~Q(review__programme=programme))
    repeated = repeats_of(OuterRef("pk")).filter(Q(review=review) | earlier)
    return (
        Recommendation.objects.filter(earlier, review__programme__in=Programme.objects.visible_to(user))
        .still_open()
        .exclude(Exists(repeated))
        .select_related("review__programme__country", "criterion")
        .order_by("review__programme__start_year", "review__slug", "number")
    )


def matched_criteria_of(template):
    """For criteria of this template and of others, by key, the criterion of this template that asks the same.

    Those of this template are their own match (2 queries).
    """
    own = set(template.criteria.values_list("pk", flat=True))
    pairs = CriterionMatch.objects.filter(Q(criterion__in=own) | Q(other__in=own)).values_list("criterion", "other")
    matched = {other: criterion for criterion, other in pairs if criterion in own}
    matched |= {criterion: other for criterion, other in pairs if other in own}
    return matched | {key: key for key in own}


def _said(link):
    at = link["of_signed_at"] or link["of_fixed_at"]
    on = said_on(link["of_review"], at and timezone.localdate(at))
    return Said(
        number=link["number"],
        review=link["of_review"],
        programme=link["of_programme"],
        programme_title=f"{link['of_country']} {link['of_start_year']}–{link['of_end_year']}",
        year=on.year if on else year_of(link["of_review"]),
        on=on,
    )
