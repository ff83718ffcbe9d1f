"""What a programme is built of: each kind of record, for `record_paths`."""

from django.utils.translation import gettext_lazy as _

from ..forms import DwcpOutcomeForm, PriorityForm, StrategyForm
from ..models import DwcpOutcome, Priority, Strategy
from .records import Kind

SETTINGS = "outcomes:settings"

PRIORITY = Kind(
    slug="priority",
    model=Priority,
    form=PriorityForm,
    place=SETTINGS,
    titles=(_("Add a priority"), _("Change the priority")),
    is_ordered=True,
)
OUTCOME = Kind(
    slug="outcome",
    model=DwcpOutcome,
    form=DwcpOutcomeForm,
    place=SETTINGS,
    titles=(_("Add an outcome"), _("Change the outcome")),
    is_ordered=True,
)
STRATEGY = Kind(
    slug="strategy",
    model=Strategy,
    form=StrategyForm,
    place=SETTINGS,
    titles=(_("Add a strategy"), _("Change the strategy")),
    path="outcome__programme",
    is_ordered=True,
)
KINDS = (PRIORITY, OUTCOME, STRATEGY)
