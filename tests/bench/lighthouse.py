"""What Lighthouse says of nine pages on its slow phone: four scores, from 0 to 1.

It needs node with npx, and Chromium. A busy machine makes pages look slower than they are, so what
falls short on a page is measured again, and its best run counts.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

LIGHTHOUSE = "lighthouse@12.8.2"
PAGES = {
    "home": "/",
    "tracker": "/councils/",
    "council": "/councils/kent/",
    "letter’s first screen": "/councils/sheffield/write/",
    "data": "/data/",
    "need help": "/need-help/",
    "history": "/councils/timeline/",
    "news": "/news/",
    "press": "/for-journalists/",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TRIES = 3
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def lighthouse(site: str) -> Iterator[tuple[str, float]]:
    """Yield the name and the score of each category of each page."""
    browser = os.environ.get("CHROMIUM") or next(filter(shutil.which, BROWSERS), None)
    if not shutil.which("npx") or not browser:
        print("Lighthouse was not run: it needs node with npx, and Chromium.", file=sys.stderr)
        return
    # Fetched once: asking npx for each page is slow.
    command = ["npx", "--yes", "--package", LIGHTHOUSE, "--call", "command -v lighthouse"]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    for name, path in PAGES.items():
        best = dict.fromkeys(CATEGORIES, 0.0)
        for _ in range(TRIES):
            for category, score in scores(found, site + path, shutil.which(browser)).items():
                best[category] = max(best[category], score)
            if min(best.values()) == 1:
                break
        print(f"{name}: {' '.join(f'{100 * score:.0f}' for score in best.values())}", flush=True)
        for category, score in best.items():
            yield f"{name}, {category}", score


def scores(program: str, address: str, browser: str | None) -> dict[str, float]:
    """Run Lighthouse on a page; return nothing where it asks to be run again."""
    done = subprocess.run(
        [program, address, "--quiet", "--output=json", "--output-path=stdout",
         f"--only-categories={','.join(CATEGORIES)}", "--disable-full-page-screenshot",
         "--chrome-flags=--headless=new --no-sandbox --disable-gpu"],
        env={**os.environ, "CHROME_PATH": browser or ""},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        return {}
    categories = json.loads(done.stdout)["categories"]
    return {name: categories[name]["score"] or 0 for name in CATEGORIES}
