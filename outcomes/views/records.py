"""Adding, changing, ordering and removing one record of a programme: one shape for every kind.

A `Kind` says what its pages need to know; `record_paths` gives the addresses: who has seen one kind has seen all.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.db import models
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.choices import Permission
from dwcp.toolkit.snapshots import belongings_of

from ..forms import RecordForm
from ..models import Removal
from ..services import Refused, Stale, move_record, put_back, remove_record, save_record
from ..services.records import what_keeps
from .base import FormPage, ProgrammeMixin


@dataclass(frozen=True)
class Kind:
    """One kind of record that a programme is built of.

    `slug` names it in addresses ("priority" in `add-priority`), `place` is the name of the page that lists it,
    `path` leads from the record to its programme ("" for what all programmes share), `titles` are those of the pages
    that add and change one. `service` and `removal` take the place of `save_record` and `remove_record` where a kind
    has rules of its own.
    """

    slug: str
    model: type[models.Model]
    form: type[RecordForm]
    place: str
    titles: tuple[object, object]
    path: str = "programme"
    permission: Permission = Permission.STRUCTURE_EDIT
    is_ordered: bool = False
    service: Callable = save_record
    removal: Callable = remove_record
    template: str = "outcomes/record_form.html"
    hint: object = ""

    def in_programme(self, programme):
        """The records of this kind in a programme."""
        return self.model._default_manager.filter(**{self.path: programme} if self.path else {})

    def new(self, programme):
        """An empty record of this kind; what belongs to the programme itself knows it from the start."""
        return self.model(programme=programme) if self.path == "programme" else self.model()


class RecordMixin(ProgrammeMixin):
    """A page about one kind of record; its address may name one by its key."""

    kind: Kind = None  # type: ignore[assignment]  # `record_paths` names it

    @cached_property
    def record(self):
        """The record in the address; 404 if there is none in this programme."""
        return get_object_or_404(self.kind.in_programme(self.programme), pk=self.kwargs["record"])

    def get_success_url(self):
        """The page that lists the kind."""
        return reverse(self.kind.place, kwargs={"programme": self.programme.code})


class AddRecord(RecordMixin, FormPage):
    """Add a record. What the address asks for (`?priority=3`) is chosen already."""

    def get_template_names(self):
        return [self.kind.template]

    @cached_property
    def record(self):
        return self.kind.new(self.programme)

    @property
    def title(self):
        """What the page is called."""
        return self.kind.titles[0]

    def get_form_class(self):
        return self.kind.form

    def get_initial(self):
        return {name: self.request.GET[name] for name in self.kind.form.base_fields if name in self.request.GET}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.record, "programme": self.programme}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=self.title, kind=self.kind, back=self.get_success_url(), record=self.record, **kwargs
        )

    def form_valid(self, form):
        try:
            self.save(form)
        except Stale as error:
            return self.form_stale(form, error)
        except Refused as error:
            form.refuse(error.problems)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved: %(what)s") % {"what": form.instance})
        return redirect(self.get_success_url())

    def save(self, form):
        """Call the service's verb with what was typed."""
        self.kind.service(
            record=form.instance,
            related=form.related(),
            seen=form.cleaned_data["seen"],
            by=self.request.user,
            programme=self.programme,
        )

    def form_stale(self, form, error):
        """Show what was typed again; it may then be saved over what somebody else saved."""
        form.refuse(error.problems)
        now = {}
        if error.current is not None:
            now["seen"] = type(form)(instance=error.current, programme=self.programme).initial["seen"]
        return self.answer_stale(form, now, stale=error.current)


class ChangeRecord(AddRecord):
    """Change a record."""

    # The one of the address, not a new one.
    record = RecordMixin.record

    @property
    def title(self):
        return self.kind.titles[1]

    def get_initial(self):
        return {}


class RemoveRecord(RecordMixin, TemplateView):
    """Ask before a record is removed, saying what goes with it; what was removed can be put back."""

    http_method_names = ["get", "head", "post"]
    template_name = "outcomes/remove_record.html"

    def get_context_data(self, **kwargs):
        belongings = belongings_of(self.record)
        along = [one for one in belongings.records if one != self.record and not one._meta.auto_created]
        kwargs.setdefault("refused", what_keeps(self.record, belongings))
        return super().get_context_data(
            record=self.record, kind=self.kind, along=along, back=self.get_success_url(), **kwargs
        )

    def post(self, request, *args, **kwargs):
        name = str(self.record)
        try:
            self.remove()
        except Refused as error:
            return self.render_to_response(self.get_context_data(refused=str(error)), status=422)
        messages.success(request, _("Removed: %(what)s. You can put it back below.") % {"what": name})
        return redirect(self.get_success_url())

    def remove(self):
        """Call the service's verb."""
        self.kind.removal(
            record=self.record, by=self.request.user, programme=self.programme, permission=self.kind.permission
        )


class MoveRecord(RecordMixin, TemplateView):
    """Move a record one place up or down."""

    http_method_names = ["get", "head", "post"]

    def get(self, request, *args, **kwargs):
        # Who had to sign in again before sending comes back here.
        return redirect(self.get_success_url())

    def post(self, request, *args, **kwargs):
        move_record(record=self.record, up=request.POST.get("to") == "up", by=request.user, programme=self.programme)
        return redirect(f"{self.get_success_url()}#{self.kind.slug}-{self.record.pk}")


class PutBack(ProgrammeMixin, TemplateView):
    """Put back what was removed."""

    http_method_names = ["get", "head", "post"]
    permission_required = Permission.STRUCTURE_EDIT

    @cached_property
    def removal(self):
        """The removal in the address."""
        removals = Removal.objects.visible_to(self.request.user).filter(programme=self.programme)
        return get_object_or_404(removals, pk=self.kwargs["removal"])

    def get(self, request, *args, **kwargs):
        return redirect(self.get_success_url())

    def post(self, request, *args, **kwargs):
        try:
            put_back(removal=self.removal, by=request.user)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Put back: %(what)s") % {"what": self.removal.what})
        return redirect(self.get_success_url())

    def get_success_url(self):
        """The page from which it was asked for, if that is one of this programme's."""
        back = self.request.POST.get("back", "")
        is_inside = back.startswith(self.programme.get_absolute_url())
        return back if is_inside else reverse("outcomes:settings", kwargs={"programme": self.programme.code})


def record_paths(kind):
    """The addresses of the pages that add, change, remove and (where there is an order) move one record."""
    options = {"kind": kind, "permission_required": kind.permission}
    yield path(f"{kind.slug}/add/", AddRecord.as_view(**options), name=f"add-{kind.slug}")
    yield path(f"{kind.slug}/<int:record>/", ChangeRecord.as_view(**options), name=f"change-{kind.slug}")
    yield path(f"{kind.slug}/<int:record>/remove/", RemoveRecord.as_view(**options), name=f"remove-{kind.slug}")
    if kind.is_ordered:
        yield path(f"{kind.slug}/<int:record>/move/", MoveRecord.as_view(**options), name=f"move-{kind.slug}")
