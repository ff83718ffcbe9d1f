"""What government, employers and workers say to a draft: one matrix for the page, the API and the report."""

from collections import defaultdict
from dataclasses import dataclass, field

from accounts.choices import Constituency, Role
from accounts.models import Organisation

from ..choices import ReviewState
from ..models import Endorsement
from ..rules import TRIPARTITE


@dataclass(frozen=True)
class GroupVoice:
    """What the organisations of one constituency said in a round; `awaited` are those that may still speak."""

    constituency: str
    label: str
    said: tuple[Endorsement, ...] = ()
    awaited: tuple[Organisation, ...] = ()


@dataclass(frozen=True)
class ValidationRound:
    """One draft that was sent to the constituents, and what they said to it: always all three of them."""

    number: int
    groups: tuple[GroupVoice, ...]

    @property
    def silent(self):
        """The constituencies of which nobody has spoken."""
        return tuple(group for group in self.groups if not group.said)


@dataclass(frozen=True)
class ValidationMatrix:
    """What was said to the drafts of a review: the latest round, and those before it, latest first."""

    is_open: bool
    current: ValidationRound | None = None
    earlier: tuple[ValidationRound, ...] = field(default=())

    def __bool__(self):
        return self.current is not None

    @property
    def missing(self):
        """Names of the constituencies that have not spoken on the latest draft; all three before the first."""
        if self.current is None:
            return tuple(str(group.label) for group in TRIPARTITE)
        return tuple(group.label for group in self.current.silent)


def validation_of(review):
    """What the constituents said to each draft of a review; what was withdrawn is left out (2 queries).

    The report prints it as it stands: an organisation that has not spoken is not taken to agree.
    """
    is_open = review.state == ReviewState.CONSULTATION
    if not review.consultation_round:
        return ValidationMatrix(is_open)
    said = defaultdict(list)
    given = review.endorsements.standing().select_related("organisation", "given_by__organisation")
    for endorsement in given.order_by("organisation__acronym", "organisation__name"):
        said[endorsement.consultation_round, endorsement.constituency].append(endorsement)
    speaking = constituents_of(review.programme)
    rounds = [
        ValidationRound(
            number,
            tuple(
                _voice(
                    constituency, said[number, constituency], speaking if number == review.consultation_round else ()
                )
                for constituency in TRIPARTITE
            ),
        )
        for number in range(review.consultation_round, 0, -1)
    ]
    return ValidationMatrix(is_open, rounds[0], tuple(rounds[1:]))


def constituents_of(programme):
    """The organisations of government, employers and workers for which somebody takes part as a constituent."""
    return tuple(
        Organisation.objects.filter(
            constituency__in=TRIPARTITE,
            people__is_active=True,
            people__memberships__programme=programme,
            people__memberships__role=Role.CONSTITUENT,
        )
        .distinct()
        .order_by("acronym", "name")
    )


def _voice(constituency: Constituency, said, speaking):
    spoken = {endorsement.organisation_id for endorsement in said}
    awaited = [one for one in speaking if one.constituency == constituency and one.pk not in spoken]
    return GroupVoice(str(constituency), str(constituency.label), tuple(said), tuple(awaited))
