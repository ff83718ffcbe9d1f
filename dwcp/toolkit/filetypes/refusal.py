"""Why a file is not taken."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class NotTaken(Exception):
    """A file that is not taken; its text is a sentence for who sent it."""


class WrongContent(Exception):
    """The content is none that is taken. `label` says what it is, where that is known; `message` says it otherwise."""

    def __init__(self, label=None, message=None):
        self.label, self.message = label, message
        super().__init__(label, message)

    def sentence(self, name):
        """What to tell who sent the file of this name."""
        message = self.message or (
            _("“%(name)s” is a file of the type “%(type)s”, which is not taken. Send PDF, pictures or office files.")
            if self.label
            else _("“%(name)s” is of no type that is known here. Send PDF, pictures or office files.")
        )
        return message % {"name": name, "type": self.label}


def broken():
    """For a file that begins as it should and does not end, or cannot be read."""
    return WrongContent(
        message=gettext_lazy("“%(name)s” is broken or incomplete. Open it, save it again and send that.")
    )


def with_programs():
    """For a document that brings macros or other programs along."""
    return WrongContent(
        message=gettext_lazy("“%(name)s” contains macros or programs. Save it without them, or as PDF, and send that.")
    )


def with_password():
    """For a document that nobody could check."""
    return WrongContent(
        message=gettext_lazy(
            "“%(name)s” is protected by a password, so that nobody could check it. Save it without, and send that."
        )
    )
