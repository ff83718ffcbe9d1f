"""Addresses of reviews, under those of their programme."""

from django.urls import include, path

from . import views
from .views.planning import CreateReview

app_name = "reviews"
CRITERION, AREA = "<slug:review>/criteria/<int:criterion>", "<slug:review>/outcomes/<outcome_code:outcome>/<slug:area>"
beside_scores = [
    path(f"{CRITERION}/dissent/", views.DissentFromScore.as_view(), name="dissent-criterion"),
    path(f"{CRITERION}/dissent/withdraw/", views.WithdrawDissent.as_view(), name="withdraw-dissent-criterion"),
    path(f"{CRITERION}/citations/", views.CiteForScore.as_view(), name="cite-criterion"),
    path(f"{AREA}/dissent/", views.DissentFromScore.as_view(), name="dissent-area"),
    path(f"{AREA}/dissent/withdraw/", views.WithdrawDissent.as_view(), name="withdraw-dissent-area"),
    path(f"{AREA}/citations/", views.CiteForScore.as_view(), name="cite-area"),
    path("<slug:review>/citations/<int:record>/remove/", views.RemoveCitation.as_view(), name="remove-citation"),
    path(f"{CRITERION}/findings/add/", views.AddSubCriterionFinding.as_view(), name="add-sub-criterion-finding"),
    path(
        "<slug:review>/criteria/findings/<int:record>/",
        views.ChangeSubCriterionFinding.as_view(),
        name="change-sub-criterion-finding",
    ),
    path(
        "<slug:review>/criteria/findings/<int:record>/remove/",
        views.RemoveSubCriterionFinding.as_view(),
        name="remove-sub-criterion-finding",
    ),
    path("<slug:review>/taken-out/<int:removal>/put-back/", views.PutBackIntoReview.as_view(), name="put-back"),
]
files = [
    path("files/", views.ReportFiles.as_view(), name="report-files"),
    path("files/ask/", views.AskForFile.as_view(), name="ask-for-file"),
    path("files/<int:job>/", views.DownloadFile.as_view(), name="report-file"),
    path("sign/", views.SignReport.as_view(), name="sign-report"),
    path("correct/", views.CorrectReport.as_view(), name="correct-report"),
    path("versions/", views.ReportVersions.as_view(), name="report-versions"),
    path("versions/<int:version>/report.pdf", views.VersionPdf.as_view(), name="version-pdf"),
    path("versions/<int:version>/snapshot.json", views.VersionSnapshot.as_view(), name="version-snapshot"),
]
texts = [
    path("", views.ReportTexts.as_view(), name="report-texts"),
    path("read/", views.ReadReport.as_view(), name="read-report"),
    path("sections/<slug:section>/", views.WriteSection.as_view(), name="write-section"),
]
recommendations = [
    path("", views.Recommendations.as_view(), name="recommendations"),
    path("add/", views.AddRecommendation.as_view(), name="add-recommendation"),
    path("carry-over/", views.CarryOverRecommendations.as_view(), name="carry-over-recommendations"),
    path("renumber/", views.RenumberRecommendations.as_view(), name="renumber-recommendations"),
    path("removed/<int:removal>/put-back/", views.PutBackRecommendation.as_view(), name="put-back-recommendation"),
    path("<int:recommendation>/", views.RecommendationDetail.as_view(), name="recommendation"),
    path("<int:recommendation>/history/", views.RecommendationHistory.as_view(), name="recommendation-history"),
    path("<int:recommendation>/change/", views.ChangeRecommendation.as_view(), name="change-recommendation"),
    path("<int:recommendation>/indicators/", views.LinkIndicators.as_view(), name="link-indicators"),
    path("<int:recommendation>/remove/", views.RemoveRecommendation.as_view(), name="remove-recommendation"),
    path("<int:recommendation>/move/", views.MoveRecommendation.as_view(), name="move-recommendation"),
    path("<int:recommendation>/answer/", views.AnswerRecommendation.as_view(), name="answer-recommendation"),
    path("<int:recommendation>/actions/add/", views.PlanAction.as_view(), name="plan-action"),
    path(
        "<int:recommendation>/actions/removed/<int:removal>/put-back/",
        views.PutBackAction.as_view(),
        name="put-back-action",
    ),
    path("<int:recommendation>/actions/<int:action>/change/", views.ChangeAction.as_view(), name="change-action"),
    path("<int:recommendation>/actions/<int:action>/remove/", views.RemoveAction.as_view(), name="remove-action"),
    path("<int:recommendation>/actions/<int:action>/report/", views.ReportOnAction.as_view(), name="report-on-action"),
    path("<int:recommendation>/actions/<int:action>/check/", views.CheckAction.as_view(), name="check-action"),
]
urlpatterns = [
    path("", views.ReviewList.as_view(), name="reviews"),
    # Planning a review and its method; these short names are taken (`services.reviews.RESERVED`)
    path("new/", CreateReview.as_view(), name="create-review"),
    path("methods/", include("reviews.method_urls")),
    path("<slug:review>/", views.ReviewOverviewPage.as_view(), name="review"),
    # Setting a review up, moving it on, validation by the constituents
    path("<slug:review>/", include("reviews.set_up_urls")),
    path("<slug:review>/criteria/", views.Criteria.as_view(), name="criteria"),
    path("<slug:review>/criteria/<int:criterion>/", views.ScoreCriterion.as_view(), name="score-criterion"),
    path("<slug:review>/outcomes/", views.Outcomes.as_view(), name="outcomes"),
    path("<slug:review>/outcomes/<outcome_code:outcome>/", views.OutcomePage.as_view(), name="outcome"),
    path(
        "<slug:review>/outcomes/<outcome_code:outcome>/<slug:area>/",
        views.RateArea.as_view(),
        name="rate-area",
    ),
    # Scoring alone, and what stands beside agreed scores
    path("<slug:review>/my-scores/", views.MyScores.as_view(), name="my-scores"),
    path("<slug:review>/my-scores/hand-in/", views.HandIn.as_view(), name="hand-in-scores"),
    path("<slug:review>/my-scores/take-back/", views.TakeBack.as_view(), name="take-back-scores"),
    path("<slug:review>/my-scores/<slug:item>/", views.ScoreAlone.as_view(), name="my-score"),
    path("<slug:review>/my-scores/<slug:item>/sources/", views.CiteAlone.as_view(), name="my-sources"),
    *beside_scores,
    # Findings on indicators, comparison, consistency check
    path("<slug:review>/checks/", views.Checks.as_view(), name="checks"),
    path("<slug:review>/checks/answer/", views.AnswerCheck.as_view(), name="answer-check"),
    path("<slug:review>/checks/withdraw/", views.WithdrawAnswer.as_view(), name="withdraw-answer"),
    path("<slug:review>/comparison/", views.ComparisonPage.as_view(), name="comparison"),
    path("<slug:review>/indicators/", views.Indicators.as_view(), name="indicators"),
    path("<slug:review>/indicators/<int:record>/", views.DecideFinding.as_view(), name="decide-finding"),
    path("<slug:review>/indicators/<int:record>/remove/", views.RemoveFinding.as_view(), name="remove-finding"),
    path(
        "<slug:review>/indicators/<indicator_code:indicator>/assess/",
        views.AssessIndicator.as_view(),
        name="assess-indicator",
    ),
    # Recommendations, their answers and actions
    path("<slug:review>/recommendations/", include(recommendations)),
    path("<slug:review>/reconciliation/", views.ReconciliationPage.as_view(), name="reconciliation"),
    # Files of the report, its signature, its versions
    path("<slug:review>/report.pdf", views.ReportPdf.as_view(), name="report"),
    path("<slug:review>/report/", include(files)),
    # The words of the report
    path("<slug:review>/report/", include(texts)),
    path(
        "<slug:review>/outcomes/<outcome_code:outcome>/telling/<slug:heading>/",
        views.WriteNarrative.as_view(),
        name="write-narrative",
    ),
]
