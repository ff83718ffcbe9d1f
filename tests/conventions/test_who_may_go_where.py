"""Walks every address as every person of the cast; an address without a decision here fails."""

from dataclasses import dataclass

import pytest
from django.urls import get_resolver, reverse

from accounts.choices import Permission, Role
from indicators.views import kinds as indicator_kinds
from outcomes.views import ProgrammeMixin
from outcomes.views import kinds as outcome_kinds
from tests.conventions.urls import ADDRESSES

VIEW, RECORD, VERIFY, SCORE = (
    Permission.PROGRAMME_VIEW,
    Permission.ENTRY_RECORD,
    Permission.ENTRY_VERIFY,
    Permission.REVIEW_SCORE,
)
PERIODS, STRUCTURE = Permission.PERIOD_MANAGE, Permission.STRUCTURE_EDIT
OVERRIDE, DISCUSS = Permission.STATUS_OVERRIDE, Permission.ENTRY_DISCUSS
MANAGE = Permission.REVIEW_MANAGE
WRITE, ANSWER = Permission.REPORT_WRITE, Permission.RECOMMENDATION_ANSWER
REPORT_ON, JUDGE = Permission.ACTION_REPORT, Permission.ACTION_CHECK
VALIDATE = Permission.REPORT_VALIDATE
PEOPLE, ARCHIVE = Permission.MEMBERS_MANAGE, Permission.PROGRAMME_ARCHIVE


# Beside the role some acts ask for a place in the review, which of the cast only these have: the reviewer is in the
# team of 2010. Administrators may do everything, but give no scores.
# A follow-up action that names nobody is reported on by who keeps the programme.
# Only constituents speak for government, employers or workers.
PLACED = {
    SCORE: {Role.REVIEWER},
    Permission.REPORT_VALIDATE: {Role.CONSTITUENT},
    Permission.ACTION_REPORT: {Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER},
}


@dataclass(frozen=True)
class Page:
    """A page inside a programme: by method, the permission it needs. An empty form sent in is refused as such."""

    get: Permission | None = None
    post: Permission | None = None
    anonymous = 302
    done = {"GET": 200, "POST": 422}

    def methods(self):
        return {method for method in ("GET", "POST") if getattr(self, method.lower())}

    def expected(self, method, role):
        if role is None:
            return self.anonymous
        if role == "outsider":
            return 404
        permission = getattr(self, method.lower())
        allowed = permission in Role(role).permissions and role in PLACED.get(permission, Role)
        return self.done[method] if allowed else 403


@dataclass(frozen=True)
class Sent(Page):
    """A form that stands on another page: reading its address leads there."""

    done = {"GET": 302, "POST": 422}


@dataclass(frozen=True)
class Switch(Page):
    """A button on another page: both lead back there."""

    done = {"GET": 302, "POST": 302}


@dataclass(frozen=True)
class Asked(Page):
    """A page that asks before something is done, and does it."""

    done = {"GET": 200, "POST": 302}


@dataclass(frozen=True)
class Seen(Page):
    """A page that asks before something is done, and does it only to what the person has looked at."""

    done = {"GET": 200, "POST": 409}


@dataclass(frozen=True)
class Theirs(Page):
    """A button beside what one has written oneself: nobody of the cast wrote it."""

    done = {"GET": 302, "POST": 403}


@dataclass(frozen=True)
class Answered(Page):
    """A page that answers to what is typed and keeps nothing of it."""

    done = {"GET": 200, "POST": 200}


@dataclass(frozen=True)
class Api(Page):
    """The same of the API, which answers instead of leading to the sign-in page."""

    anonymous = 401
    done = {"GET": 200, "POST": 400}


@dataclass(frozen=True)
class Personal:
    """For everybody who is signed in, and only theirs. `why` it asks for no permission."""

    why: str
    get: int | None = 200
    post: int | None = None
    anonymous: int = 302

    def methods(self):
        return {method for method in ("GET", "POST") if getattr(self, method.lower())}

    def expected(self, method, role):
        return self.anonymous if role is None else getattr(self, method.lower())


@dataclass(frozen=True)
class Founding:
    """A page outside all programmes, for who may begin one. `why` it asks for no role in a programme."""

    why: str

    def methods(self):
        return {"GET", "POST"}

    def expected(self, method, role):
        if role is None:
            return 302
        may = role != "outsider" and Permission.PROGRAMME_CREATE in Role(role).permissions
        return Page.done[method] if may else 403


@dataclass(frozen=True)
class Open:
    """For everybody: (status for who is not signed in, status for who is)."""

    why: str
    get: tuple[int, int] | None = None
    post: tuple[int, int] | None = None

    def methods(self):
        return {method for method in ("GET", "POST") if getattr(self, method.lower())}

    def expected(self, method, role):
        return getattr(self, method.lower())[0 if role is None else 1]


def record_pages(namespace, *kinds):
    """The pages of each kind of record that a programme is built of."""
    for kind in kinds:
        may = {"get": kind.permission, "post": kind.permission}
        yield f"{namespace}:add-{kind.slug}", Page(**may)
        yield f"{namespace}:change-{kind.slug}", Page(**may)
        yield f"{namespace}:remove-{kind.slug}", Asked(**may)
        if kind.is_ordered:
            yield f"{namespace}:move-{kind.slug}", Switch(**may)


DECISIONS = {
    "outcomes:programmes": Personal("it lists what is theirs"),
    "my-work": Personal("it lists what waits for them"),
    "my-settings": Personal("their own settings", post=422),
    "dashboard": Page(get=VIEW),
    "outcomes:settings": Page(get=VIEW),
    "outcomes:removed": Page(get=STRUCTURE),
    "outcomes:put-back": Switch(get=STRUCTURE, post=STRUCTURE),
    "outcomes:create-programme": Founding("the programme is not there yet"),
    "outcomes:change-programme": Page(get=STRUCTURE, post=STRUCTURE),
    "outcomes:archive": Seen(get=ARCHIVE, post=ARCHIVE),
    "outcomes:country-programme-outcomes": Page(get=VIEW),
    "outcomes:add-biennium": Page(get=STRUCTURE, post=STRUCTURE),
    "outcomes:carry-country-programme-outcomes": Page(get=STRUCTURE, post=STRUCTURE),
    "outcomes:merge-country-programme-outcomes": Page(get=STRUCTURE, post=STRUCTURE),
    "outcomes:carry-country-programme-outcome": Page(get=STRUCTURE, post=STRUCTURE),
    "outcomes:split-country-programme-outcome": Page(get=STRUCTURE, post=STRUCTURE),
    "outcomes:members": Page(get=VIEW),
    "outcomes:add-member": Page(get=PEOPLE, post=PEOPLE),
    "outcomes:change-member": Page(get=PEOPLE, post=PEOPLE),
    "outcomes:remove-member": Asked(get=PEOPLE, post=PEOPLE),
    "outcomes:frameworks": Page(get=VIEW),
    "outcomes:add-development-goals": Switch(get=STRUCTURE, post=STRUCTURE),
    "outcomes:projects": Page(get=VIEW),
    "outcomes:budget": Page(get=VIEW),
    "outcomes:risks": Page(get=VIEW),
    **dict(record_pages("outcomes", *outcome_kinds.KINDS)),
    "indicators:results": Page(get=VIEW),
    "indicators:outcome": Page(get=VIEW),
    "indicators:outcome-context": Page(get=VIEW),
    "indicators:grid": Page(get=VIEW, post=RECORD),
    "indicators:indicator": Page(get=VIEW),
    "indicators:sheet": Page(get=VIEW),
    "indicators:sheet-pdf": Page(get=VIEW),
    "indicators:framework": Page(get=VIEW),
    **dict(record_pages("indicators", indicator_kinds.INDICATOR, indicator_kinds.PERIOD)),
    "indicators:plan-periods": Page(get=PERIODS, post=PERIODS),
    "indicators:open-periods": Sent(get=PERIODS, post=PERIODS),
    "indicators:set-due-days": Sent(get=PERIODS, post=PERIODS),
    "indicators:reporting": Page(get=VIEW),
    "indicators:clone-programme": Page(get=Permission.PROGRAMME_CREATE, post=Permission.PROGRAMME_CREATE),
    "indicators:change-splits": Asked(get=STRUCTURE, post=STRUCTURE),
    "indicators:dimensions": Page(get=VIEW),
    "indicators:copy-dimension": Switch(get=STRUCTURE, post=STRUCTURE),
    "indicators:restore-category": Switch(get=STRUCTURE, post=STRUCTURE),
    **dict(record_pages("indicators", indicator_kinds.DIMENSION, indicator_kinds.CATEGORY)),
    "indicators:override-status": Page(get=OVERRIDE, post=OVERRIDE),
    "indicators:withdraw-override": Switch(get=OVERRIDE, post=OVERRIDE),
    "indicators:entry": Page(get=VIEW),
    "indicators:record-progress": Page(get=RECORD, post=RECORD),
    "indicators:look-ahead": Answered(post=RECORD),
    "indicators:keep-typed": Answered(post=RECORD),
    "indicators:drop-typed": Switch(get=RECORD, post=RECORD),
    "indicators:verify-entry": Sent(get=VERIFY, post=VERIFY),
    "indicators:check-entry": Sent(get=VERIFY, post=VERIFY),
    "indicators:verification": Page(get=VERIFY),
    "indicators:verify-together": Sent(get=VERIFY, post=VERIFY),
    "indicators:next-to-verify": Switch(get=VERIFY),
    "indicators:samples": Page(get=VERIFY, post=VERIFY),
    "indicators:return-entry": Sent(get=VERIFY, post=VERIFY),
    "indicators:reopen-entry": Sent(get=VERIFY, post=VERIFY),
    "indicators:add-evidence": Sent(get=RECORD, post=RECORD),
    "indicators:add-typed-evidence": Switch(get=RECORD, post=RECORD),
    "indicators:evidence": Page(get=VIEW),
    "indicators:evidence-picture": Page(get=VIEW),
    "indicators:withdraw-evidence": Switch(get=RECORD, post=RECORD),
    "indicators:put-back-evidence": Switch(get=RECORD, post=RECORD),
    "indicators:add-comment": Sent(get=DISCUSS, post=DISCUSS),
    "indicators:choose-people": Page(get=DISCUSS),
    "indicators:withdraw-comment": Theirs(get=DISCUSS, post=DISCUSS),
    "indicators:put-back-comment": Theirs(get=DISCUSS, post=DISCUSS),
    "consultations:consultations": Page(get=VIEW),
    "consultations:suggestions": Page(get=VIEW),
    "consultations:comments": Page(get=VIEW),
    "consultations:consultation": Page(get=VIEW),
    "reviews:reviews": Page(get=VIEW),
    "reviews:review": Page(get=VIEW),
    "reviews:criteria": Page(get=VIEW),
    "reviews:score-criterion": Page(get=SCORE, post=SCORE),
    "reviews:outcomes": Page(get=VIEW),
    "reviews:outcome": Page(get=VIEW),
    "reviews:rate-area": Page(get=SCORE, post=SCORE),
    "reviews:my-scores": Page(get=SCORE, post=SCORE),
    "reviews:my-score": Page(get=SCORE, post=SCORE),
    "reviews:my-sources": Page(get=SCORE, post=SCORE),
    "reviews:hand-in-scores": Switch(get=SCORE, post=SCORE),
    "reviews:take-back-scores": Switch(get=SCORE, post=SCORE),
    "reviews:dissent-criterion": Page(get=SCORE, post=SCORE),
    "reviews:dissent-area": Page(get=SCORE, post=SCORE),
    "reviews:withdraw-dissent-criterion": Switch(get=SCORE, post=SCORE),
    "reviews:withdraw-dissent-area": Switch(get=SCORE, post=SCORE),
    "reviews:cite-criterion": Page(get=SCORE, post=SCORE),
    "reviews:cite-area": Page(get=SCORE, post=SCORE),
    "reviews:remove-citation": Switch(get=SCORE, post=SCORE),
    "reviews:add-sub-criterion-finding": Page(get=WRITE, post=WRITE),
    "reviews:change-sub-criterion-finding": Page(get=WRITE, post=WRITE),
    "reviews:remove-sub-criterion-finding": Switch(get=WRITE, post=WRITE),
    "reviews:put-back": Switch(get=WRITE, post=WRITE),
    "reviews:indicators": Page(get=VIEW),
    "reviews:recommendations": Page(get=VIEW),
    "reviews:recommendation": Page(get=VIEW),
    "reviews:recommendation-history": Page(get=VIEW),
    "reviews:add-recommendation": Page(get=WRITE, post=WRITE),
    "reviews:change-recommendation": Page(get=WRITE, post=WRITE),
    "reviews:remove-recommendation": Asked(get=WRITE, post=WRITE),
    "reviews:move-recommendation": Switch(get=WRITE, post=WRITE),
    "reviews:renumber-recommendations": Switch(get=WRITE, post=WRITE),
    "reviews:put-back-recommendation": Switch(get=WRITE, post=WRITE),
    "reviews:carry-over-recommendations": Page(get=WRITE, post=WRITE),
    "reviews:link-indicators": Page(get=WRITE, post=WRITE),
    "reviews:answer-recommendation": Page(get=ANSWER, post=ANSWER),
    "reviews:plan-action": Page(get=ANSWER, post=ANSWER),
    "reviews:change-action": Page(get=ANSWER, post=ANSWER),
    "reviews:remove-action": Asked(get=ANSWER, post=ANSWER),
    "reviews:put-back-action": Switch(get=ANSWER, post=ANSWER),
    "reviews:report-on-action": Page(get=REPORT_ON, post=REPORT_ON),
    "reviews:check-action": Page(get=JUDGE, post=JUDGE),
    "reviews:decide-finding": Page(get=WRITE, post=WRITE),
    "reviews:assess-indicator": Page(get=WRITE, post=WRITE),
    "reviews:remove-finding": Asked(get=WRITE, post=WRITE),
    "reviews:comparison": Page(get=VIEW),
    "reviews:checks": Page(get=WRITE),
    "reviews:answer-check": Sent(get=WRITE, post=WRITE),
    "reviews:withdraw-answer": Switch(get=WRITE, post=WRITE),
    "reviews:reconciliation": Page(get=VIEW),
    "reviews:create-review": Page(get=MANAGE, post=MANAGE),
    "reviews:set-up": Page(get=VIEW),
    "reviews:move-review": Sent(get=MANAGE, post=MANAGE),
    "reviews:change-review": Page(get=MANAGE, post=MANAGE),
    "reviews:terms": Page(get=MANAGE, post=MANAGE),
    "reviews:link-consultations": Page(get=MANAGE, post=MANAGE),
    "reviews:add-team-member": Page(get=MANAGE, post=MANAGE),
    "reviews:change-team-member": Page(get=MANAGE, post=MANAGE),
    "reviews:remove-team-member": Asked(get=MANAGE, post=MANAGE),
    "reviews:add-task": Page(get=MANAGE, post=MANAGE),
    "reviews:change-task": Page(get=MANAGE, post=MANAGE),
    "reviews:remove-task": Asked(get=MANAGE, post=MANAGE),
    "reviews:facts": Page(get=VIEW, post=MANAGE),
    "reviews:validation": Page(get=VIEW, post=VALIDATE),
    "reviews:withdraw-validation": Switch(get=VALIDATE, post=VALIDATE),
    "reviews:put-back-validation": Switch(get=VALIDATE, post=VALIDATE),
    "reviews:methods": Page(get=MANAGE),
    "reviews:add-method": Page(get=MANAGE, post=MANAGE),
    "reviews:method": Page(get=MANAGE),
    "reviews:change-method": Page(get=MANAGE, post=MANAGE),
    "reviews:next-version": Page(get=MANAGE, post=MANAGE),
    "reviews:offer-method": Switch(get=MANAGE, post=MANAGE),
    "reviews:scale": Page(get=MANAGE, post=MANAGE),
    "reviews:sections": Page(get=MANAGE, post=MANAGE),
    "reviews:add-criterion": Page(get=MANAGE, post=MANAGE),
    "reviews:change-criterion": Page(get=MANAGE, post=MANAGE),
    "reviews:remove-criterion": Asked(get=MANAGE, post=MANAGE),
    "reviews:add-area": Page(get=MANAGE, post=MANAGE),
    "reviews:change-area": Page(get=MANAGE, post=MANAGE),
    "reviews:remove-area": Asked(get=MANAGE, post=MANAGE),
    "reviews:add-match": Page(get=MANAGE, post=MANAGE),
    "reviews:change-match": Page(get=MANAGE, post=MANAGE),
    "reviews:remove-match": Asked(get=MANAGE, post=MANAGE),
    "reviews:report-texts": Page(get=VIEW),
    "reviews:read-report": Page(get=VIEW),
    "reviews:write-section": Page(get=WRITE, post=WRITE),
    "reviews:write-narrative": Page(get=WRITE, post=WRITE),
    # Leads to the files as long as no version was signed; those below sign one.
    "reviews:report": Switch(get=VIEW),
    "reviews:report-files": Page(get=VIEW),
    "reviews:ask-for-file": Switch(get=VIEW, post=VIEW),
    "reviews:sign-report": Page(get=MANAGE, post=MANAGE),
    "reviews:correct-report": Page(get=MANAGE, post=MANAGE),
    "reviews:report-versions": Page(get=VIEW),
    "reviews:report-file": Page(get=VIEW),
    "reviews:version-pdf": Page(get=VIEW),
    "reviews:version-snapshot": Page(get=VIEW),
    "api:programme-list": Personal("it lists what is theirs", anonymous=401),
    "api:programme-detail": Api(get=VIEW),
    "api:outcome-list": Api(get=VIEW),
    "api:outcome-detail": Api(get=VIEW),
    "api:indicator-list": Api(get=VIEW),
    "api:indicator-detail": Api(get=VIEW),
    "api:indicator-entry-detail": Api(get=VIEW),
    "api:indicator-entry-submit": Api(post=RECORD),
    "api:indicator-entry-verify": Api(post=VERIFY),
    "api:indicator-entry-give-back": Api(post=VERIFY),
    "api:indicator-entry-reopen": Api(post=VERIFY),
    "api:entry-list": Api(get=VIEW, post=RECORD),
    "api:report-list": Api(get=VIEW),
    "api:review-list": Api(get=VIEW),
    "api:review-detail": Api(get=VIEW),
    "api:individual-score-list": Api(get=VIEW),
    "api:review-coverage": Api(get=VIEW),
    "api:review-comparison": Api(get=VIEW),
    "api:review-checks": Api(get=WRITE),
    "api:review-validation": Api(get=VIEW),
    "api:recommendation-list": Api(get=VIEW),
    "api:recommendation-detail": Api(get=VIEW),
    "api:follow-up-action-detail": Api(get=VIEW),
    "api:follow-up-action-report": Api(post=REPORT_ON),
    "api:consultation-list": Api(get=VIEW),
    "api:schema": Personal("it describes the API and holds no data", anonymous=401),
    "api:docs": Personal("it shows that description"),
    "indicators:periods": Page(get=VIEW),
    "indicators:evaluability": Page(get=VIEW),
    "indicators:check-statement": Answered(get=VIEW, post=VIEW),
    "indicators:figures": Page(get=RECORD),
    "indicators:figures-download": Page(get=RECORD),
    "indicators:preview-figures": Sent(get=RECORD, post=RECORD),
    "indicators:figures-import": Page(get=RECORD),
    "indicators:returned-figures": Switch(get=RECORD),
    "indicators:confirm-figures": Sent(get=RECORD, post=RECORD),
    "indicators:workbook": Page(get=VIEW),
    "indicators:workbook-download": Page(get=VIEW),
    "indicators:workbook-csv": Page(get=VIEW),
    "indicators:preview-workbook": Sent(get=STRUCTURE, post=STRUCTURE),
    "indicators:workbook-import": Page(get=STRUCTURE),
    "indicators:returned-workbook": Switch(get=STRUCTURE),
    "indicators:confirm-workbook": Sent(get=STRUCTURE, post=STRUCTURE),
    "indicators:undo-workbook": Switch(get=STRUCTURE, post=STRUCTURE),
    "digest-choice": Open("whose link it is needs no sign-in; this one is not whole", get=(404, 404), post=(404, 404)),
    "methods": Open("it says how figures are made, and nothing of any programme", get=(200, 200)),
    "api:token": Open("here one signs in to the API", post=(400, 400)),
    "account_login": Open("here one signs in", get=(200, 302), post=(200, 302)),
    "account_signup": Open("it says that nobody signs up", get=(200, 302), post=(200, 302)),
    "account_reset_password": Open("for who forgot the password", get=(200, 200), post=(200, 200)),
    "account_reset_password_done": Open("for who forgot the password", get=(200, 200)),
    "account_reset_password_from_key": Open("for who forgot the password", get=(200, 200), post=(200, 200)),
    "account_reset_password_from_key_done": Open("for who forgot the password", get=(200, 200)),
    "account_inactive": Open("for who may not sign in", get=(200, 200)),
    "account_logout": Personal("everybody may leave", post=302),
    "account_change_password": Personal("their own password", get=200, post=200),
    "account_set_password": Personal("for who has no password yet", get=302, post=302),
    "account_reauthenticate": Personal("their own password again", get=200, post=200),
    "indicators:change-period": Sent(get=PERIODS, post=PERIODS),
}
# Signing out without being signed in leads home instead.
LED_TO_SIGN_IN = {
    name for name, one in DECISIONS.items() if isinstance(one, Page | Personal | Founding) and name != "account_logout"
}
CAST = {
    "anonymous": None,
    "outsider": "outsider",
    "observer": Role.OBSERVER,
    "government_member": Role.CONSTITUENT,
    "employers_member": Role.CONSTITUENT,
    "workers_member": Role.CONSTITUENT,
    "reviewer": Role.REVIEWER,
    "verifier": Role.VERIFIER,
    "outcome_manager": Role.OUTCOME_MANAGER,
    "officer": Role.PROGRAMME_OFFICER,
    "administrator": Role.ADMINISTRATOR,
}


def test_every_address_has_a_decision():
    assert DECISIONS.keys() == ADDRESSES.keys()


def test_every_method_has_a_decision():
    # A page with a form takes PUT for POST, behind the same permission.
    answered = {name: set(address.methods) - {"PUT"} for name, address in ADDRESSES.items()}
    functions = {name for name, address in ADDRESSES.items() if address.view_class is None}
    assert {name: methods for name, methods in answered.items() if name not in functions} == {
        name: decision.methods() for name, decision in DECISIONS.items() if name not in functions
    }


def test_the_whole_cast_walks():
    assert set(Role) | {"outsider", None} == set(CAST.values())


@pytest.mark.django_db
@pytest.mark.parametrize("who", CAST)
def test_everybody_gets_where_they_may(who, client, request, programme):
    person = None if who == "anonymous" else request.getfixturevalue(who)
    if person:
        # Pages about a password are for who has one.
        person.set_password("a long enough password")
        person.save()
    wrong = {}
    for name, decision in DECISIONS.items():
        for method in sorted(decision.methods()):
            client.logout()
            if person:
                client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
            # The API takes JSON only; a form does not mind.
            sent = {"content_type": "application/json", "data": "{}"} if name.startswith("api:") else {}
            if name == "api:entry-list":
                sent["data"] = '{"indicator": "1.26", "period": "2010", "revision": 0}'
            path = ADDRESSES[name].path()
            answer = client.generic(method, path, **sent)
            expected = expected_of(decision, method, name, CAST[who])
            if answer.status_code != expected:
                wrong[f"{method} {name}"] = (answer.status_code, expected)
            elif answer.status_code == 302 and person is None and name in LED_TO_SIGN_IN:
                assert answer.url == f"{reverse('account_login')}?next={path}", name
    assert wrong == {}


def expected_of(decision, method, name, role):
    """Recording needs the whole body before it can be refused for the right reason: here the revision is old."""
    expected = decision.expected(method, role)
    if (name, method, expected) == ("api:entry-list", "POST", 400):
        return 409
    return expected


@pytest.mark.django_db
def test_an_outcome_manager_records_in_their_care_only(sign_in, outcome_manager):
    client = sign_in(outcome_manager)
    record = ADDRESSES["indicators:record-progress"]
    assert client.get(record.path(indicator="1.26")).status_code == 200
    assert client.get(record.path(indicator="3.1")).status_code == 403
    assert client.post(record.path(indicator="3.1")).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"programme": "LAO-DWCP-2011-2015"},
        {"indicator": "9.9"},
        {"period": "1999"},
        {"review": "1999"},
        {"event": "C99"},
        {"criterion": 9},
        {"area": "Z"},
        {"outcome": 9},
        {"outcome": "KHM 999"},
    ],
    ids=str,
)
def test_what_is_not_there_is_not_found(wrong, sign_in, administrator):
    """For every address that has such a part."""
    client = sign_in(administrator)
    (part,) = wrong
    walked = 0
    for name, decision in DECISIONS.items():
        address = ADDRESSES[name]
        converters = dict(address.converters)
        if part not in converters:
            continue
        if part == "outcome" and (type(converters[part]).__name__ == "IntConverter") != isinstance(wrong[part], int):
            continue
        for method in decision.methods():
            if name == "api:entry-list" and method == "POST" and part != "programme":
                continue
            sent = {"content_type": "application/json", "data": "{}"} if name.startswith("api:") else {}
            answer = client.generic(method, address.path(**wrong), **sent)
            assert answer.status_code == 404, (method, name)
            walked += 1
    assert walked


def admin_paths():
    """Every page of the administration, with 1 for a record."""
    _prefix, resolver = get_resolver().namespace_dict["admin"]
    for name in resolver.reverse_dict:
        if isinstance(name, str):
            ((_route, parts), *_others), *_rest = resolver.reverse_dict[name]
            values = {"app_label": "accounts", "url": "nowhere/"}
            yield name, reverse(f"admin:{name}", kwargs={part: values.get(part, 1) for part in parts})


@pytest.mark.django_db
@pytest.mark.parametrize("who", CAST)
def test_nobody_of_the_cast_uses_the_administration(who, client, request):
    if who != "anonymous":
        client.force_login(request.getfixturevalue(who), backend="django.contrib.auth.backends.ModelBackend")
    paths = dict(admin_paths())
    assert len(paths) > 200
    for name, path in paths.items():
        answer = client.get(path)
        # One door counts wrong passwords: the administration has none of its own.
        assert answer.status_code in ({302, 403} if name == "login" else {302, 404}), name
        if answer.status_code == 302 and name != "logout":
            assert "/login/" in answer.url, name


OPEN_VIEWS = {name for name, decision in DECISIONS.items() if isinstance(decision, Open)}


def test_every_view_names_its_permission():
    """Pages inherit theirs from ProgrammeMixin or name it; views for everybody say so, with a reason above."""
    for name, address in ADDRESSES.items():
        decision = DECISIONS[name]
        if not isinstance(decision, Page):
            assert decision.why
            continue
        view = address.view_class
        if name == "api:programme-detail":
            continue  # a programme one may not view does not exist
        if not isinstance(decision, Api):
            assert issubclass(view, ProgrammeMixin), name
        # Views are told theirs where the address is written: those of the API call it otherwise.
        told = getattr(address.callback, "initkwargs", None) or getattr(address.callback, "view_initkwargs", {})
        permission = told.get("permission_required", view.permission_required)
        assert permission in {decision.get, decision.post}, name


def test_views_for_everybody_of_our_own_say_that_they_ask_for_no_permission():
    own = [
        name
        for name, decision in DECISIONS.items()
        if isinstance(decision, Personal) and not name.startswith("account_") and name not in ("api:schema", "api:docs")
    ]
    assert {name: vars(ADDRESSES[name].view_class).get("permission_required", "") for name in own} == dict.fromkeys(own)
