"""Drawing by lot: the same seed draws the same, whoever draws, on whatever machine; and what a sample is drawn from."""

from decimal import Decimal
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.choices import Role
from accounts.models import AuditEvent
from indicators.choices import EntryState, Grade
from indicators.models import ProgressEntry, VerificationSample
from indicators.sampling import sample, size_of_share
from indicators.selectors import counts_to_draw_from, samples_of, to_draw_from
from indicators.services import SampleRefused, check_closer, draw_sample, verify_entry
from tests.factories import (
    DwcpOutcomeFactory,
    IndicatorFactory,
    ProgrammeFactory,
    ProgressEntryFactory,
    ReportingPeriodFactory,
    VerificationFactory,
)

keys = st.sets(st.integers(1, 10**9), max_size=60)
seeds = st.integers(0, 999_999)
# for k in $(seq 20); do echo "$(printf 2026:$k | sha256sum) $k"; done | sort | head -5
DRAWN_ONCE = (12, 9, 15, 1, 6)


class TestTheDraw:
    def test_is_what_it_was(self):
        """Written down once: another version of Python, or another machine, must not draw otherwise."""
        assert sample(range(1, 21), 5, 2026) == DRAWN_ONCE

    def test_can_be_done_by_hand(self):
        tickets = {key: sha256(f"7:{key}".encode()).hexdigest() for key in range(1, 101)}
        assert sample(range(1, 101), 10, 7) == tuple(sorted(tickets, key=tickets.__getitem__)[:10])

    @given(keys, st.integers(0, 80), seeds)
    def test_takes_so_many_of_those_there_are(self, among, size, seed):
        drawn = sample(among, size, seed)
        assert len(drawn) == len(set(drawn)) == min(size, len(among))
        assert set(drawn) <= among

    @given(st.lists(st.integers(1, 10**6), max_size=40), st.integers(0, 40), seeds, st.randoms())
    def test_does_not_depend_on_the_order_nor_on_doubles(self, among, size, seed, random):
        shuffled = [*among, *among]
        random.shuffle(shuffled)
        assert sample(among, size, seed) == sample(shuffled, size, seed)

    @given(keys, st.integers(0, 40), st.integers(0, 40), seeds)
    def test_a_larger_sample_holds_the_smaller(self, among, one, other, seed):
        smaller, larger = sorted((one, other))
        assert sample(among, larger, seed)[:smaller] == sample(among, smaller, seed)

    @given(keys, st.integers(1, 10**9), seeds)
    def test_who_is_not_drawn_changes_nothing(self, among, one, seed):
        """One more to draw from takes at most one place."""
        before, after = (set(sample(some, 5, seed)) for some in (among, among | {one}))
        assert after - before <= {one}

    def test_everybody_has_the_same_chance(self):
        """2,000 draws of 10 out of 50: each is drawn 400 times, give or take 90 (five standard deviations)."""
        drawn = [key for seed in range(2000) for key in sample(range(1, 51), 10, seed)]
        assert {key for key in range(1, 51) if not 310 <= drawn.count(key) <= 490} == set()

    @pytest.mark.parametrize(("size", "seed"), [(-1, 1), (1, -1)])
    def test_below_zero_there_is_none(self, size, seed):
        with pytest.raises(ValueError, match="below 0"):
            sample([1, 2], size, seed)

    @pytest.mark.parametrize(
        ("percent", "total", "size"), [("10", 10, 1), ("10", 11, 2), ("0", 9, 0), ("100", 9, 9), ("0.01", 3, 1)]
    )
    def test_per_cent_are_rounded_up(self, percent, total, size):
        assert size_of_share(Decimal(percent), total) == size


@pytest.fixture
def outcome(db):
    return DwcpOutcomeFactory(programme=ProgrammeFactory(), number=1)


@pytest.fixture
def period(outcome):
    return ReportingPeriodFactory(programme=outcome.programme)


@pytest.fixture
def verifier(make_person, outcome):
    return make_person("Somebody who verifies", role=Role.VERIFIER, programme=outcome.programme)


@pytest.fixture
def make(outcome, period):
    """Makes an entry of its own indicator."""

    def make(state=EntryState.SUBMITTED, grade=None, **fields):
        entry = ProgressEntryFactory(
            indicator=IndicatorFactory(outcome=outcome), **{"period": period, "state": state} | fields
        )
        if grade:
            VerificationFactory(entry=entry, grade=grade)
        return entry

    return make


class TestWhatIsDrawnFrom:
    def test_what_waits_and_what_was_glanced_at(self, make, period):
        waits, glanced_at = make(), make(EntryState.VERIFIED, Grade.DESK_CHECKED)
        for state in (EntryState.DRAFT, EntryState.RETURNED, EntryState.REOPENED):
            make(state, Grade.DESK_CHECKED)
        make(EntryState.VERIFIED, Grade.SOURCE_CHECKED)
        make(EntryState.VERIFIED, Grade.INDEPENDENTLY_VERIFIED)
        make(period=ReportingPeriodFactory(programme=period.programme, year=2013))
        assert set(to_draw_from(period)) == {waits, glanced_at}

    def test_the_latest_check_counts(self, make, period):
        looked_closer = make(EntryState.VERIFIED, Grade.DESK_CHECKED)
        VerificationFactory(entry=looked_closer, grade=Grade.SOURCE_CHECKED)
        assert not to_draw_from(period)

    def test_of_what_was_restated_only_the_latest(self, make, period):
        first = make(EntryState.VERIFIED, Grade.DESK_CHECKED)
        first.indicator.series = 2
        first.indicator.save()
        restated = ProgressEntryFactory(indicator=first.indicator, period=period, series=2, state=EntryState.SUBMITTED)
        assert list(to_draw_from(period)) == [restated]
        first.indicator.comparable_from = 2
        first.indicator.save()
        restated.delete()
        assert not to_draw_from(period)

    def test_periods_say_how_many(self, make, period):
        make()
        make()
        later = ReportingPeriodFactory(programme=period.programme, year=2013)
        make(period=later)
        ReportingPeriodFactory(programme=period.programme, year=2014)
        assert counts_to_draw_from(period.programme) == [(later, 1), (period, 2)]


class TestDrawing:
    def test_is_kept_with_its_seed_and_what_it_was_drawn_from(self, make, period, verifier):
        entries = [make() for _one in range(8)]
        drawn = draw_sample(period=period, size=3, seed=11, by=verifier)
        known = [entry.pk for entry in entries]
        assert (drawn.period, drawn.seed, drawn.drawn_from, drawn.drawn_by) == (period, 11, known, verifier)
        assert {entry.pk for entry in drawn.entries.all()} == set(sample(known, 3, 11))
        event = AuditEvent.objects.get(verb="sample_drawn")
        assert (event.by, event.subject, event.changes) == (
            verifier,
            period,
            {"seed": [None, 11], "drawn": [None, 3], "drawn_from": [None, 8]},
        )

    def test_again_with_the_same_seed_is_the_same(self, make, period, verifier):
        for _one in range(8):
            make()
        first, second, other = (draw_sample(period=period, size=3, seed=seed, by=verifier) for seed in (11, 11, 12))
        assert set(first.entries.all()) == set(second.entries.all()) != set(other.entries.all())
        assert set(sample(first.drawn_from, 3, first.seed)) == {one.pk for one in first.entries.all()}

    def test_per_cent(self, make, period, verifier):
        for _one in range(11):
            make()
        assert draw_sample(period=period, percent=Decimal(10), seed=1, by=verifier).entries.count() == 2

    @pytest.mark.parametrize(
        ("asked", "problems"),
        [
            ({"size": 3}, {"size": "2 entries can be drawn from in 2012. Ask for 1 to 2 of them."}),
            ({"size": 0}, {"size": "2 entries can be drawn from in 2012. Ask for 1 to 2 of them."}),
            ({"percent": Decimal(0)}, {"percent": "2 entries can be drawn from in 2012. Ask for 1 to 2 of them."}),
            ({}, {"size": "Say how many are drawn, or how many per cent: one of the two."}),
            (
                {"size": 1, "percent": Decimal(1)},
                {"size": "Say how many are drawn, or how many per cent: one of the two."},
            ),
        ],
    )
    def test_what_cannot_be_drawn(self, make, period, verifier, asked, problems):
        make()
        make()
        with pytest.raises(SampleRefused) as refused:
            draw_sample(period=period, seed=1, by=verifier, **asked)
        assert refused.value.problems == problems
        assert not VerificationSample.objects.exists()

    def test_nothing_to_draw_from(self, period, verifier):
        with pytest.raises(SampleRefused) as refused:
            draw_sample(period=period, size=1, seed=1, by=verifier)
        assert refused.value.problems == {
            "": "There is nothing to draw from in 2012: no entry waits, and none is desk-checked only."
        }

    def test_who_does_not_verify_does_not_draw(self, make, period, make_person):
        make()
        manager = make_person("Manager", role=Role.OUTCOME_MANAGER, programme=period.programme)
        with pytest.raises(PermissionDenied):
            draw_sample(period=period, size=1, seed=1, by=manager)


class TestThePage:
    @pytest.fixture
    def address(self, period):
        return reverse("indicators:samples", kwargs={"programme": period.programme.code})

    def test_draws_and_shows_how_far_checking_has_come(self, make, period, verifier, sign_in, address):
        entries = [make() for _one in range(4)]
        client = sign_in(verifier)
        answer = client.post(address, {"period": period.pk, "size": "4", "seed": "5"})
        assert (answer.status_code, answer.url) == (302, address)
        how = {"checked": "the total", "checked_against": "Register", "by": verifier}
        verify_entry(entry=entries[0], revision=1, grade=Grade.SOURCE_CHECKED, **how)
        verify_entry(entry=entries[1], revision=1, grade=Grade.DESK_CHECKED, **how)
        verify_entry(entry=entries[2], revision=1, grade=Grade.DESK_CHECKED, **how)
        check_closer(entry=entries[2], revision=2, grade=Grade.INDEPENDENTLY_VERIFIED, **how)
        (shown,) = samples_of(period.programme)
        assert (shown.drawn_from, shown.checked_closely, len(shown.entries), shown.is_done) == (4, 2, 4, False)
        page = client.get(address).content.decode()
        assert "4 entries of 4, drawn by Somebody who verifies" in page
        assert "2 of 4 checked against their source or verified independently." in page
        assert "2012, seed 5" in page

    def test_a_reopened_entry_is_not_checked_any_more(self, make, period, verifier):
        entry = make(EntryState.VERIFIED, Grade.DESK_CHECKED)
        draw_sample(period=period, size=1, seed=1, by=verifier)
        check_closer(entry=entry, revision=1, grade=Grade.SOURCE_CHECKED, checked_against="Lists", by=verifier)
        assert samples_of(period.programme)[0].checked_closely == 1
        ProgressEntry.objects.update(state=EntryState.REOPENED)
        assert samples_of(period.programme)[0].checked_closely == 0

    def test_earlier_samples_stay_listed_the_latest_first(self, make, period, verifier, sign_in, address):
        make()
        for seed in (1, 2, 3):
            draw_sample(period=period, size=1, seed=seed, by=verifier)
        samples = sign_in(verifier).get(address).context["samples"]
        assert [one.sample.seed for one in samples] == [3, 2, 1]

    @pytest.mark.parametrize(
        ("sent", "errors"),
        [
            ({"size": "9"}, {"size": ["1 entry can be drawn from in 2012. Ask for that one."]}),
            ({"size": "", "percent": ""}, {"size": ["Say how many are drawn, or how many per cent: one of the two."]}),
            ({"size": "0"}, {"size": ["Give a number of entries from 1 to 1000000, in digits."]}),
            ({"size": "some"}, {"size": ["Give a number of entries from 1 to 1000000, in digits."]}),
            (
                {"size": "", "percent": "101"},
                {"percent": ["Give a number from 0 to 100, with at most two decimals."]},
            ),
            ({"seed": "1000000"}, {"seed": ["Give a whole number from 0 to 999999."]}),
            ({"period": ""}, {"period": ["Choose the period to draw from."]}),
        ],
    )
    def test_what_cannot_be_drawn_comes_back(self, sent, errors, make, period, verifier, sign_in, address):
        make()
        answer = sign_in(verifier).post(address, {"period": period.pk, "size": "1", "seed": "5"} | sent)
        assert (answer.status_code, answer.context["form"].errors) == (422, errors)
        assert not VerificationSample.objects.exists()

    def test_a_period_of_another_programme_is_none_to_draw_from(self, make, period, verifier, sign_in, address):
        make()
        other = ProgressEntryFactory(state=EntryState.SUBMITTED)
        answer = sign_in(verifier).post(address, {"period": other.period.pk, "size": "1", "seed": "5"})
        assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"period"})

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_list_takes_as_many_queries_for_many(
        self, number, make, period, verifier, sign_in, address, django_assert_max_num_queries
    ):
        for seed in range(number):
            make(EntryState.VERIFIED, Grade.DESK_CHECKED)
            draw_sample(period=period, size=1, seed=seed, by=verifier)
        client = sign_in(verifier)
        with django_assert_max_num_queries(15):
            assert len(client.get(address).context["samples"]) == number
