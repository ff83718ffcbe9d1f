"""Resources and findings on indicators: tables 3.1, 4.1 and 6.2."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter

from django.utils.translation import gettext as _

from outcomes.models import DwcpOutcome

from ..findings import FindingCounts, count_findings
from .facts import budget_facts_of

# As the officer has put the outcomes in order.
IN_ORDER = attrgetter("position", "number")


@dataclass(frozen=True)
class BudgetRow:
    """Money of one outcome by funding source; the amounts stand in the order of the table's sources."""

    outcome: DwcpOutcome
    amounts: tuple[Decimal, ...]
    total: Decimal


@dataclass(frozen=True)
class BudgetTable:
    """Table 3.1: resources by outcome and funding source; predefined outcomes stand outside, as printed."""

    sources: tuple[str, ...]
    rows: tuple[BudgetRow, ...]
    totals: tuple[Decimal, ...]
    total: Decimal
    predefined: Decimal
    currency: str
    # (currency, amount) of what the table leaves out, since amounts of two currencies have no sum.
    in_other_currencies: tuple[tuple[str, Decimal], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class FindingsTable:
    """Table 4.1: findings on indicators by outcome of the programme, and table 6.2: all of them."""

    rows: tuple[tuple[DwcpOutcome, FindingCounts], ...]
    total: FindingCounts
    predefined: FindingCounts


def budget_table_of(programme, budget=None):
    """Resources of the programme's outcomes in one currency: the one in which they have most, by its figures.

    `budget` are the lines as a review fixed them; left out, those of today. Lines without an outcome belong to the
    predefined outcomes together; the table leaves them out, as table 3.1 of the review of 2011 does, and says how much
    they are; likewise for lines in other currencies.
    """
    lines = budget_facts_of(programme) if budget is None else budget
    outcomes = {outcome.number: outcome for outcome in programme.outcomes.all()} if lines else {}
    in_currency = _allocated(lines, "currency")
    of_outcomes = _allocated([line for line in lines if line.outcome], "currency") or in_currency
    # The first by name where two have the same sum.
    currency = min(of_outcomes, key=lambda name: (-of_outcomes[name], name), default="USD")
    lines = [line for line in lines if line.currency == currency]
    of_outcomes_only = [line for line in lines if line.outcome]
    totals = _allocated(of_outcomes_only, "funding_source")
    rows = []
    numbers = {line.outcome for line in of_outcomes_only}
    for outcome in sorted((_outcome(outcomes, number) for number in numbers), key=IN_ORDER):
        amounts = _allocated([line for line in of_outcomes_only if line.outcome == outcome.number], "funding_source")
        in_columns = tuple(amounts.get(source, Decimal(0)) for source in totals)
        rows.append(BudgetRow(outcome, in_columns, sum(in_columns, Decimal(0))))
    return BudgetTable(
        sources=tuple(totals),
        rows=tuple(rows),
        totals=tuple(totals.values()),
        total=sum(totals.values(), Decimal(0)),
        predefined=_allocated([line for line in lines if not line.outcome], "currency").get(currency, Decimal(0)),
        currency=currency,
        in_other_currencies=tuple((name, amount) for name, amount in sorted(in_currency.items()) if name != currency),
        notes=tuple(dict.fromkeys(line.note for line in of_outcomes_only if line.note)),
    )


def _outcome(outcomes, number):
    """The outcome of this number; one that is gone since the facts were fixed keeps its number and its place."""
    return outcomes.get(number) or DwcpOutcome(number=number, title=_("no longer in the programme"))


def _allocated(lines, name):
    """What is allocated to lines, by currency or, within one currency, by source; what has no name comes last."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[getattr(line, name)] += line.allocated
    return {value: sums[value] for value in sorted(sums, key=lambda value: (not value, value))}


def findings_table_of(review):
    """Findings on indicators by outcome; those of predefined outcomes are counted apart, as printed."""
    by_outcome = defaultdict(list)
    outcomes = {}
    predefined = []
    for finding in review.indicator_findings.select_related("dwcp_outcome"):
        if finding.dwcp_outcome_id is None:
            predefined.append(finding.finding)
        else:
            outcomes[finding.dwcp_outcome_id] = finding.dwcp_outcome
            by_outcome[finding.dwcp_outcome_id].append(finding.finding)
    rows = tuple((one, count_findings(by_outcome[one.pk])) for one in sorted(outcomes.values(), key=IN_ORDER))
    return FindingsTable(
        rows=rows,
        total=sum((counts for _outcome, counts in rows), FindingCounts()),
        predefined=count_findings(predefined),
    )
