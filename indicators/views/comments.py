"""Saying something about an entry, taking it back, putting it back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.choices import Permission
from outcomes.services import Refused
from outcomes.views import ProgrammeMixin

from ..forms import CommentForm
from ..models import Comment
from ..selectors import members_to_mention, threads_of
from ..services import add_comment, put_back_comment, withdraw_comment
from .entries import EntryPage


class AddComment(EntryPage):
    """Say something about an entry; sent from its page, and what cannot stand comes back with the page."""

    http_method_names = ["get", "head", "post"]
    permission_required = Permission.ENTRY_DISCUSS

    def get_permission_subject(self):
        return self.entry

    def get(self, request, *args, **kwargs):
        # Who had to sign in again before sending a comment comes back here: the form stands on the entry's page.
        return redirect(f"{self.address}#comments")

    def post(self, request, *args, **kwargs):
        offered = {"members": members_to_mention(self.programme), "threads": threads_of(self.entry)}
        form = CommentForm(request.POST, **offered)
        if form.is_valid():
            try:
                comment = add_comment(entry=self.entry, by=request.user, **form.said())
            except Refused as error:
                form.refuse(error.problems)
            else:
                messages.success(request, _("Said. Everybody in the programme can read it below the entry."))
                return redirect(f"{self.address}#comment-{comment.pk}")
        return self.render_to_response(self.get_context_data(sent=form), status=422)


class ChoosePeople(AddComment):
    """Say something with a list of people to choose from, on a page of its own; it is sent as from the entry's page."""

    http_method_names = ["get", "head"]
    template_name = "indicators/choose_people.html"

    def get(self, request, *args, **kwargs):
        threads = threads_of(self.entry)
        answered = {str(thread.comment.pk): thread.comment for thread in threads}.get(request.GET.get("answers", ""))
        members = [person for person in members_to_mention(self.programme) if person != request.user]
        context = ProgrammeMixin.get_context_data(
            self,
            entry=self.entry,
            indicator=self.entry.indicator,
            in_series=self.series_and_walk,
            form=CommentForm(members=members, threads=threads, answered=answered),
        )
        return self.render_to_response(context)


class OwnComment(EntryPage):
    """A button beside one's own comment."""

    http_method_names = ["get", "head", "post"]
    permission_required = Permission.ENTRY_DISCUSS

    def get_permission_subject(self):
        return self.entry

    @cached_property
    def entry(self):
        """The entry that the comment was made on, whichever series it belongs to."""
        comments = Comment.objects.visible_to(self.request.user).in_programme(self.programme)
        of_the_entry = comments.filter(
            entry__indicator__code=self.kwargs["indicator"], entry__period__label=self.kwargs["period"]
        )
        named = of_the_entry.select_related("entry__indicator__outcome__programme__country", "entry__period")
        self.comment = get_object_or_404(named, pk=self.kwargs["comment"])
        return self.comment.entry

    def get(self, request, *args, **kwargs):
        return redirect(f"{self.address}#comment-{self.comment.pk}")

    def post(self, request, *args, **kwargs):
        self.write(self.comment)
        return redirect(f"{self.address}#comment-{self.comment.pk}")

    def write(self, comment):
        """Call the service's verb."""
        raise Http404


class WithdrawComment(OwnComment):
    """Take back what one has said."""

    def write(self, comment):
        withdraw_comment(comment=comment, by=self.request.user)
        messages.success(self.request, _("Taken back. You can put it back where it stood."))


class PutBackComment(OwnComment):
    """Let what one has taken back stand again."""

    def write(self, comment):
        put_back_comment(comment=comment, by=self.request.user)
        messages.success(self.request, _("Put back."))
