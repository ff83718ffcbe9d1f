"""The dashboard of a programme, and a person's own work in all programmes."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from dwcp.toolkit.charts import Part, Row, stacked_bars
from dwcp.toolkit.charts.stacked import Tone
from indicators.choices import Status
from indicators.selectors import outcome_standings, standings_of, status_counts, work_of
from outcomes.rules import memberships_of
from outcomes.views import ProgrammeMixin
from reviews.selectors import criteria_of_latest_review

# What the chart tells apart, with the tone it is drawn in; the table beside it has every status by itself.
GROUPS: tuple[tuple[Tone, object, tuple[Status, ...]], ...] = (
    ("strong", gettext_lazy("Target reached"), (Status.EXCEEDED, Status.ACHIEVED)),
    ("good", Status.ON_TRACK.label, (Status.ON_TRACK,)),
    ("fair", Status.AT_RISK.label, (Status.AT_RISK,)),
    ("poor", Status.OFF_TRACK.label, (Status.OFF_TRACK,)),
    ("none", gettext_lazy("Not judged by figures"), (Status.IN_WORDS, Status.NO_RECENT, Status.NO_DATA)),
)


class Dashboard(ProgrammeMixin, TemplateView):
    """On one screen: what was promised, what is verified, what waits for me."""

    template_name = "pages/dashboard.html"

    def get_context_data(self, **kwargs):
        standings = standings_of(self.programme)
        outcomes = outcome_standings(standings, self.programme.outcomes.select_related("priority"))
        return super().get_context_data(
            outcomes=outcomes,
            counts=status_counts(standings),
            indicators=len(standings),
            with_figure=sum(standing.total.value is not None for standing in standings),
            verified=sum(standing.latest is not None for standing in standings),
            submitted=sum(len(standing.submitted) for standing in standings),
            work=work_of(self.request.user, standings),
            chart=status_chart(outcomes),
            review=criteria_of_latest_review(self.programme),
            statuses=Status,
            overridden=[standing for standing in standings if standing.override],
            **kwargs,
        )


class MyWork(TemplateView):
    """What waits for this person, programme by programme."""

    template_name = "pages/my_work.html"

    # Everybody has work of their own; it holds only what they may do.
    permission_required = None

    def get_context_data(self, **kwargs):
        memberships = memberships_of(self.request.user).values()
        work = [
            (membership, work_of(self.request.user, standings_of(membership.programme))) for membership in memberships
        ]
        return super().get_context_data(work=work, **kwargs)


def status_chart(outcomes):
    """How many indicators of each outcome stand where."""
    return stacked_bars(
        key="status",
        title=_("Indicators by status and outcome"),
        parts=[Part(tone, str(label)) for tone, label, _statuses in GROUPS],
        rows=[
            Row(
                str(outcome.outcome),
                tuple(sum(outcome.counts[status] for status in statuses) for _tone, _label, statuses in GROUPS),
            )
            for outcome in outcomes
        ],
    )
