"""What the API shows, to whom, and that its figures are those of the pages."""

from decimal import Decimal

import pytest

from indicators.choices import EntryState
from indicators.selectors import standings_of
from reviews.selectors import overview_of
from tests.api.conftest import HOME
from tests.factories import (
    DwcpOutcomeFactory,
    EventFactory,
    IndicatorFactory,
    ProgrammeFactory,
    ProgrammeMembershipFactory,
    ProgressEntryFactory,
    ReportingPeriodFactory,
    ReviewFactory,
    TargetFactory,
)

LISTS = ["outcomes/", "indicators/", "entries/", "reports/", "reviews/", "consultations/"]
PAGES = [
    *LISTS,
    "",
    "outcomes/1/",
    "indicators/1.26/",
    "indicators/1.26/entries/2010/",
    "reviews/2010/",
]


def test_programmes_are_those_of_the_reader(api, observer, outsider):
    ProgrammeFactory()
    assert api(observer).get("/api/v1/programmes/").json() == {
        "count": 1,
        "next": None,
        "previous": None,
        "results": [
            {
                "code": "KHM-DWCP-2008-2010",
                "title": "Decent Work Country Programme of Cambodia (2008-2010)",
                "country": "Cambodia",
                "start_year": 2008,
                "end_year": 2010,
                "signed_on": "2010-01-14",
                "summary": observer.memberships.get().programme.summary,
                "role": "observer",
            }
        ],
    }
    assert api(outsider).get("/api/v1/programmes/").json()["results"] == []


@pytest.mark.parametrize("page", ["reviews/%00/", "reviews/%00/scores/", "reviews/%00/recommendations/"])
def test_no_review_is_called_so(page, api, observer):
    assert api(observer).get(HOME + page).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_another_programme_does_not_exist(page, api, outsider, observer):
    assert api(observer).get(HOME + page).status_code == 200
    answer = api(outsider).get(HOME + page)
    assert answer.status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_nobody_reads_without_signing_in(page, api, db):
    answer = api().get(HOME + page)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Token")
    assert answer.json() == {"detail": "Authentication credentials were not provided."}


def test_a_session_reads_too(sign_in, observer):
    assert sign_in(observer).get(HOME).json()["code"] == "KHM-DWCP-2008-2010"


@pytest.mark.parametrize(
    "page", ["outcomes/9/", "indicators/9.9/", "indicators/1.26/entries/2009/", "reviews/1999/", "outcomes/one/"]
)
def test_what_is_not_there(page, api, observer):
    assert api(observer).get(HOME + page).status_code == 404


def test_an_outcome(api, observer):
    outcome = api(observer).get(HOME + "outcomes/1/").json()
    assert {name: outcome[name] for name in ("number", "short_title", "priority")} == {
        "number": 1,
        "short_title": observer.memberships.get().programme.outcomes.get(number=1).short_title,
        "priority": "A",
    }
    assert {"code": "KHM 104", "biennium": "2010-2011"} in [
        {"code": unit["code"], "biennium": unit["biennium"]} for unit in outcome["country_programme_outcomes"]
    ]


def test_an_indicator_stands_as_on_its_page(api, observer):
    indicator = api(observer).get(HOME + "indicators/1.26/").json()
    assert (indicator["code"], indicator["outcome"], indicator["unit"], indicator["target"]["value"]) == (
        "1.26",
        1,
        "workdays",
        "100000",
    )
    assert indicator["standing"] == {
        "figure": "108711",
        "as_at": "2010-12-31",
        "periods_counted": 1,
        "target_level": "100000",
        "expected": None,
        "achievement": "1.0871",
        "achievement_basis": "from_zero",
        "status": "exceeded",
        "computed_status": "exceeded",
        "override": None,
        "reason": "target_passed",
        "waits_for_verification": False,
    }


def test_every_indicator_agrees_with_the_selector(api, observer, programme):
    answer = api(observer).get(HOME + "indicators/").json()
    assert answer["count"] == 56
    assert [
        (
            one["code"],
            one["standing"]["status"],
            one["standing"]["figure"] and Decimal(one["standing"]["figure"]),
            one["standing"]["target_level"] and Decimal(one["standing"]["target_level"]),
        )
        for one in answer["results"]
    ] == [
        (standing.indicator.code, standing.status, standing.total.value, standing.target_level)
        for standing in standings_of(programme)
    ]


def test_an_entry_with_its_moves(api, observer):
    entry = api(observer).get(HOME + "indicators/1.26/entries/2010/").json()
    recorded_at, submitted_at = entry.pop("recorded_at"), entry.pop("submitted_at")
    at = [move.pop("at") for move in entry["moves"]]
    (checked_at,) = (check.pop("at") for check in entry["verifications"])
    assert recorded_at and submitted_at and checked_at and len(at) == 2
    assert entry == {
        "indicator": "1.26",
        "outcome": 1,
        "period": "2010",
        "series": 1,
        "state": "verified",
        "revision": 3,
        "measured_on": "2010-12-31",
        "value": "108711",
        "numerator": None,
        "denominator": None,
        "step": None,
        "parts": {},
        "total_only_reason": "",
        "narrative": entry["narrative"],
        "absence": "",
        "absence_reason": "",
        "source": entry["source"],
        "recorded_by": None,
        "submitted_by": None,
        "is_late": False,
        "doubts": [],
        "explanation": "",
        "evidence": [],
        "verifications": [{"grade": "source_checked", "checked": "", "checked_against": entry["source"], "by": None}],
        "moves": [
            {"from_state": "draft", "to_state": "submitted", "by": None, "reason": entry["source"]},
            {"from_state": "submitted", "to_state": "verified", "by": None, "reason": entry["source"]},
        ],
    }


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("indicators/?outcome=3", [f"3.{place}" for place in range(1, 8)]),
        ("indicators/?measure=percentage", ["2.5", "2.9", "3.3", "4.1"]),
        ("indicators/?outcome=3&measure=percentage", ["3.3"]),
        ("indicators/?outcome=9", []),
    ],
)
def test_indicators_by_outcome_and_measure(query, codes, api, observer):
    assert [one["code"] for one in api(observer).get(HOME + query).json()["results"]] == codes


def test_what_is_expected(api, observer, outcome_manager):
    """39 indicators were reported on in 2010; of the 17 others outcome 1 has 9."""
    answer = api(observer).get(HOME + "reports/?period=2010&state=due&outcome=1").json()
    assert {row["state"] for row in answer["results"]} == {"due"}
    assert answer["results"][0] == {
        "indicator": answer["results"][0]["indicator"],
        "outcome": 1,
        "period": "2010",
        "state": "due",
        "due_on": None,
        "is_late": False,
        "is_draft": False,
        "reporters": ["Outcome manager"],
    }
    counts = {
        state: api(observer).get(HOME + f"reports/?period=2010&state={state}").json()["count"]
        for state in ("verified", "submitted", "due", "overdue")
    }
    assert counts == {"verified": 39, "submitted": 0, "due": 17, "overdue": 0}
    assert api(observer).get(HOME + "reports/?state=due&state=verified&period=2010").json()["count"] == 56


@pytest.mark.parametrize(
    ("query", "field"), [("period=1999", "period"), ("state=late", "state"), ("outcome=-1", "outcome")]
)
def test_what_is_expected_where_nothing_can_be(query, field, api, observer):
    answer = api(observer).get(HOME + f"reports/?{query}")
    assert (answer.status_code, set(answer.json())) == (400, {field})


def test_entries_by_outcome_period_state_and_indicator(api, observer, programme):
    indicator = IndicatorFactory(outcome=programme.outcomes.get(number=3), code="3.99")
    for year, state in ((2009, EntryState.DRAFT), (2010, EntryState.SUBMITTED)):
        ProgressEntryFactory(indicator=indicator, period=programme.periods.get(label=str(year)), state=state)

    def found(**query):
        answer = api(observer).get(HOME + "entries/", query).json()
        return {(entry["indicator"], entry["period"]) for entry in answer["results"]}

    assert found(state="submitted") == {("3.99", "2010")}
    assert found(state=["submitted", "draft"]) == {("3.99", "2010"), ("3.99", "2009")}
    assert found(period="2009") == {("3.99", "2009")}
    assert found(indicator="3.99") == {("3.99", "2010"), ("3.99", "2009")}
    assert found(outcome=3, state="draft") == {("3.99", "2009")}
    assert len(found()) == 41


@pytest.mark.parametrize(
    ("query", "problems"),
    [
        ("entries/?state=lost", {"state": "Select a valid choice. lost is not one of the available choices."}),
        ("indicators/?outcome=one", {"outcome": "Enter a number."}),
    ],
)
def test_a_filter_that_means_nothing_is_refused(query, problems, api, observer):
    answer = api(observer).get(HOME + query)
    assert (answer.status_code, answer.json()) == (400, problems)


def test_programmes_by_country_and_year(api, observer):
    def count(query):
        return api(observer).get(f"/api/v1/programmes/?{query}").json()["count"]

    assert [count("country=khm"), count("country=LAO"), count("year=2009"), count("year=2011")] == [1, 0, 1, 0]


def test_outcomes_by_priority(api, observer):
    answer = api(observer).get(HOME + "outcomes/?priority=A").json()
    assert [outcome["number"] for outcome in answer["results"]] == [1]


def test_reviews(api, observer):
    answer = api(observer).get(HOME + "reviews/").json()
    assert [(one["slug"], one["state"]) for one in answer["results"]] == [("2010", "consolidation"), ("2007", "final")]
    assert [one["slug"] for one in api(observer).get(HOME + "reviews/?state=final").json()["results"]] == ["2007"]


def test_the_overview_of_a_review(api, observer, review):
    shown = api(observer).get(HOME + "reviews/2010/").json()
    overview = overview_of(review)
    assert shown["scale"]["6"] == "Very satisfactory"
    assert shown["criteria"]["reviews"] == ["2010", "2007"]
    assert shown["criteria"]["averages"][0] == {
        "average": "3.8",
        "final": 4,
        "label": "Moderately satisfactory",
        "unscored": [],
    }
    assert [(row["number"], row["score"], row["scores"]) for row in shown["criteria"]["rows"]] == [
        (row.score.criterion.number, row.score.score, list(row.scores)) for row in overview.criteria.rows
    ]
    assert [
        (profile["code"], profile["total"], profile["average"] and Decimal(profile["average"]), profile["label"])
        for profile in shown["profiles"]
    ] == [
        (profile.outcome.code, profile.score.total, profile.score.average, profile.score.label)
        for profile in overview.profiles
    ]
    assert {name: Decimal(mean) for name, mean in shown["split"].items()} == {
        "ilo": overview.split.ilo,
        "external": overview.split.external,
        "mixed": overview.split.mixed,
        "overall": overview.split.overall,
    }
    assert shown["findings"]["total"] == {
        "exceeded": overview.findings.total.exceeded,
        "achieved": overview.findings.total.achieved,
        "partially_achieved": overview.findings.total.partially_achieved,
        "not_achieved": overview.findings.total.not_achieved,
        "not_assessed": overview.findings.total.not_assessed,
        "achieved_or_exceeded": overview.findings.total.achieved_or_exceeded,
        "total": overview.findings.total.total,
    }
    assert [row["outcome"] for row in shown["findings"]["rows"]] == [1, 2, 3, 4]
    assert shown["findings"]["percent"]["achieved"] == overview.findings.total.percent("achieved")
    assert (Decimal(shown["budget"]["total"]), Decimal(shown["budget"]["predefined"])) == (
        overview.budget.total,
        overview.budget.predefined,
    )
    assert [[Decimal(amount) for amount in row["amounts"]] for row in shown["budget"]["rows"]] == [
        list(row.amounts) for row in overview.budget.rows
    ]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("page", ["/api/v1/programmes/", *LISTS])
def test_cost_of_a_list_does_not_grow(page, rows, api, django_assert_max_num_queries, observer):
    """At most 14 queries, token and count included, whatever the number of rows."""
    person = ProgrammeMembershipFactory().user
    programme = person.memberships.get().programme
    for place in range(rows):
        indicator = IndicatorFactory(outcome=DwcpOutcomeFactory(programme=programme))
        TargetFactory(indicator=indicator)
        period = ReportingPeriodFactory(programme=programme, label=f"p{place}")
        ProgressEntryFactory(indicator=indicator, period=period)
        ReviewFactory(programme=programme)
        EventFactory(programme=programme)
        if not page.startswith("outcomes"):
            ProgrammeMembershipFactory(user=person)
    address = page if page.startswith("/") else f"/api/v1/programmes/{programme.code}/{page}"
    client = api(person)
    with django_assert_max_num_queries(14) as few:
        answer = client.get(address)
    assert answer.status_code == 200
    # A report is expected of each indicator in each period.
    shown = {"/api/v1/programmes/": rows + 1, "reports/": rows * rows}
    assert len(answer.json()["results"]) == shown.get(page, rows)
    COSTS.setdefault(page, len(few))
    assert len(few) == COSTS[page]


COSTS: dict[str, int] = {}


@pytest.mark.parametrize("page", ["indicators/1.26/", "indicators/1.26/entries/2010/", "reviews/2010/", "indicators/"])
def test_cost_with_the_real_programme(page, api, observer, django_assert_max_num_queries):
    client = api(observer)
    with django_assert_max_num_queries(14):
        assert client.get(HOME + page).status_code == 200


def test_json_only(api, observer):
    assert api(observer).get(HOME, HTTP_ACCEPT="text/html").status_code == 406
    assert api(observer).get(HOME)["Content-Type"] == "application/json"
