"""What the ILO controls and what it does not: recommendation 14 of the review of 2011."""

from django.utils.translation import gettext as _

from dwcp.toolkit.documents.blocks import Bar, Chart, Column, Listing, Paragraph, RatingBarsData, Row, Run, Table

from ...choices import Control
from ..content import NUMBERED, Content, Material, cell, number_cell, paragraph
from ..grouping import in_order


def control(material: Material) -> Content:
    """Means apart in the whole and for each outcome, and where an outcome counts an area otherwise."""
    report = material.report
    if not report.stories:
        return Content()
    said = [
        paragraph(
            _(
                "An overall score mixes what the ILO controls with external influences. The means below keep them "
                "apart, beside the overall one."
            )
        ),
        _chart(report),
        _table(report),
    ]
    overrides = _overrides(report)
    if overrides:
        said.append(paragraph(_("Counted otherwise than the method does:"), "lead"))
        said.append(Listing(overrides))
    return Content(tuple(said))


def _chart(report):
    split = report.overview.split
    return Chart(
        "control",
        _("Mean rating by who controls what was rated"),
        RatingBarsData(
            bars=tuple(Bar(str(one.label), getattr(split, one.value)) for one in Control),
            top=report.overview.scale.highest,
            mean=split.overall,
            mean_label=_("Overall"),
        ),
    )


def _table(report):
    rows = [Row((cell(story.profile.outcome), *_means(story.profile.split))) for story in in_order(report)]
    rows.append(Row((cell(_("All rated areas of all outcomes")), *_means(report.overview.split)), "total"))
    return Table(
        key="control",
        number=NUMBERED,
        caption=_("Mean ratings by control and outcome"),
        columns=(
            Column(_("Outcome"), 46),
            *(Column(str(one.label), 14, "number") for one in Control),
            Column(_("Overall"), 12, "number"),
        ),
        rows=tuple(rows),
    )


def _means(split):
    return tuple(number_cell(mean, 1) for mean in (split.ilo, split.external, split.mixed, split.overall))


def _overrides(report):
    return tuple(
        (
            Paragraph(
                (
                    Run(f"{story.profile.outcome.code}, {area.rating.area}: ", strong=True),
                    Run(
                        _("%(here)s instead of %(usual)s. %(reason)s")
                        % {
                            "here": area.control.label,
                            "usual": area.rating.area.get_control_display(),
                            "reason": area.rating.control_reason,
                        }
                    ),
                )
            ),
        )
        for story in in_order(report)
        for area in story.profile.areas
        if area.rating.control
    )
