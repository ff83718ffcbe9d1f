"""Adding an organisation: one rule, wherever it is typed."""

import pytest
from django.core.exceptions import ValidationError

from accounts.choices import AuditVerb
from accounts.models import AuditEvent, Organisation
from accounts.services import add_organisation
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

KNOWN = "“GTO” is in the list already: choose it there and leave this empty."


def test_it_is_added_and_noted():
    by = UserFactory()
    made = add_organisation(organisation=Organisation(acronym="GU", name="Union", constituency="workers"), by=by)
    assert [(event.verb, event.by) for event in AuditEvent.objects.about(made)] == [(AuditVerb.ADDED, by)]


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({"acronym": "gto"}, {"acronym": [KNOWN]}),
        ({"acronym": "labour office"}, {"acronym": [KNOWN]}),
        ({"name": "LABOUR OFFICE", "acronym": "LO"}, {"name": [KNOWN]}),
        ({"name": "gto"}, {"name": [KNOWN]}),
        ({}, {"__all__": ["Give the organisation an acronym or a name."]}),
        (
            {"name": "GTO", "constituency": ""},
            {"constituency": ["This field cannot be blank."], "name": [KNOWN]},
        ),
    ],
    ids=str,
)
def test_what_is_known_however_it_is_written_is_pointed_out(typed, problems):
    OrganisationFactory(acronym="GTO", name="Labour Office")
    by = UserFactory()
    before = Organisation.objects.count()
    with pytest.raises(ValidationError) as refused:
        add_organisation(organisation=Organisation(**{"constituency": "workers"} | typed), by=by)
    assert (refused.value.message_dict, Organisation.objects.count()) == (problems, before)
