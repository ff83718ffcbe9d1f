"""What an import found wrong, and what it did."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Problem:
    """What is wrong in a file and what to do; row and column where it can be pinned down."""

    file: str
    message: str
    row: int | None = None
    column: str | None = None

    def __str__(self):
        place = [self.file]
        if self.row is not None:
            place.append(_("row %(row)s") % {"row": self.row})
        if self.column is not None:
            place.append(_("column %(column)s") % {"column": self.column})
        return f"{', '.join(place)}: {self.message}"


class ImportRefused(Exception):
    """Nothing was saved; `problems` says everything that is wrong."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass
class Tally:
    """What an import did with the rows of one file."""

    file: str
    kept_as: str
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0  # the file says otherwise, but somebody has worked on them here
    problems: list[Problem] = field(default_factory=list)
