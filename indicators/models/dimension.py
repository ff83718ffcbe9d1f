"""Ways to split a figure: sex, age, disability, location, sector, and whatever else a programme needs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from outcomes.models import Programme


class DimensionQuerySet(models.QuerySet):
    def for_programme(self, programme):
        """The dimensions that every programme has, and the programme's own."""
        return self.filter(models.Q(programme=None) | models.Q(programme=programme))

    def visible_to(self, user):
        """The dimensions that every programme has, and those of the programmes this person belongs to."""
        return self.filter(models.Q(programme=None) | models.Q(programme__in=Programme.objects.visible_to(user)))


class Dimension(models.Model):
    """A way to split a figure, such as sex; without a programme it serves them all."""

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, null=True, blank=True, related_name="dimensions", editable=False
    )
    code = models.SlugField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=60)

    objects = DimensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("dimension")
        verbose_name_plural = _("dimensions")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(programme=None),
                name="one_shared_dimension_per_code",
                violation_error_message=_("There is already a dimension with this code."),
            ),
            models.UniqueConstraint(
                fields=["programme", "code"],
                name="one_own_dimension_per_programme_and_code",
                violation_error_message=_("The programme already has a dimension with this code."),
            ),
        ]

    def __str__(self):
        return self.name


class Category(models.Model):
    """One part of a dimension, such as women. What fits in none is not stated.

    A retired category is not asked for any more; what was reported in it stays.
    """

    dimension = models.ForeignKey(Dimension, on_delete=models.CASCADE, related_name="categories")
    code = models.SlugField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=60)
    position = models.PositiveSmallIntegerField(default=1)
    is_retired = models.BooleanField(_("not asked for any more"), default=False)

    ordered_within = "dimension"
    goes_along = True  # without its dimension it means nothing

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["dimension", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["dimension", "code"],
                name="one_category_per_dimension_and_code",
                violation_error_message=_("The dimension already has this category."),
            ),
        ]

    def __str__(self):
        return self.name
