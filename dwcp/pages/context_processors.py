"""What every page shows that has the navigation."""

from django.utils.functional import SimpleLazyObject

from indicators.selectors import work_counts
from reviews.selectors.waiting_sources import counted_for


def work(request):
    """`work_waiting`: how many things wait for this person: to write, to verify, and in reviews.

    It is counted where a template asks for it, and anew for every page: whoever has just done one sees one less.
    Parts of pages, reports and mails do not ask.
    """
    user = getattr(request, "user", None)
    if user is None:
        return {}
    return {"work_waiting": SimpleLazyObject(lambda: len(work_counts(user, elsewhere=counted_for(user))))}
