"""What measurement is built of: each kind of record, for `record_paths` and pages of their own."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import Permission
from outcomes.views.records import Kind

from ..forms.dimensions import CategoryForm, DimensionForm
from ..forms.indicator import IndicatorForm
from ..forms.periods import ReportingPeriodForm
from ..models import Category, Dimension, Indicator, ReportingPeriod
from ..services import save_category, save_dimension
from ..services.periods import save_period

# Its pages that add and change one have rows of their own: `indicator_editor`.
INDICATOR = Kind(
    slug="indicator",
    model=Indicator,
    form=IndicatorForm,
    place="indicators:framework",
    titles=(_("Add an indicator"), _("Change the indicator")),
    path="outcome__programme",
    is_ordered=True,
    template="indicators/indicator_form.html",
)
PERIOD = Kind(
    slug="reporting-period",
    model=ReportingPeriod,
    form=ReportingPeriodForm,
    place="indicators:periods",
    titles=(_("Add a reporting period"), _("Change the reporting period")),
    permission=Permission.PERIOD_MANAGE,
    service=save_period,
)
DIMENSION = Kind(
    slug="dimension",
    model=Dimension,
    form=DimensionForm,
    place="indicators:dimensions",
    titles=(_("Add a dimension"), _("Change the dimension")),
    service=save_dimension,
)
# Its pages know that a category may be retired: `category_paths`.
CATEGORY = Kind(
    slug="category",
    model=Category,
    form=CategoryForm,
    place="indicators:dimensions",
    titles=(_("Add a category"), _("Change the category")),
    path="dimension__programme",
    is_ordered=True,
    service=save_category,
)
