"""Addresses of outcomes, indicators and entries, under those of their programme."""

from django.urls import path

from . import views

app_name = "indicators"
urlpatterns = [
    path("periods/", views.Periods.as_view(), name="periods"),
    path("periods/<slug:period>/", views.ChangePeriod.as_view(), name="change-period"),
    path("results/", views.ResultsMatrix.as_view(), name="results"),
    path("outcomes/<int:outcome>/", views.OutcomePage.as_view(), name="outcome"),
    path("outcomes/<int:outcome>/context/", views.OutcomeContext.as_view(), name="outcome-context"),
    path("indicators/<indicator_code:indicator>/", views.IndicatorPage.as_view(), name="indicator"),
    path("indicators/<indicator_code:indicator>/entries/<slug:period>/", views.EntryPage.as_view(), name="entry"),
    path(
        "indicators/<indicator_code:indicator>/entries/<slug:period>/record/",
        views.RecordProgress.as_view(),
        name="record-progress",
    ),
    path(
        "indicators/<indicator_code:indicator>/entries/<slug:period>/verify/",
        views.VerifyEntry.as_view(),
        name="verify-entry",
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
]
