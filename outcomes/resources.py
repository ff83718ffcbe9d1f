"""Tables of the programme's structure, as the CSV folder has them."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from dwcp.toolkit.importing import (
    Column,
    DayWidget,
    KnownListWidget,
    KnownWidget,
    ListWidget,
    NumberWidget,
    OneOfWidget,
    TableResource,
    WholeNumberWidget,
    YearWidget,
    YesNoWidget,
)

from .choices import FundingSource, ProjectStatus
from .codes import normalise_code
from .models import (
    Alignment,
    Biennium,
    BudgetLine,
    Country,
    CountryProgrammeOutcome,
    DwcpOutcome,
    Framework,
    FrameworkItem,
    Priority,
    Programme,
    Project,
    Strategy,
)

AN_OUTCOME = _("the number of an outcome in dwcp_outcomes.csv")
AN_ORGANISATION = _("the acronym or name of an organisation in organisations.csv")
A_CODE = _("the code of a country programme outcome in outcomes.csv, such as KHM 104")


class CodeWidget(KnownWidget):
    """The code of a country programme outcome, in its one form."""

    def __init__(self):
        super().__init__(lambda value, row: normalise_code(value), _("a code such as KHM 104"))


def outcome_finder(programme):
    """Finds an outcome of the programme by its number."""
    known = {str(outcome.number): outcome for outcome in programme.outcomes.all()}
    return lambda value, row: known[value]


def organisation_finder():
    """Finds an organisation by its acronym or its name."""
    organisations = list(Organisation.objects.all())
    known = {organisation.name: organisation for organisation in organisations if organisation.name}
    known |= {organisation.acronym: organisation for organisation in organisations if organisation.acronym}
    return lambda value, row: known[value]


def latest_code_finder(programme):
    """Finds a country programme outcome by its code; without a biennium the latest one that has it is meant."""
    ordered = programme.country_programme_outcomes.order_by("biennium__start_year")
    known = {outcome.code: outcome for outcome in ordered}
    return lambda value, row: known[normalise_code(value)]


class ProgrammeResource(TableResource):
    """`programme.csv`: the programme itself; its country is made when it is new."""

    code = Column("code")
    country = Column("country_iso3", "country")
    title = Column("title")
    start_year = Column("start_year", widget=YearWidget())
    end_year = Column("end_year", widget=YearWidget())
    signed_on = Column("signed_on", widget=DayWidget())
    summary = Column("summary")
    source = Column("source")

    extra_columns = ("country",)
    made = {"country": Country._meta.get_field("name")}

    class Meta(TableResource.Meta):
        model = Programme
        import_id_fields = ("code",)

    def __init__(self):
        super().__init__()
        self.fields["country"].widget = KnownWidget(self.country_of, _("the three letters of a country"))

    @staticmethod
    def country_of(iso3, row):
        """The country with these letters; a new one takes its name from the row."""
        if len(iso3) != 3 or not (iso3.isascii() and iso3.isalpha()) or not row["country"]:
            raise ValueError(iso3)
        return Country.objects.get_or_create(iso3=iso3.upper(), defaults={"name": row["country"]})[0]


class BienniumResource(TableResource):
    """`biennia.csv`."""

    label = Column("label")
    start_year = Column("start_year", widget=YearWidget())
    end_year = Column("end_year", widget=YearWidget())
    source = Column("source")

    class Meta(TableResource.Meta):
        model = Biennium
        import_id_fields = ("label",)


class PriorityResource(TableResource):
    """`priorities.csv`."""

    letter = Column("letter")
    code = Column("code", widget=CodeWidget())
    title = Column("title")
    source = Column("source")

    class Meta(TableResource.Meta):
        model = Priority
        import_id_fields = ("letter",)


class DwcpOutcomeResource(TableResource):
    """`dwcp_outcomes.csv`."""

    number = Column("number", widget=WholeNumberWidget())
    priority = Column("priority")
    title = Column("title")
    short_title = Column("short_title")
    source = Column("source")

    class Meta(TableResource.Meta):
        model = DwcpOutcome
        import_id_fields = ("number",)

    def __init__(self, programme):
        super().__init__(programme=programme)
        known = {priority.letter: priority for priority in programme.priorities.all()}
        self.fields["priority"].widget = KnownWidget(
            lambda value, row: known[value], _("the letter of a priority in priorities.csv")
        )


class CountryProgrammeOutcomeResource(TableResource):
    """`outcomes.csv`: parents and predecessors must stand in an earlier row."""

    biennium = Column("biennium")
    code = Column("code", widget=CodeWidget())
    title = Column("title")
    short_title = Column("short_title")
    dwcp_outcomes = Column("dwcp_outcome", "dwcp_outcomes")
    is_predefined = Column("predefined", "is_predefined", widget=YesNoWidget())
    parent = Column("parent_code", "parent")
    predecessors = Column("predecessors")
    lineage = Column("lineage")
    source = Column("source")

    extra_columns = ("reviewed",)

    class Meta(TableResource.Meta):
        model = CountryProgrammeOutcome
        import_id_fields = ("biennium", "code")

    def __init__(self, programme):
        super().__init__(programme=programme)
        self.biennia = {biennium.label: biennium for biennium in Biennium.objects.all()}
        self.known = {(known.biennium, known.code): known for known in self.get_queryset()}
        widgets = {
            "biennium": KnownWidget(
                lambda value, row: self.biennia[value], _("the label of a biennium in biennia.csv")
            ),
            "dwcp_outcomes": KnownListWidget(DwcpOutcome, outcome_finder(programme), AN_OUTCOME),
            "parent": KnownWidget(self.parent_of, _("a code of the same biennium in an earlier row"), required=False),
            "predecessors": KnownListWidget(
                CountryProgrammeOutcome,
                self.predecessor_of,
                _("a code of the biennium before, in an earlier row"),
            ),
        }
        for name, widget in widgets.items():
            self.fields[name].widget = widget

    def get_queryset(self):
        return super().get_queryset().select_related("biennium", "parent")

    def parent_of(self, code, row):
        """The outcome with this code in the biennium of the row."""
        return self.known[self.biennia[row["biennium"]], normalise_code(code)]

    def predecessor_of(self, code, row):
        """The outcome with this code in the biennium before that of the row."""
        start_year = self.biennia[row["biennium"]].start_year
        before = next(known for known in self.biennia.values() if known.end_year == start_year - 1)
        return self.known[before, normalise_code(code)]

    def after_save_instance(self, instance, row, **kwargs):
        self.known[instance.biennium, instance.code] = instance


class StrategyResource(TableResource):
    """`strategies.csv`."""

    outcome = Column("dwcp_outcome", "outcome")
    letter = Column("letter")
    text = Column("text")
    source = Column("source")

    class Meta(TableResource.Meta):
        model = Strategy
        import_id_fields = ("outcome", "letter")

    def __init__(self, programme):
        super().__init__()
        self.programme = programme
        self.fields["outcome"].widget = KnownWidget(outcome_finder(programme), AN_OUTCOME)

    def get_queryset(self):
        return Strategy.objects.filter(outcome__programme=self.programme)


class AlignmentResource(TableResource):
    """`alignments.csv`: frameworks and their parts are made when they are new."""

    outcome = Column("dwcp_outcome", "outcome")
    item = Column("reference", "item")
    relation = Column("relation")
    source = Column("source")

    extra_columns = ("framework", "title")
    made = {
        "framework": Framework._meta.get_field("name"),
        "reference": FrameworkItem._meta.get_field("reference"),
    }

    class Meta(TableResource.Meta):
        model = Alignment
        import_id_fields = ("outcome", "item")

    def __init__(self, programme):
        super().__init__()
        self.programme = programme
        self.fields["outcome"].widget = KnownWidget(outcome_finder(programme), AN_OUTCOME)
        self.fields["item"].widget = KnownWidget(self.item_of, _("a part of a framework, with the framework's name"))

    def get_queryset(self):
        return Alignment.objects.filter(outcome__programme=self.programme)

    @staticmethod
    def item_of(reference, row):
        """The part of the framework the row names, in the row's wording."""
        if not row["framework"]:
            raise ValueError(reference)
        framework, _created = Framework.objects.get_or_create(name=row["framework"])
        return framework.items.get_or_create(reference=reference, title=row["title"])[0]


class ProjectResource(TableResource):
    """`projects.csv`: several donors, outcomes or codes in one cell stand between semicolons."""

    acronym = Column("acronym")
    title = Column("title")
    also_called = Column("also_called", widget=ListWidget())
    donors = Column("donors")
    status = Column("status", widget=OneOfWidget({word: word for word in ProjectStatus.values}, blank=True))
    ended_year = Column("ended_year", widget=YearWidget())
    outcomes = Column("dwcp_outcomes", "outcomes")
    country_programme_outcomes = Column("outcomes", "country_programme_outcomes")
    note = Column("review_note", "note")
    source = Column("source")

    class Meta(TableResource.Meta):
        model = Project
        import_id_fields = ("title",)

    def __init__(self, programme):
        super().__init__(programme=programme)
        self.fields["donors"].widget = KnownListWidget(Organisation, organisation_finder(), AN_ORGANISATION)
        self.fields["outcomes"].widget = KnownListWidget(DwcpOutcome, outcome_finder(programme), AN_OUTCOME)
        self.fields["country_programme_outcomes"].widget = KnownListWidget(
            CountryProgrammeOutcome, latest_code_finder(programme), A_CODE
        )


class BudgetLineResource(TableResource):
    """`budgets.csv`: US dollars; without an outcome, the predefined outcomes together."""

    outcome = Column("dwcp_outcome", "outcome")
    funding_source = Column(
        "funding_source", widget=OneOfWidget({word: word for word in FundingSource.values}, blank=True)
    )
    allocated = Column("amount_usd", "allocated", widget=NumberWidget())
    note = Column("note")
    source = Column("source")

    class Meta(TableResource.Meta):
        model = BudgetLine
        import_id_fields = ("outcome", "funding_source")

    def __init__(self, programme):
        super().__init__(programme=programme, currency="USD")
        self.fields["outcome"].widget = KnownWidget(outcome_finder(programme), AN_OUTCOME, required=False)
