"""Reads the environment variables of the settings; what cannot be read is one sentence."""

import ipaddress
from collections.abc import Sequence
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from environ.fileaware_mapping import FileAwareMapping

type Network = ipaddress.IPv4Network | ipaddress.IPv6Network

ON = ("on", "true", "yes", "ok", "y", "1")
OFF = ("off", "false", "no", "n", "0", "")


class Variables(FileAwareMapping):
    """Environment variables, and for each NAME the content of the file that NAME_FILE names."""

    def __getitem__(self, name: str) -> str:
        try:
            return str(super().__getitem__(name)).rstrip("\n")
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error.strerror}.") from None


class Environment(environ.Env):
    """django-environ, except that each wrong value is named with what it should be."""

    ENVIRON = Variables()

    def switch(self, name: str, *, default: bool) -> bool:
        """Return whether a variable is on: a misspelt one is neither on nor off."""
        value = self.str(name, default="on" if default else "off").strip().lower()
        if value not in (*ON, *OFF):
            raise ImproperlyConfigured(f"{name} must be on or off; it is {value!r}.")
        return value in ON

    def number(self, name: str, *, default: float) -> float:
        """Return a number that is not below zero."""
        value = self.str(name, default=str(default)).strip()
        try:
            number = float(value)
        except ValueError:
            number = -1
        if not 0 <= number < float("inf"):
            raise ImproperlyConfigured(f"{name} must be a number; it is {value!r}.")
        return number

    def several(self, name: str, *, default: Sequence[str] = ()) -> list[str]:
        """Return words that are separated by commas, and perhaps by spaces as well."""
        return [word.strip() for word in self.list(name, default=list(default)) if word.strip()]

    def networks(self, name: str) -> list[Network]:
        """Return IP networks, separated by commas; none if the variable is not set."""
        try:
            return [ipaddress.ip_network(network) for network in self.several(name)]
        except ValueError as error:
            raise ImproperlyConfigured(
                f"{name} must name networks, such as 10.0.0.0/8: {error}."
            ) from None

    def site(self, name: str, *, default: str) -> str:
        """Return the address of a site at the root of its host, without a slash at the end."""
        url = str(self.str(name, default=default)).rstrip("/")
        try:
            parts = urlsplit(url)
            is_site = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:  # a port that is no number, or half an IPv6 address
            is_site = False
        if not is_site or url != f"{parts.scheme}://{parts.netloc}":
            raise ImproperlyConfigured(f"{name} must read https://host; it is {url!r}.")
        return url
