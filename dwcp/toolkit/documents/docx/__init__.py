"""A document for Word: real headings, contents, captions, lists, links and repeated table heads, to be edited there."""

import io

from django.utils import translation

from ..blocks import Document
from ..characters import cleaned


def docx_of(document: Document) -> bytes:
    """The document as a DOCX file. Charts are pictures with every figure in their alternative text."""
    # Loading the library takes longer than a short document.
    from .writing import Writer

    document = cleaned(document)
    content = io.BytesIO()
    with translation.override(document.language):
        Writer(document).written().save(content)
    return content.getvalue()
