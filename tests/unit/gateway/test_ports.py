"""A port that somebody else uses is named before anything starts, with the setting that changes it."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from gateway.errors import PortForbidden, PortTaken
from gateway.ports import free_port, require_free


@pytest.fixture
def stranger() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def test_a_taken_port_names_the_setting_that_changes_it(stranger: socket.socket) -> None:
    port = stranger.getsockname()[1]
    with pytest.raises(PortTaken) as failure:
        require_free("127.0.0.1", port, "RASA_URL", patience=0)
    assert str(failure.value) == f"Port {port} is in use by another program; set RASA_URL to use another one."


def test_all_addresses_include_the_one_that_is_taken(stranger: socket.socket) -> None:
    with pytest.raises(PortTaken):
        require_free("0.0.0.0", stranger.getsockname()[1], "PORT", patience=0)  # noqa: S104


def test_a_free_port_is_left_free() -> None:
    port = free_port()
    require_free("127.0.0.1", port, "PORT")
    with socket.create_server(("127.0.0.1", port)) as listening:
        assert listening.getsockname()[1] == port


def test_a_port_that_a_dying_process_still_holds_is_waited_for(stranger: socket.socket) -> None:
    leaving = threading.Timer(0.3, stranger.close)
    leaving.start()
    require_free("127.0.0.1", stranger.getsockname()[1], "PORT", patience=20)
    assert stranger.fileno() == -1
    leaving.join()


def test_an_address_that_is_not_ours_says_so() -> None:
    started = time.monotonic()
    with pytest.raises(PortForbidden, match="Cannot listen on 192.0.2.1 port 80"):
        require_free("192.0.2.1", 80, "HOST", patience=60)
    assert time.monotonic() - started < 60
