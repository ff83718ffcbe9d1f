"""Tables of a review's method: scale, criteria, performance areas, sections of the report, matches."""

from django.utils.translation import gettext_lazy as _

from dwcp.toolkit.importing import (
    Column,
    KnownWidget,
    OneOfWidget,
    TableResource,
    WholeNumberWidget,
    YesNoWidget,
)

from ..choices import Control, SectionKey
from ..models import (
    Criterion,
    CriterionMatch,
    PerformanceArea,
    RatingLabel,
    ReportSection,
    ReviewTemplate,
    SubCriterion,
)

A_CRITERION = _("the number of a criterion in criteria.csv")


def criterion_finder(template):
    """Finds a criterion of the template by its number."""
    known = {str(criterion.number): criterion for criterion in template.criteria.all()}
    return lambda value, row: known[value]


class RatingLabelResource(TableResource):
    """`rating_scale.csv`."""

    score = Column("score", widget=WholeNumberWidget())
    label = Column("label")
    source = Column("source")

    class Meta(TableResource.Meta):
        model = RatingLabel
        import_id_fields = ("score",)


class CriterionResource(TableResource):
    """`criteria.csv`."""

    number = Column("number", widget=WholeNumberWidget())
    title = Column("title")
    source = Column("source")

    class Meta(TableResource.Meta):
        model = Criterion
        import_id_fields = ("number",)


class SubCriterionResource(TableResource):
    """`sub_criteria.csv`."""

    criterion = Column("criterion")
    number = Column("seq", "number", widget=WholeNumberWidget())
    text = Column("text")
    source = Column("source")

    class Meta(TableResource.Meta):
        model = SubCriterion
        import_id_fields = ("criterion", "number")

    def __init__(self, template):
        super().__init__()
        self.template = template
        self.fields["criterion"].widget = KnownWidget(criterion_finder(template), A_CRITERION)

    def get_queryset(self):
        return SubCriterion.objects.filter(criterion__template=self.template)


class PerformanceAreaResource(TableResource):
    """`performance_areas.csv`."""

    letter = Column("letter")
    title = Column("title")
    guiding_questions = Column("guiding_questions")
    control = Column("control", widget=OneOfWidget({word: word for word in Control.values}))
    source = Column("source")

    class Meta(TableResource.Meta):
        model = PerformanceArea
        import_id_fields = ("letter",)


class TemplateResource(TableResource):
    """`template.csv`: what a template is called; its version tells it from others of the same name."""

    name = Column("name")
    version = Column("version", widget=WholeNumberWidget())
    note = Column("note")
    source = Column("source")

    class Meta(TableResource.Meta):
        model = ReviewTemplate
        import_id_fields = ("name", "version")


class ReportSectionResource(TableResource):
    """`report_sections.csv`: the sections of the report, in their order."""

    section = Column("section", widget=OneOfWidget({word: word for word in SectionKey.values}))
    title = Column("title")
    wording = Column("wording")
    position = Column("_row", "position", widget=WholeNumberWidget())

    class Meta(TableResource.Meta):
        model = ReportSection
        import_id_fields = ("section",)


class CriterionMatchResource(TableResource):
    """`criterion_matches.csv`: what criteria of the template have in common with those of others."""

    criterion = Column("criterion")
    other = Column("other_criterion", "other")
    is_strict = Column("is_strict", widget=YesNoWidget())
    note = Column("note")

    extra_columns = ("other_template", "other_version")

    class Meta(TableResource.Meta):
        model = CriterionMatch
        import_id_fields = ("criterion", "other")

    def __init__(self, template):
        super().__init__()
        self.template = template
        self.fields["criterion"].widget = KnownWidget(criterion_finder(template), A_CRITERION)
        known = {
            (one.template.name, str(one.template.version), str(one.number)): one
            for one in Criterion.objects.exclude(template=template).select_related("template")
        }
        self.fields["other"].widget = KnownWidget(
            lambda value, row: known[row["other_template"], row["other_version"], value],
            _("the number of a criterion of the other template"),
        )

    def get_queryset(self):
        return CriterionMatch.objects.filter(criterion__template=self.template)
