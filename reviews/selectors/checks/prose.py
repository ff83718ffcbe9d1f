"""Figures typed into the prose of a review, held against those of its tables."""

from collections import Counter, defaultdict
from decimal import Decimal

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dwcp.toolkit.documents.markdown import numbers_typed_in
from dwcp.toolkit.figures import figure, money

from ...checking import AMOUNTS, AVERAGES, SHARES, KnownFigure, counted, mismatch
from ...choices import CheckKind, Control, Finding
from ...findings import count_findings
from ...scoring import AreaScore, control_split, criteria_score, outcome_score
from .material import Place, Point

# Enough of a sentence to find it again.
QUOTED = 160


def typed_figures(review, material):
    """A point for each typed figure that a table has otherwise, and one for all others, which nothing can check."""
    topics = topics_of(material)
    others = 0
    for prose in material.prose:
        seen = set()
        for typed in numbers_typed_in(prose.text):
            speaks, differs = mismatch(typed.text, typed.value, typed.sentence, topics)
            others += not speaks
            key = f"typed:{prose.kind}-{prose.key}:{typed.text}"[:120]
            if differs is None or key in seen:
                continue
            seen.add(key)
            yield Point(key, CheckKind.TYPED, _sentence(typed, differs.closest), prose.place)
    if others:
        sentence = ngettext(
            "%(number)s further figure is typed into texts and speaks of nothing in the tables: look it through.",
            "%(number)s further figures are typed into texts and speak of nothing in the tables: look them through.",
            others,
        )
        place = Place("outcomes", _("Outcomes"))
        yield Point("other_numbers", CheckKind.OTHER_NUMBERS, sentence % {"number": others}, place)


def _sentence(typed, closest):
    if closest.name:
        sentence = _(
            "“%(typed)s” stands in no table; closest is %(printed)s, %(label)s. Use the live figure {%(name)s}, or say "
            "why the text may differ. It stands in: “%(sentence)s”"
        )
    else:
        sentence = _(
            "“%(typed)s” stands in no table; closest is %(printed)s, %(label)s. Mend it, or say why the text may "
            "differ. It stands in: “%(sentence)s”"
        )
    return sentence % {
        "typed": typed.text,
        "printed": closest.printed,
        "label": closest.label,
        "name": closest.name,
        "sentence": Truncator(typed.sentence).chars(QUOTED),
    }


def topics_of(material):
    """What prose may mention, with the figures that it may then state, by the names of their live fields."""
    return (
        (AVERAGES, tuple(_averages(material))),
        (AMOUNTS, tuple(_amounts(material.coverage))),
        (SHARES, tuple(_shares(material.coverage))),
        *((counted(noun), tuple(figures)) for noun, figures in _counts(material)),
    )


def _known(name, label, value, places=None):
    return KnownFigure(name, str(label), figure(value, places), Decimal(value))


def _averages(material):
    scores = {score.criterion.number: score.score for score in material.criterion_scores}
    if (average := criteria_score(scores, material.scale).average) is not None:
        yield _known("criteria.average", _("average of the criteria"), average, 1)
    by_outcome = defaultdict(list)
    for rating in material.area_ratings:
        by_outcome[rating.country_programme_outcome].append(rating)
    for outcome, ratings in by_outcome.items():
        score = outcome_score({rating.area.letter: rating.rating for rating in ratings}, material.scale)
        if score.average is not None:
            label = _("average of %(code)s") % {"code": outcome.code}
            yield _known(f"outcomes.{outcome.address_code}.average", label, score.average, 1)
    split = control_split(
        AreaScore(rating.area.letter, rating.rating, rating.control or rating.area.control)
        for rating in material.area_ratings
    )
    for name, control in (*Control.choices, ("overall", _("all rated areas"))):
        if (average := getattr(split, name)) is not None:
            yield _known(f"control.{name}", control, average, 1)


def _amounts(coverage):
    def total(name, label, lines, currency):
        amount = sum((line.allocated for line in lines), Decimal(0))
        return KnownFigure(f"budget.{name}", str(label), money(amount, currency), amount)

    lines = coverage.facts.budget
    if not lines:
        return
    currencies = Counter[str]()
    for line in lines:
        currencies[line.currency] += line.allocated
    currency = currencies.most_common(1)[0][0]
    lines = [line for line in lines if line.currency == currency]
    served = [line for line in lines if line.outcome is not None]
    yield total("total", _("resources of the outcomes"), served, currency)
    for source in dict.fromkeys(line.funding_source for line in served):
        label = _("resources from %(source)s") % {"source": source}
        yield total(source, label, [line for line in served if line.funding_source == source], currency)
    for number in dict.fromkeys(line.outcome for line in served):
        label = _("resources of outcome %(number)s") % {"number": number}
        yield total(f"outcome{number}", label, [line for line in served if line.outcome == number], currency)
    if predefined := [line for line in lines if line.outcome is None]:
        yield total("predefined", _("resources of the predefined outcomes"), predefined, currency)


def _shares(coverage):
    counted_in_tables = [judged.finding for judged in coverage.findings if judged.finding.dwcp_outcome_id is not None]
    counts = count_findings(finding.finding for finding in counted_in_tables)
    yield _known("findings.total", _("indicators assessed"), counts.total)
    yield _known("programme.indicators", _("indicators of the programme, by target"), len(coverage.facts.indicators))
    yield _known("", _("indicators of the programme, by statement"), coverage.total)
    for one in coverage.outcomes:
        number = one.outcome.number
        assessed = sum(finding.dwcp_outcome_id == one.outcome.pk for finding in counted_in_tables)
        label = _("indicators assessed of outcome %(number)s") % {"number": number}
        yield _known(f"findings.outcome{number}.total", label, assessed)
        label = _("indicators of outcome %(number)s") % {"number": number}
        yield _known("", label, one.total)
    for name, found in (*Finding.choices, ("achieved_or_exceeded", _("Achieved or exceeded"))):
        if (percent := counts.percent(name)) is not None:  # type: ignore[arg-type]  # one of the five, or their sum
            words = _("%(finding)s, share of the indicators") % {"finding": found}
            yield KnownFigure(f"findings.{name}.percent", words, f"{percent}%", Decimal(percent))
            words = _("indicators: %(finding)s") % {"finding": found}
            yield _known(f"findings.{name}", words, getattr(counts, name))


def _counts(material):
    coverage = material.coverage
    rated = {rating.country_programme_outcome_id for rating in material.area_ratings if rating.rating is not None}
    programme = [_known("programme.outcomes", _("outcomes of the programme"), len(coverage.outcomes))]
    yield "outcomes", [_known("outcomes.count", _("outcomes reviewed"), len(rated)), *programme] if rated else programme
    recommendations = sum(prose.kind == "recommendation" for prose in material.prose)
    if recommendations:
        yield "recommendations", [_known("recommendations.count", _("recommendations"), recommendations)]
    if material.criterion_scores:
        yield "criteria", [_known("criteria.count", _("criteria"), len(material.criterion_scores))]
