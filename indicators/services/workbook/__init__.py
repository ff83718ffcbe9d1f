"""The framework of a programme as a workbook or a folder of CSV files: every table there and back."""

from .framework import PROGRAMME, TABLES, FrameworkPlan, framework_tabs, read_framework, returned_tabs

__all__ = ["PROGRAMME", "TABLES", "FrameworkPlan", "framework_tabs", "read_framework", "returned_tabs"]
