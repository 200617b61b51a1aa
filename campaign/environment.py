"""Reads the environment variables of the settings; what cannot be read is one sentence."""

import ipaddress
import re
from collections.abc import Sequence
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from environ.fileaware_mapping import FileAwareMapping

type Network = ipaddress.IPv4Network | ipaddress.IPv6Network

ON = ("on", "true", "yes", "ok", "y", "1")
HOST = r"(\[[\da-f:.]+\]|[^\s/?#@:\[\]]+)(:\d{1,5})?"
"""The pattern of a host, perhaps with a port."""


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

    def matching(self, name: str, pattern: str, form: str, default: str) -> str:
        """Return a variable that must match a pattern, in small letters or capitals.

        The sentence says its form, and repeats no password.
        """
        value = str(self.str(name, default=default)).strip()
        if not re.fullmatch(pattern, value, re.IGNORECASE):
            shown = "" if "@" in form else f"; it is {value!r}"
            raise ImproperlyConfigured(f"{name} must {form}{shown}.")
        return value

    def switch(self, name: str, *, default: bool) -> bool:
        """Return whether a variable is on: a misspelt one is neither on nor off."""
        pattern = rf"{'|'.join(ON)}|off|false|no|n|0|"
        value = self.matching(name, pattern, "be on or off", "on" if default else "off")
        return value.lower() in ON

    def number(self, name: str, *, default: float) -> float:
        """Return a number that is not below zero."""
        return float(self.matching(name, r"\d+(\.\d+)?", "be a number", str(default)))

    def several(self, name: str, *, default: Sequence[str] = ()) -> list[str]:
        """Return words that are separated by commas, and perhaps by spaces as well."""
        words = [word.strip() for word in self.list(name, default=list(default))]
        return [word for word in words if word]

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
        return self.matching(name, rf"https?://{HOST}/?", "read https://host", default).rstrip("/")

    def database(self, name: str, *, default: str) -> dict[str, Any]:
        """Return Django's settings of the database at a URL."""
        form = "read postgres://user:password@host/name, or sqlite:///FILE"
        pattern = rf"sqlite:///.+|postgres(ql)?://(\S*@)?({HOST})?/\S+"
        return dict(self.db_url_config(self.matching(name, pattern, form, default)))

    def sender(self, name: str, *, default: str) -> str:
        """Return an address, or a name and an address, that any mail server takes."""
        form = "read Make Runaways Safe <letters@runaways.example>, with a plain address"
        address = r"[\w.+-]+@[\w.-]+"
        return self.matching(name, rf"{address}|[^<>]+<{address}>", form, default)

    def mail_url(self, name: str, form: str) -> str:
        """Return the URL of a mail server; "" if the variable is not set."""
        scheme = form.partition("+")[0]
        pattern = rf"|{scheme}(\+tls|\+ssl)?://(\S*@)?{HOST}(/\S*)?"
        return self.matching(name, pattern, f"read {form}", "")
