"""The open reports of a person as a workbook: out, filled in, looked at, in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.generic import TemplateView

from accounts.choices import Permission
from dwcp.toolkit.uploads import LimitedUpload
from dwcp.toolkit.workbooks.limits import LARGEST_FILE
from outcomes.services import Refused
from outcomes.views import ProgrammeMixin

from ..choices import TO_WRITE, Expected, ImportState
from ..forms import ConfirmFiguresForm, FiguresFileForm, read_figures
from ..models import ProgressImport
from ..selectors import periods_of_writer, reports_to_write
from ..services import PreviewOutdated, figures_workbook, import_figures, keep_figures, renew_figures
from .workbook import XLSX

MOST_PROBLEMS_SHOWN, MOST_IMPORTS_SHOWN = 500, 20


class Figures(ProgrammeMixin, TemplateView):
    """The way out and in, and the files that were sent in last."""

    permission_required = Permission.ENTRY_RECORD
    template_name = "indicators/figures.html"

    @cached_property
    def periods(self):
        """All periods of the programme, for whoever records in it."""
        return periods_of_writer(self.request.user, programme=self.programme)

    def get_context_data(self, *, form=None, **kwargs):
        imports = self.programme.progress_imports.defer("content").select_related("uploaded_by")
        return super().get_context_data(
            form=form or FiguresFileForm(),
            periods=[period for period in self.periods if period.is_open],
            number=self._number(),
            imports=imports[:MOST_IMPORTS_SHOWN],
            **kwargs,
        )

    def _number(self):
        """How many reports wait for this person now, begun ones and those not yet due included."""
        reports = reports_to_write(self.request.user, self.periods)
        return reports.filter(expected__in=(*TO_WRITE, Expected.NOT_YET_DUE)).count()


class DownloadFigures(Figures):
    """The workbook to fill in: of one period (`?period=`), of all that one may write (`?everything=1`)."""

    def get(self, request, *args, **kwargs):
        label = request.GET.get("period", "")
        period = next((one for one in self.periods if one.label == label), None)
        content = figures_workbook(
            programme=self.programme, by=request.user, period=period, everything="everything" in request.GET
        )
        of_period = f"-{period.label}" if period else ""
        today = timezone.localdate()
        return _file(content, f"{self.programme.code}-{_('figures')}{of_period}-{today.isoformat()}.xlsx")


@method_decorator(csrf_exempt, name="dispatch")
class PreviewFigures(Figures):
    """Send a filled workbook in, to see what it would do."""

    def dispatch(self, request, *args, **kwargs):
        # Before anything of the file is read; Django's check of the form's token would read it, so it comes after.
        request.upload_handlers = [LimitedUpload(request, most=LARGEST_FILE)]
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return redirect("indicators:figures", programme=self.programme.code)

    @method_decorator(csrf_protect)
    def post(self, request, *args, **kwargs):
        form = FiguresFileForm(request.POST, request.FILES)
        if form.is_valid():
            sent = form.cleaned_data["file"]
            content = sent.read()
            try:
                read = read_figures(programme=self.programme, content=content, file_name=sent.name, person=request.user)
            except Refused as error:
                form.refuse(error.problems)
            else:
                looked_at = keep_figures(
                    programme=self.programme,
                    file_name=sent.name,
                    content=content,
                    summary=read.summary(),
                    by=request.user,
                )
                return redirect("indicators:figures-import", programme=self.programme.code, figures=looked_at.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class FiguresImport(ProgrammeMixin, TemplateView):
    """What a file would do, or has done: row by row, and what there is to say about it."""

    permission_required = Permission.ENTRY_RECORD
    template_name = "indicators/figures_import.html"

    @cached_property
    def progress_import(self):
        """The import in the address; 404 if there is none in this programme."""
        imports = ProgressImport.objects.visible_to(self.request.user).filter(programme=self.programme)
        return get_object_or_404(imports.select_related("programme__country", "uploaded_by"), pk=self.kwargs["figures"])

    @property
    def is_theirs(self):
        """Whether the person looking at it has sent it in."""
        return self.progress_import.uploaded_by_id == self.request.user.pk

    def read(self):
        """The file, read against what is there now."""
        kept = self.progress_import
        if not kept.content:
            raise Refused(_("The file is not kept any more: once imported, it has done what it was for."))
        return read_figures(
            programme=self.programme, content=bytes(kept.content), file_name=kept.file_name, person=kept.uploaded_by
        )

    def get_context_data(self, *, form=None, **kwargs):
        summary = self.progress_import.summary
        problems = summary.get("problems", [])
        conflicts = summary.get("conflicts", [])
        return super().get_context_data(
            progress_import=self.progress_import,
            summary=summary | {"conflicts": [row | {"when_at": _moment(row["when"])} for row in conflicts]},
            form=form,
            is_theirs=self.is_theirs,
            is_waiting=self.progress_import.state == ImportState.PREVIEWED,
            may_confirm=self.is_theirs and not problems and bool(summary.get("records") or conflicts),
            has_remarks=any(summary.get(name) for name in ("problems", "conflicts", "left_out", "doubts")),
            chosen=form.data.getlist("replace") if form else summary.get("replaced", []),
            problems=problems[:MOST_PROBLEMS_SHOWN],
            problems_left_out=max(0, len(problems) - MOST_PROBLEMS_SHOWN),
            drafts=summary.get("records", 0) - summary.get("submits", 0),
            **kwargs,
        )


class ConfirmFigures(FiguresImport):
    """Import what was looked at."""

    def get(self, request, *args, **kwargs):
        return redirect("indicators:figures-import", **self.place)

    @property
    def place(self):
        """The names in the address of the preview."""
        return {"programme": self.programme.code, "figures": self.progress_import.pk}

    def post(self, request, *args, **kwargs):
        if self.progress_import.state != ImportState.PREVIEWED:
            messages.info(request, _("This file has been imported already; nothing was done a second time."))
            return redirect("indicators:figures-import", **self.place)
        conflicts = [row["key"] for row in self.progress_import.summary.get("conflicts", [])]
        form, status = ConfirmFiguresForm(request.POST, conflicts=conflicts), 422
        if form.is_valid():
            replaced = form.cleaned_data["replace"]
            try:
                read = self.read()
                self._import(read, replaced)
            except PreviewOutdated as error:
                renew_figures(progress_import=self.progress_import, summary=self.read().summary(), by=request.user)
                form.refuse(error.problems)
                status = 409
            except Refused as error:
                form.refuse(error.problems)
            else:
                messages.success(request, _("The figures were recorded."))
                return redirect("indicators:figures-import", **self.place)
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def _import(self, read, replaced):
        import_figures(
            progress_import=self.progress_import,
            rows=read.to_record(replaced),
            fingerprint=read.fingerprint(),
            replaced=replaced,
            by=self.request.user,
        )


class ReturnedFigures(FiguresImport):
    """The file as it came, with all there is to say beside its cells."""

    def get(self, request, *args, **kwargs):
        try:
            content = self.read().with_remarks()
        except Refused as error:
            messages.error(request, str(error))
            return redirect("indicators:figures", programme=self.programme.code)
        name = self.progress_import.file_name.rsplit(".", 1)[0]
        return _file(content, f"{name}-{_('remarks')}.xlsx")


def _moment(text):
    return parse_datetime(text) if text else None


def _file(content, name):
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer
