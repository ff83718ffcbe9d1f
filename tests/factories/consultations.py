"""Consultations, and what a workshop said and suggested."""

from datetime import date, time

from factory import LazyAttribute, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from accounts.choices import Constituency
from consultations.choices import Sex, SuggestingGroup
from consultations.models import Event, Feedback, Participation, SuggestedPriority, SuggestedTheme

from .accounts import OrganisationFactory
from .outcomes import ProgrammeFactory


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event

    programme = SubFactory(ProgrammeFactory)
    code = Sequence(lambda n: f"E{n}")
    held_on = date(2011, 1, 10)
    starts_at = time(9)
    ends_at = time(10, 30)
    group_label = LazyAttribute(lambda event: f"Partners of {event.code}")


class ParticipationFactory(DjangoModelFactory):
    class Meta:
        model = Participation

    event = SubFactory(EventFactory)
    place = Sequence(lambda n: n + 1)
    sex = Sex.WOMAN
    position = "President"
    organisation = SubFactory(OrganisationFactory)
    constituency = Constituency.WORKERS


class SuggestedPriorityFactory(DjangoModelFactory):
    class Meta:
        model = SuggestedPriority

    programme = SubFactory(ProgrammeFactory)
    group = SuggestingGroup.WORKERS
    number = Sequence(lambda n: n + 1)
    title = LazyAttribute(lambda priority: f"Priority {priority.number}")


class SuggestedThemeFactory(DjangoModelFactory):
    class Meta:
        model = SuggestedTheme

    programme = SubFactory(ProgrammeFactory)
    group = SuggestingGroup.WORKERS
    priority = SubFactory(
        SuggestedPriorityFactory, programme=SelfAttribute("..programme"), group=SelfAttribute("..group")
    )
    position = Sequence(lambda n: n + 1)
    theme = LazyAttribute(lambda theme: f"Theme {theme.position}")


class FeedbackFactory(DjangoModelFactory):
    class Meta:
        model = Feedback

    programme = SubFactory(ProgrammeFactory)
    position = Sequence(lambda n: n + 1)
    speaker = "Trade unions"
    comment = LazyAttribute(lambda feedback: f"Comment {feedback.position}")
