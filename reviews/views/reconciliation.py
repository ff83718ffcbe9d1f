"""The printed figures of a published review beside the computed ones."""

from itertools import groupby

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy

from dwcp.toolkit.htmx import HtmxPartialMixin

from ..recomputed import reconciliation_of
from ..words import KINDS, in_groups, subject_of
from .base import ReviewPage

# Verdict, its name, and the status whose shape and colour say it.
VERDICTS = (
    ("equal", gettext_lazy("Equal"), "achieved"),
    ("different", gettext_lazy("Different"), "at_risk"),
    ("not_computed", gettext_lazy("Not computed"), "not_computed"),
)


class ReconciliationPage(HtmxPartialMixin, ReviewPage):
    """Each printed figure, computed again: equal, different or not computed; never corrected."""

    template_name = "reviews/reconciliation.html"
    htmx_partial = "figures"
    tab = "reconciliation"
    heading = gettext_lazy("Published figures")

    def get_reviews(self):
        return super().get_reviews().with_numbers()

    def get_context_data(self, **kwargs):
        prefetch_related_objects([self.review], "discrepancies")
        reconciliation = reconciliation_of(self.review)
        verdicts = {code: (name, status) for code, name, status in VERDICTS}
        show = self.request.GET.get("show", "")
        show = show if show in verdicts else ""
        shown = [found for found in reconciliation.comparisons if show in ("", found.verdict)]
        return super().get_context_data(
            counts=[(code, name, reconciliation.count(code)) for code, name, _status in VERDICTS],
            total=len(reconciliation.comparisons),
            unexplained=len(reconciliation.unexplained),
            show=show,
            shown=len(shown),
            groups=[
                (KINDS.get(kind, kind), [_row(found, *verdicts[found.verdict]) for found in group])
                for kind, group in groupby(shown, key=lambda found: found.printed.what)
            ],
            discrepancies=self.review.discrepancies.all(),
            **kwargs,
        )


def _row(found, verdict, status):
    """A comparison in words: `1/partially_achieved` is "1, partially achieved", 142727 is 142,727."""
    subject = subject_of(found.printed.key)
    return found, subject, in_groups(found.printed.value), in_groups(found.computed), verdict, status
