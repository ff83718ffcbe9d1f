"""`{% load charts %}{% chart progress %}` draws a chart object as SVG, in pages and in reports alike."""

from django import template
from django.template import Context, Engine
from django.utils.safestring import SafeString

from dwcp.toolkit.charts import Chart

register = template.Library()


@register.simple_tag
def chart(drawing: Chart) -> SafeString:
    """The drawing as an `<svg>` element with title, description and real text."""
    # Coordinates are read by machines: a decimal comma of the locale would break the drawing.
    context = Context({"chart": drawing}, use_l10n=False)
    return Engine.get_default().get_template(drawing.template).render(context)
