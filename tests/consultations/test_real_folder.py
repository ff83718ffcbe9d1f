"""What the real folder says about consultations arrives whole and keeps its links."""

from collections import Counter
from datetime import date, time

import pytest

from consultations.models import Event, Feedback, Participation, SuggestedPriority, SuggestedTheme
from tests.loading.conftest import rows_of

pytestmark = pytest.mark.django_db


def clock(text):
    return time.fromisoformat(text) if text else None


def test_consultations_are_those_of_the_file():
    fields = ("code", "held_on", "starts_at", "ends_at", "group_label", "source", "kind")
    assert list(Event.objects.order_by("code").values_list(*fields)) == [
        (
            row["id"],
            date.fromisoformat(row["date"]),
            clock(row["start"]),
            clock(row["end"]),
            row["group_label"],
            row["source"],
            "interview",
        )
        for row in rows_of("consultations.csv")
    ]


def test_participants_are_those_of_the_file_in_its_order():
    kept = Participation.objects.select_related("organisation").order_by("event__code", "place")
    assert [
        (one.event.code, one.sex, one.position, one.organisation and str(one.organisation), one.constituency)
        for one in kept.select_related("event", "organisation")
    ] == [
        (row["consultation_id"], row["sex"], row["position"], row["organisation"] or None, row["constituency"])
        for row in rows_of("consultation_participants.csv")
    ]


def test_a_place_is_that_in_the_list_of_the_meeting():
    sizes = Counter(row["consultation_id"] for row in rows_of("consultation_participants.csv"))
    kept = {}
    for code, place in Participation.objects.order_by("event", "place").values_list("event__code", "place"):
        kept.setdefault(code, []).append(place)
    assert kept == {code: list(range(1, size + 1)) for code, size in sizes.items()}


def test_suggested_priorities_are_those_of_the_file():
    assert set(SuggestedPriority.objects.values_list("group", "number", "title", "source")) == {
        (row["group"], int(row["priority_no"]), row["title"], row["source"])
        for row in rows_of("workshop_priorities.csv")
    }


def test_themes_are_those_of_the_file_and_stand_under_priorities_of_their_group():
    themes = SuggestedTheme.objects.select_related("priority")
    assert {
        (one.group, one.priority and (one.priority.group, one.priority.number), one.position, one.theme)
        for one in themes
    } == {
        (
            row["group"],
            None if row["priority_no"] == "cross-cutting" else (row["group"], int(row["priority_no"])),
            int(row["seq"]),
            row["theme"],
        )
        for row in rows_of("workshop_themes.csv")
    }


def test_comments_are_those_of_the_file_in_its_order():
    assert [
        (one.position, one.speaker, str(one.organisation), one.comment)
        for one in Feedback.objects.select_related("organisation")
    ] == [
        (place, row["speaker_organisation"], row["speaker_organisation"], row["comment"])
        for place, row in enumerate(rows_of("workshop_feedback.csv"), start=1)
    ]


def test_the_latest_review_is_linked_to_all_of_them(programme, review):
    assert set(review.events.values_list("code", flat=True)) == {row["id"] for row in rows_of("consultations.csv")}
    assert programme.reviews.get(slug="2007").events.count() == 0


def test_the_programme_concerns_the_organisations_of_the_folder(programme):
    listed = {(row["acronym"], row["name"]) for row in rows_of("organisations.csv")}
    assert set(programme.organisations.values_list("acronym", "name")) == listed
