"""Pages of programmes and of what they are built of."""

from .base import ProgrammeMixin
from .programmes import ProgrammeList
from .settings import Settings

__all__ = [
    "ProgrammeList",
    "ProgrammeMixin",
    "Settings",
]
