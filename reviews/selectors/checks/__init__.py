"""The consistency check of a review: what has to be solved or answered before its report is signed (design rule 12)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.urls import reverse

from ...choices import CheckKind
from ...models import CheckAnswer
from .facts import facts_that_changed
from .findings import findings_to_look_at
from .material import Material, Place, Point, material_of
from .prose import typed_figures
from .scores import scores_to_look_at
from .voices import voices_missing

__all__ = ["Check", "Place", "checks_of", "open_checks_of", "seen_together"]


@dataclass(frozen=True)
class Check:
    """Something the check points out. `key` names it for good; `answer` says why it may stand, if somebody said so."""

    key: str
    kind: CheckKind
    sentence: str
    # Where it can be mended, and what that place is called.
    link: str
    where: str
    # The same for who may not score.
    link_to_read: str
    answer: CheckAnswer | None = None

    @property
    def anchor(self):
        """The key as it may stand in an address: without spaces and signs."""
        return re.sub(r"[^\w-]+", "-", self.key)

    @property
    def is_answered(self):
        """Whether somebody said why it may stand; said to another sentence, that does not count."""
        return self.answer is not None and self.answer.seen == self.sentence


def checks_of(review):
    """All that stands against a review now, by kind, those answered among them (at most 10 queries)."""
    material = material_of(review)
    found = sorted(_points(review, material), key=lambda point: list(CheckKind).index(point.kind))
    return tuple(
        Check(
            key=point.key,
            kind=point.kind,
            sentence=point.sentence,
            link=_address(review, point.place),
            where=point.place.words,
            link_to_read=_address(review, point.place.read or point.place),
            answer=material.answers.get(point.key),
        )
        for point in found
    )


def open_checks_of(review):
    """What is neither solved nor answered; the report is signed only without."""
    return tuple(check for check in checks_of(review) if not check.is_answered)


def seen_together(checks):
    """What somebody saw who saw all of these: another text once one is solved, is new or says another thing."""
    return sha256(repr([(check.key, check.sentence) for check in checks]).encode()).hexdigest()


def _address(review, place: Place) -> str:
    of_review = {"programme": review.programme.code, "review": review.slug}
    return reverse(f"reviews:{place.name}", kwargs={**of_review, **place.arguments}) + place.anchor


def _points(review, material: Material) -> Iterator[Point]:
    rules: Iterable = (
        scores_to_look_at,
        findings_to_look_at,
        typed_figures,
        facts_that_changed,
        voices_missing,
    )
    for rule in rules:
        yield from rule(review, material)
