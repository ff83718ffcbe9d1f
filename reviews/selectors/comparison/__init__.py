"""A review beside the earlier ones of its programme and of those the programme follows, whatever their method."""

from dataclasses import dataclass

from ...models import Review
from ..criteria import scale_of
from .columns import ComparedReview, column_of, reviews_beside
from .criteria import ComparedCriterion, ComparedScore, MatchedScore, criteria_rows, matches_between
from .outcomes import ComparedAverage, ComparedOutcome, compared_outcomes

__all__ = [
    "ComparedAverage",
    "ComparedCriterion",
    "ComparedOutcome",
    "ComparedReview",
    "ComparedScore",
    "Comparison",
    "MatchedScore",
    "comparison_of",
]


@dataclass(frozen=True)
class Comparison:
    """Scores and ratings of a review beside earlier ones: this review first, then the latest."""

    review: Review
    columns: tuple[ComparedReview, ...]
    rows: tuple[ComparedCriterion, ...]
    outcomes: tuple[ComparedOutcome, ...]

    def __bool__(self):
        return len(self.columns) > 1

    @property
    def earlier(self):
        """The columns beside this review's own."""
        return self.columns[1:]

    @property
    def is_strict(self):
        """Whether every column is by the same method on the same scale."""
        return all(column.is_strict for column in self.columns)

    @property
    def unmatched(self):
        """Criteria of earlier reviews that ask what this review does not ask."""
        return tuple(row for row in self.rows if not row.is_own)


def comparison_of(review, reviews=None):
    """Criteria and outcomes of a review beside those of all earlier ones (at most 8 queries).

    `reviews`, which the review is one of, restricts what may be compared, such as to those a person may see. Scores
    stand as they were given, on the scale they were given on; nothing is rescaled. A column is strictly comparable
    where template and version are the same, or where every criterion is matched as asking the same on the same scale.
    Source: review 2011, table 6.1.
    """
    beside = reviews_beside(review, Review.objects.all() if reviews is None else reviews)
    own = beside[0]
    matches = matches_between(own.template, [one.template for one in beside[1:]])
    scale = scale_of(own.template)
    columns = tuple(column_of(one, own, scale, matches) for one in beside)
    return Comparison(
        review=review, columns=columns, rows=criteria_rows(columns, matches), outcomes=compared_outcomes(columns)
    )
