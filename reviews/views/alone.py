"""Scoring alone: the list of all there is to score, one thing of it, and handing in."""

from collections import Counter

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Permission
from dwcp.toolkit.htmx import HtmxPartialMixin
from indicators.choices import Status

from ..forms import AloneForm, MySourcesForm, QuickScoreForm
from ..models import TeamMember
from ..selectors import citations_of, fixed_facts_of, progress_of, scorecard_of
from ..services import ReviewRefused, StaleReview, hand_in_scores, score_alone, take_back_scores
from .base import ReviewPage

# The part of the form that HTMX fills in when what is typed is kept by itself.
KEPT_LINE = "kept-line"


class AlonePage(ReviewPage):
    """A page with one's own scores; it shows nobody else's."""

    permission_required = Permission.REVIEW_SCORE
    tab = "my-scores"

    def get_reviews(self):
        own = TeamMember.objects.filter(review=OuterRef("pk"), person=self.request.user)
        return super().get_reviews().annotate(handed_in_at=Subquery(own.values("handed_in_at")))

    @cached_property
    def scorecard(self):
        """All there is to score, with one's own scores."""
        return scorecard_of(self.review, self.request.user)

    def keep(self, item, **answered):
        """Keep one's own score."""
        return score_alone(
            review=self.review,
            criterion=item.criterion,
            outcome=item.outcome,
            area=item.area,
            by=self.request.user,
            **answered,
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            handed_in_at=self.review.handed_in_at,
            scorecard=self.scorecard,
            is_open=self.review.is_scored_alone and not self.review.handed_in_at,
            **kwargs,
        )


class MyScores(HtmxPartialMixin, AlonePage):
    """All there is to score in one list, to be scored there and then; how far the team has come."""

    http_method_names = ["get", "head", "post"]
    template_name = "reviews/my_scores.html"
    heading = gettext_lazy("My scores")
    htmx_partial = "state"

    def get_context_data(self, **kwargs):
        team = () if self.wants_partial() else progress_of(self.review, len(self.scorecard.items))
        return super().get_context_data(team=team, **kwargs)

    def post(self, request, *args, **kwargs):
        """Score one thing of the list; its words stay as they are."""
        item = self.scorecard.find(request.POST.get("item", ""))
        form = QuickScoreForm(request.POST, scale=self.scale)
        if item is None or not form.is_valid():
            return self.answer(item, self._sentence(form), 422)
        try:
            self.keep(item, revision=form.cleaned_data["revision"], **form.answered())
        except StaleReview:
            return self.answer(item, _("You changed this in another window. Load the page again to see it."), 409)
        except ReviewRefused as refused:
            return self.answer(item, str(refused), 422)
        if not self.wants_partial():
            return redirect(f"{self.address('my-scores')}#{item.key}")
        del self.scorecard
        return self.render_to_response(self.get_context_data(item=self.scorecard.find(item.key)))

    def answer(self, item, sentence, status):
        """Why it was not kept, beside the thing or above the list."""
        # The next answer builds on what this window has seen.
        seen = self.request.POST.get("revision", "")
        context = self.get_context_data(item=item, refused=sentence, revision=seen)
        return self.render_to_response(context, status=status)

    def _sentence(self, form):
        if form.is_valid():
            return _("There is no such thing to score. Load the page again.")
        return " ".join(sentence for sentences in form.errors.values() for sentence in sentences)


class OneThing(AlonePage):
    """A page about one thing to score."""

    http_method_names = ["get", "head", "post"]

    @cached_property
    def item(self):
        """The thing in the address; otherwise 404."""
        item = self.scorecard.find(self.kwargs["item"])
        if item is None:
            raise Http404
        return item

    @cached_property
    def served(self):
        """The outcomes of the programme that the thing belongs to; none for a criterion, which is about all."""
        return list(self.item.outcome.dwcp_outcomes.all()) if self.item.outcome else []

    def get_permission_subject(self):
        # What is not there is not found, whoever asks.
        return self.item and self.review

    def get_trail(self):
        return [*super().get_trail(), (_("My scores"), self.address("my-scores"))]

    def get_context_data(self, **kwargs):
        return super().get_context_data(item=self.item, score=self.item.score, **kwargs)

    def answer(self, form, status, **context):
        """The form again, with what was typed."""
        return self.render_to_response(self.get_context_data(form=form, **context), status=status)

    def refuse(self, form, refused):
        """The form with the service's sentences beside their fields."""
        for field, sentence in refused.problems.items():
            form.add_error(field if field in form.fields else None, sentence)
        return self.answer(form, 422)


class ScoreAlone(HtmxPartialMixin, OneThing):
    """One thing to score, with what is asked and the evidence at hand; what is typed is kept by itself."""

    template_name = "reviews/my_score.html"
    htmx_partial = "scoring"

    @property
    def keeps_by_itself(self):
        """Whether this is what the page sends while somebody types."""
        return self.request.htmx.target == KEPT_LINE

    def get_template_names(self):
        if self.keeps_by_itself:
            return [f"{self.template_name}#kept"]
        return super().get_template_names()

    def get_heading(self):
        return self.item.name

    def get_here(self):
        return self.item.short_name

    def get_form(self, data=None):
        """The form of this thing, with what is kept or with what was typed."""
        return AloneForm(data, item=self.item, scale=self.scale)

    def post(self, request, *args, **kwargs):
        form = self.get_form(request.POST)
        if not form.is_valid():
            return self.answer(form, 422)
        try:
            score = self.keep(self.item, **form.answered())
        except StaleReview as stale:
            current = stale.current
            current.criterion, current.area = self.item.criterion, self.item.area
            return self.answer(form if self.keeps_by_itself else form.on_top_of(current), 409, stale=stale)
        except ReviewRefused as refused:
            return self.refuse(form, refused)
        if self.keeps_by_itself:
            return self.render_to_response({"score": score, "kept_at": timezone.localtime(score.saved_at)})
        return self.go_on()

    def go_on(self):
        """To the next thing, or back to the list, as the button said."""
        _before, after, _place = self.scorecard.around(self.item.key)
        goes_to_list = self.request.POST.get("go") == "list" or after is None
        messages.success(self.request, _("Saved: %(what)s") % {"what": self.item.name})
        address = self.address("my-scores") if goes_to_list else self.address("my-score", item=after.key)
        if goes_to_list:
            address += f"#{self.item.key}"
        if self.wants_partial():
            return HttpResponse(headers={"HX-Redirect": address})
        return redirect(address)

    def answer(self, form, status, **context):
        """The form again, with what was typed; or only why it is not kept, if the page sent it by itself."""
        if self.keeps_by_itself:
            return self.render_to_response({"form": form, **context}, status=status)
        return super().answer(form, status, **context)

    def get_context_data(self, **kwargs):
        before, after, place = self.scorecard.around(self.item.key)
        kwargs.setdefault("form", self.get_form())
        return super().get_context_data(
            before=before,
            after=after,
            place=place,
            evidence=self.evidence(),
            citations=citations_of(self.item.score),
            sub_criteria=self.item.criterion.sub_criteria.all() if self.item.criterion else (),
            **kwargs,
        )

    def evidence(self):
        """The facts as they were fixed: those of the outcome, with what was found on them, or all for a criterion."""
        facts = fixed_facts_of(self.review)
        indicators, findings = facts.indicators, ()
        if self.item.outcome:
            numbers = {outcome.number for outcome in self.served}
            indicators = [fact for fact in indicators if fact.outcome in numbers]
            findings = self.review.indicator_findings.filter(country_programme_outcome=self.item.outcome)
        named = [(fact, Status(fact.status).label) for fact in indicators]
        counts = Counter(fact.status for fact in indicators)
        return {
            "as_at": facts.as_at,
            "indicators": named,
            "findings": findings,
            "tally": [(status, status.label, counts[status]) for status in Status if counts[status]],
        }


class CiteAlone(OneThing):
    """What one's own score rests on: all of it, to be ticked."""

    template_name = "reviews/my_sources.html"

    def get_heading(self):
        return _("What your score rests on")

    @property
    def back(self):
        """The form of the thing."""
        return self.address("my-score", item=self.item.key)

    def get_trail(self):
        return [*super().get_trail(), (self.item.short_name, self.back)]

    def get_form(self, data=None):
        """All that can be ticked, with what is."""
        own = {self.item.outcome.first_served} if self.item.outcome else ()
        return MySourcesForm(data, score=self.item.score, programme=self.programme, own=own)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", self.get_form())
        return super().get_context_data(back=self.back, **kwargs)

    def post(self, request, *args, **kwargs):
        form = self.get_form(request.POST)
        if not form.is_valid():
            return self.answer(form, 422)
        own = self.item.score
        try:
            self.keep(
                self.item,
                score=own.score,
                is_not_assessed=own.is_not_assessed,
                sources=form.chosen(),
                revision=form.cleaned_data["revision"],
            )
        except StaleReview as stale:
            return self.answer(form.on_top_of(stale.current), 409, stale=stale)
        except ReviewRefused as refused:
            return self.refuse(form, refused)
        messages.success(request, _("Saved: what %(what)s rests on.") % {"what": self.item.name})
        return redirect(self.back)


class HandIn(AlonePage):
    """Say that one's own scores are complete, or take that back; both lead back to the list."""

    http_method_names = ["get", "head", "post"]
    done = gettext_lazy("Handed in. You can take your scores back until the team comes together.")

    def get(self, request, *args, **kwargs):
        # Who had to sign in again before sending comes back here.
        return redirect(self.address("my-scores"))

    def post(self, request, *args, **kwargs):
        try:
            self.act()
        except ReviewRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, self.done)
        return redirect(self.address("my-scores"))

    def act(self):
        """Call the service's verb."""
        hand_in_scores(review=self.review, by=self.request.user)


class TakeBack(HandIn):
    """Take one's scores back."""

    done = gettext_lazy("Taken back. Hand them in again when they are complete.")

    def act(self):
        take_back_scores(review=self.review, by=self.request.user)
