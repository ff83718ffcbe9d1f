"""Recording the progress of a whole outcome on one screen."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from outcomes.views import ProgrammeMixin

from ..forms.grid import Grid
from ..selectors import grid_of
from ..services import RowsRefused, check_rows, record_rows


class GridPage(ProgrammeMixin, TemplateView):
    """What every indicator of an outcome showed in one period: a row for each, saved as a whole or not at all.

    Whoever sees the programme may read it; a row is written by who records progress of its indicator.
    """

    http_method_names = ["get", "head", "post"]
    template_name = "indicators/grid.html"

    @cached_property
    def outcome(self):
        """The one in the address; the page leads to the others too, so all are read."""
        prefetch_related_objects([self.programme], "outcomes")
        return self._in_address(self.programme.outcomes.all(), "number", "outcome")

    @cached_property
    def period(self):
        """One of the programme's, all of which decide when an indicator is expected."""
        prefetch_related_objects([self.programme], "periods")
        return self._in_address(self.programme.periods.all(), "label", "period")

    @cached_property
    def rows(self):
        """The rows of the grid, and the indicators of which nothing is expected in the period."""
        return grid_of(self.programme, self.outcome, self.period, user=self.request.user)

    def get_context_data(self, **kwargs):
        rows, not_expected = self.rows
        grid = kwargs.pop("grid", None) or Grid(rows)
        return super().get_context_data(
            grid=grid,
            outcome=self.outcome,
            outcomes=self.programme.outcomes.all(),
            period=self.period,
            not_expected=not_expected,
            may_write=any(row.may_record for row in rows),
            trail=[
                (_("Results"), reverse("indicators:results", kwargs={"programme": self.programme.code})),
                (_("Outcome %(number)s") % {"number": self.outcome.number}, self.outcome.get_absolute_url()),
            ],
            **kwargs,
        )

    def post(self, request, **kwargs):
        """Save what was typed, or show the grid again with all that stands against it."""
        rows, _not_expected = self.rows
        if not any(row.may_record for row in rows):
            raise PermissionDenied
        submits = request.POST.get("action") == "submit"
        grid = Grid(rows, request.POST, submits=submits)
        if self._write(grid):
            return redirect(request.path)
        return self.render_to_response(self.get_context_data(grid=grid), status=409 if grid.is_stale else 422)

    def _write(self, grid):
        """Whether everything was written; else nothing was, and the grid says why."""
        everything = len(grid.readable) == len(grid.sent) and not grid.lost
        try:
            write = record_rows if everything else check_rows
            written = write(rows=grid.to_record(), by=self.request.user)
        except RowsRefused as refused:
            grid.refuse(refused)
            return False
        if not everything:
            return False
        if not written and not grid.is_let_go:
            grid.is_unchanged = True
            return False
        messages.success(self.request, _done(len(written), grid.submits))
        return True

    def _in_address(self, records, field, argument):
        for record in records:
            if getattr(record, field) == self.kwargs[argument]:
                return record
        raise Http404


def _done(rows, submits):
    if not rows:
        return _("Nothing of yours was saved; what was there before stands.")
    if submits:
        text = ngettext(
            "%(rows)s row submitted. It now waits for verification.",
            "%(rows)s rows submitted. They now wait for verification.",
            rows,
        )
    else:
        text = ngettext(
            "%(rows)s row saved as a draft. Submit it when it is ready.",
            "%(rows)s rows saved as drafts. Submit them when they are ready.",
            rows,
        )
    return text % {"rows": rows}
