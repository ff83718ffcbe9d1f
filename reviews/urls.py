"""Addresses of reviews, under those of their programme."""

from django.urls import path

from . import views

app_name = "reviews"
urlpatterns = [
    path("", views.ReviewList.as_view(), name="reviews"),
    path("<slug:review>/", views.ReviewOverviewPage.as_view(), name="review"),
    path("<slug:review>/criteria/", views.Criteria.as_view(), name="criteria"),
    path("<slug:review>/criteria/<int:criterion>/", views.ScoreCriterion.as_view(), name="score-criterion"),
    path("<slug:review>/outcomes/", views.Outcomes.as_view(), name="outcomes"),
    path("<slug:review>/outcomes/<outcome_code:outcome>/", views.OutcomePage.as_view(), name="outcome"),
    path(
        "<slug:review>/outcomes/<outcome_code:outcome>/<slug:area>/",
        views.RateArea.as_view(),
        name="rate-area",
    ),
    path("<slug:review>/indicators/", views.Indicators.as_view(), name="indicators"),
    path("<slug:review>/recommendations/", views.Recommendations.as_view(), name="recommendations"),
    path("<slug:review>/reconciliation/", views.ReconciliationPage.as_view(), name="reconciliation"),
    path("<slug:review>/report.pdf", views.ReportPdf.as_view(), name="report"),
]
