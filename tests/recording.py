"""The screen of recording, as a person uses it: they read the preview, and publish from it."""

from tests.seen import fields


def preview_and_publish(browser, address, typed, **options):
    """Read what would be public, and publish that; return the answer.

    ``typed`` is every field of the form, as a browser sends them: what is published must be what
    was previewed. What cannot be published has no preview; the page that says why is returned.
    ``options`` are those of ``Client.post``, such as ``follow``.
    """
    shown = browser.post(address, typed | {"preview": ""})
    if "seen" not in fields(shown):
        return shown
    return browser.post(address, fields(shown) | {"publish": ""}, **options)
