"""Findings on indicators against their figures, indicators nobody assessed, recommendations to nobody."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...checking import finding_doubts, is_addressed_to_nobody
from ...choices import CheckKind
from .material import Place, Point


def findings_to_look_at(review, material):
    """Points about findings, then about what nobody assessed, then about recommendations."""
    for judged in material.coverage.findings:
        yield from _of_finding(judged)
    for covered in material.coverage.outcomes:
        if covered.never:
            yield _never_assessed(covered)
    for prose in material.prose:
        if prose.kind == "recommendation" and is_addressed_to_nobody(prose.addressed_to):
            yield _to_nobody(prose)


def _of_finding(judged):
    finding = judged.finding
    name = _("%(code)s, indicator %(number)s") % {
        "code": finding.country_programme_outcome.code,
        "number": finding.number,
    }
    place = Place("decide-finding", name, {"record": finding.pk})
    words = {"name": name, "finding": finding.get_finding_display()}
    doubts = finding_doubts(
        finding.finding,
        basis=finding.basis,
        words=finding.finding_basis,
        suggestion=judged.suggestion and judged.suggestion.suggestion,
    )
    for doubt in doubts:
        key = f"{doubt}:finding-{finding.pk}"
        if doubt == "rests_on_nothing":
            sentence = _("%(name)s was found “%(finding)s”; nothing says what that rests on.") % words
            yield Point(key, CheckKind.NO_BASIS, sentence, place)
            continue
        words |= {"suggested": judged.suggestion.label, "reason": judged.suggestion.sentence}
        if doubt == "contradicts":
            sentence = _("%(name)s was found “%(finding)s”; the figures say the opposite. %(reason)s") % words
        else:
            sentence = (
                _("%(name)s was found “%(finding)s”, the figures suggest “%(suggested)s”; nothing says why. %(reason)s")
                % words
            )
        yield Point(key, CheckKind.CONTRADICTIONS, sentence, place)


def _never_assessed(covered):
    sentence = ngettext(
        "%(number)s of the %(total)s indicators of outcome %(outcome)s was never assessed: %(codes)s.",
        "%(number)s of the %(total)s indicators of outcome %(outcome)s were never assessed: %(codes)s.",
        len(covered.never),
    ) % {
        "number": len(covered.never),
        "total": covered.total,
        "outcome": covered.outcome.number,
        "codes": "; ".join(indicator.code for indicator in covered.never),
    }
    place = Place("indicators", _("Never assessed"), anchor="#never-assessed")
    return Point(f"coverage:outcome-{covered.outcome.pk}", CheckKind.COVERAGE, sentence, place)


def _to_nobody(prose):
    number = prose.place.words
    if prose.addressed_to.strip():
        sentence = _("%(what)s only implies whom it is addressed to: “%(whom)s”.") % {
            "what": number,
            "whom": prose.addressed_to,
        }
    else:
        sentence = _("%(what)s is addressed to nobody.") % {"what": number}
    return Point(f"to_nobody:recommendation-{prose.key}", CheckKind.TO_NOBODY, sentence, prose.place)
