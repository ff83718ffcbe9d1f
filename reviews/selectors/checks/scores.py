"""Agreed scores: against the figures beneath them, without words, without evidence, with views far apart."""

from collections import defaultdict

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...checking import Result, disagreement, evidence_of
from ...choices import CheckKind
from ...scoring import criteria_score
from ...spread import FAR_APART
from .material import Place, Point, place_of_criterion, place_of_rating

# The area of the ILO's country programme reviews that judges progress against indicators (terms of reference of
# the review of 2011, Annex II). Templates without it have no rating to hold against findings.
PROGRESS_AREA = "D"


def scores_to_look_at(review, material):
    """Points about criteria, then about the outcomes, each with the place where it is scored."""
    yield from _against_figures(material)
    for score in material.criterion_scores:
        yield from _of_criterion(score)
    yield from _of_outcomes(material.area_ratings)


def _against_figures(material):
    results = defaultdict(list)
    for judged in material.coverage.findings:
        share = judged.fact.share if judged.fact and judged.fact.value is not None else None
        results[judged.finding.country_programme_outcome_id].append(Result(judged.finding.finding, share))
    for rating in material.area_ratings:
        if rating.area.letter == PROGRESS_AREA:
            evidence = evidence_of(results[rating.country_programme_outcome_id])
            what = _("The rating of %(code)s in area %(letter)s") % {
                "code": rating.country_programme_outcome.code,
                "letter": rating.area.letter,
            }
            place = place_of_rating(rating.country_programme_outcome.code, rating.area.letter)
            yield from _disagreeing(f"scores:area-{rating.pk}", what, rating.rating, material.scale, evidence, place)
    if material.criterion_scores:
        scores = {score.criterion.number: score.score for score in material.criterion_scores}
        average = criteria_score(scores, material.scale).average
        evidence = evidence_of(result for found in results.values() for result in found)
        what, place = _("The average of the criteria"), Place("criteria", _("Criteria"))
        yield from _disagreeing("scores:criteria", what, average, material.scale, evidence, place)


def _disagreeing(key, what, score, scale, evidence, place):
    found = disagreement(score, lowest=scale.lowest, highest=scale.highest, evidence=evidence)
    if found is None:
        return
    words = {"what": what, "score": score, "highest": scale.highest, "assessed": evidence.assessed}
    if found == "too_high":
        sentence = _(
            "%(what)s is %(score)s of %(highest)s, yet %(weak)s of the %(assessed)s indicators that could be assessed "
            "were not achieved or stand below half of the way to their target."
        ) % (words | {"weak": evidence.weak})
    else:
        sentence = _(
            "%(what)s is only %(score)s of %(highest)s, yet %(strong)s of the %(assessed)s indicators that could be "
            "assessed were achieved."
        ) % (words | {"strong": evidence.strong})
    yield Point(key, CheckKind.SCORES, sentence, place)


def _of_criterion(score):
    place, number = place_of_criterion(score.criterion.number), {"number": score.criterion.number}
    key = f"criterion-{score.criterion.number}"
    if score.score is None and not score.rationale:
        sentence = _("Criterion %(number)s has no score, and nothing says why.") % number
        yield Point(f"not_scored:{key}", CheckKind.NOT_SCORED, sentence, place)
    elif not score.rationale:
        sentence = _("Criterion %(number)s is scored without a rationale.") % number
        yield Point(f"no_words:{key}", CheckKind.NO_WORDS, sentence, place)
    if score.score is not None and not score.has_citation and not score.has_finding:
        sentence = (
            _("Criterion %(number)s cites nothing, and no finding on its sub-criteria stands beneath it.") % number
        )
        yield Point(f"no_evidence:{key}", CheckKind.NO_EVIDENCE, sentence, place)
    if _is_unexplained(score, score.rationale):
        sentence = _("The team gave criterion %(number)s scores from %(lowest)s to %(highest)s; %(missing)s") % (
            number | _spread(score)
        )
        yield Point(f"spread:{key}", CheckKind.SPREAD, sentence, place)


def _of_outcomes(ratings):
    by_outcome = defaultdict(list)
    for rating in ratings:
        by_outcome[rating.country_programme_outcome].append(rating)
    for outcome, rated in by_outcome.items():
        silent = [rating for rating in rated if not rating.comment]
        place = Place("outcome", outcome.code, {"outcome": outcome.code})
        if letters := [rating.area.letter for rating in silent if rating.rating is not None]:
            sentence = ngettext(
                "%(code)s is rated without a comment in area %(letters)s.",
                "%(code)s is rated without a comment in areas %(letters)s.",
                len(letters),
            )
            words = {"code": outcome.code, "letters": get_text_list(letters, _("and"))}
            yield Point(f"no_words:outcome-{outcome.pk}", CheckKind.NO_WORDS, sentence % words, place)
        if letters := [rating.area.letter for rating in silent if rating.rating is None]:
            sentence = ngettext(
                "%(code)s is not rated in area %(letters)s, and nothing says why.",
                "%(code)s is not rated in areas %(letters)s, and nothing says why.",
                len(letters),
            )
            words = {"code": outcome.code, "letters": get_text_list(letters, _("and"))}
            yield Point(f"not_scored:outcome-{outcome.pk}", CheckKind.NOT_SCORED, sentence % words, place)
        for rating in rated:
            if _is_unexplained(rating, rating.comment):
                sentence = _(
                    "The team gave %(code)s ratings from %(lowest)s to %(highest)s in area %(letter)s; %(missing)s"
                ) % ({"code": outcome.code, "letter": rating.area.letter} | _spread(rating))
                place = place_of_rating(outcome.code, rating.area.letter)
                yield Point(f"spread:area-{rating.pk}", CheckKind.SPREAD, sentence, place)


def _is_unexplained(score, words):
    """Whether the views of the team lie far apart, and neither a dissent nor a rationale speaks of it."""
    if score.lowest_given is None or score.has_dissent or words:
        return False
    return score.highest_given - score.lowest_given >= FAR_APART


def _spread(score):
    missing = _("nobody dissents, and nothing says how the team came together.")
    return {"lowest": score.lowest_given, "highest": score.highest_given, "missing": missing}
