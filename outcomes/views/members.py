"""Who takes part in a programme."""

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Permission, Role
from accounts.models import User

from ..forms import MemberForm, NewMemberForm
from ..models import ProgrammeMembership
from ..services import add_member, change_member, remove_member
from .lists import ListPage
from .records import AddRecord, ChangeRecord, Kind, RemoveRecord

PLACE = "outcomes:members"
MEMBER = Kind(
    slug="member",
    model=ProgrammeMembership,
    form=MemberForm,
    place=PLACE,
    titles=(gettext_lazy("Add a person"), gettext_lazy("Change what somebody is")),
    permission=Permission.MEMBERS_MANAGE,
)


class Members(ListPage):
    """Everybody who takes part, with their role; e-mail addresses only for who says who takes part."""

    template_name = "outcomes/members.html"
    edited_with = Permission.MEMBERS_MANAGE

    def get_context_data(self, **kwargs):
        members = self.programme.memberships.select_related("user__organisation").prefetch_related("outcomes")
        return super().get_context_data(
            members=members.order_by("user__name", "pk"),
            may_name_administrators=self.membership.role == Role.ADMINISTRATOR,
            **kwargs,
        )


class AddMember(AddRecord):
    """Let somebody take part."""

    kind = MEMBER
    permission_required = MEMBER.permission
    template_name = "outcomes/add_member.html"

    def get_template_names(self):
        return [self.template_name]

    def get_form_class(self):
        return NewMemberForm

    def save(self, form):
        typed = {name: form.cleaned_data[name] for name in ("email", "name", "organisation", "role")}
        is_new = not User.objects.filter(email__iexact=typed["email"]).exists()
        form.instance = add_member(
            programme=self.programme, outcomes=form.related()["outcomes"], by=self.request.user, **typed
        )
        if is_new:
            message = _(
                "%(person)s has an account now, and chooses a password by “Forgotten your password?” "
                "on the sign-in page."
            )
            messages.info(self.request, message % {"person": form.instance.user})


class ChangeMember(ChangeRecord):
    """Give somebody another role or other outcomes."""

    kind = MEMBER
    permission_required = MEMBER.permission

    def save(self, form):
        change_member(
            membership=form.instance,
            role=form.cleaned_data["role"],
            outcomes=form.related()["outcomes"],
            seen=form.cleaned_data["seen"],
            by=self.request.user,
        )


class RemoveMember(RemoveRecord):
    """Ask before somebody takes part no longer."""

    kind = MEMBER
    permission_required = MEMBER.permission

    def remove(self):
        remove_member(membership=self.record, by=self.request.user)
