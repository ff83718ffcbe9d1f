"""Forms of recommendations: their words, the answer, what is planned, what was done, and whether that is enough."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Permission, Role
from accounts.models import Organisation, User
from indicators.models import Indicator

from ..choices import ActionStatus, Adequacy, ResponseVerdict
from ..models import Criterion, Recommendation
from ..selectors import Chains
from .revisions import RevisionField

DAY = {"type": "date"}


def _words(rows=4):
    return forms.Textarea(attrs={"rows": rows})


class FollowUpForm(forms.Form):
    """A form at the revision its writer saw; `record` is what is there now, None before there is anything."""

    revision = RevisionField()

    def __init__(self, *args, record=None, programme=None, review=None, **kwargs):
        self.record, self.programme, self.review = record, programme, review
        super().__init__(*args, **kwargs)
        self.initial["revision"] = record.revision if record else 0
        for name in self.stated_fields():
            self.initial.setdefault(name, self.stored(record, name) if record else None)
        self.offer()

    def offer(self):
        """Fill in what can be chosen."""

    def stated_fields(self):
        """The fields that a person sees, as the record has them too."""
        return [name for name in self.fields if name != "revision"]

    def stored(self, record, name):
        """What the record says in a field, as the form takes it."""
        value = getattr(record, name)
        return list(value.all()) if hasattr(value, "all") else value

    def saved(self, record):
        """What is saved now, field by field in words: shown above what was typed, when somebody was quicker."""
        return [(self.fields[name].label, self._in_words(record, name)) for name in self.stated_fields()]

    def _in_words(self, record, name):
        display = getattr(record, f"get_{name}_display", None)
        value = display() if display else self.stored(record, name)
        return ", ".join(str(one) for one in value) if isinstance(value, list) else value


class IndicatorsField(forms.ModelMultipleChoiceField):
    """Indicators of the programme, each with its code."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj):
        return f"{obj.code} {obj.statement}"


class LinkForm(FollowUpForm):
    """Which indicators show the effect of a recommendation."""

    indicators = IndicatorsField(
        queryset=Indicator.objects.none(),
        required=False,
        label=gettext_lazy("Indicators that show its effect"),
        help_text=gettext_lazy("Their figures when the review was made stand beside those of today."),
    )

    def offer(self):
        self.fields["indicators"].queryset = Indicator.objects.in_programme(self.programme)  # type: ignore[attr-defined]


class RecommendationForm(LinkForm):
    """The words of a recommendation."""

    text = forms.CharField(label=gettext_lazy("Recommendation"), widget=_words(5))
    addressed_to = forms.CharField(
        label=gettext_lazy("Addressed to"),
        help_text=gettext_lazy("Who is asked to do it, for example: ILO, or MOLVT and employers' organisations."),
        max_length=Recommendation._meta.get_field("addressed_to").max_length,
        required=False,
    )
    criterion = forms.ModelChoiceField(
        label=gettext_lazy("Criterion"),
        queryset=Criterion.objects.none(),
        required=False,
        empty_label=gettext_lazy("Of the review as a whole"),
    )
    field_order = ["revision", "text", "addressed_to", "criterion", "indicators"]

    def offer(self):
        super().offer()
        self.fields["criterion"].queryset = self.review.template.criteria.all()  # type: ignore[attr-defined]

    def stored(self, record, name):
        return record.criterion_id if name == "criterion" else super().stored(record, name)

    def _in_words(self, record, name):
        return record.criterion if name == "criterion" else super()._in_words(record, name)


class ResponseForm(FollowUpForm):
    """What the office answers."""

    verdict = forms.ChoiceField(label=gettext_lazy("Answer"), choices=ResponseVerdict, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Needed unless the recommendation is accepted as it stands."),
        widget=_words(),
        required=False,
    )
    resources = forms.CharField(
        label=gettext_lazy("Resources"),
        help_text=gettext_lazy("Money or people that are set aside for it, if that is known."),
        max_length=250,
        required=False,
    )


class PlanForm(FollowUpForm):
    """What is to be done, by whom and until when."""

    text = forms.CharField(label=gettext_lazy("What is to be done"), widget=_words())
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Who does it"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("No person yet"),
        help_text=gettext_lazy("This person finds it in “My work” and reports on it."),
    )
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("None"),
        help_text=gettext_lazy("Where no person is named, everybody of the organisation can report on it."),
    )
    due_on = forms.DateField(label=gettext_lazy("Due on"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))

    def offer(self):
        roles = [role for role in Role if Permission.ACTION_REPORT in role.permissions]
        owners = User.objects.filter(is_active=True, memberships__programme=self.programme, memberships__role__in=roles)
        self.fields["owner"].queryset = owners.select_related("organisation").distinct().order_by("name")  # type: ignore[attr-defined]
        self.fields["owner"].is_expected = True  # type: ignore[attr-defined]  # one of the two
        self.fields["organisation"].is_expected = True  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = Organisation.objects.all()  # type: ignore[attr-defined]

    def stored(self, record, name):
        return getattr(record, f"{name}_id") if name in ("owner", "organisation") else super().stored(record, name)

    def _in_words(self, record, name):
        return getattr(record, name) if name in ("owner", "organisation") else super()._in_words(record, name)


class ReportForm(FollowUpForm):
    """How far an action has come: four fields, and under a minute."""

    status = forms.ChoiceField(
        label=gettext_lazy("How far it has come"), choices=ActionStatus, widget=forms.RadioSelect
    )
    completed_on = forms.DateField(
        label=gettext_lazy("Completed on"),
        help_text=gettext_lazy("Only for what is completed."),
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        required=False,
    )
    progress = forms.CharField(label=gettext_lazy("What was done"), widget=_words(3), required=False)
    evidence = forms.CharField(
        label=gettext_lazy("Where that can be seen"),
        help_text=gettext_lazy("Documents, decisions, links."),
        widget=_words(2),
        required=False,
    )

    def offer(self):
        self.fields["completed_on"].widget.attrs["max"] = timezone.localdate().isoformat()
        self.fields["progress"].is_expected = True  # type: ignore[attr-defined]  # asked for unless nothing was done


class CheckForm(FollowUpForm):
    """Whether what was done answers the recommendation."""

    adequacy = forms.ChoiceField(
        label=gettext_lazy("Does it answer the recommendation?"), choices=Adequacy, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("What is lacking, unless it is adequate."),
        widget=_words(),
        required=False,
    )

    def stored(self, record, name):
        return record.adequacy_note if name == "note" else super().stored(record, name)


class CarriedField(forms.ModelMultipleChoiceField):
    """Open recommendations of earlier reviews; `chains` say how often they have been said already."""

    widget = forms.CheckboxSelectMultiple
    chains: Chains

    def label_from_instance(self, obj):
        words = {"review": obj.review.slug, "number": obj.number, "text": obj.text}
        said = self.chains.before(obj.pk)
        if said is None:
            return _("Review %(review)s, %(number)s: %(text)s") % words
        words |= {"since": said.first.year or said.first.review}
        return _("Review %(review)s, %(number)s, said since %(since)s: %(text)s") % words


class CarryForm(forms.Form):
    """Which open recommendations of earlier reviews are said again."""

    recommendations = CarriedField(
        queryset=Recommendation.objects.none(),
        label=gettext_lazy("Recommendations that are still open"),
        error_messages={"required": gettext_lazy("Choose at least one recommendation to carry over.")},
    )

    def __init__(self, *args, carriable, chains, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["recommendations"].queryset = carriable  # type: ignore[attr-defined]
        self.fields["recommendations"].chains = chains  # type: ignore[attr-defined]
        self.initial["recommendations"] = [one.pk for one in carriable]
