"""The two forms of a review: what they move, what they refuse, and that nothing typed is lost."""

import re
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from reviews.choices import Control
from reviews.models import AreaRating, CriterionScore, Review, TeamMember
from reviews.services import rate_area, score_criterion

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def score(review):
    """The score of criterion 2: 3, moderately unsatisfactory."""
    return CriterionScore.objects.select_related("review__programme").get(review=review, criterion__number=2)


@pytest.fixture
def rating(review):
    """The rating of KHM 104 in area A: 3; the method calls the area external."""
    return AreaRating.objects.select_related("review__programme").get(
        review=review, country_programme_outcome__code="KHM 104", area__letter="A"
    )


def form_of(score):
    place = {"programme": score.programme.code, "review": score.review.slug}
    if isinstance(score, CriterionScore):
        return reverse("reviews:score-criterion", kwargs={**place, "criterion": score.criterion.number})
    code, letter = score.country_programme_outcome.code, score.area.letter
    return reverse("reviews:rate-area", kwargs={**place, "outcome": code, "area": letter})


def page_of(name, score, **kwargs):
    return reverse(f"reviews:{name}", kwargs={"programme": score.programme.code, "review": score.review.slug, **kwargs})


def typed(**changes):
    """What somebody sends who gives criterion 2 a five."""
    return {"score": "5", "rationale": "A committee meets every month.", "revision": "1"} | changes


def typed_rating(**changes):
    return {"rating": "5", "comment": "Money came.", "control": "", "control_reason": "", "revision": "1"} | changes


def words_of(response):
    return unescape(" ".join(response.content.decode().split()))


def text_of(response):
    return " ".join(re.sub("<[^>]*>", " ", words_of(response)).split())


def stands(score):
    score.refresh_from_db()
    return score.score, score.rationale, score.revision


# Scoring a criterion


def test_the_form_starts_from_what_stands(sign_in, reviewer, score):
    page = words_of(sign_in(reviewer).get(form_of(score)))
    assert '<input type="radio" name="score" value="3"' in page
    assert page.count("checked") == 1
    assert "3 – Moderately unsatisfactory" in page
    assert "Not assessed" in page
    assert score.rationale in page
    assert '<input type="hidden" name="revision" value="1"' in page


def test_saving_moves_the_average_and_says_so(sign_in, reviewer, score):
    client = sign_in(reviewer)
    assert "3.8" in words_of(client.get(page_of("criteria", score)))
    response = client.post(form_of(score), typed())
    assert (response.status_code, response.url) == (302, page_of("criteria", score))
    assert stands(score) == (5, "A committee meets every month.", 2)
    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "Saved. The average of the criteria moves from 3.8 to 4.2 (Moderately satisfactory)."
    ]
    client.get(response.url)  # shows the message once
    # 25 / 6, on every page that shows it.
    assert "Average 4.2 Moderately satisfactory" in text_of(client.get(page_of("criteria", score)))
    average = "Average of the criteria 4.2 Moderately satisfactory"
    assert average in text_of(client.get(page_of("review", score)))
    assert average in text_of(client.get(reverse("reviews:reviews", args=[score.programme.code])))


def test_htmx_gets_the_form_with_its_news_alone(sign_in, reviewer, score):
    response = sign_in(reviewer).post(form_of(score), typed(), headers=HTMX)
    page = words_of(response)
    assert response.status_code == 200
    assert page.startswith('<div id="scoring"')
    assert "<html" not in page
    sentence = "Saved. The average of the criteria moves from 3.8 to 4.2 (Moderately satisfactory)."
    assert f'data-announce="{sentence}"' in page
    # Ready to be saved again.
    assert '<input type="hidden" name="revision" value="2"' in page
    assert "A committee meets every month." in page


def test_saving_without_a_change_of_the_average_says_that_too(sign_in, reviewer, score):
    response = sign_in(reviewer).post(form_of(score), typed(score="3"))
    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "Saved. The average of the criteria stays 3.8 (Moderately satisfactory)."
    ]


def test_a_criterion_that_was_not_assessed_leaves_the_average(sign_in, reviewer, score):
    sign_in(reviewer).post(form_of(score), typed(score="none"))
    assert stands(score) == (None, "A committee meets every month.", 2)


@pytest.mark.parametrize("wrong", ["0", "7", "five", "3.5", "-1"])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_what_is_not_on_the_scale_is_refused_beside_the_field(wrong, headers, sign_in, reviewer, score):
    before = stands(score)
    response = sign_in(reviewer).post(form_of(score), typed(score=wrong), headers=headers)
    page = words_of(response)
    assert response.status_code == 422
    assert response.context["form"].errors == {
        "score": [f"“{wrong}” is not on the scale. Choose a whole number from 1 to 6."]
    }
    assert 'id="id_score_error"' in page
    assert "A committee meets every month." in page
    assert stands(score) == before


def test_no_answer_is_not_taken_for_not_assessed(sign_in, reviewer, score):
    before = stands(score)
    response = sign_in(reviewer).post(form_of(score), {"rationale": "A committee meets.", "revision": "1"})
    assert response.context["form"].errors == {"score": ["Choose a whole number from 1 to 6, or the last answer."]}
    assert stands(score) == before


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_a_newer_score_is_shown_and_nothing_typed_is_lost(headers, sign_in, reviewer, colleague, score):
    score_criterion(criterion_score=score, score=4, rationale="As we agreed.", revision=1, by=colleague)
    client = sign_in(reviewer)
    response = client.post(form_of(score), typed(), headers=headers)
    page = words_of(response)
    assert response.status_code == 409
    assert "This has changed since you opened it." in page
    saved_now, form = page.split("<form", 1) if headers else page.rsplit("<form", 1)
    assert "4 – Moderately satisfactory" in saved_now
    assert "As we agreed." in saved_now
    assert "A committee meets every month." in form
    assert 'name="revision" value="2"' in form
    assert stands(score) == (4, "As we agreed.", 2)
    # Saving again replaces it.
    assert client.post(form_of(score), typed(revision="2")).status_code == 302
    assert stands(score) == (5, "A committee meets every month.", 3)


@pytest.mark.parametrize("person", ["officer", "outcome_manager", "verifier", "workers_member", "observer"])
def test_only_who_may_score_gets_the_form(person, sign_in, reviewer, score, request):
    assert sign_in(reviewer).post(form_of(score), typed()).status_code == 302
    before = stands(score)
    client = sign_in(request.getfixturevalue(person))
    assert client.get(form_of(score)).status_code == 403
    assert client.post(form_of(score), typed(score="1", revision="2")).status_code == 403
    assert stands(score) == before


def test_for_an_outsider_there_is_no_form(sign_in, outsider, score):
    before = stands(score)
    assert sign_in(outsider).post(form_of(score), typed()).status_code == 404
    assert stands(score) == before


def test_a_final_review_offers_no_form_and_says_why(sign_in, reviewer, programme):
    review = Review.objects.get(programme=programme, slug="2007")
    TeamMember.objects.create(review=review, person=reviewer)
    score = CriterionScore.objects.select_related("review__programme").get(review=review, criterion__number=2)
    before = stands(score)
    client = sign_in(reviewer)
    sentence = "The review is “Final” and takes no scores now."
    page = client.get(form_of(score))
    assert (page.status_code, sentence in words_of(page), 'name="score"' in words_of(page)) == (200, True, False)
    response = client.post(form_of(score), typed())
    assert (response.status_code, response.context["form"].non_field_errors()) == (422, [sentence])
    assert sentence in words_of(response)
    assert stands(score) == before


def test_what_is_typed_is_shown_as_text(sign_in, reviewer, score):
    client = sign_in(reviewer)
    client.post(form_of(score), typed(rationale="<b>Much</b> & more"))
    assert "&lt;b&gt;Much&lt;/b&gt; &amp; more" in client.get(page_of("criteria", score)).content.decode()


# What is laid out, and what was typed too late


def lay_out(agreed, /, **empty):
    type(agreed).objects.filter(pk=agreed.pk).update(revision=0, **empty)


def test_what_nobody_agreed_on_is_not_called_unassessed(sign_in, reviewer, score):
    lay_out(score, score=None, rationale="")
    client = sign_in(reviewer)
    form = words_of(client.get(form_of(score)))
    assert ("checked" in form, "Not agreed yet" in form) == (False, True)
    criteria = text_of(client.get(page_of("criteria", score)))
    assert "Not agreed yet: criterion 2." in criteria
    assert "Not assessed" not in criteria
    # Words alone do not say that it was not assessed, and come back.
    response = client.post(form_of(score), {"rationale": "We still talk.", "revision": "0"})
    assert response.context["form"].errors == {"score": ["Choose a whole number from 1 to 6, or the last answer."]}
    assert "We still talk." in words_of(response)
    assert stands(score) == (None, "", 0)
    # Saying so does, even without words.
    assert client.post(form_of(score), typed(score="none", rationale="", revision="0")).status_code == 302
    assert stands(score) == (None, "", 2)
    criteria = text_of(client.get(page_of("criteria", score)))
    assert "Not agreed yet" not in criteria
    assert "Not assessed, so not counted in the average: criterion 2." in criteria


def test_what_a_final_review_left_open_has_no_score(sign_in, reviewer, score):
    lay_out(score, score=None, rationale="")
    Review.objects.filter(pk=score.review_id).update(state="final")
    criteria = text_of(sign_in(reviewer).get(page_of("criteria", score)))
    assert ("Not agreed yet" in criteria, "Not assessed" in criteria) == (False, True)


@pytest.mark.parametrize("is_kept", [True, False], ids=["laid out", "not kept"])
def test_an_area_nobody_agreed_on_says_so(is_kept, sign_in, reviewer, rating):
    if is_kept:
        lay_out(rating, rating=None, comment="")
    else:
        rating.delete()
    client = sign_in(reviewer)
    place = {"outcome": "KHM 104"}
    address = page_of("rate-area", rating, **place, area="A")
    pages = [page_of("outcomes", rating), page_of("outcome", rating, **place), address]
    assert [text_of(client.get(page)).count("Not agreed yet") for page in pages] == [1, 1, 1]
    sent = typed_rating(rating="none", comment="", revision="0")
    assert client.post(address, sent).status_code == 302
    kept = AreaRating.objects.get(review=rating.review, country_programme_outcome__code="KHM 104", area__letter="A")
    assert (kept.rating, kept.comment, kept.revision) == (None, "", 2)
    assert [text_of(client.get(page)).count("Not agreed yet") for page in pages] == [0, 0, 0]
    # Somebody else has answered the same empty form meanwhile.
    assert client.post(address, sent).status_code == 409


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize("name", ["score-criterion", "rate-area", "dissent-criterion"])
def test_words_that_come_too_late_are_shown_again(name, headers, sign_in, reviewer, score):
    where = {"outcome": "KHM 104", "area": "A"} if name == "rate-area" else {"criterion": 2}
    address = page_of(name, score, **where)
    sent = typed() | typed_rating() | {"own_score": "5", "text": "It did meet.", "control_reason": "Shared."}
    Review.objects.filter(pk=score.review_id).update(state="consultation")
    client = sign_in(reviewer)
    assert "You had written" not in words_of(client.get(address))
    response = client.post(address, sent, headers=headers)
    page = text_of(response)
    assert response.status_code == 422
    assert page.count("takes no scores now.") == 1
    typed_words = {
        "score-criterion": "You had written: Score: 5 A committee meets every month.",
        "rate-area": "You had written: Rating: 5 Money came. Shared.",
        "dissent-criterion": "You had written: The score you would give: 5 It did meet.",
    }
    assert typed_words[name] in page


def test_who_sees_it_otherwise_has_the_agreed_score_at_hand(sign_in, reviewer, score, rating):
    client = sign_in(reviewer)
    page = text_of(client.get(page_of("dissent-criterion", score, criterion=2)))
    assert "The team agreed on 3 Moderately unsatisfactory" in page
    assert " ".join(score.rationale.split()) in page
    page = text_of(client.get(page_of("dissent-area", rating, outcome="KHM 104", area="A")))
    assert "The team agreed on 3 Moderately unsatisfactory" in page
    lay_out(score, score=None, rationale="")
    page = text_of(client.get(page_of("dissent-criterion", score, criterion=2)))
    assert "The team agreed on – Not agreed yet" in page


# Rating an area


def test_rating_moves_the_average_of_the_outcome(sign_in, reviewer, rating):
    client = sign_in(reviewer)
    response = client.post(form_of(rating), typed_rating())
    assert (response.status_code, response.url) == (302, page_of("outcome", rating, outcome="KHM 104"))
    # 24 / 5 instead of 22 / 5, and over the half of the scale's step.
    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "Saved. The average of KHM 104 moves from 4.4 to 4.8 (Satisfactory)."
    ]
    rating.refresh_from_db()
    assert (rating.rating, rating.comment, rating.revision) == (5, "Money came.", 2)
    assert "Average 4.8" in words_of(client.get(response.url))


def test_htmx_gets_the_form_of_the_area_with_its_news_alone(sign_in, reviewer, rating):
    page = words_of(sign_in(reviewer).post(form_of(rating), typed_rating(), headers=HTMX))
    assert page.startswith('<div id="scoring"')
    assert 'data-announce="Saved. The average of KHM 104 moves from 4.4 to 4.8 (Satisfactory)."' in page


def test_other_control_needs_its_reason(sign_in, reviewer, rating):
    client = sign_in(reviewer)
    response = client.post(form_of(rating), typed_rating(control=Control.MIXED))
    assert response.status_code == 422
    assert response.context["form"].errors == {"control_reason": ["Say why the control differs for this outcome."]}
    assert "Money came." in words_of(response)
    response = client.post(form_of(rating), typed_rating(control=Control.MIXED, control_reason="Shared costs."))
    assert response.status_code == 302
    rating.refresh_from_db()
    assert (rating.control, rating.control_reason, rating.revision) == (Control.MIXED, "Shared costs.", 2)


@pytest.mark.parametrize("wrong", ["0", "7", "five"])
def test_a_rating_outside_the_scale_is_refused(wrong, sign_in, reviewer, rating):
    response = sign_in(reviewer).post(form_of(rating), typed_rating(rating=wrong))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["rating"]
    rating.refresh_from_db()
    assert (rating.rating, rating.revision) == (3, 1)


def test_a_newer_rating_is_shown_and_nothing_typed_is_lost(sign_in, reviewer, colleague, rating):
    rate_area(
        area_rating=rating,
        rating=2,
        comment="As we agreed.",
        control=Control.ILO,
        control_reason="Our own staff.",
        revision=1,
        by=colleague,
    )
    response = sign_in(reviewer).post(form_of(rating), typed_rating())
    saved_now, form = words_of(response).rsplit("<form", 1)
    assert response.status_code == 409
    for words in ("2 – Unsatisfactory", "As we agreed.", "Within the ILO's control", "Our own staff."):
        assert words in saved_now
    assert "Money came." in form
    assert 'name="revision" value="2"' in form


def test_an_observer_does_not_rate(sign_in, reviewer, observer, rating):
    assert sign_in(reviewer).post(form_of(rating), typed_rating()).status_code == 302
    client = sign_in(observer)
    assert client.get(form_of(rating)).status_code == 403
    assert client.post(form_of(rating), typed_rating(rating="1", revision="2")).status_code == 403
    rating.refresh_from_db()
    assert (rating.rating, rating.revision) == (5, 2)
