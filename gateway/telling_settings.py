"""The settings of what Wenpan tells of itself: who may see the figures, and where traces go."""

from dataclasses import dataclass, field
from typing import Self

from gateway.reader import Reader


@dataclass(frozen=True, kw_only=True)
class TellingSettings:
    """`metrics_token` is Prometheus'; without `collector_url` there are no traces."""

    metrics_token: str = field(repr=False)
    collector_url: str | None

    @classmethod
    def read(cls, reader: Reader) -> Self:
        return cls(
            metrics_token=reader.secret("METRICS_TOKEN"),
            collector_url=reader.url("OTEL_EXPORTER_OTLP_ENDPOINT", ""),
        )

    def variables(self) -> dict[str, str]:
        """The variables that child processes read."""
        return {
            "METRICS_TOKEN": self.metrics_token,
            "OTEL_EXPORTER_OTLP_ENDPOINT": self.collector_url or "",
        }
