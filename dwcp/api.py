"""The API of the whole house: version 1, its description, and signing in to it.

Addresses are those of the pages, made of the codes that documents print; everything lies below its programme:

    programmes/                                          ?country= ?year=
    programmes/KHM-DWCP-2008-2010/
        outcomes/  outcomes/1/                           ?priority=
        indicators/  indicators/1.26/                    ?outcome= ?measure=
        indicators/1.26/entries/2010/                    and its submit/ verify/ return/ reopen/ (POST)
        entries/                                         ?outcome= ?indicator= ?period= ?state=; POST records
        reports/                                         ?period= ?outcome= ?state=; what is expected, where it stands
        reviews/  reviews/2010/                          ?state=
        reviews/2010/coverage/  …/comparison/  …/checks/ findings, earlier reviews, what is to be solved
        reviews/2010/recommendations/  …/3/              with answer, actions and effects
        reviews/2010/recommendations/3/actions/1/        and its report/ (POST)
        reviews/2010/scores/                             of single reviewers; only one's own while they score alone
        consultations/                                   ?year= ?kind=

Answers: 400 fields with a sentence each, 401 not signed in, 403 not allowed, 404 not visible, 409 somebody
else wrote meanwhile, with the current entry.
"""

from django.contrib.auth.decorators import login_required
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import IsAuthenticated
from rest_framework.routers import SimpleRouter

from accounts.api import TokenView
from consultations.api import ConsultationViewSet
from indicators.api import EntryViewSet, IndicatorEntryViewSet, IndicatorViewSet, ReportViewSet
from outcomes.api import DwcpOutcomeViewSet, ProgrammeViewSet
from reviews.api import (
    FollowUpActionViewSet,
    IndividualScoreViewSet,
    RecommendationViewSet,
    ReviewViewSet,
)

PROGRAMME = "programmes/<str:programme>"
RECOMMENDATIONS = f"{PROGRAMME}/reviews/<slug:review>/recommendations"

router = SimpleRouter(use_regex_path=False)
router.register("programmes", ProgrammeViewSet, "programme")
router.register(f"{PROGRAMME}/outcomes", DwcpOutcomeViewSet, "outcome")
router.register(f"{PROGRAMME}/indicators", IndicatorViewSet, "indicator")
router.register(f"{PROGRAMME}/indicators/<str:indicator>/entries", IndicatorEntryViewSet, "indicator-entry")
router.register(f"{PROGRAMME}/entries", EntryViewSet, "entry")
router.register(f"{PROGRAMME}/reports", ReportViewSet, "report")
router.register(f"{PROGRAMME}/reviews", ReviewViewSet, "review")
router.register(RECOMMENDATIONS, RecommendationViewSet, "recommendation")
router.register(f"{RECOMMENDATIONS}/<int:recommendation_number>/actions", FollowUpActionViewSet, "follow-up-action")
router.register(f"{PROGRAMME}/reviews/<slug:review>/scores", IndividualScoreViewSet, "individual-score")
router.register(f"{PROGRAMME}/consultations", ConsultationViewSet, "consultation")

app_name = "api"
urlpatterns = [
    path("v1/", include(router.urls)),
    path("token/", TokenView.as_view(), name="token"),
    path("schema/", SpectacularAPIView.as_view(permission_classes=[IsAuthenticated]), name="schema"),
    # A page for people: who is not signed in is led there.
    path(
        "docs/",
        login_required(
            SpectacularSwaggerSplitView.as_view(url_name="api:schema", permission_classes=[IsAuthenticated])
        ),
        name="docs",
    ),
]
