"""Who is meant where a text says “@Sok Dara”. Names are full names; the longest that fits is meant."""

import re
from collections.abc import Iterable

# A name ends where no further letter follows; a sign that joins a Khmer letter would make it another name, while the
# next Khmer word follows without a space.
_END = r"(?![^\W\u1780-\u17b3]|[\u17b4-\u17d3])"


def folded(name: str) -> str:
    """A name as it is compared: whatever the case, whatever stands between its words."""
    return " ".join(name.casefold().split())


def mentioned(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names (folded) that follow an @ in a text, in the order in which they come, each once.

    An @ inside a word is an e-mail address, and mentions nobody.
    """
    known = sorted({folded(name) for name in names} - {""}, key=len, reverse=True)
    if not known:
        return ()
    one_of = "|".join(r"\s+".join(map(re.escape, name.split())) for name in known)
    found = re.findall(rf"(?<![\w.+-])@({one_of}){_END}", text.casefold())
    return tuple(dict.fromkeys(folded(name) for name in found))
