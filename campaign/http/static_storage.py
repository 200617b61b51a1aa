"""Static files for production: hashed, compressed, and the style sheets joined."""

import re
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEETS = ("css/site.css", "css/embed.css")
"""The sheets that pages ask for: of the site, and of what it shows in frames on others."""
IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\(([\w-]+)\);')


class JoinedCssStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, after the sheets have taken their imports in.

    A browser then asks for one style sheet instead of twenty. Each import becomes a block in its
    own cascade layer, so the order of layers stays what the sheet says.
    """

    def post_process(self, paths, dry_run=False, **options):
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

    def layered(found: re.Match) -> str:
        name, layer = found.groups()
        return f"@layer {layer} {{\n{(sheet.parent / name).read_text('utf-8')}}}"

    return IMPORT.sub(layered, sheet.read_text("utf-8"))
