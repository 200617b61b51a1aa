"""What is sent for a first visit to home, for the map, the scripts and the box's suggestions."""

import re
import urllib.request

import brotli

HOME, AREAS, SUGGESTIONS = "/", "/?view=areas", "/find/suggestions.json"
HOME_BYTES, HOME_REQUESTS, SCRIPT_BYTES, MAP_BYTES = 30_000, 6, 12_000, 12_000
SUGGESTION_BYTES = 60_000


def sizes(site: str) -> dict[str, tuple[float, float, float, str]]:
    """Return ratio to the limit, goal (1), size and unit of each thing that is sent."""
    page, home = fetched(site + HOME)
    parts = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.decode()))
    bytes_of = {part: fetched(site + part)[1] for part in parts}
    scripts = sum(size for part, size in bytes_of.items() if part.endswith(".js"))
    requests = 1 + len(parts)
    return {
        "home, bytes all told": in_bytes(home + sum(bytes_of.values()), HOME_BYTES),
        "home, requests": (requests / HOME_REQUESTS, 1.0, requests, f"at most {HOME_REQUESTS}"),
        "map markup": in_bytes(map_bytes(page), MAP_BYTES),
        "map markup, areas": in_bytes(map_bytes(fetched(site + AREAS)[0]), MAP_BYTES),
        "suggestions of the box": in_bytes(fetched(site + SUGGESTIONS)[1], SUGGESTION_BYTES),
        "JavaScript": in_bytes(scripts, SCRIPT_BYTES),
    }


def in_bytes(size: int, limit: int) -> tuple[float, float, float, str]:
    return size / limit, 1.0, size, f"bytes, at most {limit}"


def map_bytes(page: bytes) -> int:
    """Return the size of a page's map, compressed."""
    drawn = re.search(r"<figure.*?</figure>", page.decode(), re.DOTALL)[0].encode()
    return len(brotli.compress(drawn, quality=5))


def fetched(address: str) -> tuple[bytes, int]:
    """Return a body, and its size in bytes as sent with brotli, without headers."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(request) as response:
        raw = response.read()
        if response.headers.get("Content-Encoding") == "br":
            return brotli.decompress(raw), len(raw)
        return raw, len(raw)
