"""Form fields that read what people type, and ask where it could mean two things."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
# The code of the refusal of a number that could mean two things.
TWO_READINGS = "two_readings"
# What a column of figures holds: 14 digits before the point.
LARGEST = Decimal(10) ** 14


def parse_figure(text, *, is_typed=True):
    """The number somebody typed; None for nothing.

    Khmer digits and spaces between thousands are read. Commas are read where they can only separate
    thousands (1,234,567 or 1,234.5); "1,234" could also mean 1.234, and "1.234" 1,234: both are asked about.
    A program's own text (`is_typed` False) has no commas, and its point is one. Raises ValidationError with a
    sentence that says what to type.
    """
    plain = re.sub(r"[\s\u00a0\u202f]", "", text.translate(KHMER_DIGITS))
    if not plain:
        return None
    if re.fullmatch(r"-?[1-9]\d{0,2},\d{3}" + (r"|-?[1-9]\d{0,2}\.\d{3}" if is_typed else ""), plain):
        digits = re.sub("[,.]", "", plain)
        # What is asked for can be typed: zeros at the end are left out, and else a fourth decimal says that the
        # point is one.
        short = f"{digits[:-3]}.{digits[-3:]}".rstrip("0").rstrip(".")
        decimal = f"{short}0" if short[-4:-3] == "." else short
        raise ValidationError(
            _("“%(text)s” can mean two things. Type %(thousands)s or %(decimal)s."),
            code=TWO_READINGS,
            # Kept apart, so that a page can offer the two.
            params={"text": text, "thousands": digits, "decimal": decimal},
        )
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    if not re.fullmatch(r"-?(\d+(\.\d*)?|\.\d+)", plain):
        raise ValidationError(
            _("“%(text)s” is not a number. Type digits, with a point for decimals, for example 1250 or 12.5.")
            % {"text": text}
        )
    number = Decimal(plain)
    if abs(number) >= LARGEST:
        raise ValidationError(_("“%(text)s” is too large to be kept. Check the number of digits.") % {"text": text})
    if number != round(number, 4):
        raise ValidationError(_("“%(text)s” has more than four decimals. Round it to four.") % {"text": text})
    return number


class ProseField(forms.CharField):
    """Text of several lines. A line's end counts once, as the browser counts it."""

    widget = forms.Textarea

    def to_python(self, value):
        return (super().to_python(value) or "").replace("\r\n", "\n")


class FigureField(forms.CharField):
    """A figure, typed as digits."""

    def __init__(self, **kwargs):
        super().__init__(
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", **kwargs.pop("attrs", {})}),
            **kwargs,
        )

    def prepare_value(self, value):
        if not isinstance(value, Decimal):
            return value
        text = f"{value.normalize():f}"
        # What stands in the field must be what may be typed: three decimals alone could be thousands.
        return f"{text}0" if re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", text) else text

    def clean(self, value):
        return parse_figure(super().clean(value))
