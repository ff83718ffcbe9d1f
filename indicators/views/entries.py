"""An entry with its history, and the decisions on it."""

from django.contrib import messages
from django.forms import Form
from django.http import Http404
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.choices import Permission
from outcomes.views import ProgrammeMixin

from ..choices import EntryState, Grade
from ..forms import ReasonForm, VerifyForm
from ..models import ProgressEntry
from ..selectors import (
    WITH_PARTS,
    address_of,
    change_since,
    crossed_tables,
    doubts_in,
    entry_of_series,
    expected_splits,
    explanation_of,
    part_columns,
    shown_parts,
    standing_of,
    trail_of,
)
from ..services import (
    EntryRefused,
    StaleEntry,
    check_closer,
    reopen_entry,
    return_entry,
    verify_entry,
)
from .discussion import discussion_of
from .taking_evidence import evidence_beside
from .walking import QUEUE, Walk, address_in_queue


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

    @cached_property
    def walk(self):
        """The walk through the queue on which this page was opened, or None."""
        query = self.request.GET.get(QUEUE)
        return None if query is None else Walk(self.request.user, self.programme, query)

    @property
    def series_and_walk(self):
        """What forms carry on in their addresses: the series of the entry, and the queue it was opened from."""
        is_current = self.entry.series == self.entry.indicator.series
        carried = {} if is_current else {"series": self.entry.series}
        if self.walk:
            carried[QUEUE] = self.walk.query
        return f"?{urlencode(carried)}" if carried else ""

    @property
    def address(self):
        """Where the entry is found, on the same walk."""
        return address_of(self.entry) if self.walk is None else address_in_queue(self.entry, self.walk.query)

    def get_context_data(self, **kwargs):
        entry, user = self.entry, self.request.user
        is_current = entry.series == entry.indicator.series
        verifies = user.has_perm(Permission.ENTRY_VERIFY, entry)
        standing = standing_of(entry.indicator)
        revision = {"revision": entry.revision}
        history = trail_of(entry)
        verification = entry.state == EntryState.VERIFIED and history.verification
        closer = {"closer_than": verification.grade} if verification else {}
        forms = {
            "verify_form": VerifyForm(initial=revision),
            "check_form": VerifyForm(initial=revision, auto_id="id_check_%s", **closer),
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
                "in_series": self.series_and_walk,
                "walk": self.walk,
                "skip": self.walk and self.walk.skip(entry),
                "explanation": explanation_of(standing),
                "last": dict(zip(("entry", "change"), change_since(entry, standing.entries), strict=True)),
                "doubts": doubts_in(entry, standing.entries),
                "history": history,
                "discussion": discussion_of(entry, user, kwargs.get("sent")),
                "evidence": evidence_beside(entry, user, form=kwargs.get("evidence_form")),
                "verification": verification,
                "can_check": verifies and verification and verification.grade != list(Grade)[-1],
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
        return redirect(self.address)

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
                messages.success(request, self.done if self.walk is None else self._done_in_walk())
                return redirect(self.get_success_url())
        return self.render_to_response(self.get_context_data(**{self.form_name: form}), status=status)

    def _done_in_walk(self):
        """What was done to which entry, with the way back to it: the page that follows shows another one."""
        back = _("Look at it again")
        return format_html('{}: {} <a href="{}">{}</a>', self.entry, self.done, address_of(self.entry), back)

    def get_success_url(self):
        """The next one in the queue it was opened from; the entry itself where it was opened by its own address."""
        return self.address if self.walk is None else self.walk.after(self.entry)


class VerifyEntry(DecideOnEntry):
    """Vouch for an entry."""

    form_class = VerifyForm
    form_name = "verify_form"

    done = gettext_lazy("Verified. The figure now counts.")

    def decide(self, typed):
        verify_entry(entry=self.entry, by=self.request.user, **typed)


class CheckEntry(DecideOnEntry):
    """Vouch once more for an entry that counts already, having looked closer."""

    form_class = VerifyForm
    form_name = "check_form"
    form_ids = "id_check_%s"

    done = gettext_lazy("Noted how closely the figure was checked. It counts all along.")

    def decide(self, typed):
        check_closer(entry=self.entry, by=self.request.user, **typed)

    def get_success_url(self):
        return self.address


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
        return self.address
