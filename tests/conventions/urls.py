"""Every address of the application, with what stands in it, as the walks of these tests need it."""

from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern

from outcomes.models import Programme, Strategy
from tests import factories
from tests.indicators.evidence_files import png

PROGRAMME = "KHM-DWCP-2008-2010"
ARGUMENTS = {
    "programme": PROGRAMME,
    "indicator": "1.26",
    "period": "2010",
    "review": "2010",
    "criterion": 1,
    "area": "A",
    "biennium": 2008,
    # A link to set a new password that nobody was sent.
    "key": "made-up",
    "uidb36": "zzzz",
    # A link of a mail that nobody was sent.
    "token": "made-up",
}
# A record of each kind that a programme is built of, to which nothing else refers.
RECORDS = {
    "priority": lambda programme: factories.PriorityFactory(programme=programme, letter="X"),
    "outcome": lambda programme: (
        programme.outcomes.filter(number=88).first()
        or factories.DwcpOutcomeFactory(programme=programme, priority__letter="X", number=88)
    ),
    "strategy": lambda programme: (
        Strategy.objects.filter(outcome__programme=programme, letter="x").first()
        or factories.StrategyFactory(outcome=programme.outcomes.first(), letter="x")
    ),
    "country-programme-outcome": lambda programme: factories.CountryProgrammeOutcomeFactory(programme=programme),
    "member": lambda programme: factories.ProgrammeMembershipFactory(programme=programme),
    "alignment": lambda programme: factories.AlignmentFactory(outcome=programme.outcomes.first()),
    "framework": lambda programme: factories.FrameworkFactory(),
    "framework-part": lambda programme: factories.FrameworkItemFactory(),
    "project": lambda programme: factories.ProjectFactory(programme=programme),
    "budget-line": lambda programme: (
        programme.budget_lines.filter(currency="KHR").first()
        or factories.BudgetLineFactory(programme=programme, outcome=programme.outcomes.first(), currency="KHR")
    ),
    "risk": lambda programme: factories.RiskFactory(programme=programme),
    "dimension": lambda programme: factories.DimensionFactory(programme=programme, code="x", name="X"),
    "category": lambda programme: factories.CategoryFactory(
        dimension=factories.DimensionFactory(programme=programme, code="x", name="X"), code="x"
    ),
    "workbook": lambda programme: factories.FrameworkImportFactory(programme=programme),
    "evidence": lambda programme: factories.EvidenceFactory(
        entry=programme.periods.get(label="2010").entries.get(indicator__code="1.26"),
        is_kept=True,
        file=png(),
    ),
    "figures": lambda programme: factories.ProgressImportFactory(programme=programme),
    "comment": lambda programme: factories.CommentFactory(
        entry=programme.periods.get(label="2010").entries.get(indicator__code="1.26")
    ),
    "indicator": lambda programme: factories.IndicatorFactory(outcome=programme.outcomes.first()),
    "reporting-period": lambda programme: (
        programme.periods.filter(label="later").first()
        or factories.ReportingPeriodFactory(programme=programme, label="later", year=2030, state="planned")
    ),
    "removal": lambda programme: (
        programme.removals.not_put_back().first() or factories.RemovalFactory(programme=programme)
    ),
}
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Address:
    """One pattern: its name with the namespaces, its route, and what answers."""

    name: str
    route: str
    callback: object
    converters: tuple[tuple[str, object], ...]

    @property
    def view_class(self):
        """The class that answers, if one does."""
        return getattr(self.callback, "view_class", None) or getattr(self.callback, "cls", None)

    @property
    def methods(self):
        """What the view answers to, besides HEAD and OPTIONS."""
        actions = getattr(self.callback, "actions", None)
        if actions:
            return tuple(method.upper() for method in METHODS if method in actions)
        if self.view_class is None:
            return ("GET", "POST")
        allowed = self.view_class.http_method_names
        return tuple(method.upper() for method in METHODS if method in allowed and hasattr(self.view_class, method))

    def path(self, **arguments):
        """The address with arguments from the real programme."""
        taken = {}
        for name, converter in self.converters:
            value = arguments.get(name, ARGUMENTS.get(name))
            if name == "outcome" and name not in arguments:
                value = 1 if type(converter).__name__ == "IntConverter" else "KHM 104"
            if name in ("record", "removal", "workbook", "figures", "comment", "evidence") and name not in arguments:
                kind = name if name in RECORDS else self.name.split("-", 1)[1]
                value = RECORDS[kind](Programme.objects.get(code=PROGRAMME)).pk
            taken[name] = value
        return reverse(self.name, kwargs=taken)


def addresses(patterns=None, *, namespaces=(), route="", converters=()):
    """All addresses of the application but those of the administration pages, which are built alike."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = {**dict(converters), **getattr(pattern.pattern, "converters", {})}
        if not isinstance(pattern.pattern, RoutePattern):
            here |= dict.fromkeys(pattern.pattern.regex.groupindex)
        there = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if pattern.namespace == "admin":
                continue
            inside = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from addresses(pattern.url_patterns, namespaces=inside, route=there, converters=tuple(here.items()))
        else:
            assert isinstance(pattern, URLPattern) and pattern.name, f"{there} has no name"
            yield Address(":".join([*namespaces, pattern.name]), there, pattern.callback, tuple(here.items()))


ADDRESSES = {address.name: address for address in addresses()}
