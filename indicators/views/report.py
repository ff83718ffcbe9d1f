"""What every page about one report – of an indicator, for a period – has in common."""

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.choices import Permission

from ..selectors import outlook_of, standing_of
from ..services import keep_typed
from ..services.weighing import as_entry
from .base import IndicatorMixin

# Ten times what the longest field takes: nothing typed is lost, also where it is too long to be saved.
LONGEST_TYPED = 50_000


class ReportMixin(IndicatorMixin):
    """What one indicator reports for one period, for whoever may write it."""

    permission_required = Permission.ENTRY_RECORD

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

    def address(self, name):
        """One of the addresses of this report, which leads on to where its form was opened from."""
        kwargs = {"programme": self.programme.code, "indicator": self.indicator.code, "period": self.period.label}
        return reverse(f"indicators:{name}", kwargs=kwargs) + ("?next=work" if self.is_work else "")

    @property
    def is_work(self):
        """Whether the form was opened from the list of what is to be done, to which it then leads back."""
        return self.request.GET.get("next") == "work"

    @property
    def is_somebody_elses(self):
        """Whether somebody else has signed in, in this browser, since the form was opened."""
        return self.request.POST.get("person", str(self.request.user.pk)) != str(self.request.user.pk)

    def outlook(self, form):
        """What would come of what stands in a form that was sent, or None. Raises EntryRefused."""
        figure = form.figure_so_far()
        if figure is None:
            return None
        entry, parts = as_entry(self.indicator, self.period, figure, form.splits)
        return outlook_of(self.standing, entry, parts, form.splits)

    def keep(self, form):
        """Keep what was typed, as it was typed, until it is saved; None where nothing was."""
        typed = {name: text[:LONGEST_TYPED] for name, text in form.typed.items()}
        if not any(text for name, text in typed.items() if name != "client_key"):
            return None
        revision = form.data.get("revision", "")
        revision = int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 10 else 0
        person = self.request.user
        return keep_typed(indicator=self.indicator, period=self.period, revision=revision, typed=typed, by=person)
