"""Everything of reviews that waits for a person: for My work, the dashboard, the navigation and the digests."""

from django.db.models import CharField, Count, Exists, OuterRef, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.choices import Permission

from ..choices import ReviewState
from ..models import Endorsement, Review, TeamMember
from ..rules import speaks_for_a_constituency
from .waiting import Source, Waiting, WaitingGroup, programmes_where
from .waiting_actions import ACTIONS_TO_CHECK, DUE_ACTIONS, OVERDUE_ACTIONS


def _drafts_for(user, today):
    """Drafts on which their organisation has not spoken yet."""
    programmes = programmes_where(user, Permission.REPORT_VALIDATE)
    if not programmes or not speaks_for_a_constituency(user, None):
        return None
    spoken = Endorsement.objects.standing().filter(
        review=OuterRef("pk"), consultation_round=OuterRef("consultation_round"), organisation=user.organisation
    )
    drafts = Review.objects.filter(programme__in=programmes, state=ReviewState.CONSULTATION)
    return drafts.exclude(Exists(spoken))


def _draft(review):
    return Waiting(
        kind="drafts",
        what=review.title,
        note=_("Endorse it, comment on it, or say what you have reservations about."),
        action=_("Read and answer"),
        address=reverse("reviews:validation", kwargs={"programme": review.programme.code, "review": review.slug}),
        programme=review.programme,
    )


def _scores_for(user, today):
    """Reviews in whose team they have not handed in their scores yet."""
    programmes = programmes_where(user, Permission.REVIEW_SCORE)
    if not programmes:
        return None
    places = TeamMember.objects.filter(person=user, handed_in_at=None, review__state=ReviewState.SCORING)
    return places.filter(review__programme__in=programmes)


def _scores(member):
    return Waiting(
        kind="scores",
        what=member.review.title,
        note=_("Each reviewer scores alone first: nobody sees yours before everybody has handed in."),
        action=_("Score"),
        address=reverse(
            "reviews:my-scores", kwargs={"programme": member.review.programme.code, "review": member.review.slug}
        ),
        programme=member.review.programme,
    )


DRAFTS = Source(
    kind="drafts",
    title=gettext_lazy("A draft report waits for your word"),
    summary=lambda number: (
        ngettext("%(number)s draft report for your word", "%(number)s draft reports for your word", number)
        % {"number": number}
    ),
    rows=_drafts_for,
    related=("programme__country",),
    item=_draft,
)
SCORES = Source(
    kind="scores",
    title=gettext_lazy("Scores to hand in"),
    summary=lambda number: (
        ngettext("scores of %(number)s review to hand in", "scores of %(number)s reviews to hand in", number)
        % {"number": number}
    ),
    rows=_scores_for,
    related=("review__programme__country",),
    item=_scores,
)
# In the order in which they are shown.
SOURCES = (DRAFTS, SCORES, OVERDUE_ACTIONS, DUE_ACTIONS, ACTIONS_TO_CHECK)


def waiting_for(user, *, today=None):
    """What reviews ask of this person, by kind, without empty kinds (1 query, and 1 more for each kind there is)."""
    today = today or timezone.localdate()
    numbers = numbers_waiting_for(user, today=today)
    return tuple(
        WaitingGroup(source, tuple(source.item(row) for row in rows.select_related(*source.related)))
        for source in SOURCES
        if numbers.get(source.kind) and (rows := source.rows(user, today)) is not None
    )


def counted_for(user, *, today=None):
    """Querysets of (kind, number) of the things that reviews ask of this person, to be counted together."""
    today = today or timezone.localdate()
    return [
        rows.order_by()
        .annotate(kind_of_thing=Value(source.kind, output_field=CharField()))
        .values_list("kind_of_thing")
        .annotate(number=Count("pk"))
        for source in SOURCES
        if (rows := source.rows(user, today)) is not None
    ]


def numbers_waiting_for(user, *, today=None):
    """How many things of each kind reviews ask of this person (1 query; none where their role can have none)."""
    counted = counted_for(user, today=today)
    found = counted[0].union(*counted[1:], all=True) if counted else ()
    return {kind: number for kind, number in found if number}
