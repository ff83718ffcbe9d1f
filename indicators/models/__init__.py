"""Indicators, their targets, and what was reported against them."""

from .comment import Comment
from .dimension import Category, Dimension
from .entry import DisaggregatedValue, EntryMove, ProgressEntry, Verification
from .evidence import Evidence
from .imports import FrameworkImport, ProgressImport
from .indicator import Indicator, ScaleStep
from .override import StatusOverride
from .period import ReportingPeriod
from .sample import VerificationSample
from .sending import ClientKey, DigestSent
from .series import SeriesChange
from .split import Disaggregation
from .target import CategoryTarget, Target
from .unsaved import UnsavedProgress

__all__ = [
    "Category",
    "CategoryTarget",
    "ClientKey",
    "Comment",
    "DigestSent",
    "Dimension",
    "DisaggregatedValue",
    "Disaggregation",
    "EntryMove",
    "Evidence",
    "FrameworkImport",
    "Indicator",
    "ProgressEntry",
    "ProgressImport",
    "ReportingPeriod",
    "ScaleStep",
    "SeriesChange",
    "StatusOverride",
    "Target",
    "UnsavedProgress",
    "Verification",
    "VerificationSample",
]
