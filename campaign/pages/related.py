"""Where to read on from a page: links at its foot, by its address."""

RELATED: dict[str, tuple[tuple[str, str], ...]] = {
    "about": (
        ("/charter/", "The charter"),
        ("/councils/timeline/", "The count over time"),
        ("/easy-read/why-it-matters/", "This page in Easy Read"),
    ),
    "charter": (
        ("/about/", "Why it matters"),
        ("/councils/", "Every council"),
        ("/for-councillors/", "A motion for councillors"),
    ),
    "how-we-count": (
        ("/data/", "The data"),
        ("/changes/", "What we changed"),
        ("/for-journalists/", "For journalists"),
    ),
    "for-councils": (
        ("/sign/", "Sign, confirm or correct"),
        ("/for-councillors/", "For councillors"),
        ("/how-we-count/", "How we count"),
    ),
    "for-councillors": (
        ("/charter/", "The charter"),
        ("/for-councils/", "For councils"),
        ("/how-we-count/", "How we count"),
    ),
    "for-journalists": (
        ("/how-we-count/", "How we count"),
        ("/data/", "The data"),
        ("/councils/timeline/", "The count over time"),
    ),
    "privacy": (
        ("/complaints/", "How to complain"),
        ("/accessibility/", "Accessibility"),
        ("/about/#contact", "Contact"),
    ),
    "accessibility": (
        ("/easy-read/why-it-matters/", "Why it matters, in Easy Read"),
        ("/easy-read/ask-your-council/", "Ask your council, in Easy Read"),
        ("/easy-read/need-help/", "Get help, in Easy Read"),
    ),
}
"""Address and words. ``tests/campaign/pages/test_easy_read.py`` follows each."""
