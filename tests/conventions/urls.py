"""Every address of the application, with what stands in it, as the walks of these tests need it."""

from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern

from outcomes.models import Programme, Strategy
from reviews.models import ReviewTemplate
from tests import factories
from tests.indicators.evidence_files import png

PROGRAMME = "KHM-DWCP-2008-2010"
ARGUMENTS = {
    "programme": PROGRAMME,
    "indicator": "1.26",
    "period": "2010",
    "review": "2010",
    "event": "C14",
    "criterion": 1,
    "recommendation_number": 1,
    "area": "A",
    "section": "preface",
    "heading": "progress",
    "biennium": 2008,
    "item": "criterion-1",
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
    "version": lambda programme: (
        programme.reviews.get(slug="2010").versions.first()
        or factories.ReportVersionFactory(review=programme.reviews.get(slug="2010"))
    ),
    # Of a signed version, which is for everybody.
    "job": lambda programme: (
        RECORDS["version"](programme).review.jobs.first()
        or factories.ReportJobFactory(
            review=RECORDS["version"](programme).review, edition=1, state="done", content=b"%PDF-1.7"
        )
    ),
    "indicator": lambda programme: factories.IndicatorFactory(outcome=programme.outcomes.first()),
    "reporting-period": lambda programme: (
        programme.periods.filter(label="later").first()
        or factories.ReportingPeriodFactory(programme=programme, label="later", year=2030, state="planned")
    ),
    "recommendation": lambda programme: programme.reviews.get(slug="2010").recommendations.get(number=1),
    "action": lambda programme: (
        RECORDS["recommendation"](programme).actions.first()
        or factories.FollowUpActionFactory(recommendation=RECORDS["recommendation"](programme))
    ),
    "reviews:put-back-recommendation": lambda programme: removed_of(
        programme, "recommendation", review=programme.reviews.get(slug="2010").pk
    ),
    "reviews:put-back-action": lambda programme: removed_of(
        programme, "followupaction", recommendation=RECORDS["recommendation"](programme).pk
    ),
    "sub-criterion-finding": lambda programme: programme.reviews.get(slug="2010").sub_criterion_findings.first(),
    "citation": lambda programme: factories.CitationFactory(
        criterion_score=programme.reviews.get(slug="2010").criterion_scores.first()
    ),
    # Of a criterion that is gone.
    "reviews:put-back": lambda programme: factories.RemovalFactory(
        programme=programme,
        content=[
            {
                "model": "reviews.subcriterionfinding",
                "pk": 999_999,
                "fields": {"review": programme.reviews.get(slug="2010").pk, "criterion": 999_999, "heading": "Gone"},
            }
        ],
    ),
    "finding": lambda programme: programme.reviews.get(slug="2010").indicator_findings.first(),
    "team-member": lambda programme: (
        programme.reviews.get(slug="2010").team.exclude(capacity="lead").first()
        or factories.TeamMemberFactory(review=programme.reviews.get(slug="2010"))
    ),
    "task": lambda programme: factories.TimetableTaskFactory(review=programme.reviews.get(slug="2010")),
    # A method that no review uses.
    "method": lambda programme: (
        ReviewTemplate.objects.filter(name="Walked").first() or factories.ReviewTemplateFactory(name="Walked")
    ),
    "criterion": lambda programme: factories.CriterionFactory(template=RECORDS["method"](programme)),
    "area": lambda programme: (
        RECORDS["method"](programme).areas.first()
        or factories.PerformanceAreaFactory(template=RECORDS["method"](programme))
    ),
    "match": lambda programme: factories.CriterionMatchFactory(criterion__template=RECORDS["method"](programme)),
    "removal": lambda programme: (
        programme.removals.not_put_back().first() or factories.RemovalFactory(programme=programme)
    ),
}


def removed_of(programme, model, **fields):
    """Something of a review that was removed; it does not go with what is there any more."""
    content = [{"model": f"reviews.{model}", "pk": 999_999, "fields": fields | {"number": 99, "text": "Removed"}}]
    return factories.RemovalFactory(programme=programme, content=content)


# What stands for a record in an address.
OF_RECORDS = (
    "record",
    "removal",
    "workbook",
    "figures",
    "comment",
    "evidence",
    "recommendation",
    "action",
    "job",
    "method",
)
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
            if name in OF_RECORDS and name not in arguments:
                kind = name if name in RECORDS else self.name.split("-", 1)[1]
                if name == "removal" and self.name in RECORDS:
                    kind = self.name
                value = RECORDS[kind](Programme.objects.get(code=PROGRAMME)).pk
            if name == "version" and name not in arguments:
                value = RECORDS["version"](Programme.objects.get(code=PROGRAMME)).number
            if name == "action_number" and name not in arguments:
                value = RECORDS["action"](Programme.objects.get(code=PROGRAMME)).number
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
