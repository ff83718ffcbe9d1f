"""Planning a review: beginning one, what is under review, terms of reference, consultations, facts."""

from itertools import count

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Permission
from outcomes.views import FormPage, ProgrammeMixin

from ..choices import ReviewState
from ..forms.planning import ChangeReviewForm, ConsultationsForm, FactsForm, NewReviewForm, TermsForm
from ..models import ReviewTemplate
from ..selectors.changed_facts import changes_since
from ..services import change_review, create_review, link_consultations, take_facts_anew, write_terms
from ..services.facts import BEFORE_CONSULTATION
from .writing import SavesWithService, WritingPage


class CreateReview(SavesWithService, ProgrammeMixin, FormPage):
    """Plan a review of the programme."""

    permission_required = Permission.REVIEW_MANAGE
    template_name = "reviews/create_review.html"
    form_class = NewReviewForm
    saved = gettext_lazy("Planned. Name its team and timetable next, then open it for scoring.")

    def get_form_kwargs(self):
        templates = ReviewTemplate.objects.filter(is_retired=False)
        return super().get_form_kwargs() | {"programme": self.programme, "templates": templates}

    def get_initial(self):
        """The first year that has no review yet, the method of the last review, the outcomes of the last biennium."""
        reviews = dict(self.programme.reviews.order_by("slug").values_list("slug", "template"))
        years = (str(year) for year in count(self.programme.end_year))
        year = next(year for year in years if year not in reviews)
        outcomes = self.programme.country_programme_outcomes.order_by("-biennium__start_year")
        latest = outcomes.values_list("biennium", flat=True).first()
        return {
            "slug": year,
            "template": [None, *reviews.values()][-1],
            "title": _("Review %(year)s of the %(programme)s") % {"year": year, "programme": self.programme.title},
            "country_programme_outcomes": list(outcomes.filter(biennium=latest).values_list("pk", flat=True)),
        }

    def save(self, form):
        typed = dict(form.cleaned_data)
        outcomes = list(typed.pop("country_programme_outcomes"))
        self.review = create_review(programme=self.programme, outcomes=outcomes, by=self.request.user, **typed)

    def get_success_url(self):
        return reverse("reviews:set-up", kwargs={"programme": self.programme.code, "review": self.review.slug})


class ChangeReview(WritingPage):
    """Change what a review is called and what is under review."""

    form_class = ChangeReviewForm
    heading = gettext_lazy("Title, template and outcomes")

    def get_form_kwargs(self):
        # The one it has, and those it could have instead.
        offered = ReviewTemplate.objects.filter(is_retired=False)
        own = ReviewTemplate.objects.filter(pk=self.review.template_id)
        return super().get_form_kwargs() | {"programme": self.programme, "templates": offered | own}

    def get_initial(self):
        return {
            "title": self.review.title,
            "template": self.review.template,
            "country_programme_outcomes": list(self.review.country_programme_outcomes.values_list("pk", flat=True)),
            "revision": self.review.revision,
        }

    def save(self, form):
        typed = dict(form.cleaned_data)
        outcomes = list(typed.pop("country_programme_outcomes"))
        change_review(review=self.review, outcomes=outcomes, by=self.request.user, **typed)


class Terms(WritingPage):
    """Write the terms of reference."""

    form_class = TermsForm
    heading = gettext_lazy("Terms of reference")

    def get_initial(self):
        return {"text": self.review.terms_of_reference, "revision": self.review.revision}

    def save(self, form):
        write_terms(review=self.review, by=self.request.user, **form.cleaned_data)


class LinkConsultations(WritingPage):
    """Say which consultations were held for the review."""

    form_class = ConsultationsForm
    heading = gettext_lazy("Consultations held")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"programme": self.programme}

    def get_initial(self):
        return {"events": list(self.review.events.values_list("pk", flat=True)), "revision": self.review.revision}

    def save(self, form):
        typed = form.cleaned_data
        link_consultations(
            review=self.review, events=list(typed["events"]), revision=typed["revision"], by=self.request.user
        )


class FactsPage(WritingPage):
    """What the review judges, as of when, and what has changed in the programme since; for everybody to read."""

    permission_required = Permission.PROGRAMME_VIEW
    form_class = FactsForm
    template_name = "reviews/facts.html"
    heading = gettext_lazy("Facts of the review")
    saved = gettext_lazy("The review judges the facts as they stand now.")

    def get_initial(self):
        return {"revision": self.review.revision}

    def get_success_url(self):
        return self.address("facts")

    def save(self, form):
        take_facts_anew(review=self.review, by=self.request.user, **form.cleaned_data)

    def post(self, request, *args, **kwargs):
        if not request.user.has_perm(Permission.REVIEW_MANAGE, self.review):
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        # One loaded by an earlier version of this application has begun without facts of its own.
        has_begun = self.review.state != ReviewState.PLANNED
        is_open = self.review.state in BEFORE_CONSULTATION and has_begun
        return super().get_context_data(
            changes=changes_since(self.review),
            stays=not is_open,
            may_take=is_open and self.request.user.has_perm(Permission.REVIEW_MANAGE, self.review),
            **kwargs,
        )
