"""What a file really is: told from its content, never from its name or from what its sender says about it.

PDF, pictures and office files are taken; whatever else comes is named as well as it can be, so that the sentence
helps who sent it. Nothing is unpacked: of archives the directory is read and a few small parts, all within limits.
"""

from .names import LONGEST_NAME, clean_name
from .recognition import NotTaken, type_of
from .table import ENDINGS, FileType, named

__all__ = ["ENDINGS", "LONGEST_NAME", "FileType", "NotTaken", "clean_name", "named", "type_of"]
