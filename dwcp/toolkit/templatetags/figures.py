"""Figures and dates in templates as they look everywhere. A builtin of the template engine, so no `{% load %}`."""

from django import template

from ..figures import day, figure, money, percent, time_left

register = template.Library()
for shown in (day, figure, money, percent, time_left):
    register.filter(shown)
