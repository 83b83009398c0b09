"""Mends of Rasa 3.6.21, each measured and guarded; only the gateway's channel installs them."""


def install() -> None:
    """Put every mend in place; a second call changes nothing."""
