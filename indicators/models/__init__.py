"""Indicators, their targets, and what was reported against them."""

from .dimension import Category, Dimension
from .entry import DisaggregatedValue, EntryMove, ProgressEntry, Verification
from .imports import FrameworkImport
from .indicator import Indicator, ScaleStep
from .override import StatusOverride
from .period import ReportingPeriod
from .series import SeriesChange
from .split import Disaggregation
from .target import CategoryTarget, Target

__all__ = [
    "Category",
    "CategoryTarget",
    "Dimension",
    "DisaggregatedValue",
    "Disaggregation",
    "EntryMove",
    "FrameworkImport",
    "Indicator",
    "ProgressEntry",
    "ReportingPeriod",
    "ScaleStep",
    "SeriesChange",
    "StatusOverride",
    "Target",
    "Verification",
]
