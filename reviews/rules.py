"""Who may score."""

import rules

from accounts.choices import Permission
from outcomes.rules import role_allows

rules.add_perm(Permission.REVIEW_SCORE, role_allows(Permission.REVIEW_SCORE))
