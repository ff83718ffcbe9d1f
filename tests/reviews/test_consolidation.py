"""The team comes together: every score side by side, one that is agreed on, and who controls what was rated."""

from html import unescape

import pytest
from tablib import Dataset

from reviews.choices import Control, ReviewState
from reviews.models import AreaRating, CriterionScore
from reviews.resources import CriterionScoreResource
from reviews.selectors import scale_of, spreads_of, views_of
from reviews.services import move_review, rate_area
from tests.reviews.team_world import at, given, moved

pytestmark = pytest.mark.django_db


@pytest.fixture
def together(review, reviewer, colleague):
    """The team gave criterion 2 a 2 and a 5, and KHM 104 a 4 twice in area A; the review is in consolidation."""
    criterion = review.template.criteria.get(number=2)
    outcome = review.country_programme_outcomes.get(code="KHM 104")
    area = review.template.areas.get(letter="A")
    given(review, reviewer, 2, "Nobody met.", criterion=criterion)
    given(review, colleague, 5, "We met <b>often</b>.", criterion=criterion)
    for person in (reviewer, colleague):
        given(review, person, 4, "Money came.", country_programme_outcome=outcome, area=area)
    return moved(review, ReviewState.CONSOLIDATION)


def words_of(response):
    return unescape(" ".join(response.content.decode().split()))


def test_all_views_stand_side_by_side(together, reviewer, colleague):
    views = views_of(together, scale_of(together.template), criterion=together.template.criteria.get(number=2))
    assert [(str(view.member), view.member.constituency, view.score.score) for view in views.members] == [
        ("Reviewer", "", 2),
        ("Colleague", "workers", 5),
    ]
    assert (views.spread.mean, views.spread.width, views.spread.is_wide) == (3.5, 3, True)


def test_who_left_the_team_has_no_say(together, colleague):
    together.team.filter(person=colleague).delete()
    views = views_of(together, scale_of(together.template), criterion=together.template.criteria.get(number=2))
    assert [view.score.score for view in views.members] == [2]
    assert views.spread.width == 0


@pytest.mark.parametrize("state", [ReviewState.PLANNED, ReviewState.SCORING])
def test_nothing_is_side_by_side_before(state, together):
    scale = scale_of(together.template)
    criterion = together.template.criteria.get(number=2)
    assert views_of(together, scale, criterion=criterion) is not None
    assert len(spreads_of(together, scale)) == 2
    moved(together, state)
    assert views_of(together, scale, criterion=criterion) is None
    assert spreads_of(together, scale) == {}


def test_the_form_shows_every_view_and_suggests_no_score(together, sign_in, reviewer):
    response = sign_in(reviewer).get(at(together, "score-criterion", criterion=2))
    page = words_of(response)
    assert "Mean 3.5; spread 3." in page
    assert "Views differ by two steps or more" in page
    assert "Nobody met." in page
    assert 'Colleague</strong> <span class="quiet">(Workers)</span>' in page
    # As text, not as HTML.
    assert "We met &lt;b&gt;often&lt;/b&gt;." in response.content.decode()
    # The score that stands is chosen and no other.
    assert page.count("checked") == 1
    assert response.context["form"]["score"].value() == 3


def test_lists_mark_where_views_differ(together, sign_in, observer):
    client = sign_in(observer)
    criteria = words_of(client.get(at(together, "criteria")))
    assert "2 to 5, mean 3.5" in criteria
    assert criteria.count("3 steps apart") == 1
    outcomes = words_of(client.get(at(together, "outcomes")))
    assert "scored alone:</span> 4</span>" in outcomes
    assert "far apart</span>" not in outcomes
    assert "mean 4" not in words_of(client.get(at(together, "outcome", outcome="KHM 104")))
    assert '4 <span class="quiet">(2 members)' in words_of(client.get(at(together, "outcome", outcome="KHM 104")))


def test_a_review_that_nobody_scored_alone_shows_no_views(review, sign_in, reviewer):
    page = words_of(sign_in(reviewer).get(at(review, "score-criterion", criterion=2)))
    assert "How each of us scored" not in page
    assert "Scored alone" not in words_of(sign_in(reviewer).get(at(review, "criteria")))


def test_what_coming_together_lays_out_is_not_agreed_yet(review, officer):
    review.criterion_scores.filter(criterion__number=2).delete()
    review.area_ratings.filter(country_programme_outcome__code="KHM 104", area__letter="A").delete()
    moved(review, ReviewState.SCORING)
    move_review(review=review, to=ReviewState.CONSOLIDATION, reason="Now.", revision=review.revision, by=officer)
    laid_out = review.criterion_scores.filter(revision=0), review.area_ratings.filter(revision=0)
    assert [[str(score) for score in scores] for scores in laid_out] == [["2010, 2"], ["2010, KHM 104, A"]]
    # What was taken from files is stated there.
    assert set(review.criterion_scores.exclude(criterion__number=2).values_list("revision", flat=True)) == {1}


def test_a_file_states_what_was_only_laid_out(review):
    scores = review.criterion_scores.filter(criterion__number=2)
    scores.update(score=None, rationale="", revision=0)
    row = ("2010", "2", "4", "Moderately satisfactory", "As printed.", "p. 1", "2")
    headers = ["review", "criterion", "score", "published_label", "rationale", "source", "_line"]
    resource = CriterionScoreResource(review.programme, review.template)
    tally = resource.import_table(Dataset(row, headers=headers), "criterion_scores.csv")
    assert (tally.problems, tally.changed) == ([], 1)
    assert scores.values_list("score", "rationale", "revision").get() == (4, "As printed.", 1)


# Who controls what was rated


def test_an_outcome_shows_its_split_and_why_control_differs(together, sign_in, reviewer, observer):
    rating = AreaRating.objects.get(review=together, country_programme_outcome__code="KHM 104", area__letter="A")
    before = words_of(sign_in(observer).get(at(together, "outcome", outcome="KHM 104")))
    # C, D and E are mixed, A external, B within the ILO's control.
    assert 'External</dt> <dd class="kpi-value">3</dd>' in before
    rate_area(
        area_rating=rating,
        rating=3,
        comment="Money came.",
        control=Control.ILO,
        control_reason="The office paid for it.",
        revision=rating.revision,
        by=reviewer,
    )
    page = words_of(sign_in(observer).get(at(together, "outcome", outcome="KHM 104")))
    assert 'External</dt> <dd class="kpi-value">–</dd>' in page
    # (3 + 5) / 2
    assert 'Within the ILO\'s control</dt> <dd class="kpi-value">4</dd>' in page
    assert "Control: Within the ILO's control (the method says: External)" in page
    assert "Why the control differs: The office paid for it." in page


def test_an_agreed_score_may_be_saved_before_its_rationale(together, sign_in, reviewer):
    typed = {"score": "4", "rationale": "", "revision": "1"}
    assert sign_in(reviewer).post(at(together, "score-criterion", criterion=2), typed).status_code == 302
    score = CriterionScore.objects.get(review=together, criterion__number=2)
    assert (score.score, score.rationale, score.revision) == (4, "", 2)


def test_a_rationale_that_is_too_long_comes_back_whole(together, sign_in, reviewer):
    typed = {"score": "4", "rationale": "b" * 10_001, "revision": "1"}
    response = sign_in(reviewer).post(at(together, "score-criterion", criterion=2), typed)
    assert response.status_code == 422
    sentence = "This is too long: 10000 characters are kept, and these are 10001."
    assert response.context["form"].errors == {"rationale": [sentence]}
    assert "b" * 10_001 in response.content.decode()
