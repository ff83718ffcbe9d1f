"""Remarks on statements: tables of statements with all their remarks, and the 56 real indicators."""

import csv
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.evaluability import (
    ABOUT_WORDS,
    CRITERIA,
    OUTCOME_CRITERIA,
    Sheet,
    Tally,
    assess,
    assess_outcome,
    level_of_statement,
    tally,
)
from tests.conftest import FOLDER

# Everything that a reference sheet can state.
FACTS = {
    "has_baseline": True,
    "has_target": True,
    "has_date": True,
    "has_means_of_verification": True,
    "has_owner": True,
    "has_frequency": True,
    "has_split": True,
}


def full(statement, **changes):
    """A sheet with every fact, noted as an outcome."""
    return Sheet(**{"statement": statement, "level": "outcome", "unit": "cases"} | FACTS | changes)


WORDING = {
    "Increased use of labour inspection reports by provincial courts": set(),
    "Number of enterprises that comply with the labour law": set(),
    "Conduct workshops for trade unions": {"level_differs", "verb_of_doing", "counts_events", "no_direction"},
    "Organise training for labour inspectors": {"level_differs", "verb_of_doing", "counts_events", "no_direction"},
    "Support employers in reporting": {"level_differs", "verb_of_doing", "no_direction"},
    "Workshops for workers conducted": {"level_differs", "verb_of_doing", "counts_events", "no_direction"},
    "Technical assistance provided to the ministry": {"level_differs", "verb_of_doing", "no_direction"},
    "Technical assistance to review the minimum wage": {"level_differs", "verb_of_doing", "no_actor", "no_direction"},
    "Guideline for employers developed": {"level_differs", "verb_of_doing", "no_direction"},
    "Number of participants in seminars": {"level_differs", "counts_events"},
    "Increased number of workers who attended trainings": {"level_differs", "counts_events"},
    "Working conditions of women improved through better inspection": {"carries_means"},
    "Employers reduce accidents by training foremen": {"carries_means"},
    "Women start their own business with ILO support": {"carries_means"},
    "Report of the ministry adopted by 2010": {"contains_target"},
    "Reduced child labour among 500 households": {"contains_target"},
    "Increased coverage of women in three provinces": {"contains_target"},
    "Wages of women increased by 20 per cent by the end of 2012": {"contains_target"},
    "Number of States that ratify Convention No. 189": {"no_actor"},
    "Prakas #086 applied by enterprises": set(),
    "Increased employment of youth aged 15 to 24": set(),
    "Reporting on C122 by the government improved": set(),
    "National plan of the government adopted and implemented": {"joins_changes"},
    "Wages of workers increased and accidents reduced": {"joins_changes"},
    "Unions and employers adopt agreements": set(),
    "Improved laws": {"no_actor"},
    "A social protection strategy": {"no_actor", "no_direction"},
    "A paper for the government": {"level_differs", "no_direction"},
    "The Arbitration Council": {"no_direction"},
}


@pytest.mark.parametrize(("statement", "codes"), WORDING.items(), ids=WORDING.keys())
def test_remarks_on_the_wording(statement, codes):
    assert set(assess(full(statement)).codes) == codes


MISSING = {
    "nothing missing": ({}, set()),
    "no baseline": ({"has_baseline": False}, {"no_baseline"}),
    "no target": ({"has_target": False}, {"no_target"}),
    "no date": ({"has_date": False}, {"no_date"}),
    "no means of verification": ({"has_means_of_verification": False}, {"no_means_of_verification"}),
    "no owner": ({"has_owner": False}, {"no_owner"}),
    "no frequency": ({"has_frequency": False}, {"no_frequency"}),
    "no unit": ({"unit": " "}, {"not_measurable"}),
    "a percentage of nothing": ({"measure": "percentage", "unit": ""}, {"not_measurable"}),
    "a percentage with part and whole": ({"measure": "percentage", "unit": "", "has_parts": True}, set()),
    "money has its currency": ({"measure": "money", "unit": ""}, set()),
    "done or not done": ({"measure": "yes_no", "unit": ""}, set()),
    "steps of a scale": ({"measure": "scale", "unit": ""}, set()),
    "told in words": ({"measure": "narrative"}, {"not_measurable"}),
    "people without a split": ({"unit": "workers", "has_split": False}, {"no_split"}),
    "people with a split": ({"unit": "workers"}, set()),
    "women and men without a split": ({"unit": "women and men", "has_split": False}, {"no_split"}),
    "women only have no split": ({"unit": "women workers", "has_split": False}, set()),
    "only women are counted": ({"unit": "workers", "population": "women only", "has_split": False}, set()),
    "no people": ({"unit": "km of roads", "has_split": False}, set()),
    "people in per cent": ({"measure": "percentage", "unit": "% of workers", "has_split": False}, set()),
    "people by the statement": (
        {"statement": "Number of workers covered by inspection", "unit": "", "has_split": False},
        {"not_measurable", "no_split"},
    ),
}


@pytest.mark.parametrize(("changes", "codes"), MISSING.values(), ids=MISSING.keys())
def test_remarks_on_the_reference_sheet(changes, codes):
    sheet = full("Number of enterprises that comply with the labour law")
    assert set(assess(replace(sheet, **changes)).codes) == codes


def test_what_is_noted_as_an_output_is_not_asked_what_changes():
    assert set(assess(full("Study on wages published", level="output")).codes) == set()
    assert set(assess(full("Study on wages published")).codes) == {"level_differs", "no_actor", "no_direction"}
    assert set(assess(full("Study on wages published", level="")).codes) == {"no_actor", "no_direction"}


def test_a_remark_shows_the_words_that_caused_it():
    found = assess(full("Wages of workers increased and accidents reduced through two workshops by mid 2010"))
    assert {remark.code: remark.piece for remark in found.remarks} == {
        "carries_means": "through two workshops",
        "contains_target": "by mid 2010",
        "joins_changes": "increased … reduced",
    }


def test_another_script_is_left_unjudged():
    found = assess(full("ចំនួនកម្មករដែលបានទទួលការបណ្តុះបណ្តាល", has_owner=False))
    assert (found.codes, found.reads_words, found.reading.level) == (("no_owner",), False, None)
    assert found.score == Tally(met=6, asked=7)


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Increased social protection coverage to men and women workers in formal and informal sectors", set()),
        (
            "Improved respect for the rule of law, more effective labour laws, and labour market institutions and "
            "practices that comply with international labour standards",
            {"joins_changes"},
        ),
        ("Provide training to unions", {"level_differs", "verb_of_doing", "counts_events", "no_direction"}),
        ("", set()),
    ],
)
def test_titles_of_outcomes_are_checked_too(title, codes):
    assert set(assess_outcome(title).codes) == codes


def test_scores_add_up_over_the_same_checklist():
    good, bad = full("Employers comply with the labour law"), Sheet("Workshops held", level="outcome")
    assert (assess(good).score, assess(bad).score) == (Tally(15, 15), Tally(3, 15))
    assert tally([assess(good), assess(bad)]) == Tally(18, 30)
    assert (Tally(18, 30).percent, Tally(1, 8).percent, Tally(0, 0).percent) == (60, 13, None)


def test_every_criterion_explains_itself():
    assert len({one.code for one in CRITERIA}) == len(CRITERIA) == 16
    assert set(OUTCOME_CRITERIA) == set(ABOUT_WORDS) < set(CRITERIA)
    for one in CRITERIA:
        assert all(str(text) for text in (one.title, one.reason, one.source)), one.code


# Judged by hand before they were read by the rules: (statement, target, level).
LEVELS = [
    ("Proportion of population covered by social protection floors", "", "outcome"),
    ("Unemployment rate, by sex, age and persons with disabilities", "", "outcome"),
    ("Proportion of youth (aged 15-24 years) not in education, employment or training", "15 per cent", "outcome"),
    ("Number of labour inspectors trained on occupational safety and health", "120 inspectors", "output"),
    ("Number of workshops on gender equality organised for trade unions", "12 workshops", "activity"),
    ("Conduct a study on the informal economy", "", "activity"),
    ("Labour force survey report published", "1 report", "output"),
    ("National employment policy adopted by the Council of Ministers", "Policy adopted", "outcome"),
    ("Number of collective bargaining agreements concluded in the garment sector", "20 agreements", "outcome"),
    ("Number of policy briefs produced and disseminated", "6 briefs", "output"),
    ("Provide technical advice to the Ministry of Labour on minimum wage fixing", "", "activity"),
    ("Increased number of women in leadership positions in trade unions", "30 per cent", "outcome"),
    ("Number of member States that ratify Convention No. 189", "2", "outcome"),
    ("Tripartite meetings held on the revision of the labour code", "4 meetings", "activity"),
    ("Percentage of labour disputes settled through conciliation", "70 per cent", "outcome"),
    ("Training manual on HIV at the workplace developed", "One manual", "output"),
    ("Extent to which employers apply the code of practice on HIV", "50 enterprises", "outcome"),
    ("Number of participants in awareness-raising events", "500 participants", "activity"),
    ("Labour inspectorate strengthened", "", "outcome"),
    ("Number of jobs created for rural youth", "2,000 jobs", "outcome"),
    ("Average hourly earnings of employees", "", "outcome"),
    ("Number of children withdrawn from the worst forms of child labour", "5,000 children", "outcome"),
    ("Baseline survey on migrant workers completed", "1 survey", "output"),
    ("Frequency rates of fatal and non-fatal occupational injuries", "", "outcome"),
    ("Number of migrant resource centres established", "5 centres", "outcome"),
    ("Support to employers' organisations in preparing position papers", "", "activity"),
    ("Capacity of the statistics office improved", "30 officials", "output"),
    ("Number of workers who received vocational training", "1,000 workers", "output"),
    ("Draft labour code submitted to parliament", "", "output"),
    ("Share of enterprises complying with national labour law", "80 per cent", "outcome"),
    ("Number of media campaigns on safe migration", "3 campaigns", "activity"),
    ("Website on labour market information launched", "", "output"),
]


@pytest.mark.parametrize(("statement", "target", "level"), LEVELS, ids=[statement for statement, *_ in LEVELS])
def test_the_level_a_statement_speaks_of(statement, target, level):
    assert level_of_statement(statement, target).level == level


RULES = {
    ("Law drafted", "Law amended in one area"): ("outcome", "amended", "target", "becoming"),
    ("Skills of trainers upgraded", "20 trainers"): ("output", "20 trainers", "target", "capacity"),
    ("Skills of trainers upgraded", "20 per cent of trainers"): ("outcome", "upgraded", "statement", "direction"),
    ("Capacity of the institute strengthened", "One report"): ("output", "report", "target", "thing_output"),
    ("Guideline drafted, adopted and applied", "One guideline"): ("outcome", "adopted", "statement", "becoming"),
    ("A study on increased migration completed", ""): ("output", "completed", "statement", "made"),
    ("A policy option paper on wages", "One option"): ("output", "paper", "statement", "thing_output"),
    ("Amendments to laws", "Two amendments under discussion"): (
        "activity",
        "under discussion",
        "target",
        "under_way",
    ),
    ("Something else", "Anything"): (None, "", "", "unclear"),
    ("", ""): (None, "", "", "unclear"),
}


@pytest.mark.parametrize(("texts", "reading"), RULES.items(), ids=[statement for statement, _ in RULES])
def test_each_rule_of_the_reading(texts, reading):
    found = level_of_statement(*texts)
    assert (found.level, found.piece, found.where, found.rule) == reading
    assert str(found.reason)


def real_indicators():
    with (FOLDER / "indicators_programme.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_levels_noted_in_the_data_of_2008_2010():
    """Exactly so many: who changes a word list sees what it does. The record is docs/decisions/0008."""
    rows = real_indicators()
    read = {
        f"{row['dwcp_outcome']}.{row['seq']}": (
            row["level"],
            level_of_statement(row["statement"], row["target_text"]).level,
        )
        for row in rows
    }
    assert Counter(read.values()) == {
        ("activity", "activity"): 7,
        ("output", "output"): 20,
        ("output", "outcome"): 1,
        ("outcome", "outcome"): 27,
        ("outcome", "output"): 1,
    }
    assert {code: pair for code, pair in read.items() if len(set(pair)) > 1} == {
        "2.9": ("outcome", "output"),
        "4.7": ("output", "outcome"),
    }


def test_the_review_s_own_example_of_an_activity():
    row = next(row for row in real_indicators() if (row["dwcp_outcome"], row["seq"]) == ("1", "4"))
    found = assess(full(row["statement"], target_text=row["target_text"], unit=row["unit"]))
    assert (found.reading.level, set(found.codes)) == (
        "activity",
        {"level_differs", "verb_of_doing", "contains_target", "no_direction"},
    )


LEVEL = st.sampled_from(["", "activity", "output", "outcome"])
MEASURE = st.sampled_from(["number", "percentage", "money", "yes_no", "scale", "narrative"])
# Pieces that the rules look for, in any order.
PIECES = """number of|workers|trained|increased|and|reduced|by end 2010|workshops|held|policy|adopted|through|study|the
women|40 %|report|under discussion|capacity|skills|,|to|on|such as|integrated""".replace("\n", "|")
WORDS = st.lists(st.sampled_from(PIECES.split("|"))).map(" ".join)
TEXT = st.one_of(st.text(), WORDS)
SHEETS = st.builds(
    Sheet,
    statement=TEXT,
    level=LEVEL,
    target_text=TEXT,
    unit=TEXT,
    measure=MEASURE,
    population=TEXT,
    has_parts=st.booleans(),
    **dict.fromkeys(FACTS, st.booleans()),
)


@given(SHEETS)
def test_no_text_is_too_much(sheet):
    found = assess(sheet)
    assert 0 <= found.score.met <= found.score.asked <= 16
    assert 0 <= found.score.percent <= 100
    assert found.score.met + len(found.remarks) == found.score.asked
    assert all(isinstance(remark.piece, str) for remark in found.remarks)


@given(SHEETS, st.sampled_from(sorted(FACTS)))
def test_stating_one_more_fact_never_lowers_the_score(sheet, fact):
    poorer, richer = (assess(replace(sheet, **{fact: known})) for known in (False, True))
    assert richer.score.met * poorer.score.asked >= poorer.score.met * richer.score.asked
    assert set(richer.codes) <= set(poorer.codes)


@given(TEXT, TEXT)
def test_a_level_is_read_with_the_words_that_tell_it(statement, target):
    found = level_of_statement(statement, target)
    assert (found.level is None) == (found.rule == "unclear") == (found.piece == "")
    assert found.piece in {"statement": statement, "target": target, "": ""}[found.where] or "such as" in (
        statement + target
    )
