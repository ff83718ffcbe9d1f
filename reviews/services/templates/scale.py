"""The rating scale of a template: steps that follow one another, each with its name."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.choices import AuditVerb
from accounts.services import record_event

from ...models import CriterionMatch, RatingLabel
from ..refusals import ReviewRefused, StaleReview
from .holding import held_template, seen_of

# Steps are written as single digits wherever a scale is drawn.
HIGHEST = 9


@transaction.atomic
def set_scale(*, template, steps, seen, programme, by):
    """Give a template this scale: `steps` maps each score to its name.

    Matches that were on the same scale are so no more where the scales differ now. Raises ReviewRefused for a scale
    with a gap, without names, or of a template in use; StaleReview, PermissionDenied.
    """
    current = held_template(template, programme=programme, by=by)
    if seen_of(current.labels.all()) != seen:
        raise StaleReview(current)
    if problem := check_steps(steps):
        raise ReviewRefused({"labels": problem})
    before = {label.score: label for label in current.labels.all()}
    if {score: label.label for score, label in before.items()} == steps:
        return current
    current.labels.all().delete()
    RatingLabel.objects.bulk_create(
        RatingLabel(template=current, score=score, label=name, source=before[score].source if score in before else "")
        for score, name in sorted(steps.items())
    )
    loosen_matches(current)
    changes = {"scale": [_in_words({score: one.label for score, one in before.items()}), _in_words(steps)]}
    record_event(AuditVerb.CHANGED, current, by=by, changes=changes)
    return current


def check_steps(steps):
    """What is wrong with a scale, in a sentence; "" for a good one."""
    scores = sorted(steps)
    if len(scores) < 2:
        return _("A scale has at least two steps.")
    if scores[0] < 1 or scores[-1] > HIGHEST:
        return _("The steps of a scale lie between 1 and %(highest)s.") % {"highest": HIGHEST}
    if unnamed := [str(score) for score in scores if not steps[score]]:
        return _("Give every step a name. Without one: %(steps)s.") % {"steps": ", ".join(unnamed)}
    if scores != list(range(scores[0], scores[-1] + 1)):
        message = _("The steps of the scale are %(steps)s. They have to follow one another without a gap.")
        return message % {"steps": ", ".join(map(str, scores))}
    if len({name.casefold() for name in steps.values()}) < len(scores):
        return _("Two steps have the same name.")
    longest = RatingLabel._meta.get_field("label").max_length or 0
    if any(len(name) > longest for name in steps.values()):
        return _("The name of a step has at most %(longest)s characters.") % {"longest": longest}
    return ""


def same_scale(one, other):
    """Whether two templates rate by the same steps and names."""
    return steps_of(one) == steps_of(other)


def steps_of(template):
    """The scale of a template: its scores with their names."""
    return dict(template.labels.values_list("score", "label"))


def loosen_matches(template):
    """Matches of the template's criteria count as asking the same only as long as both are on the same scale."""
    for match in matches_of(template).filter(is_strict=True):
        others = (match.criterion.template, match.other.template)
        if not same_scale(*others):
            match.is_strict = False
            match.save(update_fields=["is_strict"])


def matches_of(template):
    """Matches of the criteria of a template with those of others, whichever of the two was matched with the other."""
    matches = CriterionMatch.objects.annotate(of=F("criterion__template"), with_=F("other__template"))
    found = matches.filter(of=template.pk) | matches.filter(with_=template.pk)
    return found.select_related("criterion__template", "other__template")


def _in_words(steps):
    return "; ".join(f"{score} {name}" for score, name in sorted(steps.items())) or None
