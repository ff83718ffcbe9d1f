"""Forms of country programme outcomes: one of them, and its way into a later biennium."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dwcp.toolkit.fields import KHMER_DIGITS

from ..choices import Lineage
from ..codes import UnknownCode, normalise_code
from ..models import Biennium, CountryProgrammeOutcome
from ..services.lineage import named
from .base import RecordForm, Refusable

MOST_PARTS = 6
CODE, CODE_LOOKS = _("Code"), _("Three letters and three digits, such as KHM 104.")


class CodeField(forms.CharField):
    """The code of a country programme outcome, however it is written: `KHM104`, `khm 104`, `KHM-១០៤`."""

    def __init__(self, *, label=CODE, help_text=CODE_LOOKS, **kwargs):
        super().__init__(label=label, help_text=help_text, max_length=20, **kwargs)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return ""
        try:
            return normalise_code(text.translate(KHMER_DIGITS))
        except UnknownCode:
            message = _("“%(text)s” is not a code. Type three letters and three digits, such as KHM 104.")
            raise ValidationError(message % {"text": text}) from None


class SeveralOutcomesField(forms.ModelMultipleChoiceField):
    """Country programme outcomes to tick, each with its biennium."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "invalid_choice": _("Choose among the outcomes that are offered here. None of them comes from itself.")
    }

    def label_from_instance(self, outcome):
        return f"{named(outcome)} {outcome.short_title or outcome.title}"


class OneOutcomeField(forms.ModelChoiceField):
    """One country programme outcome, with its biennium."""

    default_error_messages = {
        "invalid_choice": _("Choose among the outcomes that are offered here. None of them is a part of itself.")
    }

    def label_from_instance(self, outcome):
        return f"{named(outcome)} {outcome.short_title or outcome.title}"


class BienniumForm(RecordForm):
    """A budget period of the ILO; the second year follows from the first."""

    class Meta:
        model = Biennium
        fields = ["start_year", "source"]
        help_texts = {"start_year": _("An even year, such as 2012: the biennium is then 2012-2013.")}
        error_messages = {"start_year": {"unique": _("This biennium is there already.")}}
        widgets = {"start_year": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})}


class CountryProgrammeOutcomeForm(RecordForm):
    """The ILO's management unit for an outcome in one biennium."""

    code = CodeField()
    parent = OneOutcomeField(
        queryset=CountryProgrammeOutcome.objects.none(),
        label=_("Part of"),
        required=False,
        help_text=_("An outcome of the same biennium, such as KHM 800 for KHM 801."),
    )
    predecessors = SeveralOutcomesField(
        queryset=CountryProgrammeOutcome.objects.none(),
        label=_("Comes from"),
        required=False,
        help_text=_("Outcomes of earlier biennia that go on in this one."),
    )
    lineage = forms.ChoiceField(label=_("How it came about"), required=False)

    class Meta:
        model = CountryProgrammeOutcome
        fields = [
            "biennium",
            "code",
            "title",
            "short_title",
            "dwcp_outcomes",
            "is_predefined",
            "parent",
            "predecessors",
            "lineage",
            "source",
        ]
        widgets = {"title": forms.Textarea, "dwcp_outcomes": forms.CheckboxSelectMultiple}
        help_texts = {
            "short_title": _("For tables and charts."),
            "dwcp_outcomes": _("Those it contributes to; it may be several. Predefined outcomes belong to none."),
            "is_predefined": _("A standing outcome outside the priorities, such as KHM 801 for employers."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = self.programme.country_programme_outcomes.select_related("biennium").exclude(pk=self.instance.pk)
        self.offer("dwcp_outcomes", self.programme.outcomes.all())
        self.offer("parent", others)
        self.offer("predecessors", others)
        kept = self.instance.lineage
        choices = [("", "–"), *Lineage.choices]
        # Documents have words of their own for it; they are kept until somebody chooses another.
        self.fields["lineage"].choices = choices if kept in ("", *Lineage.values) else [*choices, (kept, kept)]  # type: ignore[attr-defined]


class SuccessionForm(Refusable, forms.Form):
    """What goes on in a later biennium. `outcome` is the one that does, or None where several are chosen."""

    biennium = forms.ModelChoiceField(queryset=Biennium.objects.none(), label=_("Into the biennium"), empty_label=None)

    def __init__(self, *args, later, outcome=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.outcome = outcome
        self.fields["biennium"].queryset = later  # type: ignore[attr-defined]


class CarryOverForm(SuccessionForm):
    """One outcome goes on, under its code or under another."""

    code = CodeField(help_text=_("Under another code than before, it is renumbered."))
    title = forms.CharField(label=_("Title"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {"code": self.outcome.code, "title": self.outcome.title, **self.initial}


class SplitForm(SuccessionForm):
    """One outcome becomes several; rows that stay empty do not count."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {"code_1": self.outcome.code, "title_1": self.outcome.title, **self.initial}
        for number in range(1, MOST_PARTS + 1):
            words = {"number": number}
            self.fields[f"code_{number}"] = CodeField(
                label=_("Code of part %(number)s") % words, help_text="", required=False
            )
            self.fields[f"title_{number}"] = forms.CharField(
                label=_("Title of part %(number)s") % words, max_length=400, required=False
            )

    def rows(self):
        """The two fields of each part, side by side."""
        return [(self[f"code_{number}"], self[f"title_{number}"]) for number in range(1, MOST_PARTS + 1)]

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        for number in range(1, MOST_PARTS + 1):
            code, title = f"code_{number}", f"title_{number}"
            if cleaned.get(title) and code in cleaned and not cleaned[code]:
                self.add_error(code, _("Give the part a code, or take out its title."))
            if cleaned.get(code) and title in cleaned and not cleaned[title]:
                self.add_error(title, _("Give the part a title, or take out its code."))
        return cleaned

    def parts(self):
        """The (code, title) of each part that was typed. Call it on a valid form."""
        rows = [(self.cleaned_data[f"code_{n}"], self.cleaned_data[f"title_{n}"]) for n in range(1, MOST_PARTS + 1)]
        return [(code, title) for code, title in rows if code]


class MergeForm(SuccessionForm):
    """Several outcomes become one."""

    outcomes = SeveralOutcomesField(
        queryset=CountryProgrammeOutcome.objects.none(), label=_("Outcomes that become one"), required=False
    )
    code = CodeField(label=_("Code of the new outcome"))
    title = forms.CharField(
        label=_("Title of the new outcome"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ["outcomes", "biennium", "code", "title"]

    def __init__(self, *args, outcomes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcomes"].queryset = outcomes  # type: ignore[attr-defined]
        self.fields["outcomes"].is_expected = True  # type: ignore[attr-defined]


class CarryOverTogetherForm(Refusable, forms.Form):
    """Several outcomes go on, each under its code. Which of them have gone on already, the service knows."""

    outcomes = SeveralOutcomesField(
        queryset=CountryProgrammeOutcome.objects.none(), label=_("Outcomes that go on"), required=False
    )

    def __init__(self, *args, outcomes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcomes"].queryset = outcomes  # type: ignore[attr-defined]
