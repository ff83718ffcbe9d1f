"""Another view of an agreed score: one's own, kept with the group one speaks for, and given up only by who held it."""

from html import unescape

import pytest
from django.core.exceptions import PermissionDenied

from accounts.choices import AuditVerb, Constituency, Role
from accounts.models import AuditEvent
from outcomes.models import Removal
from outcomes.services import Refused, put_back
from reviews.choices import ReviewState
from reviews.models import AreaRating, CriterionScore, Dissent
from reviews.services import ReviewRefused, StaleReview, dissent, put_back_into_review, withdraw_dissent
from tests.reviews.team_world import at, moved

pytestmark = pytest.mark.django_db


@pytest.fixture
def score(review):
    return CriterionScore.objects.select_related("review__programme", "criterion").get(
        review=review, criterion__number=2
    )


@pytest.fixture
def rating(review):
    return AreaRating.objects.get(review=review, country_programme_outcome__code="KHM 104", area__letter="A")


def hold(score, by, /, **changes):
    return dissent(score=score, by=by, **{"own_score": 5, "text": "It did meet.", "revision": 0} | changes)


def held():
    fields = ("by__name", "constituency", "score", "text", "revision")
    return list(Dissent.objects.order_by("pk").values_list(*fields))


def words_of(response):
    return unescape(" ".join(response.content.decode().split()))


def test_another_view_keeps_the_group_somebody_speaks_for(score, rating, reviewer, colleague):
    hold(score, colleague)
    hold(rating, reviewer, own_score=None, text="Too little.")
    assert held() == [
        ("Colleague", Constituency.WORKERS, 5, "It did meet.", 1),
        ("Reviewer", "", None, "Too little.", 1),
    ]
    (event,) = AuditEvent.objects.filter(verb=AuditVerb.DISSENTED, subject_id=score.pk, by=colleague)
    assert event.changes == {"score": [None, 5], "text": ["", "It did meet."], "constituency": ["", "workers"]}


def test_it_is_changed_by_who_holds_it(score, colleague):
    hold(score, colleague)
    hold(score, colleague, own_score=4, revision=1)
    assert held() == [("Colleague", "workers", 4, "It did meet.", 2)]
    with pytest.raises(StaleReview) as stale:
        hold(score, colleague, own_score=1, revision=1)
    assert stale.value.current.score == 4
    assert held() == [("Colleague", "workers", 4, "It did meet.", 2)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"own_score": 0}, "score"),
        ({"own_score": 7}, "score"),
        ({"text": "  "}, "text"),
        ({"text": "a" * 10_001}, "text"),
    ],
)
def test_what_cannot_stand_is_refused(changes, field, score, colleague):
    with pytest.raises(ReviewRefused) as refusal:
        hold(score, colleague, **changes)
    assert set(refusal.value.problems) == {field}
    assert held() == []


def test_only_the_team_holds_another_view(score, colleague, administrator, officer, observer):
    hold(score, colleague)
    for person in (administrator, officer, observer):
        with pytest.raises(PermissionDenied):
            hold(score, person)
    assert len(held()) == 1


@pytest.mark.parametrize("state", [ReviewState.SCORING, ReviewState.CONSULTATION, ReviewState.FINAL])
def test_views_are_taken_while_scores_are_agreed_on(state, review, score, colleague):
    mine = hold(score, colleague)
    moved(review, state)
    for write in (lambda: hold(score, colleague, revision=1), lambda: withdraw_dissent(dissent=mine, by=colleague)):
        with pytest.raises(ReviewRefused):
            write()
    assert held() == [("Colleague", "workers", 5, "It did meet.", 1)]


def test_it_is_given_up_and_taken_up_again(review, score, colleague):
    mine = hold(score, colleague)
    removal = withdraw_dissent(dissent=mine, by=colleague)
    assert (held(), removal.what) == ([], "Other view of Colleague on criterion 2")
    assert AuditEvent.objects.filter(verb=AuditVerb.DISSENT_WITHDRAWN, by=colleague).count() == 1
    put_back_into_review(review=review, removal=removal, by=colleague)
    assert held() == [("Colleague", "workers", 5, "It did meet.", 1)]


def test_nobody_gives_up_or_takes_up_the_view_of_somebody_else(review, score, reviewer, colleague, officer):
    mine = hold(score, colleague)
    with pytest.raises(PermissionDenied):
        withdraw_dissent(dissent=mine, by=reviewer)
    removal = withdraw_dissent(dissent=mine, by=colleague)
    with pytest.raises(ReviewRefused) as refusal:
        put_back_into_review(review=review, removal=removal, by=reviewer)
    assert str(refusal.value) == "This is the view of Colleague: nobody else can put it back."
    with pytest.raises(PermissionDenied):
        put_back_into_review(review=review, removal=removal, by=officer)
    # Nor from the list of all that was removed from the programme.
    with pytest.raises(Refused):
        put_back(removal=removal, by=officer)
    assert held() == []


def test_it_is_not_taken_up_again_under_the_hands_of_the_constituents(review, score, colleague):
    removal = withdraw_dissent(dissent=hold(score, colleague), by=colleague)
    moved(review, ReviewState.CONSULTATION)
    with pytest.raises(ReviewRefused) as refusal:
        put_back_into_review(review=review, removal=removal, by=colleague)
    assert "takes no scores now" in str(refusal.value)
    assert held() == []


def test_a_removal_of_something_else_is_none_of_this(review, reviewer):
    removal = Removal.objects.create(
        programme=review.programme, what="A risk", content=[{"model": "outcomes.risk", "pk": 1, "fields": {}}]
    )
    with pytest.raises(PermissionDenied):
        put_back_into_review(review=review, removal=removal, by=reviewer)


# On the pages


@pytest.mark.parametrize("kind", ["criterion", "area"])
def test_the_whole_way_on_the_pages(kind, review, sign_in, colleague, reviewer, observer):
    part = {"criterion": 2} if kind == "criterion" else {"outcome": "KHM 104", "area": "A"}
    score_page = at(review, "score-criterion" if kind == "criterion" else "rate-area", **part)
    form, withdraw = at(review, f"dissent-{kind}", **part), at(review, f"withdraw-dissent-{kind}", **part)
    shown_at = at(review, "criteria") if kind == "criterion" else at(review, "outcome", outcome="KHM 104")
    client = sign_in(colleague)
    assert "I see it otherwise" in words_of(client.get(score_page))
    typed = {"own_score": "5", "text": "It <i>did</i> meet.", "revision": "0"}
    answer = client.post(form, typed)
    assert (answer.status_code, answer.url) == (302, score_page)
    page = client.get(score_page).content.decode()
    assert "It &lt;i&gt;did&lt;/i&gt; meet." in page
    assert "Withdraw my other view" in page
    sign_in(observer)
    assert 'Another view</strong> – Colleague <span class="quiet">(Workers)</span>: 5 – Satisfactory' in words_of(
        client.get(shown_at)
    )
    # The others see it, and cannot withdraw it.
    sign_in(reviewer)
    assert "Withdraw my other view" not in words_of(client.get(score_page))
    client.post(withdraw)
    assert len(held()) == 1
    sign_in(colleague)
    assert client.post(withdraw).status_code == 302
    assert held() == []
    removal = Removal.objects.latest("pk")
    page = words_of(client.get(score_page))
    assert f"/taken-out/{removal.pk}/put-back/" in page
    answer = client.post(at(review, "put-back", removal=removal.pk), {"back": score_page})
    assert (answer.status_code, answer.url) == (302, score_page)
    assert held() == [("Colleague", "workers", 5, "It <i>did</i> meet.", 1)]


def test_a_form_that_cannot_stand_comes_back_with_what_was_typed(review, score, sign_in, colleague):
    client = sign_in(colleague)
    form = at(review, "dissent-criterion", criterion=2)
    answer = client.post(form, {"own_score": "9", "text": "It did meet.", "revision": "0"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["own_score"])
    assert "It did meet." in words_of(answer)
    hold(score, colleague, text="Saved in the other window.")
    answer = client.post(form, {"own_score": "4", "text": "It did meet.", "revision": "0"})
    saved_now, again = words_of(answer).rsplit("<form", 1)
    assert (answer.status_code, "Saved in the other window." in saved_now) == (409, True)
    assert "It did meet." in again
    assert 'name="revision" value="1"' in again


def test_another_review_is_none_of_ones_own(review, sign_in, make_person, programme):
    stranger = make_person("Stranger", role=Role.REVIEWER, programme=programme)
    client = sign_in(stranger)
    assert client.get(at(review, "dissent-criterion", criterion=2)).status_code == 403
