"""What stands before the first chapter: preface, contents, list of tables, abbreviations."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dwcp.toolkit.documents.blocks import Column, Contents, ListOfTables, Row, Table
from dwcp.toolkit.figures import day, figure
from outcomes.choices import FundingSource

from ..content import Content, Material, cell, paragraph

CONTENTS_DEPTH = 2


def preface(material: Material) -> Content:
    """What was reviewed, whom the team met, and of which day its figures are."""
    report = material.report
    opening = _(
        "This report presents the %(review)s. It was made together with those who agreed the programme: government, "
        "employers and workers."
    )
    said = [paragraph(opening % {"review": report.review.title})]
    if report.consulted:
        said.append(paragraph(_met(report.consulted)))
    closing = _(
        "Every figure in it is computed from what was recorded and verified, as it stood on %(day)s; none is typed by "
        "hand."
    )
    said.append(paragraph(closing % {"day": day(report.facts.as_at)}))
    return Content(tuple(said))


def _met(consulted):
    days = consulted.days
    words = {
        "first": day(days[0].held_on),
        "last": day(days[-1].held_on),
        "people": _people(consulted.heads.total),
        "organisations": _organisations(len(consulted.organisations)),
    }
    if len(days) == 1:
        return _("On %(first)s the team met %(people)s from %(organisations)s. It thanks them.") % words
    return _("Between %(first)s and %(last)s the team met %(people)s from %(organisations)s. It thanks them.") % words


def _people(number):
    return ngettext("%(number)s person", "%(number)s people", number) % {"number": figure(number)}


def _organisations(number):
    return ngettext("%(number)s organisation", "%(number)s organisations", number) % {"number": figure(number)}


def contents(material: Material) -> Content:
    """The table of contents."""
    return Content((Contents(_("Contents"), CONTENTS_DEPTH),))


def list_of_tables(material: Material) -> Content:
    """The numbered tables."""
    return Content((ListOfTables(_("List of tables")),))


def abbreviations(material: Material) -> Content:
    """The organisations that the programme concerns and the sources of its money, by their acronyms."""
    report = material.report
    named = {one.acronym: one.name for one in report.organisations if one.acronym and one.name}
    named |= {source: str(FundingSource(source).label) for source in report.overview.budget.sources if source}
    if not named:
        return Content()
    table = Table(
        key="abbreviations",
        caption=_("Acronyms and what they stand for"),
        columns=(Column(_("Acronym"), 18, "short"), Column(_("Name"), 82)),
        rows=tuple(
            Row((cell(acronym), cell(name)))
            for acronym, name in sorted(named.items(), key=lambda item: item[0].casefold())
        ),
    )
    return Content((table,))
