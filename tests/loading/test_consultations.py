"""Consultations in a broken or changed folder: every mistake by file, row and column; nothing is doubled or lost."""

import pytest

from consultations.models import Event, Feedback, Participation
from dwcp.toolkit.importing import ImportRefused
from reviews.choices import ReviewState
from reviews.programme_folder import load_programme_folder
from tests.factories import EventFactory, OrganisationFactory, ProgrammeFactory
from tests.loading.conftest import rows_of, whole_database

pytestmark = pytest.mark.django_db

EVENTS, PEOPLE, THEMES = "consultations.csv", "consultation_participants.csv", "workshop_themes.csv"
NO_TIME = "“%s” is not a time of day. Write hours and minutes, for example 13:45."
NO_ORGANISATION = "is not known here. It should be the acronym or name of an organisation in organisations.csv."
NO_PRIORITY = (
    "is not known here. It should be the number of a priority of this group in workshop_priorities.csv, "
    "or “cross-cutting”."
)


@pytest.mark.parametrize(
    ("file", "cells", "messages"),
    [
        (EVENTS, {"end": "08:00"}, ["row 2: The consultation ends before it starts."]),
        (EVENTS, {"start": "8.30"}, [f"row 2, column start: {NO_TIME % '8.30'}"]),
        (EVENTS, {"end": "24:00"}, [f"row 2, column end: {NO_TIME % '24:00'}"]),
        (EVENTS, {"date": ""}, ["row 2, column date: This field cannot be null."]),
        (
            EVENTS,
            {"date": "10/01/2011"},
            ["row 2, column date: “10/01/2011” is not a date. Write year-month-day, for example 2010-12-31."],
        ),
        (EVENTS, {"id": "C02"}, ["row 3: This row repeats row 2. Keep one of the two."]),
        (
            PEOPLE,
            {"consultation_id": "C99"},
            ["row 2, column consultation_id: “C99” is not known here. It should be the id of a consultation in "
             "consultations.csv."],
        ),
        (
            PEOPLE,
            {"consultation_id": ""},
            ["row 2, column consultation_id: This cell is empty. It needs the id of a consultation in "
             "consultations.csv."],
        ),
        (PEOPLE, {"organisation": "Atlantis"}, [f"row 2, column organisation: “Atlantis” {NO_ORGANISATION}"]),
        (PEOPLE, {"sex": "F"}, ["row 2, column sex: “F” is not one of: W, M."]),
        (
            PEOPLE,
            {"constituency": "king"},
            ["row 2, column constituency: “king” is not one of: government, employers, workers, ilo, un, donor, ngo, "
             "private, other."],
        ),
        (
            "workshop_priorities.csv",
            {"priority_no": "first"},
            ["row 2, column priority_no: “first” is not a number. Write digits, with a point for decimals."],
        ),
        (THEMES, {"priority_no": "9"}, [f"row 2, column priority_no: “9” {NO_PRIORITY}"]),
        (THEMES, {"theme": ""}, ["row 2, column theme: This field cannot be blank."]),
        (
            THEMES,
            {"group": "students"},
            [
                "row 2, column group: “students” is not one of: government, employers, workers, other, example, "
                "consensus.",
                f"row 2, column priority_no: “1” {NO_PRIORITY}",
            ],
        ),
        ("workshop_feedback.csv", {"comment": ""}, ["row 2, column comment: This field cannot be blank."]),
        ("workshop_feedback.csv", {"speaker_organisation": ""}, ["row 2, column speaker_organisation: This field "
                                                                 "cannot be blank."]),
    ],
    ids=lambda part: next(iter(part)) + "=" + next(iter(part.values())) if isinstance(part, dict) else None,
)  # fmt: skip
def test_what_is_wrong_is_said_by_row_and_column(folder, file, cells, messages):
    before = whole_database()
    folder.change(file, 2, **cells)
    with pytest.raises(ImportRefused) as refusal:
        load_programme_folder(folder.path)
    assert [line for line in str(refusal.value).splitlines() if line.startswith(file)] == [
        f"{file}, {message}" for message in messages
    ]
    assert whole_database() == before


def test_an_id_that_no_address_can_hold(folder):
    folder.change(EVENTS, 2, id="C 01/a")
    with pytest.raises(ImportRefused) as refusal:
        load_programme_folder(folder.path)
    assert str(refusal.value).splitlines()[0] == (
        "consultations.csv, row 2, column id: "
        "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."
    )


def counts_of(report):
    return {tally.file: (tally.new, tally.changed) for tally in report.tallies if tally.new or tally.changed}


def test_a_person_put_before_others_moves_those_of_the_same_meeting_only(folder):
    folder.edit(PEOPLE, lambda header, rows: rows.insert(0, ["C01", "W", "Director", "ILO", "ilo", "001 Annex III"]))
    report = load_programme_folder(folder.path)
    met = [row for row in rows_of(PEOPLE) if row["consultation_id"] == "C01"]
    assert counts_of(report)[PEOPLE][0] == 1 and counts_of(report)[PEOPLE][1] <= len(met)
    assert list(Participation.objects.filter(event__code="C01").values_list("position", flat=True)) == [
        "Director",
        *(row["position"] for row in met),
    ]
    assert Participation.objects.count() == 113
    assert counts_of(load_programme_folder(folder.path)) == {}


def test_a_speaker_nobody_listed_stays_as_the_minutes_have_it(folder):
    folder.change("workshop_feedback.csv", 2, speaker_organisation="A visitor")
    assert counts_of(load_programme_folder(folder.path)) == {"workshop_feedback.csv": (0, 1)}
    first = Feedback.objects.get(position=1)
    assert (first.speaker, first.organisation) == ("A visitor", None)


def test_consultations_of_another_programme_stay_apart(folder):
    theirs = EventFactory(code="C01", programme=ProgrammeFactory())
    assert counts_of(load_programme_folder(folder.path)) == {}
    assert list(Event.objects.filter(code="C01").order_by("pk"))[-1] == theirs
    assert theirs.reviews.count() == 0


def test_an_organisation_of_another_programme_is_none_of_this_one(folder, programme):
    OrganisationFactory()
    load_programme_folder(folder.path)
    assert programme.organisations.count() == len(rows_of("organisations.csv"))


def new_consultation(folder):
    folder.edit(EVENTS, lambda header, rows: rows.append(["C32", "2011-01-21", "", "", "Everybody", "001"]))


def test_a_new_consultation_joins_the_review(folder, review):
    new_consultation(folder)
    load_programme_folder(folder.path)
    assert (review.events.count(), review.events.filter(code="C32").count()) == (32, 1)


def test_what_was_linked_and_unlinked_here_stays(folder, review):
    review.events.remove(*review.events.filter(code__in=["C01", "C02"]))
    new_consultation(folder)
    load_programme_folder(folder.path)
    linked = set(review.events.values_list("code", flat=True))
    assert linked == {row["id"] for row in rows_of(EVENTS)} - {"C01", "C02"} | {"C32"}


def test_a_final_review_keeps_its_consultations(folder, review):
    type(review).objects.filter(pk=review.pk).update(state=ReviewState.FINAL)
    new_consultation(folder)
    load_programme_folder(folder.path)
    assert Event.objects.filter(code="C32").exists()
    assert review.events.count() == 31
