"""Static files for production: hashed, compressed, and the style sheets joined into one."""

import re
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\(([\w-]+)\);')


class JoinedCssStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, after css/site.css has taken its imports in.

    A browser then asks for one style sheet instead of twenty. Each import becomes a block in its
    own cascade layer, so the order of layers stays what site.css says.
    """

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run and "css/site.css" in paths:
            storage, name = paths["css/site.css"]
            source = Path(storage.path(name))  # not the collected copy, which may be joined already
            Path(self.path("css/site.css")).write_text(joined(source), encoding="utf-8")
            paths = {**paths, "css/site.css": (self, "css/site.css")}  # hash the joined one
        yield from super().post_process(paths, dry_run=dry_run, **options)


def joined(sheet: Path) -> str:
    """Return a style sheet with its imports taken in, each inside its layer."""

    def layered(found: re.Match) -> str:
        name, layer = found.groups()
        return f"@layer {layer} {{\n{(sheet.parent / name).read_text('utf-8')}}}"

    return IMPORT.sub(layered, sheet.read_text("utf-8"))
