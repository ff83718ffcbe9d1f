"""Country programme outcomes by biennium."""

from dataclasses import dataclass
from itertools import zip_longest

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Permission

from ..choices import Lineage
from ..forms import BienniumForm, CountryProgrammeOutcomeForm
from ..models import Biennium, CountryProgrammeOutcome
from ..services import add_biennium, save_country_programme_outcome
from ..services.lineage import named
from .lists import ListPage
from .records import AddRecord, Kind

PLACE = "outcomes:country-programme-outcomes"
COUNTRY_PROGRAMME_OUTCOME = Kind(
    slug="country-programme-outcome",
    model=CountryProgrammeOutcome,
    form=CountryProgrammeOutcomeForm,
    place=PLACE,
    titles=(
        gettext_lazy("Add a country programme outcome"),
        gettext_lazy("Change the country programme outcome"),
    ),
    service=save_country_programme_outcome,
    hint=gettext_lazy(
        "The ILO's management unit for an outcome in one biennium. Its code may mean something else in the next."
    ),
)
# Biennia are shared by all programmes, so that here one only adds them.
BIENNIUM = Kind(
    slug="biennium",
    model=Biennium,
    form=BienniumForm,
    place=PLACE,
    titles=(gettext_lazy("Add a biennium"), ""),
    path="",
    hint=gettext_lazy("The ILO's budget periods last two years and begin in even years."),
)


@dataclass(frozen=True)
class BienniumRows:
    """A biennium with the programme's outcomes in it."""

    biennium: Biennium
    later: Biennium | None
    promised: tuple[CountryProgrammeOutcome, ...]
    predefined: tuple[CountryProgrammeOutcome, ...]

    @property
    def outcomes(self):
        """All of them."""
        return self.promised + self.predefined


def origin_of(outcome):
    """Where an outcome comes from, in a line: `from KHM 156 (2008-2009), renumbered`."""
    how = dict(Lineage.choices).get(outcome.lineage, outcome.lineage)
    predecessors = outcome.predecessors.all()
    if not predecessors:
        return how
    origin = _("from %(names)s") % {"names": ", ".join(named(one) for one in predecessors)}
    return f"{origin}, {how}" if how else origin


def in_full(outcomes):
    """Country programme outcomes with all that a list of them shows."""
    with_biennium = CountryProgrammeOutcome.objects.select_related("biennium")
    return outcomes.select_related("biennium", "parent").prefetch_related(
        "dwcp_outcomes", Prefetch("predecessors", with_biennium), Prefetch("successors", with_biennium)
    )


class CountryProgrammeOutcomes(ListPage):
    """All of the programme's, grouped by biennium, with what each comes from and went on as."""

    template_name = "outcomes/country_programme_outcomes.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            biennia=list(self.biennia()),
            **kwargs,
        )

    def biennia(self):
        """Each biennium since the programme's first that there is, whether it has outcomes or not."""
        outcomes = list(in_full(self.programme.country_programme_outcomes))
        used = {outcome.biennium_id for outcome in outcomes}
        biennia = list(Biennium.objects.filter(Q(pk__in=used) | Q(end_year__gte=self.programme.start_year)))
        for outcome in outcomes:
            outcome.origin = origin_of(outcome)
        for biennium, later in zip_longest(biennia, biennia[1:]):
            here = [outcome for outcome in outcomes if outcome.biennium_id == biennium.pk]
            yield BienniumRows(
                biennium,
                later,
                tuple(outcome for outcome in here if not outcome.is_predefined),
                tuple(outcome for outcome in here if outcome.is_predefined),
            )


class AddBiennium(AddRecord):
    """Add a biennium."""

    permission_required = Permission.STRUCTURE_EDIT
    kind = BIENNIUM

    def save(self, form):
        add_biennium(biennium=form.instance, programme=self.programme, by=self.request.user)
