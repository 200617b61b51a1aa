import re

import pytest

from campaign.pages.markdown import rendered


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<b onclick='x()'>bold</b>",
     "<iframe src='https://a.example'></iframe>", "<style>p{}</style>", "<svg/onload=alert(1)>",
     "<!-- a comment -->", "<a href='javascript:alert(1)'>x</a>", "<form action='/admin/'>"],
)  # fmt: skip
def test_raw_html_becomes_harmless_words(text):
    html = rendered(f"Before {text} after\n\n{text}\n")
    assert text[:5] not in html
    assert "&lt;" in html


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,<b>",
     "vbscript:x", "&#106;avascript:alert(1)", " javascript:alert(1)", "file:///etc/passwd",
     "javascript&colon;alert(1)", "\x01javascript:alert(1)"],
)  # fmt: skip
def test_a_link_that_runs_a_script_or_reads_a_file_is_removed(address):
    for text in (f"[press]({address})", f"[press](<{address}>)", f"[press][1]\n\n[1]: {address}"):
        assert not re.search(
            r'href="\s*(javascript|data|vbscript|file):', rendered(text), re.IGNORECASE
        )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold** and *soft*", "<strong>bold</strong> and <em>soft</em>"),
        ("[call](tel:116000)", '<a href="tel:116000"'),
        ("[write](mailto:a@b.example)", '<a href="mailto:a@b.example"'),
        ("[here](/charter/#x)", '<a href="/charter/#x"'),
        ("- one\n- two", "<li>one</li>"),
        ("> said", "<blockquote>"),
        ("|a|b|\n|-|-|\n|1|2|", "<td>1</td>"),
        ("`?at=2013-09-19`", "<code>?at=2013-09-19</code>"),
    ],
)
def test_markdown_that_a_page_needs_is_kept(text, html):
    assert html in rendered(text)


def test_a_picture_of_another_site_is_a_link():
    assert "<img" not in rendered("![a map](https://a.example/map.png)")


def test_headings_get_anchors_and_the_page_keeps_its_one_first_heading():
    assert rendered("## Who are “we” & *you*?") == (
        '<h2 id="who-are-we-you">Who are “we” &amp; <em>you</em>?</h2>\n'
    )
    assert "<h1" not in rendered("# A heading too large\n\nUnderlined too\n===\n")


def test_an_anchor_cannot_break_out_of_its_quotes():
    html = rendered('## " onmouseover="alert(1)\n\n## <b id="x">')
    assert "onmouseover=" not in html.replace("onmouseover=“", "").split(">")[0]
    assert '" onmouseover' not in html.split(">")[0]
