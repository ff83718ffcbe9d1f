"""What the office answered to the recommendations, and what follows from them."""

from django.utils.translation import gettext as _

from dwcp.toolkit.documents.blocks import Column, Row, Run, Table, plain
from dwcp.toolkit.figures import day

from ..content import NUMBERED, Content, Material, cell, cell_of_lines, number_cell


def follow_up(material: Material) -> Content:
    """The answers and actions, and the linked indicators before and after; left out where nothing followed yet."""
    found = material.report.follow_ups
    answered = [one for one in found.rows if one.response or one.actions]
    effects = [one for one in found.rows if one.effects]
    said = []
    if answered:
        said.append(_answers(answered))
    if effects:
        said.append(_effects(effects, found.as_at))
    return Content(tuple(said))


def _answers(rows):
    return Table(
        key="follow-up",
        number=NUMBERED,
        caption=_("Management response and actions"),
        columns=(
            Column(_("No."), 8, "number"),
            Column(_("State"), 18),
            Column(_("Answer"), 30),
            Column(_("Actions"), 44),
        ),
        rows=tuple(
            Row(
                (
                    number_cell(one.recommendation.number),
                    cell(one.state.label),
                    _answer(one.response),
                    cell_of_lines(*(text for standing in one.actions for text in _action(standing)))
                    if one.actions
                    else cell("–"),
                )
            )
            for one in rows
        ),
    )


def _answer(response):
    if response is None:
        return cell(_("Not answered yet"))
    resources = _("Resources: %(resources)s") % {"resources": response.resources} if response.resources else ""
    return cell_of_lines(plain(str(response.get_verdict_display()), strong=True), response.reason, resources)


def _action(standing):
    action = standing.action
    who = standing.responsible or _("nobody named")
    yield (Run(f"{action.number}) ", strong=True), Run(action.text), Run(f" ({who})"))
    yield plain(", ".join(_state(standing)), emphasis=True)
    if action.progress:
        yield plain(action.progress)
    if action.evidence:
        yield plain(_("To be seen in: %(evidence)s") % {"evidence": action.evidence})
    if standing.is_checked:
        note = f": {action.adequacy_note}" if action.adequacy_note else ""
        yield plain(f"{action.get_adequacy_display()}{note}")


def _state(standing):
    action = standing.action
    yield str(action.get_status_display())
    if action.completed_on:
        yield _("on %(day)s") % {"day": day(action.completed_on)}
    elif standing.is_overdue:
        yield _("overdue since %(day)s") % {"day": day(action.due_on)}
    elif action.due_on and action.is_open:
        yield _("due on %(day)s") % {"day": day(action.due_on)}


def _effects(rows, today):
    return Table(
        key="effects",
        number=NUMBERED,
        caption=_("Indicators that show the effect of recommendations, before and on %(day)s") % {"day": day(today)},
        columns=(
            Column(_("No."), 8, "number"),
            Column(_("Indicator"), 40),
            Column(_("Before"), 26),
            Column(_("After"), 26),
        ),
        rows=tuple(
            Row(
                (
                    number_cell(one.recommendation.number),
                    cell(f"{effect.indicator.code} {effect.indicator.statement}"),
                    _reading(effect.before),
                    _reading(effect.after),
                )
            )
            for one in rows
            for effect in one.effects
        ),
    )


def _reading(reading):
    if reading is None:
        return cell("–")
    measured = day(reading.measured_on) if reading.measured_on else ""
    return cell_of_lines(plain(reading.shown or "–", strong=True), measured, str(reading.label or ""))
