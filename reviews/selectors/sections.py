"""The sections of a report: which the template wants, what is written in them, and where something is generated."""

from dataclasses import dataclass

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from accounts.models import Organisation
from consultations.choices import SuggestingGroup
from consultations.models import Event, Feedback, SuggestedPriority, SuggestedTheme
from consultations.selectors.suggestions import BY_THEMSELVES
from outcomes.models import CountryProgrammeOutcome, Project

from ..choices import SectionKey
from ..models import (
    AreaRating,
    Citation,
    ControlTotal,
    CriterionScore,
    FollowUpAction,
    IndicatorFinding,
    ManagementResponse,
    Recommendation,
    ReportText,
    Review,
    SubCriterion,
    TimetableTask,
)

# Lists that follow from the rest of the report: nobody writes in them.
LISTS = (SectionKey.CONTENTS, SectionKey.LIST_OF_TABLES)
SPEAKING_GROUPS = [group for group in SuggestingGroup if group not in BY_THEMSELVES]


@dataclass(frozen=True)
class Section:
    """A section that the report has: its key, its title, and the words that the template fixes."""

    key: SectionKey
    title: str
    wording: str = ""

    @property
    def is_list(self):
        """Whether it only lists what stands elsewhere."""
        return self.key in LISTS


@dataclass(frozen=True)
class SectionState:
    """A section, the text that the team wrote in it, if any, and whether anything is generated for it."""

    section: Section
    text: ReportText | None
    is_generated: bool

    @property
    def is_written(self):
        """Whether there are words of the team."""
        return bool(self.text and self.text.text)

    @property
    def is_left_out(self):
        """Whether the report has nothing to print there, and so leaves the section out."""
        return not (self.is_written or self.is_generated or self.section.wording)


def sections_in(template):
    """The sections that a template wants, in its order; all of them for a template that names none (1 query)."""
    wanted = template.sections.all()
    if not wanted:
        return tuple(Section(key, str(key.label)) for key in SectionKey)
    return tuple(Section(SectionKey(one.section), str(one), one.wording) for one in wanted)


def outcomes_told_of(review):
    """The outcomes that the report tells about: those under review, and any that is rated."""
    outcomes = review.programme.country_programme_outcomes.select_related("biennium")
    return outcomes.filter(Q(reviews=review) | Q(area_ratings__review=review)).distinct()


def section_states_of(review):
    """Every section of the report with what stands in it (3 queries)."""
    texts = {text.section: text for text in review.texts.all()}
    generated = _generated(review)
    return tuple(
        SectionState(section, texts.get(section.key), generated.get(section.key.value, True))
        for section in sections_in(review.template)
    )


def _generated(review):
    """By section, whether `reviews.report` has anything for it; of those not named it always has."""
    looks = {name: ExpressionWrapper(look, BooleanField()) for name, look in _looks().items()}
    return Review.objects.filter(pk=review.pk).order_by().values(**looks).get()


def _looks():
    """What has to be there for sections that may be empty: in SQL what the parts of `reviews.report` ask.

    Building them only to see whether there is something would read the whole review. The tests hold both together.
    """

    def any_of(model, **where):
        return Q(Exists(model.objects.filter(**(where or {"review": OuterRef("pk")})).order_by()))

    programme, in_programme = OuterRef("programme"), {"programme": OuterRef("programme")}
    of_recommendations = {"recommendation__review": OuterRef("pk")}
    named = Organisation.objects.filter(programmes=programme).exclude(acronym="").exclude(name="")
    linked = Recommendation.objects.filter(review=OuterRef("pk")).exclude(indicators=None)
    rated = any_of(AreaRating)
    found = any_of(IndicatorFinding, review=OuterRef("pk"), dwcp_outcome__isnull=False)
    scored = any_of(CriterionScore) | rated | found | any_of(Recommendation)
    suggested = {**in_programme, "group__in": SPEAKING_GROUPS}
    cited = any_of(Citation, criterion_score__review=OuterRef("pk")) | any_of(
        Citation, area_rating__review=OuterRef("pk")
    )
    asked = any_of(SubCriterion, criterion__template=OuterRef("template"))
    return {
        SectionKey.EXECUTIVE_SUMMARY.value: scored,
        SectionKey.ABBREVIATIONS.value: Q(Exists(named.order_by())),
        SectionKey.CONTROL.value: rated,
        SectionKey.FOLLOW_UP.value: any_of(ManagementResponse, **of_recommendations)
        | any_of(FollowUpAction, **of_recommendations)
        | Q(Exists(linked.order_by())),
        SectionKey.VALIDATION.value: Q(consultation_round__gt=0),
        SectionKey.REFERENCES.value: any_of(Project, **in_programme) | cited,
        SectionKey.ANNEX_TERMS.value: ~Q(terms_of_reference="") | any_of(TimetableTask) | asked,
        SectionKey.ANNEX_BIENNIA.value: any_of(CountryProgrammeOutcome, **in_programme),
        SectionKey.ANNEX_CONSULTED.value: any_of(Event, reviews=OuterRef("pk")),
        SectionKey.ANNEX_OUTCOMES.value: rated,
        SectionKey.ANNEX_FEEDBACK.value: any_of(Feedback, **in_programme),
        SectionKey.ANNEX_PRIORITIES.value: any_of(SuggestedPriority, **suggested)
        | any_of(SuggestedTheme, **suggested, priority=None),
        SectionKey.ANNEX_PRINTED.value: any_of(ControlTotal),
    }
