"""Recording, submitting and verifying through the API: the services' rules in the API's answers."""

from datetime import date

import pytest
from rest_framework.test import APIClient

from accounts.models import AuditEvent
from indicators.choices import Accumulation, EntryState, Measure, PeriodState
from indicators.models import ProgressEntry
from tests.api.conftest import HOME
from tests.factories import IndicatorFactory, ProgressEntryFactory, ScaleStepFactory

ENTRY = HOME + "indicators/1.99/entries/2010/"


@pytest.fixture
def indicator(programme):
    return IndicatorFactory(outcome=programme.outcomes.get(number=1), code="1.99")


@pytest.fixture
def record(api, indicator, outcome_manager):
    """Sends a figure; a test says what is different."""

    def record(by=outcome_manager, **sent):
        body = {"indicator": "1.99", "period": "2010", "revision": 0, "measured_on": "2010-06-30"} | sent
        body = {name: value for name, value in body.items() if value != "left out"}
        return api(by).post(HOME + "entries/", body, format="json")

    return record


@pytest.fixture
def submitted(record, api, outcome_manager):
    assert record(value="40").status_code == 201
    answer = api(outcome_manager).post(ENTRY + "submit/", {"revision": 1}, format="json")
    assert answer.status_code == 200
    return answer.json()


def counts():
    return ProgressEntry.objects.count(), AuditEvent.objects.count()


def test_recording(record, indicator, outcome_manager):
    answer = record(value="300.5", parts={"women": "180", "men": "100"}, narrative="Three provinces", source="Register")
    assert answer.status_code == 201
    shown = answer.json()
    assert shown.pop("recorded_at")
    assert shown == {
        "indicator": "1.99",
        "outcome": 1,
        "period": "2010",
        "series": 1,
        "state": "draft",
        "revision": 1,
        "measured_on": "2010-06-30",
        "value": "300.5",
        "numerator": None,
        "denominator": None,
        "step": None,
        "parts": {"women": "180", "men": "100"},
        "total_only_reason": "",
        "narrative": "Three provinces",
        "absence": "",
        "absence_reason": "",
        "source": "Register",
        "recorded_by": "Outcome manager",
        "submitted_by": None,
        "submitted_at": None,
        "is_late": False,
        "doubts": [],
        "explanation": "",
        "evidence": [],
        "verifications": [],
        "moves": [],
    }
    entry = indicator.entries.get()
    assert (entry.measured_on, entry.recorded_by) == (date(2010, 6, 30), outcome_manager)
    assert [event.verb for event in AuditEvent.objects.filter(subject_id=entry.pk, by=outcome_manager)] == [
        "entry_recorded"
    ]


def test_recording_again_replaces_the_draft(record):
    record(value="1")
    answer = record(value="2", revision=1)
    assert (answer.status_code, answer.json()["value"], answer.json()["revision"]) == (200, "2", 2)


def test_recording_and_handing_in_at_once(record, indicator):
    answer = record(value="40", submit=True)
    shown = answer.json()
    assert (answer.status_code, shown["state"], shown["revision"]) == (201, "submitted", 2)
    assert shown["submitted_by"] == "Outcome manager" and shown["submitted_at"]
    refused = record(submit=True, revision=2, value=None)
    assert (refused.status_code, indicator.entries.get().revision) == (400, 2)


def test_what_is_sent_again_under_the_same_key_is_done_once(record, indicator):
    """The answer to the first got lost; the client sends it again, as it was."""
    answers = [record(value="40", client_key="mine-1") for _time in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert answers[0].json() == answers[1].json() == answers[2].json()
    assert [event.verb for event in AuditEvent.objects.about(indicator.entries.get())] == ["entry_recorded"]


def test_handing_in_again_under_the_same_key_is_done_once(record, api, outcome_manager, indicator):
    answers = [record(value="40", submit=True, client_key="mine-1") for _time in range(2)]
    assert [(answer.status_code, answer.json()["state"]) for answer in answers] == [(201, "submitted")] * 2
    assert indicator.entries.get().moves.count() == 1


def test_submitting_again_under_the_same_key_is_done_once(record, api, outcome_manager, indicator):
    record(value="40")
    sent = {"revision": 1, "client_key": "mine-2"}
    answers = [api(outcome_manager).post(ENTRY + "submit/", sent, format="json") for _time in range(2)]
    assert [(answer.status_code, answer.json()["revision"]) for answer in answers] == [(200, 2)] * 2
    assert indicator.entries.get().moves.count() == 1


def test_another_thing_under_the_same_key_is_refused(record, indicator):
    record(value="40", client_key="mine-1")
    answer = record(value="41", revision=1, client_key="mine-1")
    assert (answer.status_code, answer.json()) == (
        400,
        {"client_key": "Something else was sent under this key. Give what is new a new key."},
    )
    assert indicator.entries.get().value == 40


def test_the_same_key_of_two_people_is_two_keys(record, officer, indicator):
    record(value="40", client_key="mine-1")
    assert record(officer, value="41", revision=1, client_key="mine-1").json()["value"] == "41"


def test_what_is_unusual_is_said_and_taken(record, programme, indicator, api, outcome_manager, verifier):
    """Ten times the figure of the year before: no reason to refuse it, but one to say a word."""
    before = programme.periods.get(label="2009")
    ProgressEntryFactory(indicator=indicator, period=before, value=4, state=EntryState.VERIFIED)
    answer = record(value="40", submit=True, explanation="The project reached the provinces.")
    assert answer.status_code == 201
    assert answer.json()["doubts"] == ["The figure is more than 3 times that of 2009 (4)."]
    assert answer.json()["explanation"] == "The project reached the provinces."
    sent = {"revision": 2, "grade": "source_checked", "checked": "The total", "checked_against": "Training register"}
    verified = api(verifier).post(ENTRY + "verify/", sent, format="json").json()
    (check,) = verified["verifications"]
    assert check.pop("at")
    assert check == {
        "grade": "source_checked",
        "checked": "The total",
        "checked_against": "Training register",
        "by": "Verifier",
    }


def test_what_comes_late_stays_late(record, programme, indicator, api, outcome_manager, verifier):
    programme.periods.filter(label="2010").update(due_on=date(2011, 1, 31))
    assert record(value="40", submit=True).json()["is_late"] is True
    programme.periods.filter(label="2010").update(due_on=None)
    sent = {"revision": 2, "reason": "The lists show 39."}
    returned = api(verifier).post(ENTRY + "return/", sent, format="json").json()
    assert record(value="39", revision=returned["revision"], submit=True).json()["is_late"] is True


def test_blank_is_not_zero(record):
    assert record().json()["value"] is None
    assert record(value="0", revision=1).json()["value"] == "0"
    assert record(value=None, revision=2).json()["value"] is None


def test_khmer_digits(record):
    assert record(value="១២៣").json()["value"] == "123"


def test_a_step_by_its_number(record, indicator):
    indicator.measure, indicator.accumulation = Measure.SCALE, Accumulation.LEVEL
    indicator.save()
    ScaleStepFactory(indicator=indicator, number=2)
    assert record(step=2).json()["step"] == 2
    answer = record(step=7, revision=1)
    assert (answer.status_code, answer.json()) == (400, {"step": "The indicator's scale has no step “7”."})


def test_submitting_and_verifying(submitted, api, verifier):
    assert (submitted["state"], submitted["revision"], submitted["submitted_by"]) == (
        "submitted",
        2,
        "Outcome manager",
    )
    answer = api(verifier).post(
        ENTRY + "verify/",
        {"revision": 2, "grade": "source_checked", "checked_against": "Register"},
        format="json",
    )
    assert answer.status_code == 200
    assert [(move["from_state"], move["to_state"], move["by"]) for move in answer.json()["moves"]] == [
        ("draft", "submitted", "Outcome manager"),
        ("submitted", "verified", "Verifier"),
    ]
    assert api(verifier).get(HOME + "indicators/1.99/").json()["standing"]["figure"] == "40"


def test_returning_and_reopening(submitted, api, verifier, outcome_manager, record):
    answer = api(verifier).post(ENTRY + "return/", {"revision": 2, "reason": "Add the men."}, format="json")
    assert (answer.status_code, answer.json()["state"], answer.json()["moves"][-1]["reason"]) == (
        200,
        "returned",
        "Add the men.",
    )
    assert record(value="45", revision=3).status_code == 200
    assert api(outcome_manager).post(ENTRY + "submit/", {"revision": 4}, format="json").json()["revision"] == 5
    api(verifier).post(ENTRY + "verify/", {"revision": 5, "grade": "desk_checked"}, format="json")
    answer = api(verifier).post(ENTRY + "reopen/", {"revision": 6, "reason": "A typing error."}, format="json")
    assert (answer.status_code, answer.json()["state"]) == (200, "reopened")


REFUSED = {
    "women and men above the total": (
        {"value": "10", "parts": {"women": "6", "men": "5"}},
        {"value": "Women and men together are 11, more than the total of 10. Correct one of the three."},
    ),
    "date outside the period": (
        {"measured_on": "2011-01-01"},
        {"measured_on": "The date lies outside the period 2010. Enter one from 1 January 2010 to 31 December 2010."},
    ),
    "no date": ({"measured_on": None}, {"measured_on": "Enter the date of the figure."}),
    "letters in a number": ({"value": "many"}, {"value": "A valid number is required."}),
    "no number": ({"value": "NaN"}, {"value": "A valid number is required."}),
    "letters in a part": ({"parts": {"women": "many"}}, {"women": "A valid number is required."}),
    "parts that are no parts": ({"parts": ["women"]}, {"parts": 'Expected a dictionary of items but got type "list".'}),
    "a part nobody knows": (
        {"parts": {"children": "1"}},
        {"children": "“children” is no part that a figure is split into."},
    ),
    "too many digits": (
        {"value": "1234567890123456"},
        {"value": "Ensure that there are no more than 14 digits before the decimal point."},
    ),
    "absence without reason": ({"absence": "not_available"}, {"absence_reason": "Say why there is no figure."}),
    "a word that is no absence": ({"absence": "lost"}, {"absence": '"lost" is not a valid choice.'}),
    "value and absence": (
        {"value": "1", "absence": "not_available", "absence_reason": "late"},
        {"absence": "You stated a figure and that there is none. Keep one of the two."},
    ),
    "unknown indicator": ({"indicator": "9.9"}, {"indicator": "“9.9” is not known in this programme."}),
    "unknown period": ({"period": "1999"}, {"period": "“1999” is not known in this programme."}),
    "closed period": (
        {"period": "2009", "measured_on": "2009-06-30"},
        {"detail": "The period 2009 is closed and takes no entries. Ask the programme officer to open it again."},
    ),
    "no revision": ({"revision": "left out"}, {"revision": "This field is required."}),
    "several": (
        {"indicator": "left out", "value": "many"},
        {"indicator": "This field is required.", "value": "A valid number is required."},
    ),
    "text too long": ({"source": "x" * 301}, {"source": "Ensure this field has no more than 300 characters."}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_stand(case, record):
    sent, problems = REFUSED[case]
    before = counts()
    answer = record(**sent)
    assert (answer.status_code, answer.json()) == (400, problems)
    assert counts() == before


@pytest.mark.parametrize("body", ['{"indicator": ', "[]", "null", '"text"'])
def test_what_is_no_entry_at_all(body, api, outcome_manager):
    answer = api(outcome_manager).post(HOME + "entries/", body, content_type="application/json")
    assert (answer.status_code, list(answer.json())) == (400, ["detail"])


def test_over_a_newer_version(record, officer):
    record(value="1")
    newer = record(by=officer, value="2", revision=1).json()
    answer = record(value="3", revision=1)
    assert (answer.status_code, answer.json()) == (
        409,
        {
            "detail": (
                "Somebody else has changed this entry since you read it. Look at the current one; "
                "send its revision to replace it."
            ),
            "current": newer,
        },
    )


def test_over_an_entry_that_is_gone(record):
    answer = record(value="3", revision=1)
    assert (answer.status_code, answer.json()["current"]) == (409, None)


def test_verifying_another_version(submitted, api, verifier):
    answer = api(verifier).post(ENTRY + "verify/", {"revision": 1, "grade": "desk_checked"}, format="json")
    assert (answer.status_code, answer.json()["current"]) == (409, submitted)


def test_an_entry_already_submitted(submitted, api, outcome_manager):
    answer = api(outcome_manager).post(ENTRY + "submit/", {"revision": 2}, format="json")
    assert (answer.status_code, answer.json()) == (
        400,
        {"detail": "This entry is “Waiting for verification” now; reload the page to see what can be done with it."},
    )


@pytest.mark.parametrize(
    ("act", "sent", "problems"),
    [
        ("verify", {"revision": 2}, {"grade": "This field is required."}),
        ("verify", {"revision": 2, "grade": "glance"}, {"grade": '"glance" is not a valid choice.'}),
        (
            "verify",
            {"revision": 2, "grade": "source_checked"},
            {"checked_against": "Name the source you checked the figure against."},
        ),
        ("return", {"revision": 2}, {"reason": "Say what is to be mended, so that it can be."}),
        ("return", {"reason": "Mend it."}, {"revision": "This field is required."}),
        (
            "reopen",
            {"revision": 2, "reason": "why"},
            {
                "detail": (
                    "This entry is “Waiting for verification” now; reload the page to see what can be done with it."
                )
            },
        ),
    ],
)
def test_a_decision_that_cannot_stand(act, sent, problems, submitted, api, verifier):
    answer = api(verifier).post(f"{ENTRY}{act}/", sent, format="json")
    assert (answer.status_code, answer.json()) == (400, problems)
    assert ProgressEntry.objects.get(indicator__code="1.99").state == EntryState.SUBMITTED


REFUSES = {"detail": "You do not have permission to perform this action."}


@pytest.mark.parametrize("who", ["verifier", "reviewer", "government_member", "observer"])
def test_recording_is_not_for_everybody(who, record, request):
    answer = record(by=request.getfixturevalue(who), value="1")
    assert (answer.status_code, answer.json()) == (403, REFUSES)
    assert record(value="1").status_code == 201


def test_an_outcome_manager_writes_in_their_care_only(programme, record):
    IndicatorFactory(outcome=programme.outcomes.get(number=3), code="3.99")
    assert record(indicator="3.99", value="1").status_code == 403
    assert record(value="1").status_code == 201


@pytest.mark.parametrize("act", ["verify", "return", "reopen"])
@pytest.mark.parametrize("who", ["officer", "outcome_manager", "reviewer", "workers_member", "observer"])
def test_deciding_is_for_verifiers(act, who, submitted, api, request):
    sent = {"revision": 2, "grade": "desk_checked", "reason": "why"}
    answer = api(request.getfixturevalue(who)).post(f"{ENTRY}{act}/", sent, format="json")
    assert (answer.status_code, answer.json()) == (403, REFUSES)


def test_nobody_verifies_their_own_entry(record, api, administrator):
    record(by=administrator, value="1")
    api(administrator).post(ENTRY + "submit/", {"revision": 1}, format="json")
    answer = api(administrator).post(ENTRY + "verify/", {"revision": 2, "grade": "desk_checked"}, format="json")
    assert answer.status_code == 403


@pytest.mark.parametrize("act", ["submit", "verify", "return", "reopen"])
def test_what_one_may_not_see_does_not_exist(act, submitted, api, outsider):
    assert api(outsider).post(f"{ENTRY}{act}/", {}, format="json").status_code == 404


def test_recording_where_one_does_not_belong(record, outsider):
    assert record(by=outsider, value="1").status_code == 404


def test_the_indicator_of_another_programme(record, api, outcome_manager):
    other = IndicatorFactory(code="7.77")
    ProgressEntryFactory(indicator=other)
    assert record(indicator="7.77").json() == {"indicator": "“7.77” is not known in this programme."}
    assert api(outcome_manager).post(HOME + "indicators/7.77/entries/2012/submit/").status_code == 404


def test_submitting_in_a_closed_period(record, programme, api, outcome_manager):
    record(value="1")
    programme.periods.update(state=PeriodState.CLOSED)
    answer = api(outcome_manager).post(ENTRY + "submit/", {"revision": 1}, format="json")
    assert (answer.status_code, answer.json()) == (
        400,
        {"detail": "The period 2010 is closed and takes no entries. Ask the programme officer to open it again."},
    )


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_entries_are_written_by_their_verbs_only(method, submitted, api, officer):
    assert getattr(api(officer), method)(ENTRY, {}, format="json").status_code == 405


def test_a_session_writes_with_its_csrf_token_only(indicator, outcome_manager):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(outcome_manager, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(HOME + "entries/", {"indicator": "1.99"}, format="json")
    assert (answer.status_code, answer.json()) == (403, {"detail": "CSRF Failed: CSRF cookie not set."})
