"""Tell a monitor elsewhere that this machine is working: the only web request that leaves the site.

A monitor that hears nothing for a day raises an alarm, even if the whole machine is gone. Nothing
is sent unless HEARTBEAT_URL is set, and then only the request itself.
"""

import logging
from http.client import HTTPException
from urllib.request import urlopen

from django.conf import settings

logger = logging.getLogger(__name__)

TIMEOUT = 10
"""Seconds to wait for the monitor's answer."""


def ping() -> None:
    """Request HEARTBEAT_URL, if it is set. A failure is logged and stops nothing."""
    if not settings.HEARTBEAT_URL:
        return
    try:
        urlopen(settings.HEARTBEAT_URL, timeout=TIMEOUT).close()
    except (OSError, HTTPException, ValueError) as error:  # ValueError: it is no address
        logger.warning("The monitor at HEARTBEAT_URL cannot be reached: %s", error)
