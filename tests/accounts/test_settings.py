"""One's own settings, and the link at the foot of a mail."""

import pytest
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import AuditVerb, Digest
from accounts.models import AuditEvent
from accounts.selectors import digest_token_of
from accounts.services import choose_digest
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(db):
    return UserFactory(name="Sok Dara", email="sok.dara@example.org", digest=Digest.WEEKLY)


@pytest.fixture
def stop(person):
    """Where the link in this person's mail leads."""
    return reverse("digest-choice", kwargs={"token": digest_token_of(person)})


def digest_of(person):
    person.refresh_from_db()
    return person.digest


class TestMySettings:
    def test_the_name_in_the_header_leads_there(self, sign_in, person):
        client = sign_in(person)
        page = client.get("/").content.decode()
        assert f'<a href="{reverse("my-settings")}" title="My settings">Sok Dara</a>' in page
        page = client.get(reverse("my-settings")).content.decode()
        assert ("Sok Dara" in page, "sok.dara@example.org" in page) == (True, True)
        assert '<input type="radio" name="digest" value="weekly"' in page

    def test_one_chooses_how_often_one_is_written_to(self, sign_in, person):
        client = sign_in(person)
        answer = client.post(reverse("my-settings"), {"digest": "never"}, follow=True)
        assert (digest_of(person), [str(message) for message in answer.context["messages"]]) == ("never", ["Saved."])
        event = AuditEvent.objects.about(person).get()
        assert (event.verb, event.by, event.changes) == (AuditVerb.CHANGED, person, {"digest": ["weekly", "never"]})

    @pytest.mark.parametrize("typed", [{}, {"digest": "hourly"}])
    def test_what_cannot_be_chosen_is_refused(self, sign_in, person, typed):
        answer = sign_in(person).post(reverse("my-settings"), typed)
        assert (answer.status_code, answer.context["form"].errors) == (422, {"digest": ["Choose how often."]})
        assert digest_of(person) == Digest.WEEKLY

    def test_choosing_the_same_leaves_no_trace(self, person):
        choose_digest(digest=Digest.WEEKLY, by=person)
        assert not AuditEvent.objects.about(person).exists()

    def test_it_takes_few_questions(self, sign_in, person):
        client = sign_in(person)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("my-settings"))
        assert len(queries) <= 6


class TestTheLinkInTheMail:
    def test_opening_it_changes_nothing(self, client, person, stop):
        answer = client.get(stop)
        assert (answer.status_code, digest_of(person)) == (200, Digest.WEEKLY)
        assert "Stop this mail" in answer.content.decode()

    @pytest.mark.parametrize("sent", [{"List-Unsubscribe": "One-Click"}, {"digest": "never"}, {}, {"digest": "x"}])
    def test_sending_it_stops_the_mail(self, person, stop, sent):
        # Whoever reads mail on a person's behalf has no cookie of ours.
        answer = Client(enforce_csrf_checks=True).post(stop, sent)
        assert (answer.status_code, digest_of(person)) == (200, Digest.NEVER)
        event = AuditEvent.objects.about(person).get()
        assert (event.by, event.changes) == (person, {"digest": ["weekly", "never"]})

    def test_it_can_be_undone_there(self, client, person, stop):
        page = client.post(stop, {"digest": "never"}).content.decode()
        assert "sok.dara@example.org gets no more mail about what waits." in page
        assert '<input type="hidden" name="digest" value="weekly">' in page
        page = client.post(stop, {"digest": "weekly"}).content.decode()
        assert digest_of(person) == Digest.WEEKLY
        assert "sok.dara@example.org gets this mail: Once a week." in page

    def test_later_too_it_can_be_asked_for_again(self, client, person, stop):
        client.post(stop)
        page = client.get(stop).content.decode()
        assert "Send it to me again" in page
        client.post(stop, {"digest": "daily"})
        assert digest_of(person) == Digest.DAILY

    def test_it_serves_for_one_person_and_one_act(self, client, person, stop):
        other = UserFactory()
        key, signature = digest_token_of(person).split(":")
        wrong = ["made-up", f"{other.pk}:{signature}", f"{key}:{signature[:-1]}", Signer(salt="other").sign(str(key))]
        for token in wrong:
            address = reverse("digest-choice", kwargs={"token": token})
            for answer in (client.get(address), client.post(address)):
                assert answer.status_code == 404
                assert "This link is not whole." in answer.content.decode()
        assert (digest_of(person), digest_of(other)) == (Digest.WEEKLY, Digest.DAILY)
        assert not AuditEvent.objects.about(other).exists()
        client.post(stop)
        assert (digest_of(person), digest_of(other)) == (Digest.NEVER, Digest.DAILY)

    def test_who_is_gone_has_no_link(self, client, person, stop):
        person.delete()
        assert client.get(stop).status_code == 404
