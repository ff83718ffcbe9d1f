"""What is expected in a period, from whom, and where it stands: for everybody in the programme."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.choices import Permission
from accounts.models import User
from outcomes.views import ProgrammeMixin

from ..choices import Expected
from ..forms.reporting import ReportingFilter
from ..selectors import Report, expected_reports, reporters_of, reports_in, who_reports
from ..selectors.schedule import counts_in, period_at_hand

PER_PAGE = 100


@dataclass(frozen=True)
class ReportRow:
    """A report on the page: who is to write it, and whether this person may do it now."""

    report: Report
    reporters: list[User]
    may_record: bool


class Reporting(ProgrammeMixin, TemplateView):
    """One overview of what is entered and what is missing: each report that is expected for a period."""

    template_name = "indicators/reporting.html"

    def get_context_data(self, **kwargs):
        periods, outcomes = list(self.programme.periods.all()), list(self.programme.outcomes.all())
        shown = period_at_hand(periods, timezone.localdate())
        form = ReportingFilter(self.request.GET, periods=periods, outcomes=outcomes, shown=shown)
        context = super().get_context_data(form=form, period=form.shown, states=Expected, **kwargs)
        if form.shown is None:
            return context
        of_period, of_outcome = counts_in(periods)
        rows = form.narrowed(expected_reports([form.shown], among=periods))
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        return context | {
            "page_obj": page,
            "rows": self.rows_of(reports_in(page.object_list, [form.shown])),
            "taken_until": form.shown.taken_until(timezone.localdate()),
            "counts": of_period[form.shown.pk],
            "by_outcome": [(one, of_outcome[form.shown.pk, one.pk]) for one in outcomes],
            "by_period": [(one, of_period[one.pk]) for one in periods],
        }

    def rows_of(self, reports):
        """What the page says of each report (2 queries, none without any)."""
        reporters = reporters_of(self.programme) if reports else {}
        user = self.request.user
        return [
            ReportRow(
                report,
                who_reports(report.indicator, reporters),
                report.is_open and user.has_perm(Permission.ENTRY_RECORD, report.indicator),
            )
            for report in reports
        ]
