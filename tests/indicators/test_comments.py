"""What people say to each other about an entry: constituents too, in any state, kept for ever."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.choices import AuditVerb, Role
from accounts.models import AuditEvent
from indicators.choices import EntryState, PeriodState
from indicators.mentioning import mentioned
from indicators.models import Comment, ProgressEntry
from indicators.selectors import answers_to, mentions_of, threads_of
from indicators.services import add_comment, put_back_comment, withdraw_comment
from outcomes.services import Refused
from tests.factories import CommentFactory, ProgressEntryFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(programme):
    """What the review reported on 1.26 in 2010."""
    return ProgressEntry.objects.in_programme(programme).get(indicator__code="1.26", period__label="2010")


def address(entry, name="add-comment", **more):
    kwargs = {"programme": entry.programme.code, "indicator": entry.indicator.code, "period": entry.period.label}
    return reverse(f"indicators:{name}", kwargs=kwargs | more)


def refused(**facts):
    with pytest.raises(Refused) as refusal:
        add_comment(**facts)
    return refusal.value.problems


def mentions(comment):
    return [person.name for person in comment.mentions.all()]


class TestNames:
    NAMES = ("Sok Dara", "Sok Dara Lim", "Ann", "Chan", "សុខ")

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Nobody", ()),
            ("@Ann", ("ann",)),
            ("(@ann), @ANN!", ("ann",)),
            ("Ask @sok  dara, please", ("sok dara",)),
            ("@Sok\nDara", ("sok dara",)),
            ("@Sok Dara Lim and @Chan", ("sok dara lim", "chan")),
            ("@Sok Dara's lists", ("sok dara",)),
            ("@Annabelle", ()),
            ("write to ann@Ann.org", ()),
            ("@ Ann", ()),
            ("@Sok", ()),
            ("@សុខបានឃើញ", ("សុខ",)),
            ("@សុខា", ()),
        ],
    )
    def test_the_longest_full_name_after_an_at_is_meant(self, text, found):
        assert mentioned(text, self.NAMES) == found

    def test_among_nobody_nobody_is_meant(self):
        assert mentioned("@Ann", ["", " "]) == ()


class TestSaying:
    def test_a_constituent_says_something_about_a_verified_entry_of_a_closed_period(self, entry, workers_member):
        entry.period.state = PeriodState.CLOSED
        entry.period.save()
        assert entry.state == EntryState.VERIFIED
        comment = add_comment(entry=entry, text="  Are the provinces in it?\n", by=workers_member)
        assert (comment.text, comment.by, comment.answers, mentions(comment)) == (
            "Are the provinces in it?",
            workers_member,
            None,
            [],
        )
        event = AuditEvent.objects.about(entry).get(verb=AuditVerb.COMMENTED)
        assert (event.by, event.changes) == (workers_member, {"comment": [None, comment.pk]})

    @pytest.mark.parametrize("who", ["observer", "outsider"])
    def test_who_only_reads_says_nothing(self, who, request, entry, officer):
        with pytest.raises(PermissionDenied):
            add_comment(entry=entry, text="Hm.", by=request.getfixturevalue(who))
        assert add_comment(entry=entry, text="Hm.", by=officer).pk

    def test_nothing_is_said_in_an_archived_programme(self, entry, officer, programme):
        comment = add_comment(entry=entry, text="Hm.", by=officer)
        programme.archived_on = timezone.localdate()
        programme.save()
        entry = ProgressEntry.objects.get(pk=entry.pk)
        del officer._memberships
        for act in (
            lambda: add_comment(entry=entry, text="Hm.", by=officer),
            lambda: withdraw_comment(comment=comment, by=officer),
        ):
            with pytest.raises(PermissionDenied):
                act()

    def test_empty_and_endless_texts_are_refused(self, entry, officer):
        assert refused(entry=entry, text=" \n ", by=officer) == {"text": "Write what you want to say."}
        assert refused(entry=entry, text="x" * 4001, by=officer) == {
            "text": "This is too long: 4000 characters are kept."
        }
        assert not Comment.objects.filter(entry=entry).exists()

    def test_the_same_sent_twice_is_said_once(self, entry, officer, verifier):
        first = add_comment(entry=entry, text="Hm.", by=officer)
        assert add_comment(entry=entry, text="Hm. ", by=officer) == first
        other = add_comment(entry=entry, text="Hm.", by=verifier)
        Comment.objects.filter(pk=first.pk).update(at=timezone.now() - timedelta(hours=1))
        later = add_comment(entry=entry, text="Hm.", by=officer)
        assert len({first, other, later}) == 3

    def test_an_answer_to_an_answer_goes_to_the_comment_above(self, entry, officer, verifier):
        question = add_comment(entry=entry, text="Which?", by=verifier)
        answer = add_comment(entry=entry, text="These.", by=officer, answers=question)
        thanks = add_comment(entry=entry, text="Thank you.", by=verifier, answers=answer)
        (thread,) = threads_of(entry)
        assert (thread.comment, [said.comment for said in thread.answers]) == (question, [answer, thanks])

    def test_what_is_answered_belongs_to_the_entry(self, entry, officer):
        assert refused(entry=entry, text="Hm.", by=officer, answers=CommentFactory()) == {
            "answers": "What you answer belongs to another entry. Reload the page and try again."
        }


class TestMentioning:
    def test_members_are_mentioned_in_the_text_and_by_choice(self, entry, officer, verifier, observer, workers_member):
        text = "@officer @verifier @Workers member: look."
        comment = add_comment(entry=entry, text=text, by=officer, mentions=[observer])
        assert mentions(comment) == ["Observer", "Verifier", "Workers member"]

    def test_who_takes_no_part_is_not_mentioned(self, entry, officer, outsider, make_person):
        gone = make_person("Gone", role=Role.OBSERVER, programme=entry.programme)
        gone.is_active = False
        gone.save()
        assert mentions(add_comment(entry=entry, text="@Outsider @Gone", by=officer)) == []
        assert refused(entry=entry, text="Hm.", by=officer, mentions=[outsider]) == {
            "mentions": "Only who takes part in the programme can be mentioned, not: Outsider."
        }

    def test_of_two_of_one_name_it_is_asked_which(self, entry, officer, verifier, make_person):
        namesake = UserFactory(name="VERIFIER", organisation__acronym="NEW", email="other@example.org")
        namesake.memberships.create(programme=entry.programme, role=Role.CONSTITUENT)
        problems = refused(entry=entry, text="@verifier: look.", by=officer)
        assert problems == {
            "mentions": "“@VERIFIER” can be VERIFIER (NEW) or Verifier (TEST-ilo). Choose whom you mean."
        }
        comment = add_comment(entry=entry, text="@verifier: look.", by=officer, mentions=[verifier])
        assert list(comment.mentions.all()) == [verifier]

    def test_what_was_said_to_somebody(self, entry, officer, verifier, observer):
        before = timezone.now() - timedelta(minutes=1)
        question = add_comment(entry=entry, text="@Officer, which?", by=verifier)
        answer = add_comment(entry=entry, text="These.", by=officer, answers=question)
        thanks = add_comment(entry=entry, text="Thank you, @Officer.", by=verifier, answers=question)
        more = add_comment(entry=entry, text="Welcome.", by=verifier, answers=question)
        assert set(mentions_of(officer, before)) == {question, thanks}
        assert set(answers_to(officer, before)) == {more}
        assert set(answers_to(verifier)) == {answer}
        assert not mentions_of(officer, timezone.now()).exists()
        withdraw_comment(comment=thanks, by=verifier)
        assert set(mentions_of(officer)) == {question}
        officer.memberships.all().delete()
        assert not mentions_of(officer).exists()

    def test_nothing_is_told_of_an_archived_programme(self, entry, officer, verifier, programme):
        add_comment(entry=entry, text="@Officer", by=verifier)
        assert mentions_of(officer).exists()
        programme.archived_on = timezone.localdate()
        programme.save()
        assert not mentions_of(officer).exists()


class TestTakingBack:
    def test_one_takes_back_what_one_said_and_puts_it_back(self, entry, officer):
        comment = add_comment(entry=entry, text="Hm.", by=officer)
        taken = withdraw_comment(comment=comment, by=officer)
        assert taken.withdrawn_at is not None
        assert withdraw_comment(comment=comment, by=officer).withdrawn_at == taken.withdrawn_at
        back = put_back_comment(comment=comment, by=officer)
        assert (back.withdrawn_at, back.text) == (None, "Hm.")
        assert [event.verb for event in AuditEvent.objects.about(entry)[:2]] == ["comment_withdrawn", "commented"]
        assert [event.verb for event in AuditEvent.objects.about(comment)] == ["put_back"]

    def test_nobody_takes_back_what_another_said(self, entry, officer, administrator):
        comment = add_comment(entry=entry, text="Hm.", by=officer)
        for act in (withdraw_comment, put_back_comment):
            with pytest.raises(PermissionDenied):
                act(comment=comment, by=administrator)


class TestPage:
    def test_a_constituent_comments_and_mentions(self, sign_in, entry, workers_member, officer, verifier):
        client = sign_in(workers_member)
        typed = {"text": "Line <one>\r\n@officer http://example.org", "mentions": [str(verifier.pk)]}
        answer = client.post(address(entry), typed)
        comment = Comment.objects.get(entry=entry)
        assert answer.url == f"{entry.get_absolute_url()}#comment-{comment.pk}"
        assert mentions(comment) == ["Officer", "Verifier"]
        page = client.get(entry.get_absolute_url()).content.decode()
        assert '<p class="comment-text">Line &lt;one&gt;<br>@officer http://example.org</p>' in page
        assert '<p class="quiet small">For Officer, Verifier</p>' in page
        assert "1 comment<" in page

    def test_an_answer_stands_below_its_comment(self, sign_in, entry, officer, workers_member):
        question = add_comment(entry=entry, text="Which?", by=workers_member)
        sign_in(officer).post(address(entry), {"text": "These.", "answers": str(question.pk)})
        (thread,) = threads_of(entry)
        assert [said.comment.text for said in thread.answers] == ["These."]

    @pytest.mark.parametrize(
        ("typed", "problems"),
        [
            ({"text": " "}, {"text": ["Write what you want to say."]}),
            (
                {"text": "Hm.", "answers": "999999"},
                {"__all__": ["What you answer is not here. Send it again to say it as a comment of its own."]},
            ),
            (
                {"text": "Hm.", "mentions": ["999999"]},
                {"mentions": ["Select a valid choice. 999999 is not one of the available choices."]},
            ),
        ],
        ids=["nothing", "an answer to nothing", "nobody"],
    )
    def test_what_cannot_stand_comes_back_with_the_page(self, sign_in, entry, officer, typed, problems):
        answer = sign_in(officer).post(address(entry), typed)
        assert (answer.status_code, answer.context["sent"].errors) == (422, problems)
        assert "Hm." in answer.content.decode() or typed["text"] == " "
        assert not Comment.objects.filter(entry=entry).exists()

    def test_people_are_chosen_from_a_list_on_a_page_of_its_own(self, sign_in, entry, officer, verifier, make_person):
        question = add_comment(entry=entry, text="Which <one>?", by=verifier)
        client = sign_in(officer)
        link = f"{address(entry, 'choose-people')}?&amp;answers={question.pk}"
        assert f'<a data-people href="{link}">' in client.get(entry.get_absolute_url()).content.decode()
        numbers = []
        for name in ("Anna", "Bona", "Chea"):
            make_person(name, role=Role.OBSERVER, programme=entry.programme)
            with CaptureQueriesContext(connection) as queries:
                page = client.get(link.replace("&amp;", "&"))
            numbers.append(len(queries))
        assert list(page.context["form"].members.values()) == [
            membership.user
            for membership in entry.programme.memberships.select_related("user").order_by("user__name")
            if membership.user != officer
        ]
        assert page.context["form"].answered == question
        assert "<blockquote>Which &lt;one&gt;?</blockquote>" in page.content.decode()
        assert numbers[0] == numbers[2] <= 15

    def test_which_of_two_is_meant_can_be_chosen_in_an_answer_too(self, sign_in, entry, officer, verifier):
        question = add_comment(entry=entry, text="Which?", by=verifier)
        namesake = UserFactory(name="Verifier")
        namesake.memberships.create(programme=entry.programme, role=Role.CONSTITUENT)
        typed = {"text": "These, @Verifier.", "answers": str(question.pk)}
        refusal = sign_in(officer).post(address(entry), typed)
        assert refusal.status_code == 422
        (_thread, form), *_others = refusal.context["discussion"].threads
        assert list(form.errors) == ["mentions"]
        assert f'id="id_answer_{question.pk}_mentions' in refusal.content.decode()

    def test_who_reads_sees_no_form(self, sign_in, entry, observer, officer):
        add_comment(entry=entry, text="Hm.", by=officer)
        page = sign_in(observer).get(entry.get_absolute_url())
        assert page.context["discussion"].form is None
        assert "Take it back" not in page.content.decode()
        assert page.content.decode().count("Hm.") == 1

    def test_what_was_taken_back_is_said_to_be_and_no_longer_read(self, sign_in, entry, officer, verifier):
        comment = add_comment(entry=entry, text="Secret words.", by=officer)
        add_comment(entry=entry, text="An answer.", by=verifier, answers=comment)
        client = sign_in(officer)
        taken = client.post(address(entry, "withdraw-comment", comment=comment.pk))
        assert taken.url == f"{entry.get_absolute_url()}#comment-{comment.pk}"
        page = client.get(entry.get_absolute_url()).content.decode()
        assert "Secret words." not in page
        assert "Taken back by Officer on " in page
        assert ("An answer." in page, "1 comment<" in page, "Put it back" in page) == (True, True, True)
        assert "Put it back" not in sign_in(verifier).get(entry.get_absolute_url()).content.decode()
        sign_in(officer).post(address(entry, "put-back-comment", comment=comment.pk))
        assert "Secret words." in client.get(entry.get_absolute_url()).content.decode()

    def test_a_comment_on_another_entry_is_not_here(self, sign_in, entry, officer):
        elsewhere = CommentFactory(entry=ProgressEntryFactory(), by=officer)
        assert sign_in(officer).post(address(entry, "withdraw-comment", comment=elsewhere.pk)).status_code == 404

    def test_many_comments_take_no_more_questions_than_one(self, sign_in, entry, officer, verifier):
        client, numbers = sign_in(officer), []
        client.get(entry.get_absolute_url())
        for place in range(3):
            question = add_comment(entry=entry, text=f"Question {place}, @Officer", by=verifier)
            add_comment(entry=entry, text=f"Answer {place}", by=officer, answers=question)
            with CaptureQueriesContext(connection) as queries:
                client.get(entry.get_absolute_url())
            numbers.append(len(queries))
        assert numbers[0] == numbers[2] <= 15, numbers
