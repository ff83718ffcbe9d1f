"""Prose that people write, as simple Markdown with live figures: read into blocks, looked over before it is printed.

`{criteria.average}` stands for the figure of that name; `\\{` is a brace. Nothing that is typed can become a tag, reach
for a file or for the network.
"""

from .numbers import TypedNumber, numbers_typed_in
from .problems import problems_of
from .reading import MAX_PROSE, ProseTooLong, blocks_of, fields_in

__all__ = [
    "MAX_PROSE",
    "ProseTooLong",
    "TypedNumber",
    "blocks_of",
    "fields_in",
    "numbers_typed_in",
    "problems_of",
]
