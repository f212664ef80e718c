"""Summaries: Markdown with links, emphasis and lists, and nothing else."""

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_RULES = ("emphasis", "link", "list", "newline", "escape", "entity", "balance_pairs")
_MARKDOWN = MarkdownIt("zero").enable([*_RULES, "text_join"])
_TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li"}
_SCHEMES = {"http", "https"}


@lru_cache(maxsize=2_000)
def rich(text: str) -> Markup:
    """A text as HTML: paragraphs, lists, emphasis and links to http or https addresses.

    Anything else in it, HTML included, is shown as the text that it is. CommonMark, less the rules
    that are left out.
    """
    html = nh3.clean(
        _MARKDOWN.render(text),
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        url_relative="deny",  # type: ignore[arg-type]
        link_rel="nofollow noopener",
    )
    return Markup(html)  # noqa: S704 (cleaned by the line above)  # nosec B704


@lru_cache(maxsize=5_000)
def plain(text: str) -> str:
    """The same text without any markup, its paragraphs and list items parted by spaces."""
    html = re.sub(r"</(p|li)>|<br>", " ", str(rich(text)))
    bare = re.sub(r"<[^>]+>", "", html)
    return " ".join(Markup(bare).unescape().split())  # noqa: S704 (only to undo escaping)  # nosec B704
