"""Addresses from which one review is set up, moved on and validated, under those of the review."""

from django.urls import path

from .views import planning, set_up, team, validation

urlpatterns = [
    path("set-up/", set_up.SetUp.as_view(), name="set-up"),
    path("set-up/move/", set_up.MoveReview.as_view(), name="move-review"),
    path("set-up/review/", planning.ChangeReview.as_view(), name="change-review"),
    path("set-up/terms/", planning.Terms.as_view(), name="terms"),
    path("set-up/consultations/", planning.LinkConsultations.as_view(), name="link-consultations"),
    path("set-up/team/add/", team.AddTeamMember.as_view(), name="add-team-member"),
    path("set-up/team/<int:record>/", team.ChangeTeamMember.as_view(), name="change-team-member"),
    path("set-up/team/<int:record>/remove/", team.RemoveTeamMember.as_view(), name="remove-team-member"),
    path("set-up/timetable/add/", team.AddTask.as_view(), name="add-task"),
    path("set-up/timetable/<int:record>/", team.ChangeTask.as_view(), name="change-task"),
    path("set-up/timetable/<int:record>/remove/", team.RemoveTask.as_view(), name="remove-task"),
    path("facts/", planning.FactsPage.as_view(), name="facts"),
    path("validation/", validation.Validation.as_view(), name="validation"),
    path("validation/withdraw/", validation.WithdrawValidation.as_view(), name="withdraw-validation"),
    path("validation/put-back/", validation.PutBackValidation.as_view(), name="put-back-validation"),
]
