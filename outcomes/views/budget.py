"""The programme's money."""

from django.db.models import F

from ..budgets import budget_of
from ..choices import FundingSource
from ..models import BudgetLine
from .lists import ListPage


class BudgetPage(ListPage):
    """Required, allocated and spent by outcome and source, with totals per source and per currency."""

    template_name = "outcomes/budget.html"

    def get_context_data(self, **kwargs):
        # Databases do not agree where lines without an outcome stand: here they come last.
        lines = (
            BudgetLine.objects.in_programme(self.programme)
            .select_related("outcome")
            .order_by(
                F("outcome__position").asc(nulls_last=True),
                F("outcome__number").asc(nulls_last=True),
                "funding_source",
                "currency",
            )
        )
        budget, names = budget_of(lines), dict(FundingSource.choices)
        return super().get_context_data(
            budget=budget,
            sources=[(code, names.get(code, ""), amounts) for code, amounts in budget.by_source],
            **kwargs,
        )
