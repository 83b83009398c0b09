"""The whole system under load while its parts are killed, stopped, filled up, lied to; see docs/chaos.md."""
