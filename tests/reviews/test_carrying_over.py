"""Recommendations that are said again, and for how long they have been."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from accounts.choices import Role
from accounts.models import AuditEvent
from outcomes.models import ProgrammeMembership
from reviews.choices import FollowUpState, ResponseVerdict, ReviewState
from reviews.follow_up import Done, full_years, said_on, state_of, year_of
from reviews.models import Recommendation
from reviews.selectors import carriable_into, facts_of, followup_of, open_recommendations_before
from reviews.services import ReviewRefused, carry_over_recommendations, check_action, report_on_action, respond
from tests import factories
from tests.reviews.follow_up_world import accepted, completed, planned, signed

pytestmark = pytest.mark.django_db

TODAY = date(2013, 7, 1)


@pytest.fixture
def next_review(programme, review):
    """The next review of the same programme, by the same method, which is being written."""
    return factories.ReviewFactory(
        programme=programme, template=review.template, slug="2012", state=ReviewState.CONSOLIDATION
    )


@pytest.fixture
def next_programme(programme, officer):
    """The programme that follows, of which the officer keeps both."""
    later = factories.ProgrammeFactory(
        code="KHM-DWCP-2011-2015", country=programme.country, start_year=2011, end_year=2015, follows=programme
    )
    factories.ProgrammeMembershipFactory(user=officer, programme=later, role=Role.PROGRAMME_OFFICER)
    return later


def numbers(recommendations):
    return [one.number for one in recommendations]


def carry(*recommendations, into, by):
    return carry_over_recommendations(recommendations=recommendations, into=into, by=by)


class TestWhatIsOpen:
    def test_all_but_what_is_rejected_or_done(self, review, next_review, officer, verifier):
        one, two, three, four, five = signed(review).recommendations.all()[:5]
        respond(recommendation=one, verdict="rejected", reason="No money.", by=officer)
        completed(planned(accepted(two, officer), officer, officer), officer)
        planned(accepted(three, officer), officer, officer)
        accepted(four, officer)
        inadequate = completed(planned(accepted(five, officer), officer, officer), officer)
        check_action(action=inadequate, adequacy="inadequate", note="No rules.", revision=2, by=verifier)
        assert numbers(open_recommendations_before(next_review)) == [3, 4, 5, *range(6, 15)]
        assert numbers(carriable_into(next_review, officer)) == [3, 4, 5, *range(6, 15)]
        of_each = {row.recommendation.number: row.is_open for row in followup_of(review, with_effects=False).rows}
        assert [number for number, is_open in of_each.items() if is_open] == [3, 4, 5, *range(6, 15)]

    @pytest.mark.parametrize(
        ("verdict", "actions", "state"),
        [
            (None, [], FollowUpState.UNANSWERED),
            ("rejected", [], FollowUpState.REJECTED),
            ("accepted", [], FollowUpState.NOTHING_PLANNED),
            ("partially_accepted", [Done("outstanding")], FollowUpState.UNDER_WAY),
            ("accepted", [Done("completed", "adequate"), Done("partially_completed")], FollowUpState.UNDER_WAY),
            ("accepted", [Done("completed", "adequate"), Done("completed", "inadequate")], FollowUpState.INADEQUATE),
            ("accepted", [Done("no_action_planned")], FollowUpState.NO_ACTION),
            ("accepted", [Done("completed"), Done("no_action_planned")], FollowUpState.DONE),
            ("accepted", [Done("completed"), Done("completed", "adequate")], FollowUpState.DONE),
            ("accepted", [Done("completed", "partly_adequate"), Done("completed", "adequate")], FollowUpState.CHECKED),
        ],
    )
    def test_how_far_one_has_come_is_the_same_in_the_database(
        self, review, next_review, officer, verifier, verdict, actions, state
    ):
        assert state_of(verdict, actions) == state
        recommendation = review.recommendations.get(number=1)
        if verdict:
            factories.ManagementResponseFactory(
                recommendation=recommendation,
                verdict=verdict,
                reason="" if verdict == ResponseVerdict.ACCEPTED else "No money.",
            )
        for action in actions:
            factories.FollowUpActionFactory(
                recommendation=recommendation,
                status=action.status,
                adequacy=action.adequacy,
                completed_on=date(2011, 6, 30) if action.status == "completed" else None,
                checked_by=verifier if action.adequacy else None,
            )
        row = followup_of(review, with_effects=False).rows[0]
        is_open = Recommendation.objects.still_open().filter(pk=recommendation.pk).exists()
        assert (row.state, row.is_open) == (state, is_open)


class TestCarrying:
    def test_the_words_come_along_behind_those_of_the_review(self, review, next_review, officer, programme):
        indicator = programme.outcomes.get(number=1).indicators.first()
        one, two = review.recommendations.all()[:2]
        one.indicators.set([indicator])
        factories.RecommendationFactory(review=next_review, number=7)
        again, other = carry(two, one, into=next_review, by=officer)
        assert (again.number, again.text, again.addressed_to, again.criterion, again.carried_from, again.source) == (
            8,
            one.text,
            one.addressed_to,
            one.criterion,
            one,
            "",
        )
        assert list(again.indicators.all()) == [indicator]
        assert (other.number, other.carried_from) == (9, two)
        event = AuditEvent.objects.about(again).get()
        changes = {"carried_from": [None, "review 2010, recommendation 1"]}
        assert (event.verb, event.by, event.changes) == ("carried_over", officer, changes)

    def test_each_only_once(self, review, next_review, officer):
        one, two = review.recommendations.all()[:2]
        carry(one, into=next_review, by=officer)
        assert numbers(carriable_into(next_review, officer)) == list(range(2, 15))
        with pytest.raises(ReviewRefused, match="Look at the list again"):
            carry(one, two, into=next_review, by=officer)
        assert numbers(next_review.recommendations.all()) == [1]

    def test_none_at_all_is_said(self, next_review, officer):
        with pytest.raises(ReviewRefused, match="Choose at least one"):
            carry(into=next_review, by=officer)

    def test_what_was_said_again_is_offered_as_it_was_said_last(self, review, next_review, officer, programme):
        carry(review.recommendations.get(number=1), into=next_review, by=officer)
        third = factories.ReviewFactory(programme=programme, template=review.template, slug="2014")
        offered = carriable_into(third, officer)
        assert [(one.review.slug, one.number) for one in offered] == [
            *(("2010", number) for number in range(2, 15)),
            ("2012", 1),
        ]
        facts = facts_of(third).recommendations
        assert [(fact.review, fact.number) for fact in facts] == [(one.review.slug, one.number) for one in offered]

    def test_into_the_next_programme(self, review, next_programme, officer, programme):
        one = review.recommendations.get(number=1)
        one.indicators.set(programme.outcomes.get(number=1).indicators.all()[:1])
        later = factories.ReviewFactory(programme=next_programme, slug="2013", state=ReviewState.CONSOLIDATION)
        (again,) = carry(one, into=later, by=officer)
        assert (again.carried_from, again.criterion, list(again.indicators.all())) == (one, None, [])

    def test_a_criterion_of_another_method_is_taken_where_it_is_matched(self, review, next_programme, officer):
        later = factories.ReviewFactory(programme=next_programme, slug="2013", state=ReviewState.CONSOLIDATION)
        one = review.recommendations.exclude(criterion=None).first()
        other = factories.CriterionFactory(template=later.template)
        other.matches.create(other=one.criterion)
        (again,) = carry(one, into=later, by=officer)
        assert again.criterion == other

    def test_not_from_a_programme_one_does_not_belong_to(self, review, next_programme, officer, programme):
        ProgrammeMembership.objects.filter(user=officer, programme=programme).delete()
        later = factories.ReviewFactory(programme=next_programme, slug="2013", state=ReviewState.CONSOLIDATION)
        assert numbers(carriable_into(later, officer)) == []
        with pytest.raises(ReviewRefused):
            carry(review.recommendations.get(number=1), into=later, by=officer)

    def test_nor_from_another_country_or_a_later_programme(self, review, next_programme, officer):
        elsewhere = factories.RecommendationFactory(
            review__programme__start_year=2005, review__programme__end_year=2007
        )
        ProgrammeMembership.objects.create(
            user=officer, programme=elsewhere.review.programme, role=Role.PROGRAMME_OFFICER
        )
        factories.RecommendationFactory(review__programme=next_programme, review__slug="2013")
        assert numbers(carriable_into(review, officer)) == []

    def test_who_does_not_write_the_report_carries_nothing(self, review, next_review, reviewer, observer):
        # The reviewer is in the team of the earlier review only.
        for person in (reviewer, observer):
            with pytest.raises(PermissionDenied):
                carry(review.recommendations.get(number=1), into=next_review, by=person)


class TestAge:
    @pytest.fixture
    def chain(self, programme, review, officer):
        """Said in 2004, 2006 and 2010."""
        said = None
        for slug in ("2004", "2006"):
            earlier = factories.ReviewFactory(programme=programme, slug=slug)
            said = factories.RecommendationFactory(review=earlier, number=3, carried_from=said)
        recommendation = review.recommendations.get(number=1)
        Recommendation.objects.filter(pk=recommendation.pk).update(carried_from=said)
        return recommendation

    def test_how_often_and_since_when(self, review, chain):
        first, second = followup_of(review, today=TODAY, with_effects=False).rows[:2]
        carried = first.carried
        assert (carried.times, carried.first.year, carried.first.review, carried.first.number) == (2, 2004, "2004", 3)
        assert (carried.days, carried.years) == ((TODAY - date(2004, 12, 31)).days, 8)
        assert carried.sentence == "Repeated for the 2nd time; first said in 2004, 8 years ago."
        assert second.carried is None

    def test_where_it_is_said_again(self, programme, chain):
        earlier = programme.reviews.get(slug="2004")
        (row,) = followup_of(earlier, today=TODAY).rows
        assert row.carried is None
        assert [(said.review, said.number, said.programme) for said in row.carried_on] == [
            ("2006", 3, "KHM-DWCP-2008-2010")
        ]

    def test_the_longest_chain_takes_no_more_queries(self, review, chain, django_assert_num_queries):
        for _before in range(2):
            with django_assert_num_queries(4):
                followup_of(review, today=TODAY, with_effects=False)
            Recommendation.objects.filter(review__slug="2006").update(carried_from=None)

    def test_in_the_first_year_days_are_told(self, review, chain):
        row = followup_of(review, today=date(2005, 1, 31), with_effects=False).rows[0]
        assert row.carried.sentence == "Repeated for the 2nd time; first said in 2004, 31 days ago."

    def test_without_a_year_nothing_is_made_up(self, programme, review):
        earlier = factories.RecommendationFactory(review__programme=programme, review__slug="mid-term")
        again = factories.RecommendationFactory(review=review, number=15, carried_from=earlier)
        row = followup_of(review, today=TODAY, with_effects=False).rows[-1]
        assert (row.recommendation, row.carried.days, row.carried.years) == (again, None, None)
        assert row.carried.sentence == "Repeated for the 1st time; first said in the review mid-term."

    def test_the_day_of_the_signature_counts_before_that_of_the_facts(self, programme, review, officer):
        earlier = factories.RecommendationFactory(
            review__programme=programme,
            review__slug="mid-term",
            review__facts_fixed_at=datetime(2009, 3, 1, tzinfo=UTC),
        )
        factories.RecommendationFactory(review=review, number=15, carried_from=earlier)
        for signed_at, number in ((datetime(2010, 5, 2, tzinfo=UTC), 1), (datetime(2011, 5, 2, tzinfo=UTC), 2)):
            factories.ReportVersionFactory(
                review=earlier.review, number=number, signed_at=signed_at, erratum="Table 3" if number > 1 else ""
            )
        first = followup_of(review, today=TODAY, with_effects=False).rows[-1].carried.first
        assert (first.on, first.year) == (date(2010, 5, 2), 2010)

    @pytest.mark.parametrize(
        ("short_name", "dated", "on"),
        [
            ("2010", None, date(2010, 12, 31)),
            ("2010", date(2010, 6, 1), date(2010, 6, 1)),
            # Taken over from print much later.
            ("2010", date(2026, 6, 1), date(2010, 12, 31)),
            ("2010-mid-term", date(2026, 6, 1), date(2010, 12, 31)),
            ("mid-term", date(2026, 6, 1), date(2026, 6, 1)),
            ("20101", None, None),
        ],
    )
    def test_the_day_from_which_it_counts_as_said(self, short_name, dated, on):
        assert said_on(short_name, dated) == on

    def test_full_years(self):
        days = [date(2010, 12, 31), date(2011, 12, 30), date(2011, 12, 31), date(2010, 1, 1)]
        assert [full_years(date(2010, 12, 31), day) for day in days] == [0, 0, 1, 0]
        assert [year_of(name) for name in ("2010", "1999-final", "final-2010", "")] == [2010, 1999, None, None]


def test_reporting_no_action_closes_it(review, next_review, officer):
    recommendation = accepted(signed(review).recommendations.get(number=1), officer)
    action = planned(recommendation, officer, officer)
    report_on_action(action=action, status="no_action_planned", progress="No money.", revision=1, by=officer)
    assert 1 not in numbers(open_recommendations_before(next_review))
