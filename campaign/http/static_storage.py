"""Static files in production: hashed, compressed, and the style sheets joined."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

SHEETS = ("css/site.css", "css/embed.css")
"""The style sheets that pages ask for: the site’s, and that of its frames on other sites."""
IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\(([\w-]+)\);')


class JoinedCssStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, with the imports of each style sheet written into it first.

    A browser then asks for one style sheet instead of twenty. Each import becomes a block in its
    own cascade layer, so the order of layers stays what the sheet says.
    """

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str | None, bool | Exception]]:
        for sheet in SHEETS:
            if dry_run or sheet not in paths:
                continue
            storage, name = paths[sheet]
            source = Path(storage.path(name))  # not the collected copy, which may be joined already
            Path(self.path(sheet)).write_text(joined(source), encoding="utf-8")
            paths = {**paths, sheet: (self, sheet)}  # hash the joined one
        yield from super().post_process(paths, dry_run=dry_run, **options)


def joined(sheet: Path) -> str:
    """Return a style sheet with its imports taken in, each inside its layer."""

    def layered(statement: re.Match[str]) -> str:
        name, layer = statement.groups()
        return f"@layer {layer} {{\n{(sheet.parent / name).read_text('utf-8')}}}"

    return IMPORT.sub(layered, sheet.read_text("utf-8"))
