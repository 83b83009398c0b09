"""Stand-ins for the quote sources: real hosts and wire formats behind one local TLS proxy."""

from tests.fakes.upstreams.proxy import Upstreams

__all__ = ["Upstreams"]
