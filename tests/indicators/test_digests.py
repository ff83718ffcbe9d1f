"""One mail for everything that waits: sent to a real mail server on this machine, and read as it came out there."""

import re
import socket
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from email import policy
from email.parser import BytesParser
from html.parser import HTMLParser
from io import StringIO
from threading import Barrier, Thread

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.choices import Digest, Role
from indicators.models import DigestSent, Indicator
from indicators.notifications import digest_of, in_language_of, message_of
from indicators.services import (
    Figure,
    add_comment,
    put_back_comment,
    record_and_submit,
    return_entry,
    send_digests,
    withdraw_comment,
)
from tests.factories import (
    DwcpOutcomeFactory,
    IndicatorFactory,
    ProgrammeFactory,
    ProgrammeMembershipFactory,
    ReportingPeriodFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

# A day in a world of its own: the period 2012 is over, its reports are due on 20 January 2013.
TODAY = date(2013, 1, 15)
NOW = timezone.make_aware(timezone.datetime(2013, 1, 15, 6))


@pytest.fixture
def lao(db):
    """A programme with one outcome, three indicators, and a period whose reports are due soon."""
    programme = ProgrammeFactory(code="LAO-DWCP-2011-2015")
    outcome = DwcpOutcomeFactory(programme=programme, number=1)
    for place in (1, 2, 3):
        IndicatorFactory(outcome=outcome, code=f"1.{place}", position=place, statement=f"Statement {place}")
    ReportingPeriodFactory(programme=programme, year=2012, due_on=date(2013, 1, 20), closes_on=date(2013, 2, 20))
    return programme


@pytest.fixture
def cast(lao, make_person):
    """Who writes, and who verifies, in the programme."""
    writer = make_person("Writer", role=Role.OUTCOME_MANAGER, programme=lao, outcomes=lao.outcomes.all())
    return writer, make_person("Checker", role=Role.VERIFIER, programme=lao)


@pytest.fixture
def reported(lao, cast):
    """Reports on an indicator and hands it in."""
    writer, _checker = cast

    def reported(code="1.1", value=12):
        return record_and_submit(
            indicator=Indicator.objects.get(outcome__programme=lao, code=code),
            period=lao.periods.get(),
            figure=Figure(measured_on=date(2012, 12, 31), value=Decimal(value)),
            revision=0,
            by=writer,
        )

    return reported


def read(person, today=TODAY, **more):
    """What a person is told: by kind, how many there are and the lines."""
    with in_language_of(person):
        digest = digest_of(person, today=today, **more)
    return {
        section.kind: (section.number, [(line.what, line.note, line.quote) for line in section.lines])
        for section in digest.sections
    }


class TestWhatWaits:
    def test_what_is_due_within_a_week_is_told(self, cast):
        writer, checker = cast
        due = [(f"1.{place}, 2012: Statement {place}", "due on 20 January 2013", "") for place in (1, 2, 3)]
        assert read(writer) == {"due": (3, due)}
        assert read(writer, date(2013, 1, 12)) == {}
        assert read(writer, date(2013, 1, 13)) == {"due": (3, due)}
        assert read(checker) == {}

    def test_what_is_late_is_told_apart(self, cast):
        writer, _checker = cast
        late = [(f"1.{place}, 2012: Statement {place}", "was due on 20 January 2013", "") for place in (1, 2, 3)]
        assert read(writer, date(2013, 1, 21)) == {"overdue": (3, late)}

    def test_what_came_back_is_told_with_its_reason(self, cast, reported):
        writer, checker = cast
        entry = reported()
        assert read(checker) == {"to_verify": (1, [("1.1, 2012: Statement 1", "", "")])}
        return_entry(entry=entry, revision=entry.revision, reason="The lists\nare missing.", by=checker)
        told = read(writer)
        today = timezone.localdate()
        assert told.pop("returned") == (
            1,
            [
                (
                    "1.1, 2012: Statement 1",
                    f"given back by Checker on {today.day} {today:%B %Y}",
                    "The lists are missing.",
                )
            ],
        )
        assert {kind: number for kind, (number, _lines) in told.items()} == {"due": 2}
        assert read(checker) == {}

    def test_what_was_said_is_told_once(self, cast, reported, lao, make_person):
        writer, _checker = cast
        member = make_person("Member", role=Role.CONSTITUENT, programme=lao)
        entry = reported()
        question = add_comment(entry=entry, text="Which provinces, @Writer?", by=member)
        told = read(writer)["said"]
        assert [(what, quote) for what, _note, quote in told[1]] == [
            ("Member on 1.1, 2012", "Which provinces, @Writer?")
        ]
        add_comment(entry=entry, text="All.", by=writer, answers=question)
        assert [what for what, _note, _quote in read(member)["said"][1]] == ["Writer on 1.1, 2012"]
        assert "said" not in read(writer, since=timezone.now())
        assert "said" not in read(writer, told=[question.pk])

    def test_long_lists_are_cut_and_said_to_be(self, cast, lao):
        for place in range(4, 52):
            IndicatorFactory(outcome=lao.outcomes.get(), code=f"1.{place}", position=place)
        writer, _checker = cast
        with in_language_of(writer):
            digest = digest_of(writer, today=TODAY)
            message = message_of(digest)
        (section,) = digest.sections
        assert (section.number, len(section.lines), section.more) == (51, 20, 31)
        assert digest.subject == "51 due soon – DWCP results"
        assert "and 31 more" in message.body
        assert "and 31 more" in message.alternatives[0].content

    def test_it_asks_as_often_for_many_as_for_one(self, cast, lao, reported):
        writer, checker = cast
        for code in ("1.1", "1.2", "1.3"):
            entry = reported(code)
            return_entry(entry=entry, revision=entry.revision, reason="Why", by=checker)
        numbers = []
        for place in (4, 5, 6):
            IndicatorFactory(outcome=lao.outcomes.get(), code=f"1.{place}", position=place)
            add_comment(entry=entry, text=f"@Writer @Checker {place}", by=writer if place == 5 else checker)
            del writer._memberships
            with CaptureQueriesContext(connection) as queries:
                read(writer)
            numbers.append(len(queries))
        assert numbers[0] == numbers[-1] <= 8

    def test_the_language_is_that_of_the_person(self, cast, monkeypatch):
        writer, _checker = cast
        writer.language = "km"
        with in_language_of(writer):
            message = message_of(digest_of(writer, today=TODAY))
        assert '<html lang="km">' in message.alternatives[0].content


class TestWhoIsWrittenTo:
    """By the same server as everybody else's tests: a list in memory."""

    def told(self, now=NOW, **more):
        sending = send_digests(now=now, **more)
        assert sending.failed == []
        return sorted(digest.to.name for digest in sending.sent if digest.to.name in ("Writer", "Checker"))

    def test_once_a_day(self, cast):
        assert self.told() == ["Writer"]
        assert [message.to for message in mail.outbox] == [["writer@example.org"]]
        assert (self.told(), self.told(NOW + timedelta(hours=10))) == ([], [])
        assert self.told(NOW + timedelta(days=1)) == ["Writer"]
        sent = DigestSent.objects.filter(to__name="Writer").values_list("sent_at", "told")
        assert list(sent) == [(NOW + timedelta(days=1), {"due": 3}), (NOW, {"due": 3})]

    def test_once_a_week_or_never(self, cast):
        writer, _checker = cast
        writer.digest = Digest.WEEKLY
        writer.save()
        days = [day for day in range(6) if self.told(NOW + timedelta(days=day))]
        assert (days, self.told(NOW + timedelta(days=7))) == ([0], ["Writer"])
        writer.digest = Digest.NEVER
        writer.save()
        assert self.told(NOW + timedelta(days=20)) == []

    def test_nobody_who_may_not_sign_in_or_takes_no_part(self, cast, lao):
        writer, _checker = cast
        writer.is_active = False
        writer.save()
        assert self.told() == []
        writer.is_active = True
        writer.save()
        lao.archived_on = TODAY
        lao.save()
        assert self.told() == []
        lao.archived_on = None
        lao.save()
        assert self.told() == ["Writer"]

    def test_only_one_person_or_only_to_try(self, cast, reported):
        _writer, checker = cast
        reported()
        assert self.told(only_try=True) == ["Checker", "Writer"]
        assert self.told(to=checker) == ["Checker"]
        assert self.told() == ["Writer"]
        assert len(mail.outbox) == 2
        assert DigestSent.objects.count() == 2

    def test_a_comment_is_told_in_one_digest_only(self, cast, reported):
        writer, checker = cast
        entry = reported()
        first = add_comment(entry=entry, text="@Writer, one.", by=checker)
        now = timezone.now()
        send_digests(now=now, to=writer)
        # Written while the digest was being made, and seen by it no more.
        second = add_comment(entry=entry, text="@Writer, two.", by=checker)
        type(second).objects.filter(pk=second.pk).update(at=now - timedelta(seconds=5))
        send_digests(now=now + timedelta(days=1), to=writer)
        send_digests(now=now + timedelta(days=2), to=writer)
        told = [one.told.get("comments") for one in DigestSent.objects.filter(to=writer).order_by("sent_at")]
        assert told == [[first.pk], [second.pk], None]

    def test_what_was_taken_back_is_not_told(self, cast, reported):
        writer, checker = cast
        comment = add_comment(entry=reported(), text="@Writer, one.", by=checker)
        withdraw_comment(comment=comment, by=checker)
        assert "said" not in read(writer)
        put_back_comment(comment=comment, by=checker)
        assert "said" in read(writer)


class Postbox:
    """A mail server's side of the conversation: keeps what it takes, refuses some recipients, counts who calls."""

    def __init__(self, refuses=(), hangs_up_after=None):
        self.refuses, self.received, self.calls = refuses, [], 0
        self.hangs_up_after = hangs_up_after

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 - the protocol's verb
        self.calls += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.refuses:
            return "550 No such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.received.append((envelope.rcpt_tos, BytesParser(policy=policy.default).parsebytes(envelope.content)))
        if self.hangs_up_after == len(self.received):
            server.transport.close()
        return "250 Taken"


def free_port():
    with closing(socket.socket()) as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@pytest.fixture
def mail_server(settings):
    """Starts a mail server on loopback, and sends all mail there."""
    started = []

    def mail_server(**box):
        postbox = Postbox(**box)
        controller = Controller(postbox, hostname="127.0.0.1", port=free_port())
        controller.start()
        started.append(controller)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
        return postbox

    yield mail_server
    for controller in started:
        controller.stop()


def run(**options):
    """The command's output."""
    out = StringIO()
    call_command("send_digests", stdout=out, **options)
    return out.getvalue()


class Words(HTMLParser):
    """The words of a page and the addresses it leads to, as a reader meets them."""

    def __init__(self, html):
        super().__init__()
        self.words, self.links, self.skipping = [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.skipping = tag == "title"
        self.links += [value for name, value in attrs if name == "href"]

    def handle_endtag(self, tag):
        self.skipping = False

    def handle_data(self, data):
        if not self.skipping:
            self.words += data.split()


class TestSending:
    @pytest.fixture
    def waiting(self, programme, make_person, settings):
        """An outcome manager to whom an entry was returned, with words that need care, and a mention."""
        settings.SITE_URL = "https://results.example.org"
        writer = make_person(
            "Sok Dara", role=Role.OUTCOME_MANAGER, programme=programme, outcomes=programme.outcomes.filter(number=1)
        )
        checker = make_person("Chan", role=Role.VERIFIER, programme=programme)
        entry = record_and_submit(
            indicator=Indicator.objects.in_programme(programme).get(code="1.23"),
            period=programme.periods.get(label="2010"),
            figure=Figure(
                measured_on=date(2010, 12, 31), value=Decimal(12), parts={"women": Decimal(5), "men": Decimal(7)}
            ),
            revision=0,
            by=writer,
        )
        entry = return_entry(entry=entry, revision=entry.revision, reason="Lists <missing> & late: ខ្មែរ", by=checker)
        add_comment(entry=entry, text="@Sok Dara: which?", by=checker)
        return writer, checker, entry

    def test_what_comes_out_at_the_other_end(self, mail_server, waiting, client, sign_in):
        writer, _checker, entry = waiting
        postbox = mail_server()
        output = run(to="sok-dara@example.org")
        assert "sok-dara@example.org: 1 returned, 1 comment for you – DWCP results" in output
        assert output.splitlines()[-1].startswith("Sent: 1.")
        ((recipients, message),) = postbox.received
        assert recipients == ["sok-dara@example.org"]
        assert (message["To"], message["Subject"]) == (
            "sok-dara@example.org",
            "1 returned, 1 comment for you – DWCP results",
        )
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        text = message.get_body(("plain",)).get_content()
        html = message.get_body(("html",)).get_content()
        assert "“Lists <missing> & late: ខ្មែរ”" in text
        assert "Lists &lt;missing&gt; &amp; late: ខ្មែរ" in html
        assert "style=" not in html
        # Both say the same: the words of one are those of the other, its addresses apart.
        page = Words(html)
        links = re.findall(r"https://\S+", text)
        said = [word for word in text.split() if word not in links and word not in ("-", "--")]
        assert said == [word for word in page.words if word not in links]
        assert page.links == links
        # The links lead there.
        base = "https://results.example.org"
        assert links[:2] == [
            f"{base}/KHM-DWCP-2008-2010/indicators/1.23/entries/2010/record/",
            f"{base}{entry.get_absolute_url()}#comment-{entry.comments.get().pk}",
        ]
        client = sign_in(writer)
        assert [client.get(link.removeprefix(base)).status_code for link in links] == [200] * 5
        assert DigestSent.objects.get(to=writer).told == {
            "returned": 1,
            "said": 1,
            "comments": [entry.comments.get().pk],
        }

    def test_it_is_stopped_by_one_click_without_signing_in(self, mail_server, waiting, client):
        writer, _checker, _entry = waiting
        postbox = mail_server()
        run(to=writer.email)
        ((_recipients, message),) = postbox.received
        stop = message["List-Unsubscribe"].strip(" <>").removeprefix("https://results.example.org")
        answer = client.post(stop, {"List-Unsubscribe": "One-Click"})
        writer.refresh_from_db()
        assert (answer.status_code, writer.digest) == (200, Digest.NEVER)
        tomorrow = timezone.now() + timedelta(days=1)
        assert send_digests(now=tomorrow, to=writer).sent == []

    def test_everybody_on_one_line(self, mail_server, waiting):
        postbox = mail_server()
        run()
        assert sorted(recipients for recipients, _message in postbox.received) == [["sok-dara@example.org"]]
        assert postbox.calls == 1
        assert "Sent: 0." in run()
        assert len(postbox.received) == 1

    def test_nothing_waits_and_no_mail(self, mail_server, make_person, programme):
        make_person("Reader", role=Role.OBSERVER, programme=programme)
        postbox = mail_server()
        assert run(to="reader@example.org") == "Sent: 0. Nothing waits for 1.\n"
        assert (postbox.received, postbox.calls) == ([], 0)

    def test_an_address_that_is_refused_stops_nobody_else(self, mail_server, waiting, cast, lao, reported):
        reported()
        postbox = mail_server(refuses=["checker@example.org"])
        with pytest.raises(CommandError) as failure:
            run()
        assert str(failure.value) == ("Not everybody could be reached:\n  checker@example.org: 550 No such person here")
        assert failure.value.returncode == 1
        # Reports of 2012 are long overdue.
        assert sorted(recipients for recipients, _message in postbox.received) == [
            ["sok-dara@example.org"],
            ["writer@example.org"],
        ]
        assert sorted(DigestSent.objects.values_list("to__email", flat=True)) == [
            "sok-dara@example.org",
            "writer@example.org",
        ]

    def test_a_server_that_hangs_up_is_called_again(self, mail_server, waiting, cast, reported):
        reported()
        postbox = mail_server(hangs_up_after=1)
        run()
        reached = {recipients[0] for recipients, _message in postbox.received}
        assert reached == {"checker@example.org", "sok-dara@example.org", "writer@example.org"}
        assert postbox.calls == 2

    def test_a_server_that_is_down_is_said_and_nothing_is_noted(self, settings, waiting):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
        with pytest.raises(CommandError) as failure:
            run()
        assert re.fullmatch(
            rf"The mail server 127\.0\.0\.1:{settings.EMAIL_PORT} does not answer \(.*\)\. "
            r"Who was not written to is written to the next time: run the command again\.",
            str(failure.value),
        )
        assert failure.value.returncode == 1
        assert not DigestSent.objects.exists()

    def test_to_try_calls_nobody(self, settings, waiting):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
        assert run(dry_run=True).splitlines()[0] == (
            "  sok-dara@example.org: 1 returned, 1 comment for you – DWCP results"
        )
        assert not DigestSent.objects.exists()

    def test_nobody_of_that_name(self):
        with pytest.raises(CommandError, match=re.escape("Nobody signs in with nobody@example.org.")):
            run(to="nobody@example.org")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite holds no single rows")
def test_sent_twice_at_a_time_everybody_gets_one(lao):
    people = {UserFactory() for _person in range(6)}
    for person in people:
        ProgrammeMembershipFactory(user=person, programme=lao, role=Role.PROGRAMME_OFFICER)
    ready, failures = Barrier(3), []

    def send():
        try:
            ready.wait()
            send_digests(now=NOW)
        except Exception as failure:  # whatever it is, it is told below
            failures.append(failure)
        finally:
            connection.close()

    threads = [Thread(target=send) for _one in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(message.to[0] for message in mail.outbox) == sorted(person.email for person in people)
    assert DigestSent.objects.count() == len(people)


@pytest.mark.parametrize("address", ["", "results.example.org", "https://", "https://example.org/results", "ftp://a"])
def test_links_that_would_lead_nowhere_are_noticed(settings, address):
    settings.SITE_URL = address
    assert [problem.id for problem in run_checks() if problem.id == "dwcp.E001"] == ["dwcp.E001"]
    settings.SITE_URL = "https://results.example.org"
    assert [problem.id for problem in run_checks() if problem.id == "dwcp.E001"] == []
