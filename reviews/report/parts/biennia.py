"""Annex II: the country programme outcomes of each biennium, and what they come from."""

from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dwcp.toolkit.documents.blocks import Column, Row, Table

from ..content import NUMBERED, Content, Material, cell, cell_of_lines, paragraph


def biennia(material: Material) -> Content:
    """A table per biennium; a code means another outcome in another biennium, so each has its own."""
    outcomes = material.report.country_programme_outcomes
    reviewed = {story.profile.outcome.pk for story in material.report.stories}
    said = []
    for biennium, found in groupby(outcomes, key=lambda outcome: outcome.biennium):
        of_biennium = list(found)
        said += [paragraph(_counted(biennium, of_biennium)), _table(biennium, of_biennium, reviewed)]
    return Content(tuple(said))


def _counted(biennium, outcomes):
    predefined = sum(outcome.is_predefined for outcome in outcomes)
    others = len(outcomes) - predefined
    counted = ngettext("%(number)s country programme outcome", "%(number)s country programme outcomes", others)
    beside = ngettext("%(number)s predefined outcome", "%(number)s predefined outcomes", predefined)
    return _("%(biennium)s: %(outcomes)s and %(predefined)s.") % {
        "biennium": _years(biennium),
        "outcomes": counted % {"number": others},
        "predefined": beside % {"number": predefined},
    }


def _years(biennium):
    return f"{biennium.start_year}–{biennium.end_year}"


def _table(biennium, outcomes, reviewed):
    return Table(
        key=f"biennium-{biennium.start_year}",
        number=NUMBERED,
        caption=_("Country programme outcomes %(biennium)s") % {"biennium": _years(biennium)},
        columns=(
            Column(_("Code"), 14),
            Column(_("Outcome"), 46),
            Column(_("Serves"), 20),
            Column(_("Comes from"), 20),
        ),
        rows=tuple(_row(outcome, reviewed) for outcome in outcomes),
    )


def _row(outcome, reviewed):
    served = sorted(outcome.dwcp_outcomes.all(), key=lambda one: one.number)
    origins = ", ".join(f"{one.code} ({_years(one.biennium)})" for one in outcome.predecessors.all())
    return Row(
        (
            cell_of_lines(outcome.code, _("rated here") if outcome.pk in reviewed else ""),
            cell(outcome.title),
            cell_of_lines(*(str(one) for one in served)) if served else cell(_serves_none(outcome)),
            cell_of_lines(origins, outcome.lineage) if origins or outcome.lineage else cell("–"),
        )
    )


def _serves_none(outcome):
    return _("Predefined") if outcome.is_predefined else "–"
