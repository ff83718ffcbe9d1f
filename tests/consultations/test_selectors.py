"""Who was met and who never was heard, what was suggested and said: whole answers on small worlds and real ones."""

from datetime import date, time

import pytest

from accounts.choices import Constituency
from consultations.choices import EventKind, Sex, SuggestingGroup
from consultations.heads import FieldWork, Heads
from consultations.models import Event
from consultations.selectors import consulted_of, feedback_of, field_work_of, suggestions_of
from tests.factories import (
    EventFactory,
    FeedbackFactory,
    OrganisationFactory,
    ParticipationFactory,
    ProgrammeFactory,
    SuggestedPriorityFactory,
    SuggestedThemeFactory,
)

pytestmark = pytest.mark.django_db


def organisation(acronym, constituency):
    return OrganisationFactory(acronym=acronym, constituency=constituency)


@pytest.fixture
def small():
    """Two days: the union and the ILO on the first, the ILO alone on the second; the ministry spoke in the plenary."""
    programme = ProgrammeFactory()
    ilo, union = organisation("XILO", Constituency.ILO), organisation("XUNION", Constituency.WORKERS)
    ministry, firms = organisation("XMIN", Constituency.GOVERNMENT), organisation("XFIRMS", Constituency.EMPLOYERS)
    programme.organisations.set([ilo, union, ministry, firms])
    second = EventFactory(programme=programme, code="b", held_on=date(2011, 1, 11), group_label="")
    first = EventFactory(programme=programme, code="a", held_on=date(2011, 1, 10), starts_at=time(8))
    for event, place, sex, who in (
        (first, 1, Sex.WOMAN, union),
        (first, 2, Sex.MAN, union),
        (first, 3, "", ilo),
        (second, 1, Sex.MAN, ilo),
    ):
        ParticipationFactory(event=event, place=place, sex=sex, organisation=who, constituency=who.constituency)
    FeedbackFactory(programme=programme, organisation=ministry)
    programme.first, programme.second = first, second
    return programme


def test_everybody_met(small):
    consulted = consulted_of(small)
    assert consulted
    assert [(meeting.event, meeting.title, meeting.heads) for meeting in consulted.meetings] == [
        (small.first, "Partners of a", Heads(1, 1, 1)),
        (small.second, "XILO", Heads(0, 1, 0)),
    ]
    assert [meeting.constituencies for meeting in consulted.meetings] == [("Workers", "ILO"), ("ILO",)]
    assert [(day.held_on, len(day.meetings)) for day in consulted.days] == [
        (date(2011, 1, 10), 1),
        (date(2011, 1, 11), 1),
    ]
    assert consulted.heads == Heads(1, 2, 1)
    assert [(one.constituency, one.label, one.heads, one.percent) for one in consulted.constituencies] == [
        ("workers", "Workers", Heads(1, 1, 0), 50),
        ("ilo", "ILO", Heads(0, 1, 1), 50),
    ]
    assert [(str(one.organisation), one.heads, one.meetings) for one in consulted.organisations] == [
        ("XUNION", Heads(1, 1, 0), 1),
        ("XILO", Heads(0, 1, 1), 2),
    ]
    assert consulted.field_work == field_work_of(small.events.all()) == FieldWork(1, 1, None)


def test_who_spoke_in_the_plenary_was_heard(small):
    assert [(group.label, [str(one) for one in group.organisations]) for group in consulted_of(small).never_heard] == [
        ("Employers", ["XFIRMS"])
    ]


def test_some_of_the_consultations(small):
    consulted = consulted_of(small, small.events.filter(code="b"))
    assert [meeting.event for meeting in consulted.meetings] == [small.second]
    assert consulted.heads == Heads(0, 1, 0)
    assert [group.label for group in consulted.never_heard] == ["Employers", "Workers"]


def test_whom_nobody_named(small):
    event = EventFactory(programme=small, code="c", held_on=date(2011, 1, 12), group_label="")
    ParticipationFactory(event=event, organisation=None, constituency="", sex="")
    consulted = consulted_of(small, small.events.filter(code="c"))
    (meeting,) = consulted.meetings
    assert (meeting.title, meeting.constituencies) == ("With whom is not stated", ("Not stated",))
    assert [(one.constituency, one.label, one.percent) for one in consulted.constituencies] == [("", "Not stated", 100)]
    assert (consulted.organisations, consulted.heads.percent_women) == ((), None)


def test_nobody_at_all():
    consulted = consulted_of(ProgrammeFactory())
    assert not consulted
    assert (consulted.heads, consulted.constituencies, consulted.days, consulted.never_heard) == (Heads(), (), (), ())
    assert consulted.field_work == FieldWork(None, None, None)


def test_participants_of_a_workshop_are_counted_apart_from_interviews(small):
    workshop = EventFactory(programme=small, code="w", kind=EventKind.WORKSHOP, held_on=date(2011, 1, 21))
    for place in (1, 2):
        ParticipationFactory(event=workshop, place=place)
    assert field_work_of(Event.objects.filter(programme=small)) == FieldWork(1, 1, 2)


def test_the_real_review_met_whom_its_annex_lists(programme, review, django_assert_num_queries):
    with django_assert_num_queries(3):
        consulted = consulted_of(programme, review.events.all())
    assert (len(consulted.meetings), len(consulted.days), len(consulted.organisations)) == (31, 8, 45)
    assert (consulted.heads, consulted.heads.total, consulted.heads.percent_women) == (Heads(28, 69, 15), 112, 29)
    assert {one.constituency: (one.heads.total, one.percent) for one in consulted.constituencies} == {
        "government": (33, 29),
        "employers": (3, 3),
        "workers": (13, 12),
        "ilo": (44, 39),
        "un": (7, 6),
        "ngo": (11, 10),
        "other": (1, 1),
    }
    assert consulted.field_work == FieldWork(days_with_ilo_only=2, days_with_others=6, workshop_participants=None)
    never = {group.constituency: [str(one) for one in group.organisations] for group in consulted.never_heard}
    assert never["employers"] == ["Singapore Employers' Federation"]
    assert "MRD" in never["government"] and "LMI" not in never["government"]
    met = {one.organisation for one in consulted.organisations}
    assert met.isdisjoint(one for group in consulted.never_heard for one in group.organisations)


def test_suggestions_side_by_side():
    programme = ProgrammeFactory()
    make = {"programme": programme}
    first = SuggestedPriorityFactory(**make, group=SuggestingGroup.WORKERS, number=1, title="Dialogue")
    SuggestedPriorityFactory(**make, group=SuggestingGroup.WORKERS, number=2, title="Rights")
    SuggestedPriorityFactory(**make, group=SuggestingGroup.EMPLOYERS, number=2, title="Skills")
    SuggestedPriorityFactory(**make, group=SuggestingGroup.CONSENSUS, number=1, title="Jobs")
    for position, theme in ((2, "A law"), (1, "A court")):
        SuggestedThemeFactory(**make, group=SuggestingGroup.WORKERS, priority=first, position=position, theme=theme)
    SuggestedThemeFactory(**make, group=SuggestingGroup.OTHER, priority=None, position=1, theme="Equality")
    suggestions = suggestions_of(programme)
    assert suggestions
    assert [group.label for group in suggestions.groups] == ["Employers", "Workers", "Others"]
    workers, others = suggestions.groups[1:]
    assert [(one.number, one.title, one.themes) for one in workers.priorities] == [
        (1, "Dialogue", ("A court", "A law")),
        (2, "Rights", ()),
    ]
    assert (others.priorities, others.cross_cutting, others.number_of_themes) == ((), ("Equality",), 1)
    assert [(row.number, row.titles) for row in suggestions.side_by_side] == [
        (1, ("", "Dialogue", "")),
        (2, ("Skills", "Rights", "")),
    ]
    assert [one.title for one in suggestions.consensus.priorities] == ["Jobs"]
    assert suggestions.example is None


def test_no_suggestions():
    suggestions = suggestions_of(ProgrammeFactory())
    assert not suggestions
    assert suggestions.side_by_side == ()


def test_real_suggestions_are_tables_5_1_to_5_3_and_annex_vi(programme, django_assert_num_queries):
    with django_assert_num_queries(2):
        suggestions = suggestions_of(programme)
    assert {group.group: (len(group.priorities), group.number_of_themes) for group in suggestions.groups} == {
        "government": (3, 15),
        "employers": (3, 17),
        "workers": (3, 15),
        "other": (3, 20),
    }
    assert (suggestions.example.number_of_themes, suggestions.consensus.number_of_themes) == (10, 2)
    assert [group.cross_cutting for group in suggestions.groups] == [
        (),
        (),
        (),
        ("Gender equality and equity", "Raise awareness of green jobs and productivity"),
    ]
    assert suggestions.side_by_side[0].cells == (
        ("Government", "Industrial relations"),
        ("Employers", "Improving industrial relations in Cambodia"),
        ("Workers", "Improved industrial relations through better social dialogue and legal mechanisms"),
        ("Others", "Industrial relations"),
    )


def test_consecutive_comments_of_one_speaker_stand_together():
    programme = ProgrammeFactory()
    for position, speaker in ((1, "CARE"), (2, "CARE"), (3, "ILO"), (4, "CARE")):
        FeedbackFactory(programme=programme, position=position, speaker=speaker, source="001 Annex V")
    assert [(one.speaker, one.organisation, one.comments, one.sources) for one in feedback_of(programme)] == [
        ("CARE", None, ("Comment 1", "Comment 2"), ("001 Annex V",)),
        ("ILO", None, ("Comment 3",), ("001 Annex V",)),
        ("CARE", None, ("Comment 4",), ("001 Annex V",)),
    ]


def test_the_real_comments_are_annex_v(programme, django_assert_num_queries):
    with django_assert_num_queries(1):
        contributions = feedback_of(programme)
    assert [(one.speaker, len(one.comments)) for one in contributions] == [
        ("ILO", 5),
        ("Trade unions", 2),
        ("CARE", 2),
        ("CARD", 4),
        ("LMI", 2),
        ("ILO", 2),
        ("MOWA", 1),
        ("ILO", 1),
    ]
