"""Beginning the next cycle's programme with the structure and the indicators of the one before."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb
from accounts.services import record_event
from outcomes.models import Programme
from outcomes.services import copy_structure, create_programme

from ..choices import BaselineKind
from ..models import Category, Dimension, Disaggregation, Indicator, ScaleStep

# What was agreed for the cycle that ends, or belongs to the old record itself; all else is copied.
NOT_COPIED = {
    "id",
    "outcome",
    "band_low",
    "band_high",
    "baseline_kind",
    "baseline_value",
    "baseline_year",
    "baseline_on",
    "baseline_due_on",
    "baseline_text",
    "baseline_source",
    "note",
    "source",
    "reporter",
    "series",
    "comparable_from",
}


@transaction.atomic
def clone_programme(*, source, code, title, start_year, end_year, by, with_people=False):
    """Begin a programme as the next cycle of another: its structure and reference sheets, without any figure.

    Besides what `copy_structure` copies: own dimensions with the categories still asked for, and the indicators with
    the steps of their scales and their current splits. Who reports an indicator is copied with the people who come
    along. Baselines and targets are to be agreed anew, and each indicator says so; what people typed into a statement
    stands as it is. Raises Refused with every problem at once,
    PermissionDenied. Returns the new programme.
    """
    programme = create_programme(
        programme=Programme(
            code=code,
            country=source.country,
            title=title,
            start_year=start_year,
            end_year=end_year,
            on_track_from=source.on_track_from,
            at_risk_from=source.at_risk_from,
            jump_factor=source.jump_factor,
        ),
        by=by,
    )
    outcomes = copy_structure(source=source, programme=programme, with_people=with_people, by=by)
    dimensions = _copy_dimensions(source, programme)
    people = set(programme.memberships.values_list("user", flat=True)) if with_people else set()
    indicators = _copy_indicators(source, outcomes, people)
    _copy_steps(source, indicators)
    _copy_splits(source, indicators, dimensions)
    record_event(AuditVerb.CLONED, programme, by=by, changes={"indicators": [None, len(indicators)]})
    return programme


def _copy_dimensions(source, programme):
    """The programme's own ways to split, by the key of the old one."""
    copies = {}
    for old in source.dimensions.prefetch_related("categories"):
        copies[old.pk] = Dimension.objects.create(programme=programme, code=old.code, name=old.name)
        Category.objects.bulk_create(
            Category(dimension=copies[old.pk], code=category.code, name=category.name, position=category.position)
            for category in old.categories.all()
            if not category.is_retired
        )
    return copies


def _copy_indicators(source, outcomes, people):
    """The copies by the key of the old indicator. Who reports one goes on doing so if they are among these people."""
    copied = [field.attname for field in Indicator._meta.concrete_fields if field.name not in NOT_COPIED]
    olds = list(Indicator.objects.in_programme(source))
    copies = Indicator.objects.bulk_create(
        Indicator(
            outcome=outcomes[old.outcome_id],
            baseline_kind=BaselineKind.NOT_AVAILABLE,
            note=_("Baseline and target are to be agreed for the new programme."),
            reporter_id=old.reporter_id if old.reporter_id in people else None,
            **{name: getattr(old, name) for name in copied},
        )
        for old in olds
    )
    return {old.pk: copy for old, copy in zip(olds, copies, strict=True)}


def _copy_steps(source, indicators):
    ScaleStep.objects.bulk_create(
        ScaleStep(indicator=indicators[step.indicator_id], number=step.number, name=step.name)
        for step in ScaleStep.objects.filter(indicator__outcome__programme=source)
    )


def _copy_splits(source, indicators, dimensions):
    def copy_of(key):
        return dimensions[key].pk if key in dimensions else key

    Disaggregation.objects.bulk_create(
        Disaggregation(
            indicator=indicators[split.indicator_id],
            dimension_id=copy_of(split.dimension_id),
            crossed_with_id=copy_of(split.crossed_with_id),
        )
        for split in Disaggregation.objects.current().filter(indicator__outcome__programme=source)
    )
