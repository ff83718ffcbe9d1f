"""Findings on indicators beside what the figures suggest, and which indicators of the programme nobody assessed."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.utils.translation import gettext as _

from dwcp.toolkit.rounding import percentage
from outcomes.models import DwcpOutcome

from ..choices import Attribution, Finding, FindingBasis
from ..facts import Facts, IndicatorFact
from ..models import IndicatorFinding
from ..suggesting import Suggestion, suggestion_for
from ..words import suggested_because
from .facts import fixed_facts_of


@dataclass(frozen=True)
class Suggested:
    """What the figures suggest, in words."""

    suggestion: Suggestion

    @property
    def finding(self):
        """The finding suggested."""
        return Finding(self.suggestion.finding)

    @property
    def label(self):
        """The finding as people read it."""
        return self.finding.label

    @property
    def basis(self):
        """What it would rest on; "" where nothing does."""
        return self.suggestion.basis

    @property
    def basis_label(self):
        """The basis as people read it."""
        return FindingBasis(self.basis).label if self.basis else ""

    @property
    def sentence(self):
        """Why it is suggested."""
        return suggested_because(self.suggestion)


@dataclass(frozen=True)
class JudgedFinding:
    """A finding as it was decided, beside what the figures of its indicator suggest.

    `suggestion` is None where the finding speaks about no indicator that was there when the facts were fixed.
    """

    finding: IndicatorFinding
    fact: IndicatorFact | None
    suggestion: Suggested | None

    @property
    def differs(self):
        """Whether somebody decided otherwise than the figures suggest; where only words tell, nobody can."""
        return self.suggestion is not None and self.has_figures and self.suggestion.finding != self.finding.finding

    @property
    def has_figures(self):
        """Whether figures, or the lack of any report, suggest a finding without somebody reading words."""
        return self.suggestion is not None and not self.suggestion.suggestion.leaves_it_to_a_person


@dataclass(frozen=True)
class PromisedIndicator:
    """An indicator as the programme states it: several targets under one statement are one."""

    statement: str
    facts: tuple[IndicatorFact, ...]
    findings: tuple[IndicatorFinding, ...]

    @property
    def code(self):
        """The codes of its targets, such as `1.26, 1.27`."""
        return ", ".join(fact.code for fact in self.facts)

    @property
    def is_assessed(self):
        """Whether the review found anything on it, and be it that it could not be assessed."""
        return bool(self.findings)

    @cached_property
    def suggested(self):
        """(fact, what it suggests) for each of its targets."""
        return tuple((fact, Suggested(suggestion_for(fact))) for fact in self.facts)


@dataclass(frozen=True)
class OutcomeCoverage:
    """The indicators of one outcome of the programme, and which of them the review assessed."""

    outcome: DwcpOutcome
    indicators: tuple[PromisedIndicator, ...]

    @property
    def total(self):
        """How many indicators the programme states."""
        return len(self.indicators)

    @property
    def assessed(self):
        """On how many of them there is a finding."""
        return sum(indicator.is_assessed for indicator in self.indicators)

    @property
    def never(self):
        """Those on which there is none."""
        return tuple(indicator for indicator in self.indicators if not indicator.is_assessed)


@dataclass(frozen=True)
class Count:
    """How many findings have one basis or attribution, and what part of all, in whole per cent; code "": not said."""

    code: str
    label: str
    number: int
    percent: int | None


@dataclass(frozen=True)
class Coverage:
    """All findings of a review, and all indicators of its programme."""

    facts: Facts
    findings: tuple[JudgedFinding, ...]
    outcomes: tuple[OutcomeCoverage, ...]

    @property
    def total(self):
        """How many indicators the programme states."""
        return sum(one.total for one in self.outcomes)

    @property
    def assessed(self):
        """On how many of them there is a finding."""
        return sum(one.assessed for one in self.outcomes)

    @property
    def never(self):
        """Those on which there is none, in the order of the programme."""
        return tuple(indicator for one in self.outcomes for indicator in one.never)

    @property
    def with_suggestion(self):
        """How many findings have figures, or the lack of any report, to be held against."""
        return sum(judged.has_figures for judged in self.findings)

    @property
    def agreeing(self):
        """How many of these were decided as suggested."""
        return sum(judged.has_figures and not judged.differs for judged in self.findings)

    @property
    def by_basis(self):
        """How many findings rest on what."""
        return _counts(FindingBasis, [judged.finding.basis for judged in self.findings])

    @property
    def by_attribution(self):
        """How many findings are whose doing."""
        return _counts(Attribution, [judged.finding.attribution for judged in self.findings])


def coverage_of(review, facts=None):
    """The findings of a review and the indicators of its programme, by its facts as they were fixed (3 queries).

    `facts` are those of the review, where they are at hand. Source: review 2011, tables 4.1 and 6.2 count what was
    assessed, the programme document states more (discrepancy "4.1 against IV.A": 12 of 26 indicators of outcome 1).
    """
    facts = facts or fixed_facts_of(review)
    findings = tuple(
        review.indicator_findings.select_related(
            "country_programme_outcome", "dwcp_outcome", "indicator"
        ).prefetch_related("also_covers")
    )
    by_code = {fact.code: fact for fact in facts.indicators}
    covering: dict[str, list[IndicatorFinding]] = defaultdict(list)
    for finding in findings:
        named = [finding.indicator] if finding.indicator_id else []
        for indicator in dict.fromkeys([*named, *finding.also_covers.all()]):
            covering[indicator.code].append(finding)
    outcomes = {outcome.number: outcome for outcome in review.programme.outcomes.all()}
    grouped = groupby(
        sorted((fact for fact in facts.indicators if fact.outcome in outcomes), key=lambda fact: fact.outcome),
        key=lambda fact: outcomes[fact.outcome],
    )
    covered = (OutcomeCoverage(outcome, _promised(list(group), covering)) for outcome, group in grouped)
    return Coverage(
        facts=facts,
        findings=tuple(_judged(finding, by_code) for finding in findings),
        outcomes=tuple(sorted(covered, key=lambda one: (one.outcome.position, one.outcome.number))),
    )


def _judged(finding, by_code):
    fact = by_code.get(finding.indicator.code) if finding.indicator_id else None
    return JudgedFinding(finding, fact, fact and Suggested(suggestion_for(fact)))


def _promised(facts, covering):
    by_statement: dict[str, list[IndicatorFact]] = defaultdict(list)
    for fact in facts:
        by_statement[fact.statement].append(fact)
    return tuple(
        PromisedIndicator(
            statement,
            tuple(rows),
            tuple(dict.fromkeys(finding for row in rows for finding in covering[row.code])),
        )
        for statement, rows in by_statement.items()
    )


def _counts(vocabulary, codes):
    counts = Counter(codes)
    named = [*vocabulary.choices, ("", _("Not said"))]
    return tuple(Count(code, str(label), counts[code], percentage(counts[code], len(codes))) for code, label in named)
