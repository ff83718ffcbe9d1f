"""Taking a published review's figures over into the programme."""

from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.choices import Absence, Measure
from indicators.services import Figure, record_published_baseline, record_published_figure


@transaction.atomic
def take_over_published_figures(*, review):
    """Enter what the review states about indicators as verified entries of the programme's last year.

    A figure becomes the value. For an indicator told in words the words are the value; findings of several
    outcomes on one indicator stand one after the other. Where the review states no figure, the entry says so.
    Baselines that only the review knows are taken too. Returns how many baselines and entries are new.
    """
    period = review.programme.periods.get(label=str(review.programme.end_year))
    findings = (
        review.indicator_findings.exclude(indicator=None)
        .select_related("indicator__outcome__programme", "country_programme_outcome")
        .order_by("indicator_id", "country_programme_outcome__code", "number")
    )
    baselines = entries = 0
    for indicator, grouped in groupby(findings, key=lambda finding: finding.indicator):
        group = list(grouped)
        for finding in group:
            if finding.baseline_value is not None:
                baselines += record_published_baseline(
                    indicator=indicator,
                    value=finding.baseline_value,
                    year=finding.baseline_year,
                    published_in=finding.source,
                )
        entry = record_published_figure(
            indicator=indicator,
            period=period,
            figure=_published_figure(indicator, group, period),
            published_in="; ".join(dict.fromkeys(finding.source for finding in group)),
        )
        entries += entry is not None
    return baselines, entries


def _published_figure(indicator, findings, period):
    if len(findings) == 1:
        words = findings[0].actual_text
    else:
        words = "\n".join(f"{finding.country_programme_outcome.code}: {finding.actual_text}" for finding in findings)
    values = [finding.actual_value for finding in findings if finding.actual_value is not None]
    if indicator.measure == Measure.NARRATIVE:
        return Figure(measured_on=period.ends_on, narrative=words)
    if values:
        return Figure(measured_on=period.ends_on, value=values[-1], narrative=words)
    return Figure(
        measured_on=period.ends_on,
        narrative=words,
        absence=Absence.NOT_AVAILABLE,
        absence_reason=_("The review reports on this indicator without stating a figure."),
    )
