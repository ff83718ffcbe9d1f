"""Verifying several entries at once: all or none, each by the rules of one, and what stands in the way is named."""

from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode

from accounts.choices import AuditVerb, Role
from accounts.models import AuditEvent
from accounts.services import record_event
from indicators.choices import Accumulation, EntryState, Grade
from indicators.models import EntryMove, ProgressEntry, Verification
from indicators.services import EntriesRefused, EntryRefused, verify_entries
from tests.factories import (
    DwcpOutcomeFactory,
    IndicatorFactory,
    ProgrammeFactory,
    ProgressEntryFactory,
    ReportingPeriodFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

CHANGED = "It has changed since you saw it. Look at it as it stands now."
OWN = "You have recorded it, so somebody else has to verify it."


@pytest.fixture
def outcome():
    return DwcpOutcomeFactory(programme=ProgrammeFactory(code="LAO-DWCP-2011"), number=1)


@pytest.fixture
def programme(outcome):
    return outcome.programme


@pytest.fixture
def periods(programme):
    return {year: ReportingPeriodFactory(programme=programme, year=year) for year in (2011, 2012)}


@pytest.fixture
def verifier(make_person, programme):
    return make_person("Verifier", role=Role.VERIFIER, programme=programme)


@pytest.fixture
def administrator(make_person, programme):
    return make_person("Administrator", role=Role.ADMINISTRATOR, programme=programme)


@pytest.fixture
def report(outcome, periods):
    """An entry that waits, of an indicator of its own unless one is given."""
    recorder = UserFactory(name="Recorder")

    def report(year=2012, value=40, *, indicator=None, **fields):
        fields = {"recorded_by": recorder, "submitted_by": recorder, "state": EntryState.SUBMITTED} | fields
        indicator = indicator or IndicatorFactory(outcome=outcome)
        return ProgressEntryFactory(indicator=indicator, period=periods[year], value=Decimal(value), **fields)

    return report


@pytest.fixture
def unusual(outcome, report):
    """An entry that jumps."""
    indicator = IndicatorFactory(outcome=outcome, accumulation=Accumulation.LEVEL)
    report(2011, 10, indicator=indicator, state=EntryState.VERIFIED)
    return report(2012, 1000, indicator=indicator, explanation="A factory opened.")


def verify(entries, by, **changes):
    how = {"grade": Grade.SOURCE_CHECKED, "checked": "The totals", "checked_against": "Attendance lists"}
    return verify_entries(entries=[(entry, entry.revision) for entry in entries], by=by, **how | changes)


def facts(entries):
    """What became of entries: their states and revisions, how they were vouched for, and their moves."""
    now = ProgressEntry.objects.filter(pk__in=[entry.pk for entry in entries]).order_by("pk")
    return (
        [(entry.state, entry.revision) for entry in now],
        [
            (one.entry_id, one.grade, one.checked, one.checked_against, one.by)
            for one in Verification.objects.filter(entry__in=now).order_by("entry")
        ],
        [(one.entry_id, one.from_state, one.to_state, one.by) for one in EntryMove.objects.filter(entry__in=now)],
    )


def nothing(entries):
    """What `facts` says of entries that nobody touched."""
    return [(entry.state, entry.revision) for entry in entries], [], []


class TestTheService:
    def test_all_are_verified_each_with_its_trace(self, report, verifier):
        entries = [report(), report(), report(2011)]
        verified = verify(entries, verifier)
        assert verified == entries
        assert facts(entries) == (
            [(EntryState.VERIFIED, 2)] * 3,
            [(one.pk, Grade.SOURCE_CHECKED, "The totals", "Attendance lists", verifier) for one in entries],
            [(one.pk, EntryState.SUBMITTED, EntryState.VERIFIED, verifier) for one in entries],
        )
        events = AuditEvent.objects.filter(verb=AuditVerb.ENTRY_VERIFIED, by=verifier).order_by("subject_id")
        assert [(one.subject, one.by, one.reason) for one in events] == [
            (entry, verifier, "Attendance lists") for entry in entries
        ]

    def test_one_that_has_changed_stops_all_and_is_named(self, report, verifier):
        entries = [report(), report()]
        ProgressEntry.objects.filter(pk=entries[1].pk).update(revision=2)
        with pytest.raises(EntriesRefused) as refused:
            verify(entries, verifier)
        assert refused.value.problems == {entries[1]: CHANGED}
        assert facts(entries) == ([(EntryState.SUBMITTED, 1), (EntryState.SUBMITTED, 2)], [], [])

    def test_every_one_in_the_way_is_named_at_once(self, report, unusual, administrator):
        fine, changed, own, mended, gone, verified = report(), report(), report(), report(), report(), report()
        entries = [fine, changed, own, mended, unusual, gone, verified]
        seen = [(entry, entry.revision) for entry in entries]
        ProgressEntry.objects.filter(pk=changed.pk).update(revision=5)
        ProgressEntry.objects.filter(pk=own.pk).update(submitted_by=administrator)
        record_event(AuditVerb.ENTRY_RECORDED, mended, by=administrator)
        ProgressEntry.objects.filter(pk=verified.pk).update(state=EntryState.VERIFIED)
        ProgressEntry.objects.filter(pk=gone.pk).delete()
        with pytest.raises(EntriesRefused) as refused:
            verify_entries(entries=seen, grade=Grade.DESK_CHECKED, checked_against="", by=administrator)
        assert refused.value.problems == {
            changed: CHANGED,
            own: OWN,
            mended: OWN,
            unusual: "Look at it by itself: The figure is more than 3 times that of 2011 (10).",
            gone: "It is there no longer.",
            verified: "This entry is “Verified” now; reload the page to see what can be done with it.",
        }
        assert not Verification.objects.filter(by=administrator).exists()

    def test_what_became_unusual_meanwhile_stops_all(self, outcome, report, verifier):
        indicator = IndicatorFactory(outcome=outcome, accumulation=Accumulation.LEVEL)
        entries = [report(), report(2012, 1000, indicator=indicator)]
        report(2011, 10, indicator=indicator)
        with pytest.raises(EntriesRefused) as refused:
            verify(entries, verifier)
        assert set(refused.value.problems) == {entries[1]}
        assert facts(entries) == nothing(entries)

    @pytest.mark.parametrize("grade", [Grade.SOURCE_CHECKED, Grade.INDEPENDENTLY_VERIFIED])
    def test_whoever_looked_closer_names_the_source(self, grade, report, verifier):
        entries = [report()]
        with pytest.raises(EntryRefused) as refused:
            verify(entries, verifier, grade=grade, checked_against="")
        assert refused.value.problems == {"checked_against": "Name the source you checked the figure against."}
        assert facts(entries) == nothing(entries)

    def test_who_may_not_verify_one_of_them_verifies_none(self, report, verifier, make_person, programme):
        entries = [report()]
        elsewhere = ProgressEntryFactory(state=EntryState.SUBMITTED)
        with pytest.raises(PermissionDenied):
            verify([*entries, elsewhere], verifier)
        officer = make_person("Officer", role=Role.PROGRAMME_OFFICER, programme=programme)
        with pytest.raises(PermissionDenied):
            verify(entries, officer)
        assert facts(entries) == nothing(entries)

    def test_not_even_who_may_everything_verifies_their_own(self, report, programme, make_person):
        root = make_person("Root", role=Role.ADMINISTRATOR, programme=programme)
        root.is_superuser = True
        root.save()
        own = report(recorded_by=root)
        with pytest.raises(EntriesRefused) as refused:
            verify([own], root)
        assert refused.value.problems == {own: OWN}

    def test_a_closed_period_may_be_verified(self, report, verifier, periods):
        entry = report()
        periods[2012].state = "closed"
        periods[2012].save()
        verify([entry], verifier)
        assert facts([entry])[0] == [(EntryState.VERIFIED, 2)]

    def test_a_hundred_take_no_more_queries_than_one(self, report, verifier):
        def queries(number):
            entries = [report() for _one in range(number)]
            by = type(verifier).objects.get(pk=verifier.pk)
            with CaptureQueriesContext(connection) as asked:
                verify(entries, by)
            return len([one for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])

        queries(1)  # kinds of records are looked up once in the life of the process
        assert queries(1) == queries(3) == queries(100) <= 10


@pytest.fixture
def send(sign_in, verifier):
    """Sends the form below the list as it was shown, with what a test changes."""

    def send(query="", by=None, **typed):
        client = sign_in(by or verifier)
        names = {"programme": "LAO-DWCP-2011"}
        page = client.get(f"{reverse('indicators:verification', kwargs=names)}?{query}")
        form = page.context["together"]
        sent = {"which": "ticked", "seen": form["seen"].value(), "grade": Grade.DESK_CHECKED} | typed.pop("sent", {})

        def post():
            return client.post(f"{reverse('indicators:verify-together', kwargs=names)}?{query}", sent | typed)

        return post

    return send


def token(entry):
    return f"{entry.pk}:{entry.revision}"


class TestThePage:
    def test_those_ticked_are_verified(self, report, send):
        entries = [report(), report(), report()]
        answer = send(chosen=[token(one) for one in entries[:2]], checked="The totals")()
        assert (answer.status_code, answer.url) == (302, "/LAO-DWCP-2011/verification/")
        assert [str(one) for one in get_messages(answer.wsgi_request)] == [
            "2 entries verified. Their figures now count."
        ]
        assert [state for state, _revision in facts(entries)[0]] == ["verified", "verified", "submitted"]
        assert set(Verification.objects.filter(entry__in=entries).values_list("checked", flat=True)) == {"The totals"}

    def test_all_that_the_list_shows_on_every_page(self, report, unusual, send):
        """Without those of another period, and without what there are remarks about."""
        entries = [report() for _one in range(53)]
        other = report(2011)
        answer = send("period=2012", which="all")()
        assert answer.url == "/LAO-DWCP-2011/verification/?period=2012"
        assert {state for state, _revision in facts(entries)[0]} == {"verified"}
        assert facts([other, unusual])[0] == [("submitted", 1), ("submitted", 1)]

    def test_what_comes_in_later_is_not_verified_unseen(self, report, send):
        entries = [report()]
        post = send(which="all")
        later = report()
        assert post().status_code == 302
        assert facts([*entries, later])[0] == [("verified", 2), ("submitted", 1)]

    def test_what_changed_meanwhile_is_named_and_what_was_typed_stays(self, report, send):
        entries = [report(), report()]
        post = send(chosen=[token(one) for one in entries], checked="The totals")
        ProgressEntry.objects.filter(pk=entries[0].pk).update(revision=2)
        answer = post()
        assert (answer.status_code, answer.context["refused"]) == (409, {entries[0]: CHANGED})
        page = answer.content.decode()
        assert "None of them was verified" in page
        assert 'value="The totals"' in page
        # The other one is ticked still; the changed one is to be looked at first.
        assert f'value="{token(entries[1])}" form="together" checked' in page
        assert f'value="{entries[0].pk}:2" form="together">' in page

    @pytest.mark.parametrize(
        ("sent", "errors"),
        [
            ({}, {"which": ["Tick the entries that you checked, or choose all of them."]}),
            ({"chosen": "x"}, {"which": ["Tick the entries that you checked, or choose all of them."]}),
            ({"chosen": "1:2:3"}, {"which": ["Tick the entries that you checked, or choose all of them."]}),
            ({"which": "all", "seen": ""}, {"which": ["Tick the entries that you checked, or choose all of them."]}),
            ({"which": "all", "grade": ""}, {"grade": ["Choose how you checked it."]}),
            (
                {"which": "all", "grade": "source_checked"},
                {"checked_against": ["Name the source you checked the figure against."]},
            ),
        ],
        ids=str,
    )
    def test_what_cannot_stand_comes_back(self, sent, errors, report, send):
        entry = report()
        answer = send(sent=sent)()
        assert (answer.status_code, answer.context["together"].errors) == (422, errors)
        assert facts([entry]) == nothing([entry])

    def test_entries_of_another_programme_are_none(self, report, send):
        mine, elsewhere = report(), ProgressEntryFactory(state=EntryState.SUBMITTED)
        send(chosen=[token(mine), token(elsewhere)])()
        assert facts([elsewhere]) == nothing([elsewhere])

    def test_an_unusual_one_is_refused_also_where_somebody_ticks_it_by_hand(self, report, unusual, send):
        report()
        answer = send(chosen=[token(unusual)])()
        assert (answer.status_code, set(answer.context["refused"])) == (409, {unusual})
        assert facts([unusual]) == nothing([unusual])

    def test_one_s_own_is_refused_also_where_somebody_ticks_it_by_hand(self, report, administrator, send):
        report()
        own = report(recorded_by=administrator)
        answer = send(by=administrator, chosen=[token(own)])()
        assert answer.context["refused"] == {own: OWN}

    def test_sent_twice_it_is_done_once(self, report, send):
        entries = [report(), report()]
        report()
        post = send(chosen=[token(one) for one in entries])
        post()
        assert post().status_code == 409
        assert Verification.objects.filter(entry__in=entries).count() == 2

    def test_without_anything_simple_there_is_no_form(self, unusual, verifier, sign_in):
        page = sign_in(verifier).get("/LAO-DWCP-2011/verification/")
        assert (page.context["together"], 'id="together"' in page.content.decode()) == (None, False)

    def test_after_signing_in_again_one_finds_the_list(self, verifier, sign_in):
        answer = sign_in(verifier).get("/LAO-DWCP-2011/verification/together/?" + urlencode({"period": "2012"}))
        assert answer.url == "/LAO-DWCP-2011/verification/?period=2012"
