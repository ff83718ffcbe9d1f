"""What the programme works with: frameworks of others, projects, money, risks."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outcomes.choices import ProjectStatus
from outcomes.models import Alignment, BudgetLine, Framework, FrameworkItem, Project, Risk

from .base import AN_OUTCOME, ProgrammeTable
from .structure import A_COUNTRY_OUTCOME, CountryProgrammeOutcomes, country_outcome_finder, spaces_closed

A_FRAMEWORK = gettext_lazy("the name of a framework on the sheet “frameworks”")
A_PART = gettext_lazy("framework / reference / title of a part on the sheet “framework_parts”")


class Frameworks(ProgrammeTable):
    """Plans of others, shared by all programmes."""

    name, model, key, label_column = "frameworks", Framework, ("name",), "name"

    def make_columns(self):
        yield self.code("name", gettext_lazy("The name of the plan with its years. All programmes share frameworks."))
        yield from self.of_model("kind")

    def queryset(self):
        return Framework.objects.all()

    def check(self, record, lists, changed):
        if record.pk in self.facts.frameworks_elsewhere:
            yield (
                "kind",
                _("Other programmes are aligned with this framework, too. Change it on the page “Alignment”."),
            )


class FrameworkParts(ProgrammeTable):
    """Parts of frameworks, in the wording under which outcomes refer to them."""

    name, model, key = "framework_parts", FrameworkItem, ("framework", "reference", "title")

    def make_columns(self):
        yield self.reference("framework", "frameworks", what=A_FRAMEWORK)
        yield self.code("reference", gettext_lazy("The number of the part in its framework."))
        yield from self.of_model("title")

    def queryset(self):
        return FrameworkItem.objects.select_related("framework")

    def label(self, record):
        parts = (record.framework.name if record.framework else "", record.reference, record.title)
        return spaces_closed(" / ".join(parts))


class Alignments(ProgrammeTable):
    """How outcomes contribute to parts of frameworks."""

    name, model, key = "alignments", Alignment, ("outcome", "part")

    def make_columns(self):
        yield self.outcome_column()
        yield self.reference("part", "framework_parts", attribute="item", what=A_PART, find=self.find)
        yield from self.of_model("relation", "source")

    def queryset(self):
        return super().queryset().select_related("item__framework")

    def find(self, text):
        """The part of that name; framework and reference are enough where they name one part only."""
        text = spaces_closed(text)
        try:
            return self.known.find("framework_parts", text)
        except LookupError:
            (label,) = [one for one in self.known.labels("framework_parts") if one.startswith(f"{text} / ")]
            return self.known.find("framework_parts", label)


class Projects(ProgrammeTable):
    """Technical cooperation projects that serve the programme."""

    name, model, key = "projects", Project, ("title",)

    def make_columns(self):
        yield self.code("title", gettext_lazy("The title names the project: another title makes another project."))
        yield from self.of_model("acronym", "also_called")
        yield self.references(
            "donors", "organisations", what=gettext_lazy("the acronym of an organisation, or its name if it has none")
        )
        yield from self.of_model("status", "ended_year")
        yield self.references("outcomes", "outcomes", what=AN_OUTCOME)
        yield self.references(
            "country_programme_outcomes",
            CountryProgrammeOutcomes.name,
            what=A_COUNTRY_OUTCOME,
            find=country_outcome_finder(self.known),
        )
        yield from self.of_model("note", "source")

    def queryset(self):
        related = ("donors", "outcomes", "country_programme_outcomes__biennium")
        return super().queryset().prefetch_related(*related)

    def check(self, record, lists, changed):
        if record.ended_year and record.status != ProjectStatus.ENDED and changed & {"ended_year", "status"}:
            yield (
                "ended_year",
                _("Only a project that has ended has such a year. Write the status “ended”, or leave the year empty."),
            )


class BudgetLines(ProgrammeTable):
    """Money by outcome and funding source."""

    name, model, key = "budget", BudgetLine, ("outcome", "funding_source", "currency")

    def make_columns(self):
        yield self.outcome_column(required=False)
        yield from self.of_model(
            "funding_source", "currency", "required", "allocated", "spent", "note", "source",
            required=gettext_lazy("The amount that is needed."),
        )  # fmt: skip


class Risks(ProgrammeTable):
    """What may keep an outcome from being reached."""

    name, model, key = "risks", Risk, ("outcome", "statement")

    def make_columns(self):
        yield self.outcome_column(required=False)
        yield self.code("statement", gettext_lazy("The risk in words names it: other words make another risk."))
        yield from self.of_model("likelihood", "impact", "response", "status")
