"""No network in tests: connections to anything but this machine fail, and so do look-ups of other names."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

LOCAL_NAMES = {None, "", "localhost", "localhost.localdomain", b"localhost"}


class NetworkForbiddenError(OSError):
    """A test, or what it runs, tried to reach another machine."""


def is_local(host: object) -> bool:
    """Whether a host name or address means this machine."""
    if host in LOCAL_NAMES:
        return True
    try:
        address = ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host).split("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def install(patch: Any = setattr) -> None:
    """Guard the socket module; `patch(object, name, value)` replaces attributes (a MonkeyPatch's setattr undoes it)."""
    look_up = socket.getaddrinfo

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not is_local(host):
            raise NetworkForbiddenError(f"no network in tests: look-up of {host!r}")
        return look_up(host, *args, **kwargs)

    patch(socket, "getaddrinfo", guarded_look_up)
    for name in ("connect", "connect_ex"):
        patch(socket.socket, name, _guarded(getattr(socket.socket, name)))


def _guarded(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_local(address[0]):
            raise NetworkForbiddenError(f"no network in tests: connection to {address!r}")
        return connect(self, address)

    return guarded
