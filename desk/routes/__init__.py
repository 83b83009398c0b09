"""The desk's addresses: a request in, one call, JSON out."""
