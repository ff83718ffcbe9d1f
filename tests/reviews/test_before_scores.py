"""Pages of a review as long as there are no scores, and what they say to who may not give any."""

import pytest

from reviews.choices import ReviewState
from reviews.models import AreaRating, Review
from reviews.selectors import profile_of, scale_of
from reviews.selectors.checks import checks_of
from tests.factories import AreaRatingFactory, CriterionScoreFactory, ReportVersionFactory

from .team_world import at, moved

pytestmark = pytest.mark.django_db

PAGES = ("review", "criteria", "outcomes")


@pytest.fixture
def fresh(review, reviewer):
    """A review by the method of 2010 that is scored alone; one outcome is under review."""
    fresh = Review.objects.create(
        programme=review.programme, template=review.template, slug="2012", title="Next", state=ReviewState.SCORING
    )
    fresh.country_programme_outcomes.add(latest(review.programme, "KHM 104"))
    fresh.team.create(person=reviewer)
    return fresh


def latest(programme, code):
    """The outcome of a code in the later biennium."""
    return programme.country_programme_outcomes.filter(code=code).order_by("-biennium__start_year").first()


def words_of(response):
    return " ".join(response.content.decode().split())


def test_an_outcome_under_review_has_its_page_before_it_is_rated(fresh, sign_in, reviewer):
    client = sign_in(reviewer)
    assert at(fresh, "outcome", outcome="KHM 104") in words_of(client.get(at(fresh, "outcomes")))
    shown = client.get(at(fresh, "outcome", outcome="KHM 104"))
    areas = [area.letter for area in fresh.template.areas.all()]
    assert shown.status_code == 200
    assert [(area.rating.area.letter, area.rating.rating) for area in shown.context["profile"].areas] == [
        (letter, None) for letter in areas
    ]
    assert at(fresh, "write-narrative", outcome="KHM 104", heading="progress") in words_of(shown)
    assert profile_of(fresh, scale_of(fresh.template), "KHM 158") is None
    assert client.get(at(fresh, "outcome", outcome="KHM 158")).status_code == 404
    assert not AreaRating.objects.filter(review=fresh).exists()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (ReviewState.PLANNED, "Its scores stand here once it was opened for scoring and the team has come together."),
        (ReviewState.SCORING, "Each member of the team scores alone now."),
    ],
)
def test_it_is_said_when_scores_come(state, sentence, page, fresh, sign_in, reviewer):
    said = words_of(sign_in(reviewer).get(at(moved(fresh, state), page)))
    assert sentence in said
    assert (f'<a class="button" href="{at(fresh, "my-scores")}">' in said) == (state == ReviewState.SCORING)


@pytest.mark.parametrize("page", PAGES)
def test_who_does_not_score_is_not_sent_to_scores_of_their_own(page, fresh, sign_in, officer):
    said = words_of(sign_in(officer).get(at(fresh, page)))
    assert "Each member of the team scores alone now." in said
    assert at(fresh, "my-scores") not in said


def test_only_rated_outcomes_count_as_rated(fresh, sign_in, officer):
    for area, rating in zip(fresh.template.areas.all(), (4, None), strict=False):
        for code, given in (("KHM 104", rating), ("KHM 158", None)):
            outcome = latest(fresh.programme, code)
            AreaRatingFactory(review=fresh, country_programme_outcome=outcome, area=area, rating=given)
    shown = sign_in(officer).get(at(moved(fresh, ReviewState.CONSOLIDATION), "review"))
    assert (shown.context["rated"], shown.context["unrated"]) == (1, 1)
    AreaRating.objects.filter(review=fresh).update(rating=None)
    said = sign_in(officer).get(at(fresh, "review"))
    assert (said.context["rated"], said.context["unrated"]) == (0, 2)
    assert "mean of all ratings" not in words_of(said)


def test_checks_lead_who_may_not_score_where_they_may_read(fresh, sign_in, officer, reviewer):
    criterion = fresh.template.criteria.first()
    CriterionScoreFactory(review=fresh, criterion=criterion)
    moved(fresh, ReviewState.CONSOLIDATION)
    (check,) = (check for check in checks_of(fresh) if check.kind == "not_scored")
    to_score = at(fresh, "score-criterion", criterion=criterion.number)
    to_read = f"{at(fresh, 'criteria')}#criterion-{criterion.number}"
    assert (check.link, check.link_to_read) == (to_score, to_read)
    for person, link, other in ((officer, to_read, to_score), (reviewer, to_score, to_read)):
        said = words_of(sign_in(person).get(at(fresh, "checks")))
        assert f'href="{link}"' in said and f'href="{other}"' not in said


def test_every_check_of_the_real_review_leads_an_officer_to_a_page(review, sign_in, officer):
    client = sign_in(officer)
    links = {check.link_to_read.split("#")[0] for check in checks_of(review)}
    assert {client.get(link).status_code for link in links} == {200}


@pytest.mark.parametrize(("who", "is_there"), [("officer", True), ("workers_member", True), ("observer", False)])
def test_the_draft_is_linked_for_who_reads_it(who, is_there, review, sign_in, request):
    Review.objects.filter(pk=review.pk).update(state=ReviewState.CONSULTATION, consultation_round=1)
    said = words_of(sign_in(request.getfixturevalue(who)).get(at(review, "validation")))
    assert (f'href="{at(review, "read-report")}"' in said) == is_there


@pytest.mark.parametrize(("who", "is_there"), [("officer", True), ("reviewer", False)])
def test_the_set_up_leads_to_signing(who, is_there, review, sign_in, request):
    moved(review, ReviewState.CONSULTATION)
    said = words_of(sign_in(request.getfixturevalue(who)).get(at(review, "set-up")))
    assert (f'href="{at(review, "sign-report")}"' in said) == is_there


def test_a_final_review_leads_to_its_signed_report(review, sign_in, observer):
    client, link = sign_in(observer), f'href="{at(review, "version-pdf", version=2)}"'
    ReportVersionFactory(review=review, number=1)
    ReportVersionFactory(review=review, number=2, erratum="Table 4.1.")
    assert link not in words_of(client.get(at(review, "review")))
    moved(review, ReviewState.FINAL)
    assert link in words_of(client.get(at(review, "review")))
