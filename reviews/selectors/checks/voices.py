"""Constituents who said nothing while the draft was with them."""

from django.utils.translation import gettext as _

from accounts.choices import Constituency

from ...choices import CheckKind, ReviewState
from ...rules import TRIPARTITE
from .material import Place, Point


def voices_missing(review, material):
    """A point for each of the three groups of which nobody spoke on the draft that is with them now (1 query)."""
    if review.state != ReviewState.CONSULTATION:
        return
    standing = review.endorsements.standing().filter(consultation_round=review.consultation_round)
    heard = set(standing.values_list("constituency", flat=True))
    for constituency in TRIPARTITE:
        if constituency not in heard:
            sentence = _("%(group)s: nobody has said anything to draft %(number)s yet.") % {
                "group": Constituency(constituency).label,
                "number": review.consultation_round,
            }
            place = Place("validation", _("Validation"))
            yield Point(f"silence:{constituency}:{review.consultation_round}", CheckKind.SILENCE, sentence, place)
