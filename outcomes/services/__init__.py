"""Building a programme: every rule, every write, its trace."""

from .lineage import carry_over, merge, split
from .members import add_member, change_member, remove_member
from .programmes import archive_programme, bring_back_programme, copy_structure, create_programme
from .records import Refused, Stale, move_record, put_back, remove_record, save_record

__all__ = [
    "Refused",
    "Stale",
    "add_member",
    "archive_programme",
    "bring_back_programme",
    "carry_over",
    "change_member",
    "copy_structure",
    "create_programme",
    "merge",
    "move_record",
    "put_back",
    "remove_member",
    "remove_record",
    "save_record",
    "split",
]
