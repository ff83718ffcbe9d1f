"""Answers to HTMX: a named part of the same template the whole page is made of."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers


class HtmxPartialMixin:
    """A class-based view that answers an HTMX request with one part of its template.

    `htmx_partial` names the `{% partialdef %}`; every other request gets the whole page, so the view works
    without JavaScript too.
    """

    htmx_partial: str = ""

    def get_template_names(self) -> list[str]:
        names: list[str] = super().get_template_names()  # type: ignore[misc]
        return [f"{name}#{self.htmx_partial}" for name in names] if self.wants_partial() else names

    def wants_partial(self) -> bool:
        """Whether HTMX asked for a part; a boosted link or a page from the history is whole."""
        htmx = self.request.htmx  # type: ignore[attr-defined]
        return bool(self.htmx_partial and htmx and not htmx.boosted and not htmx.history_restore_request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        # Page and part share an address: without this the back button may show the part alone.
        patch_vary_headers(response, ["HX-Request"])
        return response
