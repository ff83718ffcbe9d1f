"""The form of one record of a programme's structure."""

from django import forms

from dwcp.toolkit.fields import ProseField
from dwcp.toolkit.snapshots import fingerprint


class Refusable:
    """A form that a service may refuse; it stands before Django's class of forms."""

    def refuse(self, problems):
        """Put the service's sentences beside their fields."""
        for field, message in problems.items():
            self.add_error(field if field in self.fields else None, message)  # type: ignore[attr-defined]


# How many characters a text may have where its column sets no limit: some pages of a document.
LONGEST_PROSE = 10_000


def _as_prose(field):
    """The same field, for text of several lines."""
    prose = ProseField(
        label=field.label,
        required=field.required,
        initial=field.initial,
        help_text=field.help_text,
        widget=field.widget,
        max_length=field.max_length or LONGEST_PROSE,
        error_messages=field.error_messages,
    )
    prose.validators += [one for one in field.validators if one not in prose.validators]
    return prose


class RecordForm(Refusable, forms.ModelForm):
    """A record, and the fingerprint of how it stood when the form was opened.

    `programme` is the programme it belongs to; subclasses offer only that programme's records to choose from.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = programme
        self.initial["seen"] = fingerprint(self.instance)
        for name, field in self.fields.items():
            if isinstance(field, forms.CharField) and isinstance(field.widget, forms.Textarea):
                self.fields[name] = _as_prose(field)
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
                field.input_formats = ["%Y-%m-%d"]

    def offer(self, name, records):
        """Let one choose from these records only."""
        self.fields[name].queryset = records  # type: ignore[attr-defined]

    def related(self):
        """The records chosen in many-to-many fields, by field. Call it on a valid form."""
        names = {field.name for field in self._meta.model._meta.many_to_many}
        return {name: list(chosen) for name, chosen in self.cleaned_data.items() if name in names}
