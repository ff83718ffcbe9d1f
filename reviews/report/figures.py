"""The live figures of a review: what the prose of its report may name, each with the rule that computes it.

A name is never typed as a figure: it says what is meant, and is looked up when the report is made. Rules are those of
`reviews.scoring`, `reviews.findings` and the selectors; here they are only put into words for the reader.
"""

from collections import Counter
from decimal import Decimal

from django.utils.translation import gettext as _

from dwcp.toolkit.documents.blocks import Figure
from dwcp.toolkit.figures import day, figure, money
from outcomes.choices import FundingSource
from outcomes.codes import address_code

from ..choices import Control, Finding
from ..selectors import FigureBasis, by_code
from .groups import FigureGroup


def figures_of(basis: FigureBasis) -> tuple[Figure, ...]:
    """Every live figure of a review, in the order of the report."""
    return tuple(one for group in groups_of(basis) for one in group.figures)


def groups_of(basis: FigureBasis) -> tuple[FigureGroup, ...]:
    """The live figures by the rule that computes them; rules without figures are left out."""
    groups = (
        _criteria_scores(basis),
        _criteria_average(basis),
        _outcome_averages(basis),
        _outcome_splits(basis),
        _outcomes_by_rating(basis),
        _control(basis),
        _finding_counts(basis),
        _finding_shares(basis),
        _budget(basis),
        _consultations(basis),
        _counts(basis),
        _facts(basis),
    )
    return tuple(group for group in groups if group.figures)


def _group(title, rule, figures):
    """A group whose figures all carry its rule; `figures` are (name, label, printed, value)."""
    return FigureGroup(
        title, rule, tuple(Figure(name, label, printed, value, rule) for name, label, printed, value in figures)
    )


def _number(name, label, value, places=None):
    return name, label, figure(value, places), value


def _criteria_scores(basis):
    found = []
    for row in basis.overview.criteria.rows:
        number = row.score.criterion.number
        named = _("Criterion %(number)s") % {"number": number}
        found += [
            _number(f"criteria.{number}.score", _("%s: score") % named, row.score.score),
            (f"criteria.{number}.label", _("%s: rating in words") % named, row.label or _("not assessed"), None),
        ]
    rule = _(
        "A whole step of the scale, agreed by the review team after each member scored alone. A step carries the name "
        "that the scale gives it."
    )
    return _group(_("Scores of the criteria"), rule, found)


def _criteria_average(basis):
    table, found = basis.overview.criteria, []
    for place, (slug, average) in enumerate(zip(table.review_slugs, table.averages, strict=True)):
        # The review itself stands first; of the others the name says which.
        end, of = ("", "") if place == 0 else (f".{slug}", f" ({slug})")
        found += [
            _number(f"criteria.average{end}", _("Average of the criteria") + of, average.average, 1),
            _number(f"criteria.final{end}", _("Final rating, a whole step") + of, average.final),
            (f"criteria.label{end}", _("Final rating in words") + of, average.label or _("not assessed"), None),
        ]
    rule = _(
        "The mean of the scored criteria with one decimal, a half rounded upwards. The final rating is the exact mean "
        "rounded to a whole step of the scale, and carries its name. Criteria not scored do not count and are said. "
        "Source: review of 2011, table 6.1."
    )
    return _group(_("Average of the criteria"), rule, found if table.rows else [])


def _outcome_averages(basis):
    found = []
    for code, profile in _profiles(basis):
        score = profile.score
        found += [
            _number(f"outcomes.{code}.total", _("Total of %s") % profile.outcome, score.total),
            _number(f"outcomes.{code}.average", _("Average of %s") % profile.outcome, score.average, 1),
            (
                f"outcomes.{code}.label",
                _("Rating of %s in words") % profile.outcome,
                score.label or _("not rated"),
                None,
            ),
        ]
    rule = _(
        "The sum and the mean of the rated performance areas of an outcome. The mean has one decimal, a half rounded "
        "upwards; its name follows from the exact mean. Areas not rated do not count and are said. Source: review of "
        "2011, terms of reference, Annex II, and Annex IV."
    )
    return _group(_("Total, average and rating of an outcome"), rule, found)


def _outcome_splits(basis):
    found = [
        _number(
            f"outcomes.{code}.{control.value}",
            f"{profile.outcome}: {control.label}",
            getattr(profile.split, control.value),
            1,
        )
        for code, profile in _profiles(basis)
        for control in Control
    ]
    return _group(_("Averages of an outcome by who controls what was rated"), _control_rule(), found)


def _outcomes_by_rating(basis):
    profiles = basis.overview.profiles
    counts = Counter(profile.score.label for profile in profiles)
    found = [_number("outcomes.count", _("Outcomes reviewed"), len(profiles))]
    for step, name in sorted(basis.overview.scale.labels.items(), reverse=True):
        found.append(_number(f"outcomes.rated.{step}", _("Outcomes rated “%s”") % name, counts[name]))
    rule = _("The outcomes that the review rates are counted, in all and by the name of their average.")
    return _group(_("Outcomes by rating"), rule, found if profiles else [])


def _control(basis):
    split = basis.overview.split
    found = [
        _number(f"control.{control.value}", str(control.label), getattr(split, control.value), 1) for control in Control
    ]
    found.append(_number("control.overall", _("All rated areas of all outcomes"), split.overall, 1))
    return _group(
        _("Averages by who controls what was rated"), _control_rule(), found if basis.overview.profiles else []
    )


def _control_rule():
    return _(
        "Ratings of areas within the ILO's control, of external and of mixed areas are averaged apart, beside the mean "
        "of all rated areas; one decimal, a half rounded upwards. An outcome may count an area otherwise than the "
        "method does; it then gives the reason. Source: review of 2011, recommendation 14."
    )


def _finding_counts(basis):
    table, found = basis.overview.findings, []
    for prefix, of, counts in _finding_rows(table):
        found.append(_number(f"{prefix}.total", _("Indicators assessed") + of, counts.total))
        found.append(
            _number(
                f"{prefix}.achieved_or_exceeded",
                _("Indicators achieved or exceeded") + of,
                counts.achieved_or_exceeded,
            )
        )
        for finding in Finding:
            value = getattr(counts, finding.value)
            found.append(_number(f"{prefix}.{finding.value}", f"{_('Indicators')}: {finding.label}{of}", value))
    rule = _(
        "Indicators are counted by what the review found on them, per outcome of the programme and in all. Those of "
        "predefined outcomes are counted apart. Source: review of 2011, tables 4.1 and 6.2."
    )
    return _group(_("Findings on indicators"), rule, found if table.total.total else [])


def _finding_rows(table):
    yield "findings", "", table.total
    for outcome, counts in table.rows:
        yield f"findings.outcome{outcome.number}", f" ({_('outcome %s') % outcome.number})", counts
    if table.predefined.total:
        yield "findings.predefined", f" ({_('predefined outcomes')})", table.predefined


def _finding_shares(basis):
    counts = basis.overview.findings.total
    names = [("achieved_or_exceeded", _("Achieved or exceeded")), *((one.value, one.label) for one in Finding)]
    found = []
    for name, label in names if counts.total else ():
        share = counts.percent(name)
        found.append((f"findings.{name}.percent", _("%s, share of all indicators") % label, f"{share}%", share))
    rule = _(
        "Whole per cent of all indicators counted, those not assessed included, a half rounded upwards. Each "
        "percentage is rounded by itself, so together they need not make 100. Source: review of 2011, table 6.2."
    )
    return _group(_("Shares of findings"), rule, found)


def _budget(basis):
    budget = basis.overview.budget

    def amount(name, label, value):
        return name, label, money(value, budget.currency), value

    found = []
    if budget.rows:
        found.append(amount("budget.total", _("Resources of the programme's outcomes"), budget.total))
        for source, total in zip(budget.sources, budget.totals, strict=True):
            label = FundingSource(source).label if source else _("funding source not stated")
            found.append(amount(f"budget.{source or 'not-stated'}", _("Resources: %s") % label, total))
        found += [
            amount(f"budget.outcome{row.outcome.number}", _("Resources of outcome %s") % row.outcome, row.total)
            for row in budget.rows
        ]
        found.append(amount("budget.predefined", _("Resources of the predefined outcomes"), budget.predefined))
    rule = _(
        "What is allocated is added up by outcome of the programme and by funding source, in the currency of most of "
        "it, as the budget stood on the day the facts were fixed. The predefined outcomes stand outside. Source: "
        "review of 2011, table 3.1."
    )
    return _group(_("Resources"), rule, found)


def _consultations(basis):
    consulted = basis.consulted
    found = []
    if consulted:
        heads, work = consulted.heads, consulted.field_work
        found = [
            _number("consultations.meetings", _("Meetings held"), len(consulted.meetings)),
            _number("consultations.people", _("People met"), heads.total),
            _number("consultations.women", _("Women met"), heads.women),
            _number("consultations.men", _("Men met"), heads.men),
            _number("consultations.not_stated", _("People met, sex not stated"), heads.not_stated),
            _number("consultations.organisations", _("Organisations met"), len(consulted.organisations)),
            _number(
                "consultations.days", _("Days of interviews with others than ILO staff alone"), work.days_with_others
            ),
            _number("consultations.ilo_days", _("Days of meetings with ILO staff alone"), work.days_with_ilo_only),
        ]
    rule = _(
        "Meetings linked to the review are counted, and the entries of their lists of participants; somebody met twice "
        "counts twice, since names are not kept. Source: review of 2011, section 1 and Annex III."
    )
    return _group(_("Consultations"), rule, found)


def _counts(basis):
    found = [
        _number("programme.priorities", _("Priorities of the programme"), basis.priorities),
        _number("programme.outcomes", _("Outcomes of the programme"), basis.outcomes),
        _number("programme.indicators", _("Indicators of the programme"), len(basis.facts.indicators)),
        _number("programme.projects", _("Projects of the programme"), basis.projects),
        _number("criteria.count", _("Performance criteria"), len(basis.overview.criteria.rows)),
        _number("recommendations.count", _("Recommendations"), basis.recommendations),
    ]
    return _group(_("Counts"), _("Counted from the records of the programme and the review."), found)


def _facts(basis):
    rule = _(
        "The day on which the facts were fixed that the review judges: verified entries, targets, budget, open "
        "recommendations."
    )
    found: list[tuple[str, str, str, Decimal | None]] = [
        ("facts.as_at", _("Day of the facts"), day(basis.facts.as_at), None)
    ]
    return _group(_("Facts"), rule, found)


def _profiles(basis):
    """(name, profile): a code names the outcome of the later biennium where two are rated."""
    return [(address_code(code), profile) for code, profile in sorted(by_code(basis.overview.profiles).items())]
