"""The consistency check: a list to work through before the report is signed."""

from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Permission

from ..choices import ANSWERED_ALIKE, CheckKind, ReviewState
from ..forms import AnswerForm
from ..selectors.checks import checks_of, seen_together
from ..services import ReviewRefused, answer_check, answer_checks_alike, withdraw_check_answer
from .base import ReviewPage


@dataclass(frozen=True)
class Group:
    """What is open of one kind: each check with its form, and the form that answers all of them, where there is one."""

    kind: CheckKind
    rows: list
    alike: AnswerForm | None

    @classmethod
    def of(cls, kind, checks, sent):
        """The group of these checks; `sent` is the form that came back, or None."""
        key = sent["key"].value() if sent else None
        rows = [(check, sent if check.key == key else AnswerForm.for_check(check)) for check in checks]
        if len(checks) < 2 or kind not in ANSWERED_ALIKE:
            return cls(kind, rows, None)
        return cls(kind, rows, sent if key == kind else AnswerForm.for_all(kind, checks))


class Checks(ReviewPage):
    """All that has to be solved or answered, by kind; what is answered stands apart."""

    # It quotes the draft, which is for who writes it.
    permission_required = Permission.REPORT_WRITE
    template_name = "reviews/checks.html"
    tab = "checks"
    heading = gettext_lazy("Checks before signing")

    def get_context_data(self, *, form=None, **kwargs):
        checks = checks_of(self.review)
        is_open = [check for check in checks if not check.is_answered]
        may_answer = self.review.state != ReviewState.FINAL and self.request.user.has_perm(
            Permission.REPORT_WRITE, self.review
        )
        by_kind = groupby(is_open, key=lambda check: check.kind)
        groups = [Group.of(CheckKind(kind), list(checks), form) for kind, checks in by_kind]
        forms = [row[1] for group in groups for row in (*group.rows, (None, group.alike))]
        return super().get_context_data(
            form=form,
            is_gone=form is not None and not any(one is form for one in forms),
            groups=groups,
            answered=[(check, AnswerForm.for_check(check)) for check in checks if check.is_answered],
            number=len(checks),
            open_number=len(is_open),
            may_answer=may_answer,
            **kwargs,
        )


class AnswerCheck(Checks):
    """Say why one of the checks, or all that is open of a kind, may stand."""

    http_method_names = ["get", "head", "post"]
    permission_required = Permission.REPORT_WRITE

    def get(self, request, *args, **kwargs):
        return redirect(self.address("checks"))

    def post(self, request, *args, **kwargs):
        form = AnswerForm(request.POST, auto_id="id_answer_%s", use_required_attribute=False)
        if not form.is_valid():
            return self.answer(form, 422)
        try:
            self.keep(**form.cleaned_data)
        except ReviewRefused as refused:
            for field, sentence in refused.problems.items():
                form.add_error(field or None, sentence)
            return self.answer(form, 422 if "answer" in refused.problems else 409)
        messages.success(request, _("Answered. You can change or withdraw the answer below."))
        return redirect(self.address("checks"))

    def keep(self, *, key, **said):
        """Keep the answer: to one check, or to all of the kind that stands in place of its key."""
        if key in CheckKind.values:
            answer_checks_alike(review=self.review, kind=CheckKind(key), by=self.request.user, **said)
        else:
            answer_check(review=self.review, key=key, by=self.request.user, **said)

    def answer(self, form, status):
        """The list with what was typed, to be sent again to what stands now."""
        checks = checks_of(self.review)
        now = {check.key: check.sentence for check in checks}
        now |= {
            kind: seen_together([one for one in checks if one.kind == kind and not one.is_answered])
            for kind in ANSWERED_ALIKE
        }
        form.data = form.data.copy()
        form.data["seen"] = now.get(form.data.get("key"), form.data.get("seen", ""))
        return self.render_to_response(self.get_context_data(form=form), status=status)


class WithdrawAnswer(ReviewPage):
    """Take an answer back."""

    http_method_names = ["get", "head", "post"]
    permission_required = Permission.REPORT_WRITE

    def get(self, request, *args, **kwargs):
        return redirect(self.address("checks"))

    def post(self, request, *args, **kwargs):
        try:
            withdraw_check_answer(review=self.review, key=request.POST.get("key", ""), by=request.user)
        except ReviewRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Withdrawn: it is open again."))
        return redirect(self.address("checks"))
