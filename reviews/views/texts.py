"""Writing and reading the report: its sections, the text of one, what is told of an outcome, the whole as a page."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Permission
from dwcp.toolkit.documents.blocks import Block
from dwcp.toolkit.documents.html import body_of
from dwcp.toolkit.documents.markdown import MAX_PROSE, blocks_of, fields_in, problems_of
from dwcp.toolkit.documents.storing import from_json

from ..choices import NarrativeHeading, ReviewState
from ..forms import TextForm
from ..models import OutcomeNarrative, ReportText
from ..report import document_of, figure_groups_of, figures_of, words_of
from ..selectors import basis_of, outcomes_told_of, section_states_of, sections_in
from ..selectors.editions import DRAFT, reads_edition
from ..services import ReviewRefused, StaleReview, write_narrative, write_text
from .base import ReviewPage

# The part of the form that HTMX fills in when what is typed is saved by itself.
KEPT_LINE = "kept-line"


class ReportPage(ReviewPage):
    """A page of the report as it stands; drafts are for who may read them."""

    tab = "report-texts"

    @cached_property
    def reads_draft(self):
        """Whether this person reads the report before it is signed."""
        return self.review.state == ReviewState.FINAL or reads_edition(self.request.user, self.review, DRAFT)

    @property
    def may_write(self):
        """Whether this person may write in it now."""
        return self.review.takes_words and self.request.user.has_perm(Permission.REPORT_WRITE, self.review)

    def get_context_data(self, **kwargs):
        return super().get_context_data(reads_draft=self.reads_draft, may_write=self.may_write, **kwargs)


class ReportTexts(ReportPage):
    """The sections of the report, each with what stands in it."""

    template_name = "reviews/report/texts.html"
    heading = gettext_lazy("Report")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            states=section_states_of(self.review) if self.reads_draft else (),
            # Where the words of single outcomes stand.
            outcomes=outcomes_told_of(self.review) if self.reads_draft else (),
            **kwargs,
        )


class ReadReport(ReportPage):
    """The whole report as a page: as it was signed, or as it stands now."""

    template_name = "reviews/report/read.html"
    heading = gettext_lazy("Read the report")

    def get_here(self):
        return _("Read")

    def get_trail(self):
        return [*super().get_trail(), (_("Report"), self.address("report-texts"))]

    def document(self):
        """The document to be read; None for who does not read drafts."""
        if self.review.state == ReviewState.FINAL:
            signed = self.review.versions.order_by("-number").values_list("snapshot", flat=True).first()
            if signed is not None:
                return from_json(signed)
        return document_of(self.review) if self.reads_draft else None

    def get_context_data(self, **kwargs):
        document = self.document()
        return super().get_context_data(body=body_of(document) if document else "", **kwargs)


class WritingText(ReportPage):
    """A form for one text: saved by itself while it is typed, read beside it as it will be printed."""

    http_method_names = ["get", "head", "post"]
    permission_required = Permission.REPORT_WRITE
    template_name = "reviews/report/write.html"

    def get_reviews(self):
        return super().get_reviews().with_numbers()

    @cached_property
    def current(self):
        """The text as it is saved, or an empty one of revision 0."""
        raise NotImplementedError

    @property
    def wording(self):
        """What the template fixes before the text."""
        return ""

    def save(self, **cleaned):
        """Save what was typed and return the text as it stands now."""
        raise NotImplementedError

    @cached_property
    def groups(self):
        """The live figures with their values, by the rule that computes them."""
        return figure_groups_of(basis_of(self.review))

    @property
    def figures(self):
        """All live figures."""
        return [figure for group in self.groups for figure in group.figures]

    @property
    def keeps_by_itself(self):
        """Whether this is what the page sends while somebody types."""
        return self.request.htmx.target == KEPT_LINE

    def get_template_names(self):
        if self.keeps_by_itself:
            return [f"{self.template_name}#kept"]
        return super().get_template_names()

    def get_permission_subject(self):
        # What is not there is not found, whoever asks.
        return self.current and self.review

    def get_trail(self):
        return [*super().get_trail(), (_("Report"), self.address("report-texts"))]

    @property
    def back(self):
        """Where one goes on after saving."""
        return self.address("report-texts")

    def post(self, request, *args, **kwargs):
        form = TextForm(request.POST)
        if not form.is_valid():
            return self.answer(form, 422)
        try:
            self.current = self.save(by=request.user, **form.cleaned_data)
        except StaleReview as stale:
            typed = form if self.keeps_by_itself else self.on_top_of(form, stale.current)
            return self.answer(typed, 409, stale=stale)
        except ReviewRefused as refused:
            for field, sentence in refused.problems.items():
                form.add_error(field or None, sentence)
            return self.answer(form, 422)
        if self.keeps_by_itself:
            return self.answer(form, 200, kept_at=timezone.localtime())
        messages.success(request, _("Saved: %(what)s") % {"what": self.get_heading()})
        return redirect(self.back)

    def on_top_of(self, form, current):
        """The same form with what was typed, to be saved over what stands now."""
        return TextForm({"text": form.cleaned_data["text"], "revision": current.revision})

    def answer(self, form, status, **context):
        """The form again with what was typed; or only what became of it, if the page sent it by itself."""
        return self.render_to_response(self.get_context_data(form=form, **context), status=status)

    def get_context_data(self, *, form=None, **kwargs):
        form = form or TextForm(initial={"text": self.current.text, "revision": self.current.revision})
        text = form["text"].value() or ""
        is_readable = len(text) <= MAX_PROSE
        return super().get_context_data(
            form=form,
            current=self.current,
            groups=self.groups,
            preview=words_of(self.wording, text, self.figures) if is_readable else (),
            remarks=problems_of(text, [figure.name for figure in self.figures]) if is_readable else (),
            longest=MAX_PROSE,
            back=self.back,
            **kwargs,
        )


class WriteSection(WritingText):
    """Write the team's text of a section."""

    @cached_property
    def section(self):
        """The section in the address; otherwise 404."""
        for one in sections_in(self.review.template):
            if one.key == self.kwargs["section"] and not one.is_list:
                return one
        raise Http404

    @property
    def wording(self):
        return self.section.wording

    def get_heading(self):
        return self.section.title

    @cached_property
    def current(self):
        texts = self.review.texts.filter(section=self.section.key)
        return texts.first() or ReportText(review=self.review, section=self.section.key, revision=0)

    def save(self, **cleaned):
        return write_text(review=self.review, section=self.section.key, **cleaned)


class WriteNarrative(WritingText):
    """Write what the report tells about an outcome under one heading."""

    tab = "outcomes"

    @cached_property
    def outcome(self):
        """The outcome in the address, in the later biennium where a code was reused; otherwise 404."""
        outcomes = outcomes_told_of(self.review).filter(code=self.kwargs["outcome"])
        outcome = outcomes.order_by("-biennium__start_year").first()
        if outcome is None:
            raise Http404
        return outcome

    @cached_property
    def narrative_heading(self):
        """The heading in the address; otherwise 404."""
        if self.kwargs["heading"] not in HEADINGS:
            raise Http404
        return HEADINGS[self.kwargs["heading"]]

    def get_heading(self):
        return f"{self.outcome.code}: {self.narrative_heading.label}"

    @cached_property
    def current(self):
        heading = self.narrative_heading
        narratives = self.review.narratives.filter(country_programme_outcome=self.outcome, heading=heading)
        return narratives.first() or OutcomeNarrative(
            review=self.review, country_programme_outcome=self.outcome, heading=heading, revision=0
        )

    def save(self, **cleaned):
        return write_narrative(review=self.review, outcome=self.outcome, heading=self.narrative_heading, **cleaned)

    def get_trail(self):
        return [
            *ReviewPage.get_trail(self),
            (_("Outcomes"), self.address("outcomes")),
            (self.outcome.code, self.back),
        ]

    @property
    def back(self):
        return self.address("outcome", outcome=self.outcome.code)


# A heading as it stands in an address: its value has a slash.
HEADINGS = {heading.name.lower(): heading for heading in NarrativeHeading}


@dataclass(frozen=True)
class Told:
    """What is told of an outcome under one heading, as it is printed; without blocks nothing is told yet."""

    key: str
    label: str
    blocks: tuple[Block, ...]


def told_of(review, narratives):
    """Every heading with what stands under it; figures are looked up only where a text names some."""
    texts = {narrative.heading: narrative.text for narrative in narratives}
    names_figures = any(fields_in(text) for text in texts.values() if len(text) <= MAX_PROSE)
    figures = figures_of(basis_of(review)) if names_figures else ()
    return tuple(
        Told(key, str(heading.label), blocks_of(texts.get(heading, "")[:MAX_PROSE], figures))
        for key, heading in HEADINGS.items()
    )
