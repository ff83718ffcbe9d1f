"""What the consistency check asks about: tables of cases, and what always holds."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.checking import (
    AMOUNTS,
    AVERAGES,
    SHARES,
    Evidence,
    KnownFigure,
    Mismatch,
    Result,
    counted,
    disagreement,
    evidence_of,
    finding_doubts,
    is_addressed_to_nobody,
    mismatch,
)
from reviews.findings import FINDINGS
from reviews.suggesting import Suggestion

SIX = {"lowest": 1, "highest": 6}


def test_evidence_counts_what_could_be_assessed():
    results = [
        Result("achieved"),
        Result("exceeded", Decimal("1.5")),
        Result("achieved", Decimal("0.4")),  # found achieved, and its figure says otherwise
        Result("partially_achieved", Decimal("0.5")),
        Result("partially_achieved", Decimal("0.49")),
        Result("not_achieved"),
        Result("not_assessed", Decimal("0.1")),
    ]
    assert evidence_of(results) == Evidence(assessed=6, weak=3, strong=2)


@pytest.mark.parametrize(
    ("score", "evidence", "scale", "found"),
    [
        (5, Evidence(3, 2, 1), SIX, "too_high"),
        (6, Evidence(3, 2, 1), SIX, "too_high"),
        (4, Evidence(3, 3, 0), SIX, None),
        (5, Evidence(4, 2, 2), SIX, None),  # half is not most
        (2, Evidence(3, 1, 2), SIX, "too_low"),
        (1, Evidence(1, 0, 1), SIX, "too_low"),
        (3, Evidence(3, 0, 3), SIX, None),
        (2, Evidence(4, 2, 2), SIX, None),
        (6, Evidence(0, 0, 0), SIX, None),
        (None, Evidence(3, 3, 0), SIX, None),
        (Decimal("5.2"), Evidence(3, 2, 1), SIX, "too_high"),
        # On four steps only the ends are high and low.
        (4, Evidence(3, 2, 1), {"lowest": 1, "highest": 4}, "too_high"),
        (3, Evidence(3, 3, 0), {"lowest": 1, "highest": 4}, None),
        (1, Evidence(3, 1, 2), {"lowest": 1, "highest": 4}, "too_low"),
        (1, Evidence(3, 3, 0), {"lowest": 1, "highest": 1}, None),
    ],
)
def test_a_score_is_held_against_the_figures_beneath_it(score, evidence, scale, found):
    assert disagreement(score, **scale, evidence=evidence) == found


results = st.lists(st.builds(Result, st.sampled_from(FINDINGS), st.none() | st.decimals(0, 2, places=2)))


@given(st.integers(1, 6), results)
def test_a_score_in_the_middle_is_never_asked_about(score, found):
    evidence = evidence_of(found)
    assert evidence.weak + evidence.strong <= evidence.assessed
    answer = disagreement(score, **SIX, evidence=evidence)
    assert answer is None or score in (1, 2, 5, 6)
    # What would be too high at the top is not too low at the bottom.
    assert not (
        disagreement(6, **SIX, evidence=evidence) == "too_high"
        and disagreement(1, **SIX, evidence=evidence) == "too_low"
    )


def suggests(finding, reason="little_of_the_way"):
    return Suggestion(finding, "measured", reason)


@pytest.mark.parametrize(
    ("finding", "basis", "words", "suggestion", "doubts"),
    [
        ("achieved", "measured", "", suggests("achieved", "target_reached"), ()),
        ("achieved", "measured", "It is.", suggests("not_achieved"), ("contradicts",)),
        ("not_achieved", "measured", "It is.", suggests("exceeded", "target_passed"), ("contradicts",)),
        ("achieved", "measured", "It is.", suggests("exceeded", "target_passed"), ()),
        ("achieved", "measured", " ", suggests("exceeded", "target_passed"), ("differs_without_words",)),
        ("achieved", "", "", suggests("exceeded", "target_passed"), ("differs_without_words", "rests_on_nothing")),
        # Where only words tell, a person judges, and nothing differs.
        ("achieved", "stated", "", suggests("not_assessed", "told_in_words"), ()),
        ("achieved", "stated", "", suggests("not_assessed", "no_figure"), ("differs_without_words",)),
        ("not_assessed", "", "", None, ()),
        ("achieved", "", "", None, ("rests_on_nothing",)),
    ],
)
def test_findings_are_held_against_the_figures(finding, basis, words, suggestion, doubts):
    assert finding_doubts(finding, basis=basis, words=words, suggestion=suggestion) == doubts


@pytest.mark.parametrize(
    ("addressed_to", "nobody"),
    [("", True), ("  ", True), ("ILO (implied)", True), ("ILO (Implied) ", True), ("ILO", False), ("implied", False)],
)
def test_a_recommendation_names_somebody(addressed_to, nobody):
    assert is_addressed_to_nobody(addressed_to) is nobody


def known(name, value, printed=None):
    return KnownFigure(name, name, printed or str(value), Decimal(str(value)))


AVERAGE, CONTROL = known("criteria.average", "3.8"), known("control.ilo", "4.3")
BUDGET, REGULAR = known("budget.total", 13213475), known("budget.RB", 135727)
SHARE, OUTCOMES = known("findings.achieved.percent", 67, "67%"), known("outcomes.count", 14)
TOPICS = (
    (AVERAGES, (AVERAGE, CONTROL)),
    (AMOUNTS, (BUDGET, REGULAR)),
    (SHARES, (SHARE,)),
    (counted("outcomes"), (OUTCOMES,)),
)


@pytest.mark.parametrize(
    ("typed", "sentence", "found"),
    [
        ("3.8", "The average of 3.8 is moderate.", (True, None)),
        ("3.9", "The average of 3.9 is moderate.", (True, Mismatch("3.9", AVERAGE))),
        ("4.4", "An average score of the criteria within its control of 4.4.", (True, Mismatch("4.4", CONTROL))),
        ("3.9", "Version 3.9 was used.", (False, None)),
        ("13", "The average of 13.5 is no 13.", (False, None)),
        ("142,727", "Regular budget money came to US$142,727.", (True, Mismatch("142,727", REGULAR))),
        ("135,727", "Regular budget money came to US$135,727.", (True, None)),
        ("200,000", "Around US$200,000 came from the World Bank.", (False, None)),
        ("67 per cent", "67 per cent of the indicators were achieved.", (True, None)),
        ("66 per cent", "66 per cent of the indicators were achieved.", (True, Mismatch("66 per cent", SHARE))),
        ("80 per cent", "80 per cent of them are women.", (False, None)),
        ("14", "It rated 14 outcomes.", (True, None)),
        ("13", "It rated 13 country programme outcomes.", (True, Mismatch("13", OUTCOMES))),
        ("13", "It met 13 people about its outcomes.", (False, None)),
    ],
)
def test_typed_figures_are_held_against_those_of_their_topic(typed, sentence, found):
    value = Decimal(typed.replace(",", "").removesuffix(" per cent"))
    assert mismatch(typed, value, sentence, TOPICS) == found


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_a_figure_of_the_tables_is_never_pointed_out(one, other):
    topics = ((AMOUNTS, (known("a", one), known("b", other))), (counted("outcomes"), (known("a", one),)))
    for sentence in (f"It cost US${one}.", f"It had {one} outcomes.", f"It had {one} of something."):
        assert mismatch(str(one), Decimal(one), sentence, topics)[1] is None
