"""`manage.py reconcile <review>`."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from reviews.models import Review
from reviews.recomputed import reconciliation_of


class Command(BaseCommand):
    help = "Prints every control total of a review: printed, computed, equal or not."

    def add_arguments(self, parser):
        parser.add_argument("review", help="its short name, such as 2010, or PROGRAMME/2010")

    def handle(self, *, review, **options):
        *programme, slug = review.rsplit("/", 1)
        reviews = Review.objects.with_numbers().filter(slug=slug).select_related("programme", "template")
        if programme:
            reviews = reviews.filter(programme__code=programme[0])
        if len(reviews) != 1:
            known = ", ".join(
                f"{known.programme.code}/{known.slug}" for known in Review.objects.select_related("programme")
            )
            raise CommandError(
                _("“%(review)s” does not name exactly one review. There are: %(known)s.")
                % {"review": review, "known": known or _("none")}
            )
        result = reconciliation_of(reviews[0])
        words = {"equal": _("equal"), "different": _("DIFFERENT"), "not_computed": _("not computed")}
        self.stdout.write(f"{_('what'):26} {_('of'):64} {_('printed'):>25} {_('computed'):>25}  {_('result')}")
        for comparison in result.comparisons:
            figure = comparison.printed
            self.stdout.write(
                f"{figure.what:26} {figure.key:64} {figure.value:>25} {comparison.computed or '–':>25}  "
                f"{words[comparison.verdict]}"
            )
            for found in comparison.named_by:
                self.stdout.write(f"{'':26} {_('known')}: {found.where}: {found.printed} / {found.conflicting}")
            if comparison.remark:
                self.stdout.write(f"{'':26} {comparison.remark}")
        self.stdout.write(
            _(
                "%(all)s control totals: %(equal)s equal, %(different)s different "
                "(%(unexplained)s of them not named by a discrepancy), %(not_computed)s not computed."
            )
            % {
                "all": len(result.comparisons),
                "equal": result.count("equal"),
                "different": result.count("different"),
                "unexplained": len(result.unexplained),
                "not_computed": result.count("not_computed"),
            }
        )
