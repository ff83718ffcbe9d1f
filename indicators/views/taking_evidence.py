"""Evidence that comes with a form, and what a page shows of what lies beside a figure."""

from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.generic import View

from accounts.choices import Permission
from dwcp.toolkit.uploads import LimitedUploads

from ..choices import EntryState
from ..forms import EvidenceForm
from ..forms.evidence import MOST_TOGETHER
from ..models import Evidence
from ..selectors import evidence_of, evidence_while_writing
from ..services import LARGEST_EVIDENCE, EntryRefused, add_evidence

# What is larger is not read at all. Up to here the rest is read and dropped, so that what was typed is not lost.
LARGEST_REQUEST = 250 * 1024**2  # bytes


@method_decorator(csrf_exempt, name="dispatch")
class TakesFiles(View):
    """A page to which files are sent: no more of them is kept than may be. Put it first among the bases."""

    def dispatch(self, request, *args, **kwargs):
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > LARGEST_REQUEST:
            raise RequestDataTooBig("The request is larger than all files that may come at once.")
        # Before anything of them is read; Django's check of the form's token would read them, so it comes after.
        request.upload_handlers = [
            LimitedUploads(request, most=LARGEST_EVIDENCE, most_together=MOST_TOGETHER),
        ]
        return self._checked(request, *args, **kwargs)

    @method_decorator(csrf_protect)
    def _checked(self, request, *args, **kwargs):
        return super().dispatch(request, *args, **kwargs)


@dataclass(frozen=True)
class Item:
    """A piece of evidence, and what this person may do with it."""

    evidence: Evidence
    may_open: bool
    may_change: bool


@dataclass(frozen=True)
class EvidenceShown:
    """What lies beside a figure, as one person sees it on a page.

    `form` is there for who may add to it, `add_to` where it is sent; `query` leads back to this page from elsewhere,
    `problem` is why what was just asked for was not done.
    """

    items: tuple[Item, ...]
    form: EvidenceForm | None
    add_to: str
    query: str = ""
    problem: str = ""

    largest = LARGEST_EVIDENCE

    @property
    def standing(self):
        """What nobody took back."""
        return [item for item in self.items if item.evidence.withdrawn_at is None]

    @property
    def withdrawn(self):
        """What was taken back."""
        return [item for item in self.items if item.evidence.withdrawn_at is not None]

    @property
    def may_do(self):
        """Whether this person may do anything with it but read."""
        return self.form is not None or any(item.may_change for item in self.items)


def take_evidence(request, **beside):
    """Lay beside a figure what came with a request; what is refused stands in the form that is returned.

    `beside` says where, as `add_evidence` takes it. What is taken is taken, also where something else is refused: on
    a slow line nobody wants to send it twice.
    """
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return form
    refused = []
    for one in list(form.sent()):
        try:
            add_evidence(by=request.user, **beside, **one)
        except EntryRefused as error:
            refused.append(error.problems)
    if not any(field.startswith("evidence_") for problems in refused for field in problems):
        form.data = left = request.POST.copy()
        for field in ("evidence_link", "evidence_name"):
            left.pop(field, None)
    for problems in refused:
        form.refuse(problems)
    return form


def refuse_nothing(form):
    """Say so where the button was pressed and there is nothing to add."""
    if not form.errors and not any(form.sent()):
        form.add_error("evidence", _("Choose a file, or type the address of a page."))


def evidence_beside(entry, user, *, form=None, problem=""):
    """What lies beside an entry, as this person sees it on the entry's page."""
    is_current = entry.series == entry.indicator.series
    records = user.has_perm(Permission.ENTRY_RECORD, entry) and is_current and entry.period.is_open
    may_add = records and entry.state != EntryState.VERIFIED
    if form is not None and not may_add:
        # The fields have gone since it was sent; why, is said all the same.
        problem = " ".join(form.sentences)
    items = _items(evidence_of([entry], with_withdrawn=True)[entry.pk], user, records and entry.is_writable)
    kwargs = {"programme": entry.programme.code, "indicator": entry.indicator.code, "period": entry.period.label}
    add_to = reverse("indicators:add-evidence", kwargs=kwargs)
    return EvidenceShown(items, (form or EvidenceForm()) if may_add else None, add_to, problem=problem)


def evidence_beside_typed(report, entry, *, form=None, problem=""):
    """What lies beside the figure that a person is writing, on a page of this report; `entry` is what is saved of it.

    `report` is the view (ReportMixin), `entry` may be None.
    """
    user = report.request.user
    items = _items(
        evidence_while_writing(report.indicator, report.period, entry, user),
        user,
        may_change=entry is None or entry.is_writable,
    )
    query = "?back=record" + ("&next=work" if report.is_work else "")
    return EvidenceShown(items, form or EvidenceForm(), report.address("add-typed-evidence"), query, problem)


def may_open_withdrawn(user, evidence):
    """What was taken back may have been a mistake: it is opened by who records or verifies the figure, nobody else."""
    subject = evidence.entry or evidence.indicator
    return user.has_perm(Permission.ENTRY_RECORD, subject) or user.has_perm(Permission.ENTRY_VERIFY, subject)


def _items(evidence, user, may_change):
    return tuple(
        Item(
            one,
            # What is not saved yet is its writer's own.
            may_open=one.withdrawn_at is None or one.unsaved_id is not None or may_open_withdrawn(user, one),
            may_change=may_change or one.unsaved_id is not None,
        )
        for one in evidence
    )
