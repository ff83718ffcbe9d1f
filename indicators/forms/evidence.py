"""What people lay beside a figure: files and links."""

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from dwcp.toolkit.filetypes import ENDINGS
from outcomes.forms.base import Refusable

from ..services import LARGEST_EVIDENCE

# What comes with one request: enough for a handful of scans, and the disk holds the requests of everybody at once.
MOST_FILES = 10
MOST_TOGETHER = 3 * LARGEST_EVIDENCE  # bytes


class FilesInput(forms.FileInput):
    """Lets one choose several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name) or []


class FilesField(forms.Field):
    """Several files; each is looked at where it is kept."""

    widget = FilesInput

    def clean(self, value):
        files = list(value or [])
        if len(files) > MOST_FILES:
            message = _("These are %(number)s files. Send at most %(most)s at once.")
            raise ValidationError(message % {"number": len(files), "most": MOST_FILES})
        together = sum(file.size for file in files)
        # One file that is too large by itself is told so by its name.
        if together > MOST_TOGETHER and all(file.size <= LARGEST_EVIDENCE for file in files):
            message = _("Together these files have %(size)s. Send at most %(most)s at once.")
            raise ValidationError(message % {"size": filesizeformat(together), "most": filesizeformat(MOST_TOGETHER)})
        return files


class EvidenceForm(Refusable, forms.Form):
    """Files and a link to lay beside a figure. It stands by itself, or inside the form that records the figure."""

    evidence = FilesField(
        label=_("Files"),
        required=False,
        help_text=_("PDF, pictures or office files, up to %(most)s MB each") % {"most": LARGEST_EVIDENCE // 1024**2},
        widget=FilesInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    evidence_link = forms.CharField(
        label=_("Address of a page or a document"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    evidence_name = forms.CharField(label=_("What it shows"), required=False)

    def sent(self):
        """Each piece of evidence that was sent, as the service takes it. Call it on a valid form."""
        for file in self.cleaned_data["evidence"]:
            yield {"file": file}
        if self.cleaned_data["evidence_link"]:
            yield {"link": self.cleaned_data["evidence_link"], "name": self.cleaned_data["evidence_name"]}

    @property
    def sentences(self):
        """All that is wrong, as one list."""
        return [sentence for sentences in self.errors.values() for sentence in sentences]
