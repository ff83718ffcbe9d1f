"""Beginning the next cycle's programme from this one."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.choices import Permission
from outcomes.services import Refused
from outcomes.views import FormPage, ProgrammeMixin

from ..forms.clone import CloneForm
from ..services import clone_programme


class CloneProgramme(ProgrammeMixin, FormPage):
    """Begin a programme with the structure of this one, without its figures."""

    permission_required = Permission.PROGRAMME_CREATE
    template_name = "indicators/clone.html"
    form_class = CloneForm

    def get_initial(self):
        """The years that follow, as many as there were."""
        programme = self.programme
        start = programme.end_year + 1
        end = start + programme.end_year - programme.start_year
        return {
            "start_year": start,
            "end_year": end,
            "code": f"{programme.country_id}-DWCP-{start}-{end}",
            "with_people": True,
        }

    def get_form_kwargs(self):
        may_take_people = self.request.user.has_perm(Permission.MEMBERS_MANAGE, self.programme)
        return super().get_form_kwargs() | {"may_take_people": may_take_people}

    def form_valid(self, form):
        try:
            programme = clone_programme(source=self.programme, by=self.request.user, **form.cleaned_data)
        except Refused as error:
            form.refuse(error.problems)
            return self.form_invalid(form)
        message = _("%(title)s is begun. Look through what was copied, and agree baselines and targets.")
        messages.success(self.request, message % {"title": programme.title})
        return redirect("indicators:framework", programme=programme.code)
