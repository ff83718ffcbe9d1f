"""Forms of projects and of their money."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.choices import Constituency
from accounts.models import Organisation
from dwcp.toolkit.fields import FigureField

from ..models import BudgetLine, Project
from .base import RecordForm

FOUR_DIGITS = _("Give the year with four digits, such as 2010.")


class ProjectForm(RecordForm):
    """A technical cooperation project. A donor who is not in the list can be added on the way."""

    also_called = forms.CharField(
        label=_("Other titles"),
        required=False,
        widget=forms.Textarea,
        help_text=_("One on each line: names under which documents speak of the project."),
    )
    another_donor_acronym = forms.CharField(label=_("Acronym"), max_length=40, required=False)
    another_donor_name = forms.CharField(label=_("Name"), max_length=250, required=False)
    another_donor_constituency = forms.ChoiceField(
        label=_("Speaks for"), choices=Constituency.choices, initial=Constituency.DONOR, required=False
    )
    ended_year = forms.IntegerField(
        label=_("Ended in"),
        required=False,
        validators=[MinValueValidator(1919, FOUR_DIGITS), MaxValueValidator(2100, FOUR_DIGITS)],
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": FOUR_DIGITS},
        help_text=_("The year, only for a project that has ended."),
    )

    class Meta:
        model = Project
        fields = [
            "acronym",
            "title",
            "also_called",
            "donors",
            "another_donor_acronym",
            "another_donor_name",
            "another_donor_constituency",
            "status",
            "ended_year",
            "outcomes",
            "country_programme_outcomes",
            "note",
            "source",
        ]
        widgets = dict.fromkeys(["donors", "outcomes", "country_programme_outcomes"], forms.CheckboxSelectMultiple)
        labels = {
            "outcomes": _("Outcomes it serves"),
            "country_programme_outcomes": _("Country programme outcomes it serves"),
        }
        error_messages = {
            "outcomes": {"invalid_choice": _("Choose outcomes of this programme.")},
            "country_programme_outcomes": {"invalid_choice": _("Choose country programme outcomes of this programme.")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["also_called"] = "\n".join(self.instance.also_called)
        donors_first = Case(When(constituency=Constituency.DONOR, then=Value(0)), default=Value(1))
        self.offer("donors", Organisation.objects.order_by(donors_first, "acronym", "name"))
        self.offer("outcomes", self.programme.outcomes.all())
        units = self.programme.country_programme_outcomes.select_related("biennium")
        self.offer("country_programme_outcomes", units)
        # A code is used again in the next biennium for something else.
        self.fields["country_programme_outcomes"].label_from_instance = (  # type: ignore[attr-defined]
            lambda unit: f"{unit} ({unit.biennium})"
        )

    def clean_also_called(self):
        """The titles, one by one."""
        return [line.strip() for line in self.cleaned_data["also_called"].splitlines() if line.strip()]

    def related(self):
        """The records chosen, and the donor who is still to be added."""
        related = super().related()
        acronym, name = self.cleaned_data["another_donor_acronym"], self.cleaned_data["another_donor_name"]
        if acronym or name:
            constituency = self.cleaned_data["another_donor_constituency"] or Constituency.DONOR
            related["donors"].append(Organisation(acronym=acronym, name=name, constituency=constituency))
        return related


class AmountField(FigureField):
    """An amount of money, in whole units or with cents; nothing typed is no figure, which is not zero."""

    def clean(self, value):
        amount = super().clean(value)
        if amount is None:
            return None
        if amount < 0:
            raise ValidationError(_("An amount cannot be negative. Type 0 if there is nothing."))
        if amount != round(amount, 2):
            raise ValidationError(_("Money has at most two decimals. Round it to two."))
        if amount >= 10**12:
            raise ValidationError(_("This is too large to be kept. Check the number of digits."))
        return amount


class BudgetLineForm(RecordForm):
    """Money for an outcome from one source."""

    required = AmountField(
        label=_("Required"),
        help_text=_("What it takes. Leave it empty if nobody has estimated it: then no gap is stated."),
    )
    allocated = AmountField(label=_("Allocated"), help_text=_("What is there. Type 0 if nothing is."))
    spent = AmountField(label=_("Spent"), help_text=_("Leave it empty if it is not known."))

    class Meta:
        model = BudgetLine
        fields = ["outcome", "funding_source", "currency", "required", "allocated", "spent", "note", "source"]
        help_texts = {"currency": _("Three letters, such as USD or KHR. Lines in two currencies are never added up.")}
        error_messages = {
            "outcome": {"invalid_choice": _("Choose an outcome of this programme.")},
            "currency": {"max_length": _("A currency is three capital letters, such as USD or KHR.")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer("outcome", self.programme.outcomes.all())
        self.fields["outcome"].empty_label = _("The predefined outcomes together")  # type: ignore[attr-defined]
        self.fields["allocated"].is_expected = True  # type: ignore[attr-defined]  # asked for below, in a sentence

    def clean(self):
        super().clean()
        if self.cleaned_data.get("allocated") is None and "allocated" not in self.errors:
            self.add_error(
                "allocated",
                _("Something was spent: say what had been allocated; type 0 if nothing was.")
                if self.cleaned_data.get("spent")
                else _("Say what is allocated; type 0 if nothing is."),
            )
