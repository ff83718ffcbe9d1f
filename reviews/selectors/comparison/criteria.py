"""Criteria of several methods in one table."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from ...models import Criterion, CriterionMatch, CriterionScore
from ...scoring import label
from .columns import ComparedReview, share_of_scale


@dataclass(frozen=True)
class Match:
    """A criterion of the review and one of another template that asks the same, or nearly."""

    own: Criterion
    theirs: Criterion
    is_strict: bool
    note: str


@dataclass(frozen=True)
class MatchedScore:
    """What a review gave to a criterion that stands in this row: its own, or one matched with it."""

    score: CriterionScore
    label: str | None
    share: Decimal | None
    is_strict: bool
    note: str

    @property
    def criterion(self):
        """The criterion as that review's method asks it."""
        return self.score.criterion


@dataclass(frozen=True)
class ComparedScore:
    """A cell: what one review gave to the criterion of the row. Empty where its method asks nothing of the kind."""

    column: ComparedReview
    scores: tuple[MatchedScore, ...]

    @property
    def asked(self):
        """Whether the review's method asks anything of the kind."""
        return bool(self.scores)


@dataclass(frozen=True)
class ComparedCriterion:
    """A row: a criterion of this review, or one of an earlier method that nothing here matches."""

    criterion: Criterion
    is_own: bool
    cells: tuple[ComparedScore, ...]


def matches_between(template, others):
    """How criteria of a template match those of others, by their two keys; entered from either side (1 query)."""
    others = {other.pk for other in others} - {template.pk}
    found = CriterionMatch.objects.filter(
        Q(criterion__template=template, other__template__in=others)
        | Q(other__template=template, criterion__template__in=others)
    ).select_related("criterion", "other")
    matches = {}
    for match in found:
        own, theirs = match.criterion, match.other
        if own.template_id != template.pk:
            own, theirs = theirs, own
        matches[own.pk, theirs.pk] = Match(own, theirs, match.is_strict, match.note)
    return matches


def criteria_rows(columns, matches):
    """The criteria of the first column's method by number, then what only earlier methods ask, by template."""
    own_template = columns[0].review.template
    own = list(own_template.criteria.all())
    matched = {theirs for _own, theirs in matches}
    rows = [(criterion, True) for criterion in own]
    seen = {own_template.pk}
    for column in columns[1:]:
        template = column.review.template
        if template.pk not in seen:
            seen.add(template.pk)
            rows += [(criterion, False) for criterion in template.criteria.all() if criterion.pk not in matched]
    scores = [{score.criterion_id: score for score in column.review.criterion_scores.all()} for column in columns]
    return tuple(
        ComparedCriterion(
            criterion,
            is_own,
            tuple(_cell(criterion, column, given, matches) for column, given in zip(columns, scores, strict=True)),
        )
        for criterion, is_own in rows
    )


def _cell(criterion, column, given, matches):
    pairs = [(criterion.pk, column.has_same_scale, "")]
    pairs += [
        (match.theirs.pk, match.is_strict and column.has_same_scale, match.note)
        for match in matches.values()
        if match.own.pk == criterion.pk
    ]
    return ComparedScore(
        column,
        tuple(_matched(given[pk], column, is_strict, note) for pk, is_strict, note in pairs if pk in given),
    )


def _matched(score, column, is_strict, note):
    return MatchedScore(
        score=score,
        label=label(score.score, column.scale),
        share=share_of_scale(score.score, column.scale),
        is_strict=is_strict,
        note=note,
    )
