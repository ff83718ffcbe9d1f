"""What the consistency check reads, in as few queries as it can."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import CharField, Exists, F, Max, Min, OuterRef, Subquery, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from ...choices import CheckKind, SectionKey
from ...models import (
    AreaRating,
    CheckAnswer,
    Citation,
    CriterionScore,
    Dissent,
    IndividualScore,
    SubCriterionFinding,
)
from ...scoring import Scale
from ..coverage import Coverage, coverage_of
from ..criteria import scale_of


@dataclass(frozen=True)
class Place:
    """A page of the review where something can be mended: name and arguments of its address, and its words."""

    name: str
    words: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    anchor: str = ""
    # Where it is read, if only who scores may open it.
    read: "Place | None" = None


@dataclass(frozen=True)
class Point:
    """What a rule found: a key that stays the same, a sentence that says what was seen, and where to mend it."""

    key: str
    kind: CheckKind
    sentence: str
    place: Place


@dataclass(frozen=True)
class Prose:
    """One text of the review: what it belongs to, by kind and key, and where it is written."""

    kind: str
    key: str
    text: str
    place: Place
    # Of a recommendation: whom it is addressed to.
    addressed_to: str = ""


@dataclass(frozen=True)
class Material:
    """A review read once."""

    scale: Scale
    coverage: Coverage
    criterion_scores: tuple[CriterionScore, ...]
    area_ratings: tuple[AreaRating, ...]
    prose: tuple[Prose, ...]
    answers: Mapping[str, CheckAnswer]


def material_of(review):
    """All that the rules need but what was said by others (7 queries)."""
    criterion_scores = tuple(_with_support(review.criterion_scores, review, "criterion").select_related("criterion"))
    area_ratings = tuple(
        _with_support(review.area_ratings, review, "area").select_related("area", "country_programme_outcome")
    )
    return Material(
        scale=scale_of(review.template),
        coverage=coverage_of(review),
        criterion_scores=criterion_scores,
        area_ratings=area_ratings,
        prose=(*_rationales(criterion_scores), *_comments(area_ratings), *_texts_of(review)),
        answers={answer.check_key: answer for answer in review.check_answers.select_related("answered_by")},
    )


def _with_support(scores, review, what):
    """Adds what an agreed score rests on, whether somebody dissents, and the lowest and highest single score."""
    side = "criterion_score" if what == "criterion" else "area_rating"
    scored = IndividualScore.objects.filter(
        review=review, reviewer__review_teams__review=review, score__isnull=False, **_same_as(what)
    )
    given = (scored.none() if review.is_blind else scored).order_by().values("review")
    support = {
        "has_dissent": Exists(Dissent.objects.filter(**{side: OuterRef("pk")})),
        "has_citation": Exists(Citation.objects.filter(**{side: OuterRef("pk")})),
        "lowest_given": Subquery(given.annotate(lowest=Min("score")).values("lowest")),
        "highest_given": Subquery(given.annotate(highest=Max("score")).values("highest")),
    }
    if what == "criterion":
        findings = SubCriterionFinding.objects.filter(review=review, criterion=OuterRef("criterion"))
        support["has_finding"] = Exists(findings)
    return scores.annotate(**support)


def _same_as(what):
    if what == "criterion":
        return {"criterion": OuterRef("criterion")}
    return {"country_programme_outcome": OuterRef("country_programme_outcome"), "area": OuterRef("area")}


def place_of_criterion(number):
    """Where a criterion is scored."""
    words = _("Criterion %(number)s") % {"number": number}
    read = Place("criteria", words, anchor=f"#criterion-{number}")
    return Place("score-criterion", words, {"criterion": number}, read=read)


def place_of_rating(code, letter):
    """Where an outcome is rated in an area."""
    words = _("%(code)s, area %(letter)s") % {"code": code, "letter": letter}
    read = Place("outcome", words, {"outcome": code}, anchor=f"#area-{letter}")
    return Place("rate-area", words, {"outcome": code, "area": letter}, read=read)


def _rationales(scores):
    return (
        Prose("rationale", str(score.criterion.number), score.rationale, place_of_criterion(score.criterion.number))
        for score in scores
        if score.rationale
    )


def _comments(ratings):
    return (
        Prose(
            "comment",
            f"{rating.country_programme_outcome_id}-{rating.area.letter}",
            rating.comment,
            place_of_rating(rating.country_programme_outcome.code, rating.area.letter),
        )
        for rating in ratings
        if rating.comment
    )


def _texts_of(review):
    """Texts of the report, narratives, findings on sub-criteria and recommendations, each by its kind (1 query)."""
    texts = _rows(review.texts, "text", F("section"), F("text"))
    narratives = _rows(review.narratives, "narrative", F("country_programme_outcome__code"), F("text"))
    findings = _rows(
        review.sub_criterion_findings, "finding", Cast("criterion__number", CharField()), F("finding"), F("heading")
    )
    recommendations = _rows(
        review.recommendations, "recommendation", Cast("number", CharField()), F("text"), F("addressed_to")
    )
    rows = texts.union(narratives, findings, recommendations, all=True)
    order = list(PLACES)
    for kind, pk, about, text, more in sorted(rows, key=lambda row: (order.index(row[0]), row[1])):
        yield Prose(kind, str(pk), text, PLACES[kind](about, pk), addressed_to=more if kind == "recommendation" else "")


def _rows(records, kind, about, text, more=None):
    words = CharField()
    more = more or Value("", output_field=words)
    row = records.order_by().annotate(
        row_kind=Value(kind, output_field=words), row_about=about, row_text=text, row_more=more
    )
    return row.values_list("row_kind", "pk", "row_about", "row_text", "row_more")


PLACES = {
    "text": lambda section, pk: Place("write-section", str(SectionKey(section).label), {"section": section}),
    "narrative": lambda code, pk: Place("outcome", code, {"outcome": code}),
    "finding": lambda number, pk: Place(
        "change-sub-criterion-finding", _("Finding on criterion %(number)s") % {"number": number}, {"record": pk}
    ),
    "recommendation": lambda number, pk: Place(
        "recommendation", _("Recommendation %s") % number, {"recommendation": pk}
    ),
}
