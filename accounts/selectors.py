"""Who a link in a mail belongs to."""

from django.core.signing import BadSignature, Signer

from .models import User

# A link says whom it is for and what it is for; it serves for nothing else and does not expire.
ABOUT_DIGESTS = "accounts.digests"


def digest_token_of(person):
    """What stands in the link with which this person, signed in or not, says how often they are written to."""
    return Signer(salt=ABOUT_DIGESTS).sign(str(person.pk))


def person_of_digest_token(token):
    """The person of such a link, or None where it was not made here or is not whole."""
    try:
        key = Signer(salt=ABOUT_DIGESTS).unsign(token)
    except BadSignature:
        return None
    return User.objects.filter(pk=key).first()
