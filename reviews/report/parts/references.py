"""What the review rests on: documents, consultations and indicators that its scores cite, and the projects."""

from django.utils.translation import gettext as _

from dwcp.toolkit.documents.blocks import Column, Listing, Part, Row, Table

from ..content import Content, Material, cell, citation_in_words, paragraph


def references(material: Material) -> Content:
    """Left out where nothing is cited and the programme has no projects."""
    report = material.report
    cited = [
        citation
        for support in (report.of_criteria, report.of_areas)
        for citations in support.citations.values()
        for citation in citations
    ]
    documents = sorted({citation.document for citation in cited if citation.document}, key=str.casefold)
    others = dict.fromkeys(citation_in_words(citation) for citation in cited if not citation.document)
    parts = []
    if documents:
        parts.append(Part("documents", _("Documents"), (_listing(documents),)))
    if others:
        parts.append(Part("records", _("Records of the programme that the scores cite"), (_listing(others),)))
    if report.projects:
        parts.append(Part("projects", _("Technical cooperation projects"), (_projects(report),)))
    return Content(parts=tuple(parts))


def _listing(lines):
    return Listing(tuple((paragraph(line[:1].upper() + line[1:]),) for line in lines))


def _projects(report):
    return Table(
        key="projects",
        caption=_("Projects that serve the programme"),
        columns=(
            Column(_("Project"), 58),
            Column(_("Donors"), 26),
            Column(_("Status"), 16),
        ),
        rows=tuple(
            Row((cell(_title(project)), cell(_donors(project)), cell(_status(project)))) for project in report.projects
        ),
    )


def _title(project):
    return f"{project.title} ({project.acronym})" if project.acronym else project.title


def _donors(project):
    return ", ".join(sorted((str(donor) for donor in project.donors.all()), key=str.casefold)) or "–"


def _status(project):
    status = str(project.get_status_display()) if project.status else "–"
    return f"{status} ({project.ended_year})" if project.ended_year else status
