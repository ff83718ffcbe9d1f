"""The checklist on its pages: the whole programme, one indicator, a statement as it is written, and in the API."""

import re

import pytest
from django.urls import reverse

from indicators.choices import BaselineKind
from indicators.evaluability import Tally
from indicators.models import Indicator, ProgressEntry
from tests.factories import CategoryFactory, IndicatorFactory, TargetFactory

pytestmark = pytest.mark.django_db

PROGRAMME = {"programme": "KHM-DWCP-2008-2010"}
LIST = reverse("indicators:evaluability", kwargs=PROGRAMME)
CHECK = reverse("indicators:check-statement", kwargs=PROGRAMME)
HTMX = {"HX-Request": "true"}


def shown(response):
    """The codes of the indicators on the page."""
    return [one.indicator.code for outcome in response.context["checked"].outcomes for one in outcome.shown]


def text_of(response):
    """What a person reads, without the marks between."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_whole_programme_with_its_totals(sign_in, observer):
    """The same counts as docs/decisions/0008."""
    response = sign_in(observer).get(LIST)
    checked = response.context["checked"]
    assert len(shown(response)) == 56
    assert (checked.agreement.agree, checked.agreement.differ, checked.agreement.unclear) == (54, 2, 0)
    assert {noted.value: numbers for noted, numbers in checked.agreement.table} == {
        "activity": (7, 0, 0, 0),
        "output": (0, 20, 1, 0),
        "outcome": (0, 1, 27, 0),
    }
    assert checked.score == Tally(
        met=sum(outcome.score.met for outcome in checked.outcomes),
        asked=sum(one.assessment.score.asked for one in checked.indicators),
    )
    assert [outcome.measuring_change for outcome in checked.outcomes] == [10, 9, 5, 4]
    page = text_of(response)
    for words in (
        "Indicators that read as the level noted 54 of 56",
        "Indicators whose level differs 2",
        "10 of 28 indicators measure a change.",
        "Output 0 20 1 0",
        "Joins two changes with “and”: “adopt and implement”",
    ):
        assert words in page


def test_only_those_that_differ(sign_in, observer):
    response = sign_in(observer).get(LIST, {"differing": "on"})
    assert shown(response) == ["2.9", "4.7"]
    page = text_of(response)
    assert "2 of 56 indicators shown." in page
    assert "No indicator of this outcome fits the choice above." in page
    # The totals stay those of all.
    assert "Indicators that read as the level noted 54 of 56" in page


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"remark": "not_measurable"}, ["1.15", "2.3", "2.7", "4.9"]),
        ({"remark": "joins_changes", "differing": "on"}, ["4.7"]),
    ],
)
def test_the_list_is_narrowed_by_a_remark(sign_in, observer, query, codes):
    assert shown(sign_in(observer).get(LIST, query)) == codes


def test_an_unknown_remark_narrows_nothing(sign_in, observer):
    response = sign_in(observer).get(LIST, {"remark": "made-up"})
    assert (response.status_code, len(shown(response))) == (200, 56)


def keep(programme, number):
    """Leaves this many indicators."""
    kept = list(Indicator.objects.in_programme(programme)[:number])
    programme.reviews.all().delete()
    others = Indicator.objects.filter(outcome__programme=programme).exclude(pk__in=[one.pk for one in kept])
    ProgressEntry.objects.filter(indicator__in=others).delete()
    others.delete()


@pytest.mark.parametrize("rows", [1, 3, 56])
def test_the_list_costs_the_same_whatever_its_length(sign_in, observer, programme, rows, django_assert_num_queries):
    keep(programme, rows)
    client = sign_in(observer)
    with django_assert_num_queries(6):
        response = client.get(LIST)
    assert len(shown(response)) == rows


def test_a_programme_without_indicators_says_so(sign_in, observer, programme):
    keep(programme, 0)
    page = text_of(sign_in(observer).get(LIST))
    assert "No indicator yet." in page
    assert "Indicators that read as" not in page


def test_facts_of_the_reference_sheet_are_read(sign_in, observer, programme):
    """What an officer adds takes its remark away; an outcome without an indicator of change is told so."""
    keep(programme, 0)
    indicator = IndicatorFactory(outcome=programme.outcomes.first(), code="1.1", statement="Number of people trained")

    def codes():
        (found,) = sign_in(observer).get(LIST).context["checked"].indicators
        return set(found.assessment.codes)

    wording = {"level_differs", "verb_of_doing"}
    missing = {"baseline", "target", "date", "means_of_verification", "owner", "frequency", "split"}
    assert codes() == wording | {f"no_{fact}" for fact in missing}
    assert "Add one, or nobody can tell whether the outcome was reached." in text_of(sign_in(observer).get(LIST))
    indicator.baseline_kind, indicator.baseline_value = BaselineKind.ZERO, 0
    indicator.means_of_verification, indicator.responsible, indicator.frequency = "Register", "The centre", "Yearly"
    indicator.save()
    TargetFactory(indicator=indicator, due_text="2012")
    sex = CategoryFactory().dimension
    split = indicator.disaggregations.create(dimension=sex)
    assert codes() == wording
    split.last_series = 1
    split.save()
    assert codes() == wording | {"no_split"}


def test_an_indicator_shows_the_remarks_on_it(sign_in, observer):
    page = text_of(sign_in(observer).get(reverse("indicators:indicator", kwargs=PROGRAMME | {"indicator": "1.4"})))
    assert "Evaluability Reads as: Activity as noted" in page
    assert "6 of 12 questions of the checklist are met." in page
    assert "Says what is done: “provided” It says what somebody does" in page


def test_a_statement_is_checked_without_a_script(sign_in, observer):
    client = sign_in(observer)
    empty = text_of(client.get(CHECK))
    assert "Remarks appear here as soon as there is a statement." in empty
    response = client.get(CHECK, {"statement": "Workshops for unions held", "level": "outcome", "unit": ""})
    assert response.context["assessment"].codes == (
        "level_differs",
        "verb_of_doing",
        "counts_events",
        "no_direction",
        "not_measurable",
    )
    assert "Workshops for unions held</textarea>" in response.content.decode()
    assert "5 remarks. 4 of 9 questions are met." in text_of(response)


def test_while_a_statement_is_written_only_the_remarks_come(sign_in, observer):
    response = sign_in(observer).get(
        CHECK, {"statement": "Incomes of women increased", "level": "outcome"}, headers=HTMX
    )
    page = response.content.decode()
    assert "<h1" not in page
    assert "HX-Request" in response["Vary"]
    assert "data-announce" in page
    assert "0 remarks. 8 of 8 questions are met. Reads as: Outcome as noted" in text_of(response)


def test_only_what_a_form_asks_for_is_judged(sign_in, observer):
    """The form of an indicator sends its facts, too; a form without them is not told that they are missing."""
    sent = {
        "statement": "Incomes of women increased",
        "level": "outcome",
        "unit": "USD a month",
        "baseline_kind": "not_available",
        "baseline_due_on": "",
        "target_value": "",
        "target_text": "",
        "target_due_on": "",
        "means_of_verification": "",
        "responsible": "",
        "frequency": "",
    }
    client = sign_in(observer)

    def codes(**typed):
        return set(client.post(CHECK, sent | typed, headers=HTMX).context["assessment"].codes)

    missing = {"baseline", "target", "date", "means_of_verification", "owner", "frequency"}
    assert codes() == {f"no_{fact}" for fact in missing}
    typed = {
        "baseline_due_on": "2012-01-01",
        "target_text": "A tenth more",
        "target_due_on": "2012-12-31",
        "means_of_verification": "Survey",
        "responsible": "The institute",
        "frequency": "Yearly",
    }
    assert codes(**typed) == set()


def test_the_title_of_an_outcome_is_checked_as_one(sign_in, observer):
    response = sign_in(observer).get(CHECK, {"title": "Provide training to unions"}, headers=HTMX)
    assert set(response.context["assessment"].codes) == {
        "level_differs",
        "verb_of_doing",
        "counts_events",
        "no_direction",
    }


@pytest.mark.parametrize("sent", [{"statement": "x", "level": "made-up", "measure": "made-up"}, {"statement": " "}])
def test_whatever_is_sent_is_answered(sign_in, observer, sent):
    assert sign_in(observer).get(CHECK, sent, headers=HTMX).status_code == 200


@pytest.mark.parametrize("form", ["add-outcome", "add-indicator"])
def test_forms_show_remarks_while_one_writes(sign_in, officer, form):
    namespace = "indicators" if form == "add-indicator" else "outcomes"
    page = sign_in(officer).get(reverse(f"{namespace}:{form}", kwargs=PROGRAMME)).content.decode()
    assert f'hx-post="{CHECK}"' in page
    assert f'href="{CHECK}"' in page


def test_the_api_says_the_same(client, sign_in, observer):
    address = reverse("api:indicator-list", kwargs=PROGRAMME)
    listed = {one["code"]: one for one in sign_in(observer).get(address, {"page_size": 100}).json()["results"]}
    one = client.get(reverse("api:indicator-detail", kwargs=PROGRAMME | {"indicator": "4.7"})).json()
    assert (one["level"], one["level_as_stated"]) == ("output", "outcome")
    assert one["evaluability"] == {
        "met": 4,
        "asked": 12,
        "remarks": [
            "level_differs",
            "verb_of_doing",
            "contains_target",
            "joins_changes",
            "no_baseline",
            "no_means_of_verification",
            "no_owner",
            "no_frequency",
        ],
    }
    assert listed["4.7"]["evaluability"] == one["evaluability"]
