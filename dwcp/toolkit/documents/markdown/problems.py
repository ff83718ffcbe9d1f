"""What keeps a text from being printed as its writer means it, in sentences for the writer."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from dwcp.toolkit.figures import figure

from .parsing import DEEPEST, MAX_PROSE, tokens_of

# A tag, as far as a writer may mean one: "a < b" and "<https://…>" are none.
TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]{0,500})?/?>|<!--")
MOST_NAMED = 5
CONTAINERS = ("blockquote_open", "list_item_open")


def problems_of(markdown: str, known_names: Iterable[str]) -> list[str]:
    """What should be mended before the text is printed; nothing here stops it from being saved, but its length."""
    if len(markdown) > MAX_PROSE:
        return [
            _("The text has %(length)s characters; at most %(most)s fit. Shorten it, or move a part of it elsewhere.")
            % {"length": figure(len(markdown)), "most": figure(MAX_PROSE)}
        ]
    tokens = tokens_of(markdown)
    found = _unknown_fields(list(dict.fromkeys(one.content for one in tokens if one.type == "field")), known_names)
    pictures = list(dict.fromkeys(str(one.attrs.get("src", "")) for one in tokens if one.type == "image"))
    found += [
        _("Pictures cannot be placed in a text; of “%(address)s” only the description is printed.")
        % {"address": Truncator(address).chars(80)}
        for address in pictures[:MOST_NAMED]
    ]
    tags = list(dict.fromkeys(tag for one in tokens if one.type == "text" for tag in TAG.findall(one.content)))
    if tags:
        found.append(
            _("HTML is not understood: %(tags)s will be printed as typed.")
            % {"tags": ", ".join(Truncator(tag).chars(40) for tag in tags[:MOST_NAMED])}
        )
    if any(token.type in CONTAINERS and token.level >= DEEPEST - 1 for token in tokens):
        found.append(
            _("Lists or quotations stand within one another more than %(deepest)s deep; what is deeper is not printed.")
            % {"deepest": DEEPEST // 2}
        )
    return found


def _unknown_fields(used: list[str], known_names: Iterable[str]) -> list[str]:
    known = sorted(set(known_names))
    found = []
    for name in used:
        if name in known:
            continue
        near = get_close_matches(name, known, n=1, cutoff=0.5)
        if near:
            sentence = _("There is no figure {%(name)s}. Is {%(near)s} meant?") % {"name": name, "near": near[0]}
        else:
            sentence = _("There is no figure {%(name)s}. Choose one from the list of figures.") % {"name": name}
        found.append(sentence)
    return found
