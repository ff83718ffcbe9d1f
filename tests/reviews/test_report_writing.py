"""Writing the report: its sections, live figures, what is refused, and that two writers lose nothing."""

from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.choices import AuditVerb
from accounts.models import AuditEvent
from dwcp.toolkit.documents.markdown import MAX_PROSE
from outcomes.models import CountryProgrammeOutcome
from reviews.choices import NarrativeHeading, ReviewState, SectionKey
from reviews.models import OutcomeNarrative, ReportSection, ReportText, Review
from reviews.report import document_of
from reviews.selectors import section_states_of
from reviews.services import ReviewRefused, StaleReview, write_narrative, write_text
from reviews.services.texts import changed_lines

pytestmark = pytest.mark.django_db

PROSE = "The criteria average **{criteria.average}**.\n\nNothing else."


def page_of(name, review, **kwargs):
    return reverse(f"reviews:{name}", kwargs={"programme": review.programme.code, "review": review.slug, **kwargs})


@pytest.fixture
def preface(review):
    return page_of("write-section", review, section="preface")


def text_of(response):
    return " ".join(unescape(response.content.decode()).split())


def stands(review, section="preface"):
    return list(review.texts.filter(section=section).values_list("text", "revision"))


# The services


def test_writing_keeps_the_text_and_notes_what_changed(review, reviewer):
    text = write_text(review=review, section="preface", text=PROSE, revision=0, by=reviewer)
    write_text(review=review, section="preface", text=PROSE.replace("else", "more"), revision=1, by=reviewer)
    assert stands(review) == [(PROSE.replace("else", "more"), 2)]
    events = AuditEvent.objects.about(text).order_by("pk")
    assert [(event.verb, event.by, event.changes) for event in events] == [
        (AuditVerb.TEXT_WRITTEN, reviewer, {"text": ["", PROSE]}),
        (AuditVerb.TEXT_WRITTEN, reviewer, {"text": ["Nothing else.", "Nothing more."]}),
    ]


def test_writing_the_same_again_changes_nothing(review, reviewer):
    text = write_text(review=review, section="preface", text=PROSE, revision=0, by=reviewer)
    write_text(review=review, section="preface", text=PROSE, revision=1, by=reviewer)
    assert stands(review) == [(PROSE, 1)]
    assert AuditEvent.objects.about(text).count() == 1


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("", "new", ("", "new")),
        ("a\nb\nc", "a\nB\nc", ("b", "B")),
        ("a\nc", "a\nb\nc", ("", "b")),
        ("a\nb\nc", "a\nc", ("b", "")),
        ("a\na", "a", ("a", "")),
        ("a\nb", "c\nd", ("a\nb", "c\nd")),
    ],
)
def test_only_the_lines_that_changed_are_noted(before, after, changed):
    assert changed_lines(before, after) == changed


def test_a_newer_text_is_not_written_over(review, reviewer, officer):
    write_text(review=review, section="preface", text="First.", revision=0, by=officer)
    with pytest.raises(StaleReview) as stale:
        write_text(review=review, section="preface", text="Second.", revision=0, by=reviewer)
    assert stale.value.current.text == "First."
    assert stands(review) == [("First.", 1)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{criteria.averge}", "There is no figure {criteria.averge}. Is {criteria.average} meant?"),
        (
            "x" * (MAX_PROSE + 1),
            "The text has 100,001 characters; at most 100,000 fit. Shorten it, or move a part of it elsewhere.",
        ),
    ],
    ids=["unknown figure", "too long"],
)
def test_what_cannot_be_printed_is_refused(text, sentence, review, reviewer):
    with pytest.raises(ReviewRefused) as refused:
        write_text(review=review, section="preface", text=text, revision=0, by=reviewer)
    assert refused.value.problems == {"text": sentence}
    assert stands(review) == []
    write_text(review=review, section="preface", text="{criteria.average}", revision=0, by=reviewer)


def test_nobody_writes_in_a_list_or_in_a_section_that_the_template_leaves_out(review, reviewer):
    ReportSection.objects.create(template=review.template, position=1, section=SectionKey.PREFACE)
    ReportSection.objects.create(template=review.template, position=2, section=SectionKey.CONTENTS)
    write_text(review=review, section="preface", text="Yes.", revision=0, by=reviewer)
    for section in ("contents", "context"):
        with pytest.raises(ReviewRefused):
            write_text(review=review, section=section, text="No.", revision=0, by=reviewer)
    assert list(ReportText.objects.values_list("section", flat=True)) == ["preface"]


@pytest.mark.parametrize("state", [ReviewState.PLANNED, ReviewState.CONSULTATION, ReviewState.FINAL])
def test_a_review_in_another_state_takes_no_words(state, review, reviewer):
    write_text(review=review, section="preface", text="Before.", revision=0, by=reviewer)
    Review.objects.filter(pk=review.pk).update(state=state)
    with pytest.raises(ReviewRefused, match="takes no words now"):
        write_text(review=review, section="preface", text="After.", revision=1, by=reviewer)
    assert stands(review) == [("Before.", 1)]


@pytest.mark.parametrize("person", ["observer", "workers_member", "verifier", "outcome_manager"])
def test_who_may_not_write_is_refused(person, review, reviewer, request):
    write_text(review=review, section="preface", text="Before.", revision=0, by=reviewer)
    with pytest.raises(PermissionDenied):
        write_text(review=review, section="preface", text="After.", revision=1, by=request.getfixturevalue(person))
    assert stands(review) == [("Before.", 1)]


def test_a_narrative_is_written_under_its_heading(review, reviewer):
    outcome = review.country_programme_outcomes.get(code="KHM 104")
    narrative = OutcomeNarrative.objects.get(
        review=review, country_programme_outcome=outcome, heading=NarrativeHeading.PROGRESS
    )
    written = write_narrative(
        review=review,
        outcome=outcome,
        heading=NarrativeHeading.PROGRESS,
        text="Rated {outcomes.KHM104.average}.",
        revision=1,
        by=reviewer,
    )
    assert (written.pk, written.text, written.revision) == (narrative.pk, "Rated {outcomes.KHM104.average}.", 2)
    printed = document_of(review)
    progress = next(part for part in printed.parts if part.key == "progress")
    assert "Rated 4.4." in str_of(progress)


def str_of(part):
    """All words of a part and those below it."""
    from dwcp.toolkit.documents.blocks import Paragraph, words

    own = " ".join(words(block.text) for block in part.blocks if isinstance(block, Paragraph))
    return " ".join([own, *(str_of(below) for below in part.parts)])


def test_nothing_is_told_of_an_outcome_that_is_not_under_review(review, reviewer):
    other = CountryProgrammeOutcome.objects.filter(programme=review.programme, area_ratings=None, reviews=None).first()
    with pytest.raises(ReviewRefused, match="does not treat this outcome"):
        write_narrative(
            review=review, outcome=other, heading=NarrativeHeading.PROGRESS, text="No.", revision=0, by=reviewer
        )


# The sections


def test_what_is_said_of_a_section_is_what_the_report_prints(review, programme):
    empty = Review.objects.create(programme=programme, template=review.template, slug="2012", title="Review 2012")
    for one in (review, empty):
        printed = {part.key.replace("-", "_") for part in document_of(one).parts}
        states = section_states_of(one)
        # Who has no numbered tables has no list of them; that is not looked at beforehand.
        assert {state.section.key.value for state in states if not state.is_left_out} == printed
    assert {state.section.key.value for state in section_states_of(review) if state.is_left_out} == {
        "follow_up",
        "validation",
    }


def test_the_sections_are_listed_with_what_stands_in_them(sign_in, reviewer, review):
    write_text(review=review, section="preface", text="Hello.", revision=0, by=reviewer)
    page = text_of(sign_in(reviewer).get(page_of("report-texts", review)))
    for row in (
        '<th scope="row">Preface</th> <td data-label="What stands in it">Written, and generated</td>',
        '<th scope="row">Context</th> <td data-label="What stands in it">Generated only</td>',
        '<th scope="row">Contents</th> <td data-label="What stands in it">A list of what the report holds</td>',
        '<td data-label="What stands in it"><span class="quiet">Empty: the report leaves it out</span></td>',
    ):
        assert row in page
    assert page.count("/report/sections/") == len(SectionKey) - 2


def test_who_does_not_read_drafts_is_told_so(sign_in, reviewer, observer, review):
    for name in ("report-texts", "read-report"):
        assert "Context" in text_of(sign_in(reviewer).get(page_of(name, review)))
        page = text_of(sign_in(observer).get(page_of(name, review)))
        assert "Here you will find the report once it is signed." in page
        assert "Context" not in page


def test_the_report_is_read_as_a_page_with_todays_figures(sign_in, officer, reviewer, review):
    write_text(review=review, section="preface", text=PROSE, revision=0, by=reviewer)
    page = text_of(sign_in(officer).get(page_of("read-report", review)))
    assert '<p class="said-body">The criteria average <strong>3.8</strong>.</p>' in page
    assert "Table 6.2 Findings on indicators" in page


# The form


def test_the_form_shows_the_text_the_figures_and_how_it_will_be_printed(sign_in, reviewer, review, preface):
    write_text(review=review, section="preface", text=PROSE, revision=0, by=reviewer)
    page = text_of(sign_in(reviewer).get(preface))
    assert "The criteria average **{criteria.average}**." in page
    assert 'name="revision" value="1"' in page
    assert "<code>{criteria.average}</code>" in page
    assert '<td class="n">3.8</td>' in page
    assert "The criteria average <strong>3.8</strong>." in page


def test_saving_leads_back_to_the_sections(sign_in, reviewer, review, preface):
    response = sign_in(reviewer).post(preface, {"text": "Hello.\r\n\r\nWorld.", "revision": "0"})
    assert (response.status_code, response.url) == (302, page_of("report-texts", review))
    assert stands(review) == [("Hello.\n\nWorld.", 1)]


KEPT = {"HX-Request": "true", "HX-Target": "kept-line"}


def test_what_is_typed_is_saved_by_itself(sign_in, reviewer, review, preface):
    client = sign_in(reviewer)
    response = client.post(preface, {"text": PROSE, "revision": "0"}, headers=KEPT)
    page = text_of(response)
    assert response.status_code == 200
    assert page.startswith('<input type="hidden" name="revision" value="1"><span class="quiet">Saved at ')
    assert '<section id="preview" class="preview" aria-labelledby="preview-title" hx-swap-oob="true">' in page
    assert "The criteria average <strong>3.8</strong>." in page
    assert "<html" not in page
    assert stands(review) == [(PROSE, 1)]


def test_two_writers_in_one_text_lose_nothing(sign_in, reviewer, officer, review, preface):
    write_text(review=review, section="preface", text="Of the officer.", revision=0, by=officer)
    client = sign_in(reviewer)
    mine = {"text": "Of the reviewer.", "revision": "0"}
    by_itself = client.post(preface, mine, headers=KEPT)
    assert by_itself.status_code == 409
    assert "Somebody else changed this text meanwhile." in text_of(by_itself)
    assert 'name="revision" value="0"' in text_of(by_itself)
    response = client.post(preface, mine)
    page = text_of(response)
    assert response.status_code == 409
    saved_now, form = page.split('<form class="form form-wide"')
    assert "Of the officer." in saved_now
    assert "Of the reviewer." in form
    assert 'name="revision" value="1"' in form
    assert stands(review) == [("Of the officer.", 1)]
    assert client.post(preface, mine | {"revision": "1"}).status_code == 302
    assert stands(review) == [("Of the reviewer.", 2)]


@pytest.mark.parametrize("headers", [{}, KEPT], ids=["page", "by itself"])
def test_a_figure_that_does_not_exist_is_said_and_the_text_comes_back(headers, sign_in, reviewer, review, preface):
    response = sign_in(reviewer).post(preface, {"text": "It is {budget.totl}.", "revision": "0"}, headers=headers)
    page = text_of(response)
    assert response.status_code == 422
    assert "There is no figure {budget.totl}. Is {budget.total} meant?" in page
    assert "It is {budget.totl}." in page
    assert stands(review) == []


def test_a_paste_of_five_megabytes_gets_a_sentence(sign_in, reviewer, review, preface):
    response = sign_in(reviewer).post(preface, {"text": "word " * 1_000_000, "revision": "0"})
    assert response.status_code == 422
    assert response.context["form"].errors["text"] == [
        "The text has 5,000,000 characters; at most 100,000 fit. Shorten it, or move a part of it elsewhere."
    ]
    assert stands(review) == []


def test_html_scripts_and_pictures_are_only_text(sign_in, reviewer, review, preface):
    nasty = '<script>alert(1)</script> ![map](http://example.org/a.png) [x](file:///etc/passwd) <b onclick="x">bold</b>'
    client = sign_in(reviewer)
    assert client.post(preface, {"text": nasty, "revision": "0"}).status_code == 302
    page = client.get(preface).content.decode()
    preview = page[page.index('<section id="preview"') :]
    for tag in ("<script>alert", "<img", "file:///", "<b onclick"):
        assert tag not in preview
    assert "&lt;script&gt;alert(1)&lt;/script&gt; map x &lt;b onclick=&quot;x&quot;&gt;bold&lt;/b&gt;" in preview
    assert "HTML is not understood" in unescape(preview)


def test_a_final_review_shows_the_text_and_no_form(sign_in, reviewer, review, preface):
    write_text(review=review, section="preface", text="Before.", revision=0, by=reviewer)
    Review.objects.filter(pk=review.pk).update(state=ReviewState.FINAL)
    client = sign_in(reviewer)
    page = text_of(client.get(preface))
    assert ("Before." in page, "data-writes" in page) == (True, False)
    response = client.post(preface, {"text": "After.", "revision": "1"})
    assert response.status_code == 422
    assert "After." in text_of(response)
    assert stands(review) == [("Before.", 1)]


@pytest.mark.parametrize("section", ["contents", "list_of_tables", "nothing"])
def test_there_is_no_form_for_what_nobody_writes(section, sign_in, reviewer, review, preface):
    client = sign_in(reviewer)
    assert client.get(preface).status_code == 200
    assert client.get(page_of("write-section", review, section=section)).status_code == 404


def test_a_narrative_is_written_from_the_page_of_its_outcome(sign_in, reviewer, review):
    client = sign_in(reviewer)
    outcome = page_of("outcome", review, outcome="KHM 104")
    form = page_of("write-narrative", review, outcome="KHM 104", heading="progress")
    assert form in client.get(outcome).content.decode()
    response = client.post(form, {"text": "Rated {outcomes.KHM104.label}.", "revision": "1"})
    assert (response.status_code, response.url) == (302, outcome)
    assert "Rated Moderately satisfactory." in text_of(client.get(outcome))
    assert client.get(page_of("write-narrative", review, outcome="KHM 104", heading="nothing")).status_code == 404


def test_pages_take_few_queries(sign_in, reviewer, review, preface, django_assert_max_num_queries):
    client = sign_in(reviewer)
    with django_assert_max_num_queries(15):
        client.get(page_of("report-texts", review))
    for section in ("preface", "context", "conclusions"):
        write_text(review=review, section=section, text=PROSE, revision=0, by=reviewer)
    with django_assert_max_num_queries(15):
        client.get(page_of("report-texts", review))
    with django_assert_max_num_queries(22):
        client.get(preface)
