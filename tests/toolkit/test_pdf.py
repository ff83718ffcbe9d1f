"""Reports are made of our own files, carry title and language, and reach for nothing else."""

import re
import zlib

import pytest
from django.template.loader import render_to_string

from dwcp.toolkit.gallery import sample_charts
from dwcp.toolkit.pdf import STATIC, ForbiddenResource, own_file, render_pdf

PAGE = '<!doctype html><html lang="km"><head><title>Review 2010</title>{head}</head><body>{body}</body></html>'


def unpacked(pdf):
    """The objects of the file and what is drawn on its pages, uncompressed."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S)
    return b"\n".join(zlib.decompressobj().decompress(data) for data in found if data[:1] == b"x")


def test_a_report_carries_title_language_and_tags():
    pdf = render_pdf(PAGE.format(head="", body="<h1>Review</h1>"))
    assert pdf.startswith(b"%PDF-1.7")
    objects = unpacked(pdf)
    assert b">Review 2010</rdf:li></rdf:Alt></dc:title>" in objects
    assert b"/Lang (km)" in objects
    assert b"/Marked true" in objects


def test_a_report_finds_our_stylesheets_and_fonts():
    head = '<link rel="stylesheet" href="css/fonts.css"><link rel="stylesheet" href="css/tokens.css">'
    body = '<p class="x">Text</p><style>.x { font-family: Overpass; font-weight: 700 }</style>'
    assert b"Overpass" in unpacked(render_pdf(PAGE.format(head=head, body=body)))


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/x.css",
        "https://example.org/x.css",
        "file:///etc/passwd",
        "ftp://example.org/x.css",
        "data:text/css,p{}",
        "https://static.invalid.example.org/css/print.css",
        "../manage.py",
        "css/absent.css",
        "img/mark.svg",
        "/etc/passwd",
    ],
)
def test_a_report_reaches_for_nothing_else(address):
    render_pdf(PAGE.format(head="", body="<p>Nothing asked for, nothing refused.</p>"))
    with pytest.raises(ForbiddenResource):
        render_pdf(PAGE.format(head=f'<link rel="stylesheet" href="{address}">', body=""))


@pytest.mark.parametrize("address", ["http://example.org/x.png", "file:///etc/hostname", "data:image/png;base64,AAAA"])
def test_a_report_shows_no_foreign_picture(address):
    with pytest.raises(ForbiddenResource):
        render_pdf(PAGE.format(head="", body=f'<img src="{address}" alt="">'))


def test_the_way_out_of_the_static_folder_is_closed():
    assert own_file(f"{STATIC}css/print.css").name == "print.css"
    with pytest.raises(ForbiddenResource):
        own_file(f"{STATIC}css/../../dwcp/settings/base.css")


def test_charts_have_their_colours_in_a_report():
    chart = sample_charts()["findings"]
    svg = render_to_string(chart.template, {"chart": chart})
    assert "<style" not in svg
    # #4a7a34, the fill of `tone-good` in chart.css
    assert b"0.290196 0.478431 0.203922 rg" in unpacked(render_pdf(PAGE.format(head="", body=svg)))


def test_the_report_frame_uses_no_property_that_is_not_understood(caplog):
    render_pdf(render_to_string("pdf/base.html"))
    assert caplog.messages == []
