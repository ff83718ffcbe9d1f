"""Recording progress, and vouching for it."""

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from accounts.choices import Permission
from outcomes.views import ProgrammeMixin

from ..choices import EntryState
from ..forms import ProgressForm, ReasonForm, VerifyForm
from ..models import Indicator, ProgressEntry
from ..selectors import (
    WITH_PARTS,
    address_of,
    crossed_tables,
    entry_of_series,
    expected_splits,
    explanation_of,
    part_columns,
    shown_parts,
    standing_of,
)
from ..services import (
    EntryRefused,
    StaleEntry,
    record_and_submit,
    record_progress,
    reopen_entry,
    return_entry,
    verify_entry,
)


class RecordProgress(ProgrammeMixin, FormView):
    """Record what an indicator showed in one reporting period, as a draft or for verification."""

    http_method_names = ["get", "head", "post"]
    permission_required = Permission.ENTRY_RECORD
    form_class = ProgressForm
    template_name = "indicators/record_progress.html"

    @cached_property
    def indicator(self):
        indicators = Indicator.objects.visible_to(self.request.user).in_programme(self.programme)
        indicator = get_object_or_404(indicators, code=self.kwargs["indicator"])
        indicator.outcome.programme = self.programme
        return indicator

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

    def get_permission_subject(self):
        return self.indicator

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
        return redirect(entry)

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def form_stale(self, form, error):
        """Show what is saved now above what was typed, which may then be saved over it."""
        form.refuse(error.problems)
        sent = self.request.POST.copy()
        sent["revision"] = str(error.current.revision if error.current else 0)
        form.data = sent
        self.entry = error.current
        response = self.render_to_response(self.get_context_data(form=form, stale=error.current))
        response.status_code = 409
        return response


class EntryPage(ProgrammeMixin, TemplateView):
    """An entry with its history, and what this person may do with it."""

    template_name = "indicators/entry.html"

    @cached_property
    def entry(self):
        """The entry of the latest series, or of the one in the address (`?series=1`)."""
        entries = ProgressEntry.objects.visible_to(self.request.user).in_programme(self.programme)
        of_the_period = entries.filter(
            indicator__code=self.kwargs["indicator"], period__label=self.kwargs["period"]
        ).prefetch_related(WITH_PARTS)
        entry = entry_of_series(of_the_period, self.request.GET.get("series"))
        if entry is None:
            raise Http404
        entry.indicator.outcome.programme = self.programme
        return entry

    def get_context_data(self, **kwargs):
        entry, user = self.entry, self.request.user
        is_current = entry.series == entry.indicator.series
        verifies = user.has_perm(Permission.ENTRY_VERIFY, entry)
        standing = standing_of(entry.indicator)
        revision = {"revision": entry.revision}
        forms = {
            "verify_form": VerifyForm(initial=revision),
            "return_form": ReasonForm(initial=revision, auto_id="id_return_%s"),
            "reopen_form": ReasonForm(initial=revision, auto_id="id_reopen_%s"),
        }
        return super().get_context_data(
            **forms
            | {
                "entry": entry,
                "indicator": entry.indicator,
                "standing": standing,
                "parts": shown_parts(entry, part_columns([entry], self._asked())),
                "tables": crossed_tables(entry),
                "is_current": is_current,
                "others": [
                    one for one in standing.entries if one.period_id == entry.period_id and one.series != entry.series
                ],
                "change": not is_current and entry.indicator.series_changes.filter(number=entry.series + 1).first(),
                "in_series": "" if is_current else f"?series={entry.series}",
                "explanation": explanation_of(standing),
                "moves": entry.moves.select_related("by"),
                "verification": entry.state == EntryState.VERIFIED and entry.verifications.select_related("by").first(),
                "can_verify": verifies and entry.can_move_to(EntryState.VERIFIED),
                "can_reopen": verifies and entry.can_move_to(EntryState.REOPENED) and entry.period.is_open,
                "can_write": is_current and entry.is_writable and user.has_perm(Permission.ENTRY_RECORD, entry),
            }
            | kwargs
        )

    def _asked(self):
        """The splits asked for in the entry's series, as far as they are known: those of the current one."""
        indicator = self.entry.indicator
        return expected_splits([indicator])[indicator.pk] if self.entry.series == indicator.series else ()


class DecideOnEntry(EntryPage):
    """A decision on an entry, sent from its page; what cannot stand comes back with the page."""

    permission_required = Permission.ENTRY_VERIFY
    form_class: type[Form] = ReasonForm
    form_name = ""
    form_ids = "id_%s"
    done = gettext_lazy("Saved.")

    def get_permission_subject(self):
        return self.entry

    def decide(self, typed):
        """Call the service's verb with what was typed."""
        raise NotImplementedError

    def get(self, request, *args, **kwargs):
        # Who had to sign in again before sending a decision comes back here: the form stands on the entry's page.
        return redirect(address_of(self.entry))

    def post(self, request, *args, **kwargs):
        form = self.form_class(request.POST, auto_id=self.form_ids)
        status = 422
        if form.is_valid():
            try:
                self.decide(form.cleaned_data)
            except StaleEntry as error:
                del self.entry
                sent = request.POST.copy()
                sent["revision"] = str(error.current.revision)
                form.data = sent
                form.add_error(
                    None,
                    _("The entry has changed since you opened it. Look at it as it stands now, then decide again."),
                )
                status = 409
            except EntryRefused as error:
                for field, message in error.problems.items():
                    form.add_error(field or None, message)
            else:
                messages.success(request, self.done)
                return redirect(self.get_success_url())
        return self.render_to_response(self.get_context_data(**{self.form_name: form}), status=status)

    def get_success_url(self):
        return reverse("dashboard", kwargs={"programme": self.programme.code})


class VerifyEntry(DecideOnEntry):
    """Vouch for an entry."""

    form_class = VerifyForm
    form_name = "verify_form"

    done = gettext_lazy("Verified. The figure now counts.")

    def decide(self, typed):
        verify_entry(entry=self.entry, by=self.request.user, **typed)


class ReturnEntry(DecideOnEntry):
    """Give an entry back to who recorded it, with a reason."""

    form_name = "return_form"
    form_ids = "id_return_%s"

    done = gettext_lazy("Returned with your reason.")

    def decide(self, typed):
        return_entry(entry=self.entry, by=self.request.user, **typed)


class ReopenEntry(DecideOnEntry):
    """Take back the verification of an entry, with a reason."""

    form_name = "reopen_form"
    form_ids = "id_reopen_%s"

    done = gettext_lazy("Reopened. The figure no longer counts until it is verified again.")

    def decide(self, typed):
        reopen_entry(entry=self.entry, by=self.request.user, **typed)

    def get_success_url(self):
        return address_of(self.entry)
