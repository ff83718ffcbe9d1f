"""What figures suggest that a review finds on an indicator: a table of cases, and what always holds."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.facts import IndicatorFact
from reviews.findings import FINDINGS
from reviews.suggesting import PARTIALLY_FROM, SUGGESTED_REASONS, basis_in_words, suggestion_for
from reviews.words import SUGGESTED, suggested_because

STATUSES = ("exceeded", "achieved", "on_track", "at_risk", "off_track", "in_words", "no_recent", "no_data")


def fact(status="no_data", *, share=None, value=None, words="", waiting=0):
    return IndicatorFact(
        code="1.1",
        statement="Number of people trained",
        outcome=1,
        unit="people",
        baseline=None,
        target=Decimal(10),
        target_text="10",
        value=None if value is None else Decimal(value),
        shown="",
        words=words,
        measured_on=None if value is None else date(2010, 12, 31),
        status=status,
        share=None if share is None else Decimal(share),
        waiting=waiting,
    )


CASES = [
    # status, what is known, finding, basis, reason
    ("exceeded", {"value": 12, "share": "1.2"}, "exceeded", "measured", "target_passed"),
    ("achieved", {"value": 10, "share": "1"}, "achieved", "measured", "target_reached"),
    ("achieved", {"words": "It was adopted."}, "achieved", "likely", "judged_by_a_person"),
    ("exceeded", {}, "exceeded", "likely", "judged_by_a_person"),
    ("at_risk", {"value": 5, "share": "0.5"}, "partially_achieved", "measured", "most_of_the_way"),
    ("off_track", {"value": 4, "share": "0.49"}, "not_achieved", "measured", "little_of_the_way"),
    ("off_track", {"value": 0, "share": "0"}, "not_achieved", "measured", "little_of_the_way"),
    ("off_track", {"value": -1, "share": "-0.1"}, "not_achieved", "measured", "little_of_the_way"),
    # On track half-way through a programme is not complete.
    ("on_track", {"value": 6, "share": "0.6"}, "partially_achieved", "measured", "most_of_the_way"),
    # A person judged lower what the figure says.
    ("at_risk", {"value": 11, "share": "1.1"}, "partially_achieved", "measured", "most_of_the_way"),
    # To be kept within a band: no share.
    ("on_track", {"value": 3}, "partially_achieved", "measured", "on_its_way"),
    ("off_track", {"value": 3}, "not_achieved", "measured", "off_its_way"),
    ("on_track", {}, "partially_achieved", "likely", "on_its_way"),
    ("no_recent", {"value": 10, "share": "1"}, "not_assessed", "", "too_old"),
    ("in_words", {"words": "Well received."}, "not_assessed", "", "told_in_words"),
    ("no_data", {"words": "Well received."}, "not_assessed", "", "told_in_words"),
    ("no_data", {"words": "Well received.", "waiting": 1}, "not_assessed", "self_reported", "waits_for_verification"),
    ("no_data", {"value": 4}, "not_assessed", "measured", "no_target"),
    ("no_data", {}, "not_assessed", "", "no_figure"),
]


@pytest.mark.parametrize(("status", "known", "finding", "basis", "reason"), CASES)
def test_figures_suggest_a_finding(status, known, finding, basis, reason):
    suggested = suggestion_for(fact(status, **known))
    assert (suggested.finding, suggested.basis, suggested.reason) == (finding, basis, reason)


def test_the_threshold_can_be_another():
    known = fact("off_track", value=4, share="0.4")
    assert [suggestion_for(known, partially_from=Decimal(at)).finding for at in ("0.4", "0.41")] == [
        "partially_achieved",
        "not_achieved",
    ]


def test_every_reason_has_its_words():
    assert SUGGESTED.keys() == set(SUGGESTED_REASONS)
    far = suggestion_for(fact("off_track", value=2, share="0.2"))
    assert suggested_because(far) == ("The verified figure went 20% of the way to the target, less than half of it.")


shares = st.none() | st.decimals(-1, 3, places=3)
facts = st.builds(
    fact,
    st.sampled_from(STATUSES),
    share=shares,
    value=shares,
    words=st.sampled_from(["", "x"]),
    waiting=st.integers(0, 2),
)


@given(facts)
def test_it_is_always_one_of_the_five_and_says_why(known):
    suggested = suggestion_for(known)
    assert suggested.finding in FINDINGS
    assert suggested.reason in SUGGESTED
    # Nothing is said to be measured that has no figure.
    assert suggested.basis != "measured" or known.value is not None


@given(st.decimals(-1, 3, places=3), st.decimals(-1, 3, places=3))
def test_a_figure_that_went_further_never_suggests_less(one, other):
    order = ("not_achieved", "partially_achieved")
    low, high = sorted((one, other))
    found = [suggestion_for(fact("at_risk", value=1, share=share)).finding for share in (low, high)]
    assert order.index(found[0]) <= order.index(found[1])
    assert (found[1] == "partially_achieved") == (high >= PARTIALLY_FROM)


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("stated: the report was completed", "stated"),
        ("stated in Annex IV: achieved", "stated"),
        ("stated: targets met; exceeded inferred from 108,711 against 100,000", ""),
        ("inferred: 15 against 5", ""),
        ('inferred: "likely" achieved without reliable data', "likely"),
        ('inferred: "likely" achieved', ""),
        ("", ""),
    ],
)
def test_the_words_of_the_published_review_say_what_a_finding_rests_on(text, basis):
    assert basis_in_words(text) == basis
