"""Recording progress."""

import hashlib
from uuid import uuid4

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.choices import Permission
from outcomes.views import FormPage

from ..choices import EntryState, TargetKind
from ..forms import ProgressForm, compared
from ..selectors import (
    doubts_about,
    entry_before,
    explanation_of,
    level_of,
    outlook_of,
    parts_of,
    people_with,
    unsaved_of,
)
from ..services import (
    EntryRefused,
    StaleEntry,
    record_and_submit,
    record_progress,
)
from ..services.weighing import as_entry
from .report import ReportMixin
from .taking_evidence import TakesFiles, evidence_beside_typed, take_evidence


class RecordProgress(TakesFiles, ReportMixin, FormPage):
    """Record what an indicator showed in one reporting period, as a draft or for verification."""

    form_class = ProgressForm
    template_name = "indicators/record_progress.html"
    # What came along to be laid beside the figure, once something was sent.
    taken = None

    @property
    def milestone(self):
        """What is due next on the way to the target – its day, figure and words – or None."""
        on_the_way = [one for one in self.indicator.targets.all() if one.kind == TargetKind.MILESTONE and one.due_on]
        due = [one for one in on_the_way if one.due_on >= self.period.starts_on]
        first = min(due, key=lambda one: one.due_on, default=None)
        return first and {"due_on": first.due_on, "level": level_of(self.indicator, first), "text": first.text}

    @cached_property
    def kept(self):
        """What this person typed here before and has not saved, where the form is opened anew."""
        return unsaved_of(self.indicator, self.period, self.request.user) if self.request.method == "GET" else None

    @property
    def revision(self):
        """Which version of the entry stands now; 0 before there is one."""
        return self.entry.revision if self.entry else 0

    @property
    def can_be_written(self):
        """Whether the form may be filled in now."""
        return self.period.is_open if self.entry is None else self.entry.is_writable

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs() | {"indicator": self.indicator, "period": self.period}
        # What is sent in needs no first values; the entry is read only where it is shown.
        if self.request.method == "GET" and self.kept:
            # It holds every field, so the entry's own are not read for it.
            typed = {name: text for name, text in self.kept.typed.items() if name != "client_key"}
            kwargs["initial"] = typed | {"revision": self.revision}
        elif self.request.method == "GET" and self.can_be_written:
            kwargs["entry"] = self.entry
        return kwargs

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            indicator=self.indicator,
            period=self.period,
            entry=self.entry,
            standing=self.standing,
            explanation=explanation_of(self.standing),
            previous=entry_before(self.standing, self.period),
            restated=self.restated,
            returned=self._returned(),
            why_closed=self.period.why_closed,
            openers=[] if self.period.is_open else people_with(Permission.PERIOD_MANAGE, self.programme),
            milestone=self.milestone,
            can_be_written=self.can_be_written,
            kept=self.kept,
            addresses={name: self.address(f"{name}-typed") for name in ("keep", "drop")}
            | {"outlook": self.address("look-ahead")},
            is_work=self.is_work,
            evidence=evidence_beside_typed(self, self.entry, form=self.taken),
            **kwargs,
        )
        form = context["form"]
        # A form opened anew starts at its figure; one that comes back, at what is to be read first.
        if not form.is_bound and self.can_be_written and not self.kept and form.first_figure:
            form.first_figure.field.widget.attrs["autofocus"] = True
        context["left_out"] = form.left_out(self.entry) if self.entry and self.can_be_written else []
        context["outlook"] = self._outlook_shown(form)
        context["both"] = self._both(form, kwargs)
        return context

    def _outlook_shown(self, form):
        """What comes of what stands in the form as the page is sent; the page asks again while somebody types."""
        try:
            if form.is_bound:
                return self.outlook(form)
            if self.entry is None or self.kept or not self.entry.is_writable:
                return None
            return outlook_of(self.standing, self.entry, parts_of(self.entry), form.splits)
        except EntryRefused:
            return None

    def _both(self, form, context):
        """What was typed beside what somebody has saved since, field by field; alone where it cannot be saved now."""
        is_behind = self.kept and self.kept.revision != self.revision
        if not ("stale" in context or is_behind or (self.kept and not self.period.is_open)):
            return None
        saved = self.entry and ProgressForm(
            indicator=self.indicator, period=self.period, entry=self.entry, splits=form.splits
        )
        return compared(form, saved)

    def _returned(self):
        """Who gave the entry back, and why."""
        if self.entry is None or self.entry.state != EntryState.RETURNED:
            return None
        return self.entry.moves.filter(to_state=EntryState.RETURNED).select_related("by").last()

    def post(self, request, *args, **kwargs):
        if self.is_somebody_elses:
            message = _("You are signed in as %(person)s now. What was typed before was not saved.")
            messages.error(request, message % {"person": request.user})
            return redirect(self.address("record-progress"))
        # Files are kept first: a form that comes back does not lose them.
        self.taken = take_evidence(request, indicator=self.indicator, period=self.period)
        form = self.get_form()
        for sentence in self.taken.sentences:
            form.add_error(None, sentence)
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def form_valid(self, form):
        submits = self.request.POST.get("action") != "draft"
        if submits and (doubts := self._unexplained(form)):
            return self.ask_for_a_word(form, doubts)
        write = record_and_submit if submits else record_progress
        try:
            entry = write(
                indicator=self.indicator,
                period=self.period,
                figure=form.figure(),
                revision=form.cleaned_data["revision"],
                by=self.request.user,
                client_key=form.cleaned_data["client_key"],
            )
        except StaleEntry as error:
            return self.form_stale(form, error)
        except EntryRefused as error:
            if "client_key" in error.problems:
                # The same page was sent before, with something else on it: from then on it is an older version.
                return self.form_stale(form, StaleEntry(self.entry))
            form.refuse(error.problems)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("Submitted. It now waits for verification.")
            if submits
            else _("Draft saved. Submit it when it is ready."),
        )
        return redirect("my-work" if self.is_work else entry)

    def _unexplained(self, form):
        """What is unusual about the figure, where nobody has said a word about it nor seen it on the page."""
        if form.cleaned_data["explanation"] or not self.period.is_open:
            return ()
        try:
            entry, parts = as_entry(self.indicator, self.period, form.figure(), form.splits)
        except EntryRefused:
            return ()
        if entry.absence:
            return ()
        entries = self.indicator.entries.select_related("period")
        numerator = entry.numerator
        doubts = doubts_about(self.indicator, self.period, entry.value, parts, entries, numerator=numerator)
        return () if _seen(doubts) == form.cleaned_data["seen"] else doubts

    def ask_for_a_word(self, form, doubts):
        """The page once more, with what is unusual; sent again as it is, it is taken."""
        self.keep(form)
        form.data = form.data.copy()
        form.data["seen"] = _seen(doubts)
        form.fields["explanation"].widget.attrs["autofocus"] = True
        return self.answer(form, status=422, doubts=doubts)

    def form_invalid(self, form):
        self.keep(form)
        return super().form_invalid(form)

    def form_stale(self, form, error):
        """Show what is saved now beside what was typed, which may then be saved over it."""
        self.keep(form)
        form.refuse(error.problems)
        self.entry = error.current
        # What is sent from here on is another thing, so it has a key of its own.
        now = {"revision": str(self.revision), "client_key": uuid4().hex}
        return self.answer_stale(form, now, stale=error.current)


def _seen(doubts):
    """A short text that is the same for the same doubts; "" for none."""
    return hashlib.sha256("\n".join(doubts).encode()).hexdigest()[:16] if doubts else ""
