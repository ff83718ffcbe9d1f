"""Evidence: laid beside figures, taken back and put back, and given to who may see the programme."""

import logging

from csp.decorators import csp_update
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header, quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from accounts.choices import Permission
from dwcp.toolkit.kept_files import kept_files
from outcomes.views import ProgrammeMixin

from ..choices import EvidenceKind
from ..forms import ProgressForm
from ..models import Evidence
from ..selectors import address_of
from ..services import EntryRefused, put_back_evidence, withdraw_evidence
from .entries import EntryPage
from .report import ReportMixin
from .taking_evidence import (
    TakesFiles,
    evidence_beside,
    evidence_beside_typed,
    may_open_withdrawn,
    refuse_nothing,
    take_evidence,
)

logger = logging.getLogger(__name__)

ITEMS = "indicators/evidence_items.html"


class AddEvidence(TakesFiles, EntryPage):
    """Lay evidence beside an entry, from the entry's page."""

    permission_required = Permission.ENTRY_RECORD

    def get_permission_subject(self):
        return self.entry

    def get(self, request, *args, **kwargs):
        # Who had to sign in again before sending comes back here: the form stands on the entry's page.
        return redirect(address_of(self.entry))

    def post(self, request, *args, **kwargs):
        form = take_evidence(request, entry=self.entry)
        refuse_nothing(form)
        if request.htmx:
            return _items(request, self.programme, evidence_beside(self.entry, request.user, form=form))
        if form.errors:
            return self.render_to_response(self.get_context_data(evidence_form=form), status=422)
        messages.success(request, _("Added."))
        return redirect(f"{address_of(self.entry)}#evidence")


class WhileWriting(TakesFiles, ReportMixin):
    """What is done with evidence from the form that records a figure: what was typed there stays."""

    def current(self):
        """The entry that is being written, as it is saved now, or None."""
        entries = self.indicator.entries.filter(period=self.period, series=self.indicator.series)
        entry = entries.select_related("period").first()
        if entry is not None:
            entry.indicator = self.indicator
        return entry

    def answer(self, form=None, problem=""):
        """The list for the page that asks by itself; else the whole form again, as it was typed."""
        if self.request.htmx:  # type: ignore[attr-defined]
            evidence = evidence_beside_typed(self, self.current(), form=form, problem=problem)
            return _items(self.request, self.programme, evidence)
        typed = ProgressForm(self.request.POST, indicator=self.indicator, period=self.period)
        self.keep(typed)
        for sentence in [*(form.sentences if form is not None else ()), *filter(None, [problem])]:
            messages.error(self.request, sentence)
        return redirect(f"{self.address('record-progress')}#evidence")


class AddTypedEvidence(WhileWriting, View):
    """Lay evidence beside what is typed and not saved yet."""

    http_method_names = ["get", "head", "post"]

    def get(self, request, *args, **kwargs):
        return redirect(self.address("record-progress"))

    def post(self, request, *args, **kwargs):
        if self.is_somebody_elses:
            raise PermissionDenied
        form = take_evidence(request, indicator=self.indicator, period=self.period)
        refuse_nothing(form)
        return self.answer(form)


class EvidenceMixin(ProgrammeMixin):
    """One piece of evidence of the programme: what lies beside somebody else's unsaved figure does not exist."""

    @cached_property
    def evidence(self):
        """The evidence in the address."""
        evidence = Evidence.objects.visible_to(self.request.user).in_programme(self.programme)
        related = evidence.select_related(
            "entry__indicator__outcome__programme",
            "entry__period__programme",
            "unsaved__indicator__outcome__programme",
            "unsaved__period__programme",
            "unsaved__by",
        )
        return get_object_or_404(related, pk=self.kwargs["evidence"])


class ChangeEvidence(EvidenceMixin, WhileWriting, View):
    """Take evidence back or put it back, from the entry's page or from the form that records it (`?back=record`)."""

    http_method_names = ["get", "head", "post"]
    done = gettext_lazy("Saved.")

    @cached_property
    def indicator(self):
        """The indicator whose figure the evidence is about."""
        indicator = self.evidence.indicator
        indicator.outcome.programme = self.programme
        return indicator

    @cached_property
    def period(self):
        """The period of that figure."""
        return self.evidence.beside.period

    @property
    def is_writing(self):
        """Whether it is done from the form that records the figure."""
        return self.evidence.entry is None or self.request.GET.get("back") == "record"

    def get(self, request, *args, **kwargs):
        if self.is_writing:
            return redirect(self.address("record-progress"))
        return redirect(address_of(self.evidence.entry))

    def post(self, request, *args, **kwargs):
        if self.is_somebody_elses:
            raise PermissionDenied
        form = None
        if request.FILES and self.is_writing:
            # Chosen and not sent yet, when another button was pressed: they would have to be chosen again.
            form = take_evidence(request, indicator=self.indicator, period=self.period)
        problem = ""
        try:
            self.change()
        except EntryRefused as error:
            problem = str(error)
        else:
            if not request.htmx:
                messages.success(request, self.done)
        if self.is_writing:
            return self.answer(form, problem)
        entry = self.evidence.entry
        if request.htmx:
            return _items(request, self.programme, evidence_beside(entry, request.user, problem=problem))
        if problem:
            messages.error(request, problem)
        return redirect(f"{address_of(entry)}#evidence")

    def change(self):
        """Call the service's verb."""
        raise NotImplementedError


class WithdrawEvidence(ChangeEvidence):
    """Take evidence back."""

    permission_required = Permission.ENTRY_RECORD
    done = gettext_lazy("Taken back. It stays in the history; you can put it back.")

    def change(self):
        withdraw_evidence(evidence=self.evidence, by=self.request.user)


class PutBackEvidence(ChangeEvidence):
    """Put back evidence that was taken back."""

    permission_required = Permission.ENTRY_RECORD
    done = gettext_lazy("Put back.")

    def change(self):
        put_back_evidence(evidence=self.evidence, by=self.request.user)


# Whatever a file holds, nothing of it runs here.
@method_decorator(csp_update({"sandbox": True}), name="dispatch")
class OpenEvidence(EvidenceMixin, View):
    """Give out a file, to be kept where the person wants it."""

    as_attachment = True

    def get(self, request, *args, **kwargs):
        evidence = self.evidence
        if evidence.kind != EvidenceKind.FILE or not self.is_shown(evidence):
            raise Http404
        answer = get_conditional_response(request, etag=quote_etag(evidence.sha256)) or self.file(evidence)
        answer["ETag"] = quote_etag(evidence.sha256)
        # Asked for again each time, so that who may no longer see it does not.
        patch_cache_control(answer, private=True, no_cache=True)
        answer["Cross-Origin-Resource-Policy"] = "same-origin"
        return answer

    def is_shown(self, evidence):
        """Whether this person may open it."""
        return evidence.withdrawn_at is None or may_open_withdrawn(self.request.user, evidence)

    def file(self, evidence):
        """The file, piece by piece, under the name it was sent with."""
        storage = kept_files("evidence")
        try:
            content = storage.open(storage.name_of(evidence.sha256))
        except FileNotFoundError:
            logger.error("The file of evidence %s is missing: %s", evidence.pk, evidence.sha256)
            raise Http404 from None
        answer = FileResponse(content, content_type=evidence.content_type)
        answer["Content-Disposition"] = content_disposition_header(self.as_attachment, evidence.name) or "attachment"
        return answer


class EvidencePicture(OpenEvidence):
    """A picture, to be shown on the page."""

    as_attachment = False

    def is_shown(self, evidence):
        return evidence.is_picture and super().is_shown(evidence)


def _items(request, programme, evidence):
    """The part of a page that lists evidence; 422 where something was refused."""
    is_refused = evidence.problem or (evidence.form is not None and evidence.form.errors)
    status = 422 if is_refused else 200
    return render(request, ITEMS, {"evidence": evidence, "programme": programme}, status=status)
