"""What the forms of agreed scores have in common."""

from django.views.generic.edit import FormMixin

from dwcp.toolkit.htmx import HtmxPartialMixin

from ..services import ReviewRefused, StaleReview
from .agreed import AgreedScore


class ScoringPage(HtmxPartialMixin, FormMixin, AgreedScore):
    """A form for one score: shows what it moves, and loses nothing when it cannot be saved.

    Subclasses name the `record` that saves it and the `standing` that it moves.
    """

    htmx_partial = "scoring"

    def record(self, **cleaned):
        """Save what was typed and return the score as it stands now."""
        raise NotImplementedError

    def standing(self):
        """The average this score counts in, computed anew."""
        raise NotImplementedError

    def sentence(self, before, after):
        """What saving did to the average, in words."""
        raise NotImplementedError

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"score": self.score, "scale": self.scale}

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        if not form.is_valid():
            return self.answer(form, status=422)
        before = self.standing()
        try:
            self.score = self.record(**form.cleaned_data)
        except StaleReview as stale:
            return self.answer(form.on_top_of(stale.current), stale=stale, status=409)
        except ReviewRefused as refused:
            for field, sentence in refused.problems.items():
                form.add_error(field or None, sentence)
            return self.answer(form, status=422)
        return self.answer_saved(before, self.standing())

    def answer(self, form, status, **context):
        """The form again, with what was typed."""
        return self.render_to_response(self.get_context_data(form=form, **context), status=status)

    def answer_saved(self, before, after):
        """What saving moved: beside the form, or on the page one comes back to."""
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        return super().get_context_data(score=self.score, **self.beside(), **kwargs)
