"""The indicators of a programme as its officer builds them."""

from outcomes.views.lists import ListPage

from ..selectors.framework import framework_of


class Framework(ListPage):
    """Every indicator by outcome: measure, baseline, target, split, owner, and the way to change it."""

    template_name = "indicators/framework.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            outcomes=framework_of(self.programme),
            **kwargs,
        )
