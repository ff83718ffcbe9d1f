"""The API of indicators and entries: how indicators stand, and recording, submitting and verifying progress.

An entry is known by its indicator and period: `programmes/…/indicators/1.26/entries/2010/`. Every write is one
of the services; the sentences of a refusal are theirs.
"""

from .views import EntryViewSet, IndicatorEntryViewSet, IndicatorViewSet, ReportViewSet

__all__ = ["EntryViewSet", "IndicatorEntryViewSet", "IndicatorViewSet", "ReportViewSet"]
