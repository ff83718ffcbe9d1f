"""The life of a review: planned, moved on by one table of moves, and what stands against each."""

from dataclasses import dataclass
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import get_resolver
from django.utils import timezone

from accounts.choices import AuditVerb, Role
from accounts.models import AuditEvent
from outcomes.models import CountryProgrammeOutcome
from reviews.choices import ReviewState
from reviews.models import AreaRating, CriterionScore, IndividualScore, Review
from reviews.selectors.history import history_of
from reviews.services import (
    ReviewRefused,
    StaleReview,
    change_review,
    create_review,
    link_consultations,
    move_review,
    take_facts_anew,
    write_terms,
)
from reviews.services.reviews import RESERVED
from tests import factories

pytestmark = pytest.mark.django_db

PLANNED, SCORING, CONSOLIDATION, DRAFT, CONSULTATION, FINAL = ReviewState
# Every move there is, and whether it needs a reason; final is reached by signing and left by a correction alone.
ALLOWED = {
    (PLANNED, SCORING): False,
    (SCORING, CONSOLIDATION): False,
    (CONSOLIDATION, SCORING): True,
    (CONSOLIDATION, DRAFT): False,
    (DRAFT, CONSOLIDATION): True,
    (DRAFT, CONSULTATION): False,
    (CONSULTATION, DRAFT): True,
}


@dataclass
class World:
    """A review that could be moved anywhere: a team that has handed in, a scale, a criterion, an area, an outcome."""

    review: Review
    officer: object
    member: object

    def put(self, state):
        Review.objects.filter(pk=self.review.pk).update(state=state)

    def move(self, to, *, reason="", by=None, revision=None):
        current = Review.objects.get(pk=self.review.pk)
        revision = current.revision if revision is None else revision
        return move_review(review=current, to=to, reason=reason, revision=revision, by=by or self.officer)

    def stands(self):
        self.review.refresh_from_db()
        return self.review.state


@pytest.fixture
def world(make_person):
    review = factories.ReviewFactory(slug="2015")
    officer = make_person("Planner", role=Role.PROGRAMME_OFFICER, programme=review.programme)
    person = make_person("Rater", role=Role.REVIEWER, programme=review.programme)
    for step in (1, 2):
        factories.RatingLabelFactory(template=review.template, score=step)
    factories.CriterionFactory(template=review.template, number=1)
    factories.PerformanceAreaFactory(template=review.template, letter="A")
    outcome = factories.CountryProgrammeOutcomeFactory(programme=review.programme)
    review.country_programme_outcomes.add(outcome)
    member = review.team.create(person=person, handed_in_at=timezone.now())
    return World(review, officer, member)


@pytest.mark.parametrize(("origin", "target"), list(product(ReviewState, ReviewState)))
def test_the_table_of_moves(origin, target, world):
    world.put(origin)
    if (origin, target) in ALLOWED:
        world.move(target, reason="Because.")
        assert world.stands() == target
        return
    with pytest.raises(ReviewRefused) as refused:
        world.move(target, reason="Because.")
    label = ReviewState(origin).label
    assert refused.value.problems == {"": f"The review is “{label}”; it cannot go there from here."}
    assert world.stands() == origin


@pytest.mark.parametrize("move", [move for move, needs_reason in ALLOWED.items() if needs_reason])
def test_a_step_back_needs_a_reason(move, world):
    world.put(move[0])
    with pytest.raises(ReviewRefused) as refused:
        world.move(move[1])
    assert refused.value.problems == {"reason": "Say why the review goes back."}
    assert world.stands() == move[0]


@pytest.mark.parametrize("move", [move for move, needs_reason in ALLOWED.items() if not needs_reason])
def test_a_step_ahead_needs_none(move, world):
    world.put(move[0])
    world.move(move[1])
    assert world.stands() == move[1]


@pytest.mark.parametrize(
    ("without", "sentence"),
    [
        ("team", "Name the team that scores the review."),
        ("template.labels", "The template has no rating scale: give it one, or choose another."),
        ("country_programme_outcomes", "Choose the outcomes under review."),
    ],
)
def test_what_opening_needs(without, sentence, world):
    *path, last = without.split(".")
    owner = world.review
    for name in path:
        owner = getattr(owner, name)
    related = getattr(owner, last)
    related.clear() if last == "country_programme_outcomes" else related.all().delete()
    with pytest.raises(ReviewRefused) as refused:
        world.move(SCORING)
    assert refused.value.problems == {"": sentence}
    assert world.stands() == PLANNED


def test_there_is_something_to_score(world):
    world.review.template.criteria.all().delete()
    world.review.template.areas.all().delete()
    with pytest.raises(ReviewRefused, match="neither criteria nor performance areas"):
        world.move(SCORING)


def test_opening_takes_the_facts(world):
    world.move(SCORING)
    world.review.refresh_from_db()
    assert world.review.facts_fixed_at is not None
    assert '"format": 1' in world.review.facts


def test_nobody_is_left_out_without_a_word(world):
    world.put(SCORING)
    world.review.team.update(handed_in_at=None)
    with pytest.raises(ReviewRefused) as refused:
        world.move(CONSOLIDATION)
    sentence = "Rater: no scores handed in yet. Wait for them, or say why you go on without."
    assert refused.value.problems == {"reason": sentence}
    world.move(CONSOLIDATION, reason="Rater fell ill.")
    assert world.stands() == CONSOLIDATION


def test_coming_together_lays_out_the_agreed_scores(world):
    world.put(SCORING)
    world.move(CONSOLIDATION)
    assert list(CriterionScore.objects.filter(review=world.review).values_list("criterion__number", "score")) == [
        (1, None)
    ]
    assert list(AreaRating.objects.filter(review=world.review).values_list("area__letter", "rating")) == [("A", None)]


def test_each_draft_that_is_sent_is_a_round_of_its_own(world):
    world.put(DRAFT)
    world.move(CONSULTATION)
    world.move(DRAFT, reason="A figure was wrong.")
    world.move(CONSULTATION)
    world.review.refresh_from_db()
    assert world.review.consultation_round == 2


def test_a_move_is_kept_with_who_when_and_why(world):
    world.put(CONSULTATION)
    world.move(DRAFT, reason="A figure was wrong.")
    (past,) = history_of(world.review)
    assert (past.what, past.by, past.reason) == ("Consultation → Draft report", world.officer, "A figure was wrong.")
    event = AuditEvent.objects.about(world.review).get()
    assert (event.verb, event.changes) == (AuditVerb.REVIEW_MOVED, {"state": ["consultation", "draft_report"]})


def test_who_looked_at_an_older_one_moves_nothing(world):
    world.move(SCORING)
    with pytest.raises(StaleReview) as stale:
        world.move(CONSOLIDATION, revision=1)
    assert stale.value.current.state == SCORING
    assert world.stands() == SCORING


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.VERIFIER, Role.OUTCOME_MANAGER, Role.CONSTITUENT, Role.OBSERVER])
def test_only_who_plans_reviews_moves_one(role, world, make_person):
    somebody = make_person("Somebody", role=role, programme=world.review.programme)
    with pytest.raises(PermissionDenied):
        world.move(SCORING, by=somebody)
    assert world.stands() == PLANNED


class TestPlanning:
    @pytest.fixture
    def plan(self, programme, officer, review):
        """Plans a review of the real programme."""

        def plan(by=officer, **typed):
            outcomes = programme.country_programme_outcomes.filter(code="KHM 104", biennium__start_year=2010)
            asked = {"template": review.template, "slug": "2012", "title": "Review 2012", "outcomes": list(outcomes)}
            return create_review(programme=programme, by=by, **asked | typed)

        return plan

    def test_a_review_is_planned(self, plan, officer, programme, review):
        planned = plan()
        assert (planned.state, planned.template, planned.revision) == (PLANNED, review.template, 1)
        assert [outcome.code for outcome in planned.country_programme_outcomes.all()] == ["KHM 104"]
        event = AuditEvent.objects.about(planned).get()
        assert (event.verb, event.by) == (AuditVerb.ADDED, officer)
        assert event.changes["slug"] == [None, "2012"]

    @pytest.mark.parametrize("slug", sorted(RESERVED))
    def test_a_reserved_word_is_no_short_name(self, slug, plan):
        with pytest.raises(ReviewRefused) as refused:
            plan(slug=slug)
        sentence = f"“{slug}” is the address of another page. Choose another short name, such as the year."
        assert refused.value.problems == {"slug": sentence}

    def test_every_page_beside_the_reviews_is_reserved(self):
        _prefix, resolver = get_resolver().namespace_dict["reviews"]
        first = {str(pattern.pattern).split("/")[0] for pattern in resolver.url_patterns}
        assert {word for word in first if word and "<" not in word} <= RESERVED

    def test_a_short_name_is_taken_once(self, plan):
        with pytest.raises(ReviewRefused) as refused:
            plan(slug="2010")
        assert refused.value.problems == {"": "The programme already has a review with this short name."}

    def test_a_retired_template_is_not_offered(self, plan):
        with pytest.raises(ReviewRefused) as refused:
            plan(template=factories.ReviewTemplateFactory(is_retired=True))
        sentence = "This template is no longer offered for new reviews. Choose another."
        assert refused.value.problems == {"template": sentence}

    def test_outcomes_of_another_programme_are_not_under_review(self, plan):
        with pytest.raises(ReviewRefused) as refused:
            plan(outcomes=[factories.CountryProgrammeOutcomeFactory()])
        assert refused.value.problems == {"country_programme_outcomes": "Choose outcomes of this programme."}

    def test_everything_wrong_is_said_at_once(self, plan):
        with pytest.raises(ReviewRefused) as refused:
            plan(slug="new", title="", template=factories.ReviewTemplateFactory(is_retired=True))
        assert refused.value.problems.keys() == {"slug", "title", "template"}

    def test_only_who_plans_reviews_plans_one(self, plan, reviewer):
        with pytest.raises(PermissionDenied):
            plan(by=reviewer)


class TestChanging:
    @pytest.fixture
    def change(self, world):
        def change(**typed):
            review = Review.objects.get(pk=world.review.pk)
            asked = {
                "title": review.title,
                "template": review.template,
                "outcomes": list(review.country_programme_outcomes.all()),
                "revision": review.revision,
            }
            return change_review(review=review, by=world.officer, **asked | typed)

        return change

    def test_a_planned_review_takes_another_template(self, change, world):
        other = factories.ReviewTemplateFactory()
        assert change(template=other).template == other

    def test_one_that_has_begun_keeps_it(self, change, world):
        world.put(SCORING)
        with pytest.raises(ReviewRefused) as refused:
            change(template=factories.ReviewTemplateFactory())
        sentence = f"The review has begun with “{world.review.template}” and keeps it."
        assert refused.value.problems == {"template": sentence}

    def test_an_outcome_somebody_scored_stays(self, change, world):
        world.put(SCORING)
        outcome, area = CountryProgrammeOutcome.objects.get(reviews=world.review), world.review.template.areas.get()
        IndividualScore.objects.create(
            review=world.review,
            reviewer=world.member.person,
            country_programme_outcome=outcome,
            area=area,
            score=1,
        )
        other = factories.CountryProgrammeOutcomeFactory(programme=world.review.programme)
        assert set(change(outcomes=[outcome, other]).country_programme_outcomes.all()) == {outcome, other}
        with pytest.raises(ReviewRefused) as refused:
            change(outcomes=[other])
        sentence = f"{outcome.code}: the review has scores or words about it already, so it stays under review."
        assert refused.value.problems == {"country_programme_outcomes": sentence}

    def test_later_the_outcomes_stay(self, change, world):
        world.put(DRAFT)
        with pytest.raises(ReviewRefused) as refused:
            change(outcomes=[])
        sentence = "The review is “Draft report”: the outcomes under review stay as they are."
        assert refused.value.problems == {"country_programme_outcomes": sentence}

    def test_a_final_review_stays_as_it_was_signed(self, change, world):
        world.put(FINAL)
        with pytest.raises(ReviewRefused, match="final and stays as it was signed"):
            change(title="Another")

    def test_terms_and_consultations(self, world):
        event = factories.EventFactory(programme=world.review.programme)
        written = write_terms(review=world.review, text="# Purpose", revision=1, by=world.officer)
        assert (written.terms_of_reference, written.revision) == ("# Purpose", 2)
        with pytest.raises(StaleReview):
            write_terms(review=world.review, text="# Another", revision=1, by=world.officer)
        linked = link_consultations(review=world.review, events=[event], revision=2, by=world.officer)
        assert list(linked.events.all()) == [event]
        with pytest.raises(ReviewRefused) as refused:
            link_consultations(review=world.review, events=[factories.EventFactory()], revision=3, by=world.officer)
        assert refused.value.problems == {"events": "Choose consultations of this programme."}
        assert list(linked.events.all()) == [event]

    def test_facts_are_taken_anew_with_a_reason_until_the_draft_is_sent(self, world):
        world.move(SCORING)

        def take(**typed):
            review = Review.objects.get(pk=world.review.pk)
            return take_facts_anew(review=review, revision=review.revision, by=world.officer, **typed)

        with pytest.raises(ReviewRefused) as refused:
            take(reason="")
        assert refused.value.problems == {"reason": "Say why the facts are taken anew."}
        before = Review.objects.get(pk=world.review.pk).facts_fixed_at
        assert take(reason="Two entries were late.").facts_fixed_at > before
        assert [(past.what, past.reason) for past in history_of(world.review)] == [
            ("Facts taken anew", "Two entries were late."),
            ("Planned → Scoring", ""),
            ("Facts taken", ""),
        ]
        world.put(CONSULTATION)
        with pytest.raises(ReviewRefused, match="its facts stay as they are"):
            take(reason="Again.")
