"""Forms of the programme itself and of what it promises."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Country, DwcpOutcome, Priority, Programme, Strategy
from ..services.programmes import unfit_programme
from .base import RecordForm

YEARS_AND_THRESHOLDS = ("start_year", "end_year", "on_track_from", "at_risk_from", "jump_factor")

# Digits are typed, also Khmer ones, which a browser's own field of numbers refuses.
WHOLE = {"inputmode": "numeric", "autocomplete": "off"}
SHARE = {"inputmode": "decimal", "autocomplete": "off"}


class CapitalsField(forms.CharField):
    """A code in capital letters, however it is typed."""

    def to_python(self, value):
        return (super().to_python(value) or "").upper()


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
            "jump_factor",
            "source",
        ]
        labels = {"jump_factor": _("Ask about a figure so many times the one before")}
        help_texts = {
            "on_track_from": _("From which share of what was expected an indicator is on track; 0.85 is 85 %."),
            "at_risk_from": _("From which share it is at risk; below that it is off track."),
            "jump_factor": _(
                "Who records a figure so many times larger or smaller than the one before is asked for a word of "
                "explanation; 3 is three times. Nothing is refused."
            ),
            "source": _("The document it is taken from."),
        }
        widgets = {
            "start_year": forms.TextInput(attrs=WHOLE),
            "end_year": forms.TextInput(attrs=WHOLE),
            "on_track_from": forms.TextInput(attrs=SHARE),
            "at_risk_from": forms.TextInput(attrs=SHARE),
            "jump_factor": forms.TextInput(attrs=SHARE),
        }

    def clean(self):
        """Say what is wrong with years and thresholds beside them, along with all else."""
        super().clean()
        cleaned = self.cleaned_data
        stated = Programme(**{name: cleaned.get(name) for name in YEARS_AND_THRESHOLDS})
        for name, problem in unfit_programme(stated).items():
            self.add_error(name, problem)
        return cleaned


class NewProgrammeForm(ProgrammeForm):
    """A programme that does not exist yet. `new_country` is one that was typed, or None."""

    country = forms.ModelChoiceField(
        queryset=Country.objects.all(),
        label=_("Country"),
        required=False,
        empty_label=_("Not in the list: typed below"),
    )
    country_code = CapitalsField(
        label=_("Letters of a country that is not in the list"),
        max_length=3,
        required=False,
        help_text=_("Its three letters by ISO 3166, such as LAO."),
    )
    country_name = forms.CharField(label=_("Name of a country that is not in the list"), max_length=100, required=False)
    code = CapitalsField(
        label=_("Code"),
        max_length=40,
        help_text=_("Country, DWCP and years, such as KHM-DWCP-2011-2015. It stays as it is from then on."),
        error_messages={"unique": _("There is a programme with this code already. Give another one.")},
    )
    field_order = ["country", "country_code", "country_name", "code", "title"]
    new_country = None

    class Meta(ProgrammeForm.Meta):
        # Who begins a programme thinks of other things; the usual factor is there from the start.
        fields = ["code", *(name for name in ProgrammeForm.Meta.fields if name != "jump_factor")]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, programme=None, **kwargs)
        self.fields["country"].is_expected = True  # type: ignore[attr-defined]  # one of two ways to say it

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        country, letters = cleaned.get("country"), cleaned.get("country_code", "")
        name = cleaned.get("country_name", "")
        if country and (letters or name):
            self.add_error("country_code", _("Choose a country from the list or type a new one, not both."))
        elif country:
            self.instance.country = country
        elif letters or name:
            self.new_country = Country(iso3=letters, name=name)
        elif "country" not in self.errors:
            self.add_error("country", _("Choose the country. If it is not in the list, type its letters and name."))
        return cleaned


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
