"""Summaries: links, emphasis and lists are drawn; anything else is the text that it is."""

import pytest

from timeline.prose import plain, rich


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One.", "<p>One.</p>"),
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("*held* and **tried**", "<p><em>held</em> and <strong>tried</strong></p>"),
        ("- once\n- twice", "<ul>\n<li>once</li>\n<li>twice</li>\n</ul>"),
        ("3. third\n4. fourth", '<ol start="3">\n<li>third</li>\n<li>fourth</li>\n</ol>'),
        (r"\*not held\*", "<p>*not held*</p>"),
        ("§&nbsp;3", "<p>§&nbsp;3</p>"),
        ("", ""),
    ],
)
def test_emphasis_lists_and_paragraphs_are_drawn(text, html):
    assert rich(text).strip() == html


def test_a_link_leads_where_it_says_and_vouches_for_nothing():
    assert rich("[the ruling](https://court.example/1?a=b&c=d)").strip() == (
        '<p><a href="https://court.example/1?a=b&amp;c=d" rel="nofollow noopener">'
        "the ruling</a></p>"
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "mailto:kim@court.example",
        "/admin/",
        "//court.example/",
    ],
)
def test_a_link_to_anything_but_a_web_address_leads_nowhere(address):
    html = rich(f"see [the ruling]({address})")
    assert "href" not in html
    assert "the ruling" in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<a href="https://court.example/" onclick="alert(1)">x</a>',
        "<img src=x onerror=alert(1)>",
        "<b>bold</b>",
        "<!-- a note -->",
    ],
)
def test_html_is_shown_as_the_text_that_it_is(text):
    assert plain(text) == text
    assert rich(text).strip().startswith("<p>&lt;")


@pytest.mark.parametrize(
    "text",
    [
        "# A heading",
        "> A quotation",
        "`code`",
        "![picture](https://court.example/1.png)",
        "| a | b |\n| --- | --- |",
        "<https://court.example/>",
        "https://court.example/",
        "~~struck~~",
    ],
)
def test_nothing_else_of_markdown_is_drawn(text):
    for tag in ("<h1", "<blockquote", "<code", "<img", "<table", "<s>", "<del", "<pre", "<hr"):
        assert tag not in rich(text)
    if not text.startswith("!"):
        assert plain(text) == " ".join(text.split())


def test_a_link_cannot_break_out_of_its_attribute():
    html = rich('[x](https://court.example/"onmouseover="alert(1))')
    assert '"onmouseover' not in html


def test_plain_text_has_no_markup_and_parts_paragraphs_and_items():
    text = (
        "He was *held*, see [the ruling](https://court.example/1).\n\n- once\n- twice\n\nEnd & all"
    )
    assert plain(text) == "He was held, see the ruling. once twice End & all"


def test_korean_with_emphasis_reads_as_it_was_written():
    assert plain("**최명복**은 체포되었다") == "최명복은 체포되었다"
