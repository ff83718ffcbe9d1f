"""Writing the words of a report: the text of a section, and what is told of an outcome."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb
from accounts.services import record_event
from dwcp.toolkit.documents.markdown import MAX_PROSE, fields_in, problems_of

from ..models import OutcomeNarrative, ReportText
from ..report import figures_of
from ..selectors import basis_of
from ..selectors.sections import LISTS, outcomes_told_of, sections_in
from .moves import held_for_words
from .refusals import ReviewRefused, StaleReview


@transaction.atomic
def write_text(*, review, section, text, revision, by):
    """Write the team's text of a section of the report, in Markdown with live figures; an empty one takes it away.

    `revision` is the one the writer saw, 0 where nothing was written yet. Raises StaleReview when somebody else saved
    meanwhile (nothing is written then); ReviewRefused for a figure that does not exist, a text longer than MAX_PROSE, a
    section that the report has not, a review that takes no words; PermissionDenied without permission.
    """
    review = held_for_words(review, by)
    if section not in {one.key for one in sections_in(review.template) if one.key not in LISTS}:
        raise ReviewRefused({"": _("The report has no such section to write in.")})
    current = review.texts.filter(section=section).first() or ReportText(review=review, section=section, revision=0)
    return _write(current, text, revision, by)


@transaction.atomic
def write_narrative(*, review, outcome, heading, text, revision, by):
    """Write what the report tells about an outcome under one heading, in Markdown with live figures.

    Raises as `write_text` does, also for an outcome that the review does not treat.
    """
    review = held_for_words(review, by)
    if not outcomes_told_of(review).filter(pk=outcome.pk).exists():
        raise ReviewRefused({"": _("The review does not treat this outcome.")})
    narratives = review.narratives.filter(country_programme_outcome=outcome, heading=heading)
    current = narratives.first() or OutcomeNarrative(
        review=review, country_programme_outcome=outcome, heading=heading, revision=0
    )
    return _write(current, text, revision, by)


def _write(current, text, revision, by):
    if current.revision != revision:
        raise StaleReview(current)
    _check(current.review, text)
    if text != current.text:
        before, current.text = current.text, text
        current.revision += 1
        current.save()
        changes = {"text": list(changed_lines(before, text))}
        record_event(AuditVerb.TEXT_WRITTEN, current, by=by, changes=changes)
    return current


def _check(review, text):
    """Refuse what could not be printed as it is meant; what is only odd is said beside the text."""
    if len(text) > MAX_PROSE:
        raise ReviewRefused({"text": " ".join(problems_of(text, ()))})
    used = fields_in(text)
    if not used:
        return
    names = {figure.name for figure in figures_of(basis_of(review))}
    if unknown := used - names:
        message = [problem for problem in problems_of(text, names) if any(f"{{{name}}}" in problem for name in unknown)]
        raise ReviewRefused({"text": " ".join(message)})


def fields_gone(review, figures):
    """The live figures that printed texts of a review name and that it has no more, each with where it stands.

    A text is only written with figures that are there; later an outcome may be no longer rated, a finding taken out.
    """
    names = {figure.name for figure in figures}
    told_of = review.narratives.filter(country_programme_outcome__in=outcomes_told_of(review))
    narratives = told_of.select_related("country_programme_outcome").order_by("pk")
    written = review.texts.filter(section__in=[one.key for one in sections_in(review.template)]).order_by("pk")
    texts = [(text.get_section_display(), text.text) for text in written]
    texts += [(one.country_programme_outcome.code, one.text) for one in narratives]
    return tuple(f"{{{name}}} ({where})" for where, text in texts for name in sorted(fields_in(text) - names))


def changed_lines(before, after):
    """The lines that were replaced, and those in their place: what stands around them is the same in both.

    A text is saved every few seconds while it is typed; the trail keeps what changed and not each time the whole.
    """
    old, new = before.split("\n"), after.split("\n")
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return "\n".join(old[start : len(old) - end]), "\n".join(new[start : len(new) - end])
