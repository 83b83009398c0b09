"""Whether the ports we need are free, asked before anything is started."""

import errno
import socket
import time

from gateway.errors import PortForbidden, PortTaken

PATIENCE = 2.0  # seconds for the children of a killed run to let go of their ports


def require_free(host: str, port: int, setting: str, patience: float = PATIENCE) -> None:
    """Raise PortTaken or PortForbidden, naming `setting`, unless we could listen on `port`."""
    deadline = time.monotonic() + patience
    while fault := _why_not(host, port):
        if fault.errno != errno.EADDRINUSE:
            raise PortForbidden(host, port, setting, fault.strerror or "not possible") from fault
        if time.monotonic() > deadline:
            raise PortTaken(port, setting) from fault
        time.sleep(0.1)


def free_port() -> int:
    """A port of loopback that nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _why_not(host: str, port: int) -> OSError | None:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        socket.create_server((host, port), family=family).close()
    except OSError as exc:
        return exc
    return None
