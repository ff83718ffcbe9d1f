"""People and organisations."""

from django.contrib.contenttypes.models import ContentType
from factory import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory, Password

from accounts.choices import AuditVerb, Constituency
from accounts.models import AuditEvent, Organisation, User


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    acronym = Sequence(lambda n: f"ORG{n}")
    name = LazyAttribute(lambda organisation: f"Organisation {organisation.acronym}")
    constituency = Constituency.ILO


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = Sequence(lambda n: f"person-{n}@example.org")
    name = Sequence(lambda n: f"Person {n}")
    password = Password(None)
    organisation = SubFactory(OrganisationFactory)


class AuditEventFactory(DjangoModelFactory):
    """About an organisation, unless a test says what about."""

    class Meta:
        model = AuditEvent

    class Params:
        about = SubFactory(OrganisationFactory)

    by = SubFactory(UserFactory)
    verb = AuditVerb.PROGRAMME_LOADED
    changes = {"name": ["before", "after"]}
    subject_type = LazyAttribute(lambda event: ContentType.objects.get_for_model(event.about))
    subject_id = LazyAttribute(lambda event: event.about.pk)
    subject_label = LazyAttribute(lambda event: str(event.about))
