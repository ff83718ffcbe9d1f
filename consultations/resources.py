"""Tables of whom a programme consulted and what they suggested, as the CSV folder has them."""

from django.utils.translation import gettext_lazy as _

from accounts.choices import Constituency
from dwcp.toolkit.importing import (
    Column,
    DayWidget,
    KnownWidget,
    OneOfWidget,
    TableResource,
    TimeOfDayWidget,
    WholeNumberWidget,
)
from outcomes.resources import AN_ORGANISATION, organisation_finder

from .choices import Sex, SuggestingGroup
from .models import Event, Feedback, Participation, SuggestedPriority, SuggestedTheme

# Stands in the column `priority_no` for a theme that belongs to all priorities of its group.
CROSS_CUTTING = "cross-cutting"


class GroupWidget(OneOfWidget):
    """The group that suggests something."""

    def __init__(self):
        super().__init__({word: word for word in SuggestingGroup.values})


class EventResource(TableResource):
    """`consultations.csv`: one meeting in each row."""

    code = Column("id", "code")
    held_on = Column("date", "held_on", widget=DayWidget())
    starts_at = Column("start", "starts_at", widget=TimeOfDayWidget())
    ends_at = Column("end", "ends_at", widget=TimeOfDayWidget())
    group_label = Column("group_label")
    source = Column("source")

    class Meta(TableResource.Meta):
        model = Event
        import_id_fields = ("code",)


class ParticipationResource(TableResource):
    """`consultation_participants.csv`: one person in each row, in the order of the list of their meeting.

    Two people of a list may be alike in all that is kept of them, so their place in it tells them apart. An
    organisation may be missing where none was printed; one that is named has to be in organisations.csv.
    """

    event = Column("consultation_id", "event")
    place = Column("_row", "place", widget=WholeNumberWidget())
    sex = Column("sex", widget=OneOfWidget({word: word for word in Sex.values}, blank=True))
    position = Column("position")
    organisation = Column("organisation")
    constituency = Column("constituency", widget=OneOfWidget({word: word for word in Constituency.values}, blank=True))
    source = Column("source")

    counted_within = ("consultation_id",)

    class Meta(TableResource.Meta):
        model = Participation
        import_id_fields = ("event", "place")

    def __init__(self, programme):
        super().__init__()
        self.programme = programme
        known = {event.code: event for event in programme.events.all()}
        self.fields["event"].widget = KnownWidget(
            lambda value, row: known[value], _("the id of a consultation in consultations.csv")
        )
        self.fields["organisation"].widget = KnownWidget(organisation_finder(), AN_ORGANISATION, required=False)

    def get_queryset(self):
        return Participation.objects.filter(event__programme=self.programme).select_related("event", "organisation")


class SuggestedPriorityResource(TableResource):
    """`workshop_priorities.csv`."""

    group = Column("group", widget=GroupWidget())
    number = Column("priority_no", "number", widget=WholeNumberWidget())
    title = Column("title")
    source = Column("source")

    class Meta(TableResource.Meta):
        model = SuggestedPriority
        import_id_fields = ("group", "number")


class SuggestedThemeResource(TableResource):
    """`workshop_themes.csv`: under a priority of the same group, or cutting across all of them."""

    group = Column("group", widget=GroupWidget())
    priority = Column("priority_no", "priority")
    position = Column("seq", "position", widget=WholeNumberWidget())
    theme = Column("theme")
    source = Column("source")

    class Meta(TableResource.Meta):
        model = SuggestedTheme
        import_id_fields = ("group", "priority", "position")

    def __init__(self, programme):
        super().__init__(programme=programme)
        known = {(one.group, str(one.number)): one for one in programme.suggested_priorities.all()}
        self.fields["priority"].widget = KnownWidget(
            lambda value, row: None if value == CROSS_CUTTING else known[row["group"], value],
            _("the number of a priority of this group in workshop_priorities.csv, or “cross-cutting”"),
        )

    def get_queryset(self):
        return super().get_queryset().select_related("priority")


class FeedbackResource(TableResource):
    """`workshop_feedback.csv`, in the order of the minutes.

    A speaker stays as the minutes name it; where the list of organisations knows that name, it is linked.
    """

    position = Column("_row", "position", widget=WholeNumberWidget())
    speaker = Column("speaker_organisation", "speaker")
    organisation = Column("speaker_organisation", "organisation")
    comment = Column("comment")
    source = Column("source")

    class Meta(TableResource.Meta):
        model = Feedback
        import_id_fields = ("position",)

    def __init__(self, programme):
        super().__init__(programme=programme)
        find = organisation_finder()

        def find_or_none(value, row):
            try:
                return find(value, row)
            except KeyError:
                return None

        self.fields["organisation"].widget = KnownWidget(find_or_none, AN_ORGANISATION, required=False)

    def get_queryset(self):
        return super().get_queryset().select_related("organisation")
