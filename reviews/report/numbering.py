"""Numbers of chapters, annexes and tables, given once it is known what the report holds and in which order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from dwcp.toolkit.documents.blocks import Block, Part, Table

from ..choices import SectionKey
from .content import NUMBERED

# With its default order a report has the chapters of that of 2011, 1 to 6, and so its tables 3.1 to 6.2.
CHAPTERS = (
    SectionKey.INTRODUCTION,
    SectionKey.CONTEXT,
    SectionKey.CRITERIA,
    SectionKey.PROGRESS,
    SectionKey.SUGGESTIONS,
    SectionKey.CONCLUSIONS,
)
ANNEXES = tuple(key for key in SectionKey if key.name.startswith("ANNEX_"))
_ROMAN = (("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))


@dataclass
class Numbers:
    """Counts as a report is read: chapters, annexes, and within each its parts and tables.

    A part that is neither, such as the control split, continues the tables of the chapter before it.
    """

    chapters: int = 0
    annexes: int = 0
    place: str = ""
    tables: int = 0
    parts: int = 0

    def number(self, key: SectionKey, part: Part) -> Part:
        """The part of a section with its own number and those of the parts and tables in it."""
        if key in CHAPTERS:
            self.chapters += 1
            self._begin(str(self.chapters))
            shown = self.place
        elif key in ANNEXES:
            self.annexes += 1
            self._begin(roman(self.annexes))
            shown = _("Annex %(number)s") % {"number": self.place}
        else:
            shown = ""
        return replace(
            part,
            number=shown,
            blocks=tuple(self._blocks(part.blocks)),
            parts=tuple(self._parts(part.parts)),
        )

    def _begin(self, place: str) -> None:
        self.place, self.tables, self.parts = place, 0, 0

    def _parts(self, parts: Iterable[Part]) -> Iterator[Part]:
        for part in parts:
            number = part.number
            if number == NUMBERED:
                self.parts += 1
                number = f"{self.place}.{self.parts}" if self.place else ""
            yield replace(
                part, number=number, blocks=tuple(self._blocks(part.blocks)), parts=tuple(self._parts(part.parts))
            )

    def _blocks(self, blocks: Iterable[Block]) -> Iterator[Block]:
        for block in blocks:
            if isinstance(block, Table) and block.number == NUMBERED:
                self.tables += 1
                yield replace(block, number=f"{self.place}.{self.tables}" if self.place else "")
            else:
                yield block


def roman(number: int) -> str:
    """A whole number above 0 in Roman numerals."""
    found = ""
    for letters, value in _ROMAN:
        while number >= value:
            found, number = found + letters, number - value
    return found
