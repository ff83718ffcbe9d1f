"""The dashboard of a programme, and a person's own work in all programmes."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Paginator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django_htmx.http import push_url

from accounts.choices import Permission, Role
from dwcp.toolkit.charts import Part, Row, stacked_bars
from dwcp.toolkit.charts.stacked import Tone
from dwcp.toolkit.htmx import HtmxPartialMixin
from indicators.choices import Status, WorkState
from indicators.selectors import (
    Asked,
    WorkRow,
    count_expected,
    current_period,
    expected_reports,
    outcome_standings,
    standings_of,
    status_counts,
    unsaved_besides,
    work_list_of,
    work_rows,
)
from outcomes.models import Programme
from outcomes.rules import memberships_of
from outcomes.views import ProgrammeMixin
from reviews.selectors import criteria_of_latest_review
from reviews.selectors.waiting_sources import waiting_for

from .filters import STATES, WorkFilter

# What the chart tells apart, with the tone it is drawn in; the table beside it has every status by itself.
GROUPS: tuple[tuple[Tone, object, tuple[Status, ...]], ...] = (
    ("strong", gettext_lazy("Target reached"), (Status.EXCEEDED, Status.ACHIEVED)),
    ("good", Status.ON_TRACK.label, (Status.ON_TRACK,)),
    ("fair", Status.AT_RISK.label, (Status.AT_RISK,)),
    ("poor", Status.OFF_TRACK.label, (Status.OFF_TRACK,)),
    ("none", gettext_lazy("Not judged by figures"), (Status.IN_WORDS, Status.NO_RECENT, Status.NO_DATA)),
)
FIRST = 5
PER_PAGE = 50
TO_DO = (Permission.ENTRY_RECORD, Permission.ENTRY_VERIFY)


class Dashboard(ProgrammeMixin, TemplateView):
    """On one screen: what was promised, what is verified, what waits for me."""

    template_name = "pages/dashboard.html"

    def get_context_data(self, **kwargs):
        standings = standings_of(self.programme)
        outcomes = outcome_standings(standings, self.programme.outcomes.select_related("priority"))
        theirs = work_list_of(self.request.user).narrowed(Asked())
        here = theirs.narrowed(Asked(programme=self.programme.code))
        asked = waiting_for(self.request.user)
        return super().get_context_data(
            outcomes=outcomes,
            counts=status_counts(standings),
            indicators=len(standings),
            with_figure=sum(standing.total.value is not None for standing in standings),
            verified=sum(standing.latest is not None for standing in standings),
            submitted=sum(len(standing.submitted) for standing in standings),
            work=here,
            work_states=_as_filtered(here),
            # What is known of all that waits is enough here: the reasons stand on the list itself.
            work_rows=[WorkRow(item) for item in here.items[:FIRST] if item.state != WorkState.NOT_YET_DUE],
            asked=[group for whole in asked if (group := whole.within(self.programme))],
            work_waiting=theirs.waiting + sum(len(group) for group in asked),
            expected=self._expected(),
            chart=status_chart(outcomes),
            review=criteria_of_latest_review(self.programme),
            statuses=Status,
            overridden=[standing for standing in standings if standing.override],
            **kwargs,
        )

    def _expected(self):
        """The current period, how many reports are expected in it, and how many stand where; None before the first."""
        period = current_period(self.programme)
        if period is None:
            return None
        counts = count_expected(expected_reports([period], among=self.programme.periods.all()))
        return period, sum(counts.values()), [(state, number) for state, number in counts.items() if number]


@dataclass(frozen=True)
class Batch:
    """Reports on one outcome for one period, which can be written together."""

    programme: Programme
    outcome: int
    outcome_name: str
    period: str
    number: int


class MyWork(HtmxPartialMixin, TemplateView):
    """Everything that waits for this person in all programmes, the most urgent first."""

    template_name = "pages/my_work.html"
    htmx_partial = "work"

    # Everybody has work of their own; it holds only what they may do.
    permission_required = None

    def get_context_data(self, **kwargs):
        user = self.request.user
        work = work_list_of(user)
        form = WorkFilter(self.request.GET, work=work)
        asked = form.asked()
        shown, theirs = work.narrowed(asked), work.narrowed(Asked())
        page = Paginator(shown.items, PER_PAGE).get_page(self.request.GET.get("page"))
        memberships = memberships_of(user).values()
        everything_asked = waiting_for(user)
        return super().get_context_data(
            form=form,
            work=shown,
            # What reviews ask is not narrowed by outcome, period and the like: it stands on the whole list.
            asked=() if form.query() else everything_asked,
            work_waiting=theirs.waiting + sum(len(group) for group in everything_asked),
            is_narrowed=bool(form.query()),
            query=urlencode(form.query()),
            page_obj=page,
            groups=_in_groups(shown, work_rows(page.object_list)),
            is_unfolded=asked.state == WorkState.NOT_YET_DUE or not shown.pressing,
            queues=_queues(shown.items),
            batches=_batches(shown.items),
            unsaved=()
            if self.wants_partial()
            else unsaved_besides(user, (shown if asked.everything else theirs).items),
            memberships=memberships,
            has_several=len({item.programme.code for item in work.items}) > 1,
            has_duties=any(_has_duties(membership) for membership in memberships),
            **kwargs,
        )

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        if self.wants_partial():
            # The address names what is chosen, and nothing that is not.
            query = context["query"]
            push_url(response, f"{self.request.path}?{query}" if query else self.request.path)
        return response


def _in_groups(work, rows):
    """The rows of a page by where they stand: (state, how many stand there on all pages, rows)."""
    return [
        (state, work.counts[state], list(group))
        for state, group in groupby(rows, key=lambda row: WorkState(row.item.state))
    ]


def _as_filtered(work):
    """How many stand where, as the list of work can be narrowed to them: (state, its name, number), without zeros."""
    counts = work.counts | {WorkState.BEGUN: sum(item.is_begun for item in work.items)}
    return [(state, name, counts[WorkState(state)]) for state, name in STATES if state and counts[WorkState(state)]]


def _queues(items):
    """How many of these are to be verified, by programme."""
    programmes = {item.programme.code: item.programme for item in items}
    numbers = Counter(item.programme.code for item in items if item.entry is not None)
    return [(programmes[code], number) for code, number in numbers.items()]


def _batches(items):
    """What can be written together: the reports by programme, outcome and period, the latest period first."""
    reports = [item for item in items if item.entry is None]

    def place(item):
        return item.programme.short_title, item.programme.code, item.outcome, -item.ends_on.toordinal(), item.period

    gathered = (list(group) for _place, group in groupby(sorted(reports, key=place), key=place))
    return [
        Batch(group[0].programme, group[0].outcome, group[0].outcome_name, group[0].period, len(group))
        for group in gathered
    ]


def _has_duties(membership):
    """Whether somebody records or verifies in a programme that is not archived."""
    return not membership.programme.is_archived and any(one in Role(membership.role).permissions for one in TO_DO)


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
