"""What waits for verification: the queue, several entries at once, samples drawn to be checked."""

from secrets import randbelow

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from accounts.choices import Permission
from outcomes.views import FormPage, ProgrammeMixin

from ..forms import DrawForm, QueueFilter, TogetherForm
from ..models import ProgressEntry
from ..sampling import SEEDS
from ..selectors import beside_of, counts_to_draw_from, next_in, queue_of, samples_of
from ..services import EntriesRefused, EntryRefused, SampleRefused, draw_sample, verify_entries
from .walking import QUEUE, Walk, address_in_queue

ON_A_PAGE = 50


class Verification(ProgrammeMixin, TemplateView):
    """Everything that waits for a verifier, each entry beside what it is held against."""

    permission_required = Permission.ENTRY_VERIFY
    template_name = "indicators/verification.html"

    @cached_property
    def queue(self):
        """What waits, and what of it this person wrote."""
        prefetch_related_objects([self.programme], "periods")
        return queue_of(self.request.user, self.programme)

    def get_context_data(self, *, together=None, refused=None, **kwargs):
        narrowing = QueueFilter(self.request.GET, queue=self.queue)
        shown = narrowing.narrowed(self.queue)
        page = Paginator(shown, ON_A_PAGE).get_page(self.request.GET.get("page"))
        simple = [one for one in shown if one.is_simple]
        first = next_in(shown)
        return super().get_context_data(
            form=narrowing,
            query=narrowing.query,
            page_obj=page,
            rows=[(one, address_in_queue(one.entry, narrowing.query)) for one in beside_of(page.object_list)],
            first=first and address_in_queue(first, narrowing.query),
            shown=len(shown),
            waiting=sum(not one.is_own for one in self.queue),
            own=sum(one.is_own for one in self.queue),
            unusual=sum(bool(one.doubts) for one in shown),
            simple=len(simple),
            together=together or (TogetherForm(waiting=simple, auto_id="id_together_%s") if simple else None),
            refused=refused,
            **kwargs,
        )


class VerifyTogether(Verification):
    """Verify several entries in one and the same way; where one of them cannot stand, none is, and it is named."""

    def get(self, request, *args, **kwargs):
        # Who had to sign in again comes back here: the form stands below the list.
        return redirect(self.address)

    @property
    def address(self):
        """Where the list stands, as it was narrowed."""
        address = reverse("indicators:verification", kwargs={"programme": self.programme.code})
        query = self.request.GET.urlencode()
        return f"{address}?{query}" if query else address

    def post(self, request, *args, **kwargs):
        simple = [one for one in QueueFilter(request.GET, queue=self.queue).narrowed(self.queue) if one.is_simple]
        form = TogetherForm(request.POST, waiting=simple, auto_id="id_together_%s")
        refused = None
        if form.is_valid():
            try:
                verified = verify_entries(entries=self._chosen(form.revisions), by=request.user, **form.how)
            except EntriesRefused as error:
                refused = error.problems
            except EntryRefused as error:
                form.refuse(error.problems)
            else:
                number = len(verified)
                message = ngettext(
                    "%(number)d entry verified. Its figure now counts.",
                    "%(number)d entries verified. Their figures now count.",
                    number,
                )
                messages.success(request, message % {"number": number})
                return redirect(self.address)
        context = self.get_context_data(together=form, refused=refused)
        return self.render_to_response(context, status=409 if refused else 422)

    def _chosen(self, revisions):
        """The entries that were chosen, of this programme, with the revisions that were looked at."""
        entries = ProgressEntry.objects.visible_to(self.request.user).in_programme(self.programme)
        return [(entry, revisions[entry.pk]) for entry in entries.filter(pk__in=revisions)]


class NextToVerify(ProgrammeMixin, View):
    """Lead on from one entry of the queue to the next, or from the list to its first."""

    permission_required = Permission.ENTRY_VERIFY

    def get(self, request, *args, **kwargs):
        prefetch_related_objects([self.programme], "periods")
        entries = ProgressEntry.objects.visible_to(request.user).in_programme(self.programme)
        after = request.GET.get("after", "")
        entry = entries.filter(pk=int(after)).first() if after.isdecimal() and len(after) < 18 else None
        return redirect(Walk(request.user, self.programme, request.GET.get(QUEUE, "")).after(entry))


class Samples(ProgrammeMixin, FormPage):
    """Draw entries of a period by lot to be checked more closely, and see how far checking them has come."""

    permission_required = Permission.ENTRY_VERIFY
    template_name = "indicators/verification_samples.html"
    form_class = DrawForm

    @cached_property
    def counts(self):
        """The periods to draw from, with how many entries can be drawn in each."""
        prefetch_related_objects([self.programme], "periods")
        return counts_to_draw_from(self.programme)

    def get_initial(self):
        return {"seed": randbelow(SEEDS)}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"counts": self.counts}

    def get_context_data(self, **kwargs):
        return super().get_context_data(samples=samples_of(self.programme), counts=self.counts, **kwargs)

    def form_valid(self, form):
        try:
            drawn = draw_sample(by=self.request.user, **form.cleaned_data)
        except SampleRefused as error:
            form.refuse(error.problems)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("Drawn from %(period)s with the seed %(seed)s. The sample stands below.")
            % {"period": drawn.period, "seed": drawn.seed},
        )
        return redirect("indicators:samples", programme=self.programme.code)
