"""An entry with its history, and the decisions on it."""

from django.contrib import messages
from django.forms import Form
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.choices import Permission
from outcomes.views import ProgrammeMixin

from ..choices import EntryState
from ..forms import ReasonForm, VerifyForm
from ..models import ProgressEntry
from ..selectors import (
    WITH_PARTS,
    address_of,
    crossed_tables,
    doubt_about_total,
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
    reopen_entry,
    return_entry,
    verify_entry,
)


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
                "change": None if is_current else entry.definition,
                "in_series": "" if is_current else f"?series={entry.series}",
                "explanation": explanation_of(standing),
                "doubt": doubt_about_total(entry, standing.entries),
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
