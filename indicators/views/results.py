"""Where things stand: the results matrix, an outcome, an indicator."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from accounts.choices import Permission
from outcomes.budgets import budget_of
from outcomes.models import DwcpOutcome
from outcomes.views import ProgrammeMixin

from ..charts import chart_of
from ..selectors import (
    assessment_of,
    category_standings_of,
    completeness_of,
    explanation_of,
    outcome_standings,
    overrides_of,
    reported_series,
    series_of,
    standing_of,
    standings_of,
)
from .base import IndicatorMixin


class ResultsMatrix(ProgrammeMixin, TemplateView):
    """Every indicator of the programme in one table: from where, to where, where it stands."""

    template_name = "indicators/results.html"

    def get_context_data(self, **kwargs):
        outcomes = self.programme.outcomes.select_related("priority")
        standings = standings_of(self.programme)
        return super().get_context_data(
            outcomes=outcome_standings(standings, outcomes),
            open_period=open_period_of(self.programme),
            recordable=recordable_outcomes(self.request.user, self.programme, outcomes),
            **kwargs,
        )


class OutcomePage(ProgrammeMixin, TemplateView):
    """One outcome: how its indicators stand, and how the programme means to reach it."""

    template_name = "indicators/outcome.html"

    @cached_property
    def outcome(self):
        outcomes = DwcpOutcome.objects.visible_to(self.request.user).select_related("priority")
        return get_object_or_404(outcomes, programme=self.programme, number=self.kwargs["outcome"])

    def get_context_data(self, **kwargs):
        self.outcome.programme = self.programme
        standings = standings_of(self.programme, outcome=self.outcome)
        (standing,) = outcome_standings(standings, [self.outcome])
        return super().get_context_data(
            outcome=self.outcome,
            standing=standing,
            outcome_list=[standing],
            completeness=completeness_of(standing.standings),
            strategies=self.outcome.strategies.all(),
            open_period=open_period_of(self.programme),
            recordable=recordable_outcomes(self.request.user, self.programme, [self.outcome]),
            **kwargs,
        )


class OutcomeContext(OutcomePage):
    """What surrounds an outcome: the ILO's own outcomes by biennium, frameworks, projects and money."""

    template_name = "indicators/outcome_context.html"

    def get_context_data(self, **kwargs):
        outcome = self.outcome
        outcome.programme = self.programme
        country_programme_outcomes = outcome.country_programme_outcomes.filter(programme=self.programme)
        return ProgrammeMixin.get_context_data(
            self,
            outcome=outcome,
            country_programme_outcomes=country_programme_outcomes.select_related("biennium").prefetch_related(
                "predecessors__biennium"
            ),
            alignments=outcome.alignments.select_related("item__framework"),
            projects=outcome.projects.filter(programme=self.programme).prefetch_related("donors"),
            budget=budget_of(
                outcome.budget_lines.filter(programme=self.programme).order_by("funding_source", "currency")
            ),
            **kwargs,
        )


class IndicatorPage(IndicatorMixin, TemplateView):
    """The reference sheet of an indicator, what was reported, and how it stands."""

    template_name = "indicators/indicator.html"

    def get_indicators(self):
        return super().get_indicators().with_split_by_sex()

    def get_context_data(self, **kwargs):
        standing = standing_of(self.indicator)
        may_record = self.request.user.has_perm(Permission.ENTRY_RECORD, self.indicator)
        reported = {entry.period_id for entry in standing.in_hand}
        return super().get_context_data(
            indicator=standing.indicator,
            standing=standing,
            entries=standing.entries,
            assessment=assessment_of(standing.indicator, standing.target),
            series_list=reported_series(standing),
            may_record=may_record,
            may_split=self.request.user.has_perm(Permission.STRUCTURE_EDIT, self.indicator),
            chart=chart_of(standing, series_of(standing)),
            explanation=explanation_of(standing),
            categories=category_standings_of(standing),
            overrides=overrides_of(standing.indicator),
            may_override=self.request.user.has_perm(Permission.STATUS_OVERRIDE, self.indicator),
            missing_periods=[
                period
                for period in standing.indicator.programme.periods.all()
                if may_record and period.is_open and period.pk not in reported
            ],
            **kwargs,
        )


def open_period_of(programme):
    """The latest period that takes entries, or None."""
    return max(
        (period for period in programme.periods.all() if period.is_open),
        key=lambda period: period.ends_on,
        default=None,
    )


def recordable_outcomes(user, programme, outcomes):
    """The outcomes on which this person records progress, by primary key."""
    recordable = set()
    for outcome in outcomes:
        outcome.programme = programme
        if user.has_perm(Permission.ENTRY_RECORD, outcome):
            recordable.add(outcome.pk)
    return recordable
