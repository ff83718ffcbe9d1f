"""Building a programme: every rule, every write, its trace."""

from .biennia import add_biennium, save_country_programme_outcome
from .frameworks import add_development_goals, remove_framework, save_framework
from .lineage import carry_over, carry_over_together, merge, split
from .members import add_member, change_member, remove_member
from .programmes import (
    archive_programme,
    bring_back_programme,
    change_programme,
    copy_structure,
    create_programme,
)
from .projects import save_project
from .records import Refused, Stale, move_record, remove_record, save_record
from .removals import put_back

__all__ = [
    "Refused",
    "Stale",
    "add_biennium",
    "add_development_goals",
    "add_member",
    "archive_programme",
    "bring_back_programme",
    "carry_over",
    "carry_over_together",
    "change_member",
    "change_programme",
    "copy_structure",
    "create_programme",
    "merge",
    "move_record",
    "put_back",
    "remove_framework",
    "remove_member",
    "remove_record",
    "save_country_programme_outcome",
    "save_framework",
    "save_project",
    "save_record",
    "split",
]
