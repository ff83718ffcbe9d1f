"""Addresses of consultations, under those of their programme."""

from django.urls import path

from . import views

app_name = "consultations"
urlpatterns = [
    path("", views.Consultations.as_view(), name="consultations"),
    path("suggestions/", views.SuggestionsForNextProgramme.as_view(), name="suggestions"),
    path("comments/", views.PlenaryComments.as_view(), name="comments"),
    path("events/<slug:event>/", views.ConsultationDetail.as_view(), name="consultation"),
]
