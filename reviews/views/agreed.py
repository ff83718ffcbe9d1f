"""What stands beside an agreed score: how each member sees it, what it rests on, and who sees it otherwise."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.edit import FormMixin

from accounts.choices import Permission
from outcomes.models import Removal

from ..forms import CitationForm, DissentForm
from ..models import Citation, CriterionScore, Dissent
from ..selectors import criteria_table_of, profile_of, taken_out_of, views_of, with_support
from ..services import (
    ReviewRefused,
    StaleReview,
    cite,
    dissent,
    put_back_into_review,
    remove_citation,
    withdraw_dissent,
)
from .base import ReviewPage


class AgreedScore(ReviewPage):
    """A page about one agreed score: that of the criterion, or of the outcome and area, in its address."""

    permission_required = Permission.REVIEW_SCORE

    @cached_property
    def around(self):
        """What the score counts in, as it was found: the table of criteria, or the profile of the outcome."""
        if "criterion" in self.kwargs:
            return criteria_table_of(self.review, self.scale)
        profile = profile_of(self.review, self.scale, self.kwargs["outcome"])
        if profile is None:
            raise Http404
        return profile

    @cached_property
    def score(self):
        """The agreed score; 404 where the review has no such thing. A rating may not be kept yet."""
        if "criterion" in self.kwargs:
            scores = (row.score for row in self.around.rows)
            score = next((one for one in scores if one.criterion.number == self.kwargs["criterion"]), None)
        else:
            ratings = (area.rating for area in self.around.areas)
            score = next((one for one in ratings if one.area.letter == self.kwargs["area"]), None)
        if score is None:
            raise Http404
        score.review = self.review
        return score

    def get_permission_subject(self):
        return self.score

    @property
    def part(self):
        """The part of the address that names the score within its review."""
        if isinstance(self.score, CriterionScore):
            return {"criterion": self.score.criterion.number}
        return {"outcome": self.score.country_programme_outcome.code, "area": self.score.area.letter}

    @property
    def kind(self):
        """What ends the names of the addresses of this kind of score."""
        return "criterion" if isinstance(self.score, CriterionScore) else "area"

    @property
    def own_address(self):
        """The address of the form of the score."""
        name = "score-criterion" if self.kind == "criterion" else "rate-area"
        return self.address(name, **self.part)

    def beside(self):
        """What stands beside the score."""
        with_support([self.score])
        is_kept = self.score.pk is not None
        dissents = list(self.score.dissents.all()) if is_kept else []
        scored = {
            "criterion": getattr(self.score, "criterion", None),
            "outcome": getattr(self.score, "country_programme_outcome", None),
            "area": getattr(self.score, "area", None),
        }
        return {
            "views": views_of(self.review, self.scale, **scored),
            "dissents": dissents,
            "own_dissent": next((one for one in dissents if one.by_id == self.request.user.pk), None),
            "citations": list(self.score.citations.all()) if is_kept else [],
            "taken_out": list(taken_out_of(self.score, self.request.user)) if is_kept else [],
            "dissent_address": self.address(f"dissent-{self.kind}", **self.part),
            "citations_address": self.address(f"cite-{self.kind}", **self.part),
        }


class BesideForm(FormMixin, AgreedScore):
    """A form about an agreed score that leads back to it."""

    http_method_names = ["get", "head", "post"]
    tab = "criteria"
    saved = ""

    @property
    def name(self):
        """What the score is called."""
        if self.kind == "criterion":
            return _("Criterion %(number)s") % {"number": self.score.criterion.number}
        return f"{self.score.country_programme_outcome.code}: {self.score.area}"

    def get_trail(self):
        return [*super().get_trail(), (self.name, self.own_address)]

    def get_context_data(self, **kwargs):
        return super().get_context_data(score=self.score, name=self.name, back=self.own_address, **kwargs)

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        if not form.is_valid():
            return self.answer(form, 422)
        try:
            self.record(form)
        except StaleReview as stale:
            return self.answer(form.on_top_of(stale.current), 409, stale=stale)
        except ReviewRefused as refused:
            for field, sentence in refused.problems.items():
                form.add_error(field if field in form.fields else None, sentence)
            return self.answer(form, 422)
        messages.success(request, self.saved)
        return redirect(self.own_address)

    def record(self, form):
        """Call the service's verb with what was typed."""
        raise NotImplementedError

    def answer(self, form, status, **context):
        """The form again, with what was typed."""
        return self.render_to_response(self.get_context_data(form=form, **context), status=status)


class DissentFromScore(BesideForm):
    """Say what one sees otherwise than the team agreed, or change that."""

    template_name = "reviews/dissent.html"
    form_class = DissentForm
    heading = gettext_lazy("Another view")
    saved = gettext_lazy("Your other view is kept, and the report prints it.")

    def get_form_kwargs(self):
        own = self.score.dissents.filter(by=self.request.user).first() if self.score.pk else None
        return super().get_form_kwargs() | {"dissent": own or Dissent(revision=0), "scale": self.scale}

    def get_context_data(self, **kwargs):
        score = self.score
        of_criterion = self.kind == "criterion"
        agreed, words = (score.score, score.rationale) if of_criterion else (score.rating, score.comment)
        label = self.scale.labels.get(agreed)
        return super().get_context_data(agreed=agreed, agreed_label=label, agreed_words=words, **kwargs)

    def record(self, form):
        dissent(score=self.score, by=self.request.user, **form.cleaned_data)


class CiteForScore(BesideForm):
    """Say what an agreed score rests on."""

    template_name = "reviews/cite.html"
    form_class = CitationForm
    heading = gettext_lazy("What the score rests on")
    saved = gettext_lazy("Added to what the score rests on.")

    def get_form_kwargs(self):
        outcome = getattr(self.score, "country_programme_outcome", None)
        own = {served.number for served in outcome.dwcp_outcomes.all()} if outcome else ()
        return super().get_form_kwargs() | {"programme": self.programme, "own": own}

    def record(self, form):
        cite(score=self.score, sources=form.chosen(), by=self.request.user)


class Button(AgreedScore):
    """A button beside an agreed score: it leads back to the score."""

    http_method_names = ["get", "head", "post"]
    done = ""

    def get(self, request, *args, **kwargs):
        # Who had to sign in again before sending comes back here.
        return redirect(self.own_address)

    def post(self, request, *args, **kwargs):
        try:
            self.act()
        except ReviewRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, self.done)
        return redirect(self.own_address)

    def act(self):
        """Call the service's verb."""
        raise NotImplementedError


class WithdrawDissent(Button):
    """Give up one's own other view."""

    done = gettext_lazy("Your other view is withdrawn. You can put it back below.")

    def act(self):
        own = self.score.dissents.filter(by=self.request.user).first() if self.score.pk else None
        if own is None:
            raise ReviewRefused({"": _("You have no other view of this score.")})
        withdraw_dissent(dissent=own, by=self.request.user)


class RemoveCitation(Button):
    """Take away one thing a score rests on."""

    done = gettext_lazy("Removed. You can put it back below.")

    @cached_property
    def citation(self):
        """The citation in the address, of an agreed score of this review; otherwise 404."""
        citations = Citation.objects.select_related(
            "criterion_score__criterion", "area_rating__country_programme_outcome", "area_rating__area"
        )
        of_review = citations.filter(criterion_score__review=self.review) | citations.filter(
            area_rating__review=self.review
        )
        return get_object_or_404(of_review, pk=self.kwargs["record"])

    @cached_property
    def score(self):
        score = self.citation.criterion_score or self.citation.area_rating
        score.review = self.review
        return score

    def act(self):
        remove_citation(citation=self.citation, by=self.request.user)


class PutBackIntoReview(ReviewPage):
    """Put back what was taken out of the scores or the findings of a review."""

    http_method_names = ["get", "head", "post"]
    permission_required = Permission.REPORT_WRITE

    @cached_property
    def removal(self):
        """The removal in the address; otherwise 404."""
        removals = Removal.objects.visible_to(self.request.user).filter(programme=self.programme)
        return get_object_or_404(removals, pk=self.kwargs["removal"])

    def get_permission_subject(self):
        return self.removal and self.review

    def get(self, request, *args, **kwargs):
        return redirect(self.get_success_url())

    def post(self, request, *args, **kwargs):
        try:
            put_back_into_review(review=self.review, removal=self.removal, by=request.user)
        except ReviewRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Put back: %(what)s") % {"what": self.removal.what})
        return redirect(self.get_success_url())

    def get_success_url(self):
        """The page of the review from which it was asked for."""
        home = self.address("review")
        back = self.request.POST.get("back", "")
        return back if back.startswith(home) else self.address("criteria")
