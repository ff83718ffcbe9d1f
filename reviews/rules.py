"""Who may do what in a review: beside the role in the programme, the place in the review's own team.

The subject is a review or anything with a `review`; a follow-up action names its owner and who reported on it.
"""

import rules

from accounts.choices import Constituency, Permission, Role
from outcomes.rules import membership_of, role_allows

from .choices import ReviewState

# Once the constituents have been asked they go on reading, also when the draft is taken back to be changed.
READ_BY_ALL = (ReviewState.DRAFT_REPORT, ReviewState.CONSULTATION, ReviewState.FINAL)
TRIPARTITE = (Constituency.GOVERNMENT, Constituency.EMPLOYERS, Constituency.WORKERS)


def teams_of(user):
    """The keys of the reviews whose team this person belongs to, read once for the rest of the request."""
    if not hasattr(user, "_review_teams"):
        user._review_teams = set(user.review_teams.values_list("review_id", flat=True))
    return user._review_teams


@rules.predicate
def is_in_the_team(user, subject):
    """Scores are the team's: a reviewer of another review gives none."""
    review = getattr(subject, "review", subject)
    return review is not None and user.is_authenticated and review.pk in teams_of(user)


@rules.predicate
def manages_the_programme(user, subject):
    """An administrator or officer of the programme."""
    membership = membership_of(user, subject.programme)
    return membership is not None and membership.role in (Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER)


@rules.predicate
def speaks_for_a_constituency(user, subject):
    """Government, employers and workers sign, each for themselves: by the organisation they belong to."""
    return user.organisation is not None and user.organisation.constituency in TRIPARTITE


@rules.predicate
def owns_the_action(user, action):
    """The person named as owner; where none is named, everybody of the organisation that is."""
    if action.owner_id is None:
        return action.organisation_id is not None and action.organisation_id == user.organisation_id
    return action.owner_id == user.pk


@rules.predicate
def had_a_hand_in_the_action(user, action):
    """Its owner, or who reported on it."""
    return user.pk in (action.owner_id, action.reported_by_id)


@rules.predicate
def is_asked_about_the_draft(user, review):
    """From the consultation on the draft is for all who work in the programme or speak for a constituency."""
    membership = membership_of(user, review.programme)
    return (
        review.consultation_round > 0
        and review.state in READ_BY_ALL
        and membership is not None
        and membership.role != Role.OBSERVER
    )


# Drafts are for who writes them until the constituents are asked; observers read what was signed.
reads_drafts = manages_the_programme | is_in_the_team | is_asked_about_the_draft

rules.add_perm(Permission.REVIEW_MANAGE, role_allows(Permission.REVIEW_MANAGE))
rules.add_perm(Permission.REVIEW_SCORE, role_allows(Permission.REVIEW_SCORE) & is_in_the_team)
rules.add_perm(Permission.REPORT_WRITE, role_allows(Permission.REPORT_WRITE) & (manages_the_programme | is_in_the_team))
rules.add_perm(Permission.REPORT_VALIDATE, role_allows(Permission.REPORT_VALIDATE) & speaks_for_a_constituency)
rules.add_perm(Permission.RECOMMENDATION_ANSWER, role_allows(Permission.RECOMMENDATION_ANSWER))
rules.add_perm(
    Permission.ACTION_REPORT, role_allows(Permission.ACTION_REPORT) & (manages_the_programme | owns_the_action)
)
rules.add_perm(Permission.ACTION_CHECK, role_allows(Permission.ACTION_CHECK) & ~had_a_hand_in_the_action)
