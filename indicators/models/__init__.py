"""Indicators, their targets, and what was reported against them."""

from .entry import DisaggregatedValue, EntryMove, ProgressEntry, Verification
from .indicator import Category, Dimension, Indicator, ScaleStep, Target
from .period import ReportingPeriod

__all__ = [
    "Category",
    "Dimension",
    "DisaggregatedValue",
    "EntryMove",
    "Indicator",
    "ProgressEntry",
    "ReportingPeriod",
    "ScaleStep",
    "Target",
    "Verification",
]
