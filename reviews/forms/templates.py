"""Forms of the method of a review: a template, its scale, its parts, and the sections of its report."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dwcp.toolkit.fields import ProseField
from outcomes.forms import RecordForm, Refusable

from ..choices import SectionKey
from ..models import Criterion, CriterionMatch, PerformanceArea, ReportSection, ReviewTemplate

LONGEST_WORDING = 10_000


class TemplateForm(RecordForm):
    """What a template is called and made for."""

    class Meta:
        model = ReviewTemplate
        fields = ["name", "note"]
        labels = {"note": _("What it is for, or what is different in this version")}
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}


class VersionForm(Refusable, forms.Form):
    """What the next version of a template is made for."""

    note = ProseField(label=_("What is to be different in the next version"), max_length=2000)


class ScaleForm(Refusable, forms.Form):
    """The steps of a scale: the lowest, and the names of all from the lowest to the highest, a line each."""

    lowest = forms.IntegerField(label=_("Lowest step"), min_value=1, max_value=8)
    labels = ProseField(
        label=_("Names of the steps"),
        max_length=1000,
        help_text=_("One line for each step, the lowest first. The steps follow one another without a gap."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def steps(self):
        """The score and name of each step. An empty line between two is a step without a name. Of a valid form."""
        names = [line.strip() for line in self.cleaned_data["labels"].strip().split("\n")]
        return dict(enumerate(names, start=self.cleaned_data["lowest"]))


class CriterionForm(RecordForm):
    """A criterion and what it asks in detail."""

    sub_criteria = ProseField(
        label=_("Sub-criteria"),
        required=False,
        max_length=20_000,
        help_text=_("One line for each, in their order."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    seen_sub_criteria = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Criterion
        fields = ["number", "title", "source"]
        help_texts = {"source": _("Where the wording is taken from.")}

    field_order = ["number", "title", "sub_criteria", "source"]

    def sub_criteria_typed(self):
        """The texts of the sub-criteria, without empty lines. Of a valid form."""
        return [line.strip() for line in self.cleaned_data["sub_criteria"].split("\n") if line.strip()]


class AreaForm(RecordForm):
    """A performance area."""

    class Meta:
        model = PerformanceArea
        fields = ["letter", "title", "guiding_questions", "control", "source"]
        widgets = {"control": forms.RadioSelect}
        help_texts = {
            "letter": _("One capital letter, such as A."),
            "guiding_questions": _("What reviewers ask themselves before they rate an outcome in this area."),
            "control": _("Who decides how this area turns out. A rating may say otherwise for one outcome."),
        }


class CriterionField(forms.ModelChoiceField):
    """A criterion with its number."""

    def label_from_instance(self, criterion):
        return f"{criterion.number} {criterion.title}"


class OtherCriterionField(forms.ModelChoiceField):
    """A criterion of another template, with its template's name."""

    def label_from_instance(self, criterion):
        return f"{criterion.template}: {criterion.number} {criterion.title}"


class MatchForm(RecordForm):
    """A criterion that asks what a criterion of another template asked."""

    class Meta:
        model = CriterionMatch
        fields = ["criterion", "other", "is_strict", "note"]
        field_classes = {"criterion": CriterionField, "other": OtherCriterionField}
        labels = {"criterion": _("Criterion of this template"), "other": _("Criterion of another template")}
        help_texts = {
            "is_strict": _("Otherwise the comparison prints “not strictly comparable”."),
            "note": _("What is different. The comparison prints it; needed unless they ask the same."),
        }

    def __init__(self, *args, template, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer("criterion", template.criteria.all())
        others = Criterion.objects.exclude(template=template).select_related("template")
        self.offer("other", others.order_by("template__name", "-template__version", "number"))


class SectionRow(forms.Form):
    """One section of the report: whether it stands there, where, and what it is called."""

    is_on = forms.BooleanField(label=_("in the report"), required=False)
    place = forms.IntegerField(label=_("Place"), min_value=1, max_value=99)
    title = forms.CharField(
        label=_("Title"), required=False, max_length=ReportSection._meta.get_field("title").max_length
    )
    wording = ProseField(
        label=_("Wording at its head"),
        required=False,
        max_length=LONGEST_WORDING,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, section, **kwargs):
        super().__init__(*args, **kwargs | {"prefix": section})
        self.section = section
        self.fields["title"].help_text = _now("Usually: %(title)s") % {"title": section.label}


class SectionsForm(Refusable, forms.Form):
    """All sections a report may have: those of the template in its order, then those it leaves out."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, template, **kwargs):
        super().__init__(*args, **kwargs)
        wanted = {SectionKey(one.section): one for one in template.sections.all()}
        order = [*wanted, *(key for key in SectionKey if key not in wanted)]
        self.rows = [
            SectionRow(self.data or None if self.is_bound else None, section=key, initial=_as_row(place, key, wanted))
            for place, key in enumerate(order, start=1)
        ]

    def is_valid(self):
        return all([super().is_valid(), *(row.is_valid() for row in self.rows)])

    def chosen(self):
        """(section, title, wording) of those that are switched on, in the order of their places. Of a valid form."""
        on = [row for row in self.rows if row.cleaned_data["is_on"]]
        on.sort(key=lambda row: row.cleaned_data["place"])
        return [(row.section, row.cleaned_data["title"], row.cleaned_data["wording"]) for row in on]


def _as_row(place, key, wanted):
    section = wanted.get(key)
    # A template without sections has all of them.
    return {
        "is_on": section is not None or not wanted,
        "place": place,
        "title": section.title if section else "",
        "wording": section.wording if section else "",
    }
