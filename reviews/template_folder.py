"""Loads a folder of CSV files with one review template: scale, criteria, areas, sections of the report, matches.

The files are described in `fixtures/review-templates/README.md`. All of it is saved or nothing; loading the same folder
again changes nothing, and a template that a review uses is never changed.
"""

from dataclasses import dataclass, field
from pathlib import Path

import tablib
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb
from accounts.services import record_event
from dwcp.toolkit.importing import ImportRefused, Problem, Tally, read_table

from . import resources as tables
from .models import ReviewTemplate
from .services.templates import check_steps, why_it_stays
from .services.templates.scale import steps_of

TEMPLATE, MATCHES = "template.csv", "criterion_matches.csv"


@dataclass
class TemplateReport:
    """What became of the files of a folder, and the matches with templates that are not there."""

    template: ReviewTemplate
    tallies: list[Tally] = field(default_factory=list)
    left_out: tuple[str, ...] = ()

    @property
    def has_changed(self):
        """Whether anything is different from before."""
        return any(tally.new or tally.changed for tally in self.tallies)


def load_template_folder(folder, *, by=None):
    """Load the template in `folder` and return a TemplateReport; `by` is the person answerable, if any.

    Raises ImportRefused with every problem found, a scale with a gap and a template in use among them; nothing is
    saved then.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ImportRefused([Problem(str(folder), _("There is no such folder."))])
    with transaction.atomic():
        report = _load(folder)
        if report.has_changed:
            record_event(AuditVerb.CHANGED, report.template, by=by, reason=folder.name)
    return report


def _load(folder):
    report = TemplateReport(template=_read_template(folder))
    template = ReviewTemplate.objects.select_for_update(of=("self",), no_key=True).get(pk=report.template.pk)
    read = (
        ("rating_scale.csv", tables.RatingLabelResource(template=template)),
        ("criteria.csv", tables.CriterionResource(template=template)),
        ("sub_criteria.csv", tables.SubCriterionResource),
        ("performance_areas.csv", tables.PerformanceAreaResource(template=template)),
        ("report_sections.csv", tables.ReportSectionResource(template=template)),
        (MATCHES, tables.CriterionMatchResource),
    )
    for file, resource in read:
        # Those that look criteria up are made once there are criteria.
        resource = resource(template) if isinstance(resource, type) else resource
        rows = read_table(folder / file, resource.columns())
        if file == MATCHES:
            rows, report.left_out = _with_known_templates(rows)
        report.tallies.append(resource.import_table(rows, file))
    problems = [problem for tally in report.tallies for problem in tally.problems]
    if not problems and (wrong := check_steps(steps_of(template))):
        problems.append(Problem("rating_scale.csv", wrong))
    if report.has_changed and (stays := why_it_stays(template)):
        problems.append(Problem(TEMPLATE, _("Raise the version in this file. %(why)s") % {"why": stays}))
    if problems:
        raise ImportRefused(problems)
    return report


def _read_template(folder):
    """The template that the folder names, made where it is not there."""
    rows = read_table(folder / TEMPLATE, tables.TemplateResource.columns())
    if len(rows) != 1:
        message = _("The file needs exactly one row below the column names: the template of this folder.")
        raise ImportRefused([Problem(TEMPLATE, message)])
    tally = tables.TemplateResource().import_table(rows, TEMPLATE)
    if tally.problems:
        raise ImportRefused(tally.problems)
    (row,) = rows.dict
    return ReviewTemplate.objects.get(name=row["name"], version=int(row["version"]))


def _with_known_templates(rows):
    """The matches with templates that are there, and the names of those that are not."""
    there = {(name, str(version)) for name, version in ReviewTemplate.objects.values_list("name", "version")}
    names = [(row["other_template"], row["other_version"]) for row in rows.dict]
    known = [row for row, name in zip(rows[:], names, strict=True) if name in there]
    missing = tuple(dict.fromkeys(name for name, version in names if (name, version) not in there))
    return tablib.Dataset(*known, headers=rows.headers), missing
