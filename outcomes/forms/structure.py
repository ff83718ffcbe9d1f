"""Forms of the programme itself and of what it promises."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Country, DwcpOutcome, Priority, Programme, Strategy
from .base import RecordForm


class ProgrammeForm(RecordForm):
    """The programme itself. Its code and country are part of every address, so they are chosen once."""

    class Meta:
        model = Programme
        fields = [
            "title",
            "start_year",
            "end_year",
            "signed_on",
            "summary",
            "on_track_from",
            "at_risk_from",
            "is_public",
            "source",
        ]
        help_texts = {
            "on_track_from": _("From which share of what was expected an indicator is on track; 0.85 is 85 %."),
            "at_risk_from": _("From which share it is at risk; below that it is off track."),
            "source": _("The document it is taken from."),
        }


class NewProgrammeForm(ProgrammeForm):
    """A programme that does not exist yet."""

    country = forms.ModelChoiceField(queryset=Country.objects.all(), label=_("Country"), required=False)
    country_code = forms.CharField(
        label=_("Letters of a country that is not in the list"),
        max_length=3,
        required=False,
        help_text=_("Such as LAO."),
    )
    country_name = forms.CharField(label=_("Its name"), max_length=100, required=False)

    class Meta(ProgrammeForm.Meta):
        fields = ["code", *ProgrammeForm.Meta.fields]
        help_texts = ProgrammeForm.Meta.help_texts | {
            "code": _("Country, DWCP and years, such as KHM-DWCP-2011-2015. It stays as it is from then on.")
        }


class PriorityForm(RecordForm):
    """A broad field agreed with the constituents."""

    class Meta:
        model = Priority
        fields = ["letter", "title", "code", "source"]
        help_texts = {"code": _("The ILO's code of the priority, such as KHM 100.")}


class DwcpOutcomeForm(RecordForm):
    """A change promised in the programme document."""

    class Meta:
        model = DwcpOutcome
        fields = ["priority", "number", "title", "short_title", "source"]
        help_texts = {
            "title": _("What changes, for whom, where: “Increased … of … in …”."),
            "short_title": _("For tables and charts."),
        }
        widgets = {"title": forms.Textarea}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer("priority", self.programme.priorities.all())


class StrategyForm(RecordForm):
    """How the programme means to reach an outcome."""

    class Meta:
        model = Strategy
        fields = ["outcome", "letter", "text", "source"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer("outcome", self.programme.outcomes.all())
