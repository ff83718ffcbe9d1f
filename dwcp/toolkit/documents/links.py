"""Which addresses a document may link to: the web and mailboxes, nothing on the reader's own machine."""

import re

# A scheme and something behind it, in characters that end neither an attribute nor a line.
_ALLOWED = re.compile(r"(?:https?://[^\s/?#\"<>\\]|mailto:[^\s@\"<>\\]+@)[^\s\"<>\\]*", re.IGNORECASE)
LONGEST = 2_000


def may_link_to(address: str) -> bool:
    """Whether a document may link to an address; others are printed as text."""
    return len(address) <= LONGEST and _ALLOWED.fullmatch(address) is not None
