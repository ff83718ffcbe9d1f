"""Tables of a review's method: scale, criteria, performance areas."""

from django.utils.translation import gettext_lazy as _

from dwcp.toolkit.importing import (
    Column,
    KnownWidget,
    OneOfWidget,
    TableResource,
    WholeNumberWidget,
)

from ..choices import Control
from ..models import (
    Criterion,
    PerformanceArea,
    RatingLabel,
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
