"""What a programme is built of: each kind of record, for `record_paths`."""

from django.utils.translation import gettext_lazy as _

from ..forms import (
    AlignmentForm,
    BudgetLineForm,
    DwcpOutcomeForm,
    FrameworkForm,
    FrameworkItemForm,
    PriorityForm,
    ProjectForm,
    RiskForm,
    StrategyForm,
)
from ..models import (
    Alignment,
    BudgetLine,
    DwcpOutcome,
    Framework,
    FrameworkItem,
    Priority,
    Project,
    Risk,
    Strategy,
)
from ..services import remove_framework, save_framework, save_project
from .country_programme_outcomes import COUNTRY_PROGRAMME_OUTCOME
from .records import Kind

SETTINGS = "outcomes:settings"
FRAMEWORKS = "outcomes:frameworks"

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
    template="outcomes/outcome_form.html",
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
ALIGNMENT = Kind(
    slug="alignment",
    model=Alignment,
    form=AlignmentForm,
    place=FRAMEWORKS,
    titles=(_("Add an alignment"), _("Change the alignment")),
    path="outcome__programme",
)
FRAMEWORK = Kind(
    slug="framework",
    model=Framework,
    form=FrameworkForm,
    place=FRAMEWORKS,
    titles=(_("Add a framework"), _("Change the framework")),
    path="",
    service=save_framework,
    removal=remove_framework,
)
FRAMEWORK_PART = Kind(
    slug="framework-part",
    model=FrameworkItem,
    form=FrameworkItemForm,
    place=FRAMEWORKS,
    titles=(_("Add a part of a framework"), _("Change the part of a framework")),
    path="",
    service=save_framework,
    removal=remove_framework,
)
PROJECT = Kind(
    slug="project",
    model=Project,
    form=ProjectForm,
    place="outcomes:projects",
    titles=(_("Add a project"), _("Change the project")),
    service=save_project,
    template="outcomes/projects_form.html",
)
BUDGET_LINE = Kind(
    slug="budget-line",
    model=BudgetLine,
    form=BudgetLineForm,
    place="outcomes:budget",
    titles=(_("Add a budget line"), _("Change the budget line")),
)
RISK = Kind(
    slug="risk",
    model=Risk,
    form=RiskForm,
    place="outcomes:risks",
    titles=(_("Add a risk"), _("Change the risk")),
)
KINDS = (
    PRIORITY,
    OUTCOME,
    STRATEGY,
    COUNTRY_PROGRAMME_OUTCOME,
    ALIGNMENT,
    FRAMEWORK,
    FRAMEWORK_PART,
    PROJECT,
    BUDGET_LINE,
    RISK,
)
