"""Resources and findings on indicators: tables 3.1, 4.1 and 6.2."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from outcomes.models import DwcpOutcome

from ..findings import FindingCounts, count_findings


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


def budget_table_of(programme):
    """Resources of the programme's outcomes in one currency: the one in which they have most, by its figures.

    Lines without an outcome belong to the predefined outcomes together; the table leaves them out, as table
    3.1 of the review of 2011 does, and says how much they are; likewise for lines in other currencies.
    """
    lines = list(programme.budget_lines.select_related("outcome"))
    in_currency = _sums((line.currency, line.allocated) for line in lines)
    of_outcomes = _sums((line.currency, line.allocated) for line in lines if line.outcome_id) or in_currency
    # The first by name where two have the same sum.
    currency = min(of_outcomes, key=lambda name: (-of_outcomes[name], name), default="USD")
    lines = [line for line in lines if line.currency == currency]
    sources = tuple(sorted({line.funding_source for line in lines if line.outcome_id}))
    by_outcome: dict[int, dict[str, Decimal]] = defaultdict(lambda: dict.fromkeys(sources, Decimal(0)))
    outcomes = {}
    for line in lines:
        if line.outcome_id:
            outcomes[line.outcome_id] = line.outcome
            by_outcome[line.outcome_id][line.funding_source] += line.allocated
    rows = tuple(
        BudgetRow(outcome, tuple(amounts.values()), sum(amounts.values(), Decimal(0)))
        for outcome, amounts in (
            (outcomes[pk], by_outcome[pk]) for pk in sorted(outcomes, key=lambda pk: outcomes[pk].number)
        )
    )
    totals = tuple(sum((row.amounts[place] for row in rows), Decimal(0)) for place in range(len(sources)))
    return BudgetTable(
        sources=sources,
        rows=rows,
        totals=totals,
        total=sum(totals, Decimal(0)),
        predefined=sum((line.allocated for line in lines if not line.outcome_id), Decimal(0)),
        currency=currency,
        in_other_currencies=tuple((name, amount) for name, amount in sorted(in_currency.items()) if name != currency),
        notes=tuple(dict.fromkeys(line.note for line in lines if line.outcome_id and line.note)),
    )


def _sums(amounts):
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for name, amount in amounts:
        sums[name] += amount
    return sums


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
    rows = tuple(
        (outcomes[pk], count_findings(by_outcome[pk])) for pk in sorted(outcomes, key=lambda pk: outcomes[pk].number)
    )
    return FindingsTable(
        rows=rows,
        total=sum((counts for _outcome, counts in rows), FindingCounts()),
        predefined=count_findings(predefined),
    )
