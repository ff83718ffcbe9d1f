"""The way of country programme outcomes from one biennium to the next: carried over, renumbered, split, merged."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.choices import Permission

from ..forms import CarryOverForm, CarryOverTogetherForm, MergeForm, SplitForm
from ..models import Biennium
from ..services import Refused, carry_over, carry_over_together, merge, split
from ..services.lineage import named
from .base import FormPage, ProgrammeMixin
from .country_programme_outcomes import PLACE, in_full


class Succession(ProgrammeMixin, FormPage):
    """A page from which outcomes go on in a later biennium."""

    permission_required = Permission.STRUCTURE_EDIT
    template_name = "outcomes/succession.html"
    hint: object = ""

    @property
    def title(self):
        """What the page is called."""
        raise NotImplementedError

    @cached_property
    def outcome(self):
        """The outcome in the address; 404 if there is none in this programme."""
        outcomes = self.programme.country_programme_outcomes.select_related("biennium", "parent", "programme")
        return get_object_or_404(outcomes, pk=self.kwargs["record"])

    @property
    def biennium(self):
        """The one that outcomes leave."""
        return self.outcome.biennium

    @cached_property
    def later(self):
        """Biennia in which they may go on."""
        return Biennium.objects.filter(start_year__gt=self.biennium.start_year)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"later": self.later, "outcome": self.outcome}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=self.title,
            hint=self.hint,
            biennium=self.biennium,
            later=self.later.first(),
            # As text, for the address of the page that adds it.
            next_year=str(self.biennium.end_year + 1),
            back=self.get_success_url(),
            **kwargs,
        )

    def get_success_url(self):
        return reverse(PLACE, kwargs={"programme": self.programme.code})

    def form_valid(self, form):
        try:
            successors = self.go_on(form)
        except Refused as error:
            form.refuse(error.problems)
            return self.form_invalid(form)
        names = ", ".join(named(one) for one in successors)
        message = ngettext("Added: %(names)s.", "%(number)d added: %(names)s.", len(successors))
        messages.success(self.request, message % {"names": names, "number": len(successors)})
        return redirect(self.get_success_url())

    def go_on(self, form):
        """Call the service's verb; returns the new outcomes."""
        raise NotImplementedError


class CarryOver(Succession):
    """Let one outcome go on, under its code or renumbered."""

    form_class = CarryOverForm

    @property
    def title(self):
        return _("Carry over %(outcome)s") % {"outcome": named(self.outcome)}

    def go_on(self, form):
        typed = {name: form.cleaned_data[name] for name in ("biennium", "code", "title")}
        return [carry_over(outcome=self.outcome, by=self.request.user, **typed)]


class Split(Succession):
    """Let one outcome become several."""

    form_class = SplitForm
    template_name = "outcomes/split.html"
    hint = gettext_lazy("A part that keeps the code carries the outcome over; the others are split off.")

    @property
    def title(self):
        return _("Split %(outcome)s") % {"outcome": named(self.outcome)}

    def go_on(self, form):
        biennium = form.cleaned_data["biennium"]
        return split(outcome=self.outcome, biennium=biennium, parts=form.parts(), by=self.request.user)


class OfBiennium(Succession):
    """A page from which several outcomes of one biennium go on."""

    @cached_property
    def biennium(self):
        """The one in the address; 404 if there is none."""
        return get_object_or_404(Biennium, start_year=self.kwargs["biennium"])

    @cached_property
    def outcomes(self):
        """The programme's outcomes of this biennium; 404 where it has none."""
        outcomes = in_full(self.programme.country_programme_outcomes.filter(biennium=self.biennium))
        if not outcomes.exists():
            raise Http404
        return outcomes

    def get_form_kwargs(self):
        return FormPage.get_form_kwargs(self) | {"outcomes": self.outcomes}


class Merge(OfBiennium):
    """Let several outcomes become one."""

    form_class = MergeForm

    @property
    def title(self):
        return _("Merge several outcomes of %(biennium)s") % {"biennium": self.biennium}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"later": self.later}

    def go_on(self, form):
        typed = {name: form.cleaned_data[name] for name in ("biennium", "code", "title")}
        return [merge(outcomes=list(form.cleaned_data["outcomes"]), by=self.request.user, **typed)]


class CarryOverTogether(OfBiennium):
    """Let many outcomes go on at once in the next biennium, each under its code."""

    form_class = CarryOverTogetherForm
    template_name = "outcomes/carry_over_together.html"

    @property
    def title(self):
        return _("Carry over the outcomes of %(biennium)s") % {"biennium": self.biennium}

    @cached_property
    def next_biennium(self):
        """Where they go: the biennium that follows this one; None if nobody has added it."""
        return Biennium.objects.filter(start_year=self.biennium.end_year + 1).first()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        chosen = context["form"]["outcomes"].value()
        rows = []
        for outcome in self.outcomes:
            gone_on = [one for one in outcome.successors.all() if one.biennium == self.next_biennium]
            # All that can go on are ticked at first; afterwards what the person ticked.
            ticked = not context["form"].is_bound or str(outcome.pk) in (chosen or [])
            rows.append((outcome, gone_on, ticked))
        return context | {"rows": rows, "later": self.next_biennium}

    def go_on(self, form):
        if self.next_biennium is None:
            raise Refused(_("There is no biennium after this one yet. Add it first."))
        chosen = list(form.cleaned_data["outcomes"])
        return carry_over_together(outcomes=chosen, biennium=self.next_biennium, by=self.request.user)
