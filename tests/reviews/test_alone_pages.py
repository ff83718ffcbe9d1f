"""The pages of scoring alone: the list, one thing of it, keeping by itself, handing in."""

from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from reviews.choices import ReviewState
from reviews.models import IndividualScore, TeamMember
from reviews.selectors import scorecard_of
from reviews.services import fix_facts, score_alone
from tests.factories import (
    CountryProgrammeOutcomeFactory,
    CriterionFactory,
    IndicatorFactory,
    PerformanceAreaFactory,
    RatingLabelFactory,
    ReviewFactory,
)
from tests.reviews.team_world import at, given, moved

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
BY_ITSELF = HTMX | {"HX-Target": "kept-line"}


@pytest.fixture
def scoring(review, reviewer):
    return moved(review, ReviewState.SCORING)


def words_of(response):
    return unescape(" ".join(response.content.decode().split()))


def typed(**changes):
    return {"score": "4", "rationale": "A committee meets.", "revision": "0"} | changes


def kept(review):
    return [(one.score, one.is_not_assessed, one.rationale, one.revision) for one in review.individual_scores.all()]


def news(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


# The list


def test_the_list_has_everything_there_is_to_score(scoring, sign_in, reviewer):
    page = words_of(sign_in(reviewer).get(at(scoring, "my-scores")))
    assert page.count('class="score-row"') == 76
    assert "0 of 76 scored" in page
    assert page.index('id="criterion-6"') < page.index('id="khm-104-2010-a"') < page.index('id="khm-104-2010-e"')


def test_a_score_is_given_in_the_list(scoring, sign_in, reviewer):
    client = sign_in(reviewer)
    address = at(scoring, "my-scores")
    answer = client.post(address, {"item": "khm-104-2010-b", "score": "5", "revision": "0"})
    assert (answer.status_code, answer.url) == (302, f"{address}#khm-104-2010-b")
    answer = client.post(address, {"item": "khm-104-2010-b", "score": "none", "revision": "1"}, headers=HTMX)
    page = words_of(answer)
    assert page.startswith('<input type="hidden" name="revision" value="2">')
    assert "Not assessed: say why" in page
    assert "0 of 76 scored" in page
    assert "<html" not in page
    assert kept(scoring) == [(None, True, "", 2)]


@pytest.mark.parametrize(
    ("sent", "status", "sentence"),
    [
        ({"score": "7"}, 422, "“7” is not on the scale. Choose a whole number from 1 to 6."),
        ({"item": "criterion-9"}, 422, "There is no such thing to score. Load the page again."),
        ({"revision": "x"}, 422, "The form came back incomplete. Load the page again."),
        ({"revision": "5"}, 409, "You changed this in another window. Load the page again to see it."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_what_cannot_be_kept_from_the_list_says_why(sent, status, sentence, headers, scoring, sign_in, reviewer):
    given(scoring, reviewer, 2, "Why.", criterion=scoring.template.criteria.get(number=2))
    item = {"item": "criterion-2", "score": "4", "revision": "1"} | sent
    answer = sign_in(reviewer).post(at(scoring, "my-scores"), item, headers=headers)
    assert (answer.status_code, sentence in words_of(answer)) == (status, True)
    assert kept(scoring) == [(2, False, "Why.", 1)]


def test_what_was_handed_in_is_only_shown(scoring, sign_in, reviewer):
    TeamMember.objects.filter(review=scoring, person=reviewer).update(handed_in_at="2011-01-10T10:00:00Z")
    client = sign_in(reviewer)
    page = words_of(client.get(at(scoring, "my-scores")))
    assert "You handed in your scores on 10 January 2011" in page
    assert 'name="score"' not in page
    answer = client.post(at(scoring, "my-scores"), {"item": "criterion-2", "score": "4", "revision": "0"})
    assert (answer.status_code, kept(scoring)) == (422, [])


def test_handing_in_and_taking_back(scoring, sign_in, reviewer):
    client = sign_in(reviewer)
    answer = client.post(at(scoring, "hand-in-scores"))
    assert answer.url == at(scoring, "my-scores")
    (sentence,) = news(answer)
    assert sentence.startswith("76 are not scored yet: criterion 1, criterion 2")
    scorecard = scorecard_of(scoring, reviewer)
    for item in scorecard.items:
        item.score.score = 4
    IndividualScore.objects.bulk_create([item.score for item in scorecard.items])
    member = TeamMember.objects.get(review=scoring, person=reviewer)
    client.post(at(scoring, "hand-in-scores"))
    member.refresh_from_db()
    assert member.handed_in_at is not None
    client.post(at(scoring, "take-back-scores"))
    member.refresh_from_db()
    assert member.handed_in_at is None


@pytest.mark.parametrize("page", ["my-scores", "hand-in-scores", "take-back-scores"])
def test_only_the_team_has_scores_of_its_own(page, scoring, sign_in, reviewer, officer, administrator, outsider):
    assert sign_in(reviewer).get(at(scoring, page)).status_code in (200, 302)
    for person in (officer, administrator):
        client = sign_in(person)
        assert (client.get(at(scoring, page)).status_code, client.post(at(scoring, page)).status_code) == (403, 403)
    assert sign_in(outsider).get(at(scoring, page)).status_code == 404


@pytest.mark.parametrize(("state", "is_there"), [(ReviewState.SCORING, True), (ReviewState.CONSOLIDATION, False)])
def test_the_tab_is_there_while_everybody_scores(state, is_there, review, sign_in, reviewer, observer):
    moved(review, state)
    tab = f'href="{at(review, "my-scores")}"'
    assert (tab in words_of(sign_in(reviewer).get(at(review, "review")))) == is_there
    assert tab not in words_of(sign_in(observer).get(at(review, "review")))


# One thing


def test_the_form_shows_what_is_asked_and_the_evidence(scoring, sign_in, reviewer):
    page = words_of(sign_in(reviewer).get(at(scoring, "my-score", item="khm-104-2010-a")))
    area = scoring.template.areas.get(letter="A")
    assert area.guiding_questions in page
    # An indicator of the outcome it serves, with its verified figure; none of another.
    assert '/indicators/1.5/">1.5</a>' in page
    assert "<strong>4 job centres</strong>" in page
    assert "/indicators/2." not in page
    assert "7 of 76" in page
    assert 'rel="prev"' in page
    assert 'rel="next"' in page


def test_saving_goes_on_to_the_next(scoring, sign_in, reviewer):
    client = sign_in(reviewer)
    address = at(scoring, "my-score", item="criterion-6")
    answer = client.post(address, typed())
    assert (answer.status_code, answer.url) == (302, at(scoring, "my-score", item="khm-104-2010-a"))
    answer = client.post(address, typed(revision="1", go="list"))
    assert answer.url == at(scoring, "my-scores") + "#criterion-6"
    answer = client.post(address, typed(revision="1"), headers=HTMX)
    assert (answer.status_code, answer["HX-Redirect"]) == (200, at(scoring, "my-score", item="khm-104-2010-a"))
    last = scorecard_of(scoring, reviewer).items[-1].key
    answer = client.post(at(scoring, "my-score", item=last), typed())
    assert answer.url == at(scoring, "my-scores") + f"#{last}"


def test_what_is_typed_is_kept_by_itself(scoring, sign_in, reviewer):
    client = sign_in(reviewer)
    address = at(scoring, "my-score", item="criterion-2")
    answer = client.post(address, {"rationale": "A com", "revision": "0"}, headers=BY_ITSELF)
    page = words_of(answer)
    assert page.startswith('<input type="hidden" name="revision" value="1">')
    assert "Saved at " in page
    assert "<form" not in page
    client.post(address, typed(revision="1"), headers=BY_ITSELF)
    assert kept(scoring) == [(4, False, "A committee meets.", 2)]
    assert "A committee meets." in words_of(client.get(address))


@pytest.mark.parametrize(
    ("sent", "status", "sentence"),
    [
        ({"revision": "0"}, 409, "You changed this in another window. Save, and you see both."),
        ({"score": "9"}, 422, "Not saved yet: “9” is not on the scale. Choose a whole number from 1 to 6."),
        ({"rationale": "a" * 10_001}, 422, "This is too long: 10000 characters are kept, and these are 10001."),
    ],
)
def test_what_cannot_be_kept_by_itself_says_why_beside_what_is_typed(
    sent, status, sentence, scoring, sign_in, reviewer
):
    given(scoring, reviewer, 2, "Why.", criterion=scoring.template.criteria.get(number=2))
    address = at(scoring, "my-score", item="criterion-2")
    answer = sign_in(reviewer).post(address, typed(revision="1") | sent, headers=BY_ITSELF)
    assert (answer.status_code, sentence in words_of(answer), "<form" in words_of(answer)) == (status, True, False)
    assert f'value="{sent.get("revision", "1")}"' in words_of(answer)
    assert kept(scoring) == [(2, False, "Why.", 1)]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_what_another_window_saved_stands_above_what_is_typed(headers, scoring, sign_in, reviewer):
    criterion = scoring.template.criteria.get(number=2)
    score_alone(review=scoring, criterion=criterion, score=6, rationale="From there.", revision=0, by=reviewer)
    address = at(scoring, "my-score", item="criterion-2")
    client = sign_in(reviewer)
    answer = client.post(address, typed(rationale="From here."), headers=headers)
    saved_now, form = words_of(answer).split("data-keeps-itself", 1)
    assert (answer.status_code, "From there." in saved_now, "From here." in form) == (409, True, True)
    assert 'name="revision" value="1"' in form
    assert client.post(address, typed(rationale="From here.", revision="1")).status_code == 302
    assert kept(scoring) == [(4, False, "From here.", 2)]


def test_what_is_typed_is_shown_as_text(scoring, sign_in, reviewer):
    client = sign_in(reviewer)
    address = at(scoring, "my-score", item="criterion-2")
    client.post(address, typed(rationale="<script>alert(1)</script>"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in client.get(address).content.decode()


def test_five_megabytes_in_one_field_are_refused_with_a_page(scoring, sign_in, reviewer):
    answer = sign_in(reviewer).post(at(scoring, "my-score", item="criterion-2"), typed(rationale="a" * 5_000_000))
    assert answer.status_code in (400, 422)
    assert "Nothing was changed" in words_of(answer) or "This is too long" in words_of(answer)
    assert kept(scoring) == []


def test_what_ones_own_score_rests_on(scoring, sign_in, reviewer):
    client = sign_in(reviewer)
    client.post(at(scoring, "my-score", item="criterion-2"), typed())
    address = at(scoring, "my-sources", item="criterion-2")
    indicator = scoring.programme.outcomes.get(number=1).indicators.get(code="1.26")
    sent = {"sources": [f"indicator-{indicator.pk}"], "documents": "Minutes", "revision": "1"}
    answer = client.post(address, sent)
    assert (answer.status_code, answer.url) == (302, at(scoring, "my-score", item="criterion-2"))
    page = words_of(client.get(answer.url))
    assert "Indicator 1.26</a>" in page
    assert "Minutes" in page
    assert kept(scoring) == [(4, False, "A committee meets.", 2)]
    assert client.post(address, sent | {"documents": ""}).status_code == 409
    assert client.post(address, {"revision": "2"}).status_code == 302
    assert "nothing cited yet" in words_of(client.get(at(scoring, "my-score", item="criterion-2")))


@pytest.mark.parametrize("page", ["my-score", "my-sources"])
def test_what_is_not_scored_here_is_not_found(page, scoring, sign_in, reviewer, officer):
    client = sign_in(reviewer)
    assert client.get(at(scoring, page, item="criterion-2")).status_code == 200
    assert client.get(at(scoring, page, item="criterion-9")).status_code == 404
    assert sign_in(officer).get(at(scoring, page, item="criterion-2")).status_code == 403


def test_words_that_come_after_handing_in_are_shown_again(scoring, sign_in, reviewer):
    client, address = sign_in(reviewer), at(scoring, "my-score", item="criterion-2")
    TeamMember.objects.filter(review=scoring, person=reviewer).update(handed_in_at=timezone.now())
    assert "You had written:" not in words_of(client.get(address))
    answer = client.post(address, typed(), headers=HTMX)
    page = words_of(answer)
    assert answer.status_code == 422
    shown = page.split("You had written:")[1]
    assert ("Score: 4" in shown, "A committee meets." in shown) == (True, True)
    (refusal,) = answer.context["form"].non_field_errors()
    assert page.count(refusal) == 1
    assert page.count("handed in your scores") <= 1
    assert kept(scoring) == []


# Queries


@pytest.fixture
def small(make_person):
    """A review of a method with a scale of 6; `grow` adds an outcome with an indicator, an area and a criterion."""
    review = ReviewFactory(state=ReviewState.SCORING)
    for step in range(1, 7):
        RatingLabelFactory(template=review.template, score=step)
    PerformanceAreaFactory(template=review.template)
    CriterionFactory(template=review.template, number=99)
    fix_facts(review=review, by=None)
    review.reader = make_person("Reader", role="reviewer", programme=review.programme)
    TeamMember.objects.create(review=review, person=review.reader)

    def grow():
        outcome = CountryProgrammeOutcomeFactory(programme=review.programme)
        outcome.dwcp_outcomes.add(IndicatorFactory(outcome__programme=review.programme).outcome)
        review.country_programme_outcomes.add(outcome)
        given(review, review.reader, 4, criterion=CriterionFactory(template=review.template))
        someone = make_person(f"Someone {outcome.pk}", role="reviewer", programme=review.programme)
        TeamMember.objects.create(review=review, person=someone)

    review.grow = grow
    return review


@pytest.mark.parametrize(
    ("page", "kwargs", "queries"),
    [("my-scores", {}, 12), ("my-score", {"item": "criterion-99"}, 12), ("my-sources", {"item": "criterion-99"}, 13)],
)
def test_pages_do_not_need_more_queries_for_more_rows(page, kwargs, queries, small, sign_in, django_assert_num_queries):
    client = sign_in(small.reader)
    small.grow()
    with django_assert_num_queries(queries):
        assert client.get(at(small, page, **kwargs)).status_code == 200
    small.grow()
    small.grow()
    with django_assert_num_queries(queries):
        client.get(at(small, page, **kwargs))


@pytest.mark.parametrize(
    ("page", "kwargs"),
    [
        ("my-scores", {}),
        ("my-score", {"item": "criterion-2"}),
        ("my-score", {"item": "khm-104-2010-a"}),
        ("my-sources", {"item": "khm-104-2010-a"}),
    ],
)
def test_the_real_review_needs_few_queries(page, kwargs, scoring, sign_in, reviewer, django_assert_max_num_queries):
    client = sign_in(reviewer)
    client.post(at(scoring, "my-score", item="khm-104-2010-a"), typed())
    with django_assert_max_num_queries(15):
        assert client.get(at(scoring, page, **kwargs)).status_code == 200
