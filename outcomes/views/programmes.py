"""My programmes: the list of them, beginning one, changing one, laying one to rest."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import ListView, TemplateView

from accounts.choices import Permission
from dwcp.toolkit.snapshots import fingerprint

from ..forms import NewProgrammeForm, ProgrammeForm
from ..models import Programme, ProgrammeMembership
from ..services import Refused, Stale, archive_programme, bring_back_programme, change_programme, create_programme
from .base import FormPage, ProgrammeMixin
from .records import ChangeRecord, Kind


class ProgrammeList(ListView):
    """The programmes this person belongs to, and what they are in each; archived ones apart."""

    template_name = "outcomes/programmes.html"
    context_object_name = "memberships"

    # Everybody sees a list; it holds only what is theirs.
    permission_required = None

    def get_queryset(self):
        memberships = ProgrammeMembership.objects.filter(user=self.request.user)  # type: ignore[misc]
        return memberships.select_related("programme__country").order_by(
            "programme__country__name", "-programme__start_year"
        )

    def get_context_data(self, **kwargs):
        memberships = list(self.object_list)
        return super().get_context_data(
            current=[one for one in memberships if not one.programme.is_archived],
            archived=[one for one in memberships if one.programme.is_archived],
            may_create=self.request.user.has_perm(Permission.PROGRAMME_CREATE),
            **kwargs,
        )


class CreateProgramme(FormPage):
    """Begin a programme. Who does it keeps its structure from then on."""

    permission_required = Permission.PROGRAMME_CREATE
    template_name = "outcomes/create_programme.html"
    form_class = NewProgrammeForm

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(self.permission_required):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": Programme()}

    def form_valid(self, form):
        try:
            programme = create_programme(programme=form.instance, new_country=form.new_country, by=self.request.user)
        except Refused as error:
            form.refuse(error.problems)
            return self.form_invalid(form)
        messages.success(
            self.request, _("%(programme)s is begun. Now give it its priorities.") % {"programme": programme}
        )
        return redirect("outcomes:settings", programme=programme.code)


class ChangeProgramme(ChangeRecord):
    """Change title, years and thresholds of the programme."""

    permission_required = Permission.STRUCTURE_EDIT
    kind = Kind(
        slug="programme",
        model=Programme,
        form=ProgrammeForm,
        place="outcomes:settings",
        titles=("", gettext_lazy("Title, years and thresholds")),
    )

    @cached_property
    def record(self):
        """Read anew: the form writes into it, and the page's head shows the programme as it is kept."""
        return get_object_or_404(Programme.objects.visible_to(self.request.user), pk=self.programme.pk)

    def save(self, form):
        change_programme(programme=form.instance, seen=form.cleaned_data["seen"], by=self.request.user)


class Archive(ProgrammeMixin, TemplateView):
    """Ask before a programme is laid to rest, or before it is brought back, and do it."""

    http_method_names = ["get", "head", "post"]
    permission_required = Permission.PROGRAMME_ARCHIVE
    template_name = "outcomes/archive.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(seen=fingerprint(self.programme), **kwargs)

    def post(self, request, *args, **kwargs):
        programme = get_object_or_404(Programme.objects.visible_to(request.user), pk=self.programme.pk)
        act = bring_back_programme if programme.is_archived else archive_programme
        try:
            act(programme=programme, seen=request.POST.get("seen", ""), by=request.user)
        except Stale:
            refused = _("Somebody else has changed the programme since you opened this page. Look at it and ask again.")
            return self.render_to_response(self.get_context_data(refused=refused), status=409)
        if programme.is_archived:
            messages.success(request, _("The programme is archived: it can be read, and nothing in it is changed."))
        else:
            messages.success(request, _("The programme is back: it can be worked on again."))
        return redirect("outcomes:settings", programme=programme.code)
