"""What every page about one indicator has in common."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from outcomes.views import ProgrammeMixin

from ..models import Indicator


class IndicatorMixin(ProgrammeMixin):
    """A page about one indicator of the programme; the permission is asked of the indicator."""

    def get_indicators(self):
        """The programme's indicators that this person may see."""
        return Indicator.objects.visible_to(self.request.user).in_programme(self.programme)

    @cached_property
    def indicator(self):
        """The indicator in the address; 404 if there is none in this programme."""
        indicator = get_object_or_404(self.get_indicators(), code=self.kwargs["indicator"])
        indicator.outcome.programme = self.programme
        return indicator

    def get_permission_subject(self):
        return self.indicator
