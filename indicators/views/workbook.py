"""The framework of a programme as a workbook: out, looked at, in, and undone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.generic import TemplateView, View

from accounts.choices import Permission
from dwcp.toolkit.uploads import LimitedUpload
from dwcp.toolkit.workbooks.limits import LARGEST_FILE
from outcomes.services import Refused
from outcomes.views import ProgrammeMixin

from ..choices import ImportState
from ..forms import ConfirmWorkbookForm, WorkbookForm
from ..models import FrameworkImport
from ..services import (
    PreviewOutdated,
    confirm_import,
    framework_folder,
    framework_workbook,
    preview_framework,
    returned_workbook,
    undo_import,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_PROBLEMS_SHOWN, MOST_IMPORTS_SHOWN = 500, 50


class Workbook(ProgrammeMixin, TemplateView):
    """The way out and in, and the imports there were."""

    template_name = "indicators/workbook.html"

    def get_context_data(self, *, form=None, **kwargs):
        imports = self.programme.framework_imports.defer("content", "undoing", "summary")
        return super().get_context_data(
            form=form or WorkbookForm(),
            imports=imports.select_related("uploaded_by", "undone_by")[:MOST_IMPORTS_SHOWN],
            may_edit=self.request.user.has_perm(Permission.STRUCTURE_EDIT, self.programme),
            **kwargs,
        )


class DownloadWorkbook(ProgrammeMixin, View):
    """The framework as a workbook."""

    def get(self, request, *args, **kwargs):
        content = framework_workbook(programme=self.programme, by=request.user)
        return _file(content, XLSX, f"{self.programme.code}.xlsx")


class DownloadFolder(ProgrammeMixin, View):
    """The framework as CSV files."""

    def get(self, request, *args, **kwargs):
        content = framework_folder(programme=self.programme, by=request.user)
        return _file(content, "application/zip", f"{self.programme.code}.zip")


@method_decorator(csrf_exempt, name="dispatch")
class PreviewWorkbook(Workbook):
    """Send a file in, to see what it would do."""

    permission_required = Permission.STRUCTURE_EDIT

    def dispatch(self, request, *args, **kwargs):
        # Before anything of the file is read; Django's check of the form's token would read it, so it comes after.
        request.upload_handlers = [LimitedUpload(request, most=LARGEST_FILE)]
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return redirect("indicators:workbook", programme=self.programme.code)

    @method_decorator(csrf_protect)
    def post(self, request, *args, **kwargs):
        form = WorkbookForm(request.POST, request.FILES)
        if form.is_valid():
            sent = form.cleaned_data["file"]
            try:
                looked_at = preview_framework(
                    programme=self.programme, file_name=sent.name, content=sent.read(), by=request.user
                )
            except Refused as error:
                form.refuse(error.problems)
            else:
                return redirect("indicators:workbook-import", programme=self.programme.code, workbook=looked_at.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class WorkbookImport(ProgrammeMixin, TemplateView):
    """What a file would do, or has done: by table, row by row, and what is wrong with it."""

    permission_required = Permission.STRUCTURE_EDIT
    template_name = "indicators/workbook_import.html"

    @cached_property
    def framework_import(self):
        """The import in the address; 404 if there is none in this programme."""
        imports = FrameworkImport.objects.visible_to(self.request.user).filter(programme=self.programme)
        related = imports.select_related("programme__country", "uploaded_by", "undone_by").defer("undoing")
        return get_object_or_404(related, pk=self.kwargs["workbook"])

    def get_context_data(self, *, form=None, **kwargs):
        summary = self.framework_import.summary
        problems, tables = summary.get("problems", []), summary.get("tables", [])
        return super().get_context_data(
            framework_import=self.framework_import,
            form=form or ConfirmWorkbookForm(is_needed=summary.get("needs_reason", False)),
            is_waiting=self.framework_import.state == ImportState.PREVIEWED,
            changes_something=any(table["new"] or table["changed"] for table in tables),
            tables=[table for table in tables if table["is_there"]],
            left_out=[table["name"] for table in tables if not table["is_there"]],
            problems=problems[:MOST_PROBLEMS_SHOWN],
            problems_left_out=max(0, summary.get("problem_count", 0) - MOST_PROBLEMS_SHOWN),
            **kwargs,
        )


class ConfirmWorkbook(WorkbookImport):
    """Import what was looked at."""

    def get(self, request, *args, **kwargs):
        return redirect("indicators:workbook-import", programme=self.programme.code, workbook=self.framework_import.pk)

    def post(self, request, *args, **kwargs):
        is_needed = self.framework_import.summary.get("needs_reason", False)
        form = ConfirmWorkbookForm(request.POST, is_needed=is_needed)
        status = 422
        if form.is_valid():
            try:
                confirm_import(framework_import=self.framework_import, by=request.user, **form.cleaned_data)
            except Refused as error:
                form.refuse(error.problems)
                status = 409 if isinstance(error, PreviewOutdated) else 422
            else:
                messages.success(request, _("The framework was imported. You can undo it below."))
                return redirect("indicators:workbook", programme=self.programme.code)
        return self.render_to_response(self.get_context_data(form=form), status=status)


class UndoWorkbook(WorkbookImport):
    """Take an import back."""

    def get(self, request, *args, **kwargs):
        return redirect("indicators:workbook-import", programme=self.programme.code, workbook=self.framework_import.pk)

    def post(self, request, *args, **kwargs):
        try:
            undo_import(framework_import=self.framework_import, by=request.user)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The import of %(file)s was undone.") % {"file": self.framework_import})
        return redirect("indicators:workbook", programme=self.programme.code)


class ReturnedWorkbook(WorkbookImport):
    """The file as it came, with its wrong cells coloured and explained."""

    def get(self, request, *args, **kwargs):
        try:
            content = returned_workbook(framework_import=self.framework_import, by=request.user)
        except Refused as error:
            messages.error(request, str(error))
            return redirect("indicators:workbook", programme=self.programme.code)
        name = self.framework_import.file_name.rsplit(".", 1)[0]
        return _file(content, XLSX, f"{name}-{_('checked')}.xlsx")


def _file(content, kind, name):
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer
