"""What the programme promises: priorities, outcomes, country programme outcomes, strategies."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dwcp.toolkit.workbooks.tables import CodeWidget, Column
from outcomes.codes import normalise_code
from outcomes.models import CountryProgrammeOutcome, DwcpOutcome, Priority, Strategy
from outcomes.services import Refused
from outcomes.services.lineage import named, refuse_unfit_predecessors

from .base import AN_OUTCOME, ProgrammeTable

A_COUNTRY_OUTCOME = gettext_lazy("a code and its biennium, such as KHM 104 (2008-2009)")
PLACE = gettext_lazy("The place in the order, counted from 1; without one, records stand by their letter or number.")


class Priorities(ProgrammeTable):
    """Broad fields agreed with the constituents."""

    name, model, key, label_column = "priorities", Priority, ("letter",), "letter"

    def make_columns(self):
        yield self.code("letter", gettext_lazy("The letter that names the priority."))
        yield from self.of_model("title", "code", "position", "source", position=PLACE)


class Outcomes(ProgrammeTable):
    """Changes promised in the programme document."""

    name, model, key, label_column = "outcomes", DwcpOutcome, ("number",), "number"

    def make_columns(self):
        yield from self.of_model("number", number=gettext_lazy("The number that names the outcome."))
        yield self.reference(
            "priority", "priorities", what=gettext_lazy("the letter of a priority on the sheet “priorities”")
        )
        yield from self.of_model("title", "short_title", "position", "source", position=PLACE)


class _CountryCodeWidget(CodeWidget):
    """The code of a country programme outcome, in its one form."""

    def clean(self, value, row=None, **kwargs):
        try:
            return normalise_code(str(value))
        except ValueError:
            raise ValueError(_("“%(value)s” is not a code such as KHM 104.") % {"value": value}) from None


class CountryProgrammeOutcomes(ProgrammeTable):
    """The ILO's management units in each biennium."""

    name, model, key = "country_programme_outcomes", CountryProgrammeOutcome, ("biennium", "code")

    def make_columns(self):
        yield self.reference(
            "biennium",
            "biennia",
            what=gettext_lazy("the label of a biennium, such as 2008-2009; biennia are added on the page “Biennia”"),
        )
        yield Column(name="code", attribute="code", widget=_CountryCodeWidget(), note="KHM 104", may_be_empty=False)
        yield from self.of_model("title", "short_title")
        yield self.references("outcomes", "outcomes", attribute="dwcp_outcomes", what=AN_OUTCOME)
        yield from self.of_model("is_predefined")
        find = country_outcome_finder(self.known)
        yield self.reference("parent", self.name, what=A_COUNTRY_OUTCOME, required=False, find=find)
        yield self.references("predecessors", self.name, what=A_COUNTRY_OUTCOME, find=find)
        yield from self.of_model("lineage", "source")

    def queryset(self):
        records = super().queryset().select_related("biennium")
        return records.prefetch_related("dwcp_outcomes", "predecessors__biennium")

    def label(self, record):
        return named(record)

    def check(self, record, lists, changed):
        predecessors = lists.get("predecessors", ())
        if record.biennium and predecessors:
            try:
                refuse_unfit_predecessors(record.biennium, predecessors)
            except Refused as error:
                yield "predecessors", str(error)
        if record.is_predefined and self._of(record, lists, "dwcp_outcomes"):
            yield (
                "outcomes",
                _("A predefined outcome stands outside the priorities. Leave this empty, or write “no” below that."),
            )
        if record.parent and record.biennium and record.parent.biennium.pk != record.biennium.pk:
            message = _("%(parent)s is of another biennium. A part belongs to an outcome of %(biennium)s.")
            yield "parent", message % {"parent": named(record.parent), "biennium": record.biennium}

    def check_all(self, plan):
        for record in plan.records:
            line, one = [record], record.parent
            while one is not None and one not in line:
                line.append(one)
                one = one.parent
            if one is record:
                yield record, "parent", _("An outcome cannot be a part of itself or of one of its own parts.")

    @staticmethod
    def _of(record, lists, name):
        if name in lists or record.pk is None:
            return lists.get(name, ())
        return getattr(record, name).all()


class Strategies(ProgrammeTable):
    """How the programme means to reach each outcome."""

    name, model, key = "strategies", Strategy, ("outcome", "letter")

    def make_columns(self):
        yield self.outcome_column()
        yield self.code("letter", gettext_lazy("The letter that names the strategy within its outcome."))
        yield from self.of_model("text", "position", "source", position=PLACE)


def country_outcome_finder(known):
    """Finds an outcome by its code and biennium, however the code is written."""

    def find(text):
        code, _bracket, biennium = text.rstrip(") ").partition("(")
        return known.find(CountryProgrammeOutcomes.name, f"{normalise_code(code)} ({biennium.strip()})")

    return find


def spaces_closed(text: str) -> str:
    """Text on one line."""
    return re.sub(r"\s+", " ", text).strip()
