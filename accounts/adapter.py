"""How sign-in behaves."""

from allauth.account.adapter import DefaultAccountAdapter


class ClosedSignupAdapter(DefaultAccountAdapter):
    """Nobody signs up: the office makes an account for each person and says what they may do."""

    def is_open_for_signup(self, request):
        """Never."""
        return False
