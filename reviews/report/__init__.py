"""The content of a review's report as data: what is written, what is generated, and the figures that both may name.

Nothing is computed here: figures come from the selectors, so that the report cannot say anything else than the pages.
"""

from .document import document_of, material_of, words_of
from .edition import Edition
from .figures import figures_of
from .figures import groups_of as figure_groups_of

__all__ = ["Edition", "document_of", "figure_groups_of", "figures_of", "material_of", "words_of"]
