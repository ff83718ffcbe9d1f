"""Risks, in a matrix and one by one."""

from dataclasses import dataclass

from ..choices import RiskStatus
from ..forms.risks import IMPACTS, LIKELIHOODS
from ..models import Risk
from ..risk_levels import level_of, matrix_of
from .lists import ListPage


@dataclass(frozen=True)
class Row:
    """A risk with its number, counted in the order in which risks were noted, and the level of its score."""

    number: int
    risk: Risk
    level: str

    @property
    def likelihood(self):
        """1 to 5."""
        return self.risk.likelihood

    @property
    def impact(self):
        """1 to 5."""
        return self.risk.impact


class Risks(ListPage):
    """What still has to be watched, by likelihood and impact, the gravest first; below, what is closed."""

    template_name = "outcomes/risks.html"

    def get_context_data(self, **kwargs):
        risks = Risk.objects.in_programme(self.programme).select_related("outcome", "owner__organisation")
        rows = [Row(number, risk, level_of(risk.score)) for number, risk in enumerate(risks.order_by("pk"), start=1)]
        rows.sort(key=lambda row: (-row.risk.score, -row.impact, row.number))
        watched = [row for row in rows if row.risk.status != RiskStatus.CLOSED]
        matrix = [(likelihood, LIKELIHOODS[likelihood], cells) for likelihood, cells in matrix_of(watched)]
        return super().get_context_data(
            matrix=matrix,
            impacts=IMPACTS,
            watched=watched,
            closed=[row for row in rows if row.risk.status == RiskStatus.CLOSED],
            **kwargs,
        )
