"""Addresses of outcomes, indicators and entries, under those of their programme."""

from django.urls import include, path

from outcomes.views.records import MoveRecord, RemoveRecord, record_paths

from . import views
from .views.dimensions import category_paths, dimension_paths
from .views.kinds import CATEGORY, DIMENSION, INDICATOR, PERIOD

app_name = "indicators"
indicator = {"kind": INDICATOR, "permission_required": INDICATOR.permission}
building = [
    path("indicators/", views.Framework.as_view(), name="framework"),
    path("indicators/add/", views.AddIndicator.as_view(), name="add-indicator"),
    path("indicators/<int:record>/", views.ChangeIndicator.as_view(), name="change-indicator"),
    path("indicators/<int:record>/remove/", RemoveRecord.as_view(**indicator), name="remove-indicator"),
    path("indicators/<int:record>/move/", MoveRecord.as_view(**indicator), name="move-indicator"),
    path("evaluability/", views.Evaluability.as_view(), name="evaluability"),
    path("evaluability/check/", views.CheckStatement.as_view(), name="check-statement"),
    path("periods/plan/", views.PlanPeriods.as_view(), name="plan-periods"),
    path("periods/open/", views.OpenPeriods.as_view(), name="open-periods"),
    path("periods/days/", views.SetDueDays.as_view(), name="set-due-days"),
    path("clone/", views.CloneProgramme.as_view(), name="clone-programme"),
    path("workbook/", views.Workbook.as_view(), name="workbook"),
    path("workbook/download/", views.DownloadWorkbook.as_view(), name="workbook-download"),
    path("workbook/csv/", views.DownloadFolder.as_view(), name="workbook-csv"),
    path("workbook/preview/", views.PreviewWorkbook.as_view(), name="preview-workbook"),
    path("workbook/<int:workbook>/", views.WorkbookImport.as_view(), name="workbook-import"),
    path("workbook/<int:workbook>/returned/", views.ReturnedWorkbook.as_view(), name="returned-workbook"),
    path("workbook/<int:workbook>/confirm/", views.ConfirmWorkbook.as_view(), name="confirm-workbook"),
    path("workbook/<int:workbook>/undo/", views.UndoWorkbook.as_view(), name="undo-workbook"),
    *record_paths(PERIOD),
    path("indicators/<indicator_code:indicator>/splits/", views.ChangeSplits.as_view(), name="change-splits"),
    path("dimensions/", views.Dimensions.as_view(), name="dimensions"),
    path("dimensions/<int:record>/copy/", views.CopyDimension.as_view(), name="copy-dimension"),
    *dimension_paths(DIMENSION),
    *category_paths(CATEGORY),
]
urlpatterns = [
    path("settings/", include(building)),
    path("periods/", views.Periods.as_view(), name="periods"),
    path("reporting/", views.Reporting.as_view(), name="reporting"),
    path("periods/<slug:period>/", views.ChangePeriod.as_view(), name="change-period"),
    path("verification/", views.Verification.as_view(), name="verification"),
    path("verification/together/", views.VerifyTogether.as_view(), name="verify-together"),
    path("verification/next/", views.NextToVerify.as_view(), name="next-to-verify"),
    path("verification/samples/", views.Samples.as_view(), name="samples"),
    path("figures/", views.Figures.as_view(), name="figures"),
    path("figures/download/", views.DownloadFigures.as_view(), name="figures-download"),
    path("figures/preview/", views.PreviewFigures.as_view(), name="preview-figures"),
    path("figures/<int:figures>/", views.FiguresImport.as_view(), name="figures-import"),
    path("figures/<int:figures>/returned/", views.ReturnedFigures.as_view(), name="returned-figures"),
    path("figures/<int:figures>/confirm/", views.ConfirmFigures.as_view(), name="confirm-figures"),
    path("results/", views.ResultsMatrix.as_view(), name="results"),
    path("outcomes/<int:outcome>/", views.OutcomePage.as_view(), name="outcome"),
    path("outcomes/<int:outcome>/context/", views.OutcomeContext.as_view(), name="outcome-context"),
    path("grid/<int:outcome>/<slug:period>/", views.GridPage.as_view(), name="grid"),
    path("indicators/<indicator_code:indicator>/", views.IndicatorPage.as_view(), name="indicator"),
    path("indicators/<indicator_code:indicator>/sheet/", views.Sheet.as_view(), name="sheet"),
    path("indicators/<indicator_code:indicator>/sheet.pdf", views.SheetPdf.as_view(), name="sheet-pdf"),
    path("indicators/<indicator_code:indicator>/status/", views.OverrideStatus.as_view(), name="override-status"),
    path(
        "indicators/<indicator_code:indicator>/status/withdraw/",
        views.WithdrawOverride.as_view(),
        name="withdraw-override",
    ),
    path("indicators/<indicator_code:indicator>/entries/<slug:period>/", views.EntryPage.as_view(), name="entry"),
    path(
        "indicators/<indicator_code:indicator>/entries/<slug:period>/evidence/",
        views.AddEvidence.as_view(),
        name="add-evidence",
    ),
    path(
        "indicators/<indicator_code:indicator>/entries/<slug:period>/record/evidence/",
        views.AddTypedEvidence.as_view(),
        name="add-typed-evidence",
    ),
    path("evidence/<int:evidence>/", views.OpenEvidence.as_view(), name="evidence"),
    path("evidence/<int:evidence>/picture/", views.EvidencePicture.as_view(), name="evidence-picture"),
    path("evidence/<int:evidence>/withdraw/", views.WithdrawEvidence.as_view(), name="withdraw-evidence"),
    path("evidence/<int:evidence>/put-back/", views.PutBackEvidence.as_view(), name="put-back-evidence"),
    path(
        "indicators/<indicator_code:indicator>/entries/<slug:period>/record/",
        views.RecordProgress.as_view(),
        name="record-progress",
    ),
    path(
        "indicators/<indicator_code:indicator>/entries/<slug:period>/record/outlook/",
        views.LookAhead.as_view(),
        name="look-ahead",
    ),
    path(
        "indicators/<indicator_code:indicator>/entries/<slug:period>/record/keep/",
        views.KeepTyped.as_view(),
        name="keep-typed",
    ),
    path(
        "indicators/<indicator_code:indicator>/entries/<slug:period>/record/drop/",
        views.DropTyped.as_view(),
        name="drop-typed",
    ),
    path(
        "indicators/<indicator_code:indicator>/entries/<slug:period>/verify/",
        views.VerifyEntry.as_view(),
        name="verify-entry",
    ),
    path(
        "indicators/<indicator_code:indicator>/entries/<slug:period>/check/",
        views.CheckEntry.as_view(),
        name="check-entry",
    ),
    path(
        "indicators/<indicator_code:indicator>/entries/<slug:period>/return/",
        views.ReturnEntry.as_view(),
        name="return-entry",
    ),
    path(
        "indicators/<indicator_code:indicator>/entries/<slug:period>/reopen/",
        views.ReopenEntry.as_view(),
        name="reopen-entry",
    ),
    path(
        "indicators/<indicator_code:indicator>/entries/<slug:period>/comments/",
        views.AddComment.as_view(),
        name="add-comment",
    ),
    path(
        "indicators/<indicator_code:indicator>/entries/<slug:period>/comments/people/",
        views.ChoosePeople.as_view(),
        name="choose-people",
    ),
    path(
        "indicators/<indicator_code:indicator>/entries/<slug:period>/comments/<int:comment>/withdraw/",
        views.WithdrawComment.as_view(),
        name="withdraw-comment",
    ),
    path(
        "indicators/<indicator_code:indicator>/entries/<slug:period>/comments/<int:comment>/put-back/",
        views.PutBackComment.as_view(),
        name="put-back-comment",
    ),
]
