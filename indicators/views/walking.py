"""Going through the queue of what is to be verified, entry by entry: each leads to the next."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode

from ..forms import QueueFilter
from ..selectors import address_of, next_in, queue_of

# The name in the address of an entry that says it was opened from the queue; it holds what the queue is narrowed by.
QUEUE = "queue"


def address_in_queue(entry, query):
    """Where an entry is found on a walk through the queue, which is narrowed by `query`."""
    address = address_of(entry)
    return f"{address}{'&' if '?' in address else '?'}{urlencode({QUEUE: query})}"


class Walk:
    """A walk of one person through the queue of a programme, narrowed as the address says."""

    def __init__(self, user, programme, query):
        self.user, self.programme, self.query = user, programme, query

    @cached_property
    def _rows(self):
        queue = queue_of(self.user, self.programme)
        return QueueFilter(QueryDict(self.query), queue=queue).narrowed(queue)

    @property
    def queue(self):
        """Where the list stands, narrowed as it was."""
        address = reverse("indicators:verification", kwargs={"programme": self.programme.code})
        return f"{address}?{self.query}" if self.query else address

    def skip(self, entry):
        """Where one is led on from an entry without deciding on it."""
        address = reverse("indicators:next-to-verify", kwargs={"programme": self.programme.code})
        return f"{address}?{urlencode({QUEUE: self.query, 'after': entry.pk})}"

    def after(self, entry):
        """Where one is led after an entry: to the next one, or to the list where nothing else waits."""
        following = next_in(self._rows, entry)
        return self.queue if following is None else address_in_queue(following, self.query)
