"""The queue of what is to be verified: what stands in it, beside what, and how one goes through it."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode

from accounts.choices import AuditVerb, Role
from accounts.services import record_event
from indicators.choices import Absence, Accumulation, EntryState, Grade, Measure
from indicators.models import ProgressEntry, Verification
from indicators.selectors import beside_of, queue_of, trail_of, waiting_for
from indicators.services import EntryRefused, StaleEntry, check_closer, draw_sample, reopen_entry, verify_entry
from tests.factories import (
    CategoryFactory,
    DisaggregatedValueFactory,
    DwcpOutcomeFactory,
    EntryMoveFactory,
    EvidenceFactory,
    IndicatorFactory,
    ProgrammeFactory,
    ProgressEntryFactory,
    ReportingPeriodFactory,
    ScaleStepFactory,
    SeriesChangeFactory,
    TargetFactory,
    UserFactory,
    VerificationFactory,
    VerificationSampleFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def outcome():
    return DwcpOutcomeFactory(programme=ProgrammeFactory(code="LAO-DWCP-2011"), number=1)


@pytest.fixture
def programme(outcome):
    return outcome.programme


@pytest.fixture
def periods(programme):
    return {year: ReportingPeriodFactory(programme=programme, year=year) for year in (2011, 2012, 2013)}


@pytest.fixture
def verifier(make_person, programme):
    return make_person("Verifier", role=Role.VERIFIER, programme=programme)


@pytest.fixture
def recorder():
    return UserFactory(name="Recorder")


@pytest.fixture
def report(outcome, periods, recorder):
    """An entry that waits, of an indicator of its own unless one is given."""

    def report(year=2012, value=40, *, indicator=None, state=EntryState.SUBMITTED, of=None, **fields):
        fields = {"recorded_by": recorder, "submitted_by": recorder} | fields
        indicator = indicator or IndicatorFactory(outcome=of or outcome)
        value = None if value is None else Decimal(value)
        return ProgressEntryFactory(indicator=indicator, period=periods[year], value=value, state=state, **fields)

    return report


def address(name="verification", **asked):
    query = urlencode({key: value for key, value in asked.items() if value is not None})
    base = reverse(f"indicators:{name}", kwargs={"programme": "LAO-DWCP-2011"})
    return f"{base}?{query}" if query else base


def shown(answer):
    """The entries on the page, in their order."""
    return [one.entry for one, _address in answer.context["rows"]]


def in_queue(entry, query=""):
    return f"{entry.get_absolute_url()}?{urlencode({'queue': query})}"


class TestWhatStandsInIt:
    def test_what_was_handed_in_the_oldest_period_first(self, report, outcome, programme, verifier, sign_in):
        second = DwcpOutcomeFactory(programme=programme, number=2)
        later, other = report(2013), report(2012, of=second)
        first = report(2012)
        for state in set(EntryState) - {EntryState.SUBMITTED}:
            report(state=state)
        ProgressEntryFactory(state=EntryState.SUBMITTED)  # of another programme
        assert shown(sign_in(verifier).get(address())) == [first, other, later]

    def test_one_s_own_is_shown_and_says_why_it_cannot_be_verified(self, report, programme, make_person, sign_in):
        """Also what one wrote at first and somebody else mended."""
        administrator = make_person("Administrator", role=Role.ADMINISTRATOR, programme=programme)
        recorded = report(recorded_by=administrator)
        submitted = report(submitted_by=administrator)
        mended = report()
        record_event(AuditVerb.ENTRY_RECORDED, mended, by=administrator)
        theirs = report()
        record_event(AuditVerb.ENTRY_VERIFIED, theirs, by=administrator)
        answer = sign_in(administrator).get(address())
        own = {one.entry: one.waiting.is_own for one, _address in answer.context["rows"]}
        assert own == {recorded: True, submitted: True, mended: True, theirs: False}
        assert list(waiting_for(administrator, programme=programme)) == [theirs]
        page = answer.content.decode()
        assert page.count("You have recorded this, so somebody else has to verify it.") == 3
        assert page.count('name="chosen"') == 1
        assert "1 entry waits for you. 3 more are your own: somebody else verifies them." in " ".join(page.split())

    def test_what_is_not_measured_any_more_does_not_wait(self, report, outcome, verifier, sign_in):
        indicator = IndicatorFactory(outcome=outcome, series=2, comparable_from=2)
        report(indicator=indicator, series=1)
        assert shown(sign_in(verifier).get(address())) == []

    @pytest.mark.parametrize("role", [one for one in Role if one not in (Role.VERIFIER, Role.ADMINISTRATOR)])
    def test_who_does_not_verify_does_not_see_it(self, role, make_person, programme, sign_in):
        client = sign_in(make_person("Somebody", role=role, programme=programme))
        for name in ("verification", "samples", "next-to-verify", "verify-together"):
            assert client.get(address(name)).status_code == 403

    def test_nothing_waits(self, verifier, periods, sign_in):
        assert "Nothing waits" in sign_in(verifier).get(address()).content.decode()


class TestBesideIt:
    @pytest.fixture
    def beside(self, verifier, programme):
        def beside(entry):
            (waiting,) = [one for one in queue_of(verifier, programme) if one.entry == entry]
            (shown,) = beside_of([waiting])
            return shown

        return beside

    @pytest.fixture
    def read(self, sign_in, verifier):
        """What the card of the only entry says, as one line."""

        def read():
            page = sign_in(verifier).get(address()).content.decode()
            card = page.partition('<li class="queued"')[2].partition('<nav class="pagination"')[0]
            return " ".join(card.split())

        return read

    @pytest.mark.parametrize(
        ("before", "now", "words"),
        [
            (80, 120, "+40 (+50%)"),
            (80, 40, "−40 (−50%)"),
            (80, 80, "no change"),
            (0, 40, "+40"),
            (-10, -5, "+5 (+50%)"),
            (3, 4, "+1 (+33.3%)"),
        ],
    )
    def test_the_change_from_the_last_period(self, before, now, words, outcome, report, read):
        indicator = IndicatorFactory(outcome=outcome, accumulation=Accumulation.LEVEL)
        report(2011, before, indicator=indicator, state=EntryState.VERIFIED)
        report(2012, now, indicator=indicator)
        assert f'<dd>{words}<span class="small">2011: {before}</span></dd>' in read()

    def test_percentages_change_in_points(self, outcome, report, read):
        indicator = IndicatorFactory(outcome=outcome, measure=Measure.PERCENTAGE, accumulation=Accumulation.LEVEL)
        report(2011, 20, indicator=indicator, state=EntryState.VERIFIED)
        report(2012, "12.5", indicator=indicator, numerator=5, denominator=40)
        card = read()
        assert "−7.5 points" in card
        assert "(5 / 40)" in card

    def test_steps_are_named(self, outcome, report, read):
        indicator = IndicatorFactory(outcome=outcome, measure=Measure.SCALE)
        drafted, adopted = (
            ScaleStepFactory(indicator=indicator, number=number, name=name)
            for number, name in ((1, "Drafted"), (2, "Adopted"))
        )
        report(2011, None, indicator=indicator, state=EntryState.VERIFIED, step=drafted)
        report(2012, None, indicator=indicator, step=adopted)
        assert "1 Drafted → 2 Adopted" in read()

    def test_what_is_told_in_words_and_what_is_absent(self, outcome, report, read):
        report(2012, None, indicator=IndicatorFactory(outcome=outcome, measure=Measure.NARRATIVE), narrative="A law.")
        card = read()
        assert ("in words" in card, "A law." in card, "Nothing was reported before." in card) == (True, True, True)
        ProgressEntry.objects.all().delete()
        report(2012, None, absence=Absence.NOT_AVAILABLE, absence_reason="Flooded office")
        card = read()
        assert ("Not available" in card, "Flooded office" in card) == (True, True)

    def test_target_and_how_much_of_the_way_it_makes(self, outcome, report, beside, read):
        """An increment: 100 verified, 40 now, of 200 from a baseline of 0."""
        indicator = IndicatorFactory(
            outcome=outcome, accumulation=Accumulation.INCREMENT, baseline_kind="zero", baseline_value=0
        )
        TargetFactory(indicator=indicator, value=200)
        report(2011, 100, indicator=indicator, state=EntryState.VERIFIED)
        entry = report(2012, 40, indicator=indicator)
        held = beside(entry)
        assert (held.total, held.target_level, held.achievement.share) == (140, 200, Decimal("0.7"))
        assert "70% achieved with this figure (140 in all)" in read()

    def test_the_split_and_what_is_not_stated(self, report, read):
        entry = report(2012, 40)
        for code, value in (("women", 12), ("men", 18)):
            DisaggregatedValueFactory(entry=entry, category=CategoryFactory(code=code), value=value)
        card = read()
        assert ("Women: 12" in card, "Men: 18" in card, "Not stated: 10" in card) == (True, True, True)

    def test_evidence_that_was_not_taken_back_and_the_source(self, report, beside, read):
        entry = report(source="Register of the centres")
        link = EvidenceFactory(entry=entry, name="Lists of those trained")
        EvidenceFactory(entry=entry, name="Old lists", withdrawn_at=datetime(2012, 1, 1, tzinfo=UTC))
        assert beside(entry).evidence == (link,)
        card = read()
        assert '<a href="https://example.org/lists" rel="noopener noreferrer">Lists of those trained</a>' in card
        assert ("Old lists" in card, "Register of the centres" in card) == (False, True)

    def test_how_often_it_was_returned_and_why_last(self, report, verifier, read):
        entry = report(is_late=True, submitted_at=datetime(2013, 2, 3, tzinfo=UTC))
        for reason in ("No source.", "Which lists?"):
            EntryMoveFactory(
                entry=entry, from_state=EntryState.SUBMITTED, to_state=EntryState.RETURNED, by=verifier, reason=reason
            )
        card = read()
        for text in ("Returned 2 times before", "Which lists?", "Late", "Recorder", "3 February 2013"):
            assert text in card
        assert "No source." not in card

    @pytest.mark.parametrize("explanation", ["A factory opened.", ""])
    def test_remarks_and_what_explains_them(self, explanation, outcome, report, read):
        indicator = IndicatorFactory(outcome=outcome, accumulation=Accumulation.LEVEL)
        report(2011, 10, indicator=indicator, state=EntryState.VERIFIED)
        report(2012, 1000, indicator=indicator, explanation=explanation)
        card = read()
        assert "The figure is more than 3 times that of 2011 (10)." in card
        assert (explanation or "No explanation given.") in card
        assert "There are remarks, so it is looked at by itself, not together with others." in card
        assert 'name="chosen"' not in card

    def test_an_earlier_series_is_read_as_it_was_defined(self, outcome, report, read):
        indicator = IndicatorFactory(outcome=outcome, series=2, unit="households")
        SeriesChangeFactory(indicator=indicator, unit="people")
        report(2012, 40, indicator=indicator, series=1)
        card = read()
        assert "40 people" in card
        assert "?series=1&amp;queue=" in card


class TestNarrowing:
    @pytest.fixture
    def four(self, report, programme, outcome, verifier):
        """Of two outcomes, periods and recorders; one is unusual, one is in a sample."""
        indicator = IndicatorFactory(outcome=outcome, accumulation=Accumulation.LEVEL)
        report(2011, 1, indicator=indicator, state=EntryState.VERIFIED)
        sampled = report(2012)
        VerificationSampleFactory(period=sampled.period, drawn_by=verifier).entries.add(sampled)
        second = DwcpOutcomeFactory(programme=programme, number=2)
        return {
            "unusual": report(2012, 1000, indicator=indicator),
            "sampled": sampled,
            "second": report(2012, of=second),
            "later": report(2013, submitted_by=UserFactory(name="Another")),
        }

    @pytest.mark.parametrize(
        ("asked", "names"),
        [
            ({}, ["unusual", "sampled", "second", "later"]),
            ({"period": "2013"}, ["later"]),
            ({"outcome": "2"}, ["second"]),
            ({"remarks": "with"}, ["unusual"]),
            ({"remarks": "without"}, ["sampled", "second", "later"]),
            ({"sampled": "on"}, ["sampled"]),
            ({"period": "2012", "remarks": "without", "outcome": "1"}, ["sampled"]),
            # Nothing waits of what was chosen, and that is shown.
            ({"period": "1999"}, []),
            ({"outcome": "7", "by": "0"}, []),
            # What cannot be chosen narrows nothing.
            (
                {"period": "a b", "remarks": "many", "outcome": "x", "by": "-1"},
                ["unusual", "sampled", "second", "later"],
            ),
        ],
        ids=str,
    )
    def test_by_what_is_chosen(self, asked, names, four, verifier, sign_in):
        assert shown(sign_in(verifier).get(address(**asked))) == [four[name] for name in names]

    def test_by_who_handed_it_in(self, four, verifier, sign_in):
        by = four["later"].submitted_by_id
        answer = sign_in(verifier).get(address(by=by))
        assert shown(answer) == [four["later"]]
        assert [label for _key, label in answer.context["form"].fields["by"].choices] == ["All", "Recorder", "Another"]

    def test_the_choice_is_kept_where_one_goes(self, four, verifier, sign_in):
        query = "period=2012&remarks=without"
        page = sign_in(verifier).get(address(period="2012", remarks="without"))
        assert [where for _one, where in page.context["rows"]] == [
            in_queue(four["sampled"], query),
            in_queue(four["second"], query),
        ]
        entry = sign_in(verifier).get(in_queue(four["sampled"], query)).content.decode()
        assert address(period="2012", remarks="without").replace("&", "&amp;") in entry
        assert f"verify/?{urlencode({'queue': query})}" in entry

    def test_totals_are_over_all_pages(self, report, verifier, sign_in):
        for _one in range(53):
            report()
        answer = sign_in(verifier).get(address(period="2012"))
        assert (len(shown(answer)), answer.context["shown"], answer.context["simple"]) == (50, 53, 53)
        assert "?period=2012&amp;page=2" in answer.content.decode()
        assert len(shown(sign_in(verifier).get(address(period="2012", page="2")))) == 3


class TestGoingThrough:
    @pytest.fixture
    def three(self, report):
        return [report(2011), report(2012), report(2013)]

    def decide(self, client, entry, act="verify", query="", **sent):
        kwargs = {"programme": "LAO-DWCP-2011", "indicator": entry.indicator.code, "period": entry.period.label}
        where = f"{reverse(f'indicators:{act}-entry', kwargs=kwargs)}?{urlencode({'queue': query})}"
        return client.post(where, {"revision": "1", "grade": Grade.DESK_CHECKED} | sent)

    def test_each_decision_leads_to_the_next(self, three, verifier, sign_in):
        client = sign_in(verifier)
        first, second, third = three
        assert client.get(address()).context["first"] == in_queue(first)
        answer = self.decide(client, first, checked="The total")
        assert answer.url == in_queue(second)
        assert [str(one) for one in get_messages(answer.wsgi_request)] == [
            f'{first}: Verified. The figure now counts. <a href="{first.get_absolute_url()}">Look at it again</a>'
        ]
        assert self.decide(client, second, "return", reason="Which lists?").url == in_queue(third)
        assert self.decide(client, third).url == address()
        entries = ProgressEntry.objects.filter(pk__in=[one.pk for one in three])
        states = list(entries.order_by("period__ends_on").values_list("state", flat=True))
        assert states == [EntryState.VERIFIED, EntryState.RETURNED, EntryState.VERIFIED]
        assert Verification.objects.get(entry=first).checked == "The total"

    def test_one_of_the_middle_leads_on_and_the_end_to_the_beginning(self, three, verifier, sign_in):
        client = sign_in(verifier)
        first, second, third = three
        assert self.decide(client, second).url == in_queue(third)
        assert self.decide(client, third).url == in_queue(first)

    def test_what_was_narrowed_stays_so(self, three, report, verifier, sign_in):
        another = report(2012)
        answer = self.decide(sign_in(verifier), three[1], query="period=2012")
        assert answer.url == in_queue(another, "period=2012")
        assert self.decide(sign_in(verifier), another, query="period=2012").url == address(period="2012")

    def test_one_s_own_is_passed_over(self, three, verifier, sign_in):
        ProgressEntry.objects.filter(pk=three[1].pk).update(submitted_by=verifier)
        assert self.decide(sign_in(verifier), three[0]).url == in_queue(three[2])

    def test_one_may_be_left_for_now(self, three, verifier, sign_in):
        client = sign_in(verifier)
        skip = client.get(in_queue(three[0])).context["skip"]
        assert client.get(skip).url == in_queue(three[1])
        assert client.get(address("next-to-verify")).url == in_queue(three[0])

    @pytest.mark.parametrize("after", ["x", "0", "9" * 30, "-1"])
    def test_who_comes_from_nowhere_begins_at_the_beginning(self, after, three, verifier, sign_in):
        assert sign_in(verifier).get(address("next-to-verify", after=after)).url == in_queue(three[0])

    def test_what_cannot_stand_comes_back_on_the_same_walk(self, three, verifier, sign_in):
        answer = self.decide(sign_in(verifier), three[0], grade=Grade.SOURCE_CHECKED, query="period=2011")
        assert answer.status_code == 422
        assert answer.context["walk"].query == "period=2011"
        stale = self.decide(sign_in(verifier), three[0], revision="7", query="period=2011")
        assert stale.status_code == 409

    def test_without_a_walk_one_stays_with_the_entry(self, three, verifier, sign_in):
        kwargs = {"programme": "LAO-DWCP-2011", "indicator": three[0].indicator.code, "period": "2011"}
        where = reverse("indicators:verify-entry", kwargs=kwargs)
        answer = sign_in(verifier).post(where, {"revision": "1", "grade": Grade.DESK_CHECKED})
        assert answer.url == reverse("indicators:entry", kwargs=kwargs)


class TestLookingCloser:
    """A figure that counts may be vouched for once more, by who looked closer."""

    @pytest.fixture
    def glanced_at(self, report, verifier):
        return verify_entry(
            entry=report(), revision=1, grade=Grade.DESK_CHECKED, checked="sums", checked_against="", by=verifier
        )

    def test_counts_all_along_and_keeps_what_was_said(self, glanced_at, verifier):
        how = {"checked": "every list", "checked_against": "Lists", "by": verifier}
        entry = check_closer(entry=glanced_at, revision=2, grade=Grade.SOURCE_CHECKED, **how)
        assert (entry.state, entry.revision) == (EntryState.VERIFIED, 3)
        assert [(one.grade, one.checked, one.checked_against) for one in entry.verifications.order_by("pk")] == [
            (Grade.DESK_CHECKED, "sums", ""),
            (Grade.SOURCE_CHECKED, "every list", "Lists"),
        ]
        assert entry.moves.count() == 1
        told = [[fact.text for fact in step.facts] for step in trail_of(entry).steps if step.facts]
        assert told == [["Checked against its source", "every list", "Lists"], ["Desk-checked", "sums"]]

    @pytest.mark.parametrize(
        ("how", "problems"),
        [
            ({"grade": Grade.DESK_CHECKED}, {"grade": "It was checked as closely as that already (Desk-checked)."}),
            (
                {"grade": Grade.SOURCE_CHECKED},
                {"checked_against": "Name the source you checked the figure against."},
            ),
        ],
    )
    def test_what_says_no_more_is_refused(self, how, problems, glanced_at, verifier):
        with pytest.raises(EntryRefused) as refused:
            check_closer(entry=glanced_at, revision=2, checked_against="", by=verifier, **how)
        assert refused.value.problems == problems

    def test_what_was_reopened_is_not_vouched_for(self, glanced_at, verifier):
        reopen_entry(entry=glanced_at, revision=2, reason="Wrong year", by=verifier)
        with pytest.raises(EntryRefused) as refused:
            check_closer(entry=glanced_at, revision=3, grade=Grade.SOURCE_CHECKED, checked_against="L", by=verifier)
        assert refused.value.problems == {
            "": "This entry is not verified; reload the page to see what can be done with it."
        }

    def test_two_at_once_are_told(self, glanced_at, verifier):
        check_closer(entry=glanced_at, revision=2, grade=Grade.SOURCE_CHECKED, checked_against="L", by=verifier)
        with pytest.raises(StaleEntry):
            check_closer(
                entry=glanced_at, revision=2, grade=Grade.INDEPENDENTLY_VERIFIED, checked_against="L", by=verifier
            )

    def test_who_wrote_an_earlier_version_does_not(self, glanced_at, programme, make_person):
        administrator = make_person("Administrator", role=Role.ADMINISTRATOR, programme=programme)
        record_event(AuditVerb.ENTRY_RECORDED, glanced_at, by=administrator)
        with pytest.raises(EntryRefused):
            check_closer(
                entry=glanced_at, revision=2, grade=Grade.SOURCE_CHECKED, checked_against="L", by=administrator
            )

    def test_from_the_page(self, glanced_at, verifier, sign_in):
        kwargs = {"programme": "LAO-DWCP-2011", "indicator": glanced_at.indicator.code, "period": "2012"}
        client, where = sign_in(verifier), reverse("indicators:check-entry", kwargs=kwargs)
        form = client.get(glanced_at.get_absolute_url()).context["check_form"]
        assert [key for key, _label in form.fields["grade"].choices] == [
            Grade.SOURCE_CHECKED,
            Grade.INDEPENDENTLY_VERIFIED,
        ]
        assert client.get(where).url == glanced_at.get_absolute_url()
        sent = {"revision": "2", "grade": Grade.SOURCE_CHECKED, "checked": "every list", "checked_against": "Lists"}
        assert client.post(where, sent).url == glanced_at.get_absolute_url()
        page = client.get(glanced_at.get_absolute_url()).content.decode()
        for text in ("Checked against its source", "every list", "Lists"):
            assert text in page

    def test_the_indicator_says_how_its_figures_were_checked(self, glanced_at, verifier, sign_in):
        page = sign_in(verifier).get(glanced_at.indicator.get_absolute_url()).content.decode()
        assert "2012: 40 – counted (Desk-checked: sums)" in " ".join(page.split())


def test_a_sample_is_marked(report, verifier, periods, sign_in):
    for _one in range(4):
        report()
    drawn = draw_sample(period=periods[2012], size=2, seed=3, by=verifier)
    answer = sign_in(verifier).get(address())
    marked = {one.entry for one, _address in answer.context["rows"] if one.waiting.is_sampled}
    assert marked == set(drawn.entries.all())
    assert answer.content.decode().count("In the sample") == 2


@pytest.fixture
def crowd(report, outcome, verifier):
    """So many entries, with everything that can stand beside one."""

    def crowd(number):
        for place in range(number):
            measure = (Measure.NUMBER, Measure.PERCENTAGE, Measure.SCALE, Measure.MONEY)[place % 4]
            is_changed = place % 5 == 0 and measure == Measure.NUMBER
            indicator = IndicatorFactory(
                outcome=outcome, measure=measure, accumulation=Accumulation.LEVEL, series=2 if is_changed else 1
            )
            if is_changed:
                SeriesChangeFactory(indicator=indicator)
            TargetFactory(indicator=indicator)
            step = ScaleStepFactory(indicator=indicator) if measure == Measure.SCALE else None
            value = None if step else 10
            earlier = report(2011, value, indicator=indicator, step=step, state=EntryState.VERIFIED)
            VerificationFactory(entry=earlier)
            entry = report(2012, value, indicator=indicator, step=step)
            if not step:
                DisaggregatedValueFactory(
                    entry=entry, value=5, denominator=10 if measure == Measure.PERCENTAGE else None
                )
            EvidenceFactory(entry=entry)
            EntryMoveFactory(entry=entry, to_state=EntryState.RETURNED, by=verifier, reason="Why?")

    return crowd


def test_a_hundred_take_no_more_queries_than_one(crowd, verifier, sign_in):
    client = sign_in(verifier)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address())
        assert answer.status_code == 200
        return len(asked)

    taken = {}
    for number, more in ((4, 4), (12, 8), (100, 88)):  # four have one of each kind
        crowd(more)
        taken[number] = queries()
    assert taken[4] == taken[12] == taken[100] <= 15


def test_one_takes_as_few(report, verifier, sign_in, django_assert_max_num_queries):
    report()
    client = sign_in(verifier)
    with django_assert_max_num_queries(15):
        client.get(address())
