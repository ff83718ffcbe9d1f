"""Loads a folder of CSV files: a programme, its indicators, and the reviews made of it.

The files and their columns are described in the folder's own README. All of it is saved or nothing; loading
the same folder again changes nothing; every file is read, or listed in the report with the reason why not.
"""

import csv
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb
from accounts.models import Organisation
from accounts.resources import OrganisationResource
from accounts.services import record_event
from consultations import resources as consultations
from dwcp.toolkit.importing import ImportRefused, Problem, Tally, read_table
from indicators.resources import IndicatorResource, TargetResource
from indicators.services import plan_years
from outcomes import resources as structure
from outcomes.models import Programme

from . import resources as tables
from .choices import ReviewState
from .models import Review, ReviewTemplate
from .services import fix_facts, take_over_published_figures


@dataclass(frozen=True)
class LeftOut:
    """A file of the folder that was not read, and why."""

    file: str
    rows: int
    reason: str


@dataclass
class LoadReport:
    """What became of every file of the folder, and what was made of the rows."""

    programme: Programme | None = None
    tallies: list[Tally] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    entries: int = 0
    baselines: int = 0


def load_programme_folder(folder, *, by=None):
    """Load the programme in `folder` and return a LoadReport; `by` is the person answerable, if any.

    Raises ImportRefused with every problem found; nothing is saved then.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ImportRefused([Problem(str(folder), _("There is no such folder."))])
    with transaction.atomic():
        loader = _Loader(folder)
        loader.load()
        if loader.problems:
            raise ImportRefused(loader.problems)
        record_event(AuditVerb.PROGRAMME_LOADED, loader.report.programme, by=by, reason=folder.name)
    return loader.report


class _Loader:
    """Reads file after file, each in need of those before it, and gathers all problems."""

    def __init__(self, folder):
        self.folder = folder
        self.tables = {}
        self.problems = []
        self.report = LoadReport()

    def load(self):
        self._read("organisations.csv", OrganisationResource)
        programme = self.report.programme = self._read_programme()
        if programme is None:
            return  # every other file belongs to it
        self._list_organisations(programme)
        self._load_structure(programme)
        self._load_indicators(programme)
        self._load_consultations(programme)
        self._load_reviews(programme)
        self._list_files_left_out()

    def _read_programme(self):
        """The one programme of the folder, or None with what is wrong."""
        file = "programme.csv"
        before = len(self.problems)
        rows = self._rows(file, structure.ProgrammeResource.columns())
        if rows is not None and len(rows) != 1:
            message = _("The file needs exactly one row below the column names: the programme of this folder.")
            self.problems.append(Problem(file, message))
        if len(self.problems) == before:
            self._read(file, structure.ProgrammeResource)
        if len(self.problems) > before:
            return None
        return Programme.objects.get(code=rows.dict[0]["code"])

    def _list_organisations(self, programme):
        """The organisations of the folder are those that the programme concerns."""
        rows = self._rows("organisations.csv", OrganisationResource.columns())
        resource = OrganisationResource()
        listed = {resource.key_in(row) for row in rows.dict} if rows else set()
        programme.organisations.add(
            *(known for known in Organisation.objects.all() if resource.key_of(known) in listed)
        )

    def _load_structure(self, programme):
        self._read("biennia.csv", structure.BienniumResource)
        self._read("priorities.csv", structure.PriorityResource, programme=programme)
        self._read("dwcp_outcomes.csv", structure.DwcpOutcomeResource, programme)
        self._read("outcomes.csv", structure.CountryProgrammeOutcomeResource, programme)
        self._read("strategies.csv", structure.StrategyResource, programme)
        self._read("alignments.csv", structure.AlignmentResource, programme)
        self._read("projects.csv", structure.ProjectResource, programme)
        self._read("budgets.csv", structure.BudgetLineResource, programme)

    def _load_indicators(self, programme):
        self._read("indicators_programme.csv", IndicatorResource, programme)
        self._read("indicators_programme.csv", TargetResource, programme)
        plan_years(programme=programme)

    def _load_consultations(self, programme):
        known = set(programme.events.values_list("pk", flat=True))
        self._read("consultations.csv", consultations.EventResource, programme=programme)
        self.new_events = programme.events.exclude(pk__in=known)
        self._read("consultation_participants.csv", consultations.ParticipationResource, programme)
        self._read("workshop_priorities.csv", consultations.SuggestedPriorityResource, programme=programme)
        self._read("workshop_themes.csv", consultations.SuggestedThemeResource, programme)
        self._read("workshop_feedback.csv", consultations.FeedbackResource, programme)

    def _load_reviews(self, programme):
        # Found by its name, which is therefore not translated; later versions are made here.
        name = f"Method of the reviews of {programme.code}"
        template, _created = ReviewTemplate.objects.get_or_create(name=name, version=1)
        self._read("rating_scale.csv", tables.RatingLabelResource, template=template)
        self._read("criteria.csv", tables.CriterionResource, template=template)
        self._read("sub_criteria.csv", tables.SubCriterionResource, template)
        self._read("performance_areas.csv", tables.PerformanceAreaResource, template=template)
        latest = self._open_reviews(programme, template)
        self._check_scale(template, is_used=latest is not None)
        self._read("criterion_scores.csv", tables.CriterionScoreResource, programme, template)
        if latest is None:
            return
        # Tables without a column for the review belong to the latest one.
        if latest.state != ReviewState.FINAL:
            # Only those that are new: which others belong to it may have been decided here.
            latest.events.add(*self.new_events)
        self._read("outcomes.csv", tables.ReviewedOutcomeResource, latest)
        self._read("outcome_ratings.csv", tables.AreaRatingResource, latest)
        self._read("sub_criterion_findings.csv", tables.SubCriterionFindingResource, latest)
        self._read("indicators_reviewed.csv", tables.IndicatorFindingResource, latest)
        self._read("outcome_narratives.csv", tables.OutcomeNarrativeResource, latest)
        self._read("recommendations.csv", tables.RecommendationResource, latest)
        self._read("control_totals.csv", tables.ControlTotalResource, latest)
        self._read("discrepancies.csv", tables.PublishedDiscrepancyResource, latest)
        self._read("timetable.csv", tables.TimetableTaskResource, latest)
        if not self.problems:
            self.report.baselines, self.report.entries = take_over_published_figures(review=latest)
            if not latest.facts:
                fix_facts(review=latest, by=None)

    def _open_reviews(self, programme, template):
        """A review for each that the scores name. Earlier ones are final; the latest may be worked on."""
        rows = self._rows("criterion_scores.csv", tables.CriterionScoreResource.columns())
        slugs = sorted({row["review"] for row in rows.dict if _is_short_name(row["review"])}) if rows else []
        latest = None
        for slug in slugs:
            state = ReviewState.CONSOLIDATION if slug == slugs[-1] else ReviewState.FINAL
            title = _("Review %(year)s of the %(programme)s") % {"year": slug, "programme": programme.title}
            latest, _created = Review.objects.get_or_create(
                programme=programme,
                slug=slug,
                defaults={"template": template, "title": Truncator(title).chars(250), "state": state},
            )
        return latest

    def _check_scale(self, template, *, is_used):
        """A scale has consecutive steps: a mean between two of them would have no name otherwise."""
        file = "rating_scale.csv"
        steps = list(template.labels.values_list("score", flat=True))
        if any(problem.file == file for problem in self.problems):
            return
        if steps and steps != list(range(steps[0], steps[-1] + 1)):
            message = _("The steps of the scale are %(steps)s. They have to follow one another without a gap.")
            self.problems.append(Problem(file, message % {"steps": ", ".join(map(str, steps))}))
        elif is_used and not steps:
            self.problems.append(Problem(file, _("The scale has no steps, but there are reviews that need it.")))

    def _rows(self, file, columns):
        """The rows of a file, read once; its columns are those of the first resource that reads it."""
        if file not in self.tables:
            self.tables[file] = None
            try:
                self.tables[file] = read_table(self.folder / file, columns)
            except ImportRefused as refusal:
                self.problems += refusal.problems
        return self.tables[file]

    def _read(self, file, resource_class, *arguments, **fixed):
        rows = self._rows(file, resource_class.columns())
        if rows is None:
            return
        tally = resource_class(*arguments, **fixed).import_table(rows, file)
        self.report.tallies.append(tally)
        self.problems += tally.problems

    def _list_files_left_out(self):
        for path in sorted(self.folder.iterdir()):
            if path.suffix == ".csv" and path.name not in self.tables:
                reason = _("no table of this application has this name")
                with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
                    rows = max(0, sum(1 for row in csv.reader(file) if row) - 1)
                self.report.left_out.append(LeftOut(path.name, rows, reason))


def _is_short_name(text):
    """Whether a review may be called so; where it may not, reading the scores says why, row by row."""
    try:
        Review._meta.get_field("slug").clean(text, None)
    except ValidationError:
        return False
    return True
