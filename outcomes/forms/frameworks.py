"""Forms of frameworks, their parts, and how outcomes contribute to them."""

import re
from itertools import groupby

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from ..models import Alignment, Framework, FrameworkItem
from .base import RecordForm

# So many letters of a part's wording tell it from the others in a list to choose from.
LETTERS_IN_A_LIST = 120


class FrameworkForm(RecordForm):
    """A plan of others that programmes serve."""

    class Meta:
        model = Framework
        fields = ["name", "kind"]
        help_texts = {"name": _("With its years, such as UNDAF 2006-2010.")}
        error_messages = {"name": {"unique": _("There is already a framework with this name.")}}


class FrameworkItemForm(RecordForm):
    """A part of a framework."""

    class Meta:
        model = FrameworkItem
        fields = ["framework", "reference", "title"]
        help_texts = {
            "reference": _("Its number in the framework, such as 8.5 or Outcome 2."),
            "title": _("Its wording in the framework."),
        }


class AlignmentForm(RecordForm):
    """How an outcome contributes to a part of a framework."""

    class Meta:
        model = Alignment
        fields = ["outcome", "item", "relation", "source"]
        labels = {"item": _("Part of a framework")}
        help_texts = {
            "item": _("If it is not in the list, add the framework or the part first."),
            "relation": _("What the outcome adds to it, in a sentence or two."),
        }
        error_messages = {"outcome": {"invalid_choice": _("Choose an outcome of this programme.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer("outcome", self.programme.outcomes.all())
        parts = in_reading_order(FrameworkItem.objects.select_related("framework"))
        self.fields["item"].choices = [("", "---------")] + [  # type: ignore[attr-defined]
            (framework.name, [(part.pk, _label_of(part)) for part in group])
            for framework, group in groupby(parts, key=lambda part: part.framework)
        ]


def in_reading_order(parts):
    """Parts by framework and as their references count: 8.2 before 8.10, targets 8.a after those with a number."""
    return sorted(parts, key=lambda part: (part.framework.name, _as_it_counts(part.reference), part.title))


def _as_it_counts(reference):
    return [int(piece) if piece.isdecimal() else piece for piece in re.split(r"([0-9]+)", reference)]


def _label_of(part):
    return Truncator(f"{part.reference} {part.title}").chars(LETTERS_IN_A_LIST)
