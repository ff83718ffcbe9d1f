"""Forms of a review as it is planned and moved on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dwcp.toolkit.fields import ProseField
from outcomes.forms import Refusable
from outcomes.models import CountryProgrammeOutcome

from ..choices import ReviewState
from ..models import Review, ReviewTemplate
from .revisions import INCOMPLETE, RevisionField

# Terms of reference are a document of some pages.
LONGEST_TERMS = 100_000


class RevisionForm(Refusable, forms.Form):
    """Something about a review, at the revision its writer saw."""

    revision = RevisionField()

    # Fields that are called otherwise than what they keep.
    kept_as: dict[str, str] = {}

    def saved_now(self, current):
        """What is saved of `current` under each field, in words, for somebody who typed over it."""
        for field in self.visible_fields():
            value = getattr(current, self.kept_as.get(field.name, field.name), None)
            if value is not None:
                yield field.label, ", ".join(map(str, value.all())) if hasattr(value, "all") else str(value)


class TemplateField(forms.ModelChoiceField):
    """A template with its version."""

    def label_from_instance(self, template):
        return str(template)


class OutcomesField(forms.ModelMultipleChoiceField):
    """Country programme outcomes, by code and biennium."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, outcome):
        return f"{outcome.code} {outcome.short_title or outcome.title} ({outcome.biennium})"


class ReviewPlanForm(Refusable, forms.Form):
    """What a review is called, by which template it is made, and what it looks at."""

    title = forms.CharField(label=_("Title"), max_length=Review._meta.get_field("title").max_length)
    template = TemplateField(
        label=_("Template"),
        queryset=ReviewTemplate.objects.none(),
        help_text=_("The scale, criteria, performance areas and report sections. The review keeps this version."),
    )
    country_programme_outcomes = OutcomesField(
        label=_("Outcomes under review"),
        queryset=CountryProgrammeOutcome.objects.none(),
        required=False,
        help_text=_("Each is rated in every performance area of the template."),
        error_messages={"invalid_choice": _("Choose outcomes of this programme.")},
    )

    def __init__(self, *args, programme, templates, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = templates  # type: ignore[attr-defined]
        outcomes = programme.country_programme_outcomes.select_related("biennium")
        self.fields["country_programme_outcomes"].queryset = outcomes  # type: ignore[attr-defined]


class NewReviewForm(ReviewPlanForm):
    """A review that is to be planned."""

    slug = forms.SlugField(
        label=_("Short name"),
        max_length=Review._meta.get_field("slug").max_length,
        help_text=_("As a rule the year, such as 2010. It stands in addresses and orders the reviews; it stays."),
        error_messages={"invalid": _("Use plain letters, digits and hyphens only, such as 2010 or 2010-mid.")},
    )
    field_order = ["slug", "title", "template", "country_programme_outcomes"]


class ChangeReviewForm(ReviewPlanForm, RevisionForm):
    """A review that is planned already."""

    field_order = ["title", "template", "country_programme_outcomes", "revision"]


class TermsForm(RevisionForm):
    """The terms of reference."""

    kept_as = {"text": "terms_of_reference"}

    text = ProseField(
        label=_("Terms of reference"),
        required=False,
        max_length=LONGEST_TERMS,
        help_text=_("Markdown: # for headings, - for lists, **bold**. The report prints them in an annex."),
    )
    field_order = ["text", "revision"]


class EventsField(forms.ModelMultipleChoiceField):
    """Consultations by day."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, event):
        return f"{event} ({event.get_kind_display()})"


class ConsultationsForm(RevisionForm):
    """Which consultations were held for the review."""

    events = EventsField(
        label=_("Consultations held for the review"),
        queryset=None,
        required=False,
        error_messages={"invalid_choice": _("Choose consultations of this programme.")},
    )
    field_order = ["events", "revision"]

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["events"].queryset = programme.events.all()  # type: ignore[attr-defined]


class FactsForm(RevisionForm):
    """Why the facts are taken anew."""

    reason = ProseField(
        label=_("Why the facts are taken anew"), max_length=2000, help_text=_("The history of the review keeps it.")
    )
    field_order = ["reason", "revision"]


class MoveForm(RevisionForm):
    """Where the review is to go, and why, where a reason is needed."""

    to = forms.ChoiceField(
        choices=ReviewState.choices,
        widget=forms.HiddenInput,
        error_messages={"required": INCOMPLETE["required"], "invalid_choice": INCOMPLETE["invalid"]},
    )
    reason = ProseField(label=_("Reason"), required=False, max_length=2000)
    field_order = ["reason", "to", "revision"]
