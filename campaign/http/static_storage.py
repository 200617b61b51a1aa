"""Static files in production: hashed and compressed, with the style sheets joined."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEETS = ("css/site.css", "css/embed.css")
"""The style sheets that pages link to: the site's own, and the one for frames on other sites."""
IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\(([\w-]+)\);')
COMMENT = re.compile(r"\s*/\*.*?\*/", re.DOTALL)
OTHER_LANGUAGES = re.compile(r"admin/js/vendor/select2/i18n/(?!en\.js)")
"""Words of the admin's lists in languages other than English, which no page of ours links to."""


class JoinedCssStorage(CompressedManifestStaticFilesStorage):
    """Inline the imports of each style sheet before WhiteNoise hashes and compresses it.

    A browser then asks for one style sheet instead of twenty, and for none of its comments. Each
    import becomes a block in its own cascade layer, so the order of layers stays as the sheet has
    it. What no page links to is left out: a start looks at each file that is there.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """Return a file's address; each is made once, as the manifest is read once."""
        if force:
            return str(super().url(name, force))
        if name not in self._addresses:
            self._addresses[name] = str(super().url(name))
        return self._addresses[name]

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str | None, bool | Exception]]:
        inlined: set[str] = set()
        for sheet in SHEETS:
            if dry_run or sheet not in paths:
                continue
            storage, name = paths[sheet]
            source = Path(storage.path(name))  # not the collected copy, which may be joined already
            inlined |= {f"css/{part}" for part, _ in IMPORT.findall(source.read_text("utf-8"))}
            Path(self.path(sheet)).write_text(inline_imports(source), encoding="utf-8")
            paths = {**paths, sheet: (self, sheet)}  # hash the joined one
        if not dry_run:
            unlinked = {name for name in paths if name in inlined or OTHER_LANGUAGES.match(name)}
            for name in unlinked:
                self.delete(name)
            paths = {name: paths[name] for name in paths if name not in unlinked}
        yield from super().post_process(paths, dry_run=dry_run, **options)


def inline_imports(sheet: Path) -> str:
    """Return a style sheet with each import's content in its place and layer, without comments."""

    def inline(statement: re.Match[str]) -> str:
        name, layer = statement.groups()
        return f"@layer {layer} {{\n{(sheet.parent / name).read_text('utf-8')}}}"

    return COMMENT.sub("", IMPORT.sub(inline, sheet.read_text("utf-8")))
