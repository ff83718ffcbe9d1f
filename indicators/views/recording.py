"""Recording progress."""

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.choices import Permission
from outcomes.views import FormPage

from ..choices import EntryState, TargetKind
from ..forms import ProgressForm
from ..selectors import (
    doubt_about_total,
    explanation_of,
    level_of,
    standing_of,
)
from ..services import (
    EntryRefused,
    StaleEntry,
    record_and_submit,
    record_progress,
)
from .base import IndicatorMixin


class RecordProgress(IndicatorMixin, FormPage):
    """Record what an indicator showed in one reporting period, as a draft or for verification."""

    permission_required = Permission.ENTRY_RECORD
    form_class = ProgressForm
    template_name = "indicators/record_progress.html"

    @cached_property
    def period(self):
        """One of the programme's; the page shows the others too, so all are read."""
        prefetch_related_objects([self.programme], "periods")
        for period in self.programme.periods.all():
            if period.label == self.kwargs["period"]:
                return period
        raise Http404

    @cached_property
    def standing(self):
        return standing_of(self.indicator)

    @cached_property
    def entry(self):
        """The entry of this period in the series that is reported now, as it stands, or None."""
        return next((one for one in self._entries_of_the_period if one.series == self.indicator.series), None)

    @property
    def restated(self):
        """What was reported for this period in an earlier series, or None."""
        return next((one for one in self._entries_of_the_period if one.series < self.indicator.series), None)

    @property
    def _entries_of_the_period(self):
        return [entry for entry in self.standing.entries if entry.period_id == self.period.pk]

    @property
    def previous(self):
        """The latest entry of an earlier period, or None."""
        starts_on = self.period.starts_on
        return next((entry for entry in self.standing.entries if entry.period.ends_on < starts_on), None)

    @property
    def milestone(self):
        """What is due next on the way to the target – its day, figure and words – or None."""
        on_the_way = [one for one in self.indicator.targets.all() if one.kind == TargetKind.MILESTONE and one.due_on]
        due = [one for one in on_the_way if one.due_on >= self.period.starts_on]
        first = min(due, key=lambda one: one.due_on, default=None)
        return first and {"due_on": first.due_on, "level": level_of(self.indicator, first), "text": first.text}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "indicator": self.indicator,
            "period": self.period,
            # What is sent in needs no first values; the entry is read only where it is shown.
            "entry": self.entry if self.request.method == "GET" else None,
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            indicator=self.indicator,
            period=self.period,
            entry=self.entry,
            standing=self.standing,
            explanation=explanation_of(self.standing),
            previous=self.previous,
            restated=self.restated,
            returned=self._returned(),
            why_closed=self.period.why_closed,
            milestone=self.milestone,
            can_be_written=self.period.is_open if self.entry is None else self.entry.is_writable,
            **kwargs,
        )

    def _returned(self):
        """Who gave the entry back, and why."""
        if self.entry is None or self.entry.state != EntryState.RETURNED:
            return None
        return self.entry.moves.filter(to_state=EntryState.RETURNED).select_related("by").last()

    def form_valid(self, form):
        submits = self.request.POST.get("action") != "draft"
        write = record_and_submit if submits else record_progress
        try:
            entry = write(
                indicator=self.indicator,
                period=self.period,
                figure=form.figure(),
                revision=form.cleaned_data["revision"],
                by=self.request.user,
            )
        except StaleEntry as error:
            return self.form_stale(form, error)
        except EntryRefused as error:
            form.refuse(error.problems)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("Submitted. It now waits for verification.")
            if submits
            else _("Draft saved. Submit it when it is ready."),
        )
        if doubt := doubt_about_total(entry, self.indicator.entries.select_related("period")):
            messages.warning(self.request, doubt)
        return redirect(entry)

    def form_stale(self, form, error):
        """Show what is saved now above what was typed, which may then be saved over it."""
        form.refuse(error.problems)
        self.entry = error.current
        revision = str(error.current.revision if error.current else 0)
        return self.answer_stale(form, {"revision": revision}, stale=error.current)
