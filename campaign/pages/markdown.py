"""Turn the Markdown that staff write into HTML that is safe to show."""

import re
from functools import cache
from typing import Any

import nh3
from django.conf import settings
from django.db import models
from markdown_it import MarkdownIt

TAGS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "a", "strong", "em", "blockquote", "hr", "br"),
    *("code", "pre", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href", "title"}, "h2": {"id"}, "h3": {"id"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel", "sms"}


@cache
def parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")


def rendered(text: str) -> str:
    """Return the HTML of a Markdown text: no raw HTML, only safe tags, anchors on headings."""
    html = re.sub(r"<h1>(.*?)</h1>", r"<h2>\1</h2>", parser().render(text), flags=re.DOTALL)
    html = re.sub(r"<(h[23])>(.*?)</\1>", with_anchor, html, flags=re.DOTALL)
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener"
    )


def paper(name: str) -> tuple[str, str]:
    """Return the title and the HTML of a paper that ships in docs/."""
    text = (settings.BASE_DIR / "docs" / name).read_text("utf-8")
    title, _, rest = text.removeprefix("# ").partition("\n")
    return title, rendered(rest)


def with_anchor(heading: re.Match[str]) -> str:
    """Return a heading with an ID made of its words, for links to it."""
    tag, words = heading.groups()
    anchor = "-".join(re.sub(r"<[^>]+>|&\w+;|[^\w\s-]", "", words).lower().split())
    return f'<{tag} id="{anchor}">{words}</{tag}>'


class HasMarkdown(models.Model):
    """A text in Markdown. Its HTML is made and sanitised when it is saved, not when read."""

    body: "models.TextField[str, str]"
    html = models.TextField(editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.html = rendered(self.body)
        super().save(*args, **kwargs)
