"""What the forms of all records have in common."""

import pytest
from django import forms
from django.core.validators import MinLengthValidator

from outcomes.forms import RecordForm, StrategyForm
from outcomes.models import Priority, Strategy

pytestmark = pytest.mark.django_db


class NotesForm(RecordForm):
    """A form with a long text that has rules of its own."""

    title = forms.CharField(
        widget=forms.Textarea,
        initial="Jobs",
        max_length=5,
        validators=[MinLengthValidator(2, "Say more.")],
        error_messages={"required": "Give it a title."},
    )

    class Meta:
        model = Priority
        fields = ["title"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Give it a title."),
        ("x", "Say more."),
        ("123456", "Ensure this value has at most 5 characters (it has 6)."),
    ],
)
def test_long_texts_keep_their_rules(text, sentence, lao):
    form = NotesForm({"title": text}, instance=Priority(programme=lao), programme=lao)
    assert form.errors == {"title": [sentence]}


def test_a_lines_end_counts_once(lao):
    form = NotesForm({"title": "a\r\nb"}, instance=Priority(programme=lao, letter="A"), programme=lao)
    assert form.is_valid()
    assert form.cleaned_data["title"] == "a\nb"
    assert form.fields["title"].initial == "Jobs"


def test_a_text_without_a_limit_of_its_own_has_some_pages(lao):
    form = StrategyForm({"letter": "a", "text": "x" * 10_001}, instance=Strategy(), programme=lao)
    assert form.errors["text"] == ["Ensure this value has at most 10000 characters (it has 10001)."]
