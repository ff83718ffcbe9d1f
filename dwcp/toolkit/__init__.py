"""Machinery shared by all apps: no tables, no words of the field."""
